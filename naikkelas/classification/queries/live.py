"""Many kampung, computed from the reports now."""

from datetime import date, datetime
from typing import Any

import polars as pl
from django.db import connection
from django.utils import timezone

from naikkelas.areas.rules import codes
from naikkelas.classification.rules.classify import classify as classify_facts
from naikkelas.classification.rules.facts import (
    ACTIVITY_SCHEMA,
    KAMPUNG_SCHEMA,
    SCORED_COLUMNS,
    Facts,
    assemble,
    version_schema,
)
from naikkelas.instruments.queries import in_use
from naikkelas.lib.columns import read_frame
from naikkelas.registry.rules.schema import FORMS, REPORTS


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
    return read_frame(connection, query, params, version_schema(FORMS[form]))


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
        first, after = codes.subtree(area_code)
        clause += " AND k.village_id >= %s"
        params.append(first)
        if after:
            clause += " AND k.village_id < %s"
            params.append(after)
    return clause, params
