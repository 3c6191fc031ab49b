"""What one more of something buys, what would make a target reachable, and money shared out."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naikkelas.roadmap.solver.curves import Curve, envelope, share_out, value_curve
from naikkelas.roadmap.solver.locks import Contradiction
from naikkelas.roadmap.solver.plan import Goal
from naikkelas.roadmap.solver.relaxing import relax, with_more
from naikkelas.roadmap.solver.solving import solve
from naikkelas.roadmap.solver.whatif import bought, needed_for_target
from naikkelas.roadmap.solver.world import Lock, Wish, World
from tests.roadmap_solver.small import mode, unit, village, worlds

WORK = mode("kerja", 1, 4, 2, 0.5)
NEAR = 1e-3


def test_money_for_one_more_unit_buys_its_chance() -> None:
    world = village(*(unit(code, 1, 0, WORK) for code in "ABC"), money=4, target=3)

    difference = bought(world, solve(world), 0, 4.0)

    assert difference.gain == pytest.approx(0.5, abs=NEAR)
    assert difference.shortfall == pytest.approx(-0.5, abs=NEAR)
    assert difference.cost == pytest.approx(4.0, abs=NEAR)
    assert difference.newly == pytest.approx((0.5,), abs=NEAR)


def test_more_of_what_is_not_scarce_buys_nothing() -> None:
    world = village(*(unit(code, 1, 0, WORK) for code in "ABC"), money=4, days=100, target=3)

    assert bought(world, solve(world), 1, 5.0).is_nothing


def test_less_can_be_asked_too_and_one_year_alone() -> None:
    world = village(unit("A", 1, 0, WORK), years=2, target=1)

    difference = bought(world, solve(world), 0, (-10.0, 0.0))

    assert difference.newly == pytest.approx((-0.5, 0.25), abs=NEAR)


@given(worlds())
@settings(max_examples=30, deadline=None)
def test_what_is_needed_makes_the_target_reachable(world: World) -> None:
    needed = needed_for_target(world)

    enough = relax(with_more(world, dict(enumerate(needed.extra)))).values[Goal.SHORTFALL]
    assert enough == pytest.approx(needed.shortfall, abs=5e-3)
    if relax(world).values[Goal.SHORTFALL] <= needed.shortfall + NEAR:
        assert needed.is_nothing


def test_the_least_money_for_a_target_is_computed() -> None:
    world = village(*(unit(code, 1, 0, WORK) for code in "ABC"), money=4, days=6, target=1.5)

    needed = needed_for_target(world, uses=(0,))

    assert needed.is_enough
    assert needed.extra[0] == pytest.approx((8.0,), abs=0.01)
    assert needed.extra[1] == (0.0,)


def test_where_other_limits_bind_money_alone_is_not_enough() -> None:
    world = village(*(unit(code, 1, 0, WORK) for code in "ABC"), money=4, days=2, target=1.5)

    assert needed_for_target(world, uses=(0,)).shortfall == pytest.approx(1.0)
    assert needed_for_target(world).is_enough


def test_a_target_above_what_exists_says_by_how_much() -> None:
    world = village(*(unit(code, 1, 0, WORK) for code in "ABC"), target=40)

    needed = needed_for_target(world)

    assert not needed.is_enough
    assert needed.shortfall == pytest.approx(38.5)


def test_a_contradiction_has_no_mixed_answer() -> None:
    world = village(*(unit(code, 1, 0, WORK) for code in "ABC"), money=4)
    locked = replace(world, locks=(Lock(0, 0, Wish.MUST), Lock(1, 0, Wish.MUST)))

    with pytest.raises(Contradiction):
        relax(locked)


# ---- central money


def test_the_curve_rises_until_all_that_can_be_done_is_done() -> None:
    world = village(*(unit(code, 1, 0, WORK) for code in "ABC"), money=0, target=0)

    curve = value_curve(world, 0, 24.0)

    assert curve.value(0) == pytest.approx(0.0, abs=NEAR)
    assert curve.value(4) == pytest.approx(0.5, abs=NEAR)
    assert curve.value(12) == pytest.approx(1.5, abs=NEAR)
    assert curve.value(1e9) == pytest.approx(1.5, abs=NEAR)


POINTS = st.lists(st.floats(-5, 5), min_size=1, max_size=6)


@given(POINTS)
def test_the_envelope_is_concave_and_nowhere_below(values: list[float]) -> None:
    curve = Curve(tuple((float(number), value) for number, value in enumerate(values)))

    hull = envelope(curve)

    slopes = [
        (b[1] - a[1]) / (b[0] - a[0]) for a, b in zip(hull.points, hull.points[1:], strict=False)
    ]
    assert slopes == sorted(slopes, reverse=True)
    assert all(slope >= 0 for slope in slopes)
    assert all(hull.value(money) >= value - 1e-9 for money, value in curve.points)


@given(st.lists(POINTS, min_size=1, max_size=3), st.integers(0, 8))
def test_money_goes_where_it_brings_the_most(lists: list[list[float]], budget: int) -> None:
    curves = [
        envelope(Curve(tuple((float(number), value) for number, value in enumerate(values))))
        for values in lists
    ]

    given_out = share_out(curves, float(budget))

    assert sum(given_out) <= budget + 1e-9
    best = _best_by_whole_units(curves, budget)
    reached = sum(curve.value(money) for curve, money in zip(curves, given_out, strict=True))
    assert reached >= best - 1e-9


def _best_by_whole_units(curves: list[Curve], budget: int) -> float:
    if not curves:
        return 0.0
    return max(
        curves[0].value(part) + _best_by_whole_units(curves[1:], budget - part)
        for part in range(budget + 1)
    )
