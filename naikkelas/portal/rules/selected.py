"""Kampung that stand out (terpilih): by verified progress, data that can be trusted, and staying.

How much a kampung posts counts for nothing: no number of activities, photos or visits is asked.
All three conditions must hold; each says yes or no with the figure behind it. Of those that pass,
the ones that rose furthest are shown, by name and without places. Our own rule, of no authority.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from naikkelas.classification.rules.facts import fresh_after
from naikkelas.lib.dates import month_end, months_back

MOST = 9
"""How many of a kabupaten are shown."""
COMPLETE_PERCENT = 90
STEP = 0.25
"""A rise of the three indexes together that counts where the class stayed: one point of one of
about four indicators."""
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Standing:
    """One kampung at one cut-off: `order` of its class (-1 none), sum of its indexes (None)."""

    order: int
    indexes: float | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A kampung as verified facts show it: at the pinned day, a year and months before.

    `between` holds the quarters since, oldest first; `completeness` is in percent.
    """

    key: str
    code: str
    name: str
    now: Standing
    year_ago: Standing
    between: Sequence[Standing]
    completeness: int
    last_entry: date | None


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition with what was found: `figures` are the numbers behind the words of a screen."""

    code: str
    holds: bool
    figures: tuple[float | int | str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rule says of a candidate."""

    candidate: Candidate
    conditions: tuple[Condition, ...]
    steps: int
    rise: float

    @property
    def held(self) -> int:
        """For how many quarters the present class has stood."""
        return next(int(one.figures[0]) for one in self.conditions if one.code == "bertahan")

    @property
    def is_selected(self) -> bool:
        return all(condition.holds for condition in self.conditions)


def pinned_day(cutoff: date) -> date:
    """The day for which the choice is made: the last month end up to the cut-off.

    Within a month the choice therefore stays the same.

    >>> pinned_day(date(2025, 7, 31)), pinned_day(date(2025, 8, 14))
    (datetime.date(2025, 7, 31), datetime.date(2025, 7, 31))
    """
    after = cutoff + timedelta(days=1)
    return cutoff if after.day == 1 else cutoff.replace(day=1) - timedelta(days=1)


def days_asked(pinned: date) -> tuple[date, ...]:
    """The cut-offs that are compared: a year ago, the quarters since, and the pinned day."""
    return tuple(month_end(months_back(pinned, months)) for months in (12, 9, 6, 3, 0))


def verdict(candidate: Candidate, pinned: date) -> Verdict:
    """Whether each condition holds for a kampung on the pinned day."""
    now, before = candidate.now, candidate.year_ago
    steps = now.order - before.order if min(now.order, before.order) >= 0 else 0
    rise = 0.0
    if now.indexes is not None and before.indexes is not None:
        rise = now.indexes - before.indexes
    conditions = (
        Condition(
            "naik",
            steps > 0 or (steps == 0 and rise >= STEP - ROUNDING),
            (steps, round(rise, 2)),
        ),
        _trusted(candidate, pinned),
        _stays(candidate),
    )
    return Verdict(candidate, conditions, steps, rise)


def _trusted(candidate: Candidate, pinned: date) -> Condition:
    is_fresh = candidate.last_entry is not None and candidate.last_entry > fresh_after(pinned)
    told = candidate.last_entry.isoformat() if candidate.last_entry else ""
    holds = is_fresh and candidate.completeness >= COMPLETE_PERCENT
    return Condition("data", holds, (candidate.completeness, told))


def _stays(candidate: Candidate) -> Condition:
    """The class never fell from one quarter to the next, and is not of the last quarter alone.

    A kampung that rose within the last quarter is looked at again in the next.
    """
    orders = [candidate.year_ago.order, *(one.order for one in candidate.between)]
    orders.append(candidate.now.order)
    fell = any(after < before for before, after in pairwise(orders))
    held = 0
    for order in reversed(orders[:-1]):
        if order != orders[-1]:
            break
        held += 1
    return Condition("bertahan", not fell and held >= 1 and orders[-1] >= 0, (held, int(fell)))


def selected(
    candidates: Iterable[Candidate], pinned: date, most: int = MOST
) -> tuple[list[Verdict], list[Verdict]]:
    """Who is shown, by name; and everybody that passed.

    Where more pass than are shown, the further rise counts, then the fuller data, then the code.
    """
    passed = [one for one in (verdict(each, pinned) for each in candidates) if one.is_selected]
    passed.sort(
        key=lambda one: (
            -one.steps,
            -round(one.rise, 6),
            -one.candidate.completeness,
            one.candidate.code,
            one.candidate.key,
        )
    )
    shown = sorted(passed[:most], key=lambda one: (one.candidate.name, one.candidate.code))
    return shown, passed
