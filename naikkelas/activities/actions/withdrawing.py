"""Taking an activity back with a reason, and undoing that; every row stays."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from naikkelas.activities.actions import reporting
from naikkelas.activities.errors import (
    ActivityWithdrawn,
    NotWithdrawn,
    WithdrawalReasonMissing,
)
from naikkelas.activities.models import Kegiatan
from naikkelas.activities.queries import values_of
from naikkelas.audit.actions import record
from naikkelas.lib.actors import Actor

LONGEST_REASON = 300


@transaction.atomic
def withdraw(origin: UUID, *, reason: str, by: Actor) -> Kegiatan:
    """Take an activity back: it counts no longer from now on; the reason stands in the row."""
    activity = reporting.current(origin, by)
    if activity.withdrawn_at:
        raise ActivityWithdrawn("Kegiatan ini sudah ditarik. Muat ulang halaman.")
    if not reason.strip():
        raise WithdrawalReasonMissing
    activity.withdrawn_at = timezone.now()
    activity.withdrawn_by = by.pk
    activity.withdrawn_reason = reason.strip()[:LONGEST_REASON]
    activity.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    record("kegiatan.withdraw", activity, by=by, **reporting.told(activity))
    return activity


@transaction.atomic
def restore(origin: UUID, *, by: Actor) -> Kegiatan:
    """Bring a withdrawn activity back as a new version, which is verified from the start.

    The withdrawn row stays as it was: had it simply come back, every cut-off in between would
    change its answer (ADR 11).
    """
    gone = reporting.current(origin, by)
    if not gone.withdrawn_at:
        raise NotWithdrawn
    activity = reporting.succeed(gone, values_of(gone), by=by)
    record("kegiatan.restore", activity, by=by, **reporting.told(activity))
    return activity
