"""Measures of many kampung at one cut-off or at several, as the engine's columns."""

from collections.abc import Mapping, Sequence
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
# Raw list columns that stand as such in the profile; the others are gathered from its flags.
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
        self._present = {form: self._presence(self.counted[form]) for form in REPORTS}

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
        lists = self._list_columns(instrument)
        return {measure.code: self._column(measure, lists) for measure in instrument.measures}

    def _column(self, measure: Measure, lists: Mapping[str, Floats]) -> Floats:
        form, _, existence = measure.code.rpartition("_")
        if existence == "ada" and form in self._present:
            return self._present[form]
        if measure.code == ACTIVITIES:
            return self._activity_column(measure)
        if measure.code in lists:
            return lists[measure.code]
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
        columns: dict[str, Floats] = {}
        for frame in self.counted.values():
            names = [
                name
                for name, kind in frame.schema.items()
                if kind in (pl.Boolean, pl.Int64) and name not in {"own", "marked", "source_id"}
            ]
            measures = [MEASURE_OF_COLUMN.get(name, name) for name in names]
            columns |= zip(measures, self._spread(frame, names), strict=True)
        return columns

    def _spread(self, frame: pl.DataFrame, names: Sequence[str]) -> Floats:
        """Columns laid out by kampung number, one in each row; NaN where nothing was told."""
        laid = np.full((len(names), self.rows), np.nan)
        laid[:, frame["k"].to_numpy()] = frame.select(pl.col(names).cast(pl.Float64)).to_numpy().T
        return laid

    def _presence(self, frame: pl.DataFrame) -> Floats:
        """1 where there is a row, else 0."""
        column: Floats = np.zeros(self.rows)
        column[frame["k"].to_numpy()] = 1.0
        return column

    def _list_columns(self, instrument: Instrument) -> dict[str, Floats]:
        """How many choices each kampung made in the lists of the instrument."""
        lists = [
            one for one in instrument.measures if one.kind == "list" and one.code != ACTIVITIES
        ]
        of_agencies = [one for one in lists if _raws(one) <= {THIS_WINDOW, BEFORE}]
        of_profile = [one for one in lists if one not in of_agencies]
        columns = {one.code: self._agency_column(one) for one in of_agencies}
        counts = [
            _how_many(one, pl.concat_list(_codes(raw) for raw in sorted(_raws(one))))
            for one in of_profile
        ]
        told = self.counted["profil"].select("k", *counts)
        names = [one.code for one in of_profile]
        columns |= zip(names, self._spread(told, names), strict=True)
        return columns

    def _agency_column(self, measure: Measure) -> Floats:
        """Zero also where nothing was reported: no activity has no agency."""
        rows = pl.concat(
            self._in_period(self.facts.agencies, before=raw == BEFORE) for raw in _raws(measure)
        )
        if measure.excluded_numbers:
            rows = rows.filter(
                ~pl.col("number").is_in(list(measure.excluded_numbers)).fill_null(value=False)
            )
        code = pl.col("code")
        how_many = pl.len() if measure.counts_rows else code.n_unique()
        told = rows.filter(_is_counted(measure, code))
        counts = told.group_by("k").agg(how_many.alias("n"))
        column = np.zeros(self.rows)
        column[counts["k"].to_numpy()] = counts["n"].to_numpy()
        return column

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


def _raws(measure: Measure) -> set[str]:
    return set(measure.columns or (measure.code,))


def _how_many(measure: Measure, codes: pl.Expr) -> pl.Expr:
    """The number of those in a list of codes that the measure counts."""
    code = pl.element()
    codes = codes.list.eval(code.filter(_is_counted(measure, code)))
    how_many = codes.list.len() if measure.counts_rows else codes.list.n_unique()
    return how_many.alias(measure.code)


def _is_counted(measure: Measure, code: pl.Expr) -> pl.Expr:
    counted = pl.lit(value=True) if measure.kinds is None else code.is_in(list(measure.kinds))
    return counted & ~code.is_in(list(measure.excluded)) if measure.excluded else counted


def _codes(raw: str) -> pl.Expr:
    """The list of codes that a raw list column of the profile holds."""
    if raw in _PLAIN_LISTS:
        return _split(raw)
    if raw == "mekanisme_operasional":
        return _flags(reference.MECHANISMS)
    own, is_sarana = pl.element(), pl.element().is_in(reference.SARANA)
    extra = _split("program_tambahan")
    if raw == "sarana":
        return _flags(reference.SARANA).list.concat(extra.list.eval(own.filter(is_sarana)))
    # Every programme that is not a sarana is a poktan to the portal.
    return _flags(reference.POKTAN).list.concat(extra.list.eval(own.filter(~is_sarana)))


def _split(name: str) -> pl.Expr:
    none = pl.lit([], dtype=pl.List(pl.String))
    return pl.when(pl.col(name) != "").then(pl.col(name).str.split("|")).otherwise(none)


def _flags(columns: Mapping[str, str] | Sequence[str]) -> pl.Expr:
    """The codes of the columns (their own names, or column → code) that say yes."""
    codes = columns if isinstance(columns, Mapping) else dict(zip(columns, columns, strict=True))
    told = [pl.when(pl.col(name)).then(pl.lit(code)) for name, code in codes.items()]
    return pl.concat_list(told).list.drop_nulls()
