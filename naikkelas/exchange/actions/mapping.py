"""Saying which columns of a recap are which answers, and reading an upload by it."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from naikkelas.areas.queries import local_now
from naikkelas.audit import actions as trail
from naikkelas.exchange import access, queries
from naikkelas.exchange.actions.uploading import begin_check
from naikkelas.exchange.errors import FilesGone, MappingUnfit, NotReady
from naikkelas.exchange.models import ColumnMapping, ImportBatch
from naikkelas.exchange.queries import mappings
from naikkelas.exchange.rules import mapping
from naikkelas.exchange.rules.reading import Read
from naikkelas.exchange.rules.tables import Severity, finding, own_path, stored
from naikkelas.lib.actors import Actor
from naikkelas.lib.dates import id_month
from naikkelas.lib.refusals import require

TABLES = "tabel"


@transaction.atomic
def map_columns(
    batch: ImportBatch,
    plan: mapping.Plan,
    *,
    headings: Sequence[str],
    month: date | None,
    name: str,
    by: Actor,
) -> ImportBatch:
    """Keep a mapping for these headings, and put the batch in line to be read by it.

    The area's next file with the same headings is read by it without being asked. `month` is that
    of all rows, where the file itself does not say it.
    """
    require(access.may_import(by, batch.area_code))
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if not batch.may_be_mapped:
        raise NotReady
    if fault := plan.fault():
        raise MappingUnfit(fault)
    if month is None and not plan.has_month:
        raise MappingUnfit("Pilih bulan laporan, atau petakan kolom tahun dan bulan.")
    row = _kept(batch, plan, mapping.fingerprint(headings), name, by)
    told = {"mapping": str(row.pk), "month": month.isoformat() if month else ""}
    (queries.folder_of(batch) / mappings.CHOSEN).write_text(json.dumps(told))
    return begin_check(batch, by=by)


def _kept(
    batch: ImportBatch, plan: mapping.Plan, fingerprint: str, name: str, by: Actor
) -> ColumnMapping:
    """The mapping as it is stored; a changed one replaces the older."""
    current = ColumnMapping.objects.select_for_update().filter(
        area_code=batch.area_code, fingerprint=fingerprint, replaced_at__isnull=True
    )
    old = current.first()
    if old is not None and mappings.plan_of(old) == plan and old.name == name:
        return old
    now = timezone.now()
    current.update(replaced_at=now)
    row = ColumnMapping.objects.create(
        area_code=batch.area_code,
        fingerprint=fingerprint,
        name=name,
        header_row=plan.header_row,
        columns=list(plan.columns),
        words=dict(plan.words),
        saved_by=by.pk,
        saved_at=now,
    )
    trail.record("import.map", row, by=by, kabupaten=batch.area_code[:5], name=name)
    return row


def mapped(batch: ImportBatch, upload: Path) -> Read | None:
    """The tables of a batch by the mapping that was chosen for it, or that knows its headings.

    None where no mapping does; a known one whose file says no month waits for the person's.
    """
    chosen = mappings.chosen_for(batch)
    grid = mappings.grid_of(batch, upload)
    if grid is None:
        if chosen is not None:
            raise FilesGone
        return None
    if chosen is None:
        row = mappings.recognised(batch, grid)
        if row is None:
            return None
        chosen = mappings.Chosen(row, None)
    plan = mappings.plan_of(chosen.mapping)
    if chosen.month is None and not plan.has_month:
        return Read([], [_asks_for_month(batch, chosen.mapping)])
    today = local_now(batch.area_code or "91").date()
    found = mapping.tables(plan, grid, mappings.villages_in(batch.area_code), chosen.month, today)
    folder = queries.folder_of(batch) / TABLES
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    read = Read([], [_told(batch, chosen)])
    for form, frame in found.items():
        path = own_path(folder, ".parquet")
        frame.write_parquet(path, compression="lz4")
        read.tables.append(stored(path, batch.file_names[0], form, form))
    return read


def _told(batch: ImportBatch, chosen: mappings.Chosen) -> dict[str, object]:
    month = f", bulan {id_month(chosen.month)}" if chosen.month else ""
    return finding(
        batch.file_names[0],
        Severity.SOFT,
        "dibaca_dengan_pemetaan",
        f"Dibaca dengan pemetaan kolom “{chosen.mapping.name}”{month}.",
        "Tidak perlu tindakan bila pemetaannya benar.",
    )


def _asks_for_month(batch: ImportBatch, row: ColumnMapping) -> dict[str, object]:
    return finding(
        batch.file_names[0],
        Severity.FILE,
        "bulan_belum_dipilih",
        f"Kolomnya dikenali sebagai “{row.name}”, tetapi berkas tidak menyebut bulannya.",
        "Tekan Petakan kolom, pilih bulannya, lalu periksa.",
    )
