"""What groups and innovations have in common: stopping, resuming, taking a record back.

A record stays one row; what it was stands in the trail. Free text stands in the row alone, since
it may name people and an event cannot be scrubbed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar  # Any: columns of a row
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from naikkelas.areas.queries import local_now
from naikkelas.audit.actions import record as write
from naikkelas.audit.actions.trail import HIDDEN
from naikkelas.lib.actors import Actor
from naikkelas.lib.ids import uuid7
from naikkelas.lib.refusals import require
from naikkelas.registry import access
from naikkelas.registry.errors import (
    AlreadyRecorded,
    AlreadyStopped,
    IdentifierTaken,
    KampungClosed,
    NotStopped,
    StoppingReasonMissing,
    UnfitAnswer,
)
from naikkelas.registry.models import Kader, KampungKB, Lasting, PastStop
from naikkelas.registry.rules.groups import checked, insist_on_day
from naikkelas.registry.rules.schema import Form

LONGEST_REASON = 300
FREE_TEXT = frozenset({"nama", "title", "problem", "what"})
T = TypeVar("T", bound=Lasting)


@dataclass(frozen=True, slots=True)
class Sort(Generic[T]):
    """A sort of lasting record: its table and its form."""

    model: type[T]
    form: Form


@dataclass(frozen=True, slots=True)
class Change(Generic[T]):
    """A row and what became different; nothing is recorded where `is_news` is false."""

    row: T
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    is_news: bool = True


def record(verb: str, change: Change[T], *, by: Actor) -> T:
    """Write the change into the trail; the row."""
    row = change.row
    if change.is_news:
        write(
            verb,
            row,
            by=by,
            kabupaten=row.kabupaten_code,
            before=_told(change.before or {}),
            after=_told(change.after or {}),
            thing=row.thing,
            kampung=row.kampung.nama,
        )
    return row


def held(kampung: KampungKB, by: Actor) -> KampungKB:
    """The kampung, locked, once it is clear that the person may keep its records."""
    kampung = KampungKB.objects.select_for_update().get(pk=kampung.pk)
    require(access.may_report(by, kampung))
    if not kampung.is_active or kampung.withdrawn_at:
        raise KampungClosed("Kampung ini sudah dinonaktifkan, jadi catatannya tidak diubah lagi.")
    return kampung


def open_record(
    sort: Sort[T],
    kampung: KampungKB,
    values: Mapping[str, Any],
    *,
    kader: UUID | None,
    by: Actor,
    id: UUID | None,
    **fixed: Any,
) -> Change[T]:
    """Add a record; the same identifier again gives the first one."""
    kampung = held(kampung, by)
    if id and (known := sort.model._default_manager.filter(pk=id).first()):
        return Change(_insist_on_same(known, kampung), is_news=False)
    given = _given(sort, kampung, values, kader)
    row = sort.model(
        id=id or uuid7(),
        kampung=kampung,
        kabupaten_code=kampung.kabupaten_code,
        recorded_by=by.pk,
        recorded_at=timezone.now(),
        **given,
        **fixed,
    )
    _save(row, force_insert=True)
    return Change(row, after=given | fixed)


def _insist_on_same(known: T, kampung: KampungKB) -> T:
    if known.kampung_id != kampung.pk:
        raise IdentifierTaken
    return known


def edit_record(
    sort: Sort[T], row: T, values: Mapping[str, Any], *, kader: UUID | None, by: Actor
) -> Change[T]:
    """Change what is told; nothing happens where nothing changes."""
    row = locked(row, by)
    given = _given(sort, row.kampung, values, kader)
    before = {name: getattr(row, name) for name in given}
    changed = [name for name in given if given[name] != before[name]]
    if not changed:
        return Change(row, is_news=False)
    for name in changed:
        setattr(row, name, given[name])
    _insist_on_order(row)
    _save(row, update_fields=changed)
    was, now = ({name: side[name] for name in changed} for side in (before, given))
    return Change(row, was, now)


def stop_record(row: T, *, on: date, reason: str, by: Actor) -> Change[T]:
    """It is no longer from a day on; the reason is kept with it."""
    row = locked(row, by)
    if row.is_stopped:
        raise AlreadyStopped
    insist_on_day("stopped_on", "Berhenti sejak", on, local_now(row.kabupaten_code).date())
    row.stopped_on, row.stopped_reason = on, _reason(reason)
    _insist_on_order(row)
    row.save(update_fields=["stopped_on", "stopped_reason"])
    return Change(row, {"stopped_on": None}, {"stopped_on": on})


def resume_record(row: T, *, by: Actor) -> Change[T]:
    """Undo of stopping: it works as before. Why it had stopped stays readable (`PastStop`)."""
    row = locked(row, by)
    if row.stopped_on is None:
        raise NotStopped
    before = {"stopped_on": row.stopped_on}
    PastStop.objects.create(
        kampung=row.kampung,
        kabupaten_code=row.kabupaten_code,
        record=row.pk,
        stopped_on=row.stopped_on,
        reason=row.stopped_reason,
        resumed_by=by.pk,
        resumed_at=timezone.now(),
    )
    row.stopped_on, row.stopped_reason = None, ""
    _save(row, update_fields=["stopped_on", "stopped_reason"])
    return Change(row, before, {"stopped_on": None})


def withdraw_record(row: T, *, by: Actor) -> Change[T]:
    """It was entered by mistake: it says nothing any more; the row stays."""
    row = locked(row, by)
    is_news = row.withdrawn_at is None
    if is_news:
        row.withdrawn_at = timezone.now()
        row.save(update_fields=["withdrawn_at"])
    return Change(row, is_news=is_news)


def restore_record(row: T, *, by: Actor) -> Change[T]:
    """Undo of taking back."""
    row = locked(row, by)
    is_news = row.withdrawn_at is not None
    if is_news:
        row.withdrawn_at = None
        _save(row, update_fields=["withdrawn_at"])
    return Change(row, is_news=is_news)


def locked(row: T, by: Actor) -> T:
    """The row as it is now, held together with its kampung."""
    held(row.kampung, by)
    rows = type(row)._default_manager.select_for_update(of=("self",)).select_related("kampung")
    return rows.get(pk=row.pk)


def _given(
    sort: Sort[T], kampung: KampungKB, values: Mapping[str, Any], kader: UUID | None
) -> dict[str, Any]:
    today = local_now(kampung.village_id).date()
    given = checked(sort.form, values, today)
    if kader is not None and not Kader.objects.filter(pk=kader, kampung=kampung).exists():
        raise UnfitAnswer("kader", "Penanggung jawab ini bukan kader kampung. Pilih orang lain.")
    return given | {"kader_id": kader}


def _insist_on_order(row: Lasting) -> None:
    if row.since and row.stopped_on and row.stopped_on < row.since:
        raise UnfitAnswer("stopped_on", "Tanggal berhenti lebih awal dari tanggal mulainya.")


def _reason(reason: str) -> str:
    kept = " ".join(reason.split())[:LONGEST_REASON]
    if not kept:
        raise StoppingReasonMissing
    return kept


def _save(row: Lasting, **how: Any) -> None:
    """The database says whether such a group is at work already: two clerks at once too."""
    try:
        with transaction.atomic():
            row.save(**how)
    except IntegrityError as error:
        raise AlreadyRecorded from error


def _told(columns: Mapping[str, Any]) -> dict[str, Any]:
    """Columns for the trail: that free text changed, not what it says, since it may name people."""
    told = {name: HIDDEN if name in FREE_TEXT else _plain(columns[name]) for name in columns}
    return {"kader" if name == "kader_id" else name: value for name, value in told.items()}


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int) else str(value)
