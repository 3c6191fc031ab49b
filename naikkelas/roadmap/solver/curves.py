"""Money of the centre shared out: what each kabupaten could make of it, and who gets how much.

A value curve is concave, because more money never brings less and first goes where it brings the
most. So the best sharing gives every next rupiah to the steepest curve.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from naikkelas.roadmap.solver.answering import Occupancy
from naikkelas.roadmap.solver.lexicographic import gain_scale, optimise
from naikkelas.roadmap.solver.master import Clock
from naikkelas.roadmap.solver.plan import Goal
from naikkelas.roadmap.solver.relaxing import EVER, Relaxation, with_more
from naikkelas.roadmap.solver.world import World

POINTS = 7
MISSING = 20.0
"""Levels gained that a unit missing to the target weighs as much as, when sharing out."""
CLOSE = 1e-5


@dataclass(frozen=True, slots=True)
class Curve:
    """Value by money: (rupiah a year, value), from nothing upwards; concave after `envelope`."""

    points: tuple[tuple[float, float], ...]

    def value(self, money: float) -> float:
        """Along the straight lines between the points; flat beyond the last."""
        before = self.points[0]
        for after in self.points[1:]:
            if money <= after[0]:
                share = (money - before[0]) / (after[0] - before[0])
                return before[1] + share * (after[1] - before[1])
            before = after
        return before[1]


@dataclass(frozen=True, slots=True)
class Reached:
    """What a kabupaten can make of so much more money every year, in expectation."""

    money: float
    gain: float
    shortfall: float

    def value(self, missing: float = MISSING) -> float:
        return self.gain - missing * self.shortfall


def value_curve(
    world: World,
    cap: int,
    most: float,
    *,
    points: int = POINTS,
    missing: float = MISSING,
    seconds: float = EVER,
    clock: Clock = time.perf_counter,
) -> Curve:
    """Gain less `missing` for each unit below target, by money added to a limit every year."""
    money = [most * number / max(1, points - 1) for number in range(points if most > 0 else 1)]
    found = reached(world, cap, money, missing=missing, seconds=seconds, clock=clock)
    return curve_of(world, found, missing)


def curve_of(world: World, found: Sequence[Reached], missing: float = MISSING) -> Curve:
    """Concave, and flat where two points differ by no more than the closeness of solving."""
    levels: list[tuple[float, float]] = []
    for one in found:
        value = one.value(missing)
        if levels and value - levels[-1][1] < 2 * _slack(world):
            value = levels[-1][1]
        levels.append((one.money, value))
    return envelope(Curve(tuple(levels)))


def reached(
    world: World,
    cap: int | None,
    money: Sequence[float],
    *,
    missing: float = MISSING,
    seconds: float = EVER,
    clock: Clock = time.perf_counter,
) -> tuple[Reached, ...]:
    """What each of these additions to a limit brings; columns are handed on from one to the next.

    Without a limit
    money changes nothing. Raises `OutOfTime`.
    """
    end = clock() + seconds
    found: list[Reached] = []
    before: Relaxation | None = None
    costs: dict[str, float] = {Goal.SHORTFALL: missing, Goal.GAIN: -1.0}
    for amount in money:
        more = {} if cap is None else {cap: (amount,) * world.years}
        now = Relaxation(with_more(world, more), seconds=end - clock(), clock=clock)
        if before is not None:
            now.warm(before.master.unit, before.master.policy)
        optimum = optimise(now.master, costs, _slack(world), now.deadline)
        values = Occupancy.of_solution(now.master, optimum.solution).values()
        found.append(Reached(amount, values[Goal.GAIN], values[Goal.SHORTFALL]))
        before = now
    return tuple(found)


def _slack(world: World) -> float:
    return CLOSE * max(0.1, gain_scale(world))


def envelope(curve: Curve) -> Curve:
    """The smallest concave curve that is nowhere below; never falling."""
    hull: list[tuple[float, float]] = []
    highest = float("-inf")
    for money, value in sorted(curve.points):
        highest = max(highest, value)
        while len(hull) >= 2 and _slope(hull[-2], hull[-1]) <= _slope(hull[-2], (money, highest)):
            hull.pop()
        hull.append((money, highest))
    return Curve(tuple(hull))


def _slope(one: tuple[float, float], other: tuple[float, float]) -> float:
    return (other[1] - one[1]) / (other[0] - one[0])


def share_out(curves: Sequence[Curve], budget: float) -> tuple[float, ...]:
    """How much each gets of the budget so that the sum of values is highest; the rest is kept."""
    steps = [
        (-_slope(one, other), number, place)
        for number, curve in enumerate(curves)
        for place, (one, other) in enumerate(zip(curve.points, curve.points[1:], strict=False))
    ]
    given = [0.0] * len(curves)
    for steepness, number, place in sorted(steps):
        if steepness >= 0 or budget <= 0:
            break
        points = curves[number].points
        part = min(budget, points[place + 1][0] - points[place][0])
        given[number] += part
        budget -= part
    return tuple(given)
