"""Seats and the waiting list, tests from screens and phones, and whose each of it is."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.urls import reverse

from naikkelas.accounts.models import Role, User
from naikkelas.activities.actions import envelopes
from naikkelas.activities.models import Envelope
from naikkelas.areas.models import Area
from naikkelas.audit.models import Event
from naikkelas.lib.refusals import NotYours
from naikkelas.registry.models import Kader, KaderTraining, KampungKB
from naikkelas.training import actions, errors
from naikkelas.training.actions import attendance, participants
from naikkelas.training.actions.sessions import Plan
from naikkelas.training.models import (
    Certificate,
    CurriculumVersion,
    Participant,
    TestSitting,
    TrainingSession,
)
from naikkelas.training.presenters_phone import courses
from naikkelas.training.queries import coverage, needs
from naikkelas.training.queries.curricula import in_force
from naikkelas.training.queries.sessions import code_token
from naikkelas.training.rules.curricula import builtin, parsed
from naikkelas.training.rules.testing import draw
from tests.people import make_area, make_kader, make_kampung, make_user
from tests.training.conftest import DAY
from tests.training.making import (
    curriculum,
    make_participant,
    make_presence,
    make_session,
    make_sitting,
)

pytestmark = pytest.mark.django_db


def right(participant: Participant, kind: str, number: int = 1) -> dict[str, int]:
    drawn = draw(parsed(participant.session.curriculum.text), participant.seed, kind, number)
    return {one.question.code: one.right_place for one in drawn}


# Seats ------------------------------------------------------------------------------------------


def test_who_comes_too_late_waits_and_moves_up(
    session: TrainingSession, kampung: KampungKB, operator: User
) -> None:
    TrainingSession.objects.update(seats=2)
    people = [make_kader(kampung, f"Kader {number}") for number in range(4)]

    rows = [participants.register(session, one, by=operator) for one in people]
    again = participants.register(session, people[3], by=operator)

    assert [one.seat for one in rows] == [1, 2, None, None]
    assert again.pk == rows[3].pk
    participants.cancel(rows[0], by=operator)
    rows[2].refresh_from_db()
    rows[3].refresh_from_db()
    session.refresh_from_db()
    assert (rows[2].seat, rows[3].seat, session.taken) == (1, None, 2)
    assert Event.objects.filter(verb="participant.move_up").count() == 1


def test_the_database_itself_refuses_an_overbooked_session(session: TrainingSession) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        TrainingSession.objects.update(taken=11)


def test_seats_cannot_go_below_those_taken_and_more_seats_fill_from_the_waiting(
    session: TrainingSession, kampung: KampungKB, operator: User
) -> None:
    TrainingSession.objects.update(seats=1)
    _, second = (
        participants.register(session, make_kader(kampung, name), by=operator)
        for name in ("Kader satu", "Kader dua")
    )
    told = Plan(
        curriculum="peran_seksi", starts_on=DAY, ends_on=DAY, starts=session.starts,
        ends=session.ends, place="Aula", seats=2,
    )  # fmt: skip

    actions.change(session, told, by=operator)

    second.refresh_from_db()
    assert second.seat == 2
    with pytest.raises(errors.SeatsTaken):
        actions.change(session, replace(told, seats=1), by=operator)


def test_a_pokja_registers_its_own_people_only(
    session: TrainingSession, chair: User, ratna: Kader
) -> None:
    make_area("91.37.01.2008", "Sukarame")
    other = make_kader(make_kampung("91.37.01.2008"))

    assert participants.register(session, ratna, by=chair).seat == 1
    with pytest.raises(NotYours):
        participants.register(session, other, by=chair)


def test_who_left_and_who_lives_elsewhere_gets_no_seat(
    session: TrainingSession, kampung: KampungKB, operator: User
) -> None:
    gone = make_kader(kampung, left_on=DAY)

    with pytest.raises(errors.PersonUnfit):
        participants.register(session, gone, by=operator)
    assert not Event.objects.filter(verb="participant.register").exists()


# Presence ---------------------------------------------------------------------------------------


def test_the_code_notes_a_participant_once_and_nobody_else(
    session: TrainingSession, ratna: Kader, chair: User, operator: User
) -> None:
    Kader.objects.filter(pk=ratna.pk).update(account=chair)
    ratna.refresh_from_db()
    row = make_participant(session, ratna)

    attendance.check_in(code_token(session), by=chair)

    with pytest.raises(errors.AlreadyThere):
        attendance.check_in(code_token(session), by=chair)
    with pytest.raises(errors.NotAParticipant):
        attendance.check_in(code_token(session), by=operator)
    with pytest.raises(errors.CodeExpired):
        attendance.check_in(code_token(session) + "x", by=chair)
    assert row.presence.count() == 1
    # Who noted themself after the list was opened stays, and the untick of a seen one counts.
    assert attendance.tick(session, DAY, set(), seen=set(), by=operator) == 1
    assert attendance.tick(session, DAY, set(), seen={row.pk}, by=operator) == 0


def test_a_day_that_has_not_come_is_not_ticked(
    sukamaju: Area, operator: User, ratna: Kader
) -> None:
    later = make_session(Area.objects.get(pk="91.37"), DAY + timedelta(days=3))
    row = make_participant(later, ratna)

    with pytest.raises(errors.NotYetBegun):
        attendance.tick(later, later.starts_on, {row.pk}, by=operator)
    with pytest.raises(errors.NotYetBegun):
        actions.sit(row, "pasca", 1, {}, by=operator)


# Tests ------------------------------------------------------------------------------------------


def test_each_try_is_kept_and_none_is_sat_twice(
    session: TrainingSession, ratna: Kader, operator: User
) -> None:
    row = make_participant(session, ratna)

    actions.sit(row, "pra", 1, {}, by=operator)
    actions.sit(row, "pasca", 1, {}, by=operator)
    actions.sit(row, "pasca", 2, right(row, "pasca", 2), by=operator)

    for kind, number in (("pra", 1), ("pra", 2), ("pasca", 2), ("pasca", 3)):
        with pytest.raises(errors.TestTaken):
            actions.sit(row, kind, number, {}, by=operator)
    assert [one.right for one in TestSitting.objects.filter(kind="pasca")] == [0, 8]


def test_a_sitting_is_never_changed(session: TrainingSession, ratna: Kader) -> None:
    make_sitting(make_participant(session, ratna), "pra", 3)

    with pytest.raises(DatabaseError), transaction.atomic():
        TestSitting.objects.update(right=8)
    with pytest.raises(DatabaseError), transaction.atomic():
        TestSitting.objects.all().delete()


def test_who_has_an_account_sits_by_it(
    session: TrainingSession, ratna: Kader, chair: User, sukamaju: Area
) -> None:
    row = make_participant(session, ratna)
    secretary = make_user("sekretaris", "Bu Sekretaris", Role.POKJA_SECRETARY, sukamaju)
    actions.sit(row, "pra", 1, {}, by=secretary)  # ratna has none: the phone of the Pokja

    Kader.objects.filter(pk=ratna.pk).update(account=chair)

    with pytest.raises(NotYours):
        actions.sit(row, "pasca", 1, {}, by=secretary)
    actions.sit(row, "pasca", 1, {}, by=chair)


def test_the_explanations_wait_until_the_last_test_is_over(
    session: TrainingSession, ratna: Kader, operator: User
) -> None:
    row = make_participant(session, ratna)
    browser = Client()
    browser.force_login(operator)
    address = reverse("training:test", args=[session.pk, row.pk, "pasca"])
    why = curriculum().questions[0].why

    make_sitting(row, "pasca", 2)
    assert why not in browser.get(address).content.decode()
    make_sitting(row, "pasca", 3, number=2)
    assert why in browser.get(address).content.decode()


# From the phone ---------------------------------------------------------------------------------


def envelope(kampung: KampungKB, row: Participant, test: str = "pra", **more: Any) -> bytes:
    body = {"participant": str(row.pk), "kind": test, "number": 1, "answers": right(row, test)}
    told = {"id": str(uuid4()), "kind": "tes", "schema": 1, "kampung": str(kampung.pk),
            "made_at": None, "body": body | more}  # fmt: skip
    return json.dumps(told).encode()


def test_a_test_from_the_phone_is_stored_once_however_often_it_comes(
    session: TrainingSession, ratna: Kader, kampung: KampungKB, chair: User
) -> None:
    row = make_participant(session, ratna)
    sent = envelope(kampung, row)

    first, second = (envelopes.receive(sent, by=chair) for _ in range(2))

    assert (first.status, second.status) == (201, 201)
    assert first.text == second.text
    sitting = TestSitting.objects.get()
    assert (sitting.right, sitting.way) == (8, "hp")
    assert json.loads(first.text)["warnings"] == ["Tes awal: 8 dari 8 jawaban benar."]
    # The same test under another number is refused in words and kept.
    other = envelopes.receive(envelope(kampung, row), by=chair)
    assert (other.status, json.loads(other.text)["code"]) == (422, "training.test_taken")
    assert TestSitting.objects.count() == 1
    assert Envelope.objects.filter(state="ditolak").count() == 1


@pytest.mark.parametrize(
    "more", [{"participant": "x"}, {"kind": 3}, {"number": "1"}, {"answers": []}, {"kind": "lain"}]
)
def test_nonsense_from_a_phone_is_refused(
    session: TrainingSession, ratna: Kader, kampung: KampungKB, chair: User, more: dict[str, Any]
) -> None:
    row = make_participant(session, ratna)

    answer = envelopes.receive(envelope(kampung, row, "pra", **more), by=chair)

    assert (answer.status, json.loads(answer.text)["code"]) == (422, "training.test_unreadable")


def test_the_phone_takes_lessons_and_the_next_tests_along_and_no_right_answer(
    session: TrainingSession, ratna: Kader, kampung: KampungKB, chair: User
) -> None:
    row = make_participant(session, ratna)

    told, *others = courses(kampung, chair)

    (person,) = told["people"]
    assert [one["kind"] for one in person["tests"]] == ["pra", "pasca"]
    assert told["lessons"]
    text = json.dumps(told)
    assert row.seed not in text
    assert all(one.why not in text for one in curriculum().questions)
    assert [one["name"] for one in others] == [
        one.name for code, one in builtin().items() if code != session.curriculum.code
    ]
    assert all(one["lessons"] and one["people"] == [] for one in others)
    make_sitting(row, "pra", 3)
    make_sitting(row, "pasca", 3)
    told = courses(kampung, chair)[0]
    assert [(one["kind"], one["number"]) for one in told["people"][0]["tests"]] == [("pasca", 2)]


# Certificates -----------------------------------------------------------------------------------


def complete(session: TrainingSession, kader: Kader) -> Participant:
    row = make_participant(session, kader)
    make_presence(row)
    make_sitting(row, "pasca", 7)
    return row


def test_only_who_came_and_passed_is_certified(
    session: TrainingSession, kampung: KampungKB, operator: User
) -> None:
    absent = make_participant(session, make_kader(kampung, "Tidak hadir"))
    make_sitting(absent, "pasca", 8)
    failed = make_participant(session, make_kader(kampung, "Tidak lulus"))
    make_presence(failed)
    make_sitting(failed, "pasca", 5)

    for row in (absent, failed):
        with pytest.raises(errors.NotCompleted):
            actions.issue(row, by=operator)
    assert not KaderTraining.objects.exists()


def test_numbers_follow_one_another_and_a_second_certificate_is_the_first(
    session: TrainingSession, kampung: KampungKB, operator: User
) -> None:
    rows = [complete(session, make_kader(kampung, f"Kader {n}")) for n in range(2)]

    given = [actions.issue(one, by=operator) for one in (*rows, rows[0])]

    assert [one.number for one in given[:2]] == [
        "0001/SERT-KKB/91.37/2025", "0002/SERT-KKB/91.37/2025",
    ]  # fmt: skip
    assert given[2].pk == given[0].pk
    assert KaderTraining.objects.count() == 2


def test_a_training_that_the_kampung_noted_itself_is_not_taken_back(
    session: TrainingSession, ratna: Kader, operator: User
) -> None:
    row = complete(session, ratna)
    noted = KaderTraining.objects.create(
        kader=ratna, kabupaten_code="91.37", name=session.curriculum.name, held_on=DAY,
        recorded_by=0, recorded_at="2025-07-16T00:00:00Z",
    )  # fmt: skip

    certificate = actions.issue(row, by=operator)
    actions.revoke(certificate, reason="Salah terbit", by=operator)

    noted.refresh_from_db()
    assert certificate.training_id == noted.pk
    assert noted.withdrawn_at is None
    with pytest.raises(errors.AlreadyRevoked):
        actions.revoke(certificate, reason="Lagi", by=operator)


def test_the_public_page_forgets_who_was_forgotten_and_is_limited(
    session: TrainingSession, ratna: Kader, operator: User
) -> None:
    certificate = actions.issue(complete(session, ratna), by=operator)
    address = reverse("training:verify", args=[certificate.token])
    Kader.objects.filter(pk=ratna.pk).update(name="Nama dihapus")

    page = Client().get(address)

    assert "Ratna" not in page.content.decode()
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert Client().get(reverse("training:verify", args=["x" * 22])).status_code == 404
    assert {Client().get(address).status_code for _ in range(60)} == {200, 429}


# Curricula --------------------------------------------------------------------------------------


def test_a_changed_curriculum_leaves_sessions_as_they_were(
    session: TrainingSession, operator: User
) -> None:
    before = session.curriculum
    browser = Client()
    browser.force_login(operator)
    told = {"base": 1, "text": "Berapa sasaran Inpres?", "right": "Empat", "wrong": "Lima\nEnam",
            "why": "Empat sasaran."}  # fmt: skip

    answer = browser.post("/pelatihan/kurikulum/peran_seksi/soal/", told)
    stale = browser.post("/pelatihan/kurikulum/peran_seksi/soal/", told)

    assert (answer.status_code, stale.status_code) == (302, 422)
    newest = in_force("91.37", "peran_seksi")
    assert (newest.number, len(newest.curriculum.questions)) == (2, len(curriculum().questions) + 1)
    session.refresh_from_db()
    assert session.curriculum == before
    with pytest.raises(DatabaseError), transaction.atomic():
        CurriculumVersion.objects.filter(pk=before.pk).update(name="Lain")
    assert browser.get("/pelatihan/kurikulum/peran_seksi/").status_code == 200


def test_a_curriculum_of_ones_own_needs_its_questions_first(operator: User, sukamaju: Area) -> None:
    browser = Client()
    browser.force_login(operator)
    told = {"name": "Tertib arsip desa", "hours": 4, "passing": 70, "attendance": 80, "drawn": 8,
            "tries": 2, "indicators": ["sumber_dana"],
            "lessons": "Arsip\nSimpan SK.\n\nMap\nPakai map."}  # fmt: skip

    assert browser.post("/pelatihan/kurikulum/baru/", told).status_code == 302

    found = in_force("91.37", "tertib-arsip-desa")
    assert [one.title for one in found.curriculum.lessons] == ["Arsip", "Map"]
    assert not found.is_teachable
    assert "bank soal belum cukup" in browser.get("/pelatihan/kurikulum/").content.decode()


def test_right_answers_are_shown_to_none_but_who_keeps_them(chair: User, sukamaju: Area) -> None:
    browser = Client()
    browser.force_login(chair)

    page = browser.get("/pelatihan/kurikulum/peran_seksi/").content.decode()

    assert all(one.why not in page for one in curriculum().questions)
    assert "Bank soal" not in page


# Coverage and needs -----------------------------------------------------------------------------


def test_coverage_follows_from_the_records_and_says_what_is_unknown(
    session: TrainingSession, ratna: Kader, kampung: KampungKB, operator: User
) -> None:
    make_area("91.37.01.2008", "Sukarame")
    make_kampung("91.37.01.2008")
    before = coverage.coverage(operator, "91.37")
    lacking = {one.name: one.is_trained for one in needs.lacks("91.37", ("91.37",)).rows}

    actions.issue(complete(session, ratna), by=operator)
    after = coverage.coverage(operator, "91.37")

    assert lacking == {"Sukamaju": False, "Sukarame": None}
    assert [(one.state, one.hours) for one in before] == [
        ("belum terlatih", 0),
        ("Pokja belum tercatat", 0),
    ]
    assert [(one.state, one.hours) for one in after] == [
        ("terlatih", 6),
        ("Pokja belum tercatat", 0),
    ]
    (group,) = coverage.by_kecamatan(after)
    assert (group.kampung, group.recorded, group.trained, group.trained_members) == (2, 1, 1, 1)
    browser = Client()
    browser.force_login(operator)
    csv = browser.get("/pelatihan/cakupan.csv").content.decode().splitlines()
    assert csv[1].endswith("terlatih,1,1,6")
    assert csv[2].endswith("Pokja belum tercatat,,,")
    for page in ("kebutuhan/", "kebutuhan/?kurikulum=peran_seksi", "cakupan/", "cakupan.xlsx"):
        assert browser.get(f"/pelatihan/{page}").status_code == 200
    assert browser.get("/pelatihan/kebutuhan/?kurikulum=tidak-ada").status_code == 404
    assert Certificate.objects.count() == 1


def test_only_sessions_around_ones_own_area_are_seen(
    session: TrainingSession, chair: User, wayan: User, sukamaju: Area
) -> None:
    village = make_session(sukamaju, DAY)

    for user, seen in ((chair, {session.pk, village.pk}), (wayan, set())):
        browser = Client()
        browser.force_login(user)
        for one in (session, village):
            status = browser.get(f"/pelatihan/{one.pk}/").status_code
            assert status == (200 if one.pk in seen else 404)
