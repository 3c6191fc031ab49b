"""What became of a batch: its files, its findings, its accepted rows."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import polars as pl
from django.conf import settings
from django.utils import timezone

from naikkelas.areas.models import Area, Level
from naikkelas.exchange.models import BatchState, ImportBatch
from naikkelas.exchange.queries.store import MODELS
from naikkelas.exchange.rules import checking
from naikkelas.exchange.rules.layouts import KAMPUNG_TABLE, LAYOUTS, Layout
from naikkelas.exchange.rules.tables import FINDINGS, Severity
from naikkelas.exchange.rules.template import Village
from naikkelas.lib.dates import id_date_short
from naikkelas.registry.models import KampungKB

UPLOADS = "berkas"
"""The files of an upload, under names of ours, below the folder of its batch."""


def folder_of(batch: ImportBatch | UUID) -> Path:
    """Where the files, accepted rows and findings of a batch lie."""
    identifier = batch if isinstance(batch, UUID) else batch.pk
    return Path(settings.IMPORT_ROOT) / str(identifier)


def errors(batch: ImportBatch) -> pl.DataFrame:
    """The findings of a batch: file, sheet, row, column, value, severity, code, message, remedy.

    What could not be read at all comes first, then what is refused, then what is doubtful.
    """
    path = folder_of(batch) / checking.FINDINGS_FILE
    if not path.exists():
        return pl.DataFrame(schema=dict(FINDINGS))
    order = {severity.value: place for place, severity in enumerate(Severity)}
    rank = pl.col("severity").replace_strict(order, default=9, return_dtype=pl.Int8)
    return pl.read_parquet(path).sort(rank, maintain_order=True)


def accepted(batch: ImportBatch, layout: Layout) -> list[Path]:
    """The files with the rows of a table that will be stored, in their order."""
    return sorted((folder_of(batch) / checking.ACCEPTED).glob(f"{layout.code}-*.parquet"))


def has_changes(batch: ImportBatch) -> bool:
    """Whether applying the batch would store anything."""
    return any(accepted(batch, layout) for layout in LAYOUTS.values())


STALE = timedelta(seconds=90)
"""A check that has shown no sign of life for this long was ended by something."""
BUSY = frozenset({BatchState.UPLOADED, BatchState.CHECKING, BatchState.APPLYING})


def is_busy(batch: ImportBatch) -> bool:
    """Whether the worker has something to do for the batch, as far as the batch knows."""
    return batch.state in BUSY


def is_stale(batch: ImportBatch) -> bool:
    """Busy, but nobody has worked on it for a while."""
    if not is_busy(batch) or batch.heartbeat_at is None:
        return False
    return timezone.now() - batch.heartbeat_at > STALE


@dataclass(frozen=True, slots=True)
class TableCounts:
    """One line of the preview."""

    name: str
    read: int
    new: int
    changed: int
    same: int
    refused: int
    soft: int


def counts(batch: ImportBatch) -> list[TableCounts]:
    """The counts of each table that a batch has rows of, in the order of the tables."""
    tables = batch.counts.get("tables", {})
    names = ("read", "new", "changed", "same", "refused", "soft")
    return [
        TableCounts(layout.sheet, *(tables[code].get(name, 0) for name in names))
        for code, layout in LAYOUTS.items()
        if any(tables.get(code, {}).values())
    ]


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure that a batch changes in a row that is stored already."""

    table: str
    kampung: str
    period: str
    column: str
    before: object
    after: object


def differences(batch: ImportBatch, limit: int = 30) -> list[Difference]:
    """What changes in rows that are stored, for as many rows as a person looks at."""
    found: list[Difference] = []
    for layout in LAYOUTS.values():
        for path in accepted(batch, layout):
            rows = pl.read_parquet(path).filter(pl.col("status") == "changed").head(limit)
            found += _differences(layout, rows)
            if len(found) >= limit:
                return found[:limit]
    return found


def _differences(layout: Layout, rows: pl.DataFrame) -> list[Difference]:
    if rows.is_empty():
        return []
    model = MODELS[layout.code]
    identifiers = rows.get_column("stored_uuid").to_list()
    before = {row.pk.hex: row for row in _with_names(model, identifiers)}
    columns = [field for field in layout.form.fields if field.name in rows.columns]
    found = []
    for row in rows.iter_rows(named=True):
        old = before[row["stored_uuid"]]
        for field in columns:
            was, will = getattr(old, field.name), row[field.name]
            if (was if was != "" else None) != will:
                found.append(
                    Difference(
                        layout.sheet,
                        str(old if layout is KAMPUNG_TABLE else old.kampung),
                        "" if layout is KAMPUNG_TABLE else _period(row),
                        layout.by_name[field.name].label,
                        None if field.personal else was,
                        None if field.personal else will,
                    )
                )
    return found


def _with_names(model: Any, identifiers: list[str]) -> Any:
    rows = model.objects.filter(pk__in=identifiers)
    return rows if model is KampungKB else rows.select_related("kampung")


def _period(row: dict[str, Any]) -> str:
    day = row.get("tanggal") or row["tanggal_isi"]
    return id_date_short(day)


def villages_of(area_code: str, limit: int = 1_000) -> list[Village]:
    """The villages of an area for the drop-down of its template; none for a larger area."""
    if len(area_code) < 5:
        return []
    rows = Area.objects.within(area_code).current().filter(level=Level.VILLAGE)
    return [Village(area.code, area.name) for area in rows[:limit]]
