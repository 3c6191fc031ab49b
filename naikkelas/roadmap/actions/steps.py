"""What becomes of the steps: begun, done, postponed, dropped; attempts are kept for good."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from naikkelas.areas.queries import local_now
from naikkelas.audit.actions import record
from naikkelas.lib.actors import Actor
from naikkelas.lib.dates import id_date
from naikkelas.lib.refusals import require
from naikkelas.registry.models import Evidence, KampungKB
from naikkelas.roadmap import access, queries
from naikkelas.roadmap.errors import ReasonMissing, StepClosed, UnfitDay, UnknownAction
from naikkelas.roadmap.models import Attempt, Step, StepChange, StepState

LONGEST_NOTE = 300
FARTHEST = timedelta(days=366 * 5)
OLDEST = timedelta(days=366 * 5)
_OUTCOMES = {StepState.DONE: Attempt.Outcome.WORKED, StepState.FAILED: Attempt.Outcome.NOT_YET}
_NEEDS_REASON = {StepState.FAILED, StepState.DROPPED}


@transaction.atomic
def change_step(
    step: Step,
    *,
    state: str,
    by: Actor,
    due_on: date | None = None,
    note: str = "",
    evidence: Evidence | None = None,
    happened_on: date | None = None,
) -> Step:
    """Say how a step stands. A postponed, failed or dropped one needs its reason.

    One that has ended becomes an attempt, from which the chances are learned; of today, unless it
    was seen on another day.
    """
    step = (
        Step.objects.select_for_update(of=("self",))
        .select_related("kampung", "scenario")
        .get(pk=step.pk)
    )
    require(access.may_do_step(by, step))
    if not step.is_open or step.scenario.replaced_at:
        raise StepClosed
    to, due, said = StepState(state), due_on or step.due_on, note.strip()[:LONGEST_NOTE]
    _insist_on_day(step, due)
    if not said and (to in _NEEDS_REASON or due > step.due_on):
        raise ReasonMissing
    if evidence is not None and evidence.kampung_id != step.kampung_id:
        raise StepClosed("Bukti ini milik kampung lain. Pilih bukti dari kampung ini.")
    before = step.state
    step.state, step.due_on, step.changed_at = to, due, timezone.now()
    step.evidence = evidence or step.evidence
    step.save(update_fields=["state", "due_on", "evidence", "changed_at"])
    _keep(step, before, said, by)
    if to in _OUTCOMES:
        outcome = _OUTCOMES[to]
        _store_attempt(
            step.kampung, step.action, outcome, by=by, step=step, happened_on=happened_on
        )
    return step


def _insist_on_day(step: Step, due: date) -> None:
    if abs(due - step.planned_for) > FARTHEST:
        raise UnfitDay(
            f"Tenggat ini terlalu jauh dari rencana semula ({id_date(step.planned_for)})."
        )


def _keep(step: Step, before: str, note: str, by: Actor) -> None:
    StepChange.objects.create(
        step=step,
        kabupaten_code=step.kabupaten_code,
        from_state=before,
        to_state=step.state,
        due_on=step.due_on,
        note=note,
        changed_by=by.pk,
        changed_at=step.changed_at,
    )
    record(
        "step.change",
        step,
        by=by,
        kabupaten=step.kabupaten_code,
        before={"state": before},
        after={"state": step.state, "due_on": step.due_on},
        step=step.name,
        kampung=step.kampung.nama,
        state=step.get_state_display().lower(),
    )


@transaction.atomic
def record_attempt(
    kampung: KampungKB,
    action: str,
    *,
    worked: bool,
    happened_on: date,
    by: Actor,
    is_example: bool = False,
) -> Attempt:
    """Note an action that was tried outside of any step."""
    require(access.may_record_attempt(by, kampung))
    catalogue = queries.catalogue_of(kampung.kabupaten_code)
    if action not in catalogue.by_code:
        raise UnknownAction
    today = local_now(kampung.kabupaten_code).date()
    if not today - OLDEST <= happened_on <= today:
        raise UnfitDay(
            "Tanggal percobaan tidak boleh di masa depan atau lebih dari lima tahun lalu."
        )
    outcome = Attempt.Outcome.WORKED if worked else Attempt.Outcome.NOT_YET
    return _store_attempt(
        kampung, action, outcome, by=by, happened_on=happened_on, is_example=is_example
    )


def _store_attempt(
    kampung: KampungKB,
    action: str,
    outcome: Attempt.Outcome,
    *,
    by: Actor,
    step: Step | None = None,
    happened_on: date | None = None,
    is_example: bool = False,
) -> Attempt:
    catalogue = queries.catalogue_of(kampung.kabupaten_code)
    known = catalogue.by_code.get(action)
    attempt = Attempt.objects.create(
        kabupaten_code=kampung.kabupaten_code,
        kampung=kampung,
        action=action,
        instrument=step.scenario.instrument if step else catalogue.instrument,
        step=step,
        outcome=outcome,
        happened_on=happened_on or local_now(kampung.kabupaten_code).date(),
        is_example=is_example,
        recorded_by=by.pk,
        recorded_at=timezone.now(),
    )
    record(
        "attempt.record",
        attempt,
        by=by,
        kabupaten=kampung.kabupaten_code,
        action=known.name if known else action,
        kampung=kampung.nama,
        outcome=str(attempt.get_outcome_display()).lower(),
    )
    return attempt
