"""The back-test sees nothing of the year that it forecasts, and measures what it says."""

from dataclasses import replace

import numpy as np
import pytest

from benches import backtest, changes, idm
from benches.backtest import FALL, RISE, STAY, Year, brier, log_score, precision


@pytest.fixture(scope="module")
def real() -> idm.Idm:
    if not (idm.FOLDER / "nilai.csv").exists():
        pytest.skip(f"no reference data at {idm.FOLDER}")
    return idm.read()


@pytest.mark.long
def test_scores_that_came_later_change_no_forecast(real: idm.Idm) -> None:
    chance = np.random.default_rng(37)
    other = real.scores.copy()
    later = real.years == 2024
    other[later] = chance.permuted(other[later], axis=0)
    changed = replace(real, scores=other)

    found = backtest.forecasts(Year(real, 2023), paths=20)
    again = backtest.forecasts(Year(changed, 2023), paths=20)

    for one, same in zip(found, again, strict=True):
        assert one.shares.tolist() == same.shares.tolist(), one.name
        assert one.levels.tolist() == same.levels.tolist(), one.name
    came = Year(changed, 2023).came(changed.level)
    assert came.tolist() != Year(real, 2023).came(real.level).tolist()


def test_every_forecast_gives_each_village_one_whole(real: idm.Idm) -> None:
    for one in backtest.forecasts(Year(real, 2022), paths=20):
        assert one.shares.sum(axis=1) == pytest.approx(1)
        assert one.shares.min() > 0
        assert sorted(one.order.tolist()) == list(range(len(one.shares)))


def test_the_measures_are_what_their_names_say() -> None:
    came = np.array([RISE, STAY])
    sure = np.array([[0.0, 0.0, 1.0], [0.0, 1.0, 0.0]])
    halves = np.array([[0.0, 0.5, 0.5], [0.5, 0.5, 0.0]])

    assert brier(sure, came) == 0
    assert brier(sure, np.array([FALL, FALL])) == 2
    assert brier(halves, came) == pytest.approx(0.5)
    assert log_score(halves, came) == pytest.approx(np.log(2))
    assert precision(np.array([1, 0, 2, 3]), np.array([0, 1, 0, 1]), 0.5) == 0.5


def test_played_scores_stay_among_those_that_an_indicator_knows() -> None:
    chance = np.random.default_rng(37)
    before = chance.choice([0, 5], size=(60, 4))
    after = np.where(chance.random((60, 4)) < 0.3, 5, before)
    history = [changes.Pairs(2021, before, after, ("6301",) * 30 + ("6302",) * 30)]
    learned = changes.learn(history, [(0, 1), (2, 3)])

    played = np.concatenate(list(changes.play(learned, before, history[0].homes, paths=50, seed=1)))

    assert played.shape == (50, 60, 4)
    assert set(np.unique(played).tolist()) == {0, 5}
    assert (played >= before).all()  # nothing ever fell
    ups, seen = (played > before).sum() / 50, (after > before).sum()
    assert ups == pytest.approx(seen, rel=0.35)
