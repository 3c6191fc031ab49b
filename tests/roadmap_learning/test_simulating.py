"""Rolling years: luck is drawn, states are seen, limits and targets move on with the years."""

from collections.abc import Sequence

import numpy as np
import pytest

from naikkelas.roadmap.solver import worlds
from naikkelas.roadmap.solver.greedy import cheapest_first, most_per_rupiah
from naikkelas.roadmap.solver.simulating import deliver, next_year, wrong
from naikkelas.roadmap.solver.world import Lock, Mode, Wish, World
from tests.roadmap_learning.tiny import unit, way, world

SURE = way("pasti", 60, 1.0)
HALF = way("separuh", 30, 0.5)
SMALL = worlds.Family("kecil", kampung=30, kecamatan=3, years=3)


def idle(given: World) -> Sequence[Mode | None]:
    return [None] * len(given.units)


def test_sure_steps_are_delivered_one_budget_a_year() -> None:
    small = world(unit(1, SURE), unit(2, SURE), unit(3, SURE), budget=60)

    got = deliver(small, cheapest_first, paths=3, seed=1)

    assert got.newly.tolist() == [[1, 1]] * 3
    assert got.gain.tolist() == [[2, 2]] * 3
    assert got.spent.tolist() == [[60, 60]] * 3
    assert got.worth.tolist() == [4.0] * 3
    assert got.shortfall.tolist() == [0.0] * 3
    assert got.reached.tolist() == [1.0, 1.0]


def test_a_failure_is_tried_again_and_a_chance_is_a_frequency() -> None:
    small = world(unit(1, HALF), years=2)

    got = deliver(small, cheapest_first, paths=600, seed=1)

    assert got.newly[:, 0].mean() == pytest.approx(0.5, abs=0.07)
    assert got.newly.sum(axis=1).mean() == pytest.approx(0.75, abs=0.06)
    assert got.shortfall.mean() == pytest.approx(2 - 0.75, abs=0.06)


def test_the_same_seed_is_the_same_luck_for_every_planner() -> None:
    big = worlds.draw(SMALL, 37)

    one = deliver(big, most_per_rupiah, paths=2, seed=5)
    again = deliver(big, most_per_rupiah, paths=2, seed=5)
    nobody = deliver(big, idle, paths=2, seed=5)

    assert one.gain.tolist() == again.gain.tolist()
    assert one.worth.mean() > nobody.worth.mean()
    assert nobody.spent.sum() == 0


def test_a_year_later_the_world_is_a_year_shorter() -> None:
    locks = [Lock(0, 0, Wish.MUST), Lock(1, 1, Wish.MUST_NOT)]
    small = world(unit(1, HALF), unit(2, HALF), years=3, locks=locks)

    later = next_year(small, [1, 0], [HALF, None])

    assert [one.state for one in later.units] == [1, 0]
    assert (later.years, later.target) == (2, (1.0, 1.0))
    assert later.caps[0].amounts == (100.0, 100.0)
    assert later.locks == (Lock(1, 0, Wish.MUST_NOT),)
    assert later.previous == {"K1": "separuh", "K2": ""}


def test_wrong_beliefs_are_too_hopeful_and_everything_else_stays() -> None:
    big = worlds.draw(SMALL, 37)

    true = wrong(big, seed=1)

    ratios = []
    for believed, real in zip(big.units, true.units, strict=True):
        assert believed.drift == real.drift
        for one, other in zip(believed.modes, real.modes, strict=True):
            assert (one.code, one.uses) == (other.code, other.uses)
            assert sum(share for _, share in other.outcomes) == pytest.approx(1)
            ratios.append(big.gain(one.state, other.outcomes) - big.gain(one.state, one.outcomes))
    assert np.mean(ratios) < -0.02
    assert np.std(ratios) > 0.05


def test_the_truth_decides_and_the_belief_plans() -> None:
    small = world(unit(1, SURE), years=1)

    got = deliver(small, cheapest_first, paths=400, seed=1, truth=wrong(small, seed=3, spread=0.0))

    assert got.newly.mean() == pytest.approx(0.85, abs=0.06)
    assert got.spent.tolist() == [[60]] * 400
