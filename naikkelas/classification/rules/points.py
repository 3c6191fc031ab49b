"""How many indicator points many kampung lack for a level: the figure that lists sort by.

Which points these are, and every way to them, is told by `roadmap.rules.gap`, for one kampung.
"""

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from naikkelas.instruments.rules import Instrument
from naikkelas.instruments.rules.instrument import Indicator

# What counts for the yearly target of a kabupaten; the lowest of them is the first goal.
COUNTING = ("mandiri", "berkelanjutan")
PASSED, NO_INDEX = 1, 2
"""States of a dimension beside 0, not passed."""


def points_to(instrument: Instrument, counted: NDArray[np.int8], level: str) -> NDArray[np.int16]:
    """Fewest points to at least `level` for many rows of counted scores; -1 where no way leads.

    The same figure as the goal of `roadmap.rules.gap.ways_to`, from (rows, indicators) arrays with
    -1 = no score.
    """
    counted = _without_absent_rows(instrument, counted)
    best = np.full(len(counted), np.iinfo(np.int16).max, dtype=np.int16)
    needs = [_need_column(instrument, position, counted) for position in _positions(instrument)]
    states = [_state_column(instrument, position, counted) for position in _positions(instrument)]
    for positions in subsets(len(instrument.dimensions), smallest=0):
        after = [
            np.ones_like(column) if position in positions else column
            for position, column in enumerate(states)
        ]
        reaches = _order_table(instrument)[tuple(after)] >= order_of(instrument, level)
        cost = sum((needs[position] for position in positions), np.zeros(len(counted), np.int16))
        possible = reaches & np.all([needs[position] >= 0 for position in positions], axis=0)
        np.copyto(best, cost, where=possible & (cost < best))
    best[best == np.iinfo(np.int16).max] = -1
    return best


def missing_points(standings: pl.DataFrame, instrument: Instrument) -> pl.Series:
    """Fewest points to the lowest class that counts, for each row of `classify`."""
    return pl.Series(points_to(instrument, counted(standings, instrument), COUNTING[0]))


def counted(standings: pl.DataFrame, instrument: Instrument) -> NDArray[np.int8]:
    """The scores as the indexes count them, (kampung, indicators), -1 = none."""
    columns = []
    for indicator in instrument.indicators:
        scores = standings[indicator.code].fill_null(-1).to_numpy().astype(np.int8)
        if indicator.counts_as is not None and instrument.absent_level is not None:
            lacking = (scores < 0) & (
                standings["klasifikasi"] != instrument.absent_level
            ).to_numpy()
            scores = np.where(lacking, indicator.counts_as, scores).astype(np.int8)
        columns.append(scores)
    return np.column_stack(columns)


def score_when_empty(indicator: Indicator) -> int:
    """What an empty report scores."""
    return indicator.score_if_absent or indicator.counts_as or indicator.lowest_score


def order_of(instrument: Instrument, level: str | None) -> int:
    """The place of a level on the scale, -1 for none."""
    return -1 if level is None else instrument.level_by_code[level].order


def subsets(size: int, smallest: int = 1) -> Iterator[tuple[int, ...]]:
    """Positions to gain, fewest first."""
    for count in range(smallest, size + 1):
        yield from combinations(range(size), count)


def _positions(instrument: Instrument) -> range:
    return range(len(instrument.dimensions))


def _without_absent_rows(instrument: Instrument, counted: NDArray[np.int8]) -> NDArray[np.int8]:
    """Rows in the absent state start from an empty report, as in `gap.base_scores`."""
    if instrument.absent_level is None:
        return counted
    empty = np.array([score_when_empty(one) for one in instrument.indicators], dtype=np.int8)
    absent = (counted < 0).all(axis=1, keepdims=True)
    return np.where(absent, empty, counted)


def _need_column(
    instrument: Instrument, position: int, counted: NDArray[np.int8]
) -> NDArray[np.int16]:
    """Points that the dimension lacks, -1 where out of reach."""
    dimension = instrument.dimensions[position]
    own = counted[:, list(dimension.positions)]
    without = (own < 0).sum(axis=1)
    total = np.where(own < 0, 0, own).sum(axis=1)
    highest = [instrument.indicators[place].highest_score for place in dimension.positions]
    if dimension.sum_needed is None or sum(highest) < dimension.sum_needed:
        return np.full(len(counted), -1, dtype=np.int16)
    needed: NDArray[np.int16] = np.maximum(dimension.sum_needed - total, without).astype(np.int16)
    return needed


def _state_column(
    instrument: Instrument, position: int, counted: NDArray[np.int8]
) -> NDArray[np.int8]:
    dimension = instrument.dimensions[position]
    own = counted[:, list(dimension.positions)]
    passed = own.sum(axis=1) >= (dimension.sum_needed or np.inf)
    return np.where((own < 0).any(axis=1), NO_INDEX, passed).astype(np.int8)


def _order_table(instrument: Instrument) -> NDArray[np.int8]:
    """Order of the level of every state, -1 for none; axes are the dimensions."""
    table = np.full((3,) * len(instrument.dimensions), -1, dtype=np.int8)
    for states, level in (instrument.level_table or {}).items():
        table[states] = order_of(instrument, level)
    return table
