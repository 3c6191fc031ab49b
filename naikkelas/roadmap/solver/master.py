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
from naikkelas.roadmap.solver.plan import Goal
from naikkelas.roadmap.solver.programmes import (
    Bools,
    Features,
    Floats,
    Ints,
    Programmes,
    Weights,
    members_of,
)

Name = tuple[str, int, int]
"""A variable besides the columns: what it is, and of which limit, group or year (else -1)."""
OVER = "over"
Clock = Callable[[], float]
INFINITE = highspy.kHighsInf
STRATEGY = 4
"""Primal simplex: adding columns keeps the basis feasible."""
OVERUSE = "lampauan"
"""The sum of what limits are overdrawn by, each in its own scale: whether locks can be kept."""


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
    """Rows, the variables of the goals, and the columns so far."""

    def __init__(self, programmes: Programmes, *, overuse: bool) -> None:
        self.programmes = programmes
        self.world = programmes.world
        self.count = len(self.world.units)
        self._lay_out_rows()
        self._lay_out_goals(overuse)
        self.solver = Quiet(
            {
                "solver": "simplex",
                "presolve": "off",
                "simplex_strategy": STRATEGY,
                "random_seed": 0,
            }
        )
        self._pass_model()
        self.unit: Ints = np.zeros(0, dtype=np.int64)
        self.first: Ints = np.zeros(0, dtype=np.int64)
        self.policy = np.zeros((0, self.world.years, len(self.world.states)), dtype=np.int16)
        self.allowed: Bools = programmes.first_open().copy()

    # ---- the model

    def _lay_out_rows(self) -> None:
        """Which rows there are, and which features of a unit's columns stand in which of them."""
        world, count, years = self.world, self.count, self.world.years
        kinds = len(world.uses)
        self.newly_at = kinds * years
        self.gain_at, self.price_at = self.newly_at + years, self.newly_at + years + 1
        self.change_at, self.one_at = self.newly_at + years + 2, self.newly_at + years + 3
        lower = [1.0] * count
        upper = [1.0] * count
        entries: list[tuple[Ints, int, int, float]] = []  # units, row, feature, scale
        everyone = np.arange(count)
        most = self.programmes.uses.max(axis=(1, 2), initial=0.0) if count else np.zeros((0, kinds))

        def row(low: float, high: float) -> int:
            lower.append(low)
            upper.append(high)
            return len(lower) - 1

        self.cap_rows: dict[tuple[int, int], int] = {}
        self.scales: dict[tuple[int, int], float] = {}
        for number, cap in enumerate(world.caps):
            members = members_of(cap, count)
            largest = float(most[members, cap.use].max(initial=0.0))
            if not largest:
                continue
            for year, amount in enumerate(cap.amounts):
                if amount < INFINITE:
                    scale = max(amount, largest)
                    place = row(-INFINITE, amount / scale)
                    self.cap_rows[number, year] = place
                    self.scales[number, year] = scale
                    entries.append((members, place, cap.use * years + year, scale))
        self.target_rows = {
            year: row(wanted, INFINITE) for year, wanted in enumerate(world.target) if wanted > 0
        }
        for year, place in self.target_rows.items():
            entries.append((everyone, place, self.newly_at + year, 1.0))
        self.group_rows: dict[int, int] = {}
        if world.fairness:
            for group in sorted(set(self.programmes.group.tolist())):
                place = self.group_rows[group] = row(0.0, INFINITE)
                members = np.flatnonzero(self.programmes.group == group)
                entries.append((members, place, self.gain_at, 1.0))
        prices = self.programmes.flat[..., -1]
        self.price_scale = float(prices.max(initial=0.0)) or 1.0
        self.sum_rows = {name: row(0.0, 0.0) for name in (*Goal, OVERUSE)}
        entries.append((everyone, self.sum_rows[Goal.GAIN], self.gain_at, 1.0))
        entries.append((everyone, self.sum_rows[Goal.COST], self.price_at, self.price_scale))
        entries.append((everyone, self.sum_rows[Goal.CHANGE], self.change_at, 1.0))
        self.lower, self.upper = np.array(lower), np.array(upper)
        self._spread(entries)

    def _spread(self, entries: list[tuple[Ints, int, int, float]]) -> None:
        """By unit: rows, features and 1/scale of its entries, padded with row -1."""
        found: list[list[tuple[int, int, float]]] = [
            [(unit, self.one_at, 1.0)] for unit in range(self.count)
        ]
        for members, place, feature, scale in entries:
            for unit in members.tolist():
                found[unit].append((place, feature, 1.0 / scale))
        width = max(map(len, found), default=1)
        self.entry_row = np.full((self.count, width), -1, dtype=np.int64)
        self.entry_feature = np.zeros((self.count, width), dtype=np.int64)
        self.entry_factor = np.zeros((self.count, width))
        for unit, row in enumerate(found):
            places, features, factors = zip(*row, strict=True)
            self.entry_row[unit, : len(row)] = places
            self.entry_feature[unit, : len(row)] = features
            self.entry_factor[unit, : len(row)] = factors

    def _lay_out_goals(self, overuse: bool) -> None:
        """The variables besides the columns: their rows' coefficients and their boxes."""
        world = self.world
        self.names: list[tuple[str, int, int]] = []
        coefficients: list[dict[int, float]] = []
        boxes: list[tuple[float, float]] = []

        def variable(
            name: tuple[str, int, int], low: float, high: float, **rows: float
        ) -> dict[int, float]:
            self.names.append(name)
            boxes.append((low, high))
            coefficients.append({})
            return coefficients[-1]

        worths = [state.worth for state in world.states]
        swing = (max(worths) - min(worths)) * self.count * world.years + 1.0 if worths else 1.0
        dear = float(self.programmes.flat[..., -1].sum(axis=(1, 2)).sum()) / self.price_scale
        limits = {
            Goal.SHORTFALL: (0.0, sum(world.target)),
            Goal.GAIN: (-swing, swing),
            Goal.UNFAIRNESS: (0.0, 2.0 * swing * max(1, len(self.group_rows))),
            Goal.COST: (0.0, dear * world.years + 1.0),
            Goal.CHANGE: (0.0, float(self.count)),
            OVERUSE: (0.0, INFINITE),
        }
        for name, (low, high) in limits.items():
            variable((name, -1, -1), low, high)[self.sum_rows[name]] = -1.0
        for year, place in self.target_rows.items():
            found = variable(("short", year, -1), 0.0, world.target[year])
            found[place] = 1.0
            found[self.sum_rows[Goal.SHORTFALL]] = 1.0
        share = np.bincount(self.programmes.group, minlength=len(world.groups)) / max(self.count, 1)
        total = coefficients[self.names.index((Goal.GAIN, -1, -1))]
        for group, place in self.group_rows.items():
            found = variable(("unfair", group, -1), 0.0, 2.0 * swing)
            found[place] = 1.0
            found[self.sum_rows[Goal.UNFAIRNESS]] = 1.0
            total[place] = -world.fairness * float(share[group])
        for (cap, year), place in self.cap_rows.items():
            used = self._most(cap) if overuse else 0.0
            found = variable((OVER, cap, year), 0.0, used / self.scales[cap, year])
            found[place] = -1.0
            found[self.sum_rows[OVERUSE]] = 1.0
        self.box_low = np.array([low for low, _ in boxes])
        self.box_high = np.array([high for _, high in boxes])
        over = [number for number, name in enumerate(self.names) if name[0] == OVER]
        self.most_over = float(self.box_high[over].sum())
        self.box_high[self.names.index((OVERUSE, -1, -1))] = self.most_over
        self.cost = np.zeros(len(self.names))
        self._coefficients = coefficients
        self.aux = np.zeros((len(self.names), len(self.lower)))
        for number, row in enumerate(coefficients):
            for place, value in row.items():
                self.aux[number, place] = value

    def _most(self, cap: int) -> float:
        one = self.world.caps[cap]
        members = members_of(one, self.count)
        uses = self.programmes.uses[members, :, :, one.use]
        return float(uses.max(axis=(1, 2), initial=0.0).sum())

    def _pass_model(self) -> None:
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.names), len(self.lower)
        lp.col_cost_ = self.cost
        lp.col_lower_, lp.col_upper_ = self.box_low, self.box_high
        lp.row_lower_, lp.row_upper_ = self.lower, self.upper
        starts = [0]
        rows: list[int] = []
        values: list[float] = []
        for row in self._coefficients:
            rows += row.keys()
            values += row.values()
            starts.append(len(rows))
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = np.array(starts)
        lp.a_matrix_.index_ = np.array(rows)
        lp.a_matrix_.value_ = np.array(values)
        self.solver.passModel(lp)

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
            [features.uses.reshape(count, self.newly_at), features.newly, np.stack(singles, axis=1)]
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
        """The optimum of the columns at hand."""
        deadline.insist()
        self.solver.setOptionValue("time_limit", self.solver.getRunTime() + deadline.left)
        self.solver.run()
        status = self.solver.getModelStatus()
        if status == highspy.HighsModelStatus.kTimeLimit:
            raise OutOfTime
        if status != highspy.HighsModelStatus.kOptimal:
            status = self._again()
        if status != highspy.HighsModelStatus.kOptimal:
            deadline.insist()
            raise Unsolved(self.solver.modelStatusToString(status))
        found = self.solver.getSolution()
        values = np.array(found.col_value)
        objective = float(self.cost @ values[: len(self.names)])
        return Solution(objective, values, np.array(found.row_dual))

    def _again(self) -> Any:
        """Once more from nothing, with the other simplex."""
        self.solver.clearSolver()
        self.solver.setOptionValue("simplex_strategy", 1)
        self.solver.run()
        self.solver.setOptionValue("simplex_strategy", STRATEGY)
        return self.solver.getModelStatus()

    def weights(self, duals: Floats) -> Weights:
        """What one unit of each feature of each unit is worth at these prices of the rows."""
        years, kinds = self.world.years, len(self.world.uses)
        worth = np.where(self.entry_row >= 0, duals[self.entry_row], 0.0) * self.entry_factor
        worth[:, 0] = 0.0  # the row that adds shares up to one belongs to the unit itself
        flat = np.zeros((self.count, self.one_at + 1))
        np.add.at(flat, (np.arange(self.count)[:, None], self.entry_feature), worth)
        return Weights(
            uses=flat[:, : kinds * years].reshape(self.count, kinds, years),
            newly=flat[:, self.newly_at : self.newly_at + years],
            gain=flat[:, self.gain_at],
            price=flat[:, self.price_at],
            change=flat[:, self.change_at],
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
