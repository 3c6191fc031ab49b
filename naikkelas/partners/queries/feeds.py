"""Reads of a partner's calendar: its address, and the dates that wait for it."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from naikkelas.accounts.models import User
from naikkelas.areas.queries import local_now, setting
from naikkelas.lib.actors import Actor
from naikkelas.lib.dates import months_back
from naikkelas.partners import access
from naikkelas.partners.models import PartnerFeed, RakorTask
from naikkelas.partners.queries.rakor import MOST, of_commitment, of_rakor
from naikkelas.partners.rules import course
from naikkelas.registry.queries.meetings import secret_hash
from naikkelas.registry.rules.calendars import Appointment
from naikkelas.registry.rules.meetings import whole_days

MONTHS = 12
"""How far back the calendar reaches."""
_STATES = RakorTask.State


def feed_of_post(user: User) -> PartnerFeed | None:
    """The standing address of the post under which a person acts."""
    if user.acting is None:
        return None
    return PartnerFeed.objects.filter(post=user.acting.post_id, revoked_at__isnull=True).first()


def follower(secret: str) -> User | None:
    """Who made the address, acting under its post; None where it opens nothing (any more)."""
    rows = PartnerFeed.objects.filter(secret_sha256=secret_hash(secret), revoked_at__isnull=True)
    feed = rows.first()
    user = User.objects.filter(pk=feed.made_by, is_active=True).first() if feed else None
    if feed is None or user is None:
        return None
    user.acting_as = feed.post_id
    held = user.acting is not None and user.acting.post_id == feed.post_id
    return user if held and access.may_follow_calendar(user) else None


def own_dates(actor: Actor) -> Iterable[Appointment]:
    """What waits for a partner by its day: meetings that it is asked to, its commitments, its tasks
    of meetings, and what rooms beside this one add (`settings.PARTNER_DATES`).

    Free text of tasks and follow-ups may name people, so it stays behind the sign-in: the calendar
    says what kind of thing is due and where to read it.
    """
    since = months_back(local_now(actor.home).date(), MONTHS)
    yield from _meetings(actor, since)
    yield from _commitments(actor, since)
    yield from _tasks(actor, since)
    for source in settings.PARTNER_DATES:
        yield from import_string(source)(actor, since)


def _meetings(actor: Actor, since: date) -> Iterable[Appointment]:
    rows = access.rakor_for(actor).filter(held_on__gte=since).select_related("area").distinct()
    return (of_rakor(one) for one in rows.order_by("held_on", "starts", "pk")[:MOST])


def _commitments(actor: Actor, since: date) -> Iterable[Appointment]:
    rows = access.commitments_for(actor).filter(ends_on__gte=since).exclude(state=course.OFFERED)
    zone = _zones()
    for one in rows.select_related("mitra").order_by("starts_on", "pk")[:MOST]:
        yield of_commitment(one, zone(one.kabupaten_code))


def _tasks(actor: Actor, since: date) -> Iterable[Appointment]:
    rows = access.tasks_for(actor).filter(due_on__gte=since).select_related("rakor").distinct()
    zone = _zones()
    for one in rows.order_by("due_on", "pk")[:MOST]:
        starts, ends = whole_days(one.due_on, one.due_on, zone(one.kabupaten_code))
        yield Appointment(
            uid=f"{one.pk}@tugas.naikkelas",
            sequence=0 if one.state == _STATES.OPEN else 1,
            changed_at=one.closed_at or one.decided_at,
            starts_at=starts,
            ends_at=ends,
            summary=f"{'Selesai' if one.state == _STATES.DONE else 'Tenggat tugas'}: {one.rakor}",
            description="Isi tugas: masuk ke Naik Kelas, menu Mitra, Rapat.",
            is_cancelled=one.state == _STATES.WITHDRAWN,
        )


def _zones() -> Callable[[str], str]:
    """The clock of a kabupaten, asked once for each."""
    return cache(lambda code: str(setting(code, "time_zone")))
