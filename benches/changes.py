"""How scores change from one year to the next, learned from pairs of years, played forward.

Indicators: for every indicator and score the probabilities of going up and down and where to,
pulled towards those of all indicators of the dimension with as many points to win or lose.

Villages: some have nearly nothing re-scored in a year and some nearly everything, and neighbours
are alike since a kabupaten's people score together. So each path deals to every kabupaten a
kabupaten-year of the past (its own with probability `OWN`, of one year that all share with
probability `SHARED`), and to every village the activity (ups and downs against what is usual) of
one of its villages. No shape of the shocks is assumed; they are as large as those that were seen.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

SCORES = 6
OWN, SHARED = 0.4, 0.5
"""Chosen on 2022→2023, never on the year that is judged."""
SHOCK = 0.25
"""Spread of the year that all villages share (of log activity): assumed, two years teach little."""
_PULL = 20.0
"""Village-years that the pooled probabilities are worth."""
_MOST = 0.95
_AT_ONCE = 40


@dataclass(frozen=True)
class Pairs:
    """Villages seen in two years that follow each other; arrays along the villages."""

    year: int
    before: Integers
    after: Integers
    homes: tuple[str, ...]
    """Kabupaten of each village."""


@dataclass(frozen=True)
class Changes:
    """What was learned."""

    chances: Floats
    """(indicator, score before, score after); rows add up to 1."""
    activity: dict[tuple[int, str], Floats]
    """By year and kabupaten: (village, ups and downs), 1 being usual."""


def learn(history: Sequence[Pairs], dimensions: Sequence[Sequence[int]]) -> Changes:
    """Chances and activities of these pairs of years."""
    counts = np.stack([_counts(pairs) for pairs in history]).sum(axis=0)
    chances = _pooled(counts, dimensions)
    activity: dict[tuple[int, str], Floats] = {}
    for pairs in history:
        own, homes = _activity(pairs, chances), np.array(pairs.homes)
        for home in sorted(set(pairs.homes)):
            activity[pairs.year, home] = own[homes == home]
    return Changes(chances, activity)


def play(
    changes: Changes, scores: Integers, homes: Sequence[str], *, paths: int, seed: int
) -> Iterator[Integers]:
    """Next year's scores, (path, village, indicator), some paths at a time."""
    chance = np.random.default_rng(seed)
    places = np.arange(scores.shape[1])
    base = changes.chances[places, scores]  # (village, indicator, score after)
    above = np.arange(SCORES) > scores[:, :, None]
    below = np.arange(SCORES) < scores[:, :, None]
    for start in range(0, paths, _AT_ONCE):
        size = min(_AT_ONCE, paths - start)
        times = np.stack([_deal(changes, homes, chance) for _ in range(size)])
        times[:, :, 0] *= np.exp(chance.normal(0.0, SHOCK, size))[:, None]
        ups = base * above * times[:, :, None, :1]
        downs = base * below * times[:, :, None, 1:]
        moved = ups + downs
        total = moved.sum(axis=-1, keepdims=True)
        moved *= np.minimum(1.0, _MOST / np.maximum(total, 1e-12))
        ends = np.cumsum(moved, axis=-1)
        luck = chance.random(ends.shape[:-1])
        place = (luck[..., None] >= ends).sum(axis=-1)
        yield np.where(place < SCORES, place, scores)


def _counts(pairs: Pairs) -> Floats:
    indicators = pairs.before.shape[1]
    counts = np.zeros((indicators, SCORES, SCORES))
    places = np.broadcast_to(np.arange(indicators), pairs.before.shape)
    np.add.at(counts, (places, pairs.before, pairs.after), 1.0)
    return counts


def _pooled(counts: Floats, dimensions: Sequence[Sequence[int]]) -> Floats:
    """Shares by indicator and score, pulled towards the dimension where they are few.

    Only scores that the indicator is known to have can be reached.
    """
    shares = np.zeros_like(counts)
    for positions in dimensions:
        places = list(positions)
        pool = counts[places].sum(axis=0)
        usual = (pool + np.eye(SCORES)) / (pool + np.eye(SCORES)).sum(axis=1, keepdims=True)
        for place in places:
            known = (counts[place].sum(axis=0) + counts[place].sum(axis=1)) > 0
            allowed = usual * known + np.eye(SCORES) * 1e-9
            allowed /= allowed.sum(axis=1, keepdims=True)
            own = counts[place] + _PULL * allowed
            shares[place] = own / own.sum(axis=1, keepdims=True)
    return shares


def _activity(pairs: Pairs, chances: Floats) -> Floats:
    """Ups and downs of each village against what its scores would lead one to expect."""
    places = np.arange(pairs.before.shape[1])
    rows = chances[places, pairs.before]
    scores = np.arange(SCORES)
    expected_up = (rows * (scores > pairs.before[:, :, None])).sum(axis=(1, 2))
    expected_down = (rows * (scores < pairs.before[:, :, None])).sum(axis=(1, 2))
    ups = (pairs.after > pairs.before).sum(axis=1) / np.maximum(expected_up, 0.3)
    downs = (pairs.after < pairs.before).sum(axis=1) / np.maximum(expected_down, 0.3)
    return np.stack([ups, downs], axis=1)


def _deal(changes: Changes, homes: Sequence[str], chance: np.random.Generator) -> Floats:
    """Activities for all villages on one path."""
    known = list(changes.activity)
    years = sorted({year for year, _ in known})
    shared = years[int(chance.integers(len(years)))] if chance.random() < SHARED else 0
    places = np.array(homes)
    dealt = np.ones((len(homes), 2))
    for home in sorted(set(homes)):
        pool = [key for key in known if key[0] == shared] if shared else known
        own = [key for key in pool if key[1] == home]
        choice = own if own and chance.random() < OWN else pool
        past = changes.activity[choice[int(chance.integers(len(choice)))]]
        mine = places == home
        dealt[mine] = past[chance.integers(len(past), size=int(mine.sum()))]
    return dealt
