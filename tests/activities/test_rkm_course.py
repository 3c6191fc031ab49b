"""The course of a year plan: agreed on, approved, revised; how its items go."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from naikkelas.accounts.models import Role, User
from naikkelas.activities.actions import rkm, rkm_course
from naikkelas.activities.errors import (
    Bentrok,
    PlanClosed,
    PlanEmpty,
    PlanNotInForce,
    PlanOutOfTurn,
    PlanReasonMissing,
    UnfitPlanDay,
    UnfitPlanItem,
)
from naikkelas.activities.models import RKM, RKMVersion
from naikkelas.areas.models import Area
from naikkelas.audit.models import Event
from naikkelas.lib.refusals import NotYours
from naikkelas.registry.models import KampungKB, WorkPlan
from naikkelas.registry.queries import work_plans
from tests.activities.making import make_item, make_rkm
from tests.people import make_kampung, make_meeting, make_user

pytestmark = pytest.mark.django_db
AGREED, APPROVED = date(2026, 11, 17), date(2026, 11, 19)


@pytest.fixture(autouse=True)
def _late_november() -> object:
    with time_machine.travel(datetime(2026, 11, 26, 3, 7, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def kampung(sukamaju: Area) -> KampungKB:
    return make_kampung(sukamaju)


@pytest.fixture
def plan(kampung: KampungKB) -> RKM:
    found = make_rkm(kampung)
    make_item(found, cost=1_700_000)
    return found


@pytest.fixture
def chair(sukamaju: Area) -> User:
    return make_user("ketua", "Pak Ketua", Role.POKJA_CHAIR, sukamaju)


@pytest.fixture
def member(sukamaju: Area) -> User:
    return make_user("anggota", "Bu Ani", Role.POKJA, sukamaju)


def approved(plan: RKM, chair: User, sari: User) -> RKM:
    return rkm_course.approve(rkm_course.agree(plan, on=AGREED, by=chair), on=APPROVED, by=sari)


def test_the_chair_notes_the_meeting_and_the_pkb_the_approval(
    plan: RKM, chair: User, sari: User
) -> None:
    plan = rkm_course.agree(plan, on=AGREED, decision="Sepakat semua", by=chair)
    assert (plan.state, plan.agreed_on, plan.decision) == ("disepakati", AGREED, "Sepakat semua")

    plan = rkm_course.approve(plan, on=APPROVED, by=sari)

    assert (plan.state, plan.revision, plan.approved_by) == ("disetujui", 1, sari.pk)
    kept = plan.versions.get()
    assert [one["cost"] for one in kept.items] == [1_700_000]
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert verbs == {"rkm.agree", "rkm.approve", "work_plan.note"}


def test_the_day_of_a_recorded_meeting_counts_whatever_else_is_said(
    plan: RKM, kampung: KampungKB, chair: User, sari: User
) -> None:
    meeting = make_meeting(kampung, AGREED)

    plan = rkm_course.agree(plan, on=date(2026, 11, 20), meeting=meeting, by=chair)

    plan.refresh_from_db()
    assert (plan.state, plan.meeting, plan.agreed_on) == ("disepakati", meeting, AGREED)
    assert Event.objects.get(verb="rkm.agree").after["agreed_on"] == AGREED.isoformat()
    plan = rkm_course.approve(plan, on=APPROVED, by=sari)  # before the day that was said
    assert (plan.meeting, plan.versions.get().agreed_on) == (meeting, AGREED)


def test_a_meeting_of_elsewhere_cancelled_or_yet_to_come_agrees_on_nothing(
    plan: RKM, kampung: KampungKB, chair: User
) -> None:
    cancelled = {"cancelled_at": datetime(2026, 11, 16, 3, 7, tzinfo=UTC), "cancelled_by": 37}
    refused = {
        make_meeting(make_kampung("91.37.01.2007"), AGREED): "bukan rapat kampung ini",
        make_meeting(kampung, AGREED, **cancelled): "dibatalkan",
        make_meeting(kampung, date(2026, 11, 27)): "di masa depan",
    }

    for meeting, words in refused.items():
        with pytest.raises(UnfitPlanDay, match=words):
            rkm_course.agree(plan, on=AGREED, meeting=meeting, by=chair)

    plan.refresh_from_db()
    assert (plan.state, plan.meeting, plan.agreed_on) == ("usulan", None, None)
    assert not Event.objects.filter(verb="rkm.agree").exists()


def test_a_revision_that_no_recorded_meeting_agreed_on_does_not_keep_the_old_meeting(
    plan: RKM, kampung: KampungKB, chair: User
) -> None:
    plan = rkm_course.agree(plan, on=AGREED, meeting=make_meeting(kampung, AGREED), by=chair)
    plan = rkm_course.reopen(plan, reason="Dana Desa turun", by=chair)

    plan = rkm_course.agree(plan, on=APPROVED, by=chair)

    plan.refresh_from_db()
    assert (plan.meeting, plan.agreed_on) == (None, APPROVED)


def test_the_profil_can_ask_for_the_approval_of_the_year(
    plan: RKM, kampung: KampungKB, chair: User, sari: User
) -> None:
    approved(plan, chair, sari)

    found = work_plans.approved(kampung, date(2027, 7, 3))
    assert found is not None
    assert found.rkm_id == plan.pk
    assert work_plans.approved(kampung, date(2026, 12, 3)) is None  # of another year
    assert WorkPlan.objects.count() == 1


def test_a_member_agrees_on_nothing_and_the_chair_approves_nothing(
    plan: RKM, member: User, chair: User, wayan: User
) -> None:
    for who in (member, wayan):
        with pytest.raises(NotYours):
            rkm_course.agree(plan, on=AGREED, by=who)
    plan = rkm_course.agree(plan, on=AGREED, by=chair)
    with pytest.raises(NotYours):
        rkm_course.approve(plan, on=APPROVED, by=chair)
    with pytest.raises(NotYours):
        rkm_course.reopen(plan, reason="Ingin saja", by=member)
    assert not RKMVersion.objects.exists()
    assert not Event.objects.filter(verb__in=("rkm.approve", "rkm.reopen")).exists()


def test_an_empty_plan_and_one_with_struck_items_only_are_not_agreed_on(
    plan: RKM, chair: User
) -> None:
    rkm.strike(plan.items.get(), by=chair)

    with pytest.raises(PlanEmpty):
        rkm_course.agree(plan, on=AGREED, by=chair)


def test_steps_out_of_turn_are_refused(plan: RKM, chair: User, sari: User) -> None:
    with pytest.raises(PlanOutOfTurn):
        rkm_course.approve(plan, on=APPROVED, by=sari)
    with pytest.raises(PlanOutOfTurn):
        rkm_course.reopen(plan, reason="Salah", by=chair)
    plan = rkm_course.agree(plan, on=AGREED, by=chair)
    with pytest.raises(PlanClosed):
        rkm_course.agree(plan, on=AGREED, by=chair)


def test_days_that_cannot_be_are_refused(plan: RKM, chair: User, sari: User) -> None:
    for day in (date(2026, 11, 27), date(2023, 1, 3)):
        with pytest.raises(UnfitPlanDay):
            rkm_course.agree(plan, on=day, by=chair)
    plan = rkm_course.agree(plan, on=AGREED, by=chair)
    with pytest.raises(UnfitPlanDay, match="17 November 2026"):
        rkm_course.approve(plan, on=date(2026, 11, 16), by=sari)


def test_a_revision_needs_a_reason_and_keeps_the_old_version(
    plan: RKM, kampung: KampungKB, chair: User, sari: User
) -> None:
    plan = approved(plan, chair, sari)
    with pytest.raises(PlanReasonMissing):
        rkm_course.reopen(plan, reason=" ", by=chair)

    plan = rkm_course.reopen(plan, reason="Dana Desa turun", by=chair)

    assert plan.is_in_revision
    assert plan.is_in_force
    assert work_plans.approved(kampung, date(2027, 1, 3)) is not None
    item = plan.items.get()
    rkm.change_item(item, {"name": item.name, "months": "3", "cost": 900_001}, base=1, by=chair)

    plan = approved(plan, chair, sari)

    assert plan.revision == 2
    newest, first = plan.versions.all()
    assert (newest.reason, first.reason) == ("Dana Desa turun", "")
    assert [one.items[0]["cost"] for one in (newest, first)] == [900_001, 1_700_000]
    assert "Dana Desa" not in str(list(Event.objects.values_list("data", "after")))


def test_how_an_item_goes_is_noted_once_the_plan_is_approved(
    plan: RKM, chair: User, sari: User, member: User
) -> None:
    item = plan.items.get()
    said: dict[str, Any] = {"state": "selesai", "spent": 1_500_003, "result": "37 ibu hadir"}
    with pytest.raises(PlanNotInForce):
        rkm_course.progress(item, **said, base=1, by=member)
    approved(plan, chair, sari)

    item = rkm_course.progress(item, **said, base=1, by=member)

    assert (item.state, item.spent, item.result) == ("selesai", 1_500_003, "37 ibu hadir")
    newest = item.versions.first()
    assert newest is not None
    assert newest.values["state"] == "selesai"
    event = Event.objects.get(verb="rkm_item.progress")
    assert event.after["state"] == "selesai"
    assert "ibu hadir" not in str(event.after)


def test_two_people_who_say_how_it_went_see_each_other(
    plan: RKM, chair: User, sari: User, member: User
) -> None:
    item = plan.items.get()
    approved(plan, chair, sari)
    rkm_course.progress(item, state="berjalan", spent=300, result="", base=1, by=member)

    with pytest.raises(Bentrok, match="Rp300"):
        rkm_course.progress(item, state="berjalan", spent=700, result="", base=1, by=chair)


def test_a_dropped_item_needs_its_reason_and_states_are_those_of_the_list(
    plan: RKM, chair: User, sari: User
) -> None:
    item = plan.items.get()
    approved(plan, chair, sari)

    with pytest.raises(PlanReasonMissing):
        rkm_course.progress(item, state="batal", spent=None, result=" ", base=1, by=sari)
    with pytest.raises(UnfitPlanItem):
        rkm_course.progress(item, state="hilang", spent=None, result="", base=1, by=sari)
    with pytest.raises(UnfitPlanItem):
        rkm_course.progress(item, state="selesai", spent=-1, result="", base=1, by=sari)


def test_words_of_a_plan_follow_the_year(plan: RKM, chair: User, sari: User) -> None:
    assert plan.words(date(2026, 11, 26)) == "Usulan"
    plan = approved(plan, chair, sari)
    assert plan.words(date(2026, 11, 26)) == "Disetujui"
    assert plan.words(date(2027, 3, 1)) == "Berjalan"
    assert plan.words(date(2028, 3, 1)) == "Tahun sudah lewat"
    assert rkm_course.reopen(plan, reason="x", by=chair).words(date(2027, 3, 1)) == (
        "Sedang direvisi"
    )


def test_the_database_wants_the_days_of_each_state(kampung: KampungKB) -> None:
    make_rkm(kampung, 2025, state="disepakati", agreed_on=AGREED, agreed_by=3)
    for more in (
        {"state": "disepakati"},
        {"state": "disetujui", "agreed_on": AGREED, "agreed_by": 3},
        {"state": "lain"},
        {"year": 2015},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_rkm(kampung, **({"year": 2026} | more))
    with pytest.raises(IntegrityError), transaction.atomic():
        make_rkm(kampung, 2025)
