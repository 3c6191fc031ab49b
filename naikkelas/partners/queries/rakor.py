"""Reads of meetings, tasks and the calendar of an area."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q

from naikkelas.areas.queries import setting
from naikkelas.lib.actors import Actor
from naikkelas.partners import access
from naikkelas.partners.models import Commitment, Mitra, Rakor, RakorTask
from naikkelas.partners.queries.support import Sieve, commitments_in
from naikkelas.partners.rules import course
from naikkelas.registry.rules.calendars import Appointment
from naikkelas.registry.rules.meetings import whole_days

MOST = 500


def rakor_in(actor: Actor, code: str) -> list[Rakor]:
    """Meetings of an area, of what lies in it and of the kabupaten above, the newest first."""
    above = Q(area__code=code[: access.KABUPATEN])
    here = above | Q(area__code=code) | Q(area__code__startswith=f"{code}.")
    found = access.rakor_for(actor).filter(here).select_related("area").distinct()
    return list(found.order_by("-held_on", "-starts", "-pk")[:MOST])


def open_tasks(actor: Actor, code: str) -> list[RakorTask]:
    """Tasks that are not closed, those due first at the top."""
    found = access.tasks_for(actor).filter(
        state=RakorTask.State.OPEN, kabupaten_code=code[: access.KABUPATEN]
    )
    if len(code) > access.KABUPATEN:
        found = found.filter(Q(rakor__area__code=code) | Q(rakor__area__code=code[:5]))
    return list(found.select_related("rakor", "mitra").distinct().order_by("due_on", "pk")[:MOST])


def invitable(actor: Actor, area_code: str) -> list[Mitra]:
    """The partners of the kabupaten that can be asked."""
    found = access.mitra_for(actor).working()
    return list(found.filter(kabupaten_code=area_code[: access.KABUPATEN]))


def appointments(
    actor: Actor, code: str, scopes: Sequence[str], today: date
) -> Iterable[Appointment]:
    """Meetings, and the periods of commitments that were agreed upon, for calendars."""
    for rakor in rakor_in(actor, code):
        yield of_rakor(rakor)
    found = commitments_in(actor, scopes, Sieve(), today).exclude(state=course.OFFERED)
    zone = setting(code, "time_zone")
    for one in found[:MOST]:
        yield of_commitment(one, zone)


def of_rakor(rakor: Rakor) -> Appointment:
    """A meeting as an event of a calendar. Reads `area`."""
    return Appointment(
        uid=f"{rakor.pk}@rakor.naikkelas",
        sequence=rakor.changes,
        changed_at=rakor.changed_at,
        starts_at=rakor.starts_at,
        ends_at=rakor.ends_at,
        summary=f"{rakor.title} ({rakor.area})",
        place=rakor.place,
        description=rakor.agenda,
        is_cancelled=rakor.cancelled_at is not None,
    )


def of_commitment(one: Commitment, zone: str) -> Appointment:
    """From the beginning of its first day to the end of its last. Reads `mitra`."""
    starts, ends = whole_days(one.starts_on, one.ends_on, zone)
    return Appointment(
        uid=f"{one.pk}@komitmen.naikkelas",
        sequence=one.changes,
        changed_at=one.changed_at,
        starts_at=starts,
        ends_at=ends,
        summary=f"{one.mitra}: {one.title}",
        description=f"Keadaan: {course.STATES[one.state]}",
        is_cancelled=one.state == course.CANCELLED,
    )
