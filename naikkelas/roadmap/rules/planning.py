"""From what is asked to a plan that was checked: world, solving, independent check, steps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from naikkelas.instruments.rules import Instrument, builtin
from naikkelas.roadmap.rules.plan_input import PlanInput
from naikkelas.roadmap.rules.plan_world import world_of
from naikkelas.roadmap.rules.schedule import Step, schedule
from naikkelas.roadmap.solver.plan import Ending, Goal, Plan
from naikkelas.roadmap.solver.solving import solve
from naikkelas.roadmap.solver.verifying import faults
from naikkelas.roadmap.solver.world import World

SECONDS = 8.0
MISSED = 0.005
"""Expected kampung below the target that are worth telling."""


class PlanFaulty(RuntimeError):
    """The independent check refuses what the solver answered; nothing of it may be used."""

    def __init__(self, found: Sequence[str]) -> None:
        super().__init__("Rencana gagal diperiksa ulang: " + "; ".join(found))
        self.found = tuple(found)


@dataclass(frozen=True)
class PlanOutput:
    """The plan with the world that it is for, its steps and what is worth telling."""

    asked: PlanInput
    instrument: Instrument
    world: World
    plan: Plan
    steps: tuple[Step, ...]
    warnings: tuple[str, ...]

    @property
    def is_certified(self) -> bool:
        return self.plan.ending == Ending.CERTIFIED

    @property
    def has_plan(self) -> bool:
        """Whether anything was decided: not where locks contradict each other or time was short."""
        return bool(self.plan.stages)

    @property
    def misses_target(self) -> bool:
        """Whether there is a plan that is expected to fall short of the target."""
        return self.has_plan and self.plan.shortfall > MISSED

    @cached_property
    def changed(self) -> tuple[str, ...]:
        """Kampung whose decision differs from the previous plan's, in the order of the input."""
        if self.asked.previous is None:
            return ()
        return tuple(
            unit.code
            for unit, mode in zip(self.world.units, self.plan.decisions, strict=True)
            if self.world.previous.get(unit.code) != ("" if mode is None else mode.code)
        )


def make_plan(
    asked: PlanInput,
    *,
    seconds: float = SECONDS,
    seed: int = 0,
    chances: Mapping[str, float] | None = None,
    instrument: Instrument | None = None,
) -> PlanOutput:
    """Solve what is asked; the same input and seed give the same answer unless time runs out.

    `chances` are learned means by action code that take the place of the catalogue's and of the
    input's. Raises `BadWorld` where the input contradicts itself, and `PlanFaulty` where the
    answer does not stand the independent check.
    """
    if chances:
        asked = replace(asked, chances={**asked.chances, **chances})
    rule = instrument or builtin(asked.instrument)
    built = world_of(asked, rule)
    plan = solve(built.world, seconds=seconds, seed=seed)
    found = faults(built.world, plan)
    if found:
        raise PlanFaulty(found)
    if not plan.stages:
        return PlanOutput(asked, rule, built.world, plan, (), built.warnings)
    steps = schedule(built.world, plan.decisions, asked.catalogue)
    warnings = (*built.warnings, *_about_plan(built.world, plan, steps))
    return PlanOutput(asked, rule, built.world, plan, steps, warnings)


def _about_plan(world: World, plan: Plan, steps: Sequence[Step]) -> list[str]:
    told = []
    if plan.ending == Ending.TIMED_OUT:
        told.append("Waktu habis: ini rencana terbaik yang sempat dibuktikan, dengan batasnya.")
    missing = plan.shortfall
    if missing > MISSED:
        told.append(
            f"Target belum tercapai: diharapkan kurang {missing:.2f} kampung selama {world.years} "
            "tahun dengan sumber daya ini."
        )
    late = sum(step.is_late for step in steps)
    if late:
        told.append(f"{late} langkah baru selesai sesudah tahun pertama. Mulailah lebih awal.")
    return told


def goal_words(goal: Goal) -> str:
    """What a goal's figure counts."""
    return {
        Goal.SHORTFALL: "kampung kurang dari target",
        Goal.GAIN: "kenaikan kelas berbobot",
        Goal.UNFAIRNESS: "kenaikan yang kurang dari bagian adil kecamatan",
        Goal.COST: "rupiah",
        Goal.CHANGE: "keputusan yang berubah",
    }[goal]
