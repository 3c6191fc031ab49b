"""Bounds hold at any time, and are close where the first year's being whole matters."""

import highspy
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naikkelas.roadmap.solver.lexicographic import begin
from naikkelas.roadmap.solver.master import ROADS, Deadline, Master, Unsolved
from naikkelas.roadmap.solver.plan import Ending, Goal
from naikkelas.roadmap.solver.programmes import Programmes
from naikkelas.roadmap.solver.solving import solve
from naikkelas.roadmap.solver.verifying import faults
from naikkelas.roadmap.solver.world import World
from tests.roadmap_solver.direct import Direct
from tests.roadmap_solver.small import mode, unit, village, worlds

UNKNOWN = highspy.HighsModelStatus.kUnknown
BIG = mode("besar", 1, 6, 1, 0.5)


@given(worlds(), st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_any_prices_give_a_bound(world: World, seed: int) -> None:
    """Also prices that no linear programme ever gave."""
    master = Master(Programmes(world), overuse=False)
    master.aim({str(Goal.SHORTFALL): 5.0, str(Goal.GAIN): -1.0})
    duals = master.honest(np.random.default_rng(seed).normal(0, 3, len(master.lower)))

    best = master.programmes.best(master.weights(duals), master.allowed)
    bound = master.bound(duals, best.value)

    reached = Direct(world).settled((Goal.SHORTFALL, Goal.GAIN))
    assert bound <= 5.0 * reached[Goal.SHORTFALL] - reached[Goal.GAIN] + 1e-6


def test_the_bound_knows_that_the_first_year_is_whole() -> None:
    """Money for one and a half: mixed actions would use the half."""
    world = village(*(unit(code, 1, 0, BIG) for code in "ABC"), money=9, target=0)

    gain = solve(world).stage(Goal.GAIN)

    assert gain.value == pytest.approx(0.5)
    assert gain.gap < 0.01


def test_a_basis_that_leads_nowhere_is_left_for_another_road(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """HiGHS now and then ends with "Unknown" from a warm basis, as rolling simulation showed."""
    world = village(*(unit(code, 1, 0, BIG) for code in "ABC"), money=9, years=2)
    expected = solve(world).stage(Goal.GAIN).value
    run, calls = Master._run, iter(range(10_000))

    def doubtful(master: Master, deadline: Deadline) -> highspy.HighsModelStatus:
        status = run(master, deadline)
        return UNKNOWN if next(calls) % 3 else status

    monkeypatch.setattr(Master, "_run", doubtful)

    assert solve(world).stage(Goal.GAIN).value == pytest.approx(expected, abs=1e-4)


def test_a_programme_that_no_road_solves_is_said_to_be_so(monkeypatch: pytest.MonkeyPatch) -> None:
    world = village(unit("A", 1, 0, BIG))
    master = Master(Programmes(world), overuse=False)
    begin(master)
    tried = []

    def lost(master: Master, deadline: Deadline) -> highspy.HighsModelStatus:
        tried.append(deadline)
        return UNKNOWN

    monkeypatch.setattr(Master, "_run", lost)

    with pytest.raises(Unsolved, match="Unknown"):
        master.solve(Deadline(float("inf")))
    assert len(tried) == 1 + len(ROADS)


def test_where_the_lp_solver_gives_up_there_is_still_a_plan(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = village(*(unit(code, 1, 0, BIG) for code in "ABC"), money=9, years=2)
    run, calls = Master._run, iter(range(10_000))

    def tiring(master: Master, deadline: Deadline) -> highspy.HighsModelStatus:
        status = run(master, deadline)
        return status if next(calls) < 12 else UNKNOWN

    monkeypatch.setattr(Master, "_run", tiring)

    plan = solve(world)

    assert plan.ending == Ending.TIMED_OUT
    assert faults(world, plan) == []
