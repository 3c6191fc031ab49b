"""Scores, indexes and level of many kampung at one cut-off or at several, and what lists show
beside them.
"""

from collections.abc import Sequence
from datetime import date

import numpy as np
import polars as pl

from naikkelas.classification.rules.facts import REPORTS, Facts
from naikkelas.classification.rules.measures import Measured
from naikkelas.instruments.rules import Instrument, Scores, score_columns

NO_SCORE = -1


def classify(facts: Facts, instrument: Instrument, cutoff: date | None) -> pl.DataFrame:
    """One row per kampung of `facts`, in its order.

    Columns: those of `facts.kampung`, one score per indicator (null: none), `indeks_<dimension>`
    (unrounded; null: none), `klasifikasi` (null where the rule gives none), `belum_pernah_lapor`,
    `kelengkapan` (percent of the answers that the rule reads), `laporan_terakhir`, `catatan`.
    Without a cut-off the versions that the source marks count, and all activities.
    """
    return _classified(Measured(facts, cutoff), facts.kampung, instrument)


def classify_days(
    facts: Facts, instrument: Instrument, cutoffs: Sequence[date]
) -> list[pl.DataFrame]:
    """`classify` at each of the cut-offs, all in one pass."""
    if not cutoffs:
        return []
    measured = Measured(facts, *cutoffs)
    everyone = pl.concat([facts.kampung] * len(cutoffs))
    rows = _classified(measured, everyone, instrument)
    return [rows.slice(place * facts.count, facts.count) for place in range(len(cutoffs))]


def _classified(measured: Measured, kampung: pl.DataFrame, instrument: Instrument) -> pl.DataFrame:
    columns = measured.columns(instrument)
    scored = score_columns(instrument, columns)
    return kampung.with_columns(
        *_score_columns(instrument, scored),
        *_index_columns(instrument, scored),
        _level_column(instrument, scored),
        _never_reported(measured),
        pl.Series("kelengkapan", completeness(instrument, columns)),
        _last_entry(measured),
    ).with_columns(_notes())


def _score_columns(instrument: Instrument, scored: Scores) -> list[pl.Series]:
    codes = [indicator.code for indicator in instrument.indicators]
    scores = pl.DataFrame(scored.scores, schema=codes, orient="row")
    return scores.select(pl.all().replace(NO_SCORE, None)).get_columns()


def _index_columns(instrument: Instrument, scored: Scores) -> list[pl.Series]:
    return [
        pl.Series(f"indeks_{dimension.code}", scored.indexes[:, position], nan_to_null=True)
        for position, dimension in enumerate(instrument.dimensions)
    ]


def _level_column(instrument: Instrument, scored: Scores) -> pl.Series:
    codes = pl.Series([*(level.code for level in instrument.levels), None], dtype=pl.String)
    return codes.gather(np.where(scored.level < 0, len(codes) - 1, scored.level)).rename(
        "klasifikasi"
    )


def _never_reported(measured: Measured) -> pl.Series:
    """No report that counts, no activity in the 12 months: the badge Belum Lapor (decision 4)."""
    silent = np.ones(measured.rows, dtype=bool)
    for frame in (*measured.counted.values(), measured.recent):
        silent[frame["k"].to_numpy()] = False
    return pl.Series("belum_pernah_lapor", silent)


def completeness(instrument: Instrument, columns: dict[str, np.ndarray]) -> np.ndarray:
    """Percent of the answers (not counting lists, where empty means none) that are filled in."""
    answers = [
        columns[code]
        for code in instrument.needed
        if instrument.measure_by_code[code].kind != "list" and not _says_existence(code)
    ]
    filled = np.zeros(len(answers[0]), dtype=np.int16)
    for answer in answers:
        filled += ~np.isnan(answer)
    return np.rint(filled * 100 / len(answers)).astype(np.int16)


def _says_existence(code: str) -> bool:
    return code in {f"{form}_ada" for form in REPORTS}


def _last_entry(measured: Measured) -> pl.Series:
    """The newest of the reports that count and the activities up to the cut-off."""
    dates = [frame.lazy().select("k", "tanggal_isi") for frame in measured.counted.values()]
    dates.append(measured.until.lazy().select("k", pl.col("tanggal").alias("tanggal_isi")))
    newest = pl.concat(dates).group_by("k").agg(pl.col("tanggal_isi").max())
    everyone = pl.select(k=pl.arange(measured.rows, dtype=pl.UInt32)).lazy()
    everyone = everyone.join(newest, on="k", how="left", maintain_order="left")
    return everyone.collect()["tanggal_isi"].rename("laporan_terakhir")


def _notes() -> pl.Expr:
    notes = [
        pl.when("is_example").then(pl.lit("contoh")),
        pl.when("is_double").then(pl.lit("ganda menurut sumber")),
        pl.when(pl.col("klasifikasi").is_null()).then(pl.lit("aturan tidak memberi kelas")),
    ]
    return pl.concat_str(notes, separator="; ", ignore_nulls=True).alias("catatan")
