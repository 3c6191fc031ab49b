"""Reads of the classification: live from the reports, or from snapshots and the cube."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from naikkelas.activities.models import Kegiatan
from naikkelas.areas.queries import setting
from naikkelas.classification.models import AreaSummary, Snapshot
from naikkelas.classification.rules.classify import classify as classify_facts
from naikkelas.classification.rules.classify import completeness
from naikkelas.classification.rules.facts import (
    ACTIVITY_SCHEMA,
    KAMPUNG_SCHEMA,
    SCORED_COLUMNS,
    Facts,
    assemble,
    version_schema,
    window_start,
)
from naikkelas.classification.rules.one import Activity, measures_of, split
from naikkelas.instruments.queries import in_use
from naikkelas.instruments.rules import Instrument, Scorecard, score_one
from naikkelas.lib.columns import read_frame
from naikkelas.registry.models import KKBPK, KampungKB, Penduduk, Profil, Report
from naikkelas.registry.rules.schema import REPORTS

MODELS: dict[str, type[Report]] = {"profil": Profil, "penduduk": Penduduk, "kkbpk": KKBPK}


def cutoff_of(area_code: str) -> date:
    """The cut-off that screens of an area use: a fixed day, or today in the area's time zone."""
    return cutoff_from(str(setting(area_code, "cutoff")), str(setting(area_code, "time_zone")))


def cutoff_from(chosen: str, time_zone: str) -> date:
    """The settings `cutoff` and `time_zone` as a day."""
    if chosen != "today":
        return date.fromisoformat(chosen)
    return timezone.now().astimezone(ZoneInfo(time_zone)).date()


def instrument_of(area_code: str) -> str:
    """The rule in force in an area (decision 4)."""
    return str(setting(area_code, "instrument"))


# ------------------------------------------------------------------ many kampung, live


def classify(
    area_code: str,
    *,
    cutoff: date | None,
    instrument: str,
    known_at: datetime | None = None,
) -> pl.DataFrame:
    """The classification of an area's live kampung, computed from the reports now.

    `cutoff` None follows the marks of the source. See `classification.rules.classify` for columns.
    """
    return classify_facts(facts(area_code, known_at=known_at), in_use(instrument), cutoff)


def facts(area_code: str, *, known_at: datetime | None = None) -> Facts:
    """All versions and activities of an area's live kampung, as known at an instant."""
    known_at = known_at or timezone.now()
    return assemble(
        _kampung_frame(area_code, known_at),
        {form.code: _versions_frame(form.code, area_code, known_at) for form in REPORTS},
        _activities_frame(area_code, known_at),
    )


def _kampung_frame(area_code: str, known_at: datetime) -> pl.DataFrame:
    where, params = _known("k", area_code, known_at)
    query = (
        "SELECT k.id, k.village_id, k.source_id, k.nama, k.is_double, k.is_example "
        f"FROM registry_kampungkb k WHERE k.is_active AND {where}"
    )
    return read_frame(connection, query, params, KAMPUNG_SCHEMA)


def _versions_frame(form: str, area_code: str, known_at: datetime) -> pl.DataFrame:
    where, params = _known("r", area_code, known_at)
    scored = ", ".join(f"r.{name}" for name in SCORED_COLUMNS[form])
    query = (
        "SELECT r.kampung_id, r.tanggal_isi, r.source_id IS NULL, r.source_id, "
        "CAST(r.recorded_at AS text), "
        f"r.marked, {scored} FROM registry_{form} r "
        f"JOIN registry_kampungkb k ON k.id = r.kampung_id WHERE {where}"
    )
    return read_frame(connection, query, params, version_schema(_form(form)))


def _form(code: str) -> Any:
    return next(form for form in REPORTS if form.code == code)


def _activities_frame(area_code: str, known_at: datetime) -> pl.DataFrame:
    where, params = _known("r", area_code, known_at)
    query = (
        "SELECT r.kampung_id, r.tanggal, r.source_id, r.instansi FROM activities_kegiatan r "
        f"JOIN registry_kampungkb k ON k.id = r.kampung_id WHERE {where}"
    )
    return read_frame(connection, query, params, ACTIVITY_SCHEMA)


def _known(alias: str, area_code: str, known_at: datetime) -> tuple[str, list[Any]]:
    """SQL for "of this area, recorded by then and not yet withdrawn", with its parameters."""
    instant: Any = known_at
    if connection.vendor == "sqlite":
        instant = connection.ops.adapt_datetimefield_value(known_at)
    clause = (
        f"{alias}.recorded_at <= %s AND ({alias}.withdrawn_at IS NULL OR {alias}.withdrawn_at > %s)"
    )
    params: list[Any] = [instant, instant]
    if area_code:
        clause += " AND (k.village_id = %s OR k.village_id LIKE %s)"
        params += [area_code, f"{area_code}.%"]
    return clause, params


# ------------------------------------------------------------------ one kampung


@dataclass(frozen=True, slots=True)
class Card:
    """One kampung at one cut-off under one rule, with the reports that gave its figures."""

    cutoff: date
    instrument: Instrument
    scorecard: Scorecard
    measures: dict[str, float | None]
    versions: dict[str, Report | None]
    activities: int
    never_reported: bool
    completeness: int
    last_entry: date | None


@dataclass(frozen=True, slots=True)
class Dossier:
    """All known versions and activities of one kampung, newest last; four queries."""

    versions: dict[str, list[Report]]
    activities: list[Activity]

    def version_at(self, form: str, cutoff: date) -> Report | None:
        """The version of a form that counts at a cut-off."""
        counting = [version for version in self.versions[form] if version.tanggal_isi <= cutoff]
        return counting[-1] if counting else None


def dossier(kampung: KampungKB, *, known_at: datetime | None = None) -> Dossier:
    """Read what is known of one kampung."""
    return Dossier(
        versions={form: _own_versions(model, kampung, known_at) for form, model in MODELS.items()},
        activities=_own_activities(kampung, known_at),
    )


def _own_versions(
    model: type[Report], kampung: KampungKB, known_at: datetime | None
) -> list[Report]:
    versions = model._default_manager.filter(_known_then(known_at), kampung=kampung)
    return sorted(versions, key=lambda version: version.version_key)


def _own_activities(kampung: KampungKB, known_at: datetime | None) -> list[Activity]:
    rows = Kegiatan.objects.filter(_known_then(known_at), kampung=kampung)
    found = rows.order_by().values_list("tanggal", "source_id", "instansi")
    return [Activity(on, number, tuple(split(agencies))) for on, number, agencies in found]


def _known_then(known_at: datetime | None) -> Q:
    if known_at is None:
        return Q(withdrawn_at__isnull=True)
    return Q(recorded_at__lte=known_at) & (
        Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=known_at)
    )


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
    versions = {form: known.version_at(form, cutoff) for form in MODELS}
    answers = {form: vars(version) if version else None for form, version in versions.items()}
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


# ------------------------------------------------------------------ stored


def newest_snapshots(area_code: str, cutoff: date, instrument: str) -> QuerySet[Snapshot]:
    """The newest snapshot of each kabupaten of an area at a cut-off."""
    kabupaten = area_code[:5]
    snapshots = Snapshot.objects.filter(
        kabupaten_code__startswith=kabupaten, cutoff=cutoff, instrument=instrument
    )
    newer = snapshots.order_by("kabupaten_code", "-known_at")
    if connection.vendor == "postgresql":
        return newer.distinct("kabupaten_code")
    newest: dict[str, Any] = {}
    for kabupaten_code, key in newer.values_list("kabupaten_code", "pk"):
        newest.setdefault(kabupaten_code, key)
    return Snapshot.objects.filter(pk__in=newest.values())


def stored_cutoffs(area_code: str, instrument: str) -> list[date]:
    """The cut-offs for which the cube holds the area, newest first."""
    return list(
        AreaSummary.objects.filter(area_code=area_code, instrument=instrument)
        .order_by("-cutoff")
        .values_list("cutoff", flat=True)
    )


def summary(area_code: str, cutoff: date, instrument: str) -> AreaSummary | None:
    """One cell of the cube."""
    return AreaSummary.objects.filter(
        area_code=area_code, cutoff=cutoff, instrument=instrument
    ).first()


def children_summaries(area_code: str, cutoff: date, instrument: str) -> list[AreaSummary]:
    """The areas one level below, by code."""
    depth = area_code.count(".") + 2 if area_code else 1
    return list(
        AreaSummary.objects.filter(
            parent_code=area_code, depth=depth, cutoff=cutoff, instrument=instrument
        ).order_by("area_code")
    )


def series(area_code: str, instrument: str) -> list[AreaSummary]:
    """An area through all stored cut-offs, oldest first."""
    return list(
        AreaSummary.objects.filter(area_code=area_code, instrument=instrument).order_by("cutoff")
    )


_STANDING_SCHEMA: dict[str, Any] = {
    "kampung_uuid": pl.String,
    "kode_desa": pl.String,
    "kampung_id_asal": pl.Int64,
    "nama": pl.String,
    "is_double": pl.Boolean,
    "is_example": pl.Boolean,
    "scores": pl.String,
    "indeks_input": pl.Float64,
    "indeks_proses": pl.Float64,
    "indeks_output": pl.Float64,
    "klasifikasi": pl.String,
    "belum_pernah_lapor": pl.Boolean,
    "kelengkapan": pl.Int16,
    "laporan_terakhir": pl.Date,
}


def standings(area_code: str, *, cutoff: date, instrument: str) -> pl.DataFrame:
    """Like `classify`; beyond one kabupaten from the newest snapshots, which may be none."""
    if len(area_code) >= len("63.01"):
        return classify(area_code, cutoff=cutoff, instrument=instrument)
    keys = [
        key.hex
        for key in newest_snapshots(area_code, cutoff, instrument).values_list("pk", flat=True)
    ]
    marks = ", ".join(["%s"] * len(keys)) or "NULL"
    query = (
        "SELECT r.kampung_id, r.village_code, k.source_id, k.nama, k.is_double, k.is_example, "
        "r.scores, r.index_input / 100.0, r.index_proses / 100.0, r.index_output / 100.0, "
        "NULLIF(r.level, ''), r.never_reported, r.completeness, r.last_entry "
        "FROM classification_result r JOIN registry_kampungkb k ON k.id = r.kampung_id "
        f"WHERE r.snapshot_id IN ({marks}) ORDER BY r.village_code, k.source_id"
    )
    stored = read_frame(connection, query, keys, _STANDING_SCHEMA)
    return stored.with_columns(
        *(
            pl.col("scores").str.slice(place, 1).cast(pl.Int8, strict=False).alias(indicator.code)
            for place, indicator in enumerate(in_use(instrument).indicators)
        )
    ).drop("scores")
