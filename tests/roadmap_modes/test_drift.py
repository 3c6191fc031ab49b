"""A year without work: thin margins and old reports lose indexes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naikkelas.roadmap.rules.catalogue import Figure
from naikkelas.roadmap.rules.drift import NO_DRIFT, Drift, drift_of
from tests.roadmap_modes.examples import PASSING, PORTAL, scores_of_a_kampung


def test_with_no_drift_everything_stays() -> None:
    assert drift_of(PORTAL, PASSING, NO_DRIFT, months=40) == tuple(
        ((state, 1.0),) for state in range(8)
    )


def test_a_point_to_spare_halves_the_risk_and_an_older_report_raises_it() -> None:
    drift = Drift()

    assert drift.chance(1, 0) == pytest.approx(drift.chance(0, 0) / 2)
    assert drift.chance(0, 24) > drift.chance(0, 12) > drift.chance(0, 0)
    assert drift.chance(0, None) == drift.chance(0, 36)
    assert drift.chance(0, 9999) == drift.most.value


@given(scores_of_a_kampung, st.integers(0, 48) | st.none())
def test_only_passed_indexes_are_lost_and_probabilities_add_up(
    scores: tuple[int, ...], months: int | None
) -> None:
    for state, outcomes in enumerate(drift_of(PORTAL, scores, Drift(), months=months)):
        assert sum(share for _, share in outcomes) == pytest.approx(1, abs=1e-12)
        assert all(reached & ~state == 0 for reached, _ in outcomes)


def test_a_failing_index_may_rise_by_itself_where_that_is_assumed() -> None:
    rising = Drift(drop=Figure(0.0), rise=Figure(0.1))

    outcomes = dict(drift_of(PORTAL, PASSING, rising, months=0)[3])

    assert outcomes == pytest.approx({3: 0.9, 7: 0.1})
