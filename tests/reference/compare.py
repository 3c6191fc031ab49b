"""The product's answer and the reference's in one shape: a line of text cells per kampung."""

import csv
import io
from decimal import Decimal

import polars as pl

from tests.reference.portal import INDICATORS, Verdict

DIMENSIONS = ("input", "proses", "output")
# Decision 10, word for word.
HEADER = [
    *("kode_desa", "kampung_id_asal", "nama"),
    *INDICATORS,
    *(f"indeks_{name}" for name in DIMENSIONS),
    *("klasifikasi", "catatan"),
]
Lines = list[list[str]]


def lines_of_reference(verdicts: list[Verdict]) -> Lines:
    """What the reference says, as decision 10 writes it, without the note."""
    return [
        [
            *(verdict.kode_desa, str(verdict.id), verdict.nama),
            *(_cell(verdict.scores[code]) for code in INDICATORS),
            *(_cell(verdict.indexes[name]) for name in DIMENSIONS),
            verdict.level or "",
        ]
        for verdict in verdicts
    ]


def lines_of_frame(frame: pl.DataFrame) -> Lines:
    """The product's frame in the same shape; indexes are unrounded there."""
    return [
        [
            *(row["kode_desa"], str(row["kampung_id_asal"]), row["nama"]),
            *(_cell(row[code]) for code in INDICATORS),
            *(_cell(_two_decimals(row[f"indeks_{name}"])) for name in DIMENSIONS),
            row["klasifikasi"] or "",
        ]
        for row in frame.iter_rows(named=True)
    ]


def lines_of_csv(text: str) -> Lines:
    """The rows of a written file, without its header and without the note."""
    rows = list(csv.reader(io.StringIO(text, newline="")))
    return [row[:-1] for row in rows[1:]]


def _two_decimals(index: float | None) -> Decimal | None:
    return None if index is None else Decimal(f"{index:.2f}")


def _cell(value: object) -> str:
    return "" if value is None else str(value)
