"""Writing many kampung and report versions at once: the road of imports and example data.

Frames carry identifiers as 32 hexadecimal characters and the columns of their table; what a frame
lacks is stored as not filled in. The caller holds the transaction and writes the trail, one event
for the whole batch.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import polars as pl
from django.db import connection, models, transaction
from django.utils import timezone

from naikkelas.audit.actions import record
from naikkelas.lib.actors import Act, Actor, covers, may
from naikkelas.lib.columns import write_frame
from naikkelas.lib.ids import uuid7
from naikkelas.lib.refusals import require
from naikkelas.registry.models import (
    KKBPK,
    DatakuStanding,
    Inovasi,
    KampungKB,
    Kelompok,
    Penduduk,
    Profil,
    Report,
    State,
)

REPORTS: dict[str, type[Report]] = {"profil": Profil, "penduduk": Penduduk, "kkbpk": KKBPK}
_AT_A_TIME = 5_000
_TEXT = (models.CharField, models.TextField)


def store_kampung(
    frame: pl.DataFrame, *, batch_id: UUID, at: datetime, by: Actor, is_example: bool = False
) -> int:
    """Add kampung; the frame names `id`, `village_id`, `kabupaten_code` at least."""
    require_batch(by, frame)
    constants = {
        "batch_id": batch_id.hex,
        "recorded_at": at,
        "is_example": is_example,
        "withdrawn_at": None,
    }
    return write_frame(
        connection, KampungKB._meta.db_table, table_rows(KampungKB, frame, constants)
    )


def change_kampung(frame: pl.DataFrame, *, by: Actor) -> int:
    """Bring kampung to what the frame says; the columns that it lacks stay as they are.

    A kampung is one lasting row that its reports hang on, so it is changed in place; who needs
    the way back keeps the rows from before.
    """
    require_batch(by, frame)
    table = table_rows(KampungKB, frame, {}, only=frame.columns)
    names = [name for name in table.columns if name != "id"]
    assigned = ", ".join(f'"{name}" = %s' for name in names)
    query = f'UPDATE {KampungKB._meta.db_table} SET {assigned} WHERE "id" = %s'
    with connection.cursor() as cursor:
        cursor.executemany(query, table.select(*names, "id").rows())
    return table.height


def store_versions(
    form_code: str,
    frame: pl.DataFrame,
    *,
    batch_id: UUID,
    at: datetime,
    by: Actor,
    endorsed: bool = False,
) -> int:
    """Add report versions; the frame names `id`, `kampung_id`, `kabupaten_code`, `tahun`, `bulan`
    and `tanggal_isi` at least.
    """
    require_batch(by, frame)
    constants = {
        "batch_id": batch_id.hex,
        "recorded_by": by.pk,
        "recorded_at": at,
        "withdrawn_at": None,
        "state": State.ENDORSED.value if endorsed else State.SENT.value,
        "endorsed_at": at if endorsed else None,
    }
    model = REPORTS[form_code]
    return write_frame(connection, model._meta.db_table, table_rows(model, frame, constants))


def withdraw_versions(form_code: str, ids: Sequence[str], *, at: datetime, by: Actor) -> int:
    """Let versions that their source replaced count no longer from `at` on; the rows stay."""
    return withdraw(REPORTS[form_code], ids, at=at, by=by)


def withdraw(model: type[models.Model], ids: Sequence[str], *, at: datetime, by: Actor) -> int:
    """Set `withdrawn_at` on rows that are still current, given by hexadecimal identifiers."""
    require(by.can(Act.IMPORT))
    rows = model._default_manager.filter(withdrawn_at__isnull=True)
    return sum(
        rows.filter(pk__in=ids[start : start + _AT_A_TIME]).update(withdrawn_at=at)
        for start in range(0, len(ids), _AT_A_TIME)
    )


def withdraw_batch(batch_id: UUID, *, at: datetime, by: Actor) -> dict[str, int]:
    """Withdraw every row that a batch recorded; counts by table."""
    require(by.can(Act.IMPORT))
    counts = {}
    tables: dict[str, type[models.Model]] = {"kampung": KampungKB, **REPORTS}
    for code, model in tables.items():
        rows = model._default_manager.filter(batch_id=batch_id, withdrawn_at__isnull=True)
        counts[code] = rows.update(withdrawn_at=at)
    return counts


def bring_back(rows: models.QuerySet[Any], *, at: datetime, by: Actor) -> int:
    """Record rows anew that an undone batch had replaced.

    They are copies known from `at` on: a withdrawn row that simply came back would seem to have
    been known in between, and every cut-off of that time would change its answer.
    """
    require(by.can(Act.IMPORT))
    count = 0
    with transaction.atomic():
        for row in rows.iterator(chunk_size=1_000):
            row.pk = uuid7()
            row._state.adding = True
            row.recorded_at, row.withdrawn_at = at, None
            row.save(force_insert=True)
            count += 1
    return count


def require_batch(by: Actor, frame: pl.DataFrame) -> None:
    """Insist that the actor may load data into every kabupaten of the frame."""
    codes = frame.get_column("kabupaten_code").unique().to_list()
    require(by.can(Act.IMPORT))
    require(all(_near(by, code) for code in codes))


def _near(by: Actor, kabupaten: str) -> bool:
    return any(covers(scope, kabupaten) or covers(kabupaten, scope) for scope in by.scopes)


def table_rows(
    model: type[models.Model],
    frame: pl.DataFrame,
    constants: dict[str, Any],
    only: Sequence[str] | None = None,
) -> pl.DataFrame:
    """The frame with the columns of a table: constants, the frame's own, else not filled in."""
    columns = [
        _column(field, frame, constants)
        for field in model._meta.concrete_fields
        if only is None or field.column in only
    ]
    return frame.select(columns)


def _column(field: Any, frame: pl.DataFrame, constants: dict[str, Any]) -> pl.Expr:
    name = field.column
    if name in constants:
        value = pl.lit(constants[name])
    elif name in frame.columns:
        value = pl.col(name)
        if isinstance(field, _TEXT) and not field.null:
            value = value.fill_null(field.get_default())
    else:
        value = pl.lit(None if field.null else field.get_default())
    return value.alias(name)


def store_groups(
    kabupaten_code: str,
    groups: Sequence[Kelompok],
    standings: Sequence[DatakuStanding],
    innovations: Sequence[Inovasi],
    *,
    by: Actor,
) -> None:
    """Add the groups of example kampung with what hangs on them; one event for all of them."""
    require(may(by, Act.IMPORT, kabupaten_code))
    at = timezone.now()
    rows: list[Kelompok | DatakuStanding | Inovasi] = [*groups, *standings, *innovations]
    for row in rows:
        row.kabupaten_code, row.recorded_by, row.recorded_at = kabupaten_code, by.pk, at
    with transaction.atomic():
        Kelompok.objects.bulk_create(groups)
        DatakuStanding.objects.bulk_create(standings)
        Inovasi.objects.bulk_create(innovations)
        if groups:
            record(
                "group.examples",
                groups[0].kampung,
                by=by,
                kabupaten=kabupaten_code,
                groups=len(groups),
                innovations=len(innovations),
            )
