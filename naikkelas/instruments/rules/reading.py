"""From text cells to the engine's columns, with every wrong cell told by row, column and remedy."""

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from naikkelas.instruments.rules.instrument import Instrument, Measure

Floats = NDArray[np.float64]

_FLAGS = {"": math.nan, "true": 1.0, "ya": 1.0, "1": 1.0, "false": 0.0, "tidak": 0.0, "0": 0.0}
# One zero after the point, as tables of floats write whole numbers; "1.000" may mean a thousand.
_WHOLE = re.compile(r"-?\d+(\.0)?")
_DECIMAL = re.compile(r"-?\d+(\.\d+)?")
_LARGEST = 2**31 - 1  # the portal's counts are 32-bit
_REMEMBERED = 10_000  # distinct cells per column whose parsed value is kept


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell that can't be read. Rows are numbered from 1, without the header."""

    row: int
    column: str
    value: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.column} “{self.value}”: {self.remedy}"


@dataclass(frozen=True, slots=True)
class Ignored:
    """A filled cell of a report that does not exist according to its own flag."""

    row: int
    column: str
    report: str

    def __str__(self) -> str:
        return f"{self.column} diabaikan karena {self.report} bukan true"


@dataclass(frozen=True, slots=True)
class Reading:
    """Engine columns; a cell in `errors` is absent in them, and its row should not be scored."""

    columns: dict[str, Floats]
    errors: list[CellError]
    ignored: list[Ignored]


class _WrongCell(ValueError):
    """Why a cell can't be read and what to write instead."""


def raw_columns(instrument: Instrument) -> tuple[str, ...]:
    """Every raw column that the instrument knows, scored or not; files may leave out the latter."""
    names = [column for measure in instrument.measures for column in measure.columns]
    return tuple(dict.fromkeys(names))


def needed_columns(instrument: Instrument) -> tuple[str, ...]:
    """Raw columns without which the instrument can't score, report flags included."""
    by_code = instrument.measure_by_code
    needed = [by_code[code] for code in instrument.needed]
    flags = [by_code[measure.report] for measure in needed if measure.report is not None]
    wanted = {column for measure in (*needed, *flags) for column in measure.columns}
    return tuple(column for column in raw_columns(instrument) if column in wanted)


def read_measures(
    instrument: Instrument,
    header: Sequence[str],
    rows: Sequence[Sequence[str | None]],
    first_row: int = 1,
) -> Reading:
    """Read rows of text, given the columns' names; each row must be as long as the header.

    A polars frame of text is read as `read_measures(instrument, frame.columns, frame.rows())`.
    Columns of measures that are never scored may be missing.
    """
    place = {name: position for position, name in enumerate(header)}
    reading = Reading({}, [], [])
    for measure in instrument.measures:
        positions = [place[column] for column in measure.columns if column in place]
        if len(positions) < len(measure.columns):
            if measure.code in instrument.needed:
                raise KeyError(measure.code)
            continue
        column = np.empty(len(rows))
        for number, problem in _read_column(measure, positions, rows, column):
            cell = (rows[number][positions[0]] or "").strip()
            name = measure.columns[0]
            for one, position in zip(measure.columns, positions, strict=True):
                text = (rows[number][position] or "").strip()
                if len(positions) > 1 and _fault(measure, text):
                    name, cell = one, text
            reading.errors.append(CellError(number + first_row, name, cell, problem))
        reading.columns[measure.code] = column
    for measure in instrument.measures:
        if measure.report is not None and measure.code in reading.columns:
            _empty_without_report(measure, reading, first_row)
    return reading


def _read_column(
    measure: Measure, positions: list[int], rows: Sequence[Sequence[str | None]], out: Floats
) -> Iterator[tuple[int, str]]:
    """Fill `out`; yields the number of each row with a wrong cell, and the remedy."""
    known: dict[str, float | _WrongCell] = {}
    parse = _PARSERS[measure.kind]
    for number, row in enumerate(rows):
        text = row[positions[0]] if len(positions) == 1 else _joined(row, positions)
        text = text or ""
        value = known.get(text)
        if value is None:
            try:
                value = parse(measure, text.strip())
            except _WrongCell as wrong:
                value = wrong
            if len(known) < _REMEMBERED:
                known[text] = value
        if isinstance(value, _WrongCell):
            out[number] = math.nan
            yield number, str(value)
        else:
            out[number] = value


def _joined(row: Sequence[str | None], positions: list[int]) -> str:
    return "|".join(row[position] or "" for position in positions)


def _fault(measure: Measure, text: str) -> str:
    try:
        _PARSERS[measure.kind](measure, text)
    except _WrongCell as wrong:
        return str(wrong)
    return ""


def _empty_without_report(measure: Measure, reading: Reading, first_row: int) -> None:
    """A report that is not there holds nothing, whatever its cells say."""
    assert measure.report is not None
    column = reading.columns[measure.code]
    flags = reading.columns.get(measure.report)
    if flags is None:
        return
    no_report = flags != 1.0
    filled = no_report & (column == column)
    if measure.kind == "list":
        filled &= column > 0  # an empty list cell is "none chosen", nothing to tell
    for number in np.flatnonzero(filled):
        ignored = Ignored(int(number) + first_row, measure.columns[0], measure.report)
        reading.ignored.append(ignored)
    column[no_report] = np.nan


def _flag(measure: Measure, text: str) -> float:
    value = _FLAGS.get(text.casefold())
    if value is None:
        raise _WrongCell("tulis true (ya), false (tidak), atau kosongkan")
    return value


def _count(measure: Measure, text: str) -> float:
    if not text:
        return math.nan
    if not _WHOLE.fullmatch(text):
        raise _WrongCell("tulis bilangan bulat tanpa pemisah ribuan, misalnya 1250")
    value = float(text)
    if abs(value) > _LARGEST:
        raise _WrongCell("angka terlalu besar; periksa lalu tulis ulang")
    return value


def _decimal(measure: Measure, text: str) -> float:
    if not text:
        return math.nan
    if not _DECIMAL.fullmatch(text) or not math.isfinite(float(text)):
        raise _WrongCell("tulis bilangan dengan titik desimal, misalnya 12.5")
    return float(text)


def _list(measure: Measure, text: str) -> float:
    codes = [code for part in text.split("|") if (code := part.strip())]
    if measure.options is not None:
        for code in codes:
            if code not in measure.options:
                raise _WrongCell(f"kode {code} tidak dikenal; pakai kode daftar {measure.code}")
    return float(measure.counted(codes))


_PARSERS: dict[str, Callable[[Measure, str], float]] = {
    "flag": _flag,
    "count": _count,
    "decimal": _decimal,
    "list": _list,
}
