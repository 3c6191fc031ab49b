"""From measures to scores, indexes and level: one row, or columns of any length.

Both go through the same formulas, bands and level table; the columnar way works in blocks that
fit the processor's cache, so that a nation over years costs a few passes over memory.
"""

import math
import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from naikkelas.instruments.rules.banding import (
    NO_SCORE,
    Bytes,
    Steps,
    Writer,
    add_where,
    compile_scores,
)
from naikkelas.instruments.rules.formula import (
    COLUMNS,
    SCALARS,
    Algebra,
    Node,
    Program,
    compare,
    compile_for,
)
from naikkelas.instruments.rules.instrument import (
    NO_INDEX,
    Dimension,
    Instrument,
    Measure,
)

NO_LEVEL = -1
BLOCK = 131_072  # rows; smaller blocks fit the cache better, but cost more calls than they save
LEVEL_BLOCK = BLOCK  # rows of bytes

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Score:
    """One indicator's score with everything that a person needs to check it."""

    code: str
    name: str
    dimension: str
    score: int | None
    counted: int | None  # what the index used: differs from `score` only where there is none
    value: float | None  # count or rounded percent
    numerator: float | None
    denominator: float | None
    unit: str
    band: str
    rule: str
    source: str
    missing: bool  # the value could not be computed because a figure is absent


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The whole result of one row."""

    scores: tuple[Score, ...]  # in the instrument's indicator order
    indexes: dict[str, float | None]  # dimension (and composite) code → unrounded index
    level: str | None
    passed: dict[str, bool | None]  # dimensions with a threshold; None = no index

    def score(self, code: str) -> Score:
        """The score of one indicator."""
        return next(score for score in self.scores if score.code == code)


@dataclass(frozen=True, eq=False)
class Scores:
    """The results of many rows, in columns; -1 stands for none in all the int8 arrays."""

    instrument: Instrument
    scores: Bytes  # (rows, indicators), stored by column
    counted: Bytes  # what the indexes used
    level: Bytes  # position in `instrument.levels`

    @cached_property
    def indexes(self) -> Floats:
        """(rows, dimensions), unrounded, NaN = none; computed when first asked for."""
        result = np.empty((len(self.dimensions), len(self.level))).T
        for position, dimension in enumerate(self.dimensions):
            result[:, position] = _index_column(dimension, self.counted)
        return result

    @cached_property
    def composite(self) -> Floats:
        """Mean of the indexes, for instruments that have one."""
        mean: Floats = _mean([self.indexes[:, place] for place in range(len(self.dimensions))])
        return mean

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        return self.instrument.dimensions

    def level_codes(self) -> list[str | None]:
        """The level of each row by code."""
        codes = [level.code for level in self.instrument.levels]
        return [None if position == NO_LEVEL else codes[position] for position in self.level]


class _Compiled:
    """An instrument's formulas as functions over one algebra."""

    def __init__(self, instrument: Instrument, algebra: Algebra) -> None:
        self.instrument, self.algebra = instrument, algebra
        self.derived = {one.code: self.program(one.formula) for one in instrument.derived}
        self.checked = {one.code: one for one in instrument.measures if one.is_checked}
        self.values = [self.program(one.value) for one in instrument.indicators]
        self.no_score = [self._optional(one.no_score_if) for one in instrument.indicators]
        self.shown = [
            (self._optional(one.numerator), self._optional(one.denominator))
            for one in instrument.indicators
        ]
        self.absent_when = self._optional(instrument.absent_when)

    @cached_property
    def writers(self) -> list[Writer]:
        """What writes each indicator's column of scores."""
        formulas = {one.code: one.formula for one in self.instrument.derived}
        return [compile_scores(one, formulas) for one in self.instrument.indicators]

    def program(self, node: Node) -> Program:
        return compile_for(self.algebra, node)

    def _optional(self, node: Node | None) -> Program | None:
        return None if node is None else self.program(node)


@lru_cache(maxsize=64)
def _compiled(instrument: Instrument, *, columnar: bool) -> _Compiled:
    return _Compiled(instrument, COLUMNS if columnar else SCALARS)


class _Row:
    """Values of one row or block by name: checks done, derived computed once when asked for."""

    def __init__(self, compiled: _Compiled, raw: Callable[[str], Any]) -> None:
        self.compiled, self.raw = compiled, raw
        self.known: dict[str, Any] = {}

    def value(self, name: str) -> Any:
        """The figure of a measure, or the value of a derived one."""
        value = self.known.get(name)
        if value is None:
            if name in self.compiled.derived:
                value = self.compiled.derived[name](self.value)
            elif name in self.compiled.checked:
                value = self._checked(self.compiled.checked[name])
            else:
                value = self.raw(name)
            self.known[name] = value
        return value

    def _checked(self, measure: Measure) -> Any:
        """The figure, or absent where it breaks one of its own limits."""
        value, algebra = self.raw(measure.code), self.compiled.algebra
        kept = []
        if measure.least is not None:
            kept.append(compare(">=")(value, measure.least))
        if measure.most is not None:
            kept.append(compare("<=")(value, measure.most))
        if measure.not_above is not None:
            broken = compare(">")(value, self.value(measure.not_above))
            kept.append(algebra.negate(broken))
        return algebra.when(algebra.all_of(kept), value, math.nan)


# ---- one row


def score_one(instrument: Instrument, values: Mapping[str, float | None]) -> Scorecard:
    """Score one row; every measure in `instrument.needed` must be a key, None = absent."""

    def raw(code: str) -> float:
        value = values[code]
        return math.nan if value is None else float(value)

    compiled = _compiled(instrument, columnar=False)
    row = _Row(compiled, raw)
    if compiled.absent_when is not None and compiled.absent_when(row.value):
        return _absent_card(instrument)
    scores = tuple(_score(position, row) for position in range(len(instrument.indicators)))
    counted = [score.counted for score in scores]
    indexes = {one.code: _index(one, counted) for one in instrument.dimensions}
    if instrument.composite is not None:
        level = _composite_level(instrument, indexes)
        return Scorecard(scores, indexes, level, {})
    passed = {one.code: _passes(one, counted) for one in instrument.levelled}
    if instrument.level_table is None:
        return Scorecard(scores, indexes, None, passed)
    states = tuple(NO_INDEX if state is None else int(state) for state in passed.values())
    return Scorecard(scores, indexes, instrument.level_table[states], passed)  # type: ignore[index]


def score_indicator(instrument: Instrument, code: str, values: Mapping[str, float | None]) -> Score:
    """One indicator alone, as `score_one` would score it (what the gap solver asks often)."""

    def raw(name: str) -> float:
        value = values[name]
        return math.nan if value is None else float(value)

    position = instrument.indicators.index(instrument.indicator_by_code[code])
    return _score(position, _Row(_compiled(instrument, columnar=False), raw))


def _score(position: int, row: _Row) -> Score:
    compiled = row.compiled
    indicator = compiled.instrument.indicators[position]
    value = compiled.values[position](row.value)
    no_score = compiled.no_score[position]
    numerator, denominator = compiled.shown[position]
    missing = value != value
    if no_score is not None and no_score(row.value):
        score, band, rule = None, "tanpa skor", "Tidak dapat dinilai."
    elif missing:
        score, band, rule = indicator.score_if_absent, "tidak diisi", "Data belum diisi."
    else:
        found = indicator.band_of(value)
        score, band, rule = found.score, found.text, found.rule
    return Score(
        code=indicator.code,
        name=indicator.name,
        dimension=indicator.dimension,
        score=score,
        counted=indicator.counts_as if score is None else score,
        value=None if missing else value,
        numerator=value if numerator is None and not missing else _shown(numerator, row),
        denominator=_shown(denominator, row),
        unit=indicator.unit,
        band=band,
        rule=rule,
        source=indicator.source,
        missing=missing,
    )


def _shown(program: Program | None, row: _Row) -> float | None:
    value = math.nan if program is None else program(row.value)
    return None if value != value else value


def _absent_card(instrument: Instrument) -> Scorecard:
    scores = tuple(
        Score(
            code=indicator.code,
            name=indicator.name,
            dimension=indicator.dimension,
            score=None,
            counted=None,
            value=None,
            numerator=None,
            denominator=None,
            unit=indicator.unit,
            band="belum lapor",
            rule="Belum ada laporan yang dapat dinilai.",
            source=indicator.source,
            missing=True,
        )
        for indicator in instrument.indicators
    )
    codes = [dimension.code for dimension in instrument.dimensions]
    return Scorecard(scores, dict.fromkeys(codes), instrument.absent_level, dict.fromkeys(codes))


def _sum(dimension: Dimension, counted: Sequence[int | None]) -> int | None:
    own = [counted[position] for position in dimension.positions]
    return None if None in own else sum(score for score in own if score is not None)


def _index(dimension: Dimension, counted: Sequence[int | None]) -> float | None:
    total = _sum(dimension, counted)
    return None if total is None else total / dimension.divisor


def _passes(dimension: Dimension, counted: Sequence[int | None]) -> bool | None:
    """At or above the threshold, decided on whole sums: no rounding can matter."""
    total = _sum(dimension, counted)
    if total is None or dimension.sum_needed is None:
        return None
    return total >= dimension.sum_needed


def _composite_level(instrument: Instrument, indexes: dict[str, float | None]) -> str | None:
    """Put the composite beside the indexes and give its level."""
    composite = instrument.composite
    assert composite is not None
    filled = [index for index in indexes.values() if index is not None]
    if len(filled) < len(instrument.dimensions):
        indexes[composite.code] = None
        return None
    value = _mean(filled)
    indexes[composite.code] = value
    return next(band.level for band in composite.bands if value <= band.up_to)


def _mean(values: Sequence[Any]) -> Any:
    """Plain mean, added from the left, of floats or of columns."""
    total = values[0]
    for value in values[1:]:
        total = total + value
    return total / len(values)


# ---- columns


def score_columns(instrument: Instrument, columns: Mapping[str, Floats]) -> Scores:
    """Score rows given as float64 columns by measure code (NaN = absent); all must be there."""
    raw = {code: np.asarray(columns[code], dtype=np.float64) for code in instrument.needed}
    rows = len(next(iter(raw.values())))
    if any(len(column) != rows for column in raw.values()):
        raise ValueError("Columns of one table must be equally long.")
    scores = np.empty((len(instrument.indicators), rows), dtype=np.int8)
    differs = any(indicator.counts_as is not None for indicator in instrument.indicators)
    counted = np.empty_like(scores) if differs else scores
    level = np.empty(rows, dtype=np.int8)

    compiled = _compiled(instrument, columnar=True)

    def score_block(block: slice) -> None:
        with np.errstate(all="ignore"):
            row = _Row(compiled, lambda code: raw[code][block])
            for position in range(len(instrument.indicators)):
                _score_column(position, row, scores[position, block])
            own = scores[:, block]
            if differs:
                own = counted[:, block]
                own[:] = _counted_of(instrument, scores[:, block])
            level[block] = _levels(instrument, own)
            if compiled.absent_when is not None:
                absent = compiled.absent_when(row.value)
                scores[:, block][:, absent] = counted[:, block][:, absent] = NO_SCORE
                level[block][absent] = instrument.level_position[str(instrument.absent_level)]

    _in_blocks(score_block, rows)
    return Scores(instrument, scores.T, counted.T, level)


def levels_from_scores(instrument: Instrument, scores: Bytes) -> Bytes:
    """Levels (positions in `instrument.levels`, -1 = none) of (rows, indicators) int8 scores.

    A row without any score is in the instrument's absent level, if it has one. Fastest when the
    scores are stored by column, as `score_columns` gives them.
    """
    level = np.empty(len(scores), dtype=np.int8)
    # Operations on bytes are too short for threads to be worth their waiting for each other.
    for start in range(0, len(scores), LEVEL_BLOCK):
        block = slice(start, start + LEVEL_BLOCK)
        own = scores.T[:, block]
        level[block] = _levels(instrument, _counted_of(instrument, own))
        if instrument.absent_level is not None:
            none = np.bitwise_and.reduce(own, axis=0) == NO_SCORE
            level[block][none] = instrument.level_position[instrument.absent_level]
    return level


def _in_blocks(work: Callable[[slice], None], rows: int) -> None:
    """Do the work for each block, on all processors when there is enough of it.

    NumPy lets go of the interpreter inside each operation, so two threads are nearly twice as fast.
    """
    workers = min(os.cpu_count() or 1, rows // (2 * BLOCK))
    if workers <= 1:
        for block in _blocks(rows, 1):
            work(block)
        return
    waiting = iter(_blocks(rows, workers))  # shared: who is done takes the next, atomically

    def until_none_waits(_: int) -> None:
        for block in waiting:
            work(block)

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(until_none_waits, range(workers)))


def _blocks(rows: int, workers: int) -> list[slice]:
    """Equal blocks, as many for each worker: none is left alone with a last one."""
    each = math.ceil(rows / (BLOCK * workers))
    size = math.ceil(rows / (each * workers)) if rows else 1
    return [slice(start, min(start + size, rows)) for start in range(0, rows, size)]


def _score_column(position: int, row: _Row, out: Bytes) -> None:
    """One indicator of a block."""
    no_score = row.compiled.no_score[position]
    row.compiled.writers[position](row.value, out)
    if no_score is not None:
        out[no_score(row.value)] = NO_SCORE


def _counted_of(instrument: Instrument, scores: Bytes) -> Bytes:
    """What the indexes use: the scores, with `counts_as` where an indicator has none."""
    instead = {
        position: indicator.counts_as
        for position, indicator in enumerate(instrument.indicators)
        if indicator.counts_as is not None
    }
    if not instead:
        return scores
    counted = scores.copy()
    for position, counts_as in instead.items():
        add_where(counted[position], scores[position] == NO_SCORE, counts_as - NO_SCORE)
    return counted


def _levels(instrument: Instrument, counted: Bytes) -> Bytes:
    """Levels of a block of counted scores, (indicators, rows)."""
    if instrument.composite is not None:
        return _composite_levels(instrument, counted)
    if instrument.level_table is None:
        return np.full(counted.shape[1], NO_LEVEL, dtype=np.int8)
    state: Bytes = np.zeros(counted.shape[1], dtype=np.int8)
    weight = 1
    for dimension in instrument.levelled:
        passes = _sums(dimension, counted) >= dimension.sum_needed
        if dimension.may_lack_index:
            lacking = _lacks_index(dimension, counted)
            add_where(state, lacking, NO_INDEX * weight)
            passes &= ~lacking
        add_where(state, passes, weight)
        weight *= 3
    combinations, steps = _table(instrument)
    level = np.empty_like(state)
    steps.add_up(state == combinations, level)
    return level


@lru_cache(maxsize=64)
def _table(instrument: Instrument) -> tuple[Bytes, Steps]:
    """The level of most combinations, and for each other one how much its position differs.

    A combination is the sum of state × 3^dimension. A few comparisons of bytes take less time
    than one look-up by index.
    """
    assert instrument.level_table is not None
    levels = {
        sum(state * 3**place for place, state in enumerate(states)): (
            NO_LEVEL if level is None else instrument.level_position[level]
        )
        for states, level in instrument.level_table.items()
    }
    usual = Counter(levels.values()).most_common(1)[0][0]
    others = [at for at, level in sorted(levels.items()) if level != usual]
    steps = Steps.of(usual, [levels[at] - usual for at in others])
    return np.array(others, np.int8).reshape(-1, 1), steps


def _own(dimension: Dimension, counted: Bytes) -> Bytes:
    """The rows of a dimension's indicators; no copy where they stand together."""
    first, *_, last = (*dimension.positions, dimension.positions[-1])
    if dimension.positions == tuple(range(first, last + 1)):
        return counted[first : last + 1]
    return counted[list(dimension.positions)]


def _sums(dimension: Dimension, counted: Bytes) -> NDArray[Any]:
    """Sums of the counted scores; meaningless where one is lacking."""
    wide_enough = np.int8 if dimension.highest_sum < 128 else np.int16
    sums: NDArray[Any] = np.add.reduce(_own(dimension, counted), axis=0, dtype=wide_enough)
    return sums


def _lacks_index(dimension: Dimension, counted: Bytes) -> NDArray[np.bool_]:
    """True where a counted score is lacking: -1 is the only one with its sign bit set."""
    signs: Bytes = np.bitwise_or.reduce(_own(dimension, counted), axis=0)
    return signs < 0


def _index_column(dimension: Dimension, counted: Bytes) -> Floats:
    by_column = counted.T
    index: Floats = _sums(dimension, by_column) / float(dimension.divisor)
    index[_lacks_index(dimension, by_column)] = np.nan
    return index


def _composite_levels(instrument: Instrument, counted: Bytes) -> Bytes:
    assert instrument.composite is not None
    indexes = [_index_column(dimension, counted.T) for dimension in instrument.dimensions]
    value = _mean(indexes)
    edges = [band.up_to for band in instrument.composite.bands[:-1]]
    positions = [instrument.level_position[band.level] for band in instrument.composite.bands]
    # `left`: a value equal to an edge belongs to the band that ends there.
    level: Bytes = np.array(positions, np.int8)[np.searchsorted(edges, value, side="left")]
    level[np.isnan(value)] = NO_LEVEL
    return level
