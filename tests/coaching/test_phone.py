"""A visit from a phone is stored under the number of its envelope, once."""

import json
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from naikkelas.accounts.models import Role, User
from naikkelas.activities.models import Envelope
from naikkelas.coaching.models import Visit
from naikkelas.coaching.presenters_phone import visit
from naikkelas.registry.models import KampungKB
from tests.activities.phone import Phone, envelope
from tests.coaching.making import make_followup, make_visit
from tests.people import make_user

pytestmark = pytest.mark.django_db


def _letter(kampung: KampungKB, today: date, **body: Any) -> dict[str, Any]:
    told = {"day": today.isoformat(), "kind": "lapangan", "checks": [], **body}
    return envelope(kampung, "kunjungan", body=told)


def test_the_same_envelope_twice_is_one_visit(sari: User, kampung: KampungKB, today: date) -> None:
    phone = Phone(sari)
    letter = _letter(kampung, today, findings=[{"text": "Buku tamu kosong"}])

    first, again = phone.send(letter), phone.send(letter)

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    stored = Visit.objects.get()
    assert (stored.pk, stored.record) == (UUID(letter["id"]),) * 2
    assert stored.findings.get().text == "Buku tamu kosong"


def test_what_cannot_be_is_kept_and_said_at_its_field(
    sari: User, kampung: KampungKB, today: date
) -> None:
    answer = Phone(sari).send(_letter(kampung, today, kind="telepati"))

    assert answer.status_code == 422
    assert "kind" in json.loads(answer.content)["fields"]
    assert Envelope.objects.get().state == "ditolak"
    assert not Visit.objects.exists()


def test_a_pokja_sends_no_visit(kampung: KampungKB, today: date) -> None:
    chair = make_user("ketua", "Pak Ketua", Role.POKJA_CHAIR, kampung.village)

    answer = Phone(chair).send(_letter(kampung, today))

    assert answer.status_code != 201
    assert not Visit.objects.exists()
    assert visit(kampung, chair) is None


def test_a_mentor_takes_the_checklist_along(sari: User, kampung: KampungKB) -> None:
    made = make_visit(kampung, sari.holdings.get().post)
    open_one = make_followup(made)

    told = visit(kampung, sari)

    assert told is not None
    assert told["checks"][0]["key"] == str(open_one.pk)
    assert {"sort", "key", "words", "why"} == set(told["checks"][0])
    assert ["pokja", "Pokja"] in told["owners"]
