"""The meetings of the example agree with the profil of their kampung."""

from datetime import date

import pytest

from naikkelas.accounts.queries import system_user
from naikkelas.config.commands.example_meetings import hold_meetings
from naikkelas.registry.models import Meeting
from naikkelas.registry.queries.meetings import mechanisms, open_tasks
from tests.people import make_kader, make_kampung, make_report

CUTOFF = date(2025, 7, 31)
SAID = {
    "rapat_perencanaan": "bulanan",
    "rapat_koordinasi": "triwulan",
    "sosialisasi": "semesteran",
    "monev": "tahunan",
}


@pytest.mark.slow
@pytest.mark.django_db
def test_what_the_profil_says_is_what_was_held() -> None:
    kampung = make_kampung("63.01.10.2004")
    make_kader(kampung, "Siti (contoh)")
    said = dict.fromkeys(SAID, True) | {
        f"frekuensi_{column}": often for column, often in SAID.items()
    }
    make_report("profil", kampung, date(2025, 7, 3), **said, penyusunan_laporan=False)
    make_kampung("63.01.10.2002")

    count = hold_meetings("63.01", CUTOFF, date(2025, 9, 9), by=system_user())

    found = mechanisms(kampung, CUTOFF)
    assert {column: held.frequency for column, held in found.items() if held.days} == SAID
    assert Meeting.objects.filter(kampung=kampung).count() == count > 20
    coming = Meeting.objects.filter(held_on__gt=date(2025, 9, 9)).order_by("held_on")
    assert [one.is_public for one in coming] == [False, True]
    assert open_tasks(kampung).count() == 2
