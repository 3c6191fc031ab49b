"""Why this unit and not that one, followed by hand in a small world."""

from dataclasses import replace

import pytest

from naikkelas.roadmap.solver.explaining import Reason, explain
from naikkelas.roadmap.solver.solving import solve
from naikkelas.roadmap.solver.world import Lock, Wish
from tests.roadmap_solver.small import mode, unit, village

GOOD, CHEAP = mode("baik", 1, 6, 2, 0.81), mode("murah", 1, 4, 1, 0.37)
POOR, HUGE = mode("lemah", 1, 6, 2, 0.2), mode("raksasa", 1, 60, 2, 0.9)
WORLD = village(
    unit("A", 1, 0, GOOD, CHEAP),
    unit("B", 1, 0, POOR),
    unit("C", 1),
    unit("D", 1, 0, HUGE),
    years=2,
    money=6,
)
PLAN = solve(WORLD)


def test_the_unit_that_brings_the_most_is_chosen_for_that() -> None:
    told = explain(WORLD, PLAN, 0)

    assert told.chosen == GOOD
    assert told.reason == Reason.WORTH_IT
    assert told.cheapest is not None
    assert told.cheapest.mode == CHEAP
    assert told.next_best is not None
    assert told.next_best.mode == CHEAP
    assert told.lacking == 0.0


def test_the_branches_tell_what_follows_success_and_failure() -> None:
    told = explain(WORLD, PLAN, 0)

    chances = {branch.state: branch.chance for branch in told.branches}
    assert chances == pytest.approx({2: 0.81, 1: 0.19})
    again = next(branch for branch in told.branches if branch.state == 1)
    assert again.modes[0][0] == "baik"
    assert sum(share for _, share in again.modes) == pytest.approx(1.0)


def test_a_unit_that_was_displaced_says_by_whom_and_by_which_limit() -> None:
    told = explain(WORLD, PLAN, 1)

    assert told.chosen is None
    assert told.reason in {Reason.NOT_WORTH_IT, Reason.NO_ROOM}
    assert [WORLD.caps[one.cap].code for one in told.binding] == ["uang"]
    assert told.binding[0].left == pytest.approx(0.0)
    assert told.binding[0].needed == 6
    assert told.displaced_by == (0,)


@pytest.mark.parametrize(("number", "reason"), [(2, Reason.NO_MODE), (3, Reason.TOO_LARGE)])
def test_a_unit_that_cannot_be_helped_says_why(number: int, reason: Reason) -> None:
    assert explain(WORLD, PLAN, number).reason == reason


def test_a_lock_is_named_as_the_reason() -> None:
    locked = replace(WORLD, locks=(Lock(0, 0, Wish.MUST_NOT),))

    assert explain(locked, solve(locked), 0).reason == Reason.LOCKED


def test_a_unit_that_loses_knows_how_much_it_lacks() -> None:
    """With room left it would be taken, so what is told must be about the means, not the room."""
    crowd = [unit(f"K{n}", 1, 0, GOOD) for n in range(5)]
    world = village(*crowd, unit("Z", 1, 0, POOR), years=2, money=18, target=5)

    told = explain(world, solve(world), 5)

    assert told.chosen is None
    assert told.lacking > 0
    assert told.cheaper_by > 0


def test_a_contradiction_can_still_be_asked_about() -> None:
    locked = replace(WORLD, locks=(Lock(2, 0, Wish.MUST),))

    told = explain(locked, solve(locked), 1)

    assert told.chosen is None
    assert told.branches == ()
