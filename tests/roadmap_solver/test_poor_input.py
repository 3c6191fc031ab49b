"""Worlds that are odd but may come: nothing to do, nothing to do it with, nobody to do it for."""

from dataclasses import replace
from itertools import count

import pytest

from naikkelas.roadmap.solver.plan import Ending, Goal
from naikkelas.roadmap.solver.solving import solve
from naikkelas.roadmap.solver.verifying import faults
from naikkelas.roadmap.solver.world import Cap, Lock, Mode, Wish, World
from tests.roadmap_solver.small import USES, mode, unit, village

WORK = mode("kerja", 1, 4, 2, 0.5)
LIGHT = mode("ringan", 1, 3, 1, 0.37)


def test_without_units_there_is_nothing_to_decide() -> None:
    world = village(years=3, target=2)

    plan = solve(world)

    assert plan.ending == Ending.CERTIFIED
    assert plan.decisions == ()
    assert plan.shortfall == 6
    assert faults(world, plan) == []


def test_a_single_unit_is_worked_on_until_it_counts() -> None:
    world = village(unit("A", 1, 0, WORK), years=2)

    plan = solve(world)

    assert plan.decisions == (WORK,)
    assert [year.newly for year in plan.years] == pytest.approx([0.5, 0.25], abs=1e-4)
    assert plan.shortfall == pytest.approx(1.25, abs=1e-4)
    assert faults(world, plan) == []


def test_units_without_any_mode_rest() -> None:
    world = village(unit("A", 1), unit("B", 0), years=2)

    plan = solve(world)

    assert plan.decisions == (None, None)
    assert plan.shortfall == 2
    assert faults(world, plan) == []


def test_a_mode_that_cannot_succeed_is_not_paid_for() -> None:
    world = village(unit("A", 1, 0, mode("sia-sia", 1, 4, 2, 0.0)), years=2)

    plan = solve(world)

    assert plan.decisions == (None,)
    assert plan.stage(Goal.COST).value == 0.0


@pytest.mark.parametrize(("money", "days"), [(0.0, 10.0), (10.0, 0.0), (0.0, 0.0)])
def test_zero_budgets_leave_rest_only(money: float, days: float) -> None:
    world = village(unit("A", 1, 0, WORK), unit("B", 1, 0, WORK), money=money, days=days, years=2)

    plan = solve(world)

    assert plan.ending == Ending.CERTIFIED
    assert plan.decisions == (None, None)
    assert faults(world, plan) == []


def test_a_mode_that_costs_nothing_is_done_with_a_budget_of_zero() -> None:
    free = mode("gratis", 1, 0, 1, 0.5)
    world = village(unit("A", 1, 0, free), money=0)

    assert solve(world).decisions == (free,)


def test_a_limit_without_end_limits_nothing() -> None:
    world = village(unit("A", 1, 0, WORK), unit("B", 1, 0, WORK), target=2)
    endless = replace(world, caps=(Cap("uang", "Dana desa", 0, (float("inf"),)),))

    plan = solve(endless)

    assert plan.decisions == (WORK, WORK)
    assert faults(endless, plan) == []


def test_a_world_without_limits_or_target_is_solved() -> None:
    world = replace(village(unit("A", 1, 0, WORK)), caps=(), target=(0.0,))

    plan = solve(world)

    assert plan.decisions == (WORK,)
    assert faults(world, plan) == []


def test_the_last_rupiah_can_be_spent_but_not_one_more() -> None:
    units = [unit(code, 1, 0, WORK) for code in "ABC"]

    assert sum(one is not None for one in solve(village(*units, money=12)).decisions) == 3
    assert sum(one is not None for one in solve(village(*units, money=11.99)).decisions) == 2


def test_amounts_in_whole_rupiah_are_solved_as_well_as_small_ones() -> None:
    dear = Mode("mahal", 1, (1_234_567_890.0, 2.0), WORK.outcomes)
    world = village(*(unit(code, 1, 0, dear) for code in "ABC"), money=2.5e9, years=2, target=2)

    plan = solve(world)

    assert sum(one is not None for one in plan.decisions) == 2
    assert faults(world, plan) == []


# ---- locks


def test_a_lock_on_more_than_the_limits_allow_names_limit_and_units() -> None:
    world = village(unit("A", 1, 0, WORK), unit("B", 1, 0, WORK, LIGHT), unit("C", 1), money=6)
    locked = replace(world, locks=(Lock(0, 0, Wish.MUST), Lock(1, 0, Wish.MUST)))

    plan = solve(locked)

    assert plan.ending == Ending.CONTRADICTION
    assert plan.conflicts == (
        "Batas Dana desa tahun ke-1: kunci untuk kampung A, B memerlukan sedikitnya 7, tersedia 6.",
    )
    assert faults(locked, plan) == []


def test_a_lock_on_a_unit_without_modes_says_so() -> None:
    locked = replace(village(unit("A", 1)), locks=(Lock(0, 0, Wish.MUST),))

    [sentence] = solve(locked).conflicts

    assert sentence.startswith("Kampung A")
    assert "tidak ada cara kerja" in sentence


def test_a_lock_on_a_unit_whose_modes_are_all_too_large_says_so() -> None:
    locked = replace(village(unit("A", 1, 0, WORK), money=1), locks=(Lock(0, 0, Wish.MUST),))

    [sentence] = solve(locked).conflicts

    assert "melampaui" in sentence


def test_locks_that_fail_only_together_are_the_fewest_that_do() -> None:
    """Money for one dear and slow way each, days for one quick and cheap way each."""
    dear, long = mode("mahal", 1, 6, 1, 0.5), mode("lama", 1, 1, 6, 0.5)
    units = [unit(code, 1, 0, dear, long) for code in "ABC"]
    world = village(*units, unit("D", 1, 0, mode("kecil", 1, 0, 0, 0.5)), money=8, days=8)
    locked = replace(world, locks=tuple(Lock(one, 0, Wish.MUST) for one in range(4)))

    plan = solve(locked)

    assert plan.ending == Ending.CONTRADICTION
    assert all(code in plan.conflicts[0] for code in "ABC")
    assert "D (" not in plan.conflicts[0]


def test_a_unit_that_must_rest_rests_and_another_takes_its_place() -> None:
    world = village(unit("A", 1, 0, WORK), unit("B", 1, 0, LIGHT), money=4)

    assert solve(world).decisions == (WORK, None)
    assert solve(replace(world, locks=(Lock(0, 0, Wish.MUST_NOT),))).decisions == (None, LIGHT)


def test_a_named_mode_is_done_though_another_is_better() -> None:
    world = village(unit("A", 1, 0, WORK, LIGHT))

    assert solve(world).decisions == (WORK,)
    assert solve(replace(world, locks=(Lock(0, 0, Wish.MODE, "ringan"),))).decisions == (LIGHT,)


def test_work_demanded_later_is_planned_for_later() -> None:
    world = village(unit("A", 1, 0, LIGHT), unit("B", 1, 0, LIGHT), money=3, days=1, years=2)
    locked = replace(world, locks=(Lock(0, 1, Wish.MUST), Lock(0, 0, Wish.MUST_NOT)))

    plan = solve(locked)

    assert plan.decisions[0] is None
    assert {part.mode for part in plan.policy if (part.unit, part.year) == (0, 1)} == {"ringan"}
    assert faults(locked, plan) == []


# ---- time


def _world() -> World:
    units = [unit(f"K{n}", 1, 0, WORK, LIGHT) for n in range(8)]
    return village(*units, years=3, money=13, target=2)


@pytest.mark.parametrize("seconds", [0, 3, 6, 9, 12, 20, 40])
def test_when_time_runs_out_the_best_so_far_is_given_and_said_to_be_so(seconds: int) -> None:
    """A clock that moves one second whenever it is looked at."""
    ticks = count()

    plan = solve(_world(), seconds=seconds, clock=lambda: float(next(ticks)))

    assert plan.ending == Ending.TIMED_OUT
    assert faults(_world(), plan) == []
    certified = solve(_world())
    assert plan.stage(Goal.SHORTFALL).bound <= certified.stage(Goal.SHORTFALL).value + 1e-6
    assert plan.stage(Goal.SHORTFALL).value >= certified.stage(Goal.SHORTFALL).bound - 1e-6


def test_more_time_than_needed_changes_nothing() -> None:
    ticks = count()

    plan = solve(_world(), seconds=10_000, clock=lambda: float(next(ticks)))

    assert plan.ending == Ending.CERTIFIED
    assert plan.decisions == solve(_world()).decisions


def test_time_that_runs_out_on_locks_decides_nothing_and_says_so() -> None:
    locked = replace(_world(), locks=(Lock(0, 0, Wish.MUST),))
    ticks = count()

    plan = solve(locked, seconds=0, clock=lambda: float(next(ticks)))

    assert plan.ending == Ending.TIMED_OUT
    assert plan.decisions == (None,) * 8
    assert "Waktu habis" in plan.conflicts[0]
    assert len(USES) == 2
