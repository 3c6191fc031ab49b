"""The model written down in one piece and solved without columns: slow, plain, another road.

Variables are x[unit, year, state, action], the probability of standing there and doing that. The
first year may be fixed; later years are mixed. Goals are settled in their order.
"""

from collections.abc import Iterator, Sequence
from itertools import product

import highspy
import numpy as np

from naikkelas.roadmap.solver.highs import Quiet
from naikkelas.roadmap.solver.plan import Goal
from naikkelas.roadmap.solver.world import Cap, Mode, Outcomes, Wish, World

Action = Mode | None
GOALS = (Goal.SHORTFALL, Goal.GAIN, Goal.UNFAIRNESS, Goal.COST)
HELD = 1e-7


def actions(world: World, unit: int, year: int, state: int) -> list[Action]:
    """What a unit may do in a state of a year; the list is empty where a lock leaves nothing."""
    locks = [one for one in world.locks if one.unit == unit and one.year == year]
    if any(one.wish == Wish.MUST_NOT for one in locks):
        return [None]
    here = [mode for mode in world.units[unit].modes if mode.state == state]
    must = bool(locks)
    if not (must and year):
        here = [mode for mode in here if _fits_alone(world, unit, year, mode)]
    named = [one.mode for one in locks if one.wish == Wish.MODE]
    if named:
        return [mode for mode in here if mode.code in named]
    if must and (here or not year):
        return [*here]
    return [None, *here]


def _fits_alone(world: World, unit: int, year: int, mode: Mode) -> bool:
    return all(
        mode.uses[cap.use] <= cap.amounts[year] + 1e-9 for cap in world.caps if _is_under(cap, unit)
    )


def _is_under(cap: Cap, unit: int) -> bool:
    return cap.units is None or unit in cap.units


def first_years(world: World) -> Iterator[tuple[Action, ...]]:
    """Every whole first year within its limits."""
    choices = [actions(world, number, 0, one.state) for number, one in enumerate(world.units)]
    for chosen in product(*choices):
        if all(_used(cap, chosen) <= cap.amounts[0] + 1e-9 for cap in world.caps):
            yield chosen


def _used(cap: Cap, chosen: Sequence[Action]) -> float:
    return sum(
        mode.uses[cap.use]
        for number, mode in enumerate(chosen)
        if mode is not None and _is_under(cap, number)
    )


class Direct:
    """The programme with its goals as rows, solved one goal after the other."""

    def __init__(self, world: World, first: Sequence[Action] | None = None) -> None:
        self.world = world
        self.solver = Quiet({"presolve": "on"})
        self.columns: dict[tuple[int, int, int, Action], int] = {}
        self._variables(first)
        self._flow()
        self._limits()
        self._goals()

    def _variables(self, first: Sequence[Action] | None) -> None:
        world = self.world
        for number, year, state in product(
            range(len(world.units)), range(world.years), range(len(world.states))
        ):
            allowed = actions(world, number, year, state)
            if first is not None and year == 0 and state == world.units[number].state:
                allowed = [one for one in allowed if one == first[number]]
            for action in allowed:
                self.columns[number, year, state, action] = self._column(0.0, 1.0)

    def _column(self, low: float, high: float) -> int:
        self.solver.addVar(low, high)
        return int(self.solver.getNumCol()) - 1

    def _row(self, low: float, high: float, entries: dict[int, float]) -> None:
        places = np.array(list(entries), dtype=np.int32)
        self.solver.addRow(low, high, len(entries), places, np.array(list(entries.values())))

    def outcomes(self, number: int, state: int, action: Action) -> Outcomes:
        return self.world.units[number].drift[state] if action is None else action.outcomes

    def _flow(self) -> None:
        world = self.world
        rows: dict[tuple[int, int, int], dict[int, float]] = {
            place: {}
            for place in product(
                range(len(world.units)), range(world.years), range(len(world.states))
            )
        }
        for (number, year, state, action), column in self.columns.items():
            rows[number, year, state][column] = 1.0
            for reached, share in self.outcomes(number, state, action):
                if year + 1 < world.years:
                    row = rows[number, year + 1, reached]
                    row[column] = row.get(column, 0.0) - share
        for (number, year, state), row in rows.items():
            here = float(year == 0 and state == world.units[number].state)
            self._row(here, here, row)

    def _limits(self) -> None:
        for cap in self.world.caps:
            for year, amount in enumerate(cap.amounts):
                self._row(
                    -highspy.kHighsInf,
                    amount,
                    {
                        column: action.uses[cap.use]
                        for (number, when, _, action), column in self.columns.items()
                        if action is not None and when == year and _is_under(cap, number)
                    },
                )

    def _sum(self, low: float, entries: dict[int, float]) -> int:
        """A new variable that equals a sum."""
        total = self._column(low, highspy.kHighsInf)
        self._row(0.0, 0.0, {total: -1.0} | entries)
        return total

    def _goals(self) -> None:
        world = self.world
        short = {}
        for year, wanted in enumerate(world.target):
            lack = self._column(0.0, highspy.kHighsInf)
            short[lack] = 1.0
            newly = {
                column: world.newly(state, self.outcomes(number, state, action))
                for (number, when, state, action), column in self.columns.items()
                if when == year
            }
            self._row(wanted, highspy.kHighsInf, newly | {lack: 1.0})
        gains = {
            column: (
                world.gain(state, self.outcomes(number, state, action))
                + (action.bonus if action is not None else 0.0)
            )
            * world.discount**year
            for (number, year, state, action), column in self.columns.items()
        }
        total = self._sum(-highspy.kHighsInf, gains)
        self.goals = {
            Goal.SHORTFALL: self._sum(0.0, short),
            Goal.GAIN: total,
            Goal.UNFAIRNESS: self._unfairness(gains, total),
            Goal.COST: self._sum(
                0.0,
                {
                    column: world.price(action)
                    for (*_, action), column in self.columns.items()
                    if action is not None
                },
            ),
        }

    def _unfairness(self, gains: dict[int, float], total: int) -> int:
        world = self.world
        lacks = {}
        for group in sorted({one.group for one in world.units}) if world.fairness else ():
            members = [n for n, one in enumerate(world.units) if one.group == group]
            lack = self._column(0.0, highspy.kHighsInf)
            lacks[lack] = 1.0
            row = {
                column: gains[column]
                for (number, *_), column in self.columns.items()
                if number in members
            }
            share = world.fairness * len(members) / len(world.units)
            self._row(0.0, highspy.kHighsInf, row | {lack: 1.0, total: -share})
        return self._sum(0.0, lacks)

    def settled(self, goals: Sequence[Goal] = GOALS) -> dict[Goal, float]:
        """The goals in turn; empty when the locks leave nothing."""
        found: dict[Goal, float] = {}
        for goal in goals:
            column = self.goals[goal]
            sense = -1.0 if goal == Goal.GAIN else 1.0
            self.solver.changeColCost(column, sense)
            self.solver.run()
            if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
                return {}
            value = float(self.solver.getSolution().col_value[column])
            self.solver.changeColCost(column, 0.0)
            slack = HELD * (1 + abs(value))
            if sense > 0:
                self.solver.changeColBounds(column, -highspy.kHighsInf, value + slack)
            else:
                self.solver.changeColBounds(column, value - slack, highspy.kHighsInf)
            found[goal] = value
        return found
