"""The course of a year plan: agreed on, approved, opened again; and how its items go."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from naikkelas.activities import access
from naikkelas.activities.actions import rkm
from naikkelas.activities.errors import (
    ItemStruck,
    PlanEmpty,
    PlanNotInForce,
    PlanOutOfTurn,
    PlanReasonMissing,
    UnfitPlanDay,
    UnfitPlanItem,
)
from naikkelas.activities.models import RKM, RKMItem, RKMVersion
from naikkelas.activities.rules.rkm import COST_CAP
from naikkelas.areas.queries import local_now
from naikkelas.lib.actors import Actor
from naikkelas.lib.dates import id_date
from naikkelas.lib.refusals import require
from naikkelas.registry.actions.work_plans import Approval, note_approval
from naikkelas.registry.models import Meeting

LONGEST_DECISION, LONGEST_REASON, LONGEST_RESULT = 500, 300, 500
OLDEST = timedelta(days=366 * 2)


@transaction.atomic
def agree(
    plan: RKM, *, on: date, by: Actor, decision: str = "", meeting: Meeting | None = None
) -> RKM:
    """Note that a meeting agreed on the plan; from then on its items stay as they are.

    The day of a meeting that is recorded here counts, whatever `on` says.
    """
    plan = rkm.held(plan, by)
    require(access.may_agree_rkm(by, plan.kampung))
    rkm.insist_on_open(plan)
    if not plan.items.standing().exists():
        raise PlanEmpty
    if meeting is not None:
        if meeting.kampung_id != plan.kampung_id or meeting.cancelled_at:
            raise UnfitPlanDay(
                "Rapat ini bukan rapat kampung ini, atau dibatalkan. Pilih yang lain."
            )
        on = meeting.held_on
    _insist_on_day(plan, on)
    plan.meeting = meeting
    plan.state, plan.agreed_on, plan.agreed_by = RKM.State.AGREED, on, by.pk
    plan.decision = decision.strip()[:LONGEST_DECISION]
    _save(plan, ["state", "agreed_on", "agreed_by", "decision", "meeting"])
    changed = {"state": RKM.State.AGREED, "agreed_on": on}
    rkm.record("rkm.agree", plan, plan, by, changed=changed, revision=plan.revision)
    return plan


@transaction.atomic
def approve(plan: RKM, *, on: date, by: Actor) -> RKM:
    """Note that the head of the village approved the plan; keeps it as a version of its own.

    The registry learns of it, so that the profil need not be told again.
    """
    plan = rkm.held(plan, by)
    require(access.may_approve_rkm(by, plan.kampung))
    if plan.state != RKM.State.AGREED or plan.agreed_on is None:
        raise PlanOutOfTurn
    _insist_on_day(plan, on)
    if on < plan.agreed_on:
        raise UnfitPlanDay(
            f"RKM disepakati {id_date(plan.agreed_on)}; persetujuannya tidak mungkin lebih awal."
        )
    plan.state, plan.approved_on, plan.approved_by = RKM.State.APPROVED, on, by.pk
    plan.revision += 1
    _save(plan, ["state", "approved_on", "approved_by", "revision"])
    _keep(plan, by)
    approval = Approval(plan.pk, plan.year, plan.revision, on)
    note_approval(plan.kampung, approval, by=by)
    changed = {"state": RKM.State.APPROVED, "approved_on": on}
    rkm.record("rkm.approve", plan, plan, by, changed=changed, revision=plan.revision)
    return plan


@transaction.atomic
def reopen(plan: RKM, *, reason: str, by: Actor) -> RKM:
    """Open a plan that was agreed on or approved: a revision, with its reason.

    The version that was approved last stays in force until the next is approved.
    """
    plan = rkm.held(plan, by)
    require(access.may_agree_rkm(by, plan.kampung))
    if plan.is_open:
        raise PlanOutOfTurn
    if not reason.strip():
        raise PlanReasonMissing
    plan.state = RKM.State.PROPOSED
    plan.revision_reason = reason.strip()[:LONGEST_REASON]
    _save(plan, ["state", "revision_reason"])
    changed = {"state": RKM.State.PROPOSED}
    rkm.record("rkm.reopen", plan, plan, by, changed=changed, revision=plan.revision)
    return plan


@transaction.atomic
def progress(
    item: RKMItem, *, state: str, spent: int | None, result: str, base: int, by: Actor
) -> RKMItem:
    """Say how an item goes and what it cost; `spent` in rupiah, None where it is not known."""
    plan, item = rkm.held_item(item, by)
    if not plan.is_in_force:
        raise PlanNotInForce
    if item.is_struck:
        raise ItemStruck
    said = result.strip()[:LONGEST_RESULT]
    if state not in RKMItem.State.values:
        raise UnfitPlanItem("Pilih keadaan kegiatan ini.", "state")
    if spent is not None and not 0 <= spent <= COST_CAP:
        raise UnfitPlanItem("Biaya terpakai tidak masuk akal. Periksa angkanya.", "spent")
    if state == RKMItem.State.DROPPED and not said:
        raise PlanReasonMissing("Tulis mengapa kegiatan ini tidak jadi.")
    mine = {"state": state, "spent": spent, "result": said}
    before, changed = rkm.merged(item, mine, base, by)
    if changed:
        rkm.record("rkm_item.progress", item, plan, by, changed=changed, before=before)
    return item


def _insist_on_day(plan: RKM, on: date) -> None:
    today = local_now(plan.kampung.village_id).date()
    if not today - OLDEST <= on <= today:
        raise UnfitPlanDay


def _keep(plan: RKM, by: Actor) -> None:
    assert plan.agreed_on
    assert plan.approved_on
    items = [
        {"id": one.pk, "number": one.number} | rkm.values_of(one) for one in plan.items.standing()
    ]
    RKMVersion.objects.create(
        rkm=plan,
        number=plan.revision,
        reason=plan.revision_reason if plan.revision > 1 else "",
        agreed_on=plan.agreed_on,
        decision=plan.decision,
        approved_on=plan.approved_on,
        items=items,
        recorded_by=by.pk,
        recorded_at=timezone.now(),
    )


def _save(plan: RKM, columns: list[str]) -> None:
    plan.changed_at = timezone.now()
    plan.save(update_fields=[*columns, "changed_at"])
