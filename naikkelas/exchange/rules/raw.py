"""The tables of an upload as they were read, kept until the batch goes: for the marked workbook."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import polars as pl

from naikkelas.exchange.rules import cells
from naikkelas.exchange.rules.tables import ROW, Table, stored

_FOLDER = "mentah"
_INDEX = "isi.json"


def keep(tables: Sequence[Table], folder: Path) -> None:
    """Write the tables below the folder of a batch; what was kept before is replaced."""
    target = folder / _FOLDER
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    index = []
    for number, table in enumerate(tables):
        name = f"{number:03}.parquet"
        cells.without_nik(table.whole()).write_parquet(target / name, compression="lz4")
        index.append([name, table.file, table.sheet, table.layout, table.size])
    (target / _INDEX).write_text(json.dumps(index))


def rows_kept(folder: Path) -> int:
    """The rows of all tables together, from what their files say of themselves."""
    files = (folder / _FOLDER).glob("*.parquet")
    return sum(pl.scan_parquet(path).select(pl.len()).collect().item() for path in files)


def keep_only_rows_of(findings: pl.DataFrame, folder: Path) -> None:
    """Let go of the rows that no finding is about; the marked workbook then tells the others."""
    about = []
    for table in kept(folder):
        here = (pl.col("file") == table.file) & (pl.col("sheet") == table.sheet)
        rows = findings.filter(here, pl.col("row").is_not_null()).select(pl.col("row").alias(ROW))
        found = table.whole().join(rows.unique(), on=ROW, how="semi", maintain_order="left")
        if not found.is_empty():
            about.append(replace(table, batches=partial(iter, [found])))
    if about:
        keep(about, folder)
    else:
        shutil.rmtree(folder / _FOLDER, ignore_errors=True)


def kept(folder: Path) -> list[Table]:
    """The tables that were kept; none for an import that was not uploaded."""
    index = folder / _FOLDER / _INDEX
    if not index.exists():
        return []
    return [
        stored(index.parent / name, file, sheet, layout, size)
        for name, file, sheet, layout, size in json.loads(index.read_text())
    ]
