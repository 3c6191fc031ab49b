"""Columns of text, flags and numbers for files too long for rows, and their writing."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import IO, Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from naikkelas.exchange.examples import layout

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]
Columns = dict[str, Any]  # a Series, an array, or one text for all rows

RARE = 0.0015
"""Share of a file's rows that each kind of broken row takes."""


def texts(table: Sequence[str | None], index: Any) -> pl.Series:
    """The table's text at each index (truths count as 0 and 1)."""
    return pl.Series(table, dtype=pl.String).gather(np.asarray(index, dtype=np.int64))


def flags(truth: Truths, filled: Truths | None = None) -> pl.Series:
    """`ya`, `tidak`, or empty where the flag was not filled in."""
    return texts(("tidak", "ya", None), truth if filled is None else np.where(filled, truth, 2))


def numbers(filled: Truths, values: Ints) -> pl.Series:
    """The numbers, with an empty cell where nothing was filled in."""
    return pl.select(pl.when(pl.Series(filled)).then(pl.Series(values))).to_series()


def list_cells(options: Sequence[str], chosen: Truths) -> pl.Series:
    """List cells from a table of choices, one column per option."""
    bits = 1 << np.arange(len(options))
    table = [
        layout.listed(option for at, option in enumerate(options) if mask >> at & 1) or None
        for mask in range(1 << len(options))
    ]
    return texts(table, chosen @ bits)


def days(ordinals: Ints) -> pl.Series:
    """Dates from proleptic Gregorian ordinals."""
    epoch = date(1970, 1, 1).toordinal()
    return pl.Series((ordinals - epoch).astype(np.int32)).cast(pl.Date)


def near(count: int, width: float, chance: np.random.Generator) -> Floats:
    """Factors between 1 − width and 1 + width."""
    return 1 + width * (2 * chance.random(count) - 1)


def broken(count: int, kinds: int, chance: np.random.Generator) -> Ints:
    """0 for a sound row, 1 … kinds for one of the few that are broken in that way."""
    draw = chance.random(count)
    found: Ints = np.where(draw < kinds * RARE, (draw // RARE).astype(np.int64) + 1, 0)
    return found


def framed(name: str, columns: Columns) -> pl.DataFrame:
    """All columns of a file in order; one that is not given stays empty."""
    given = {
        column: value if isinstance(value, pl.Series) else pl.Series(value)
        for column, value in columns.items()
        if not isinstance(value, str)
    }
    return (
        pl.DataFrame(given)
        .with_columns(
            pl.lit(columns.get(column), dtype=pl.String).alias(column)
            for column in layout.COLUMNS[name]
            if column not in given
        )
        .select(layout.COLUMNS[name])
    )


def repeated(frame: pl.DataFrame, defect: str, chance: np.random.Generator) -> pl.DataFrame:
    """The frame with a few rows replaced by a copy of the row before, under an id of their own.

    A marked version is never replaced; where one is copied, only the copy stays marked.
    """
    may = np.ones(frame.height, dtype=np.bool_)
    if "aktif" in frame.columns:
        may = frame["aktif"].is_null().to_numpy()
    copies = np.flatnonzero(may & (chance.random(frame.height) < RARE))
    copies = copies[copies > 0]
    copies = copies[np.flatnonzero(np.diff(copies, prepend=-9) > 1)]
    origin = np.arange(frame.height)
    origin[copies] -= 1
    is_copy = np.zeros(frame.height, dtype=np.bool_)
    is_copy[copies] = True
    is_original = np.zeros(frame.height, dtype=np.bool_)
    is_original[copies - 1] = True
    made = frame[origin].with_columns(
        frame["id"],
        pl.when(pl.Series(is_copy | is_original))
        .then(pl.lit(defect))
        .otherwise(pl.col("cacat"))
        .alias("cacat"),
    )
    if "aktif" not in frame.columns:
        return made
    return made.with_columns(pl.when(~pl.Series(is_original)).then(pl.col("aktif")).alias("aktif"))


def write(directory: Path, name: str, frame: pl.DataFrame) -> int:
    """Write one file and return the number of its rows."""
    with (directory / f"{name}.csv").open("wb") as file:
        head(file, name)
        append(file, frame)
    return frame.height


def head(file: IO[bytes], name: str) -> None:
    """The header row of a file."""
    file.write((",".join(layout.COLUMNS[name]) + "\n").encode())


def append(file: IO[bytes], frame: pl.DataFrame) -> None:
    """More rows below what is there."""
    frame.write_csv(file, include_header=False)
