"""What a reader yields: a table of strings with the row numbers that the person sees."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any

import polars as pl

from naikkelas.lib.ids import uuid7

ROW = "_baris"
"""Number of the row as a spreadsheet shows it; the header is row 1 unless it stands lower."""


class Severity(StrEnum):
    """Hard: the row is refused. Soft: it is stored and flagged. File: nothing of it is read."""

    FILE = "berkas"
    HARD = "ditolak"
    SOFT = "periksa"


FINDINGS: Mapping[str, Any] = MappingProxyType(
    {
        "file": pl.String,
        "sheet": pl.String,
        "row": pl.UInt32,
        "column": pl.String,
        "value": pl.String,
        "severity": pl.String,
        "code": pl.String,
        "message": pl.String,
        "remedy": pl.String,
    }
)


class Unreadable(Exception):
    """A file, or a sheet of it, that cannot be read: what it is, where, and what to do."""

    def __init__(
        self, code: str, message: str, remedy: str, *, row: int | None = None, sheet: str = ""
    ) -> None:
        super().__init__(message)
        self.code, self.message, self.remedy, self.row, self.sheet = (
            code,
            message,
            remedy,
            row,
            sheet,
        )

    def finding(self, file: str) -> dict[str, Any]:
        """As one row of the list of findings."""
        return finding(
            file,
            Severity.FILE,
            self.code,
            self.message,
            self.remedy,
            row=self.row,
            sheet=self.sheet,
        )


@dataclass(frozen=True)
class Limits:
    """How much is read; None is unlimited. Bytes are of the file, `unpacked` of its contents."""

    rows: int | None = None
    bytes: int | None = None
    unpacked: int = 4 * 1024**3
    ratio: int = 100


@dataclass(frozen=True)
class Table:
    """One sheet or file. All columns but `ROW` are text; a cell that was not filled in is null."""

    file: str
    sheet: str
    layout: str
    columns: frozenset[str]
    size: int
    """Bytes of text, to decide in how many parts it is worked on."""
    batches: Callable[[], Iterator[pl.DataFrame]]
    """The rows in their order, some ten thousands at a time; can be asked again."""
    path: Path | None = None
    """The Parquet file in which the rows lie, where they do."""

    def whole(self) -> pl.DataFrame:
        """All rows at once."""
        empty = pl.DataFrame(schema={ROW: pl.UInt32, **dict.fromkeys(self.columns, pl.String)})
        return pl.concat([empty, *self.batches()], how="diagonal", rechunk=True)


def own_path(work: Path, suffix: str) -> Path:
    """A file in `work` that no other table writes to, whatever the person's files are called."""
    return work / f"{uuid7().hex}{suffix}"


def stored(path: Path, file: str, sheet: str, layout: str, size: int | None = None) -> Table:
    """A table whose rows lie in a Parquet file."""
    columns = frozenset(pl.read_parquet_schema(path)) - {ROW}
    return Table(
        file,
        sheet,
        layout,
        columns,
        path.stat().st_size if size is None else size,
        lambda: iter([pl.read_parquet(path)]),
        path,
    )


def finding(
    file: str,
    severity: Severity,
    code: str,
    message: str,
    remedy: str = "",
    *,
    sheet: str = "",
    row: int | None = None,
    column: str = "",
    value: str = "",
) -> dict[str, Any]:
    """One row of the list of findings."""
    return {
        "file": file,
        "sheet": sheet,
        "row": row,
        "column": column,
        "value": value,
        "severity": severity.value,
        "code": code,
        "message": message,
        "remedy": remedy,
    }


def findings(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """The list of findings as a frame, also when it is empty."""
    return pl.DataFrame(rows, schema=dict(FINDINGS), orient="row")
