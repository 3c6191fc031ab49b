"""Proposals stay within what a mentor can do, and take what has the most to lose."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naikkelas.coaching.rules.proposing import (
    Candidate,
    Ground,
    kilometres,
    propose,
    since_last,
    spread,
)

START = date(2026, 3, 17)
_GROUNDS = st.builds(Ground, st.floats(0, 2), st.floats(0, 1), st.just("Sebab."))


@st.composite
def candidates(draw: st.DrawFn) -> list[Candidate]:
    count = draw(st.integers(0, 20))
    return [
        Candidate(
            f"kampung {place:02d}",
            draw(st.integers(1, 3)),
            tuple(draw(st.lists(_GROUNDS, max_size=3))),
            draw(st.none() | st.integers(-30, 90).map(lambda days: START + timedelta(days=days))),
        )
        for place in range(count)
    ]


@settings(max_examples=40)
@given(candidates(), st.dictionaries(st.integers(1, 3), st.integers(0, 9)))
def test_nobody_is_given_more_than_fits_and_nothing_better_is_left(
    found: list[Candidate], capacity: dict[int, int]
) -> None:
    made = propose(found, capacity, START)

    chosen = [one.candidate for one in made]
    assert len({one.kampung for one in chosen}) == len(chosen)
    assert all(START <= one.day <= START + timedelta(days=90) for one in made)
    assert all(one.day.weekday() < 5 for one in made)
    for mentor in (1, 2, 3):
        own = [one for one in chosen if one.mentor == mentor]
        left = [one for one in found if one.mentor == mentor and one not in own and one.loss > 0]
        assert len(own) <= capacity.get(mentor, 0)
        if left:
            assert len(own) == capacity.get(mentor, 0)
            assert all(one.loss >= max(other.loss for other in left) for one in own)
    assert made == propose(reversed(found), capacity, START)


@given(st.integers(0, 2000), st.integers(0, 2000))
def test_the_longer_ago_the_more_there_is_to_lose(days: int, more: int) -> None:
    sooner, later = (since_last(START - timedelta(days=ago), START) for ago in (days, days + more))

    assert sooner.loss <= later.loss <= since_last(None, START).loss


def test_distances_are_those_of_the_globe() -> None:
    pelaihari, banjarmasin = (-3.80, 114.77), (-3.32, 114.59)

    assert kilometres(pelaihari, banjarmasin) == pytest.approx(57, abs=2)
    assert spread([pelaihari]) is None
    assert spread([pelaihari, banjarmasin, pelaihari]) == kilometres(pelaihari, banjarmasin)
