"""Goals settled one after the other, each by column generation with a bound in every round."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from naikkelas.roadmap.solver.layout import OVERUSE, Name
from naikkelas.roadmap.solver.master import Deadline, Master, Solution
from naikkelas.roadmap.solver.plan import Goal
from naikkelas.roadmap.solver.programmes import Best, Bools, Floats, Ints
from naikkelas.roadmap.solver.world import World

ORDER = (Goal.SHORTFALL, Goal.GAIN, Goal.UNFAIRNESS, Goal.COST, Goal.CHANGE)
SENSE = {Goal.SHORTFALL: 1, Goal.GAIN: -1, Goal.UNFAIRNESS: 1, Goal.COST: 1, Goal.CHANGE: 1}
CLOSE = 1e-4
"""The columns are enough when value and bound differ by no more than this share."""
EXACT = 1e-6
"""Two figures are the same to the LP solver when they differ by no more than this share."""
ROUNDS = 300
PAYS = 1e-9
"""A column is worth adding when it betters its unit by more than this."""


@dataclass(frozen=True, slots=True)
class Optimum:
    """Where column generation stopped. `bound` is below every plan's objective."""

    solution: Solution
    bound: float
    duals: Floats
    best: Best
    rounds: int


@dataclass
class Settled:
    """Goals so far: what was reached, what cannot be beaten, both in the goal's own unit."""

    values: dict[Goal, float] = field(default_factory=dict)
    bounds: dict[Goal, float] = field(default_factory=dict)
    optima: dict[Goal, Optimum] = field(default_factory=dict)
    rounds: int = 0


def optimise(
    master: Master,
    costs: Mapping[str, float] | Mapping[Name, float],
    slack: float,
    deadline: Deadline,
) -> Optimum:
    """Add columns until the objective is within `slack` of its bound."""
    master.aim(costs)
    bound = -np.inf
    for number in range(1, ROUNDS + 1):
        solution = master.solve(deadline)
        duals = master.honest(solution.duals)
        best = master.programmes.best(master.weights(duals), master.allowed)
        bound = max(bound, master.bound(duals, best.value))
        pays = best.value + solution.duals[: master.count] > PAYS
        if solution.objective - bound <= slack or not pays.any() or number == ROUNDS:
            break
        units = np.flatnonzero(pays)
        master.add(units, best.policy[units])
    return Optimum(solution, min(bound, solution.objective), duals, best, number)


def slack_of(master: Master, goal: str, close: float = CLOSE) -> float:
    """How near value and bound must come, in the master's units."""
    world = master.world
    if goal == Goal.SHORTFALL:
        return close * max(1.0, 0.1 * sum(world.target))
    if goal in (Goal.GAIN, Goal.UNFAIRNESS):
        return close * max(0.1, gain_scale(master.world))
    if goal == Goal.COST:
        return close * max(0.1, 0.1 * master.count)
    return close * max(1.0, master.count)


def gain_scale(world: World) -> float:
    """A tenth of a level for each unit, the size of what a plan gains."""
    worths = [state.worth for state in world.states]
    return 0.1 * len(world.units) * (max(worths) - min(worths)) if worths else 0.0


def settle(
    master: Master,
    goals: Sequence[Goal],
    deadline: Deadline,
    *,
    holds: Mapping[Goal, float] | None = None,
    close: float = CLOSE,
    settled: Settled | None = None,
) -> Settled:
    """Optimise the goals in turn, holding each at what it reached (or at `holds` if given).

    Leaves the goals held; `release` lets go of them. `settled` is filled in goal by goal, so that
    the caller still has the first ones when time runs out.
    """
    settled = Settled() if settled is None else settled
    for goal in goals:
        slack = slack_of(master, goal, close)
        optimum = optimise(master, {str(goal): float(SENSE[goal])}, slack, deadline)
        settled.rounds += optimum.rounds
        settled.optima[goal] = optimum
        settled.values[goal] = own_unit(master, goal, optimum.solution.objective)
        settled.bounds[goal] = own_unit(master, goal, optimum.bound)
        reached = optimum.solution.objective * SENSE[goal]
        held = reached if holds is None else holds[goal] / scale_of(master, goal)
        hold(master, goal, held)
    return settled


def hold(master: Master, goal: Goal, value: float) -> None:
    """From now on the goal may not become worse than this value."""
    slack = EXACT * (1 + abs(value))
    place = master.place(goal)
    low, high = float(master.box_low[place]), float(master.box_high[place])
    if SENSE[goal] > 0:
        master.hold(goal, low, max(low, value + slack))
    else:
        master.hold(goal, min(high, value - slack), high)


def release(master: Master, boxes: tuple[Floats, Floats]) -> None:
    """Back to the boxes that `boxes_of` kept."""
    for goal in (*ORDER, OVERUSE):
        place = master.place(goal)
        master.hold(goal, float(boxes[0][place]), float(boxes[1][place]))


def boxes_of(master: Master) -> tuple[Floats, Floats]:
    return master.box_low.copy(), master.box_high.copy()


def scale_of(master: Master, goal: str) -> float:
    return master.price_scale if goal == Goal.COST else 1.0


def own_unit(master: Master, goal: Goal, objective: float) -> float:
    """A minimised objective back in the goal's own unit and direction."""
    value = objective * SENSE[goal] * scale_of(master, goal)
    return value + 0.0


def begin(master: Master) -> None:
    """Columns that use as little as can be, so that the first programme has a plan at all."""
    weights = master.programmes.no_weights()
    scale = master.programmes.uses.max(axis=(0, 1, 2), initial=0.0)
    weights.uses[:] = -(1.0 / np.where(scale > 0, scale, 1.0))[None, :, None]
    best = master.programmes.best(weights, master.allowed)
    master.add(master.programmes.units, best.policy)


def only(first: Bools, fixed: Ints) -> Bools:
    """`first` narrowed to the fixed actions; -1 leaves a unit free."""
    chosen = np.arange(first.shape[1]) == fixed[:, None]
    kept: Bools = np.where((fixed < 0)[:, None], first, chosen & first)
    return kept
