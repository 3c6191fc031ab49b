"""One kampung at one cut-off, in a few milliseconds: plain SQL, no model instances."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection

from naikkelas.classification.rules.classify import completeness
from naikkelas.classification.rules.facts import REPORTS, SCORED_COLUMNS, window_start
from naikkelas.classification.rules.one import Activity, measures_of, split
from naikkelas.instruments.queries import in_use
from naikkelas.instruments.rules import Instrument, Scorecard, score_one
from naikkelas.registry.models import KampungKB

_KEYS = (
    *("id", "tahun", "bulan", "tanggal_isi", "source_id", "marked", "state"),
    *("broken_rules", "doubts", "recorded_at"),
)
_SELECT_VERSIONS = {
    # Decision 2's order: newest last, own reports (no source id) after imported ones.
    form: (
        f"SELECT {', '.join((*_KEYS, *SCORED_COLUMNS[form]))} FROM registry_{form} "
        "WHERE kampung_id = %s AND {known} "
        "ORDER BY tanggal_isi, source_id IS NULL, source_id, recorded_at"
    )
    for form in REPORTS
}
_SELECT_ACTIVITIES = (
    "SELECT tanggal, source_id, instansi FROM activities_kegiatan WHERE kampung_id = %s AND {known}"
)


@dataclass(frozen=True, slots=True)
class Version:
    """What of a report version the classification and its page need; `answers` by column."""

    pk: UUID
    form: str
    tahun: int
    bulan: int
    tanggal_isi: date
    source_id: int | None
    marked: bool
    state: str
    broken_rules: str
    doubts: str
    recorded_at: Any  # text on SQLite, an instant on PostgreSQL; only the order matters
    answers: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Card:
    """One kampung at one cut-off under one rule, with the reports that gave its figures."""

    cutoff: date
    instrument: Instrument
    scorecard: Scorecard
    measures: dict[str, float | None]
    versions: dict[str, Version | None]
    activities: int
    never_reported: bool
    completeness: int
    last_entry: date | None


@dataclass(frozen=True, slots=True)
class Dossier:
    """All known versions and activities of one kampung, newest last; four queries."""

    versions: dict[str, list[Version]]
    activities: list[Activity]

    def version_at(self, form: str, cutoff: date) -> Version | None:
        """The version of a form that counts at a cut-off."""
        counting = [version for version in self.versions[form] if version.tanggal_isi <= cutoff]
        return counting[-1] if counting else None


def dossier(kampung: KampungKB, *, known_at: datetime | None = None) -> Dossier:
    """Read what is known of one kampung."""
    known, instants = _known(known_at)
    params = [_key(kampung.pk), *instants]
    with connection.cursor() as cursor:
        versions = {form: list(_versions(cursor, form, known, params)) for form in REPORTS}
        cursor.execute(_SELECT_ACTIVITIES.format(known=known), params)
        rows = cursor.fetchall()
    activities = [Activity(_day(on), number, tuple(split(names))) for on, number, names in rows]
    return Dossier(versions, activities)


def _known(known_at: datetime | None) -> tuple[str, list[Any]]:
    if known_at is None:
        return "withdrawn_at IS NULL", []
    instant: Any = known_at
    if connection.vendor == "sqlite":
        instant = connection.ops.adapt_datetimefield_value(known_at)
    return "recorded_at <= %s AND (withdrawn_at IS NULL OR withdrawn_at > %s)", [instant, instant]


def _key(identifier: UUID) -> Any:
    return identifier.hex if connection.vendor == "sqlite" else identifier


def _versions(cursor: Any, form: str, known: str, params: list[Any]) -> Iterator[Version]:
    cursor.execute(_SELECT_VERSIONS[form].format(known=known), params)
    width = len(_KEYS)
    for row in cursor.fetchall():
        key, year, month, entered, source, marked, state, broken, doubts, recorded = row[:width]
        yield Version(
            key if isinstance(key, UUID) else UUID(key),
            form,
            year,
            month,
            _day(entered),
            source,
            bool(marked),
            state,
            broken,
            doubts,
            recorded,
            dict(zip(SCORED_COLUMNS[form], row[width:], strict=True)),
        )


def _day(stored: date | str) -> date:
    """SQLite hands out a date as text where Python has no converter for it."""
    return stored if isinstance(stored, date) else date.fromisoformat(stored)


def card(
    kampung: KampungKB,
    *,
    cutoff: date,
    instrument: str | Instrument,
    known_at: datetime | None = None,
    known: Dossier | None = None,
) -> Card:
    """The classification of one kampung; `known` spares reading again for other cut-offs."""
    known = known or dossier(kampung, known_at=known_at)
    rule = in_use(instrument) if isinstance(instrument, str) else instrument
    versions = {form: known.version_at(form, cutoff) for form in REPORTS}
    answers = {form: version.answers if version else None for form, version in versions.items()}
    measures = measures_of(rule, answers, known.activities, cutoff)
    done = [activity.on for activity in known.activities if activity.on <= cutoff]
    entries = [*done, *(version.tanggal_isi for version in versions.values() if version)]
    columns = {code: np.array([np.nan if v is None else v]) for code, v in measures.items()}
    return Card(
        cutoff=cutoff,
        instrument=rule,
        scorecard=score_one(rule, measures),
        measures=measures,
        versions=versions,
        activities=len(done),
        never_reported=not any(versions.values())
        and not any(on > window_start(cutoff) for on in done),
        completeness=int(completeness(rule, columns)[0]),
        last_entry=max(entries, default=None),
    )


def history(
    kampung: KampungKB,
    cutoffs: Sequence[date],
    instrument: str,
    *,
    known: Dossier | None = None,
) -> list[Card]:
    """The same kampung at several cut-offs, as known now."""
    known, rule = known or dossier(kampung), in_use(instrument)
    return [card(kampung, cutoff=day, instrument=rule, known=known) for day in cutoffs]
