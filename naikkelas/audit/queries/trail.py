"""Reads of events."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.utils import timezone

from naikkelas.audit import access
from naikkelas.audit.models import Event
from naikkelas.lib.actors import Actor


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the trail is asked for; empty means all."""

    area: str = ""
    person: int | None = None
    post: str = ""
    verb: str = ""
    since: date | None = None
    until: date | None = None


def trail_for(reader: Actor, wanted: Wanted) -> "QuerySet[Event]":
    """The events that a reader may see and asks for, newest first."""
    found = access.visible_to(reader).order_by("-at", "-id")
    if wanted.area:
        found = found.filter(kabupaten_code__startswith=wanted.area[: access.KABUPATEN_LENGTH])
    if wanted.person:
        found = found.filter(actor_id=wanted.person)
    if wanted.post:
        found = found.filter(actor_post__icontains=wanted.post)
    if wanted.verb:
        found = found.filter(verb=wanted.verb)
    if wanted.since:
        found = found.filter(at__gte=_midnight(wanted.since))
    if wanted.until:
        found = found.filter(at__lte=_midnight(wanted.until, time.max))
    return found


def _midnight(day: date, moment: time = time.min) -> datetime:
    return timezone.make_aware(datetime.combine(day, moment))


def about(subjects: Iterable[tuple[str, Iterable[object]]]) -> "QuerySet[Event]":
    """The events about some things, newest first; each kind with its identifiers."""
    wanted = [
        Q(subject_type=kind, subject_id__in=[str(one) for one in identifiers])
        for kind, identifiers in subjects
    ]
    if not wanted:
        return Event.objects.none()
    return Event.objects.filter(reduce(or_, wanted)).order_by("-at", "-id")


def views_of(
    person: object,
    fingerprints: Iterable[str] = (),
    subjects: Iterable[tuple[str, str]] = (),
) -> "QuerySet[Event]":
    """Who was shown the personal data of somebody: of the account, by NIP in reports, and of other
    rows that are about the person (`subjects`: type and identifier).
    """
    of_account = Q(subject_type="accounts.user", subject_id=str(person))
    by_number = Q(data__of__in=list(fingerprints))
    seen = Event.objects.filter(verb__in=("personal.view", "personal.export"))
    found = of_account | by_number
    for kind, identifier in subjects:
        found |= Q(subject_type=kind, subject_id=identifier)
    return seen.filter(found).order_by("-at", "-id")
