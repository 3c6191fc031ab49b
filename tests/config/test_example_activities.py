"""The activities of the example are those of a Pokja: sent by phone, with photos, in each state."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from naikkelas.activities.models import Envelope, Kegiatan, KegiatanPhoto
from naikkelas.areas.models import Area
from naikkelas.audit.models import Event
from naikkelas.config.commands.example import ACCOUNTS
from naikkelas.config.commands.example_activities import VILLAGES, report_activities
from tests.people import make_area, make_kampung, make_user

CUTOFF, TODAY = date(2025, 7, 31), date(2025, 11, 3)

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def _kampung() -> None:
    for code in VILLAGES:
        make_kampung(make_area(code, "Desa Contoh"), is_example=True)


def _accounts() -> None:
    for name, _, role, code, person in ACCOUNTS:
        make_user(name, person, role, Area.objects.get(pk=code))


def test_a_pokja_reports_by_phone_with_photos_and_its_desks_are_at_work() -> None:
    _kampung()
    _accounts()

    count = report_activities("63.01", CUTOFF, TODAY)

    assert count == Kegiatan.objects.count() == Envelope.objects.count() == 8
    states = Counter(Kegiatan.objects.values_list("state", flat=True))
    assert sorted(states.values()) == [1, 1, 1, 2, 3]
    assert all("contoh" in title for title in Kegiatan.objects.values_list("judul", flat=True))
    assert KegiatanPhoto.objects.count() == 4
    assert all("Contoh" in one for one in KegiatanPhoto.objects.values_list("caption", flat=True))
    assert Event.objects.filter(verb="kegiatan.report").count() == 8
    assert not Kegiatan.objects.filter(tanggal__lte=CUTOFF).exists()


def test_without_the_accounts_there_is_nobody_to_report() -> None:
    _kampung()

    assert report_activities("63.01", CUTOFF, TODAY) == 0


def test_no_activity_lies_before_the_cut_off() -> None:
    _kampung()
    _accounts()

    assert report_activities("63.01", CUTOFF, date(2025, 8, 3)) == 2
