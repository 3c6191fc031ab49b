"""The verifier shares nothing with the solver and must see each way of being wrong."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from naikkelas.roadmap.solver.plan import REST, Ending, Goal, Part, Plan, Stage
from naikkelas.roadmap.solver.solving import solve
from naikkelas.roadmap.solver.verifying import faults
from naikkelas.roadmap.solver.world import Lock, Wish, World
from tests.roadmap_solver.small import mode, unit, village

A0, A1 = mode("a0", 0, 4, 1, 0.5), mode("a1", 1, 3, 2, 0.5)
B0, B1 = mode("b0", 0, 5, 1, 0.81), mode("b1", 1, 4, 3, 0.37)
WORLD = village(
    unit("A", 1, 0, A0, A1), unit("B", 1, 0, B0, B1), unit("C", 0, 1, B0, B1), years=2, money=8
)
PLAN = solve(WORLD)


def _with_stage(plan: Plan, goal: Goal, **changes: float) -> Plan:
    places = list(Goal)
    changed: Stage = replace(plan.stages[places.index(goal)], **changes)  # type: ignore[arg-type]
    stages = [changed if stage.goal == goal else stage for stage in plan.stages]
    return replace(plan, stages=tuple(stages))


def _with_parts(plan: Plan, change: Callable[[Part], Part]) -> Plan:
    return replace(plan, policy=tuple(map(change, plan.policy)))


def _with_year(plan: Plan, **changes: object) -> Plan:
    return replace(plan, years=(replace(plan.years[0], **changes), *plan.years[1:]))  # type: ignore[arg-type]


def _swap_later(part: Part) -> Part:
    """What was done later is rested through, what rested is worked on."""
    if part.year == 0 or part.state == 2:
        return part
    code = "ab"[part.unit > 0] + str(part.state)
    return replace(part, mode=code if part.mode == REST else REST)


BROKEN: dict[str, Plan] = {
    "a decision too few": replace(PLAN, decisions=PLAN.decisions[:-1]),
    "all rest": replace(PLAN, decisions=(None, None, None)),
    "too much money": replace(PLAN, decisions=(A1, B1, B0)),
    "a mode of another unit": replace(PLAN, decisions=(B1, None, None)),
    "a mode of another state": replace(PLAN, decisions=(A0, None, None)),
    "mass that is lost": _with_parts(PLAN, lambda part: replace(part, mass=part.mass * 0.9)),
    "mass below zero": replace(PLAN, policy=(*PLAN.policy, Part(0, 1, 0, REST, -0.2))),
    "a mode nobody knows": _with_parts(PLAN, lambda part: replace(part, mode="x")),
    "another policy later": _with_parts(PLAN, _swap_later),
    "no policy": replace(PLAN, policy=()),
    "a year too few": replace(PLAN, years=PLAN.years[:1]),
    "another number newly there": _with_year(PLAN, newly=PLAN.years[0].newly + 0.01),
    "another shortfall": _with_year(PLAN, shortfall=0.5),
    "another gain": _with_year(PLAN, gain=9.0),
    "another use of a limit": _with_year(PLAN, used=(0.0, 0.0)),
    "another use in all": _with_year(PLAN, uses=(0.0, 0.0)),
    "stages in another order": replace(PLAN, stages=PLAN.stages[::-1]),
    "a better shortfall": _with_stage(PLAN, Goal.SHORTFALL, value=0.0, bound=0.0),
    "a better gain": _with_stage(PLAN, Goal.GAIN, value=9.0, bound=9.0),
    "fairer than it is": _with_stage(PLAN, Goal.UNFAIRNESS, value=7.0),
    "cheaper than it is": _with_stage(PLAN, Goal.COST, value=1.0, bound=1.0),
    "changes that are none": _with_stage(PLAN, Goal.CHANGE, value=2.0),
    "a bound that it beats": _with_stage(PLAN, Goal.GAIN, bound=0.01),
    "certified without proof": replace(PLAN, stages=()),
}


def test_a_plan_of_the_solver_has_no_faults() -> None:
    assert PLAN.ending == Ending.CERTIFIED
    assert any(PLAN.decisions)
    assert faults(WORLD, PLAN) == []


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_plan_is_found_out(what: str) -> None:
    assert faults(WORLD, BROKEN[what])


@pytest.mark.parametrize(
    "lock",
    [
        Lock(0, 0, Wish.MUST_NOT),
        Lock(1, 0, Wish.MUST),
        Lock(2, 0, Wish.MODE, "b0"),
        Lock(2, 1, Wish.MUST),
        Lock(0, 1, Wish.MUST_NOT),
    ],
    ids=str,
)
def test_a_lock_that_is_not_kept_is_found_out(lock: Lock) -> None:
    plan = solve(village(*WORLD.units, years=2, money=4))
    opposite = {
        Wish.MUST: Wish.MUST_NOT,
        Wish.MODE: Wish.MUST_NOT,
        Wish.MUST_NOT: Wish.MUST,
    }[lock.wish]
    locked = replace(WORLD, locks=(lock,))
    against = solve(replace(WORLD, locks=(Lock(lock.unit, lock.year, opposite),)))

    assert plan.ending == against.ending == Ending.CERTIFIED
    assert faults(locked, solve(locked)) == []
    assert any("kunci" in fault for fault in faults(locked, against))


def test_an_answer_without_a_plan_must_say_why() -> None:
    nothing = replace(
        PLAN, ending=Ending.CONTRADICTION, stages=(), years=(), policy=(), decisions=(None,) * 3
    )

    assert faults(WORLD, nothing)
    assert faults(WORLD, replace(nothing, conflicts=("Sebabnya.",))) == []


def test_the_gap_of_a_stage_is_a_share_of_the_larger() -> None:
    assert Stage(Goal.GAIN, 4.0, 3.0).gap == 0.25
    assert Stage(Goal.SHORTFALL, 0.0, 0.0).gap == 0.0


def test_the_world_is_not_changed_by_solving() -> None:
    before = village(*WORLD.units, years=2, money=8)

    assert before == WORLD
    assert isinstance(WORLD, World)
