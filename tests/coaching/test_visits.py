"""A visit is written down once, corrected as a version, and closes what was seen to be done."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from naikkelas.accounts.models import Role, User
from naikkelas.audit.models import Event
from naikkelas.coaching.actions import planning, visits
from naikkelas.coaching.errors import (
    AlreadySigned,
    NumberTaken,
    UnfitVisit,
    VisitClosed,
    WordsMissing,
)
from naikkelas.coaching.models import FollowUp, PlannedVisit, SignOff, Visit, VisitCheck
from naikkelas.lib.ids import uuid7
from naikkelas.lib.refusals import NotYours
from naikkelas.registry.models import KampungKB
from naikkelas.roadmap.models import Attempt
from tests.coaching.conftest import sheet_of
from tests.people import make_kampung, make_user
from tests.roadmap_office.making import make_step

pytestmark = pytest.mark.django_db


def line(sort: str, key: object, answer: str = "sesuai") -> dict[str, str]:
    return {"sort": sort, "key": str(key), "words": "Yang diperiksa", "answer": answer}


def test_a_visit_keeps_what_was_seen_found_and_agreed(
    sari: User, kampung: KampungKB, today: date
) -> None:
    due = today + timedelta(days=7)
    sheet = sheet_of(
        today,
        next_on=(today + timedelta(days=37)).isoformat(),
        checks=[line("indikator", "cpr", "belum")],
        findings=[{"text": "Buku tamu kosong"}],
        followups=[{"what": "Isi buku tamu", "owner": "pokja", "due_on": due.isoformat()}],
        signers=["ketua"],
    )

    visit = visits.record_visit(kampung, sheet, by=sari)

    assert visit.checks.get().answer == "belum"
    assert visit.findings.get().text == "Buku tamu kosong"
    assert visit.followups.get().due_on == due
    assert visit.sign_offs.get().way == SignOff.Way.ON_SITE
    ahead = PlannedVisit.objects.get()
    assert (ahead.day, ahead.origin) == (today + timedelta(days=37), "kunjungan")
    assert ahead.reasons[0].startswith("Disepakati")
    event = Event.objects.get(verb="visit.record")
    assert "Buku tamu" not in str(event.data)


def test_the_same_number_twice_is_one_visit(sari: User, kampung: KampungKB, today: date) -> None:
    key = uuid7()

    first, again = (
        visits.record_visit(kampung, sheet_of(today), by=sari, id=key) for _ in range(2)
    )

    assert first == again
    assert Visit.objects.count() == 1
    other = make_user("pkb-lain", "Bu Lain", Role.FIELD, kampung.village)
    with pytest.raises(NumberTaken):
        visits.record_visit(kampung, sheet_of(today), by=other, id=key)


@pytest.mark.parametrize(
    ("answer", "late", "outcome"),
    [("sesuai", -7, "berhasil"), ("belum", 7, "gagal"), ("belum", -7, None)],
)
def test_a_step_that_was_seen_becomes_one_attempt(
    answer: str, late: int, outcome: str | None, sari: User, kampung: KampungKB, today: date
) -> None:
    due = today - timedelta(days=late)
    step = make_step(kampung, planned_for=due, due_on=due)

    for _ in range(2):
        sheet = sheet_of(today, checks=[line("langkah", step.pk, answer)])
        visit = visits.record_visit(kampung, sheet, by=sari)

    assert visit.checks.get().code == step.action
    assert [one.outcome for one in Attempt.objects.filter(step=step)] == [outcome] * bool(outcome)
    assert all(one.happened_on == today for one in Attempt.objects.all())


def test_a_follow_up_that_was_seen_done_is_closed(
    sari: User, kampung: KampungKB, today: date
) -> None:
    agreed = {"what": "Isi buku tamu", "owner": "pokja", "due_on": today.isoformat()}
    visits.record_visit(kampung, sheet_of(today, followups=[agreed]), by=sari)
    followup = FollowUp.objects.get()

    sheet = sheet_of(today, checks=[line("tindak_lanjut", followup.pk)])
    visits.record_visit(kampung, sheet, by=sari)

    followup.refresh_from_db()
    assert followup.state == "selesai"
    assert followup.closing.startswith("Dilihat selesai")


def test_what_belongs_to_another_kampung_is_refused_and_leaves_nothing(
    sari: User, kampung: KampungKB, today: date
) -> None:
    step = make_step(make_kampung("91.37.02.2001"))

    with pytest.raises(UnfitVisit):
        visits.record_visit(kampung, sheet_of(today, checks=[line("langkah", step.pk)]), by=sari)

    assert not Visit.objects.exists()
    assert not Event.objects.filter(verb="visit.record").exists()


def test_a_correction_is_a_version_and_a_withdrawal_drops_what_is_open(
    sari: User, kampung: KampungKB, today: date
) -> None:
    agreed = {"what": "Isi buku tamu", "owner": "pokja", "due_on": today.isoformat()}
    first = visits.record_visit(kampung, sheet_of(today, followups=[agreed]), by=sari)

    second = visits.correct_visit(
        first, sheet_of(today, notes="Lengkap"), reason="Catatan tertinggal", by=sari
    )

    first.refresh_from_db()
    assert (first.is_standing, second.is_standing) == (False, True)
    assert (second.record, second.replaces) == (first.pk, first.pk)
    assert FollowUp.objects.get().is_open
    with pytest.raises(VisitClosed):
        visits.correct_visit(first, sheet_of(today), reason="Lagi", by=sari)
    with pytest.raises(WordsMissing):
        visits.withdraw_visit(second, reason=" ", by=sari)
    visits.withdraw_visit(second, reason="Salah kampung", by=sari)
    assert not Visit.objects.standing().exists()
    assert FollowUp.objects.get().state == "batal"


def test_the_database_refuses_to_rewrite_a_visit(
    sari: User, kampung: KampungKB, today: date
) -> None:
    sheet = sheet_of(today, checks=[line("indikator", "cpr", "belum")])
    visit = visits.record_visit(kampung, sheet, by=sari)

    for change in (
        lambda: Visit.objects.filter(pk=visit.pk).update(day=today - timedelta(days=1)),
        lambda: VisitCheck.objects.update(answer="sesuai"),
        lambda: VisitCheck.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert VisitCheck.objects.update(remark="") == 1  # words can be scrubbed


def test_the_planned_visit_is_carried_out_by_the_nearest_visit(
    sari: User, kampung: KampungKB, today: date
) -> None:
    post = sari.holdings.get().post
    near, far = (
        planning.plan_visit(kampung, post, today + timedelta(days=days), by=sari)
        for days in (5, 60)
    )

    visit = visits.record_visit(kampung, sheet_of(today), by=sari)

    assert visit.planned == near
    near.refresh_from_db()
    far.refresh_from_db()
    assert (near.state, far.state) == ("terlaksana", "diterima")
    visits.withdraw_visit(visit, reason="Salah kampung", by=sari)
    near.refresh_from_db()
    assert near.state == "diterima"


def test_the_pokja_says_once_whether_it_agrees(sari: User, kampung: KampungKB, today: date) -> None:
    chair = make_user("ketua", "Pak Ketua", Role.POKJA_CHAIR, kampung.village)
    visit = visits.record_visit(kampung, sheet_of(today), by=sari)

    with pytest.raises(NotYours):
        visits.sign_visit(visit, agrees=True, by=sari)
    with pytest.raises(WordsMissing):
        visits.sign_visit(visit, agrees=False, by=chair)
    signed = visits.sign_visit(visit, agrees=False, remark="Jamnya lain", by=chair)

    assert (signed.role, signed.agrees) == ("ketua", False)
    with pytest.raises(AlreadySigned):
        visits.sign_visit(visit, agrees=True, by=chair)


@pytest.mark.parametrize("role", [Role.POKJA_CHAIR, Role.HEAD, Role.AUDITOR])
def test_who_does_not_mentor_records_no_visit(role: Role, kampung: KampungKB, today: date) -> None:
    where = kampung.village if role == Role.POKJA_CHAIR else kampung.village.parent.parent  # type: ignore[union-attr]
    other = make_user("bukan", "Bukan", role, where)

    with pytest.raises(NotYours):
        visits.record_visit(kampung, sheet_of(today), by=other)


def test_a_mentor_elsewhere_records_no_visit(wayan: User, kampung: KampungKB, today: date) -> None:
    with pytest.raises(NotYours):
        visits.record_visit(kampung, sheet_of(today), by=wayan)
