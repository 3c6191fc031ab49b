"""Storing a checked batch as one whole; `undoing` takes it back."""

from datetime import datetime
from typing import Any

import polars as pl
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from naikkelas.activities import actions as activities
from naikkelas.audit import actions as trail
from naikkelas.classification.tasks import refresh_month_ends
from naikkelas.exchange import access, queries
from naikkelas.exchange.errors import CheckAgain, NotReady
from naikkelas.exchange.models import BatchState, ImportBatch
from naikkelas.exchange.rules.layouts import KAMPUNG_TABLE, LAYOUTS, Layout
from naikkelas.lib.actors import Actor
from naikkelas.lib.refusals import require
from naikkelas.registry.actions import bulk
from naikkelas.registry.models import KampungKB

BEFORE = "sebelum.parquet"
"""The kampung that a batch changed, as they were."""
_LOCK = 73_190_422
"""PostgreSQL's key of the one import that may write at a time."""


def apply(batch: ImportBatch, *, by: Actor) -> ImportBatch:
    """Store every accepted row of a checked batch in one transaction, all known from one instant.

    Killed half way it leaves nothing, and can be applied again. Refused with `CheckAgain` when
    another import changed the same area since the check.
    """
    require(access.may_import(by, batch.area_code))
    try:
        # COPY speaks to the driver itself, whose errors Django would not know otherwise.
        with transaction.atomic(), connection.wrap_database_errors:
            applied = _apply(batch, by)
            refresh_later(applied)
            return applied
    except IntegrityError as error:
        # A person opened a kampung of a village, or entered a row, since the check.
        raise CheckAgain from error


def _apply(batch: ImportBatch, by: Actor) -> ImportBatch:
    batch = locked(batch)
    if batch.state not in {BatchState.READY, BatchState.APPLYING}:
        raise NotReady
    _insist_on_fresh_check(batch)
    at = timezone.now()
    (queries.folder_of(batch) / BEFORE).unlink(missing_ok=True)
    stored = {layout.code: _store(batch, layout, at, by) for layout in LAYOUTS.values()}
    batch.state = BatchState.APPLIED
    batch.applied_at = at
    batch.counts = batch.counts | {"stored": stored}
    batch.save(update_fields=["state", "applied_at", "counts"])
    trail.record(
        "import.apply",
        batch,
        by=by,
        kabupaten=batch.area_code[:5],
        files=", ".join(batch.file_names)[:300],
        rows=sum(stored.values()),
        stored=stored,
        refused=_refused(batch),
        as_reported=batch.as_reported,
    )
    return batch


def refresh_later(batch: ImportBatch) -> None:
    """Let the worker bring the stored month ends up to what is known now."""
    transaction.on_commit(lambda: refresh_month_ends.enqueue(batch.area_code))


def locked(batch: ImportBatch) -> ImportBatch:
    """The batch as it is now, while no other import writes (SQLite has one writer anyway)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    return ImportBatch.objects.select_for_update().get(pk=batch.pk)


def _insist_on_fresh_check(batch: ImportBatch) -> None:
    if queries.writes_into(batch.area_code) != batch.counts["writes_before"]:
        raise CheckAgain


def _refused(batch: ImportBatch) -> int:
    tables = batch.counts.get("tables", {})
    return sum(counts.get("refused", 0) for counts in tables.values())


def _store(batch: ImportBatch, layout: Layout, at: datetime, by: Actor) -> int:
    count = 0
    for path in queries.accepted(batch, layout):
        frame = pl.read_parquet(path)
        if layout is KAMPUNG_TABLE:
            count += _store_kampung(batch, frame, at, by)
        else:
            count += _store_rows(batch, layout, frame, at, by)
    return count


def _store_kampung(batch: ImportBatch, frame: pl.DataFrame, at: datetime, by: Actor) -> int:
    names = {"kampung_uuid": "id", "kode_desa": "village_id", "aktif": "is_active"}
    rows = frame.drop("id").rename(names)
    changed = rows.filter(pl.col("status") == "changed")
    if not changed.is_empty():
        _keep_before(batch, changed.get_column("id").to_list())
        bulk.change_kampung(changed, by=by)
    new = rows.filter(pl.col("status") == "new")
    bulk.store_kampung(new, batch_id=batch.pk, at=at, by=by, is_example=batch.is_example)
    return rows.height


def _keep_before(batch: ImportBatch, identifiers: list[str]) -> None:
    """Write down how kampung were before the batch changes them; `undo` reads it."""
    columns = [field.attname for field in KampungKB._meta.concrete_fields]
    rows = KampungKB.objects.filter(pk__in=identifiers).values(*columns)
    kept = [{name: _portable(value) for name, value in row.items()} for row in rows]
    frame = pl.DataFrame(kept, infer_schema_length=None)
    path = queries.folder_of(batch) / BEFORE
    if path.exists():
        # A second file of kampung; what the first one changed is kept as it was before that.
        earlier = pl.read_parquet(path)
        later = frame.join(earlier, on="id", how="anti")
        frame = pl.concat([earlier, later], how="vertical_relaxed")
    frame.write_parquet(path)


def _portable(value: Any) -> Any:
    return value.hex if hasattr(value, "hex") and not isinstance(value, float) else value


def _store_rows(
    batch: ImportBatch, layout: Layout, frame: pl.DataFrame, at: datetime, by: Actor
) -> int:
    replaced = frame.filter(pl.col("status") == "changed").get_column("stored_uuid").to_list()
    names = {"id": "source_id", "kampung_uuid": "kampung_id", "id_uuid": "id"}
    rows = frame.drop("kampung_id", strict=False).rename(names)
    if layout.code == "intervensi":
        activities.withdraw_kegiatan(replaced, at=at, by=by)
        return activities.store_kegiatan(
            rows, batch_id=batch.pk, at=at, by=by, endorsed=batch.endorsed
        )
    rows = rows.rename({"aktif": "marked"})
    bulk.withdraw_versions(layout.code, replaced, at=at, by=by)
    return bulk.store_versions(
        layout.code, rows, batch_id=batch.pk, at=at, by=by, endorsed=batch.endorsed
    )
