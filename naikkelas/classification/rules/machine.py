"""The classification as machines read it: the columns of architecture decision 10."""

from decimal import ROUND_HALF_UP, Decimal

import polars as pl

from naikkelas.instruments.rules import Instrument


def machine_table(results: pl.DataFrame, instrument: Instrument) -> pl.DataFrame:
    """Code, id, name, scores, indexes as text with two decimals, level and note; null is none."""
    indexes = [f"indeks_{dimension.code}" for dimension in instrument.dimensions]
    return results.select(
        "kode_desa",
        "kampung_id_asal",
        "nama",
        *(indicator.code for indicator in instrument.indicators),
        *(pl.col(name).map_elements(two_decimals, return_dtype=pl.String) for name in indexes),
        "klasifikasi",
        pl.col("catatan").replace("", None),
    )


def two_decimals(index: float) -> str:
    """Half away from zero, as the portal's numeric; a mean of whole scores has few digits.

    >>> two_decimals(2.875), two_decimals(8 / 3)
    ('2.88', '2.67')
    """
    exact = Decimal(repr(round(index, 9)))
    return str(exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))
