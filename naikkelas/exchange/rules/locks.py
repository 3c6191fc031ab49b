"""Rows of months that their kabupaten has locked: refused, however the file was declared."""

import polars as pl

from naikkelas.exchange.rules.sieve import REFUSED, Options, Sieve
from naikkelas.registry.rules.limits import Sentence

CODE = "bulan_dikunci"
_LOCKED = Sentence(
    "Laporan bulan {limit} sudah dikunci.",
    "Minta operator atau pimpinan kabupaten membuka bulan itu, lalu impor lagi.",
)


def refuse_locked(sieve: Sieve, options: Options) -> None:
    """Refuse what would be stored in a locked month; rows that are stored already pass."""
    if not options.locked or "bulan" not in sieve.frame.columns:
        return
    kabupaten, years, months = zip(*sorted(options.locked), strict=True)
    locked = pl.DataFrame(
        {"kabupaten_code": kabupaten, "tahun": years, "bulan": months, "_locked": True},
        schema_overrides={"tahun": pl.Int16, "bulan": pl.Int16},
    )
    place = ["kabupaten_code", "tahun", "bulan"]
    found = sieve.frame.select(place).join(locked, on=place, how="left", maintain_order="left")
    is_locked = pl.lit(found.get_column("_locked")).fill_null(value=False)
    month = pl.format(
        "{}/{}", pl.col("bulan").cast(pl.String).str.zfill(2), pl.col("tahun").cast(pl.String)
    )
    here = is_locked & (pl.col("status") != "same") & ~pl.col(REFUSED)
    sieve.refuse(here, CODE, _LOCKED, column="bulan", limit=month)
