"""What must hold whatever the world: more never hurts, and the same question has one answer."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from naikkelas.roadmap.solver.plan import Goal, Plan
from naikkelas.roadmap.solver.relaxing import relax, with_more
from naikkelas.roadmap.solver.solving import first_year, resolve_with, solve
from naikkelas.roadmap.solver.verifying import faults
from naikkelas.roadmap.solver.world import World
from tests.roadmap_solver.small import worlds

MINUTE = 60.0
NEAR = 2e-3


def _weighed(plan: Plan) -> float:
    return 100.0 * plan.stage(Goal.SHORTFALL).value - plan.stage(Goal.GAIN).value


@given(worlds(most_units=4), st.integers(0, 1), st.sampled_from((1.0, 2.0, 4.0)))
@settings(max_examples=40, deadline=None)
def test_more_of_a_limit_never_hurts(world: World, cap: int, more: float) -> None:
    plan = solve(world, seconds=MINUTE)
    richer = with_more(world, {cap: (more,) * world.years})

    better = resolve_with(richer, first_year(world, plan), seconds=MINUTE)

    assert faults(richer, better) == []
    assert _weighed(better) <= _weighed(plan) + NEAR


@given(worlds(most_units=4), st.integers(0, 1), st.sampled_from((1.0, 4.0)))
@settings(max_examples=40, deadline=None)
def test_more_of_a_limit_never_lowers_what_mixed_actions_reach(
    world: World, cap: int, more: float
) -> None:
    before = relax(world).values

    after = relax(with_more(world, {cap: (more,) * world.years})).values

    assert after[Goal.SHORTFALL] <= before[Goal.SHORTFALL] + NEAR
    if after[Goal.SHORTFALL] >= before[Goal.SHORTFALL] - 1e-6:
        assert after[Goal.GAIN] >= before[Goal.GAIN] - NEAR


@given(worlds(most_units=4), st.integers(0, 3))
@settings(max_examples=25, deadline=None)
def test_the_same_seed_gives_the_same_plan(world: World, seed: int) -> None:
    one = solve(world, seconds=MINUTE, seed=seed)
    other = solve(world, seconds=2 * MINUTE, seed=seed)

    assert replace(one, seconds=0.0) == replace(other, seconds=0.0)


@given(worlds(most_units=4))
@settings(max_examples=25, deadline=None)
def test_a_plan_asked_for_again_stays_as_it_is(world: World) -> None:
    plan = solve(world, seconds=MINUTE)
    again = replace(world, previous=first_year(world, plan))

    kept = solve(again, seconds=MINUTE)

    assert kept.decisions == plan.decisions
    assert kept.stage(Goal.CHANGE).value == 0.0


@given(worlds(most_units=4))
@settings(max_examples=25, deadline=None)
def test_the_order_of_units_does_not_matter(world: World) -> None:
    places = {number: len(world.units) - 1 - number for number in range(len(world.units))}
    caps = tuple(
        replace(cap, units=cap.units and tuple(places[one] for one in cap.units))
        for cap in world.caps
    )
    turned = replace(world, units=world.units[::-1], caps=caps)

    assert abs(_weighed(solve(world, seconds=MINUTE)) - _weighed(solve(turned))) <= NEAR
