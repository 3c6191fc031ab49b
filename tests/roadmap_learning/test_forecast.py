"""What is to be expected: exact where everything is sure, wide where little is known."""

from dataclasses import replace

import numpy as np
import pytest

from naikkelas.roadmap.solver import worlds
from naikkelas.roadmap.solver.forecast import (
    ASSUMED_SHOCK,
    Doubt,
    Shock,
    Watched,
    forecast,
    learn_shock,
)
from naikkelas.roadmap.solver.greedy import most_per_rupiah
from naikkelas.roadmap.solver.plan import REST, Part
from tests.roadmap_learning.tiny import plan_of, unit, way, world

CALM = Shock((0.0,), (1.0,))
CERTAIN = Doubt(attempts=1e6, rest=1e6, programme=0.0, shock=CALM)
HALF = way("separuh", 30, 0.5)


def test_with_nothing_in_doubt_the_counts_are_those_of_the_chances() -> None:
    small = world(*(unit(number, HALF) for number in range(8)))
    retry = [Part(number, 1, 0, "separuh", 0.5) for number in range(8)]

    got = forecast(small, plan_of(*[HALF] * 8, policy=retry), paths=3_000, doubt=CERTAIN).plan

    assert got.newly[0].mean == pytest.approx(4, abs=0.1)
    assert got.newly[1].mean == pytest.approx(2, abs=0.1)
    assert got.newly[0].middle_80 == (3, 5)  # holds 71 %, nearer to its name than 2–6 with 93 %
    assert got.newly[0].reach == pytest.approx(1 - 0.5**8, abs=0.01)
    assert got.counting[-1] == pytest.approx(6, abs=0.1)
    assert got.total.mean == pytest.approx(6, abs=0.1)


def test_as_now_nobody_works_and_a_state_without_policy_rests() -> None:
    small = world(unit(1, HALF), unit(2, HALF))

    got = forecast(small, plan_of(HALF, None), paths=400, doubt=CERTAIN)

    assert got.as_now.total.mean == 0
    assert got.plan.newly[1].mean == 0


def test_under_a_plan_that_could_not_be_made_nobody_works() -> None:
    small = world(unit(1, HALF), unit(2, HALF))

    got = forecast(small, plan_of(), paths=50, seed=3)

    assert got.plan.newly == got.as_now.newly


def test_a_policy_in_parts_is_played_by_its_shares() -> None:
    small = world(unit(1, way("pasti", 1, 1.0)))
    parts = [Part(0, 1, 0, "pasti", 0.25), Part(0, 1, 0, REST, 0.75)]

    got = forecast(small, plan_of(None, policy=parts), paths=4_000, doubt=CERTAIN).plan

    assert got.newly[1].mean == pytest.approx(0.25, abs=0.03)


def test_doubt_widens_the_interval_and_leaves_the_middle() -> None:
    small = world(*(unit(number, HALF) for number in range(40)))
    plan = plan_of(*[HALF] * 40)

    sure = forecast(small, plan, paths=1_000, doubt=CERTAIN).plan.newly[0]
    unsure = forecast(small, plan, paths=1_000).plan.newly[0]

    assert width(unsure.middle_80) > 1.5 * width(sure.middle_80)
    assert unsure.mean == pytest.approx(sure.mean, abs=1.5)


def width(interval: tuple[int, int]) -> int:
    return interval[1] - interval[0]


def test_what_attempts_have_taught_narrows_it_again() -> None:
    small = world(*(unit(number, HALF) for number in range(40)))
    plan = plan_of(*[HALF] * 40)
    loose = Doubt(attempts=4, programme=0.0, shock=CALM)

    before = forecast(small, plan, paths=1_000, doubt=loose).plan.newly[0]
    after = forecast(small, plan, paths=1_000, doubt=replace(loose, by_action={"separuh": 400}))

    assert width(after.plan.newly[0].middle_80) < 0.7 * width(before.middle_80)


def test_the_same_seed_gives_the_same_forecast() -> None:
    big = worlds.draw(worlds.Family("kecil", kampung=30, kecamatan=3, years=3), 37)
    plan = plan_of(*most_per_rupiah(big))

    assert forecast(big, plan, paths=60, seed=3).plan.newly == (
        forecast(big, plan, paths=60, seed=3).plan.newly
    )


def test_without_any_kampung_nothing_is_expected() -> None:
    got = forecast(world(target=0.0), plan_of(), paths=10)

    assert got.plan.total.mean == 0
    assert got.plan.total.reach == 1


def test_the_size_of_shocks_is_learned_from_years_that_went_far_from_expected() -> None:
    quiet = [Watched(expected=20, variance=12, slope=12, seen=seen) for seen in (19, 21, 20, 22)]
    wild = [Watched(expected=20, variance=12, slope=12, seen=seen) for seen in (5, 34, 9, 31)]

    assert learn_shock([]).mean == pytest.approx(ASSUMED_SHOCK.mean)
    assert learn_shock(quiet).mean < ASSUMED_SHOCK.mean < learn_shock(wild).mean


FAMILY = worlds.Family("kecil", kampung=60, kecamatan=4, years=1, efforts=1, share=0.6)


def test_the_interval_of_80_percent_covers_70_to_90_in_drawn_realities() -> None:
    """Realities have shocks and errors of their own; chances at face value promise too much."""
    held: list[bool] = []
    held_at_face_value: list[bool] = []
    for seed in range(12):
        big = worlds.draw(FAMILY, 200 + seed)
        plan = plan_of(*most_per_rupiah(big))
        reality = forecast(big, plan, paths=25, seed=9_000 + seed).plan.paths[:, 0].tolist()
        for told, hits in ((Doubt(), held), (CERTAIN, held_at_face_value)):
            expected = forecast(big, plan, paths=300, seed=seed, doubt=told).plan.newly[0]
            low, high = expected.middle_80
            hits += [low <= seen <= high for seen in reality]

    assert 0.7 <= np.mean(held) <= 0.9
    assert np.mean(held_at_face_value) < np.mean(held) - 0.08
