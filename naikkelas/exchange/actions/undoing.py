"""Taking an applied batch back as one whole, unless the work of a person would go with it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import polars as pl
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from naikkelas.activities import actions as activities
from naikkelas.activities.models import Kegiatan
from naikkelas.audit import actions as trail
from naikkelas.exchange import access, queries
from naikkelas.exchange.actions.applying import BEFORE, locked, refresh_later
from naikkelas.exchange.errors import (
    ChangedByHand,
    FilesGone,
    KampungInUse,
    NewerImportFirst,
    NotApplied,
    VillageTaken,
)
from naikkelas.exchange.models import BatchState, ImportBatch
from naikkelas.exchange.queries import Deed
from naikkelas.exchange.rules.layouts import KAMPUNG_TABLE
from naikkelas.lib.actors import Actor
from naikkelas.lib.refusals import Refused, require
from naikkelas.registry.actions import bulk
from naikkelas.registry.errors import MonthLocked
from naikkelas.registry.models import KampungKB
from naikkelas.registry.queries.locks import locked_within

_AT_A_TIME = 5_000


def undo(batch: ImportBatch, *, by: Actor) -> ImportBatch:
    """Take back everything that a batch stored, and put back what it had replaced.

    Nothing is deleted: its rows are withdrawn from now on, and what it replaced is recorded anew
    (see `bulk.bring_back`), so that every past state of knowledge stays as it was. Refused as a
    whole where a later import, a later report or a change by hand stands on it.
    """
    require(access.may_import(by, batch.area_code))
    with transaction.atomic():
        batch = locked(batch)
        if batch.state != BatchState.APPLIED:
            raise NotApplied
        _insist_on_last(batch)
        _insist_on_open_months(batch)
        _insist_on_nobodys_work(batch)
        at = timezone.now()
        counts = bulk.withdraw_batch(batch.pk, at=at, by=by)
        counts["intervensi"] = activities.withdraw_batch(batch.pk, at=at, by=by)
        restored = sum(bulk.bring_back(rows, at=at, by=by) for rows in _replaced_by(batch))
        restored += _put_back_kampung(batch, by)
        _close(batch, at, counts, restored, by)
    return batch


def _close(
    batch: ImportBatch, at: datetime, counts: dict[str, int], restored: int, by: Actor
) -> None:
    batch.state = BatchState.UNDONE
    batch.undone_at = at
    batch.save(update_fields=["state", "undone_at"])
    trail.record(
        "import.undo",
        batch,
        by=by,
        kabupaten=batch.area_code[:5],
        files=", ".join(batch.file_names)[:300],
        rows=sum(counts.values()),
        withdrawn=counts,
        restored=restored,
    )
    refresh_later(batch)


def _insist_on_open_months(batch: ImportBatch) -> None:
    """Taking rows back changes the figures of their months as much as sending some."""
    for kabupaten, year, month in locked_within(batch.area_code):
        place = {"kabupaten_code": kabupaten, "tahun": year, "bulan": month}
        for model in bulk.REPORTS.values():
            if model.objects.filter(batch_id=batch.pk, **place).exists():
                raise MonthLocked(
                    f"Bulan {month:02d}/{year} sudah dikunci, jadi barisnya tidak dapat ditarik. "
                    "Minta operator atau pimpinan kabupaten membukanya dahulu."
                )


def _insist_on_last(batch: ImportBatch) -> None:
    """No batch that still stands has replaced rows of this one, or changed its kampung."""
    standing = ImportBatch.objects.filter(
        state=BatchState.APPLIED, applied_at__gte=batch.applied_at
    ).exclude(pk=batch.pk)
    instants = standing.values("applied_at")
    for model in queries.MODELS.values():
        rows = model._default_manager.filter(batch_id=batch.pk)
        if rows.filter(withdrawn_at__in=instants).exists():
            raise NewerImportFirst
    touched = _changed_by(batch) | _made_by(batch)
    if any(touched & _changed_by(other) for other in standing):
        raise NewerImportFirst


def _insist_on_nobodys_work(batch: ImportBatch) -> None:
    """Refuse, naming kampung, person and time, where undoing would take a person's work along."""
    assert batch.applied_at is not None
    made, changed = _made_by(batch), _changed_by(batch)
    _hold(made | changed)
    back = _rows_before(batch)
    _refuse(KampungInUse, queries.reports_on_kampung_of(batch))
    _refuse(ChangedByHand, queries.changed_by_hand(made | changed, batch.applied_at))
    _refuse(VillageTaken, queries.opened_instead(back, batch))


def _hold(identifiers: set[UUID]) -> None:
    """Let nobody change these kampung or report on them until the undoing has ended."""
    ordered = sorted(identifiers)
    for start in range(0, len(ordered), _AT_A_TIME):
        part = KampungKB.objects.filter(pk__in=ordered[start : start + _AT_A_TIME])
        list(part.order_by("pk").select_for_update().values_list("pk"))


def _refuse(refusal: type[Refused], deeds: Sequence[Deed]) -> None:
    if deeds:
        raise refusal(f"{refusal.sentence} Kampungnya: {queries.in_words(deeds)}.")


def _made_by(batch: ImportBatch) -> set[UUID]:
    """The kampung that a batch opened."""
    return set(KampungKB.objects.filter(batch_id=batch.pk).values_list("pk", flat=True))


def _changed_by(batch: ImportBatch) -> set[UUID]:
    """The kampung that a batch changed in place."""
    path = queries.folder_of(batch) / BEFORE
    if not path.exists():
        return set()
    return {UUID(text) for text in pl.read_parquet(path, columns=["id"]).to_series()}


def _rows_before(batch: ImportBatch) -> pl.DataFrame | None:
    """The kampung that a batch changed, as they were; None where it changed none."""
    path = queries.folder_of(batch) / BEFORE
    if path.exists():
        return pl.read_parquet(path)
    if batch.counts.get("tables", {}).get(KAMPUNG_TABLE.code, {}).get("changed", 0):
        raise FilesGone
    return None


def _replaced_by(batch: ImportBatch) -> Iterator[models.QuerySet[Any]]:
    """Rows that were withdrawn at the very instant at which the batch was applied."""
    for code in ("profil", "penduduk", "kkbpk"):
        yield bulk.REPORTS[code].objects.filter(withdrawn_at=batch.applied_at)
    yield Kegiatan.objects.filter(withdrawn_at=batch.applied_at)


def _put_back_kampung(batch: ImportBatch, by: Actor) -> int:
    rows = _rows_before(batch)
    if rows is None:
        return 0
    try:
        return bulk.change_kampung(rows, by=by)
    except IntegrityError as error:
        # A kampung was opened since we looked; who asks again is told which.
        raise VillageTaken from error
