"""Whom to visit first: risk from margin, trend and silence, cut at the capacity."""

import numpy as np
import pytest

from naikkelas.roadmap.solver.special import expit
from naikkelas.roadmap.solver.warning import (
    ASSUMED,
    Happened,
    Risk,
    Standing,
    fit,
    precision_at,
    ranked,
    warn,
)


def standing(code: str, **given: float) -> Standing:
    facts = {"worth": 2.0, "margin": 1.0, "trend": 0.0, "months": 1.0} | given
    return Standing(code, **facts)


@pytest.mark.parametrize(
    "worse",
    [{"margin": 0.0}, {"trend": -1.0}, {"months": 14.0}, {"worth": 3.0}],
    ids=["nearer to the threshold", "falling", "silent", "more to lose"],
)
def test_who_stands_worse_is_visited_first(worse: dict[str, float]) -> None:
    first, second = warn([standing("A"), standing("B", **worse)], capacity=2)

    assert (first.code, second.code) == ("B", "A")
    assert first.loss > second.loss


def test_no_more_are_named_than_can_be_visited() -> None:
    everyone = [standing(f"K{number}") for number in range(9)]

    assert [one.code for one in warn(everyone, capacity=3)] == ["K0", "K1", "K2"]
    assert warn(everyone, capacity=0) == ()
    assert warn([], capacity=3) == ()


def test_a_chance_joins_both_risks() -> None:
    (one,) = warn([standing("A", worth=2.0)], capacity=1)

    assert one.chance == pytest.approx(one.drop + one.silence - one.drop * one.silence)
    assert one.loss == pytest.approx(2.0 * one.chance)


def test_without_history_the_assumptions_stand() -> None:
    assert fit([]) == ASSUMED


TRUE = Risk(drop=(-0.8, -1.1, -0.9, 0.2), silence=(-3.0, 0.0, -0.2, 2.2))


def history(count: int, seed: int) -> list[tuple[Standing, Happened]]:
    """Kampung whose risks are known because they were made so."""
    chance = np.random.default_rng(seed)
    found = []
    for number in range(count):
        one = standing(
            f"K{number:04}",
            worth=float(chance.choice([1.0, 2.0, 3.0])),
            margin=float(chance.gamma(2.0, 0.9)),
            trend=float(chance.normal(0, 0.7)),
            months=float(chance.exponential(5.0)),
        )
        facts = np.array([1.0, one.margin, one.trend, one.months / 12])
        drop, silence = (float(expit(facts @ np.array(c))) for c in (TRUE.drop, TRUE.silence))
        found.append((one, Happened(bool(chance.random() < drop), bool(chance.random() < silence))))
    return found


def test_a_long_history_finds_the_true_curves() -> None:
    risk = fit(history(4_000, 1))

    assert risk.drop == pytest.approx(TRUE.drop, abs=0.25)
    assert risk.silence == pytest.approx(TRUE.silence, abs=0.35)


def test_learned_alarms_are_calibrated_and_hit_more_often_than_chance() -> None:
    risk = fit(history(400, 2))
    later = history(2_000, 3)
    came = {one.code: after.dropped or after.silent for one, after in later}
    alarms = ranked([one for one, _ in later], risk)

    by_chance = sum(came.values()) / len(came)
    assert precision_at(alarms, came, 100) > 2 * by_chance
    likely = sorted(alarms, key=lambda one: one.chance)
    for start in range(0, 2_000, 400):  # fifths, from the safest to the most endangered
        fifth = likely[start : start + 400]
        expected = np.mean([one.chance for one in fifth])
        assert np.mean([came[one.code] for one in fifth]) == pytest.approx(expected, abs=0.08)


def test_of_no_alarms_none_came_true() -> None:
    assert precision_at([], {}, 5) == 0.0
