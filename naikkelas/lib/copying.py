"""Frames as the bytes of PostgreSQL's binary COPY, of which a server reads twice as many rows in
a second as of text.

The bytes are laid out in whole columns; no row and no cell becomes a Python object. The format is
that of the PostgreSQL manual, COPY, "Binary Format".
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

BEGIN = b"PGCOPY\n\xff\r\n\0" + bytes(8)
END = b"\xff\xff"

Bytes = NDArray[np.uint8]
_EPOCH_DAYS = 10_957
"""From 1970-01-01, where Polars counts from, to 2000-01-01, where PostgreSQL does."""
_EPOCH_MICROSECONDS = _EPOCH_DAYS * 86_400_000_000
_NULL = -1


@dataclass(frozen=True)
class _Part:
    """Some bytes of every row: how many of each row, and the bytes, row after row."""

    lengths: NDArray[np.int64]
    data: Bytes

    @property
    def matrix(self) -> Bytes:
        """One line for each row, where all have the same length."""
        return self.data.reshape(len(self.lengths), -1)

    @property
    def is_even(self) -> bool:
        return len(self.lengths) == 0 or bool((self.lengths == self.lengths[0]).all())


def encoded(frame: pl.DataFrame, types: Sequence[int]) -> Bytes:
    """The rows of a frame; `types` are the OIDs of the table's columns, in the frame's order."""
    count = np.full(frame.height, frame.width)
    parts = [_whole(">i2", count)]
    for series, oid in zip(frame.iter_columns(), types, strict=True):
        parts += _column(series, oid)
    if all(part.is_even for part in parts):
        return np.hstack([part.matrix for part in parts]).reshape(-1)
    return _interleaved(parts)


def _interleaved(parts: Sequence[_Part]) -> Bytes:
    """The parts of the first row, then those of the second, and so on."""
    total = np.sum([part.lengths for part in parts], axis=0)
    place = np.cumsum(total) - total
    rows = np.empty(total.sum(), np.uint8)
    for part in parts:
        first = np.cumsum(part.lengths) - part.lengths
        shift = np.repeat(place - first, part.lengths)
        rows[shift + np.arange(len(part.data))] = part.data
        place += part.lengths
    return rows


def _column(series: pl.Series, oid: int) -> list[_Part]:
    """The length of each cell in four bytes (-1 is NULL), and the cells."""
    kind, write = _WRITERS[oid]
    filled = series.is_not_null().to_numpy()
    if not filled.any():
        return [_whole(">i4", np.full(len(filled), _NULL))]
    cells = write(series.drop_nulls().cast(kind))
    lengths = np.zeros(len(filled), np.int64)
    lengths[filled] = cells.lengths
    return [_whole(">i4", np.where(filled, lengths, _NULL)), _Part(lengths, cells.data)]


def _whole(kind: str, values: NDArray[Any]) -> _Part:
    """Numbers of one width, their highest byte first."""
    ordered = values.astype(kind)
    widths = np.full(len(values), ordered.itemsize, np.int64)
    return _Part(widths, np.frombuffer(ordered.tobytes(), np.uint8))


def _numbers(kind: str, epoch: int = 0) -> Callable[[pl.Series], _Part]:
    def write(series: pl.Series) -> _Part:
        values = series.to_physical().to_numpy()
        return _whole(kind, values - epoch if epoch else values)

    return write


def _text(series: pl.Series) -> _Part:
    lengths = series.str.len_bytes().to_numpy().astype(np.int64)
    return _Part(lengths, np.frombuffer(series.str.join("").item().encode(), np.uint8))


def _json(series: pl.Series) -> _Part:
    # The first byte is the version of the format, which is 1.
    return _text("\x01" + series)


def _identifiers(series: pl.Series) -> _Part:
    digits = series.str.join("").item().replace("-", "")
    widths = np.full(len(series), 16, np.int64)
    return _Part(widths, np.frombuffer(bytes.fromhex(digits), np.uint8))


_WRITERS: Mapping[int, tuple[Any, Callable[[pl.Series], _Part]]] = MappingProxyType(
    {
        16: (pl.UInt8, _numbers(">i1")),  # boolean
        20: (pl.Int64, _numbers(">i8")),  # bigint
        21: (pl.Int16, _numbers(">i2")),  # smallint
        23: (pl.Int32, _numbers(">i4")),  # integer
        25: (pl.String, _text),  # text
        701: (pl.Float64, _numbers(">f8")),  # double precision
        1043: (pl.String, _text),  # character varying
        1082: (pl.Date, _numbers(">i4", _EPOCH_DAYS)),  # date
        1184: (pl.Datetime("us", "UTC"), _numbers(">i8", _EPOCH_MICROSECONDS)),  # timestamptz
        2950: (pl.String, _identifiers),  # uuid
        3802: (pl.String, _json),  # jsonb
    }
)
"""By the OID of a type (`pg_type.oid`, the same on every server): the type of a frame's column
and how its cells are written. These are the types that the tables of this house have.
"""
