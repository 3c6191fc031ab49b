"""What people did since an import that taking it back would undo: where, what, who, when."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import polars as pl
from django.db.models import Q, QuerySet
from django.utils import timezone

from naikkelas.accounts.models import User
from naikkelas.audit.models import Event
from naikkelas.exchange.models import ImportBatch
from naikkelas.exchange.queries.store import MODELS
from naikkelas.exchange.rules.layouts import KAMPUNG_TABLE, LAYOUTS, Layout
from naikkelas.lib.dates import id_date_short, id_datetime, id_month
from naikkelas.registry.models import KampungKB

_VERBS = ("kampung.edit", "kampung.activate", "kampung.deactivate")
_SHOWN, _ENOUGH = 5, 100
"""Deeds that a person is told, and that are looked for of one table."""
_AT_A_TIME = 5_000


@dataclass(frozen=True, slots=True)
class Deed:
    """One kampung with what was done to it; `who` is empty where nobody is known."""

    code: str
    name: str
    what: str
    who: str
    when: datetime


def in_words(deeds: Sequence[Deed]) -> str:
    """`91.37.01.2001 Sukamaju (Nama diubah, Bu Rina, 24 November 2026 pukul 10.15); …`"""
    told = [
        f"{deed.code} {deed.name} ({', '.join(filter(None, (deed.what, deed.who, _time(deed))))})"
        for deed in deeds[:_SHOWN]
    ]
    if len(deeds) > _SHOWN:
        rest = len(deeds) - _SHOWN
        told.append(f"dan {rest if len(deeds) < _ENOUGH else 'banyak'} lagi")
    return "; ".join(told)


def _time(deed: Deed) -> str:
    return id_datetime(timezone.localtime(deed.when))


def changed_by_hand(identifiers: Collection[UUID], since: datetime) -> list[Deed]:
    """The kampung among these that differ by a person's hand from what they were at an instant.

    Who changed a field and changed it back has left nothing that could be lost.
    """
    events = Event.objects.filter(
        subject_type=KampungKB._meta.label_lower, verb__in=_VERBS, at__gte=since
    )
    wanted = {str(identifier) for identifier in identifiers}
    told: dict[str, list[Event]] = {}
    for event in events.select_related("actor").order_by("at", "id"):
        if event.subject_id in wanted:
            told.setdefault(event.subject_id, []).append(event)
    left = {key: fields for key, found in told.items() if (fields := _fields_left(found))}
    rows = KampungKB.objects.in_bulk([UUID(key) for key in left])
    deeds = [
        _deed(row, f"{', '.join(left[str(row.pk)])} diubah", told[str(row.pk)][-1])
        for row in rows.values()
    ]
    return _in_order(deeds)


def _fields_left(events: Sequence[Event]) -> list[str]:
    """The labels of the columns whose value differs between before the first and after the last."""
    first: dict[str, Any] = {}
    last: dict[str, Any] = {}
    for event in events:
        first = dict(event.before) | first
        last |= dict(event.after)
    names = KAMPUNG_TABLE.form.by_name
    labels = {name: names[name].label if name in names else "Aktif" for name in last}
    return [labels[name] for name in last if last[name] != first.get(name)]


def _deed(row: KampungKB, what: str, event: Event) -> Deed:
    return Deed(row.village_id, row.nama, what, str(vars(event.actor).get("name", "")), event.at)


def _in_order(deeds: Sequence[Deed]) -> list[Deed]:
    return sorted(deeds, key=lambda deed: (deed.code, deed.when))


def reports_on_kampung_of(batch: ImportBatch) -> list[Deed]:
    """Reports and activities of others on the kampung that a batch opened."""
    made = KampungKB.objects.filter(batch_id=batch.pk)
    found = []
    for layout in LAYOUTS.values():
        if layout is not KAMPUNG_TABLE:
            rows = MODELS[layout.code]._default_manager.filter(
                kampung__in=made, withdrawn_at__isnull=True
            )
            # A row that a person entered has no batch, and NULL is unlike anything only here.
            others = rows.filter(~Q(batch_id=batch.pk) | Q(batch_id__isnull=True))
            found += _reports(layout, others)
    return _in_order(found)


def _reports(layout: Layout, rows: QuerySet[Any]) -> list[Deed]:
    some = list(rows.select_related("kampung").order_by("recorded_at")[:_ENOUGH])
    people = _names({row.recorded_by for row in some})
    return [
        Deed(
            row.kampung.village_id,
            row.kampung.nama,
            f"laporan {layout.sheet} {_period(row)}",
            people.get(row.recorded_by, ""),
            row.recorded_at,
        )
        for row in some
    ]


def _period(row: Any) -> str:
    return id_date_short(row.tanggal) if hasattr(row, "tanggal") else id_month(row.first_day)


def _names(keys: Collection[int | None]) -> Mapping[int | None, str]:
    return dict(User.objects.filter(pk__in=[key for key in keys if key]).values_list("pk", "name"))


def opened_instead(before: pl.DataFrame | None, batch: ImportBatch) -> list[Deed]:
    """Live kampung that stand where a kampung would come back to life.

    `before` are the kampung that the batch changed, as they were.
    """
    if before is None:
        return []
    back = before.filter(pl.col("is_active") & ~pl.col("is_double"))
    returning = {UUID(text) for text in back.get_column("id")}
    villages = back.get_column("village_id").to_list()
    others = [
        row
        for start in range(0, len(villages), _AT_A_TIME)
        for row in KampungKB.objects.live().filter(
            is_double=False, village_id__in=villages[start : start + _AT_A_TIME]
        )
        if row.pk not in returning and row.batch_id != batch.pk
    ]
    opened = Event.objects.filter(
        subject_type=KampungKB._meta.label_lower, subject_id__in=[str(row.pk) for row in others]
    ).select_related("actor")
    last = {event.subject_id: event for event in opened.order_by("at", "id")}
    return _in_order(
        [
            _deed(row, "kampung dibuka", last[str(row.pk)])
            if str(row.pk) in last
            else Deed(row.village_id, row.nama, "kampung dibuka lewat impor", "", row.recorded_at)
            for row in others
        ]
    )
