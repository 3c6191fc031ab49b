"""A world solved with mixed actions: bounds, prices and the policy behind them, without rounding.

Quick enough for every kabupaten of the nation, and exact enough for differences: what is asked
twice is answered with the same closeness. `Relaxation` keeps its columns for the next question.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from naikkelas.roadmap.solver import locks
from naikkelas.roadmap.solver.answering import Occupancy
from naikkelas.roadmap.solver.layout import OVERUSE
from naikkelas.roadmap.solver.lexicographic import (
    CLOSE,
    ORDER,
    Optimum,
    Settled,
    begin,
    optimise,
    settle,
)
from naikkelas.roadmap.solver.master import Clock, Deadline, Master
from naikkelas.roadmap.solver.plan import REST, Expected, Goal, Part, Plan
from naikkelas.roadmap.solver.programmes import Ints, Programmes
from naikkelas.roadmap.solver.world import Cap, World

EVER = float("inf")


@dataclass(frozen=True)
class Relaxed:
    """The answer without rounding. `bounds` hold for every plan, `values` for the policy."""

    bounds: Mapping[Goal, float]
    values: Mapping[Goal, float]
    years: tuple[Expected, ...]
    prices: tuple[tuple[float, ...], ...]
    policy: tuple[Part, ...]


class Relaxation:
    """One world with its columns. Locks that demand work must be known to fit."""

    def __init__(
        self, world: World, *, seconds: float = EVER, clock: Clock = time.perf_counter
    ) -> None:
        self.world = world
        self.deadline = Deadline(clock() + seconds, clock)
        self.programmes = Programmes(world)
        self.master = Master(self.programmes, overuse=bool(locks.binding(world)))
        begin(self.master)
        if locks.binding(world):
            over = optimise(self.master, {OVERUSE: 1.0}, locks.OVER / 2, self.deadline)
            if over.solution.objective > locks.OVER:
                raise locks.Contradiction("Kunci tidak dapat dipenuhi dalam batas yang ada.")
            self.master.hold(OVERUSE, 0.0, locks.OVER)

    def warm(self, units: Ints, policy: NDArray[np.int16]) -> None:
        """Take over columns from elsewhere, those that locks and limits leave open here."""
        kept = self.programmes.are_open(units, policy)
        self.master.add(units[kept], policy[kept])

    def settled(self, goals: Sequence[Goal] = ORDER, close: float = CLOSE) -> Settled:
        """The goals in turn. To be asked once: they stay held."""
        return settle(self.master, goals, self.deadline, close=close)

    def relaxed(self) -> Relaxed:
        """Everything that a plan without rounding can say."""
        settled = self.settled()
        occupancy = Occupancy.of_solution(self.master, settled.optima[ORDER[-1]].solution)
        return Relaxed(
            bounds=settled.bounds,
            values=occupancy.values(),
            years=occupancy.years(),
            prices=prices_of(self.master, settled.optima[Goal.GAIN]),
            policy=occupancy.parts(),
        )


def relax(world: World, *, seconds: float = EVER) -> Relaxed:
    """Bounds, prices and policy of a world."""
    return Relaxation(world, seconds=seconds).relaxed()


def prices_of(master: Master, optimum: Optimum) -> tuple[tuple[float, ...], ...]:
    """By limit and year: what one more of it would bring of the goal that was maximised."""
    prices = np.zeros((len(master.world.caps), master.world.years))
    for (cap, year), place in master.cap_rows.items():
        prices[cap, year] = -optimum.duals[place] / master.scales[cap, year] + 0.0
    return tuple(tuple(row) for row in prices.tolist())


def worths_of(programmes: Programmes, optimum: Optimum) -> tuple[Mapping[str, float], ...]:
    """By unit: the worth of each mode of its present state, and of rest, at the prices."""
    known = programmes.known[programmes.units, programmes.start]
    found: list[Mapping[str, float]] = []
    for number, unit in enumerate(programmes.world.units):
        row: dict[str, float] = {}
        for action in np.flatnonzero(known[number]).tolist():
            mode = programmes.mode(number, unit.state, action)
            row[REST if mode is None else mode.code] = float(optimum.best.first[number, action])
        found.append(row)
    return tuple(found)


def columns_of(programmes: Programmes, plan: Plan) -> tuple[Ints, NDArray[np.int16]]:
    """A plan's policy as one column for each unit: its likeliest action wherever it may be."""
    world = programmes.world
    policy = np.zeros((len(world.units), world.years, len(world.states)), dtype=np.int16)
    likely = np.zeros(policy.shape)
    for part in plan.policy:
        place = part.unit, part.year, part.state
        if part.mass > likely[place]:
            likely[place] = part.mass
            policy[place] = programmes.action(part.unit, part.state, part.mode)
    return programmes.units, policy


def with_more(world: World, more: Mapping[int, Sequence[float]]) -> World:
    """The world with larger (or smaller, never below zero) limits: by limit, one for each year."""
    caps = [
        _larger(cap, more[number]) if number in more else cap
        for number, cap in enumerate(world.caps)
    ]
    return replace(world, caps=tuple(caps))


def _larger(cap: Cap, more: Sequence[float]) -> Cap:
    amounts = (max(0.0, a + b) for a, b in zip(cap.amounts, more, strict=True))
    return replace(cap, amounts=tuple(amounts))
