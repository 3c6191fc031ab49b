"""The first year chosen by a small integer programme that sees later years through cuts.

At any prices of the later limits, the target and fairness, a plan is worth at most a constant plus
what each unit's first action is worth to it (Lagrange). Such a *cut* replaces later years; what
remains is one action for each unit within the limits of the first year. Choosing, certifying and
cutting again is Benders' method with cuts that hold for all policies, not only for known columns.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from naikkelas.roadmap.solver.highs import Quiet
from naikkelas.roadmap.solver.layout import INFINITE
from naikkelas.roadmap.solver.lexicographic import Optimum
from naikkelas.roadmap.solver.master import Deadline, Master
from naikkelas.roadmap.solver.programmes import Bools, Floats, Ints
from naikkelas.roadmap.solver.rounding import FirstYear

NODES = 20
"""Nodes of the search tree; a count, not a time, so that the answer does not hang on the clock."""
SHARE = 0.75
"""The share of the time left that a choice may take; the rest is for its certificate."""


@dataclass(frozen=True, slots=True)
class Cut:
    """No plan's objective is below `constant` less the worth (U, A) of its first actions."""

    constant: float
    worth: Floats


def cut(master: Master, optimum: Optimum) -> Cut:
    """What an optimum's prices say about first actions, the first year's limits left to others.

    To be asked for at once: the goals that the master aims at are part of it.
    """
    duals = optimum.duals.copy()
    duals[[place for (_, year), place in master.cap_rows.items() if year == 0]] = 0.0
    opened = master.programmes.first_open()
    best = master.programmes.best(master.weights(duals), opened)
    return Cut(master.bound(duals, np.zeros(1)), best.first)


def wanted(master: Master, optimum: Optimum, within: float) -> Bools:
    """(U, A): first actions that cost no more than this against the best at these prices."""
    opened = master.programmes.first_open()
    worth = np.where(opened, optimum.best.first, -np.inf)
    kept: Bools = opened & (worth >= worth.max(axis=1, initial=-np.inf)[:, None] - within)
    return kept


@dataclass(frozen=True, slots=True)
class Choice:
    """One action for each unit, none (an empty array) when there is none.

    `promised`: the objective by the cuts. `bound`: no choice is promised less. `late`: time cut
    the search short.
    """

    first: Ints
    promised: float
    bound: float
    late: bool


def choose(
    year: FirstYear, opened: Bools, cuts: Sequence[Cut], gap: float, seed: int, deadline: Deadline
) -> Choice:
    """The best first year by the cuts, to within `gap`."""
    deadline.insist()
    unit, action = np.nonzero(opened)
    solver = Quiet(
        {
            "mip_rel_gap": 0.0,
            "mip_abs_gap": gap,
            "mip_max_nodes": NODES,
            "random_seed": seed % 2**31,
            "time_limit": SHARE * deadline.left,
        }
    )
    solver.passModel(_model(year, len(opened), unit, action, cuts))
    solver.run()
    late = solver.getModelStatus() == highspy.HighsModelStatus.kTimeLimit
    found = solver.getInfo()
    if found.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Choice(np.zeros(0, dtype=np.int64), np.inf, found.mip_dual_bound, late)
    values = np.array(solver.getSolution().col_value)
    taken = values[: len(unit)] > 0.5
    first = np.full(len(opened), -1, dtype=np.int64)
    first[unit[taken]] = action[taken]
    return Choice(first, float(values[-1]), found.mip_dual_bound, late)


def _model(
    year: FirstYear, count: int, unit: Ints, action: Ints, cuts: Sequence[Cut]
) -> highspy.HighsLp:
    """Columns: each (unit, action), then the objective's estimate. Rows: units, limits, cuts."""
    pairs = np.arange(len(unit))
    rows = [(pairs[unit == one], np.ones(int((unit == one).sum()))) for one in range(count)]
    lower, upper = [1.0] * count, [1.0] * count
    for use, amount in zip(year.use, year.amount.tolist(), strict=True):
        needed = use[unit, action]
        some = np.flatnonzero(needed)
        if len(some) and amount < INFINITE:
            scale = max(amount, float(needed.max()))
            rows.append((some, needed[some] / scale))
            lower.append(-INFINITE)
            upper.append(amount / scale)
    for one in cuts:
        rows.append((np.append(pairs, len(pairs)), np.append(one.worth[unit, action], 1.0)))
        lower.append(one.constant)
        upper.append(INFINITE)
    return _lined_up(len(pairs), rows, lower, upper)


def _lined_up(
    pairs: int, rows: list[tuple[Ints, Floats]], lower: list[float], upper: list[float]
) -> highspy.HighsLp:
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = pairs + 1, len(rows)
    model.col_cost_ = np.append(np.zeros(pairs), 1.0)
    model.col_lower_ = np.append(np.zeros(pairs), -INFINITE)
    model.col_upper_ = np.append(np.ones(pairs), INFINITE)
    model.row_lower_, model.row_upper_ = np.array(lower), np.array(upper)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.cumsum([0, *(len(places) for places, _ in rows)])
    model.a_matrix_.index_ = np.concatenate([places for places, _ in rows])
    model.a_matrix_.value_ = np.concatenate([values for _, values in rows])
    whole, free = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
    model.integrality_ = [whole] * pairs + [free]
    return model
