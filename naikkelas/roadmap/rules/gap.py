"""Which indicator points are missing for a level: the smallest sets, all of them, exactly.

Points of different dimensions add up, so a branch (the indexes to be gained) is a product: the
smallest sets of each of its dimensions, freely combined. That keeps everything computed and
nothing listed that is only a combination. Levels are "at least" and no index is ever given up
(decision 1).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from math import prod

from naikkelas.classification.rules.points import COUNTING as COUNTING
from naikkelas.classification.rules.points import (
    NO_INDEX,
    PASSED,
    order_of,
    score_when_empty,
    subsets,
)
from naikkelas.classification.rules.points import points_to as points_to
from naikkelas.instruments.rules import Instrument, Scorecard


@dataclass(frozen=True, slots=True)
class Raise:
    """One indicator from one score to a higher one; `start` 0 stands for "no score"."""

    indicator: str
    start: int
    end: int

    @property
    def points(self) -> int:
        return self.end - self.start


RaiseSet = tuple[Raise, ...]


@dataclass(frozen=True, slots=True)
class Gain:
    """One dimension to bring to its threshold: every smallest set of raises that does it."""

    dimension: str
    points: int
    sets: tuple[RaiseSet, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """The indexes to gain together, and the level that they lead to."""

    gains: tuple[Gain, ...]
    level: str

    @property
    def dimensions(self) -> tuple[str, ...]:
        return tuple(gain.dimension for gain in self.gains)

    @property
    def points(self) -> int:
        """Total of indicator points; no smaller set leads here."""
        return sum(gain.points for gain in self.gains)

    @property
    def count(self) -> int:
        """How many smallest sets there are."""
        return prod(len(gain.sets) for gain in self.gains)

    def sets(self) -> Iterator[RaiseSet]:
        """Every smallest set of the branch, one by one: there can be thousands."""
        for parts in product(*(gain.sets for gain in self.gains)):
            yield tuple(one for part in parts for one in part)


@dataclass(frozen=True, slots=True)
class Goal:
    """At least this level; branches that cannot be shortened, cheapest first."""

    level: str
    branches: tuple[Branch, ...]

    @property
    def points(self) -> int:
        return self.branches[0].points

    @property
    def count(self) -> int:
        """How many smallest sets reach the goal with its fewest points."""
        return sum(branch.count for branch in self.branches if branch.points == self.points)


def goals(instrument: Instrument, card: Scorecard) -> tuple[Goal, ...]:
    """Every goal above the card's level: those that count for the target first, then upwards.

    A lower goal whose branches are those of a higher one is left out: from Berkembang, "at least
    Mandiri" can only mean Paripurna. Empty for the highest level, and for an instrument whose
    level is no matter of thresholds.
    """
    found: list[Goal] = []
    for level in reversed(_ladder(instrument)[1:]):
        if order_of(instrument, level) <= order_of(instrument, card.level):
            break
        branches = ways_to(instrument, card, level)
        if branches and branches not in [goal.branches for goal in found]:
            found.append(Goal(level, branches))
    return tuple(sorted(found, key=lambda goal: _goal_rank(instrument, goal.level)))


def ways_to(instrument: Instrument, card: Scorecard, level: str) -> tuple[Branch, ...]:
    """The branches that reach at least this level, cheapest first; none contains another."""
    if instrument.level_table is None:
        return ()
    wanted = order_of(instrument, level)
    state = _state(instrument, card)
    branches: list[Branch] = []
    for positions in subsets(len(instrument.dimensions)):
        if any(state[position] == PASSED for position in positions):
            continue
        reached = _level_of(instrument, _with(state, positions))
        if reached is None or order_of(instrument, reached) < wanted:
            continue
        if any(_covers(instrument, positions, branch) for branch in branches):
            continue
        branch = _branch(instrument, card, positions, reached)
        if branch is not None:
            branches.append(branch)
    return tuple(sorted(branches, key=lambda branch: branch.points))


def base_scores(instrument: Instrument, card: Scorecard) -> tuple[int, ...]:
    """What each indicator starts from: its counted score, or 0 where the index has none.

    A kampung in the absent state (Belum Lapor) starts from what an empty report scores: any
    report at all ends that state.
    """
    if card.level is not None and card.level == instrument.absent_level:
        return tuple(score_when_empty(indicator) for indicator in instrument.indicators)
    return tuple(score.counted or 0 for score in card.scores)


def needed_points(instrument: Instrument, card: Scorecard, dimension: str) -> int | None:
    """Points between this dimension and its threshold: 0 when passed, None when out of reach."""
    position = [one.code for one in instrument.dimensions].index(dimension)
    gain = _gain(instrument, base_scores(instrument, card), position)
    return None if gain is None else gain.points


def _branch(
    instrument: Instrument, card: Scorecard, positions: Sequence[int], level: str
) -> Branch | None:
    start = base_scores(instrument, card)
    gains = [_gain(instrument, start, position) for position in positions]
    reachable = [gain for gain in gains if gain is not None]
    return Branch(tuple(reachable), level) if len(reachable) == len(gains) else None


def _gain(instrument: Instrument, start: Sequence[int], position: int) -> Gain | None:
    """All smallest sets of one dimension; None when even the highest scores do not suffice."""
    dimension = instrument.dimensions[position]
    if dimension.sum_needed is None:
        return None
    own = [instrument.indicators[place] for place in dimension.positions]
    scores = tuple(start[place] for place in dimension.positions)
    highest = tuple(indicator.highest_score for indicator in own)
    vectors = _smallest_vectors(scores, highest, dimension.sum_needed)
    if not vectors:
        return None
    sets = tuple(
        tuple(
            Raise(indicator.code, score, score + points)
            for indicator, score, points in zip(own, scores, vector, strict=True)
            if points
        )
        for vector in vectors
    )
    return Gain(dimension.code, sum(vectors[0]), sets)


@cache
def _smallest_vectors(
    scores: tuple[int, ...], highest: tuple[int, ...], needed: int
) -> tuple[tuple[int, ...], ...]:
    """Every vector of added points with the fewest points in all whose sum reaches `needed`.

    An indicator without a score (0) must get one, whatever the sum: without it there is no index.
    """
    least = [1 if score == 0 else 0 for score in scores]
    room = [top - score for score, top in zip(scores, highest, strict=True)]
    total = max(needed - sum(scores), sum(least))
    if any(few > most for few, most in zip(least, room, strict=True)):
        return ()
    return tuple(_vectors(total, tuple(zip(least, room, strict=True))))


def _vectors(total: int, bounds: tuple[tuple[int, int], ...]) -> Iterator[tuple[int, ...]]:
    """Every vector within the bounds with exactly this sum."""
    if not bounds:
        if total == 0:
            yield ()
        return
    (least, most), rest = bounds[0], bounds[1:]
    room, must = sum(high for _, high in rest), sum(low for low, _ in rest)
    for points in range(max(least, total - room), min(most, total - must) + 1):
        for others in _vectors(total - points, rest):
            yield (points, *others)


def _ladder(instrument: Instrument) -> list[str]:
    """Levels that a kampung can reach, lowest first."""
    table = instrument.level_table or {}
    return [level.code for level in instrument.levels if level.code in set(table.values())]


def _goal_rank(instrument: Instrument, level: str) -> tuple[bool, int]:
    return level not in COUNTING, order_of(instrument, level)


def _state(instrument: Instrument, card: Scorecard) -> tuple[int, ...]:
    if card.level is not None and card.level == instrument.absent_level:
        return (0,) * len(instrument.dimensions)
    passed = (card.passed[dimension.code] for dimension in instrument.dimensions)
    return tuple(NO_INDEX if one is None else int(one) for one in passed)


def _with(state: tuple[int, ...], positions: Sequence[int]) -> tuple[int, ...]:
    return tuple(PASSED if place in positions else one for place, one in enumerate(state))


def _level_of(instrument: Instrument, state: tuple[int, ...]) -> str | None:
    assert instrument.level_table is not None
    return instrument.level_table[state]  # type: ignore[index]  # states are 0, 1, 2


def _covers(instrument: Instrument, positions: Sequence[int], branch: Branch) -> bool:
    """Whether these positions only add to a branch that suffices by itself."""
    codes = {instrument.dimensions[position].code for position in positions}
    return codes.issuperset(branch.dimensions)
