"""What would more of something buy? Always by solving again, never by a price or a template.

Two worlds that differ in one limit are both solved to the same closeness with mixed actions, so
that the difference is that of the limit and not of two roundings.
"""

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from naikkelas.roadmap.solver.answering import Occupancy
from naikkelas.roadmap.solver.layout import OVER, Name
from naikkelas.roadmap.solver.lexicographic import begin, optimise, settle
from naikkelas.roadmap.solver.master import Clock, Deadline, Master
from naikkelas.roadmap.solver.plan import Goal, Plan
from naikkelas.roadmap.solver.programmes import Floats, Programmes, members_of
from naikkelas.roadmap.solver.relaxing import Relaxation, columns_of, with_more
from naikkelas.roadmap.solver.world import World

CLOSE = 2e-6
"""Fifty times as close as plans are solved: differences are small."""
ASKED = (Goal.SHORTFALL, Goal.GAIN, Goal.UNFAIRNESS, Goal.COST)
MET = 1e-3
LEAST = 1e-4
"""How near the least extra is found, as a share of one limit."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What changes when a limit has `more` (by year). Positive is more, negative is less."""

    cap: int
    more: tuple[float, ...]
    shortfall: float
    gain: float
    unfairness: float
    cost: float
    newly: tuple[float, ...]
    """Units newly reaching a counting state, by year."""
    seconds: float

    @property
    def is_nothing(self) -> bool:
        """Whether it buys nothing that could be told from rounding."""
        return abs(self.shortfall) < 1e-3 and abs(self.gain) < 1e-3


def bought(
    world: World,
    plan: Plan,
    cap: int,
    more: float | Sequence[float],
    *,
    seconds: float = 60.0,
    clock: Clock = time.perf_counter,
) -> Difference:
    """What `more` of a limit, each year or by year, would change."""
    begun = clock()
    by_year = tuple(more) if isinstance(more, Sequence) else (float(more),) * world.years
    before = Relaxation(world, seconds=seconds, clock=clock)
    before.warm(*columns_of(before.programmes, plan))
    values, newly = _reached(before)
    after = Relaxation(with_more(world, {cap: by_year}), seconds=seconds, clock=clock)
    after.warm(before.master.unit, before.master.policy)
    new_values, new_newly = _reached(after)
    return Difference(
        cap=cap,
        more=by_year,
        shortfall=new_values[Goal.SHORTFALL] - values[Goal.SHORTFALL],
        gain=new_values[Goal.GAIN] - values[Goal.GAIN],
        unfairness=new_values[Goal.UNFAIRNESS] - values[Goal.UNFAIRNESS],
        cost=new_values[Goal.COST] - values[Goal.COST],
        newly=tuple((new_newly - newly).tolist()),
        seconds=clock() - begun,
    )


def _reached(relaxation: Relaxation) -> tuple[dict[Goal, float], Floats]:
    settled = relaxation.settled(ASKED, CLOSE)
    last = settled.optima[ASKED[-1]].solution
    newly = Occupancy.of_solution(relaxation.master, last).newly()
    return settled.values, newly


@dataclass(frozen=True, slots=True)
class Needed:
    """What would let the target be met.

    `extra`: by limit and year, what has to be added; all zero where the target is met already.
    `shortfall`: what is missing even then, because there is nothing that could be done for it.
    """

    extra: tuple[tuple[float, ...], ...]
    shortfall: float

    @property
    def is_enough(self) -> bool:
        return self.shortfall <= MET

    @property
    def is_nothing(self) -> bool:
        return not any(amount for row in self.extra for amount in row)


def needed_for_target(
    world: World,
    *,
    uses: Collection[int] | None = None,
    seconds: float = 60.0,
    clock: Clock = time.perf_counter,
) -> Needed:
    """The least extra of the limits that makes the target reachable.

    Each limit's extra is measured against the limit itself; limits of one use only, say money, by
    `uses`, where rupiah of all sources weigh the same. Modes that no limit allows at present are
    counted on only when the target cannot be met without; the limits then take them as a whole.
    Like all that is not the first year, in expectation.
    """
    deadline = Deadline(clock() + seconds, clock)
    free = {number for number, cap in enumerate(world.caps) if uses is None or cap.use in uses}
    kept = set(range(len(world.caps))) - free
    now = _least(world, set(range(len(world.caps))), free, uses, deadline)
    if not now.is_enough:
        larger = _least(world, kept, free, uses, deadline)
        if larger.shortfall < now.shortfall - MET:
            return larger
    return now


def _least(
    world: World,
    limits: Collection[int],
    free: Collection[int],
    uses: Collection[int] | None,
    deadline: Deadline,
) -> Needed:
    """The same with the modes that these limits leave open."""
    programmes = Programmes(world, limits=limits)
    master = Master(programmes, overuse=True)
    for cap, year in master.cap_rows:
        if cap not in free:
            master.hold((OVER, cap, year), 0.0, 0.0)
    begin(master)
    settled = settle(master, [Goal.SHORTFALL], deadline)
    costs = _shares(master) if uses is None else _amounts(master)
    optimum = optimise(master, costs, LEAST, deadline)
    occupancy = Occupancy.of_solution(master, optimum.solution)
    return Needed(_extra(world, programmes, occupancy), settled.values[Goal.SHORTFALL])


def _shares(master: Master) -> dict[Name, float]:
    """Each overdraft as a share of its limit."""
    return {(OVER, cap, year): 1.0 for cap, year in master.cap_rows}


def _amounts(master: Master) -> dict[Name, float]:
    """Each overdraft in its own unit, the largest limit as one."""
    largest = max(master.scales.values(), default=1.0)
    return {(OVER, *place): scale / largest for place, scale in master.scales.items()}


def _extra(
    world: World, programmes: Programmes, occupancy: Occupancy
) -> tuple[tuple[float, ...], ...]:
    uses = occupancy.uses()
    found = []
    for cap in world.caps:
        members = members_of(cap, len(world.units))
        taken = occupancy.mass[members] > LEAST
        single = np.where(taken, programmes.uses[members, None, :, :, cap.use], 0.0)
        needed = np.maximum(
            uses[members, :, cap.use].sum(axis=0), single.max(axis=(0, 2, 3), initial=0.0)
        )
        lacking = needed - np.array(cap.amounts)
        found.append(np.where(lacking > LEAST * (1 + needed), lacking, 0.0).tolist())
    return tuple(tuple(row) for row in found)
