"""Tiny worlds: every first year tried, the rest solved on another road."""

from hypothesis import given, settings

from naikkelas.roadmap.solver.plan import Ending, Goal
from naikkelas.roadmap.solver.relaxing import relax
from naikkelas.roadmap.solver.solving import solve
from naikkelas.roadmap.solver.verifying import faults
from naikkelas.roadmap.solver.world import World
from tests.roadmap_solver.direct import GOALS, Direct, first_years
from tests.roadmap_solver.small import locked_worlds, worlds

MINUTE = 60.0
NEAR = 2e-3


def _weighed(values: dict[Goal, float]) -> float:
    """The two first goals in one sum, as a missing unit weighs far more than any gain."""
    return 100.0 * values[Goal.SHORTFALL] - values[Goal.GAIN]


@given(worlds())
@settings(max_examples=60, deadline=None)
def test_the_plan_is_as_good_as_the_best_of_all_first_years(world: World) -> None:
    every = [Direct(world, first).settled() for first in first_years(world)]
    best = min(every, key=_weighed)

    plan = solve(world, seconds=MINUTE)

    assert plan.ending == Ending.CERTIFIED
    assert faults(world, plan) == []
    reached = {stage.goal: stage.value for stage in plan.stages}
    assert _weighed(reached) <= _weighed(best) + NEAR
    assert _weighed(reached) >= _weighed(best) - NEAR


@given(worlds())
@settings(max_examples=40, deadline=None)
def test_no_first_year_beats_the_bounds(world: World) -> None:
    plan = solve(world, seconds=MINUTE)

    for first in first_years(world):
        reached = Direct(world, first).settled()
        for goal in GOALS:
            ours, bound = plan.stage(goal).value, plan.stage(goal).bound
            sense = -1.0 if goal == Goal.GAIN else 1.0
            assert sense * reached[goal] >= sense * bound - 1e-4, goal
            if sense * (reached[goal] - ours) > 1e-7 * (1 + abs(ours)):
                break  # worse than ours here: what comes after is not held against it


@given(worlds())
@settings(max_examples=30, deadline=None)
def test_the_mixed_optimum_is_that_of_the_model_in_one_piece(world: World) -> None:
    direct = Direct(world).settled()

    relaxed = relax(world)

    assert abs(relaxed.values[Goal.SHORTFALL] - direct[Goal.SHORTFALL]) <= NEAR
    assert abs(relaxed.values[Goal.GAIN] - direct[Goal.GAIN]) <= NEAR


@given(locked_worlds())
@settings(max_examples=60, deadline=None)
def test_locks_are_kept_or_named_as_contradictory(world: World) -> None:
    every = [Direct(world, first).settled() for first in first_years(world)]
    possible = [reached for reached in every if reached]

    plan = solve(world, seconds=MINUTE)

    assert faults(world, plan) == []
    if possible:
        assert plan.ending == Ending.CERTIFIED
        reached = {stage.goal: stage.value for stage in plan.stages}
        assert _weighed(reached) <= min(map(_weighed, possible)) + NEAR
    else:
        assert plan.ending == Ending.CONTRADICTION
        assert plan.conflicts
