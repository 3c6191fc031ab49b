"""Reads of the visit plan: what is ahead, by month and day."""

from dataclasses import dataclass
from datetime import date, timedelta

from naikkelas.coaching import access
from naikkelas.coaching.models import PlannedVisit, PlannedVisitQuerySet
from naikkelas.lib.actors import Actor

WEEKS = 6


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the calendar with its visits."""

    day: date
    visits: tuple[PlannedVisit, ...]
    is_today: bool


@dataclass(frozen=True, slots=True)
class Week:
    """Monday to Sunday."""

    days: tuple[Day, ...]

    @property
    def first(self) -> date:
        return self.days[0].day

    @property
    def count(self) -> int:
        return sum(len(day.visits) for day in self.days)


def ahead_of(actor: Actor, post: int | None = None) -> PlannedVisitQuerySet:
    """The visits ahead to the kampung that a person sees, of one mentor where told."""
    found = access.planned_for(actor).ahead().select_related("mentor__partner")
    found = found.filter(mentor=post) if post else found
    return found.select_related("kampung__village__parent", "mentor__partner").order_by(
        "day", "kampung_id"
    )


def calendar(visits: PlannedVisitQuerySet, today: date, weeks: int = WEEKS) -> list[Week]:
    """The weeks from this one on with the visits of each day: one query."""
    monday = today - timedelta(days=today.weekday())
    found: dict[date, list[PlannedVisit]] = {}
    for one in visits.filter(day__range=(monday, monday + timedelta(days=7 * weeks - 1))):
        found.setdefault(one.day, []).append(one)
    days = [monday + timedelta(days=step) for step in range(7 * weeks)]
    told = [Day(day, tuple(found.get(day, ())), day == today) for day in days]
    return [Week(tuple(told[at : at + 7])) for at in range(0, len(told), 7)]
