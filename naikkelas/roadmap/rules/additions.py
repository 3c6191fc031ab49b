"""The smallest additions where a class is a matter of one composite figure (IDM), exactly.

The composite is the mean of dimension indexes, each a share of its highest sum, so a point weighs
differently by dimension; as whole multiples of one unit all of this is whole numbers. Points of
one dimension are alike, but an indicator may know only some scores (a doctor is there, 5, or not,
0), so not every sum can be added.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import prod

from naikkelas.instruments.rules import Instrument
from naikkelas.roadmap.rules.ladder import Ladder, ladder_of

Steps = Mapping[str, tuple[int, ...]]
"""The scores that each indicator knows; indicators that are not named know every whole score."""


@dataclass(frozen=True, slots=True)
class Addition:
    """Points to add by dimension, along the instrument's dimensions, and what they add up to."""

    points: tuple[int, ...]
    rise: Fraction
    """Of the composite figure."""
    sets: int
    """In how many ways the points can be dealt to indicators."""

    @property
    def total(self) -> int:
        return sum(self.points)


@dataclass(frozen=True)
class Additions:
    """The smallest additions under an instrument with a composite figure."""

    instrument: Instrument
    steps: Steps

    @cached_property
    def ladder(self) -> Ladder:
        return ladder_of(self.instrument)

    @cached_property
    def unit(self) -> int:
        """The composite in multiples of 1 / unit is always a whole number."""
        first, size = self.instrument.dimensions[0], len(self.instrument.dimensions)
        return self.weights[0] * first.divisor * size

    @cached_property
    def weights(self) -> tuple[int, ...]:
        """Units that one point of each dimension is worth."""
        return tuple(self.ladder.worth[one.positions[0]] for one in self.instrument.dimensions)

    @cached_property
    def levels(self) -> tuple[str, ...]:
        """Lowest first."""
        assert self.instrument.composite is not None
        return tuple(band.level for band in self.instrument.composite.bands)

    def units(self, scores: Sequence[int]) -> int:
        """The composite figure of these scores, exactly, in units."""
        return self.ladder.shares(scores)

    def least(self, level: str) -> int:
        """The smallest number of units that has at least this level."""
        return (0, *self.ladder.edges)[self.levels.index(level)]

    def next_level(self, scores: Sequence[int]) -> str:
        """The level above that of these scores, or the highest itself."""
        place = self.ladder.level(self.units(scores)) + 1
        return self.levels[min(place, len(self.levels) - 1)]

    def missing(self, scores: Sequence[int], level: str) -> Fraction:
        """What the composite figure lacks to this level; 0 where it is reached."""
        return Fraction(max(self.least(level) - self.units(scores), 0), self.unit)

    def fewest_points(self, scores: Sequence[int], level: str) -> tuple[Addition, ...]:
        """Every deal of the fewest points to dimensions that reaches the level; () out of reach."""
        found = self._reaching(scores, level)
        fewest = min((sum(points) for points, _ in found), default=0)
        return self._additions(one for one in found if sum(one[0]) == fewest)

    def least_rise(self, scores: Sequence[int], level: str) -> tuple[Addition, ...]:
        """The additions that reach the level and raise the composite least; () out of reach."""
        found = self._reaching(scores, level)
        least = min((self._rise(points) for points, _ in found), default=0)
        return self._additions(one for one in found if self._rise(one[0]) == least)

    def _reaching(self, scores: Sequence[int], level: str) -> list[tuple[tuple[int, ...], int]]:
        """All points by dimension that reach the level, none of which could be fewer."""
        needed = self.least(level) - self.units(scores)
        ways = [self._ways(scores, dimension.positions) for dimension in self.instrument.dimensions]
        *others, widest = sorted(range(len(ways)), key=lambda place: len(ways[place]))
        found = []
        for chosen in product(*(sorted(ways[place]) for place in others)):
            points = dict(zip(others, chosen, strict=True))
            left = needed - sum(self.weights[place] * own for place, own in points.items())
            enough = (own for own in sorted(ways[widest]) if own * self.weights[widest] >= left)
            for own in enough:
                points[widest] = own
                dealt = tuple(points[place] for place in range(len(ways)))
                found.append((dealt, prod(ways[place][own] for place, own in points.items())))
                break
        return found

    def _ways(self, scores: Sequence[int], positions: Sequence[int]) -> dict[int, int]:
        """Every sum that can be added in one dimension, with the number of ways to do it."""
        ways = {0: 1}
        for place in positions:
            more: dict[int, int] = {}
            for own, count in ways.items():
                for points in (0, *self._raises(place, scores[place])):
                    more[own + points] = more.get(own + points, 0) + count
            ways = more
        return ways

    def _raises(self, place: int, score: int) -> Iterator[int]:
        indicator = self.instrument.indicators[place]
        known = self.steps.get(indicator.code, tuple(range(indicator.highest_score + 1)))
        return (one - score for one in known if one > score)

    def _rise(self, points: Sequence[int]) -> int:
        return sum(weight * own for weight, own in zip(self.weights, points, strict=True))

    def _additions(self, found: Iterator[tuple[tuple[int, ...], int]]) -> tuple[Addition, ...]:
        return tuple(
            Addition(points, Fraction(self._rise(points), self.unit), sets)
            for points, sets in sorted(found)
        )
