"""Pages of trainings ask the database as often for one kampung as for twelve."""

import pytest
from django.test import Client

from naikkelas.accounts.models import User
from naikkelas.areas.models import Area
from naikkelas.registry.models import Kader, KampungKB
from naikkelas.training.models import Participant, SessionInvitation, TrainingSession
from tests.insights.conftest import budget
from tests.people import RECORDED, make_area, make_kader, make_kampung, make_pokja, make_seat
from tests.training.making import make_participant, make_presence, make_session, make_sitting

pytestmark = pytest.mark.django_db


def test_one_row_costs_as_much_as_twelve(
    client: Client, operator: User, session: TrainingSession, kampung: KampungKB, ratna: Kader
) -> None:
    area = Area.objects.get(pk="91.37")
    pages = {
        "training:session_list": "/pelatihan/",
        "training:session": f"/pelatihan/{session.pk}/",
        "training:invite": f"/pelatihan/{session.pk}/undang/",
        "training:needs": "/pelatihan/kebutuhan/?kurikulum=peran_seksi",
        "training:coverage": "/pelatihan/cakupan/",
        "training:kampung": f"/kampung/{kampung.pk}/pelatihan/",
    }
    client.force_login(operator)

    def grow(first: int, last: int) -> None:
        for number in range(first, last):
            code = f"91.37.01.21{number:02d}"
            make_area(code, f"Desa {number}")
            other = make_kampung(code)
            kader = make_kader(other, f"Kader {number}")
            make_seat(make_pokja(other), kader)
            own = make_kader(kampung, f"Orang {number}")
            _take_part(session, kader)
            _take_part(session, own)
            if number:
                make_session(area)

    def _take_part(session: TrainingSession, kader: Kader) -> None:
        SessionInvitation.objects.get_or_create(
            session=session,
            kampung=kader.kampung,
            kabupaten_code="91.37",
            defaults={"invited_by": 0, "invited_at": RECORDED},
        )
        TrainingSession.objects.filter(pk=session.pk).update(seats=100)
        row: Participant = make_participant(session, kader)
        make_presence(row)
        make_sitting(row, "pra", 3)
        make_sitting(row, "pasca", 7)

    for first, last in ((0, 1), (1, 6)):
        grow(first, last)
        make_area("91.37.01.2199", "Belum diundang")
        if not first:
            make_kampung("91.37.01.2199")
        for url in pages.values():
            client.get(url)
        for name, url in pages.items():
            with budget(name):
                assert client.get(url).status_code == 200
