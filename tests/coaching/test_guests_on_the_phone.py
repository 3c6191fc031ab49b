"""Who mentors without drafting reports uses the app too: visits only, of their own kampung."""

import json
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from naikkelas.accounts.models import Post, User
from naikkelas.activities.actions import settling
from naikkelas.activities.models import Envelope
from naikkelas.coaching import access
from naikkelas.coaching.actions import proposals
from naikkelas.coaching.models import Assignment, Visit, VisitPhoto
from naikkelas.registry.models import KampungKB
from tests.activities.phone import Phone, envelope
from tests.coaching.making import make_followup, make_visit
from tests.partners.making import make_mitra, make_partner_user
from tests.people import make_area, make_kampung
from tests.registry.pictures import encoded, scene

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def tuti(kampung: KampungKB) -> User:
    """Bu Tuti, of Dinas Kesehatan of the whole kabupaten."""
    return make_partner_user("tuti", make_mitra())


@pytest.fixture
def bukit(kampung: KampungKB) -> KampungKB:
    """In another kecamatan; nobody asked her there."""
    make_area("91.37.02", "Seberang")
    return make_kampung(make_area("91.37.02.2001", "Bukit Raya"))


@pytest.fixture
def asked(kampung: KampungKB, tuti: User, darma: User) -> Assignment:
    return proposals.ask_mentor(kampung, tuti.holdings.get().post_id, by=darma)


def _letter(kampung: KampungKB, today: date, **body: Any) -> dict[str, Any]:
    told = {"day": today.isoformat(), "kind": "lapangan", "checks": [], **body}
    return envelope(kampung, "kunjungan", body=told)


def _greeted(phone: Phone) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(phone.client.get("/kerja/sapa/").content)
    return found


def _provisions(phone: Phone, kampung: KampungKB) -> tuple[int, dict[str, Any]]:
    answer = phone.client.get(f"/kerja/bekal/{kampung.pk}/")
    return answer.status_code, json.loads(answer.content)


def test_an_skpd_that_was_asked_takes_along_its_checklist_and_nothing_else(
    kampung: KampungKB, bukit: KampungKB, tuti: User, asked: Assignment, field_post: Post
) -> None:
    agreed = make_followup(make_visit(kampung, field_post))
    phone = Phone(tuti)

    hello = _greeted(phone)
    status, told = _provisions(phone, kampung)

    assert [(one["id"], one["tamu"]) for one in hello["kampung"]] == [(str(kampung.pk), True)]
    assert hello["may_send"] is False
    assert status == 200
    assert set(told) == {"kampung", "made_at", "today", "schemas", "visit"}
    assert told["visit"]["checks"][0]["key"] == str(agreed.pk)
    assert _provisions(phone, bukit)[0] == 404


def test_her_visit_and_its_photo_come_through_the_same_queue_once(
    kampung: KampungKB, tuti: User, asked: Assignment, today: date
) -> None:
    phone, content = Phone(tuti), encoded(scene(3))
    letter = _letter(kampung, today, findings=[{"text": "Alat ukur rusak"}])

    first, again = phone.send(letter), phone.send(letter)
    photo = phone.announce(kampung, UUID(letter["id"]), content, kind="kunjungan")
    arrived = phone.piece(photo["id"], content, 0, len(content))

    assert (first.status_code, again.content) == (201, first.content)
    made = Visit.objects.get()
    assert (made.mentor_id, made.recorded_by) == (tuti.holdings.get().post_id, tuti.pk)
    assert made.findings.get().text == "Alat ukur rusak"
    assert arrived.status_code == 201
    assert VisitPhoto.objects.get().record == made.record


def test_where_nobody_asked_her_a_visit_waits_for_the_pkb_and_a_photo_does_not_come(
    kampung: KampungKB, bukit: KampungKB, tuti: User, sari: User, asked: Assignment, today: date
) -> None:
    phone, letter = Phone(tuti), _letter(bukit, today)
    told = {"id": str(uuid4()), "record": letter["id"], "kampung": str(bukit.pk)}
    told |= {"size": "37", "sha256": "0" * 64, "kind": "kunjungan"}

    assert phone.send(letter).status_code == 422
    assert phone.post("/kerja/foto/", told | {"size": 37}).status_code == 404
    assert Envelope.objects.get().state == Envelope.State.HELD
    assert not Visit.objects.exists()


def test_a_visit_of_an_assignment_that_ended_meanwhile_is_kept_and_the_pkb_takes_it_over(
    kampung: KampungKB, tuti: User, sari: User, asked: Assignment, darma: User, today: date
) -> None:
    proposals.release_mentor(kampung, asked.pk, by=darma)
    phone, letter = Phone(tuti), _letter(kampung, today)

    assert phone.client.get("/kerja/sapa/").status_code == 403
    assert _provisions(phone, kampung)[0] == 404
    assert phone.send(letter).status_code == 422
    settling.adopt(Envelope.objects.get(), by=sari)

    made = Visit.objects.get()
    assert (str(made.pk), made.recorded_by) == (letter["id"], sari.pk)


def test_a_guest_reports_no_activity_and_no_month(
    kampung: KampungKB, tuti: User, asked: Assignment
) -> None:
    phone = Phone(tuti)

    answers = [
        phone.send(envelope(kampung)),
        phone.send(envelope(kampung, "kegiatan", body={"tanggal": "2025-07-01", "judul": "X"})),
    ]

    assert [one.status_code for one in answers] == [422, 422]
    assert {one.state for one in Envelope.objects.all()} == {Envelope.State.HELD}


def test_the_kecamatan_visits_its_own_kampung_with_the_app(
    kampung: KampungKB, bukit: KampungKB, rina: User, today: date
) -> None:
    phone = Phone(rina)

    assert [one["id"] for one in _greeted(phone)["kampung"]] == [str(kampung.pk)]
    assert phone.send(_letter(kampung, today)).status_code == 201
    assert _provisions(phone, bukit)[0] == 404


def test_who_drafts_reports_is_no_guest(kampung: KampungKB, sari: User) -> None:
    phone = Phone(sari)

    assert all("tamu" not in one for one in _greeted(phone)["kampung"])
    assert "forms" in _provisions(phone, kampung)[1]


@pytest.mark.parametrize("who", ["sari", "rina", "tuti", "darma", "wayan"])
def test_the_list_of_kampung_says_what_the_question_of_one_says(
    who: str,
    kampung: KampungKB,
    bukit: KampungKB,
    asked: Assignment,
    request: pytest.FixtureRequest,
) -> None:
    user = request.getfixturevalue(who)

    listed = set(access.kampung_to_visit(user))

    assert listed == {one for one in (kampung, bukit) if access.may_visit(user, one)}
