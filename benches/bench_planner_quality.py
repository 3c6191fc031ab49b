"""Planning anew each year against three rules of thumb, on named families of invented worlds.

Every family is played on TEST worlds of full size (135 kampung, 11 kecamatan, five years), one path
each with the same luck for all; the planner sees states and believed probabilities only. Figures
are means over the worlds with the 95 % interval of the paired differences. The shortfall is beside
the gain, since the planner puts the target first and pays for it in gain.

`python -m benches.bench_planner_quality [WORLDS]` prints the table by itself (no database).
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from benches.changes import Floats
from naikkelas.roadmap.solver import worlds
from naikkelas.roadmap.solver.greedy import RULES, Planner
from naikkelas.roadmap.solver.plan import Plan
from naikkelas.roadmap.solver.simulating import deliver, wrong
from naikkelas.roadmap.solver.solving import solve
from naikkelas.roadmap.solver.world import Mode, World

WORLDS = 4
"""Of each family; 8 take some 15 minutes of processor time."""
SECONDS = 60.0
"""For one plan: far more than it needs, so that a loaded machine changes no figure."""
RIGHT_BAR, WRONG_BAR, NEVER = 0.08, 0.05, -0.01


def rolling(world: World) -> Sequence[Mode | None]:
    """The product's planner."""
    plan: Plan = solve(world, seconds=SECONDS)
    return plan.decisions


@dataclass(frozen=True)
class Played:
    """One planner in the worlds of a family: gain, shortfall and new units of each."""

    name: str
    gain: Floats
    shortfall: Floats
    newly: Floats


@dataclass(frozen=True)
class Outcome:
    """One family: ours and the rule with the largest mean gain."""

    family: worlds.Family
    ours: Played
    rules: tuple[Played, ...]

    @property
    def best(self) -> Played:
        return max(self.rules, key=lambda one: float(one.gain.mean()))

    @property
    def better(self) -> float:
        """Gain over the best rule, as a share."""
        return float(self.ours.gain.mean() / self.best.gain.mean() - 1)

    @property
    def half_width(self) -> float:
        """Of the 95 % interval of `better`, from the paired differences."""
        differences = (self.ours.gain - self.best.gain) / self.best.gain.mean()
        return float(1.96 * differences.std(ddof=1) / np.sqrt(len(differences)))

    @property
    def bar(self) -> float:
        if self.family.binds == worlds.Binds.NOTHING:
            return NEVER
        return WRONG_BAR if self.family.wrong else RIGHT_BAR


def outcome(family: worlds.Family, seeds: Sequence[int]) -> Outcome:
    """Play a family with the planner and with every rule."""
    drawn = [(worlds.draw(family, seed), seed) for seed in seeds]
    return Outcome(
        family,
        _play("rencana", rolling, family, drawn),
        tuple(_play(name, rule, family, drawn) for name, rule in RULES.items()),
    )


def _play(
    name: str, planner: Planner, family: worlds.Family, drawn: Sequence[tuple[World, int]]
) -> Played:
    found = [
        deliver(
            world,
            planner,
            paths=1,
            seed=seed,
            truth=wrong(world, seed=seed) if family.wrong else None,
        )
        for world, seed in drawn
    ]
    return Played(
        name,
        np.concatenate([one.worth for one in found]),
        np.concatenate([one.shortfall for one in found]),
        np.concatenate([one.newly.sum(axis=1) for one in found]),
    )


def run(count: int = WORLDS, seeds: range = worlds.TEST) -> Iterator[dict[str, Any]]:
    """A row for each family."""
    for family in worlds.FAMILIES:
        found = outcome(family, seeds[:count])
        yield {
            "name": f"rolling plan, {family.name} ({count} worlds)",
            "figure": (
                f"gain {found.ours.gain.mean():.1f} against {found.best.gain.mean():.1f} "
                f"({found.best.name}); short of target {found.ours.shortfall.mean():.1f} against "
                f"{found.best.shortfall.mean():.1f}; newly {found.ours.newly.mean():.0f} against "
                f"{found.best.newly.mean():.0f}"
            ),
            "bar": f"≥ {found.bar:+.0%}",
            "ratio": f"{found.better:+.1%} ± {found.half_width:.1%}",
            "passed": found.better >= found.bar,
        }


if __name__ == "__main__":
    for row in run(int(sys.argv[1]) if len(sys.argv) > 1 else WORLDS):
        print(" | ".join(str(value) for value in row.values()), flush=True)
