"""Snapshots and the cube."""

from datetime import date, datetime
from typing import Any

import polars as pl
from django.db import connection
from django.db.models import Max, Model, Q, QuerySet

from naikkelas.activities.models import Kegiatan
from naikkelas.areas.rules import codes
from naikkelas.classification.models import AreaSummary, Basis, Snapshot
from naikkelas.classification.queries.live import classify
from naikkelas.instruments.queries import in_use
from naikkelas.lib.columns import read_frame
from naikkelas.registry.models import KKBPK, Evidence, KampungKB, Penduduk, Profil


def newest_snapshots(
    area_code: str,
    cutoff: date,
    instrument: str,
    basis: str = Basis.DECLARED,
    *,
    known_at: datetime | None = None,
) -> QuerySet[Snapshot]:
    """The newest snapshot of each kabupaten of an area at a cut-off.

    `known_at` asks for the newest of those that knew no more than what was known then.
    """
    snapshots = Snapshot.objects.filter(
        _of_kabupaten(area_code), cutoff=cutoff, instrument=instrument, basis=basis
    )
    if known_at is not None:
        snapshots = snapshots.filter(known_at__lte=known_at)
    newer = snapshots.order_by("kabupaten_code", "-known_at")
    if connection.vendor == "postgresql":
        return newer.distinct("kabupaten_code")
    newest: dict[str, Any] = {}
    for kabupaten_code, key in newer.values_list("kabupaten_code", "pk"):
        newest.setdefault(kabupaten_code, key)
    return Snapshot.objects.filter(pk__in=newest.values())


def _of_kabupaten(area_code: str) -> Q:
    """Rows of the kabupaten of an area: a range, which an index serves whatever the collation."""
    if not area_code:
        return Q()
    first, after = codes.subtree(area_code[:5])
    return Q(kabupaten_code__gte=first) & (Q(kabupaten_code__lt=after) if after else Q())


def known_at(kabupaten: str, instrument: str, basis: str = Basis.DECLARED) -> dict[date, datetime]:
    """Per stored cut-off of a kabupaten: as of when its newest snapshot knew the reports."""
    snapshots = Snapshot.objects.filter(
        kabupaten_code=kabupaten, instrument=instrument, basis=basis
    )
    newest = snapshots.order_by().values("cutoff").annotate(newest=Max("known_at"))
    return dict(newest.values_list("cutoff", "newest"))


def changed_at(area_code: str, basis: str = Basis.DECLARED) -> dict[str, datetime]:
    """Per kabupaten of an area with kampung: when what its classes rest on last changed.

    Accepted facts also change by an endorsement, and by evidence that is added or withdrawn.
    Evidence that ends needs no moment of its own: on which cut-offs it stands is known from the
    day it is added, so it tells only the month ends after its last day from those before.
    """
    known = ("recorded_at", "withdrawn_at")
    declared: tuple[type[Model], ...] = (Profil, Penduduk, KKBPK, Kegiatan)
    moments: dict[type[Model], tuple[str, ...]] = {KampungKB: known}
    if basis == Basis.VERIFIED:
        moments |= dict.fromkeys(declared, (*known, "endorsed_at"))
        moments[Evidence] = ("added_at", "withdrawn_at")
    else:
        moments |= dict.fromkeys(declared, known)
    latest: dict[str, datetime] = {}
    for model, columns in moments.items():
        rows = model._default_manager.filter(_of_kabupaten(area_code)).order_by()
        newest = rows.values("kabupaten_code").annotate(*map(Max, columns))
        for code, *found in newest.values_list(
            "kabupaten_code", *(f"{column}__max" for column in columns)
        ):
            latest[code] = max(moment for moment in (*found, latest.get(code)) if moment)
    return dict(sorted(latest.items()))


def stored_cutoffs(area_code: str, instrument: str, basis: str = Basis.DECLARED) -> list[date]:
    """The cut-offs for which the cube holds the area, newest first."""
    return list(
        _of_area(area_code, instrument, basis).order_by("-cutoff").values_list("cutoff", flat=True)
    )


def summary(
    area_code: str, cutoff: date, instrument: str, basis: str = Basis.DECLARED
) -> AreaSummary | None:
    """One cell of the cube."""
    return _of_area(area_code, instrument, basis).filter(cutoff=cutoff).first()


def summaries(area_code: str, cutoff: date) -> dict[tuple[str, str], AreaSummary]:
    """The cells of an area at a cut-off under every rule and basis, in one query."""
    cells = AreaSummary.objects.filter(area_code=area_code, cutoff=cutoff)
    return {(cell.instrument, cell.basis): cell for cell in cells}


def children_summaries(
    area_code: str, cutoff: date, instrument: str, basis: str = Basis.DECLARED
) -> list[AreaSummary]:
    """The areas one level below, by code."""
    depth = area_code.count(".") + 2 if area_code else 1
    return list(
        AreaSummary.objects.filter(
            parent_code=area_code, depth=depth, cutoff=cutoff, instrument=instrument, basis=basis
        ).order_by("area_code")
    )


def series(area_code: str, instrument: str, basis: str = Basis.DECLARED) -> list[AreaSummary]:
    """An area through all stored cut-offs, oldest first."""
    return list(_of_area(area_code, instrument, basis).order_by("cutoff"))


def _of_area(area_code: str, instrument: str, basis: str) -> QuerySet[AreaSummary]:
    return AreaSummary.objects.filter(area_code=area_code, instrument=instrument, basis=basis)


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


def standings(
    area_code: str,
    *,
    cutoff: date,
    instrument: str,
    basis: str = Basis.DECLARED,
    known_at: datetime | None = None,
) -> pl.DataFrame:
    """Like `classify`; beyond one kabupaten from the newest snapshots, which may be none."""
    if len(area_code) >= len("63.01"):
        return classify(
            area_code, cutoff=cutoff, instrument=instrument, known_at=known_at, basis=basis
        )
    newest = newest_snapshots(area_code, cutoff, instrument, basis, known_at=known_at)
    keys = [key.hex for key in newest.values_list("pk", flat=True)]
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
