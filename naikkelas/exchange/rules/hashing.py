"""A fingerprint of a row's content, the same on every machine and in every release."""

from hashlib import md5

import polars as pl

from naikkelas.exchange.rules.layouts import Layout

_BETWEEN = "\x1f"
_RECORD = {
    "kampung": ("kode_desa", "aktif"),
    # The month of a penduduk report is that of its entry; the neutral set has no columns for it.
    "penduduk": ("kampung_uuid", "tanggal_isi", "aktif"),
    "intervensi": ("kampung_uuid",),
}


def row_hashes(layout: Layout, frame: pl.DataFrame) -> pl.Series:
    """MD5 (as a checksum, not a secret) of the canonical text of each row's content.

    Content is what the table stores: the kampung's own key here, the period, the mark and every
    field of the form; a column that the file lacks equals one that is empty. The source's id is
    the key under which contents are compared, so it is left out.
    """
    names = _RECORD.get(layout.code, ("kampung_uuid", "tahun", "bulan", "tanggal_isi", "aktif"))
    columns = [*names, *(field.name for field in layout.form.fields)]
    text = frame.select(
        pl.concat_str(
            [
                pl.col(name).cast(pl.String).fill_null("") if name in frame.columns else pl.lit("")
                for name in columns
            ],
            separator=_BETWEEN,
        )
    ).to_series()
    hashes = [md5(row, usedforsecurity=False).hexdigest() for row in text.cast(pl.Binary).to_list()]
    return pl.Series("row_hash", hashes, dtype=pl.String)
