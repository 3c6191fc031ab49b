"""Solve a world: what is best, what is decided for the first year, and how near that is.

1. *Guide*: the goals settled in their order with mixed actions (bounds, prices).
2. *Choosing*: first years made whole, each certified by settling the goals again with the first
   year fixed; the best in the order of the goals is kept.
3. *Proof*: for each goal the bound among all plans that do as well in the goals before it, with
   mixed actions; for the first two goals sharpened by the first year's being whole.

The answer depends on the world and the seed, never on the clock, unless time runs out.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from naikkelas.roadmap.solver import locks
from naikkelas.roadmap.solver.answering import Occupancy, resting_after
from naikkelas.roadmap.solver.choosing import Choice, Cut, choose, cut, wanted
from naikkelas.roadmap.solver.layout import OVERUSE
from naikkelas.roadmap.solver.lexicographic import (
    EXACT,
    ORDER,
    SENSE,
    Settled,
    begin,
    boxes_of,
    gain_scale,
    only,
    optimise,
    release,
    scale_of,
    settle,
    slack_of,
)
from naikkelas.roadmap.solver.master import Clock, Deadline, Master, OutOfTime, Unsolved
from naikkelas.roadmap.solver.plan import REST, Ending, Goal, Plan, Stage
from naikkelas.roadmap.solver.programmes import Bools, Floats, Ints, Programmes
from naikkelas.roadmap.solver.relaxing import prices_of, worths_of
from naikkelas.roadmap.solver.rounding import FirstYear, filled, first_mass
from naikkelas.roadmap.solver.world import Mode, World

CHOICES = 8
"""How often at most the first year is chosen as a whole, each time with one cut more."""
UNFAIR = 0.01
"""Worth of a level that a group lacks to its fair share, against a level gained, while rounding."""
OVERDRAWN = 1e4
"""Price of drawing a limit over once as a whole, so that it is done only where nothing else is."""
STEADY = 0.005
"""A decision of the previous plan is changed when that brings more than this part of a level."""
SHARP = 2.5e-3
"""Gaps above this are looked at once more."""
NEAR = 1e-3
"""Choosing stops within this share of the gain."""
FEW = 200
"""With no more first actions than this, all of them are looked at."""
WANTED = 0.2
"""Actions worse than their unit's best by more than this share of the first gap are left out."""
MISSING = 100.0
"""Worth of one missing unit against a level gained, while rounding; settled strictly afterwards."""
SHARPENED: Mapping[Goal, float] = {Goal.SHORTFALL: MISSING, Goal.GAIN: -1.0}


@dataclass(frozen=True)
class Certified:
    """Whole first actions and what they certainly reach, later years mixed."""

    first: Ints
    occupancy: Occupancy
    values: Mapping[Goal, float]


def solve(
    world: World, *, seconds: float = 8.0, seed: int = 0, clock: Clock = time.perf_counter
) -> Plan:
    """The best plan found, with its proof."""
    return Search(world, seed, seconds, clock).plan()


def resolve_with(
    world: World,
    start: Mapping[str, str],
    *,
    seconds: float = 8.0,
    seed: int = 0,
    clock: Clock = time.perf_counter,
) -> Plan:
    """Solve, trying a first year (mode codes by unit code) besides: never worse than with that.

    What no longer fits or is no longer there rests. `World.previous` is always tried.
    """
    return Search(world, seed, seconds, clock).plan([start])


def first_year(world: World, plan: Plan) -> Mapping[str, str]:
    """A plan's first year by unit code, as `resolve_with` and `World.previous` want it."""
    pairs = zip(world.units, plan.decisions, strict=True)
    return {unit.code: REST if mode is None else mode.code for unit, mode in pairs}


class Search:
    """One run of the solver, and what it holds on to for asking again."""

    def __init__(
        self, world: World, seed: int, seconds: float, clock: Clock = time.perf_counter
    ) -> None:
        self.world = world
        self.seed = seed
        self.begun = clock()
        self.deadline = Deadline(self.begun + seconds, clock)
        self.programmes = Programmes(world)
        self.guide = Settled()
        self.proof = Settled()
        self.found: list[Certified] = []
        self.late = False

    def plan(self, starts: Sequence[Mapping[str, str]] = ()) -> Plan:
        """Solve; `starts` are first-year modes by unit code that are tried besides."""
        try:
            conflicts = locks.conflicts(self.world, self.programmes, self.deadline)
        except OutOfTime:
            return self._without_plan(Ending.TIMED_OUT, ("Waktu habis saat memeriksa kunci.",))
        if conflicts:
            return self._without_plan(Ending.CONTRADICTION, conflicts)
        try:
            self.master = Master(self.programmes, overuse=bool(locks.binding(self.world)))
            begin(self.master)
            self._guide()
            self._round(starts)
            self._prove()
        except (OutOfTime, Unsolved):  # an LP that no road solves ends the search like time does
            self.late = True
        ending = Ending.TIMED_OUT if self.late else Ending.CERTIFIED
        if not self.found:
            self._simply()
        if not self.found:
            return self._without_plan(ending, (self._no_way(ending),))
        return self._answer(ending, self._best())

    # ---- the three phases

    def _guide(self) -> None:
        master = self.master
        if locks.binding(self.world):
            optimise(master, {OVERUSE: 1.0}, locks.OVER / 2, self.deadline)
            master.hold(OVERUSE, 0.0, 0.0)
        self.boxes = boxes_of(master)
        settle(master, ORDER, self.deadline, settled=self.guide)
        release(master, self.boxes)

    def _round(self, starts: Sequence[Mapping[str, str]]) -> None:
        """First what the guide wants, as far as it fits; then the first year chosen as a whole."""
        costs, slack = self._costs(), slack_of(self.master, Goal.GAIN)
        starts = [*starts, self.world.previous] if self.world.previous else starts
        for liking in (*map(self._liking, starts), self._guided()):
            reached = self._certify(self._filled(liking), costs)
        self._unbind()
        free = optimise(self.master, costs, slack, self.deadline)
        cuts = [cut(self.master, free)]
        self._let_go()
        within = WANTED * max(reached - free.bound, slack)
        opened = wanted(self.master, free, within if self._is_large() else np.inf)
        gap = max(10 * slack, NEAR * abs(self.guide.values[Goal.GAIN]))
        for _ in range(CHOICES):
            choice = self._chosen(opened, cuts, gap)
            if not len(choice.first):
                break
            if self._certify(choice.first, costs, cuts) <= choice.promised + gap:
                break  # one cut more would tell nothing new

    def _filled(self, liking: Floats) -> Ints:
        return filled(FirstYear.of(self.master), self.programmes.first_open(), liking)

    def _guided(self) -> Floats:
        """(U, A): how much the goals settled so far want each first action."""
        if not self.guide.optima:
            return np.zeros(self.master.allowed.shape)
        return first_mass(self.master, list(self.guide.optima.values())[-1])

    def _liking(self, start: Mapping[str, str]) -> Floats:
        """The same for first-year modes by unit code."""
        liking = np.zeros(self.master.allowed.shape)
        for number, unit in enumerate(self.world.units):
            action = self.programmes.action(number, unit.state, start.get(unit.code, REST))
            liking[number, action] = 1.0
        return liking

    def _is_large(self) -> bool:
        return int(self.programmes.first_open().sum()) > FEW

    def _chosen(self, opened: Bools, cuts: Sequence[Cut], gap: float) -> Choice:
        """A whole first year among the wanted actions, else among all; empty when none fits."""
        year = FirstYear.of(self.master)
        for among in (opened, self.programmes.first_open()):
            choice = choose(year, among, cuts, gap, self.seed, self.deadline)
            self.late |= choice.late
            if len(choice.first):
                break
        return choice

    def _unbind(self) -> None:
        """Let limits be overdrawn at a price, so that locks never leave a programme empty."""
        self.master.hold(OVERUSE, 0.0, self.master.most_over)

    def _let_go(self) -> None:
        release(self.master, self.boxes)
        self.master.allow(self.programmes.first_open())

    def _costs(self) -> Mapping[str, float]:
        """The goals in one sum, the later ones so light that they only break ties."""
        gain = max(gain_scale(self.master.world), 1e-9)
        cost = self.guide.values.get(Goal.COST, 0.0) / self.master.price_scale
        return {
            Goal.SHORTFALL: MISSING,
            Goal.GAIN: -1.0,
            Goal.UNFAIRNESS: UNFAIR,
            Goal.COST: 1e-3 * gain / max(cost, 1.0),
            Goal.CHANGE: STEADY,
            OVERUSE: OVERDRAWN,
        }

    def _certify(
        self, first: Ints, costs: Mapping[str, float], cuts: list[Cut] | None = None
    ) -> float:
        """Settle the goals again with the first year fixed; the objective that it comes to.

        Infinite where the first year does not fit. A cut is added where `cuts` are given.
        """
        master = self.master
        if not FirstYear.of(master).fits(first):
            return np.inf
        master.allow(only(self.programmes.first_open(), first))
        begin(master)
        self._unbind()
        found = optimise(master, costs, slack_of(master, Goal.GAIN), self.deadline)
        if cuts is not None:
            cuts.append(cut(master, found))
        release(master, self.boxes)
        if found.solution.values[master.place(OVERUSE)] <= locks.OVER:
            settled = settle(master, ORDER[:-1], self.deadline)
            occupancy = Occupancy.of_solution(master, settled.optima[Goal.COST].solution)
            self.found.append(Certified(first, occupancy, occupancy.values()))
        self._let_go()
        return found.solution.objective

    def _prove(self) -> None:
        """Bounds among plans that do at least as well as ours in the goals before."""
        best = self._best()
        settle(self.master, ORDER, self.deadline, holds=best.values, settled=self.proof)
        self._let_go()
        for goal in (Goal.SHORTFALL, Goal.GAIN):
            if self._stage(goal, best.values).gap > SHARP:
                self._sharpen(goal, best)

    def _sharpen(self, goal: Goal, best: Certified) -> None:
        """A closer bound from the first year's being whole, where the mixed one leaves a gap.

        For the gain, a missing unit costs `MISSING`: a plan that misses no more than ours gains no
        more than that sum allows. Actions that alone would make it worse than ours are left out.
        What time cuts short is not used, so the plan is the same either way; only the bound is not.
        """
        weights = {goal: 1.0} if goal == Goal.SHORTFALL else SHARPENED
        costs = {str(one): weight for one, weight in weights.items()} | {OVERUSE: OVERDRAWN}
        own = sum(weight * best.values[one] for one, weight in weights.items())
        slack = slack_of(self.master, goal)
        mixed = optimise(self.master, costs, slack, self.deadline)
        cuts = [cut(self.master, mixed), self._cut_at(best.first, costs, slack)]
        opened = wanted(self.master, mixed, max(0.0, own - mixed.bound) + EXACT)
        bound = mixed.bound
        for _ in range(CHOICES):
            gap = NEAR * abs(own)
            choice = choose(FirstYear.of(self.master), opened, cuts, gap, self.seed, self.deadline)
            if choice.late or not len(choice.first):
                break
            bound = max(bound, min(choice.bound, own))
            if own - bound <= SHARP * abs(best.values[goal]):
                break
            cuts.append(self._cut_at(choice.first, costs, slack))
        others = sum(weight * best.values[one] for one, weight in weights.items() if one != goal)
        closer = (bound - others) * SENSE[goal]
        known = self.proof.bounds[goal]
        self.proof.bounds[goal] = max(known, closer) if SENSE[goal] > 0 else min(known, closer)

    def _cut_at(self, first: Ints, costs: Mapping[str, float], slack: float) -> Cut:
        """What later years are worth around a whole first year."""
        self.master.allow(only(self.programmes.first_open(), first))
        begin(self.master)
        self._unbind()
        found = cut(self.master, optimise(self.master, costs, slack, self.deadline))
        self._let_go()
        return found

    def _best(self) -> Certified:
        """The best by the sum of the goals, in which each outweighs those after it."""
        return min(self.found, key=self._sum)

    def _sum(self, one: Certified) -> float:
        costs = self._costs()
        return sum(
            costs[goal] * value / scale_of(self.master, goal) for goal, value in one.values.items()
        )

    # ---- without much time

    def _simply(self) -> None:
        """A first year and rest afterwards: feasible by its making, certified by running it."""
        year = FirstYear.of(self.master)
        first = self._filled(self._guided())
        policy = resting_after(self.programmes, first)
        occupancy = Occupancy.of_policies(
            self.programmes, self.programmes.units, policy, np.ones(len(first))
        )
        later = all(
            used <= cap.amounts[number] * (1 + locks.OVER) + locks.OVER
            for number, one in enumerate(occupancy.years())
            for cap, used in zip(self.world.caps, one.used, strict=True)
        )
        if year.fits(first) and later:
            self.found.append(Certified(first, occupancy, occupancy.values()))

    def _no_way(self, ending: Ending) -> str:
        if ending == Ending.TIMED_OUT:
            return "Waktu habis sebelum ditemukan rencana yang memenuhi semua kunci."
        return locks.named(self.world, locks.binding(self.world))

    # ---- the answer

    def _answer(self, ending: Ending, best: Certified) -> Plan:
        gain = self.guide.optima.get(Goal.GAIN)
        return Plan(
            ending=ending,
            decisions=self._modes(best.first),
            stages=tuple(self._stage(goal, best.values) for goal in ORDER),
            years=best.occupancy.years(),
            prices=prices_of(self.master, gain) if gain else (),
            values=worths_of(self.programmes, gain) if gain else (),
            policy=best.occupancy.parts(),
            seconds=self.deadline.clock() - self.begun,
        )

    def _modes(self, first: Ints) -> tuple[Mode | None, ...]:
        pairs = zip(self.world.units, first.tolist(), strict=True)
        return tuple(
            self.programmes.mode(number, unit.state, action)
            for number, (unit, action) in enumerate(pairs)
        )

    def _stage(self, goal: Goal, values: Mapping[Goal, float]) -> Stage:
        value = values[goal]
        bound = self.proof.bounds.get(goal, self._unproven(goal, values))
        if abs(bound - value) <= 2 * EXACT * (1 + abs(value)):
            bound = value  # the same figure, as far as the LP solver can tell
        bound = min(bound, value) if SENSE[goal] > 0 else max(bound, value)
        return Stage(goal, bound, value)

    def _unproven(self, goal: Goal, values: Mapping[Goal, float]) -> float:
        """A bound where time ran out: the guide's if ours does as well in the goals before."""
        for before in ORDER[: ORDER.index(goal)]:
            if before not in self.guide.values:
                return self._easy_bound(goal)
            behind = (values[before] - self.guide.values[before]) * SENSE[before]
            if behind > EXACT * (1 + abs(values[before])):
                return self._easy_bound(goal)
        return self.guide.bounds.get(goal, self._easy_bound(goal))

    def _easy_bound(self, goal: Goal) -> float:
        """Each unit at its own best, as if nothing were limited."""
        if goal not in (Goal.SHORTFALL, Goal.GAIN):
            return 0.0
        weights = self.programmes.no_weights()
        if goal == Goal.GAIN:
            weights.gain[:] = 1.0
            return float(self.programmes.best(weights, self.programmes.first_open()).value.sum())
        weights.newly[:] = np.array(self.world.target) > 0
        most = float(self.programmes.best(weights, self.programmes.first_open()).value.sum())
        return max(0.0, sum(self.world.target) - most)

    def _without_plan(self, ending: Ending, conflicts: tuple[str, ...]) -> Plan:
        """An answer that decides nothing and says why."""
        return Plan(
            ending=ending,
            decisions=(None,) * len(self.world.units),
            stages=(),
            years=(),
            prices=(),
            values=(),
            policy=(),
            seconds=self.deadline.clock() - self.begun,
            conflicts=conflicts,
        )
