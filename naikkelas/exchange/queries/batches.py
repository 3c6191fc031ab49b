"""What became of a batch: its files, its findings, its accepted rows."""

from pathlib import Path
from uuid import UUID

import polars as pl
from django.conf import settings

from naikkelas.exchange.models import ImportBatch
from naikkelas.exchange.rules import checking
from naikkelas.exchange.rules.layouts import LAYOUTS, Layout
from naikkelas.exchange.rules.tables import FINDINGS, Severity


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
