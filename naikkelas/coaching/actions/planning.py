"""The visit plan: proposals are stored, accepted, moved, added and dropped; mentors are asked."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from naikkelas.accounts.models import Post
from naikkelas.areas.queries import local_now
from naikkelas.audit.actions import record
from naikkelas.coaching import access
from naikkelas.coaching.errors import AlreadyPlanned, NotAhead, UnfitDay, WordsMissing
from naikkelas.coaching.models import PlannedVisit, PlanState, Visit
from naikkelas.lib.actors import Actor
from naikkelas.lib.dates import id_date
from naikkelas.lib.refusals import require
from naikkelas.registry.models import KampungKB

FARTHEST = timedelta(days=366 * 2)
NEAR = timedelta(days=21)
"""A visit made so long before or after its planned day still was that visit."""
LONGEST_REASON = 300


def ahead_of(kampung: KampungKB, mentor: Post, day: date) -> PlannedVisit | None:
    """The planned visit that a visit of this day carries out; the nearest one by its day."""
    ahead = PlannedVisit.objects.ahead().filter(kampung=kampung, mentor=mentor)
    near = list(ahead.filter(day__range=(day - NEAR, day + NEAR)))
    return min(near, key=lambda one: (abs(one.day - day), one.pk), default=None)


def note_done(planned: PlannedVisit) -> None:
    """It was made; told by the record of the visit, which stands in the trail."""
    _state(planned, PlanState.DONE)


def undo_done(planned: PlannedVisit) -> None:
    """The visit that carried it out was taken back."""
    if planned.state == PlanState.DONE:
        _state(planned, PlanState.ACCEPTED)


def _state(planned: PlannedVisit, state: PlanState) -> None:
    planned.state, planned.changed_at = state, timezone.now()
    planned.save(update_fields=["state", "changed_at"])


def agree_next(visit: Visit, *, by: Actor) -> PlannedVisit | None:
    """Plan the next visit as agreed at this one; nothing where that day is planned already."""
    assert visit.next_on is not None
    planned, _ = PlannedVisit.objects.get_or_create(
        kampung=visit.kampung,
        mentor=visit.mentor,
        day=visit.next_on,
        state__in=[PlanState.PROPOSED, PlanState.ACCEPTED, PlanState.DONE],
        defaults={
            "kabupaten_code": visit.kabupaten_code,
            "first_day": visit.next_on,
            "state": PlanState.ACCEPTED,
            "origin": PlannedVisit.Origin.AGREED,
            "reasons": [f"Disepakati pada kunjungan {id_date(visit.day)}."],
            "is_example": visit.is_example,
            "recorded_by": by.pk,
            "recorded_at": timezone.now(),
            "changed_at": timezone.now(),
        },
    )
    return planned


@transaction.atomic
def plan_visit(
    kampung: KampungKB,
    mentor: Post,
    day: date,
    *,
    by: Actor,
    reasons: Sequence[str] = (),
    origin: str = PlannedVisit.Origin.MENTOR,
    state: str = PlanState.ACCEPTED,
    worth: float | None = None,
    chance: float | None = None,
    is_example: bool = False,
) -> PlannedVisit:
    """Add a visit to the plan of a mentor."""
    require(access.may_visit(by, kampung))
    if not is_example:
        _insist_on_day(kampung, day)
    try:
        with transaction.atomic():
            planned = PlannedVisit.objects.create(
                kabupaten_code=kampung.kabupaten_code,
                kampung=kampung,
                mentor=mentor,
                first_day=day,
                day=day,
                state=state,
                origin=origin,
                reasons=list(reasons),
                worth=worth,
                chance=chance,
                is_example=is_example,
                recorded_by=by.pk,
                recorded_at=timezone.now(),
                changed_at=timezone.now(),
            )
    except IntegrityError as error:
        raise AlreadyPlanned from error
    _record("visit.plan", planned, by)
    return planned


@transaction.atomic
def accept(planned: PlannedVisit, *, by: Actor) -> PlannedVisit:
    """The mentor takes a proposal; taking it twice is once."""
    planned = _held(planned, by)
    if planned.state == PlanState.PROPOSED:
        _state(planned, PlanState.ACCEPTED)
        _record("visit.accept", planned, by)
    return planned


@transaction.atomic
def move(planned: PlannedVisit, day: date, *, by: Actor) -> PlannedVisit:
    """Another day; a moved proposal is accepted by that."""
    planned = _held(planned, by)
    _insist_on_day(planned.kampung, day)
    before = planned.day
    planned.day, planned.state, planned.changed_at = day, PlanState.ACCEPTED, timezone.now()
    try:
        with transaction.atomic():
            planned.save(update_fields=["day", "state", "changed_at"])
    except IntegrityError as error:
        raise AlreadyPlanned from error
    _record("visit.move", planned, by, before=before)
    return planned


@transaction.atomic
def drop(planned: PlannedVisit, reason: str, *, by: Actor) -> PlannedVisit:
    """A visit that will not be made, and why."""
    planned = _held(planned, by)
    said = " ".join(reason.split())[:LONGEST_REASON]
    if not said:
        raise WordsMissing
    planned.state, planned.dropped_reason = PlanState.DROPPED, said
    planned.changed_at = timezone.now()
    planned.save(update_fields=["state", "dropped_reason", "changed_at"])
    _record("visit.drop", planned, by)
    return planned


def _held(planned: PlannedVisit, by: Actor) -> PlannedVisit:
    found = PlannedVisit.objects.select_for_update(of=("self",)).select_related("kampung")
    planned = found.get(pk=planned.pk)
    require(access.may_change_plan(by, planned))
    if not planned.is_ahead:
        raise NotAhead
    return planned


def _insist_on_day(kampung: KampungKB, day: date) -> None:
    today = local_now(kampung.village_id).date()
    if not today <= day <= today + FARTHEST:
        raise UnfitDay


def _record(verb: str, planned: PlannedVisit, by: Actor, before: date | None = None) -> None:
    record(
        verb,
        planned,
        by=by,
        kabupaten=planned.kabupaten_code,
        kampung=planned.kampung.nama,
        day=id_date(planned.day),
        before={"day": before} if before else {},
        after={"day": planned.day, "state": planned.state},
    )
