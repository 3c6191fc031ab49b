"""Results of kampung summed up the tree: one row per area, levels as columns."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from naikkelas.classification.rules.facts import fresh_after

LEVELS = ("belum_lapor", "dasar", "berkembang", "mandiri", "berkelanjutan")
# Length of the code prefix of each depth of the tree: nation, province, kabupaten, kecamatan.
_PREFIX = (0, 2, 5, 8)


def moves(now: pl.Series, before: pl.Series, order: Sequence[str]) -> tuple[pl.Series, pl.Series]:
    """Who rose and who fell between two cut-offs; a kampung without a level did neither."""
    rank = {level: position for position, level in enumerate(order)}
    then = before.replace_strict(rank, default=None, return_dtype=pl.Int8)
    today = now.replace_strict(rank, default=None, return_dtype=pl.Int8)
    return (today > then).fill_null(value=False), (today < then).fill_null(value=False)


def summarise(results: pl.DataFrame, cutoff: date) -> pl.DataFrame:
    """The cube of classified kampung (with `rose`, `fell`) at a cut-off, nation to kecamatan."""
    counts = (
        pl.len().alias("kampung"),
        pl.col("belum_pernah_lapor").sum().alias("never_reported"),
        *((pl.col("klasifikasi") == level).sum().alias(level) for level in LEVELS),
        pl.col("klasifikasi").is_null().sum().alias("without_level"),
        pl.col("rose").sum(),
        pl.col("fell").sum(),
        pl.col("kelengkapan").cast(pl.Int64).sum().alias("completeness_sum"),
        (pl.col("laporan_terakhir") > fresh_after(cutoff)).sum().alias("fresh"),
    )
    return pl.concat(
        results.group_by(pl.col("kode_desa").str.slice(0, length).alias("area_code"))
        .agg(*counts)
        .with_columns(
            pl.lit(depth, dtype=pl.Int16).alias("depth"),
            pl.col("area_code").str.slice(0, _PREFIX[max(depth - 1, 0)]).alias("parent_code"),
        )
        for depth, length in enumerate(_PREFIX)
    )
