"""What is on in an area, open to be known by everybody: trainings, competitions, open meetings.

Of a meeting only its kind, its kampung and its hours are told: title and place are typed by people
and may name a house.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Q

from naikkelas.areas.rules import codes
from naikkelas.lib.scrubbing import scrubbed
from naikkelas.practices.models import Competition, CompetitionState
from naikkelas.publicsite.queries.sites import public_kampung
from naikkelas.registry.models import Meeting
from naikkelas.registry.rules.calendars import Appointment
from naikkelas.training.models import TrainingSession

AHEAD_DAYS = 180
BEHIND_DAYS = 30
MOST = 200
KABUPATEN = len("63.01")


@dataclass(frozen=True, slots=True)
class Happening:
    """One event; `starts_at` and `ends_at` are None where only the days are known.

    `kind` is `pelatihan`, `lomba` or `rapat`; `hours` are in words with their clock.
    """

    key: str
    kind: str
    title: str
    first: date
    last: date
    area_code: str
    place: str = ""
    hours: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    changed_at: datetime | None = None
    is_cancelled: bool = False
    is_example: bool = False
    sequence: int = 0


def happenings(area_code: str, today: date, *, cancelled: bool = False) -> list[Happening]:
    """From a month ago to half a year ahead, the earliest first; at most 200.

    `cancelled` brings those too that were called off, so that they leave people's calendars.
    Meetings are told in a kabupaten or less; of a province there would be thousands.
    """
    window = (today - timedelta(days=BEHIND_DAYS), today + timedelta(days=AHEAD_DAYS))
    found = [
        *_trainings(area_code, window, cancelled=cancelled),
        *_competitions(area_code, window, cancelled=cancelled),
        *(_meetings(area_code, window, cancelled=cancelled) if len(area_code) >= KABUPATEN else ()),
    ]
    return sorted(found, key=lambda one: (one.first, one.title, one.key))[:MOST]


def _of_area(area_code: str, field: str) -> Q:
    """Rows whose area lies in the one that is asked for, or around it."""
    if not area_code:
        return Q()
    first, after = codes.subtree(area_code)
    within = Q(**{f"{field}__gte": first}, **({f"{field}__lt": after} if after else {}))
    return within | Q(**{f"{field}__in": codes.lineage(area_code)[1:]})


def _trainings(
    area_code: str, window: tuple[date, date], *, cancelled: bool
) -> Iterator[Happening]:
    first, last = window
    rows = TrainingSession.objects.filter(
        _of_area(area_code, "area_id"), ends_on__gte=first, starts_on__lte=last
    )
    if not cancelled:
        rows = rows.filter(cancelled_at__isnull=True)
    for one in rows.select_related("curriculum").order_by("starts_on", "id")[:MOST]:
        yield Happening(
            key=f"pelatihan-{one.pk}",
            kind="pelatihan",
            title=one.curriculum.name,
            first=one.starts_on,
            last=one.ends_on,
            area_code=one.area_id,
            place=scrubbed(one.place),
            hours=one.hours,
            starts_at=one.starts_at(one.starts_on),
            ends_at=one.ends_at(one.ends_on),
            changed_at=one.cancelled_at or one.planned_at,
            is_cancelled=one.cancelled_at is not None,
            is_example=one.is_example,
        )


def _competitions(
    area_code: str, window: tuple[date, date], *, cancelled: bool
) -> Iterator[Happening]:
    """Competitions belong to a kabupaten; their last day is that of entering."""
    first, last = window
    rows = Competition.objects.filter(closes_on__gte=first, opens_on__lte=last)
    if area_code:
        own = area_code[:KABUPATEN]
        whole = (
            Q(kabupaten_code=own)
            if len(own) == KABUPATEN
            else Q(kabupaten_code__startswith=f"{own}.")
        )
        rows = rows.filter(whole)
    if not cancelled:
        rows = rows.exclude(state=CompetitionState.CANCELLED)
    for one in rows.order_by("closes_on", "id")[:MOST]:
        yield Happening(
            key=f"lomba-{one.pk}",
            kind="lomba",
            title=one.name,
            first=one.opens_on,
            last=one.closes_on,
            area_code=one.kabupaten_code,
            changed_at=one.announced_at or one.opened_at,
            is_cancelled=one.state == CompetitionState.CANCELLED,
            is_example=one.is_example,
        )


def _meetings(area_code: str, window: tuple[date, date], *, cancelled: bool) -> Iterator[Happening]:
    rows = Meeting.objects.filter(
        kampung__in=public_kampung().within(area_code),
        is_public=True,
        held_on__range=window,
    )
    if not cancelled:
        rows = rows.filter(cancelled_at__isnull=True)
    for one in rows.select_related("kampung").order_by("held_on", "starts", "id")[:MOST]:
        yield Happening(
            key=f"rapat-{one.pk}",
            kind="rapat",
            title=f"{one.get_kind_display()}, Kampung KB {one.kampung}",
            first=one.held_on,
            last=one.held_on,
            area_code=one.kampung.village_id,
            hours=one.hours,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            changed_at=one.changed_at,
            is_cancelled=one.cancelled_at is not None,
            is_example=one.kampung.is_example,
            sequence=one.changes,
        )


def appointments(found: list[Happening]) -> Iterator[Appointment]:
    """As calendars take them; an event without hours lasts its days, in UTC."""
    for one in found:
        begin = one.starts_at or datetime.combine(one.first, time(), UTC)
        end = one.ends_at or datetime.combine(one.last + timedelta(days=1), time(), UTC)
        mark = " (contoh)" if one.is_example else ""
        yield Appointment(
            uid=f"{one.key}@naikkelas",
            sequence=one.sequence + int(one.is_cancelled),
            changed_at=one.changed_at or begin,
            starts_at=begin,
            ends_at=end,
            summary=f"{one.title}{mark}",
            place=one.place,
            is_cancelled=one.is_cancelled,
        )
