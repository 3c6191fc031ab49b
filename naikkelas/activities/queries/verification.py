"""Reads for verifying activities: what waits for whom, and the history of one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from naikkelas.activities.models import Kegiatan
from naikkelas.activities.rules.reporting import ACTIVITY
from naikkelas.lib.actors import Actor
from naikkelas.registry import access as registry
from naikkelas.registry.models import ReviewStep, State
from naikkelas.registry.queries import people
from naikkelas.registry.queries.people import Who
from naikkelas.registry.rules.review import stages_of

REPORTING = ("kegiatan.report", "kegiatan.revise", "kegiatan.restore", "kegiatan.withdraw")
STEPPING = ("kegiatan.verify", "kegiatan.endorse", "kegiatan.return")


def waiting(actor: Actor) -> "QuerySet[Kegiatan]":
    """The current versions at which it is the turn of this person, oldest activity first."""
    live = registry.visible_to(actor).live()
    return (
        Kegiatan.objects.filter(
            withdrawn_at__isnull=True, state__in=stages_of(actor.can), kampung__in=live
        )
        .select_related("kampung__village__parent")
        .order_by("tanggal", "id")
    )


def to_mend(actor: Actor, most: int = 6) -> list[Kegiatan]:
    """What was sent back to this person's kampung and not mended yet, newest first."""
    live = registry.visible_to(actor).live()
    rows = Kegiatan.objects.filter(
        withdrawn_at__isnull=True, state=State.RETURNED, kampung__in=live
    )
    return list(rows.select_related("kampung")[:most])


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a version, told."""

    after: str
    at: datetime
    who: Who
    comment: str


def steps_of(versions: Iterable[Kegiatan], *, reader: Actor, code: str) -> dict[UUID, list[Step]]:
    """Version to its steps, oldest first: three queries for all of them."""
    keys = [one.pk for one in versions]
    taken = list(ReviewStep.objects.filter(form=ACTIVITY.code, version_id__in=keys))
    who = people.who_did(STEPPING, keys, reader=reader, code=code) if taken else {}
    found: dict[UUID, list[Step]] = {}
    for step in taken:
        by = who.get((str(step.version_id), str(step.pk)), people.SOMEBODY)
        told = Step(step.to_state, step.taken_at, by, step.comment)
        found.setdefault(step.version_id, []).append(told)
    return found


def reporters(
    versions: Sequence[Kegiatan], *, reader: Actor, code: str
) -> dict[tuple[UUID, str], Who]:
    """(version, verb) to who reported, changed, withdrew or brought back: two queries."""
    own = {str(one.pk): one.pk for one in versions if not one.batch_id}
    told = people.who_did(REPORTING, own, reader=reader, code=code)
    return {(own[subject], verb): who for (subject, verb), who in told.items()}


def comment_on(activity: Kegiatan) -> str:
    """What to mend, of a version that was sent back; empty otherwise."""
    if activity.state != State.RETURNED:
        return ""
    steps = ReviewStep.objects.filter(
        form=ACTIVITY.code, version_id=activity.pk, to_state=State.RETURNED
    )
    last = steps.last()
    return last.comment if last else ""
