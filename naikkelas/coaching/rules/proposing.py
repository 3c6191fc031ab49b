"""Which visits to propose: worth × probability, within what each mentor can do.

A visit is worth what may be won or lost without it. Three grounds, each with its worth and its
probability; worths are in classes of one kampung and are assumptions of this house, shown as such:

- a warning that it drops or falls silent: one class, at the planner's probability;
- open steps of the plan in force: one class, at the probability that the plan's way succeeds;
- time since the last visit: half a class, growing to certainty after a year without one;
- follow-ups that are late: a quarter of a class, certain.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WARNING, STEPS, SILENCE, LATE = 1.0, 1.0, 0.5, 0.25
A_YEAR = 365
SATURDAY = 5
QUARTER_DAYS = 91
ASSUMED_VISITS = 12
"""Visits of a mentor in a quarter where the means say nothing: one a week."""


@dataclass(frozen=True, slots=True)
class Ground:
    """One reason for a visit: what is at stake, how likely, and the sentence for people."""

    worth: float
    chance: float
    words: str

    @property
    def loss(self) -> float:
        return self.worth * self.chance


@dataclass(frozen=True, slots=True)
class Candidate:
    """A kampung that a mentor could visit; `due` is the day by which it would help most."""

    kampung: str
    mentor: int
    grounds: tuple[Ground, ...]
    due: date | None = None

    @property
    def worth(self) -> float:
        return sum(one.worth for one in self.grounds)

    @property
    def loss(self) -> float:
        return sum(one.loss for one in self.grounds)

    @property
    def chance(self) -> float:
        """The mean probability of its grounds, weighed by their worth."""
        return min(1.0, self.loss / self.worth) if self.worth else 0.0


@dataclass(frozen=True, slots=True)
class Proposal:
    """A visit on a day."""

    candidate: Candidate
    day: date


def since_last(last: date | None, today: date) -> Ground:
    """The longer ago, the likelier that something needs a look; never is a year."""
    if last is None:
        return Ground(SILENCE, 1.0, "Belum pernah dikunjungi menurut catatan.")
    days = max(0, (today - last).days)
    months = days // 30
    said = f"{months} bulan" if months else f"{days} hari"
    return Ground(SILENCE, min(1.0, days / A_YEAR), f"Terakhir dikunjungi {said} yang lalu.")


def propose(
    candidates: Iterable[Candidate], capacity: Mapping[int, int], start: date
) -> tuple[Proposal, ...]:
    """The visits with the most to lose, at most `capacity` of each mentor, on days of a quarter.

    Those with the earliest day come first; the days are spread over the working days from `start`.
    """
    chosen: dict[int, list[Candidate]] = {}
    for one in sorted(candidates, key=lambda one: (-one.loss, one.kampung)):
        own = chosen.setdefault(one.mentor, [])
        if one.loss > 0 and len(own) < capacity.get(one.mentor, 0):
            own.append(one)
    found = [proposal for own in chosen.values() for proposal in _on_days(own, start)]
    return tuple(sorted(found, key=lambda one: (one.day, one.candidate.kampung)))


def _on_days(own: Sequence[Candidate], start: date) -> Iterable[Proposal]:
    days = working_days(start, QUARTER_DAYS)
    ordered = sorted(own, key=lambda one: (one.due or date.max, -one.loss, one.kampung))
    for place, one in enumerate(ordered):
        yield Proposal(one, days[place * len(days) // len(ordered)])


def working_days(start: date, count: int) -> list[date]:
    """Monday to Friday among so many days; holidays are not known here."""
    days = (start + timedelta(days=step) for step in range(count))
    return [day for day in days if day.weekday() < SATURDAY]


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance of two points (latitude, longitude in degrees); roads are longer."""
    lat, lon = (math.radians(value) for value in one)
    lat2, lon2 = (math.radians(value) for value in other)
    half = math.sin((lat2 - lat) / 2) ** 2
    half += math.cos(lat) * math.cos(lat2) * math.sin((lon2 - lon) / 2) ** 2
    return 2 * 6371.0088 * math.asin(min(1.0, math.sqrt(half)))


def spread(points: Sequence[tuple[float, float]]) -> float | None:
    """The farthest two of these points, in kilometres; None where fewer than two are known."""
    pairs = [(one, other) for at, one in enumerate(points) for other in points[at + 1 :]]
    return max((kilometres(one, other) for one, other in pairs), default=None)
