"""Measures of many kampung at one cut-off or at several, as the engine's columns."""

from collections.abc import Iterator, Mapping
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from naikkelas.classification.rules.facts import (
    REPORTS,
    Facts,
    days_of,
    laid_out,
    window_start,
)
from naikkelas.instruments.rules import Instrument, Measure
from naikkelas.registry.rules import reference

Floats = NDArray[np.float64]
# Raw list columns that come from the profile, each with the columns from which it is gathered.
_PLAIN_LISTS = ("sumber_dana", "penggunaan_data")
ACTIVITIES = "kegiatan"
# Columns of the profile whose measure has the name of the worked examples.
MEASURE_OF_COLUMN = {"plkb_ada": "plkb_pendamping", "regulasi_ada": "regulasi"}
THIS_WINDOW, BEFORE = "instansi_tahun_pelaporan", "instansi_tahun_sebelumnya"


class Measured:
    """The measures of all kampung of `facts` at a cut-off (None: as the source marks).

    Further cut-offs are measured in the same pass and stand below, in the rows of `days_of`:
    what a pass costs lies in its steps, hardly in its rows.
    """

    def __init__(self, facts: Facts, cutoff: date | None, *further: date) -> None:
        self.facts = facts
        self.cutoff = cutoff
        self._days = days_of([cutoff, *further], facts.count) if cutoff and further else None
        self.rows = facts.count * (1 + len(further))
        self.counted = {form: self._counted(form) for form in REPORTS}
        self._columns = self._report_columns()
        self._present = {form: self._spread(self.counted[form], None) for form in REPORTS}

    def _counted(self, form: str) -> pl.DataFrame:
        if self._days is None:
            return self.facts.counted(form, self.cutoff)
        return self.facts.counted_on(form, self._days)

    @property
    def recent(self) -> pl.DataFrame:
        """The activities of the 12 months up to the cut-off; all of them without one."""
        activities = self.facts.activities.select("k", "tanggal")
        if self.cutoff is None:
            return activities
        return self._in_period(activities, before=False)

    @property
    def until(self) -> pl.DataFrame:
        """The activities up to the cut-off; all of them without one."""
        activities = self.facts.activities.select("k", "tanggal")
        if self._days is not None:
            return laid_out(activities, self._days, pl.col("tanggal") <= pl.col("cutoff"))
        if self.cutoff is None:
            return activities
        return activities.filter(pl.col("tanggal") <= self.cutoff)

    def columns(self, instrument: Instrument) -> dict[str, Floats]:
        """One float64 array per measure of the instrument; NaN is absent."""
        return {measure.code: self._column(measure) for measure in instrument.measures}

    def _column(self, measure: Measure) -> Floats:
        form, _, existence = measure.code.rpartition("_")
        if existence == "ada" and form in self._present:
            return self._present[form]
        if measure.code == ACTIVITIES:
            return self._activity_column(measure)
        if measure.kind == "list":
            return self._list_column(measure)
        if measure.code in self._columns:
            return self._columns[measure.code]
        raise KeyError(f"laporan Kampung KB tidak memuat ukuran {measure.code}")

    def _activity_column(self, measure: Measure) -> Floats:
        """Activities, also those without an agency, in the periods that the measure names."""
        column = np.zeros(self.rows)
        activities = self.facts.activities.select("k", "tanggal")
        for raw in measure.columns:
            rows = self._in_period(activities, before=raw == BEFORE)
            counts = rows.group_by("k").len()
            column[counts["k"].to_numpy()] += counts["len"].to_numpy()
        return column

    def _report_columns(self) -> dict[str, Floats]:
        return {
            MEASURE_OF_COLUMN.get(name, name): self._spread(frame, name)
            for frame in self.counted.values()
            for name, kind in frame.schema.items()
            if kind in (pl.Boolean, pl.Int64) and name not in {"own", "marked", "source_id"}
        }

    def _spread(self, frame: pl.DataFrame, name: str | None) -> Floats:
        """A column laid out by kampung number; without a name: 1 where there is a row, else 0."""
        positions = frame["k"].to_numpy()
        if name is None:
            column: Floats = np.zeros(self.rows)
            column[positions] = 1.0
            return column
        column = np.full(self.rows, np.nan)
        column[positions] = frame[name].cast(pl.Float64).fill_null(np.nan).to_numpy()
        return column

    def _list_column(self, measure: Measure) -> Floats:
        raw_columns = measure.columns or (measure.code,)
        codes = pl.concat([frame for name in raw_columns for frame in self._codes(name, measure)])
        if measure.kinds is not None:
            codes = codes.filter(pl.col("code").is_in(list(measure.kinds)))
        if measure.excluded:
            codes = codes.filter(~pl.col("code").is_in(list(measure.excluded)))
        how_many = pl.len() if measure.counts_rows else pl.col("code").n_unique()
        counts = codes.group_by("k").agg(how_many.alias("n")).collect()
        column = self._empty_lists(measure)
        column[counts["k"].to_numpy()] = counts["n"].cast(pl.Float64).to_numpy()
        return column

    def _empty_lists(self, measure: Measure) -> Floats:
        """Zero choices where the report exists, absent where it does not."""
        if {*measure.columns, measure.code} & {THIS_WINDOW, BEFORE}:
            return np.zeros(self.rows)
        return np.where(self._present["profil"] == 1.0, 0.0, np.nan)

    def _codes(self, raw: str, measure: Measure) -> Iterator[pl.LazyFrame]:
        """The rows (k, code) of a raw list column, lazy: each step on its own costs a wait."""
        if raw in (THIS_WINDOW, BEFORE):
            yield self._agencies(raw, measure)
        elif raw in _PLAIN_LISTS:
            yield _split(self.counted["profil"], raw)
        elif raw == "mekanisme_operasional":
            yield _flags(self.counted["profil"], reference.MECHANISMS)
        else:
            own = reference.POKTAN if raw == "poktan" else reference.SARANA
            yield _flags(self.counted["profil"], {code: code for code in own})
            extra = _split(self.counted["profil"], "program_tambahan")
            is_sarana = pl.col("code").is_in(reference.SARANA)
            # Every programme that is not a sarana is a poktan to the portal.
            yield extra.filter(is_sarana if raw == "sarana" else ~is_sarana)

    def _agencies(self, raw: str, measure: Measure) -> pl.LazyFrame:
        rows = self._in_period(self.facts.agencies, before=raw == BEFORE).lazy()
        if measure.excluded_numbers:
            rows = rows.filter(
                ~pl.col("number").is_in(list(measure.excluded_numbers)).fill_null(value=False)
            )
        return rows.select("k", "code")

    def _in_period(self, rows: pl.DataFrame, *, before: bool) -> pl.DataFrame:
        if self._days is None:
            return _in_period(rows, self.cutoff, before=before)
        day, start = pl.col("tanggal"), pl.col("start")
        counts = day <= start if before else (day > start) & (day <= pl.col("cutoff"))
        return laid_out(rows, self._days, counts)


def _in_period(rows: pl.DataFrame, cutoff: date | None, *, before: bool) -> pl.DataFrame:
    """Rows of the 12 months up to the cut-off, or before; without a cut-off all are "before"."""
    if cutoff is None:
        return rows if before else rows.clear()
    day, start = pl.col("tanggal"), window_start(cutoff)
    return rows.filter(day <= start if before else (day > start) & (day <= cutoff))


def _split(frame: pl.DataFrame, name: str) -> pl.LazyFrame:
    return (
        frame.lazy()
        .filter(pl.col(name).fill_null("") != "")
        .select("k", pl.col(name).str.split("|").alias("code"))
        .explode("code")
    )


def _flags(frame: pl.DataFrame, codes: Mapping[str, str]) -> pl.LazyFrame:
    """The code of each column (column → code) that says yes."""
    long = frame.lazy().select("k", *codes).unpivot(index="k", variable_name="code")
    told = long.filter(pl.col("value")).select("k", "code")
    return told.with_columns(pl.col("code").replace_strict(dict(codes), return_dtype=pl.String))
