"""Reads the five files back and scores them with the real engine, as of any day."""

from datetime import date
from pathlib import Path

import polars as pl

from naikkelas.classification.rules.facts import (
    ACTIVITY_SCHEMA,
    KAMPUNG_SCHEMA,
    REPORTS,
    Facts,
    assemble,
    version_schema,
)
from naikkelas.classification.rules.measures import Measured
from naikkelas.exchange.examples.layout import COLUMNS
from naikkelas.instruments.rules import builtin, score_columns
from naikkelas.registry.rules.schema import FORMS

OFFICIAL, CORRECTED = "kampung-kb-2023", "kampung-kb-2023-terkoreksi"


def facts(directory: Path) -> Facts:
    """The facts of a folder of the five files, all rows as reported."""
    kampung = _read(directory, "kampung").select(
        pl.col("id").alias("kampung_uuid"),
        "kode_desa",
        pl.col("id").cast(pl.Int64).alias("kampung_id_asal"),
        "nama",
        pl.lit(False).alias("is_double"),
        pl.lit(True).alias("is_example"),
    )
    activities = _read(directory, "intervensi").select(
        pl.col("kampung_id").alias("kampung_uuid"),
        pl.col("tanggal").str.to_date(),
        pl.col("id").cast(pl.Int64).alias("number"),
        pl.col("instansi").fill_null(""),
        pl.lit(False).alias("endorsed"),
    )
    return assemble(
        kampung.cast(pl.Schema(KAMPUNG_SCHEMA)),
        {form: _versions(directory, form) for form in REPORTS},
        activities.cast(pl.Schema(ACTIVITY_SCHEMA)),
    )


def levels(known: Facts, cutoff: date, instrument: str = OFFICIAL) -> dict[str, str | None]:
    """Village code → level at the cut-off, by the as-of rule."""
    built = builtin(instrument)
    scored = score_columns(built, Measured(known, cutoff).columns(built))
    return dict(zip(known.kampung["kode_desa"], scored.level_codes(), strict=True))


def _versions(directory: Path, form: str) -> pl.DataFrame:
    schema = version_schema(FORMS[form])
    derived = {
        "kampung_uuid": pl.col("kampung_id"),
        "tanggal_isi": pl.col("tanggal_isi").str.to_date(),
        "own": pl.lit(False),
        "source_id": pl.col("id").cast(pl.Int64),
        "recorded_at": pl.lit(""),
        "marked": pl.col("aktif") == "ya",
        "endorsed": pl.lit(False),
        "endorsed_at": pl.lit(None, pl.String),
        "declared": pl.lit(False),
    }
    return _read(directory, form).select(
        (
            derived[name]
            if name in derived
            else pl.col(name) == "ya"
            if kind == pl.Boolean
            else pl.col(name).cast(kind)
        ).alias(name)
        for name, kind in schema.items()
    )


def _read(directory: Path, name: str) -> pl.DataFrame:
    return pl.read_csv(directory / f"{name}.csv", schema=dict.fromkeys(COLUMNS[name], pl.String()))
