"""The reports of many kampung as columns, and which version counts at a cut-off (decision 2).

From the facts as declared come those that were accepted (`Facts.accepted`, decision 5 and ADR 16):
only what was endorsed counts, and a figure counts as not filled in once the evidence that was
accepted with it has run out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import blake2b
from types import MappingProxyType

import polars as pl

from naikkelas.classification.rules import backing
from naikkelas.lib.fields import Kind
from naikkelas.registry.rules import reference
from naikkelas.registry.rules.schema import FORMS, KKBPK, PENDUDUK, PROFIL, Form

_FLAG_MEASURES = ("pokja_ada", "pokja_terlatih", "plkb_ada", "regulasi_ada")
SCORED_COLUMNS = MappingProxyType(
    {
        "profil": (
            *_FLAG_MEASURES,
            "pokja_anggota",
            "sumber_dana",
            "penggunaan_data",
            *reference.POKTAN,
            *reference.SARANA,
            "program_tambahan",
            *reference.MECHANISMS,
        ),
        "penduduk": reference.FAMILIES,
        "kkbpk": (*reference.TARGETS, *reference.METHODS, *reference.NON_USERS),
    }
)
# The key columns of a version, in the order of decision 2 (own reports after imported ones).
ORDER = ("tanggal_isi", "own", "source_id", "recorded_at")
REPORTS = (PROFIL.code, PENDUDUK.code, KKBPK.code)

_TYPES = {Kind.FLAG: pl.Boolean, Kind.COUNT: pl.Int64}


def version_schema(form: Form) -> dict[str, type[pl.DataType]]:
    """Columns and types of a frame of versions: key columns, then what is scored."""
    keys: dict[str, type[pl.DataType]] = {
        "kampung_uuid": pl.String,
        "tanggal_isi": pl.Date,
        "own": pl.Boolean,
        "source_id": pl.Int64,
        "recorded_at": pl.String,
        "marked": pl.Boolean,
        "endorsed": pl.Boolean,
        "endorsed_at": pl.String,
        "declared": pl.Boolean,
    }
    scored = {
        name: _TYPES.get(FORMS[form.code].field(name).kind, pl.String)
        for name in SCORED_COLUMNS[form.code]
    }
    return keys | scored


KAMPUNG_SCHEMA: dict[str, type[pl.DataType]] = {
    "kampung_uuid": pl.String,
    "kode_desa": pl.String,
    "kampung_id_asal": pl.Int64,
    "nama": pl.String,
    "is_double": pl.Boolean,
    "is_example": pl.Boolean,
}
ACTIVITY_SCHEMA: dict[str, type[pl.DataType]] = {
    "kampung_uuid": pl.String,
    "tanggal": pl.Date,
    "number": pl.Int64,
    "instansi": pl.String,
    "endorsed": pl.Boolean,
}
EVIDENCE_SCHEMA: dict[str, type[pl.DataType]] = {
    "kampung_uuid": pl.String,
    "form": pl.String,
    "columns": pl.String,
    "valid_until": pl.Date,
    "added_at": pl.String,
    "withdrawn_at": pl.String,
}


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything known of an area's kampung.

    `kampung`: one row each, sorted by village code and source id, numbered in column `k`.
    `versions`: form code → all versions, sorted so that the last one that counts is the newest.
    `activities`: (k, tanggal, number); `agencies`: (k, tanggal, number, code), one row per agency.
    `backing`: the pieces of evidence, one row for each figure (see `rules.backing`). `lapses` tells
    whether a figure counts as not filled in once what was accepted with it has ended.
    """

    kampung: pl.DataFrame
    versions: dict[str, pl.DataFrame]
    activities: pl.DataFrame
    agencies: pl.DataFrame
    backing: pl.DataFrame
    lapses: bool = False

    @property
    def count(self) -> int:
        """Number of kampung."""
        return self.kampung.height

    def accepted(self) -> "Facts":
        """The same kampung with what was endorsed only; these facts themselves if that is all."""
        endorsed = pl.col("endorsed").fill_null(value=False)
        frames = (*self.versions.values(), self.activities)
        is_endless = backing.are_endless(self.backing)
        if is_endless and all(frame.select(endorsed.all()).item() for frame in frames):
            return self
        return replace(
            self,
            versions={form: frame.filter(endorsed) for form, frame in self.versions.items()},
            activities=self.activities.filter(endorsed),
            agencies=self.agencies.filter(endorsed),
            lapses=True,
        )

    def digest(self) -> bytes:
        """A name for this content: other facts have another one; alike within one process only."""
        told = blake2b(b"1" if self.lapses else b"0", digest_size=16)
        frames = (self.kampung, *self.versions.values(), self.activities, self.agencies)
        for frame in (*frames, self.backing):
            told.update(repr(frame.shape).encode())
            told.update(frame.hash_rows().to_numpy().tobytes())
        return told.digest()

    def counted(self, form: str, cutoff: date | None) -> pl.DataFrame:
        """The one version of a form per kampung that counts at a cut-off, and what of it stands."""
        found = counting(self.versions[form], cutoff)
        if cutoff is None or not self.lapses:
            return found
        ends = backing.ends_of(self.backing, form, found)
        return backing.without(found, ends.filter(pl.col("ends") < cutoff))

    def counted_on(self, form: str, days: pl.DataFrame) -> pl.DataFrame:
        """`counted` of several cut-offs, one below another (`days_of`); only column `k` differs."""
        versions = self.versions[form]
        eligible = laid_out(
            versions.select("k", "tanggal_isi").with_row_index("row"),
            days,
            pl.col("tanggal_isi") <= pl.col("cutoff"),
        )
        # Sorted as `counting` needs it, so the last row of each is the one that counts.
        newest = eligible.group_by("k").agg(pl.col("row").max())
        found = versions[newest["row"]].with_columns(newest["k"])
        if not self.lapses:
            return found
        own = self.backing.filter(pl.col("form") == form)
        pieces = laid_out(own, days, pl.lit(value=True))
        on = pl.Series(days["cutoff"]).gather(found["k"] // self.count)
        ends = backing.ends_of(pieces, form, found).join(
            found.select("k", on.alias("cutoff")), on="k"
        )
        return backing.without(found, ends.filter(pl.col("ends") < pl.col("cutoff")))

    def ending(self, cutoff: date) -> pl.DataFrame:
        """(k, form, column, ends) of the figures that stand at a cut-off and will end one day."""
        found = [
            backing.ends_of(self.backing, form, counting(versions, cutoff)).select(
                "k", pl.lit(form).alias("form"), "column", "ends"
            )
            for form, versions in self.versions.items()
        ]
        return pl.concat(found).filter(pl.col("ends") >= cutoff).sort("k", "form", "column")


def assemble(
    kampung: pl.DataFrame,
    versions: dict[str, pl.DataFrame],
    activities: pl.DataFrame,
    evidence: pl.DataFrame | None = None,
) -> Facts:
    """Number the kampung and put every version, activity and evidence under its number."""
    numbered = kampung.sort("kode_desa", "kampung_id_asal", nulls_last=True).with_row_index("k")
    key = numbered.select("kampung_uuid", "k")
    own = activities.join(key, on="kampung_uuid").drop("kampung_uuid")
    agencies = (
        own.filter(pl.col("instansi") != "")
        .with_columns(pl.col("instansi").str.split("|").alias("code"))
        .select("k", "tanggal", "number", "code", "endorsed")
        .explode("code")
    )
    return Facts(
        kampung=numbered,
        versions={
            form: frame.join(key, on="kampung_uuid").drop("kampung_uuid").sort("k", *ORDER)
            for form, frame in versions.items()
        },
        activities=own.select("k", "tanggal", "number", "endorsed"),
        agencies=agencies,
        backing=backing.pieces_of(
            pl.DataFrame(schema=EVIDENCE_SCHEMA) if evidence is None else evidence, key
        ),
    )


def counting(versions: pl.DataFrame, cutoff: date | None) -> pl.DataFrame:
    """The one version per kampung that counts; without a cut-off those that the source marks."""
    eligible = pl.col("marked") if cutoff is None else pl.col("tanggal_isi") <= cutoff
    # The frame is sorted by kampung and then by decision 2's order.
    found = versions.lazy().filter(eligible).unique("k", keep="last", maintain_order=True)
    return found.collect()


def days_of(cutoffs: Sequence[date], count: int) -> pl.DataFrame:
    """Cut-offs that are read in one pass, with the start of their 12 months.

    `first` is the row of the first of `count` kampung: kampung k of day i stands in row
    i * count + k.
    """
    return pl.DataFrame(
        {
            "cutoff": list(cutoffs),
            "start": [window_start(day) for day in cutoffs],
            "first": [place * count for place in range(len(cutoffs))],
        },
        schema={"cutoff": pl.Date, "start": pl.Date, "first": pl.UInt32},
    )


def laid_out(rows: pl.DataFrame, days: pl.DataFrame, counts: pl.Expr) -> pl.DataFrame:
    """The rows once for each of the days on which they count, `k` being kampung and day."""
    return (
        rows.join(days, how="cross")
        .filter(counts)
        .with_columns(pl.col("k") + pl.col("first"))
        .drop("cutoff", "start", "first")
    )


def window_start(cutoff: date) -> date:
    """The day before the 12 months: an activity counts when it is later (decision 2).

    >>> window_start(date(2025, 7, 31)), window_start(date(2024, 2, 29))
    (datetime.date(2024, 7, 31), datetime.date(2023, 2, 28))
    """
    try:
        return cutoff.replace(year=cutoff.year - 1)
    except ValueError:  # 29 February
        return cutoff.replace(year=cutoff.year - 1, day=28)


def fresh_after(cutoff: date) -> date:
    """Entries later than this day are fresh: at most three months (92 days) old."""
    return cutoff - timedelta(days=92)
