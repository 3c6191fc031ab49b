"""Rows and variables of the master programme: what each means, and what stands where.

A *feature* is something that a policy uses or brings: (use, year), newly in a year, gain, price,
change, and the one that its shares add up to. An *entry* says with which factor a feature of a
unit's columns stands in a row. Limits are scaled to about one, rupiah to the dearest mode.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import highspy
import numpy as np

from naikkelas.roadmap.solver.plan import Goal
from naikkelas.roadmap.solver.programmes import Floats, Ints, Programmes, members_of

INFINITE = highspy.kHighsInf
OVERUSE = "lampauan"
"""The sum of what limits are overdrawn by, each in its own scale: whether locks can be kept."""
Name = tuple[str, int, int]
"""A variable besides the columns: what it is, and of which limit, group or year (else -1)."""
SHORT, UNFAIR, OVER = "short", "unfair", "over"


class Features:
    """Where each feature stands in a column's list of them."""

    def __init__(self, kinds: int, years: int) -> None:
        self.years = years
        self.newly = kinds * years
        self.gain = self.newly + years
        self.price, self.change, self.one = self.gain + 1, self.gain + 2, self.gain + 3
        self.count = self.gain + 4

    def use(self, use: int, year: int) -> int:
        return use * self.years + year


@dataclass
class Rows:
    """Sides of the rows so far, and by row which units' feature stands in it."""

    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    entries: list[tuple[Ints, int, int, float]] = field(default_factory=list)

    def add(self, low: float, high: float) -> int:
        self.lower.append(low)
        self.upper.append(high)
        return len(self.lower) - 1

    def enter(self, units: Ints, row: int, feature: int, scale: float = 1.0) -> None:
        self.entries.append((units, row, feature, 1.0 / scale))


@dataclass
class Variables:
    """Names, boxes and coefficients of the variables besides the columns."""

    names: list[Name] = field(default_factory=list)
    boxes: list[tuple[float, float]] = field(default_factory=list)
    coefficients: list[dict[int, float]] = field(default_factory=list)

    def add(self, name: Name, high: float, rows: Mapping[int, float], low: float = 0.0) -> None:
        self.names.append(name)
        self.boxes.append((low, high))
        self.coefficients.append(dict(rows))


class Layout:
    """The programme of a world before any column."""

    def __init__(self, programmes: Programmes, *, overuse: bool) -> None:
        self.programmes = programmes
        self.world = programmes.world
        self.everyone = programmes.units
        self.features = Features(len(self.world.uses), self.world.years)
        self.price_scale = float(programmes.flat[..., -1].max(initial=0.0)) or 1.0
        self.rows = Rows()
        for unit in range(len(self.everyone)):
            row = self.rows.add(1.0, 1.0)
            self.rows.enter(self.everyone[unit : unit + 1], row, self.features.one)
        self.cap_rows: dict[tuple[int, int], int] = {}
        self.scales: dict[tuple[int, int], float] = {}
        self._limits()
        self.target_rows = self._targets()
        self.group_rows = self._groups()
        self.sum_rows = self._sums()
        self.variables = Variables()
        self._goals()
        self._shortfalls()
        self._lacks()
        self._overdrafts(overuse)

    # ---- rows

    def _limits(self) -> None:
        most = self.programmes.uses.max(axis=(1, 2), initial=0.0)
        for number, cap in enumerate(self.world.caps):
            members = members_of(cap, len(self.everyone))
            largest = float(most[members, cap.use].max(initial=0.0))
            for year, amount in enumerate(cap.amounts):
                if largest and amount < INFINITE:
                    scale = max(amount, largest)
                    row = self.rows.add(-INFINITE, amount / scale)
                    self.rows.enter(members, row, self.features.use(cap.use, year), scale)
                    self.cap_rows[number, year] = row
                    self.scales[number, year] = scale

    def _targets(self) -> dict[int, int]:
        found = {}
        for year, wanted in enumerate(self.world.target):
            if wanted > 0:
                found[year] = self.rows.add(wanted, INFINITE)
                self.rows.enter(self.everyone, found[year], self.features.newly + year)
        return found

    def _groups(self) -> dict[int, int]:
        found = {}
        groups = sorted(set(self.programmes.group.tolist())) if self.world.fairness else []
        for group in groups:
            members = np.flatnonzero(self.programmes.group == group)
            found[group] = self.rows.add(0.0, INFINITE)
            self.rows.enter(members, found[group], self.features.gain)
        return found

    def _sums(self) -> dict[str, int]:
        """One row for each goal, which makes it a variable."""
        found: dict[str, int] = {name: self.rows.add(0.0, 0.0) for name in (*Goal, OVERUSE)}
        self.rows.enter(self.everyone, found[Goal.GAIN], self.features.gain)
        self.rows.enter(self.everyone, found[Goal.COST], self.features.price, self.price_scale)
        self.rows.enter(self.everyone, found[Goal.CHANGE], self.features.change)
        return found

    # ---- variables; their boxes are wide enough for every plan, so that bounds are finite

    def _goals(self) -> None:
        count, years = len(self.everyone), self.world.years
        dear = float(self.programmes.flat[..., -1].sum()) / self.price_scale
        highest: dict[str, float] = {
            Goal.SHORTFALL: sum(self.world.target),
            Goal.GAIN: self._swing,
            Goal.UNFAIRNESS: 2 * self._swing * max(1, len(self.group_rows)),
            Goal.COST: dear * years + 1.0,
            Goal.CHANGE: float(count),
        }
        for name, high in highest.items():
            low = -high if name == Goal.GAIN else 0.0
            self.variables.add((name, -1, -1), high, {self.sum_rows[name]: -1.0}, low)

    @property
    def _swing(self) -> float:
        return self.world.swing * len(self.everyone) * self.world.years + 1.0

    def _shortfalls(self) -> None:
        for year, row in self.target_rows.items():
            rows = {row: 1.0, self.sum_rows[Goal.SHORTFALL]: 1.0}
            self.variables.add((SHORT, year, -1), self.world.target[year], rows)

    def _lacks(self) -> None:
        """What groups lack to their fair share of the whole gain."""
        sizes = np.bincount(self.programmes.group, minlength=len(self.world.groups))
        total = self.variables.coefficients[self.variables.names.index((Goal.GAIN, -1, -1))]
        for group, row in self.group_rows.items():
            rows = {row: 1.0, self.sum_rows[Goal.UNFAIRNESS]: 1.0}
            self.variables.add((UNFAIR, group, -1), 2 * self._swing, rows)
            total[row] = -self.world.fairness * float(sizes[group]) / len(self.everyone)

    def _overdrafts(self, overuse: bool) -> None:
        whole = 0.0
        for (cap, year), row in self.cap_rows.items():
            most = self._most(cap) / self.scales[cap, year] if overuse else 0.0
            rows = {row: -1.0, self.sum_rows[OVERUSE]: 1.0}
            self.variables.add((OVER, cap, year), most, rows)
            whole += most
        self.most_over = whole
        self.variables.add((OVERUSE, -1, -1), whole, {self.sum_rows[OVERUSE]: -1.0})

    def _most(self, cap: int) -> float:
        one = self.world.caps[cap]
        members = members_of(one, len(self.everyone))
        uses = self.programmes.uses[members, :, :, one.use]
        return float(uses.max(axis=(1, 2), initial=0.0).sum())

    # ---- handed over

    def entries(self) -> tuple[Ints, Ints, Floats]:
        """By unit: rows, features and factors of its entries, padded with row -1."""
        found: list[list[tuple[int, int, float]]] = [[] for _ in self.everyone]
        for units, row, feature, factor in self.rows.entries:
            for unit in units.tolist():
                found[unit].append((row, feature, factor))
        width = max(map(len, found), default=1)
        rows = np.full((len(found), width), -1, dtype=np.int64)
        features = np.zeros((len(found), width), dtype=np.int64)
        factors = np.zeros((len(found), width))
        for unit, entries in enumerate(found):
            own = slice(0, len(entries))
            rows[unit, own], features[unit, own], factors[unit, own] = zip(*entries, strict=True)
        return rows, features, factors

    def coefficients(self) -> Floats:
        """(variables, rows)."""
        found = np.zeros((len(self.variables.names), len(self.rows.lower)))
        for number, row in enumerate(self.variables.coefficients):
            found[number, list(row)] = list(row.values())
        return found

    def model(self) -> highspy.HighsLp:
        """The programme as HiGHS takes it."""
        model = highspy.HighsLp()
        boxes, columns = self.variables.boxes, self.variables.coefficients
        model.num_col_, model.num_row_ = len(boxes), len(self.rows.lower)
        model.col_cost_ = np.zeros(len(boxes))
        model.col_lower_ = np.array([low for low, _ in boxes])
        model.col_upper_ = np.array([high for _, high in boxes])
        model.row_lower_, model.row_upper_ = np.array(self.rows.lower), np.array(self.rows.upper)
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = np.cumsum([0, *map(len, columns)])
        model.a_matrix_.index_ = np.array([row for column in columns for row in column])
        model.a_matrix_.value_ = np.array([v for column in columns for v in column.values()])
        return model
