"""Many kampung, computed from the reports now."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

import polars as pl
from django.db import connection
from django.utils import timezone

from naikkelas.areas.rules import codes
from naikkelas.classification.models import Basis
from naikkelas.classification.rules.classify import classify as classify_facts
from naikkelas.classification.rules.facts import (
    ACTIVITY_SCHEMA,
    EVIDENCE_SCHEMA,
    KAMPUNG_SCHEMA,
    SCORED_COLUMNS,
    Facts,
    assemble,
    version_schema,
)
from naikkelas.instruments.queries import in_use
from naikkelas.lib.columns import read_frame
from naikkelas.registry.rules.schema import FORMS, REPORTS

_ENDORSED = "COALESCE(r.endorsed_at <= %s, FALSE)"
DECLARED = "COALESCE({0}batch_id IS NOT NULL AND {0}endorsed_at <= {0}recorded_at, FALSE)"
"""Whether the import that brought a version declared it "sudah disahkan" (decision 5)."""


def classify(
    area_code: str,
    *,
    cutoff: date | None,
    instrument: str,
    known_at: datetime | None = None,
    basis: str = Basis.DECLARED,
) -> pl.DataFrame:
    """The classification of an area's live kampung, computed from the reports now.

    `cutoff` None follows the marks of the source (declared facts only, decision 2). See
    `classification.rules.classify` for columns.
    """
    known = facts(area_code, known_at=known_at, basis=basis)
    return classify_facts(known, in_use(instrument), cutoff)


def facts(
    area_code: str,
    *,
    known_at: datetime | None = None,
    basis: str = Basis.DECLARED,
    only: Collection[str] = (),
) -> Facts:
    """All versions and activities of an area's live kampung, as known at an instant.

    From declared facts come the accepted ones by `Facts.accepted`, without another reading. `only`
    names the forms that are wanted, where no class is computed: others and activities stay unread.
    """
    known_at = known_at or timezone.now()
    forms = [form.code for form in REPORTS if not only or form.code in only]
    declared = assemble(
        _kampung_frame(area_code, known_at),
        {form: _versions_frame(form, area_code, known_at) for form in forms},
        pl.DataFrame(schema=ACTIVITY_SCHEMA) if only else _activities_frame(area_code, known_at),
        _evidence_frame(area_code, known_at),
    )
    return declared.accepted() if basis == Basis.VERIFIED else declared


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
        f"r.marked, {_ENDORSED}, CAST(r.endorsed_at AS text), {DECLARED.format('r.')}, "
        f"{scored} FROM registry_{form} r "
        f"JOIN registry_kampungkb k ON k.id = r.kampung_id WHERE {where}"
    )
    params = [instant_of(known_at), *params]
    return read_frame(connection, query, params, version_schema(FORMS[form]))


def _activities_frame(area_code: str, known_at: datetime) -> pl.DataFrame:
    where, params = _known("r", area_code, known_at)
    query = (
        f"SELECT r.kampung_id, r.tanggal, r.source_id, r.instansi, {_ENDORSED} "
        "FROM activities_kegiatan r "
        f"JOIN registry_kampungkb k ON k.id = r.kampung_id WHERE {where}"
    )
    return read_frame(connection, query, [instant_of(known_at), *params], ACTIVITY_SCHEMA)


def _evidence_frame(area_code: str, known_at: datetime) -> pl.DataFrame:
    """Withdrawn pieces too: what they backed when it was accepted ended on that day."""
    within, params = _within(area_code)
    instant = instant_of(known_at)
    query = (
        "SELECT e.kampung_id, e.form, e.columns, e.valid_until, CAST(e.added_at AS text), "
        "CASE WHEN e.withdrawn_at <= %s THEN CAST(e.withdrawn_at AS text) END "
        "FROM registry_evidence e "
        f"JOIN registry_kampungkb k ON k.id = e.kampung_id WHERE e.added_at <= %s{within}"
    )
    return read_frame(connection, query, [instant, instant, *params], EVIDENCE_SCHEMA)


def instant_of(moment: datetime) -> Any:
    """An instant as the database compares it."""
    if connection.vendor == "sqlite":
        return connection.ops.adapt_datetimefield_value(moment)
    return moment


def _known(alias: str, area_code: str, known_at: datetime) -> tuple[str, list[Any]]:
    """SQL for "of this area, recorded by then and not yet withdrawn", with its parameters."""
    instant = instant_of(known_at)
    within, params = _within(area_code)
    clause = (
        f"{alias}.recorded_at <= %s AND ({alias}.withdrawn_at IS NULL "
        f"OR {alias}.withdrawn_at > %s){within}"
    )
    return clause, [instant, instant, *params]


def _within(area_code: str) -> tuple[str, list[Any]]:
    """SQL for "and of this area" for a kampung `k`, with its parameters."""
    if not area_code:
        return "", []
    first, after = codes.subtree(area_code)
    if after:
        return " AND k.village_id >= %s AND k.village_id < %s", [first, after]
    return " AND k.village_id >= %s", [first]
