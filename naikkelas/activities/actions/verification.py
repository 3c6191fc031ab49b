"""The steps of an activity through the desks: the rules are those of the monthly reports."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any  # JSON values of the trail
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from naikkelas.activities import access
from naikkelas.activities.errors import (
    ActivityUnknown,
    CommentMissing,
    IllegalStep,
    OwnActivity,
)
from naikkelas.activities.models import Kegiatan
from naikkelas.activities.rules.reporting import ACTIVITY
from naikkelas.audit.actions import record
from naikkelas.lib.actors import Actor
from naikkelas.lib.dates import id_date
from naikkelas.lib.refusals import Refused, require
from naikkelas.registry import access as registry
from naikkelas.registry.models import KampungKB, ReviewStep, State
from naikkelas.registry.rules.review import TURNS, Stage, is_step

LONGEST_COMMENT = 1000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a version that was picked from a list: accepted, or refused in words."""

    version: UUID
    activity: Kegiatan | None = None
    refusal: Refused | None = None


@transaction.atomic
def accept(version: UUID, *, by: Actor, seen: str) -> Kegiatan:
    """Take a version one stage further; `seen` is the stage at which the person looked at it.

    The last stage sets `endorsed_at`: from then on it counts as verified.
    """
    turn = TURNS.get(seen)
    if turn is None:
        raise IllegalStep
    activity = _held(version, by, seen)
    is_last = turn.accepted == Stage.ENDORSED
    activity.endorsed_at = timezone.now() if is_last else None
    step = _take(activity, turn.accepted, by=by)
    told = _told(step, activity)
    after = {"state": activity.state, "endorsed_at": activity.endorsed_at}
    if is_last:
        record("kegiatan.endorse", activity, by=by, **told, after=after)
    else:
        record("kegiatan.verify", activity, by=by, **told, after=after)
    return activity


@transaction.atomic
def send_back(version: UUID, *, by: Actor, seen: str, comment: str) -> Kegiatan:
    """Return a version with what to mend; it is mended by a new version (`revise`)."""
    if not is_step(seen, Stage.RETURNED):
        raise IllegalStep
    activity = _held(version, by, seen)
    if not comment.strip():
        raise CommentMissing
    step = _take(activity, Stage.RETURNED, by=by, comment=comment.strip()[:LONGEST_COMMENT])
    after = {"state": activity.state}
    record("kegiatan.return", activity, by=by, **_told(step, activity), after=after)
    return activity


def accept_several(picks: Iterable[tuple[UUID, str]], *, by: Actor) -> list[Outcome]:
    """Accept (version, stage seen), each for itself: one refusal never blocks the others."""
    outcomes = []
    for version, seen in picks:
        try:
            outcomes.append(Outcome(version, accept(version, by=by, seen=seen)))
        except Refused as refusal:
            outcomes.append(Outcome(version, refusal=refusal))
    return outcomes


def _held(version: UUID, by: Actor, seen: str) -> Kegiatan:
    """The version with its kampung, held for this step, once nothing speaks against it.

    The kampung is held first, as in reporting: a change and an approval wait for each other.
    """
    found = access.activities_for(by).filter(pk=version).first()
    if found is None:
        raise ActivityUnknown("Kegiatan ini tidak ditemukan. Muat ulang halaman.")
    kampung = KampungKB.objects.select_for_update().get(pk=found.kampung_id)
    require(registry.may_take_step(by, seen, kampung))
    activity = Kegiatan.objects.select_for_update().get(pk=version)
    activity.kampung = kampung
    if activity.withdrawn_at:
        raise IllegalStep("Laporan kegiatan ini sudah diubah atau ditarik. Muat ulang halaman.")
    if activity.state != seen:
        raise IllegalStep
    if activity.recorded_by == by.pk:
        raise OwnActivity
    return activity


def _take(activity: Kegiatan, after: Stage, *, by: Actor, comment: str = "") -> ReviewStep:
    """Store the step and the new state of the version."""
    before, activity.state = activity.state, State(after)
    activity.save(update_fields=["state", "endorsed_at"])
    return ReviewStep.objects.create(
        kampung=activity.kampung,
        kabupaten_code=activity.kabupaten_code,
        form=ACTIVITY.code,
        version_id=activity.pk,
        from_state=before,
        to_state=activity.state,
        comment=comment,
        taken_by=by.pk,
        taken_at=activity.endorsed_at or timezone.now(),
    )


def _told(step: ReviewStep, activity: Kegiatan) -> dict[str, Any]:
    """What the line of the trail says of every step; the comment stands in the step."""
    return {
        "kabupaten": activity.kabupaten_code,
        "before": {"state": step.from_state},
        "step": str(step.pk),
        "date": id_date(activity.tanggal),
        "kampung": activity.kampung.nama,
    }
