"""Mappings of an area, the grid of an upload, and how its villages are named."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
from django.conf import settings

from naikkelas.areas.models import Area, Level
from naikkelas.areas.queries import areas_called
from naikkelas.areas.rules.identifiers import SCHEMES
from naikkelas.exchange.models import ColumnMapping, ImportBatch
from naikkelas.exchange.queries.batches import UPLOADS, folder_of
from naikkelas.exchange.rules import mapping, sandbox
from naikkelas.exchange.rules.tables import ROW, Limits
from naikkelas.lib.names import search_key

CHOSEN, GRID = "peta.json", "kisi.parquet"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The mapping that a batch is read by, and the month of its rows where the file says none."""

    mapping: ColumnMapping
    month: date | None


def plan_of(row: ColumnMapping) -> mapping.Plan:
    """A stored mapping as the rules know it."""
    return mapping.Plan(row.header_row, tuple(row.columns), dict(row.words))


def chosen_for(batch: ImportBatch) -> Chosen | None:
    """What a person chose for this batch; None where nobody did."""
    path = folder_of(batch) / CHOSEN
    if not path.exists():
        return None
    told = json.loads(path.read_text())
    row = ColumnMapping.objects.get(pk=told["mapping"])
    return Chosen(row, date.fromisoformat(told["month"]) if told["month"] else None)


def is_mapped(batch: ImportBatch) -> bool:
    """Whether the batch was read by a mapping, chosen or recognised."""
    return (folder_of(batch) / GRID).exists()


def upload_of(batch: ImportBatch) -> Path:
    """Where the first file of a batch lies."""
    return folder_of(batch) / UPLOADS / "000"


def recognised(batch: ImportBatch, grid: pl.DataFrame) -> ColumnMapping | None:
    """The mapping of the area that knows the headings of one of the first rows."""
    known = ColumnMapping.objects.filter(area_code=batch.area_code, replaced_at__isnull=True)
    by_print = {row.fingerprint: row for row in known}
    for number, cells in mapping.rows_above(grid) if by_print else []:
        row = by_print.get(mapping.fingerprint(cells))
        if row is not None and row.header_row == number:
            return row
    return None


def grid_of(batch: ImportBatch, upload: Path) -> pl.DataFrame | None:
    """All cells of the one file of a batch, read apart once; None where it cannot be read."""
    folder = folder_of(batch)
    kept = folder / GRID
    if kept.exists():
        return pl.read_parquet(kept)
    if not upload.exists():
        return None
    limits = Limits(rows=settings.IMPORT_MAX_ROWS, bytes=settings.IMPORT_MAX_BYTES)
    named = [(upload, batch.file_names[0])]
    with sandbox.reading_apart(named, limits, folder, as_grid=True) as read:
        if not read.tables or read.tables[0].whole().is_empty():
            return None
        grid = read.tables[0].whole()  # a table does not keep the order of its columns
        grid = grid.select(ROW, *sorted(name for name in grid.columns if name != ROW))
    grid.write_parquet(kept)
    return grid


def villages_in(area_code: str) -> mapping.Villages:
    """Codes of ours, OpenSID's, OpenKab's and BPS's (without dots) and names → code in force.

    A name that two villages of one kecamatan share stands for neither.
    """
    rows = list(
        Area.objects.current()
        .within(area_code)
        .filter(level=Level.VILLAGE)
        .values_list("code", "name", "aliases", "parent__name")
    )
    named: dict[tuple[str, str], set[str]] = {}
    for code, name, aliases, above in rows:
        for spelling in (name, *filter(None, aliases.split("|"))):
            named.setdefault((search_key(above), search_key(spelling)), set()).add(code)
    codes: dict[str, str] = {}
    for scheme in SCHEMES:
        others = areas_called(area_code, scheme)
        codes |= {value.replace(".", ""): code for value, code in others.items()}
    codes |= {code.replace(".", ""): code for code, *_ in rows}
    return mapping.Villages(
        codes, {key: next(iter(found)) for key, found in named.items() if len(found) == 1}
    )
