"""Which of all weighed sets are kept: few, none of them beaten in everything by another."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from math import prod

import numpy as np
from numpy.typing import NDArray

from naikkelas.roadmap.rules.parts import Floats, Ints, Part

LEAST = 0.3
"""A mode gains its goal at least this likely; where even the surest set is not sure, less."""
SURE = 0.9
"""Where no set is as likely as this, all that is asked of probabilities shrinks in proportion."""
DAY_RUPIAH, SEAT_RUPIAH = 250_000.0, 150_000.0
"""What a mentor's day and a training seat weigh against rupiah when the best value is looked for.

Assumptions that only choose among unbeaten sets; the planner's own limits decide what is scarce.
"""
_DIGITS = 12
"""Of a chance; what arithmetic leaves behind them makes no set likelier than another."""
_MOST_CHOICES = 1 << 18
"""More combinations than this are thinned: of sets about as likely the cheapest and quickest."""


@dataclass(frozen=True, slots=True)
class Choices:
    """Every combination of the parts' sets for one goal, with what it takes and its chance."""

    rows: tuple[Ints, ...]
    scale: float
    chance: Floats
    rupiah: Floats
    days: Floats
    seats: Floats
    count: Floats

    @classmethod
    def of(cls, parts: Sequence[Part], goal: int, weights: Sequence[Floats]) -> "Choices":
        rows = [part.rows(goal) for part in parts]
        chances = [part.chance(goal)[own] for part, own in zip(parts, rows, strict=True)]
        best = prod(float(chance.max(initial=0.0)) for chance in chances)
        scale = min(1.0, best / SURE)
        # A combination is never likelier than one of its parts.
        able = [(chance >= LEAST * scale) & (chance > 0) for chance in chances]
        if prod(int(one.sum()) for one in able) > _MOST_CHOICES:
            able = [
                one & _thinned(part.uses[own] @ np.stack(weights, axis=1), chance, len(able))
                for part, own, one, chance in zip(parts, rows, able, chances, strict=True)
            ]
        rows = [own[one] for own, one in zip(rows, able, strict=True)]
        likely = _outer([own[one] for own, one in zip(chances, able, strict=True)], np.multiply)
        money, days, seats = (
            _outer([part.uses[own] @ weight for part, own in zip(parts, rows, strict=True)], np.add)
            for weight in weights
        )
        counts = [np.bitwise_count(own).astype(np.float64) for own in rows]
        count = _outer(counts, np.add)
        return cls(tuple(rows), scale, likely.round(_DIGITS), money, days, seats, count)

    def rows_of(self, choice: int) -> list[int]:
        """The set of each part in one combination."""
        places = np.unravel_index(choice, tuple(len(own) for own in self.rows))
        return [int(own[place]) for own, place in zip(self.rows, places, strict=True)]

    def best(self, kept: int) -> list[int]:
        """Unbeaten choices: cheapest, fewest days, surest, best value; no more than `kept`."""
        if not len(self.chance) or float(self.chance.max()) <= 0:
            return []
        value = -self.chance / (1 + self.rupiah + DAY_RUPIAH * self.days + SEAT_RUPIAH * self.seats)
        tried = [
            self._first(0.5, self.rupiah),
            self._first(0.6, self.days),
            self._surest(),
            self._first(LEAST, value),
            self._first(0.7, self.rupiah),
        ]
        found = list(dict.fromkeys(one for one in tried if one is not None))
        return found[:kept]

    def _surest(self) -> int | None:
        """Cheapest of the sure ones; of the likely ones where nothing is sure."""
        sure = self._first(0.85, self.rupiah)
        return self._first(0.7, self.rupiah) if sure is None else sure

    def _first(self, least: float, wish: Floats) -> int | None:
        """The best by a wish among those likely enough; ties by all else, so it is unbeaten."""
        able = np.flatnonzero(self.chance >= least * self.scale)
        return self._lexicographic(able, wish) if len(able) else None

    def _lexicographic(self, able: Ints, wish: Floats) -> int:
        for column in (wish, self.rupiah, -self.chance, self.days, self.seats, self.count):
            own = column[able]
            able = able[own <= own.min()]
            if len(able) == 1:
                break
        return int(able[0])


def _thinned(taken: Floats, chance: Floats, parts: int) -> NDArray[np.bool_]:
    """Of the sets that are about as likely the least in rupiah, in days, in seats, and by value."""
    classes = int(_MOST_CHOICES ** (1 / parts)) // 4
    about = np.floor(chance * (classes - 1)).astype(np.int64)
    value = taken @ np.array([1.0, DAY_RUPIAH, SEAT_RUPIAH])
    kept = np.zeros(len(chance), dtype=bool)
    for wish in (*taken.T, value):
        order = np.lexsort((-chance, value, wish, about))
        first = np.ones(len(order), dtype=bool)
        first[1:] = about[order][1:] != about[order][:-1]
        kept[order[first]] = True
    return kept


def _outer(columns: Sequence[Floats], join: np.ufunc) -> Floats:
    """One column over all combinations of rows."""
    joined: Floats = reduce(lambda one, other: join.outer(one, other).ravel(), columns)
    return joined
