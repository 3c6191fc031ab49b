"""One kampung at one cut-off, in a few milliseconds: plain SQL, no model instances."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection

from naikkelas.classification.models import Basis
from naikkelas.classification.queries.live import DECLARED, instant_of
from naikkelas.classification.rules.backing import EARLIEST_CLOCK, Acceptance, Backing, lapsed
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
        f"SELECT {', '.join((*_KEYS, *SCORED_COLUMNS[form]))}, CAST(endorsed_at AS text), "
        f"{DECLARED.format('')}, {{endorsed}} FROM registry_{form} "
        "WHERE kampung_id = %s AND {known} "
        "ORDER BY tanggal_isi, source_id IS NULL, source_id, recorded_at"
    )
    for form in REPORTS
}
_SELECT_ACTIVITIES = (
    "SELECT tanggal, source_id, instansi, {endorsed} FROM activities_kegiatan "
    "WHERE kampung_id = %s AND {known}"
)
_SELECT_EVIDENCE = (
    "SELECT form, columns, valid_until, kind, title, CAST(added_at AS text), {withdrawn} "
    "FROM registry_evidence "
    "WHERE kampung_id = %s{known} ORDER BY added_at, id"
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
    is_endorsed: bool
    accepted: Acceptance
    answers: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Card:
    """One kampung at one cut-off under one rule, with the reports that gave its figures.

    `lapsed`: per form the columns that count as not filled in because the evidence accepted with
    them has run out, each with the piece that decided.
    """

    cutoff: date
    instrument: Instrument
    scorecard: Scorecard
    measures: dict[str, float | None]
    versions: dict[str, Version | None]
    activities: int
    never_reported: bool
    completeness: int
    last_entry: date | None
    basis: Basis
    lapsed: Mapping[str, Mapping[str, Backing]]

    @property
    def level(self) -> str | None:
        return self.scorecard.level


@dataclass(frozen=True, slots=True)
class Dossier:
    """All known versions, activities and evidence of one kampung, newest last; five queries."""

    versions: dict[str, list[Version]]
    activities: list[Activity]
    evidence: list[Backing]
    basis: Basis = Basis.DECLARED

    def on(self, basis: str) -> "Dossier":
        """The facts of a basis; of accepted ones there is no way back to all."""
        if basis == self.basis:
            return self
        return replace(
            self,
            versions={
                form: [version for version in versions if version.is_endorsed]
                for form, versions in self.versions.items()
            },
            activities=[activity for activity in self.activities if activity.is_endorsed],
            basis=Basis.VERIFIED,
        )

    def version_at(self, form: str, cutoff: date) -> Version | None:
        """The version of a form that counts at a cut-off."""
        counting = [version for version in self.versions[form] if version.tanggal_isi <= cutoff]
        return counting[-1] if counting else None

    def lapsed_at(self, version: Version | None, cutoff: date) -> Mapping[str, Backing]:
        """Columns of a version that no longer stand at a cut-off; none among declared facts."""
        if version is None or self.basis != Basis.VERIFIED:
            return {}
        return lapsed(self.evidence, version.form, cutoff, version.accepted)


def dossier(kampung: KampungKB, *, known_at: datetime | None = None) -> Dossier:
    """Read what is known of one kampung."""
    with connection.cursor() as cursor:
        versions = {form: list(_versions(cursor, form, kampung, known_at)) for form in REPORTS}
        rows = _rows(cursor, _SELECT_ACTIVITIES, kampung, known_at)
        activities = [
            Activity(_day(on), number, tuple(split(names)), bool(endorsed))
            for on, number, names, endorsed in rows
        ]
        evidence = list(_evidence(cursor, kampung, known_at))
    return Dossier(versions, activities, evidence)


def _evidence(cursor: Any, kampung: KampungKB, known_at: datetime | None) -> Iterator[Backing]:
    """What backs the kampung or did; what was withdrawn backed what was accepted before."""
    key = _key(kampung.pk)
    if known_at is None:
        cursor.execute(
            _SELECT_EVIDENCE.format(withdrawn="CAST(withdrawn_at AS text)", known=""), [key]
        )
    else:
        withdrawn = "CASE WHEN withdrawn_at <= %s THEN CAST(withdrawn_at AS text) END"
        sql = _SELECT_EVIDENCE.format(withdrawn=withdrawn, known=" AND added_at <= %s")
        instant = instant_of(known_at)
        cursor.execute(sql, [instant, key, instant])
    for form, columns, until, kind, title, added, withdrawn in cursor.fetchall():
        ends, gone = until and _day(until), withdrawn and _day_of(withdrawn)
        names = tuple(split(columns))
        yield Backing(form, names, ends, kind, title, added, withdrawn, gone)


def _day_of(moment: str) -> date:
    """As `rules.backing.day_of`: an instant as text, in UTC."""
    return datetime.fromisoformat(moment[:19]).replace(tzinfo=UTC).astimezone(EARLIEST_CLOCK).date()


def _rows(
    cursor: Any, query: str, kampung: KampungKB, known_at: datetime | None
) -> list[tuple[Any, ...]]:
    """The rows of versions or activities, as known at an instant (None: now)."""
    key = _key(kampung.pk)
    if known_at is None:
        sql = query.format(known="withdrawn_at IS NULL", endorsed="endorsed_at IS NOT NULL")
        cursor.execute(sql, [key])
        return list(cursor.fetchall())
    sql = query.format(
        known="recorded_at <= %s AND (withdrawn_at IS NULL OR withdrawn_at > %s)",
        endorsed="COALESCE(endorsed_at <= %s, FALSE)",
    )
    instant = instant_of(known_at)
    cursor.execute(sql, [instant, key, instant, instant])
    return list(cursor.fetchall())


def _key(identifier: UUID) -> Any:
    return identifier.hex if connection.vendor == "sqlite" else identifier


def _versions(
    cursor: Any, form: str, kampung: KampungKB, known_at: datetime | None
) -> Iterator[Version]:
    width = len(_KEYS)
    for row in _rows(cursor, _SELECT_VERSIONS[form], kampung, known_at):
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
            bool(row[-1]),
            Acceptance(row[-3], bool(row[-2])),
            dict(zip(SCORED_COLUMNS[form], row[width:-3], strict=True)),
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
    basis: str = Basis.DECLARED,
) -> Card:
    """The classification of one kampung; `known` spares reading again for other cut-offs."""
    known = (known or dossier(kampung, known_at=known_at)).on(basis)
    rule = in_use(instrument) if isinstance(instrument, str) else instrument
    versions = {form: known.version_at(form, cutoff) for form in REPORTS}
    gone = {form: known.lapsed_at(version, cutoff) for form, version in versions.items()}
    answers = {
        form: None if version is None else version.answers | dict.fromkeys(gone[form])
        for form, version in versions.items()
    }
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
        basis=known.basis,
        lapsed=gone,
    )


def history(
    kampung: KampungKB,
    cutoffs: Sequence[date],
    instrument: str,
    *,
    known: Dossier | None = None,
    basis: str = Basis.DECLARED,
) -> list[Card]:
    """The same kampung at several cut-offs, as known now."""
    known, rule = (known or dossier(kampung)).on(basis), in_use(instrument)
    return [card(kampung, cutoff=day, instrument=rule, known=known, basis=basis) for day in cutoffs]
