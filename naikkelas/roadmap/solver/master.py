"""The linear programme that ties the units together, grown column by column.

A column is one whole-horizon policy of one unit; its share of all policies of that unit is the
variable. Rows: the shares of a unit add up to one; limits by year; the target with its shortfall;
fairness by group; and one row each that sums up a goal, so that a goal is a single variable that
can be optimised, held, or priced. HiGHS keeps its basis while columns come and bounds change.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from naikkelas.roadmap.solver.highs import Quiet
from naikkelas.roadmap.solver.layout import INFINITE, Layout, Name
from naikkelas.roadmap.solver.programmes import (
    Bools,
    Features,
    Floats,
    Ints,
    Programmes,
    Weights,
)

Clock = Callable[[], float]
STRATEGY = 4
"""Primal simplex: adding columns keeps the basis feasible."""
OPTIONS = {
    "solver": "simplex",
    "presolve": "off",
    "simplex_strategy": STRATEGY,
    "simplex_scale_strategy": 0,
    "random_seed": 0,
}
"""The rows are scaled already; scaling once more only blurs what is feasible."""
ROADS: tuple[dict[str, Any], ...] = (
    {"presolve": "on", "simplex_strategy": 1},
    {"presolve": "on", "simplex_strategy": 4, "simplex_scale_strategy": 2},
    {"presolve": "on", "solver": "ipm"},
)
OPTIMAL = highspy.HighsModelStatus.kOptimal


class OutOfTime(Exception):
    """The time given is used up."""


class Unsolved(RuntimeError):
    """The LP solver gave up where an optimum exists; the message holds its status."""


@dataclass(frozen=True)
class Deadline:
    """When to stop. The clock is passed in, so that tests own the time."""

    end: float
    clock: Clock = time.perf_counter

    @property
    def left(self) -> float:
        return self.end - self.clock()

    def insist(self) -> None:
        if self.left <= 0:
            raise OutOfTime


@dataclass(frozen=True, slots=True)
class Solution:
    """An optimum of the columns at hand: the objective, the columns' shares, the rows' prices."""

    objective: float
    values: Floats
    duals: Floats


class Master:
    """The programme with the columns so far."""

    def __init__(self, programmes: Programmes, *, overuse: bool) -> None:
        self.programmes = programmes
        self.world = programmes.world
        self.count = len(self.world.units)
        layout = Layout(programmes, overuse=overuse)
        self.at = layout.features
        self.cap_rows, self.scales = layout.cap_rows, layout.scales
        self.price_scale, self.most_over = layout.price_scale, layout.most_over
        self.names = layout.variables.names
        self.entry_row, self.entry_feature, self.entry_factor = layout.entries()
        self.lower, self.upper = np.array(layout.rows.lower), np.array(layout.rows.upper)
        self.box_low = np.array([low for low, _ in layout.variables.boxes])
        self.box_high = np.array([high for _, high in layout.variables.boxes])
        self.cost = np.zeros(len(self.names))
        self.aux = layout.coefficients()
        self.solver = Quiet(OPTIONS)
        self.solver.passModel(layout.model())
        self.unit: Ints = np.zeros(0, dtype=np.int64)
        self.first: Ints = np.zeros(0, dtype=np.int64)
        self.policy = np.zeros((0, self.world.years, len(self.world.states)), dtype=np.int16)
        self.allowed: Bools = programmes.first_open().copy()

    # ---- goals

    def place(self, name: str | Name) -> int:
        return self.names.index((name, -1, -1) if isinstance(name, str) else name)

    def aim(self, costs: Mapping[str, float] | Mapping[Name, float]) -> None:
        """Minimise the weighted sum of goals; a negative weight maximises."""
        self.cost[:] = 0.0
        for name, weight in costs.items():
            self.cost[self.place(name)] = weight
        places = np.arange(len(self.names), dtype=np.int32)
        self.solver.changeColsCost(len(places), places, self.cost)

    def hold(self, name: str | Name, low: float, high: float) -> None:
        """Keep a goal within a range from now on."""
        place = self.place(name)
        self.box_low[place], self.box_high[place] = low, high
        self.solver.changeColBounds(place, low, high)

    # ---- columns

    def add(self, units: Ints, policy: np.ndarray[Any, np.dtype[np.int16]]) -> None:
        """New columns, one for each policy (n, T, S) of its unit."""
        if not len(units):
            return
        features = self._lined_up(self.programmes.features(units, policy))
        rows = self.entry_row[units]
        values = features[np.arange(len(units))[:, None], self.entry_feature[units]]
        values = values * self.entry_factor[units]
        filled = (rows >= 0) & (values != 0.0)
        starts = np.concatenate([[0], filled.sum(axis=1).cumsum()[:-1]]).astype(np.int32)
        first = policy[np.arange(len(units)), 0, self.programmes.start[units]].astype(np.int64)
        zeros = np.zeros(len(units))
        upper = np.where(self.allowed[units, first], INFINITE, 0.0)
        index, flat = rows[filled].astype(np.int32), values[filled]
        self.solver.addCols(len(units), zeros, zeros, upper, len(flat), starts, index, flat)
        self.unit = np.concatenate([self.unit, units])
        self.first = np.concatenate([self.first, first])
        self.policy = np.concatenate([self.policy, policy])

    def _lined_up(self, features: Features) -> Floats:
        count = len(features.gain)
        singles = [features.gain, features.price, features.change, np.ones(count)]
        return np.hstack(
            [features.uses.reshape(count, self.at.newly), features.newly, np.stack(singles, axis=1)]
        )

    def allow(self, allowed: Bools) -> None:
        """Say which first actions (U, A) may be taken from now on."""
        self.allowed = allowed
        if not len(self.unit):
            return
        upper = np.where(allowed[self.unit, self.first], INFINITE, 0.0)
        places = np.arange(len(upper), dtype=np.int32) + len(self.names)
        self.solver.changeColsBounds(len(places), places, np.zeros(len(places)), upper)

    # ---- solving

    def solve(self, deadline: Deadline) -> Solution:
        """The optimum of the columns at hand.

        Now and then a warm basis is so skew that HiGHS cannot tell whether it is optimal; then it
        starts anew, on one road after the other.
        """
        status = self._run(deadline)
        for road in ROADS:
            if status == OPTIMAL:
                break
            self.solver.clearSolver()
            self._set(OPTIONS | road)
            status = self._run(deadline)
            self._set(OPTIONS)
        if status != OPTIMAL:
            raise Unsolved(self.solver.modelStatusToString(status))
        found = self.solver.getSolution()
        values = np.array(found.col_value)
        objective = float(self.cost @ values[: len(self.names)])
        return Solution(objective, values, np.array(found.row_dual))

    def _run(self, deadline: Deadline) -> highspy.HighsModelStatus:
        deadline.insist()
        self.solver.setOptionValue("time_limit", self.solver.getRunTime() + deadline.left)
        self.solver.run()
        status = self.solver.getModelStatus()
        if status == highspy.HighsModelStatus.kTimeLimit:
            raise OutOfTime
        return status

    def _set(self, options: Mapping[str, Any]) -> None:
        for option, value in options.items():
            self.solver.setOptionValue(option, value)

    def weights(self, duals: Floats) -> Weights:
        """What one unit of each feature of each unit is worth at these prices of the rows."""
        years, kinds = self.world.years, len(self.world.uses)
        worth = np.where(self.entry_row >= 0, duals[self.entry_row], 0.0) * self.entry_factor
        worth[:, 0] = 0.0  # the row that adds shares up to one belongs to the unit itself
        flat = np.zeros((self.count, self.at.count))
        np.add.at(flat, (np.arange(self.count)[:, None], self.entry_feature), worth)
        return Weights(
            uses=flat[:, : kinds * years].reshape(self.count, kinds, years),
            newly=flat[:, self.at.newly : self.at.gain],
            gain=flat[:, self.at.gain],
            price=flat[:, self.at.price],
            change=flat[:, self.at.change],
        )

    def honest(self, duals: Floats) -> Floats:
        """Prices with the signs that a proof needs: limits cost, demands pay."""
        clean = duals.copy()
        clean[np.isneginf(self.lower)] = np.minimum(clean[np.isneginf(self.lower)], 0.0)
        clean[np.isposinf(self.upper)] = np.maximum(clean[np.isposinf(self.upper)], 0.0)
        return clean

    def bound(self, duals: Floats, best: Floats) -> float:
        """No plan's objective is below this: Lagrange's bound at honest prices (Farley 1990)."""
        coupling = duals[self.count :]
        lower, upper = self.lower[self.count :], self.upper[self.count :]
        sides = np.where(coupling > 0, np.where(np.isneginf(lower), 0, lower), 0.0)
        sides += np.where(coupling < 0, np.where(np.isposinf(upper), 0, upper), 0.0)
        reduced = self.cost - self.aux[:, self.count :] @ coupling
        boxes = np.where(reduced > 0, reduced * self.box_low, reduced * self.box_high)
        boxes = np.where(reduced == 0, 0.0, boxes)
        return float(coupling @ sides + boxes.sum() - best.sum())
