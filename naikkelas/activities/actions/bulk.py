"""Activities of an import, written in frames as `registry.actions.bulk`."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

import polars as pl
from django.db import connection

from naikkelas.activities.models import Kegiatan
from naikkelas.lib.actors import Act, Actor
from naikkelas.lib.columns import write_frame
from naikkelas.lib.refusals import require
from naikkelas.registry.actions import bulk
from naikkelas.registry.models import State


def store_kegiatan(
    frame: pl.DataFrame, *, batch_id: UUID, at: datetime, by: Actor, endorsed: bool = False
) -> int:
    """Add activities; the frame names `id`, `kampung_id`, `kabupaten_code`, `tanggal` at least."""
    bulk.require_batch(by, frame)
    constants = {
        "batch_id": batch_id.hex,
        "recorded_by": by.pk,
        "recorded_at": at,
        "state": State.ENDORSED.value if endorsed else State.SENT.value,
        "endorsed_at": at if endorsed else None,
        "withdrawn_at": None,
    }
    rows = bulk.table_rows(Kegiatan, frame, constants, only=_written(frame, constants))
    return write_frame(connection, Kegiatan._meta.db_table, rows)


def _written(frame: pl.DataFrame, constants: Collection[str]) -> list[str]:
    """The columns that an import fills; the database leaves the others empty by itself."""
    given = {*frame.columns, *constants}
    fields = Kegiatan._meta.concrete_fields
    return [str(one.column) for one in fields if one.column in given or not one.null]


def withdraw_kegiatan(ids: Sequence[str], *, at: datetime, by: Actor) -> int:
    """Let activities that their source replaced count no longer from `at` on; the rows stay."""
    return bulk.withdraw(Kegiatan, ids, at=at, by=by)


def withdraw_batch(batch_id: UUID, *, at: datetime, by: Actor) -> int:
    """Withdraw every activity that a batch recorded."""
    require(by.can(Act.IMPORT))
    rows = Kegiatan.objects.filter(batch_id=batch_id, withdrawn_at__isnull=True)
    return rows.update(withdrawn_at=at)
