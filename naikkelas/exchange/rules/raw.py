"""The tables of an upload as they were read, kept until the batch goes: for the marked workbook."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from naikkelas.exchange.rules.tables import Table, stored

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
        table.whole().write_parquet(target / name, compression="lz4")
        index.append([name, table.file, table.sheet, table.layout, table.size])
    (target / _INDEX).write_text(json.dumps(index))


def rows_kept(folder: Path) -> int:
    """The rows of all tables together, from what their files say of themselves."""
    files = (folder / _FOLDER).glob("*.parquet")
    return sum(pl.scan_parquet(path).select(pl.len()).collect().item() for path in files)


def kept(folder: Path) -> list[Table]:
    """The tables that were kept; none for an import that was not uploaded."""
    index = folder / _FOLDER / _INDEX
    if not index.exists():
        return []
    return [
        stored(index.parent / name, file, sheet, layout, size)
        for name, file, sheet, layout, size in json.loads(index.read_text())
    ]
