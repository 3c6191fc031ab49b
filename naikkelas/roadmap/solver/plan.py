"""What the planner answers: the first year's decisions, the policy behind them, and the proof.

Only the first year is a decision (`decisions`). Later years hold limits in expectation; they say
what to expect, never what is promised, and are planned anew each quarter.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from naikkelas.roadmap.solver.world import Mode

REST = ""
"""The code of resting: no work on a unit for a year."""


class Goal(StrEnum):
    """The goals in their order: each is settled before the next is looked at."""

    SHORTFALL = "kekurangan"
    """New units below the target, summed over the years (as few as can be)."""
    GAIN = "kenaikan"
    """Discounted expected gain of worth (as much as can be)."""
    UNFAIRNESS = "ketimpangan"
    """Gain that groups lack to their fair share (as little as can be)."""
    COST = "biaya"
    """Rupiah expected over all years (as little as can be)."""
    CHANGE = "perubahan"
    """First-year decisions that differ from the previous plan's (as few as can be)."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One goal: the bound that no plan can beat, and what this plan certainly reaches.

    Both are in the goal's own unit. `bound` is that of all plans that do as well as this one in the
    goals before, from the LP without rounding (sharpened by the first year's being whole where that
    leaves a gap); `value` comes from the second LP with the first year fixed as decided. `gap` is
    the distance as a share of the larger (0 where both are equal, also when both are 0).
    """

    goal: Goal
    bound: float
    value: float

    @property
    def gap(self) -> float:
        distance = abs(self.value - self.bound)
        scale = max(abs(self.bound), abs(self.value))
        return 0.0 if distance <= 1e-9 else distance / scale


@dataclass(frozen=True, slots=True)
class Expected:
    """What a year is expected to bring under the plan's policy."""

    newly: float
    """Units that newly reach a counting state."""
    shortfall: float
    """How many that is below the target."""
    gain: float
    """Change of worth, not discounted."""
    used: tuple[float, ...]
    """Amount of each cap that is used, along `World.caps`."""
    uses: tuple[float, ...]
    """Amount of each use in all, along `World.uses`."""


@dataclass(frozen=True, slots=True)
class Part:
    """A share of a unit's policy: in this year and state, this mode (REST: none) with this mass."""

    unit: int
    year: int
    state: int
    mode: str
    mass: float


class Ending(StrEnum):
    """How the solving ended."""

    CERTIFIED = "terbukti"
    """Every stage solved, the first year rounded, the certificate computed."""
    TIMED_OUT = "waktu habis"
    """Time ran out: the best that was certified so far, with its bound."""
    CONTRADICTION = "bertentangan"
    """The locks cannot all be kept within the limits; `conflicts` names them."""


@dataclass(frozen=True)
class Plan:
    """The answer. `decisions[u]` is the first-year mode of unit u, None for rest.

    `prices[c][t]`: gain that one more unit of cap c in year t would bring at the margin (a guide
    for the search; sentences shown to people come from solving again). `values[u]` maps each mode
    code of the unit's present state, and REST, to what choosing it would be worth at those prices;
    the best is what the LP wants. `policy` lists the parts with positive mass.
    """

    ending: Ending
    decisions: tuple[Mode | None, ...]
    stages: tuple[Stage, ...]
    years: tuple[Expected, ...]
    prices: tuple[tuple[float, ...], ...]
    values: tuple[Mapping[str, float], ...]
    policy: tuple[Part, ...]
    seconds: float
    conflicts: tuple[str, ...] = ()

    @property
    def shortfall(self) -> float:
        """New units that are missing to the target over all years."""
        return sum(year.shortfall for year in self.years)

    def stage(self, goal: Goal) -> Stage:
        return next(one for one in self.stages if one.goal == goal)
