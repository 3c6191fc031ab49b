"""The list of kampung of an area: found, filtered, sorted, one page at a time.

A kabupaten is classified at once; a province or the nation is read from its newest snapshots, so
that 35,000 kampung cost no more than one query per rule.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from typing import Any, overload  # Any: a row of a frame
from uuid import UUID

import polars as pl

from naikkelas.areas.models import Area, Level
from naikkelas.areas.queries import search
from naikkelas.classification import queries as classification
from naikkelas.classification.models import Result
from naikkelas.insights.queries.viewpoint import Viewpoint
from naikkelas.insights.rules import is_fragile
from naikkelas.lib.names import search_key
from naikkelas.roadmap.queries import Ground, counted
from naikkelas.roadmap.rules import gap

KECAMATAN = len("63.01.03")
_MOST_FOUND = 500
# What `urut` may say, to the column that it sorts by; a leading minus turns it round.
ORDERS: Mapping[str, str] = {
    "kode": "kode_desa",
    "nama": "nama",
    "kelas": "order",
    "input": "indeks_input",
    "proses": "indeks_proses",
    "output": "indeks_output",
    "poin": "poin",
    "kelengkapan": "kelengkapan",
    "laporan": "laporan_terakhir",
}
_INDEXES = ("input", "proses", "output")
_COMPLETENESS: Mapping[str, tuple[int, int]] = {
    "rendah": (0, 49),
    "sedang": (50, 89),
    "lengkap": (90, 100),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person asked the list for; empty means all."""

    text: str = ""
    kecamatan: str = ""
    level: str = ""
    missing: str = ""  # an index below its threshold
    completeness: str = ""
    only_fragile: bool = False
    only_silent: bool = False
    only_different: bool = False  # on the other basis
    order: str = "kode"

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the order was asked for."""
        return self.filters > 0

    @property
    def filters(self) -> int:
        """How many filters are set; the order is none."""
        values = asdict(self)
        return sum(bool(value) for name, value in values.items() if name != "order")

    @classmethod
    def of(cls, parameters: Mapping[str, str]) -> "Wanted":
        order = parameters.get("urut", "")
        return cls(
            text=parameters.get("cari", "").strip(),
            kecamatan=parameters.get("kecamatan", ""),
            level=parameters.get("kelas", ""),
            missing=parameters.get("kurang", ""),
            completeness=parameters.get("kelengkapan", ""),
            only_fragile=parameters.get("rapuh") == "ya",
            only_silent=parameters.get("belum_lapor") == "ya",
            only_different=parameters.get("beda") == "ya",
            order=order if order.removeprefix("-") in ORDERS else "kode",
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One kampung of the list."""

    kampung_uuid: str
    kode_desa: str
    nama: str
    kecamatan: str
    level: str | None
    other: str | None  # under the other rule
    across: str | None  # on the other basis
    never_reported: bool
    index_input: float | None
    index_proses: float | None
    index_output: float | None
    points: int
    completeness: int
    last_entry: date | None

    @property
    def is_fragile(self) -> bool:
        return is_fragile(self.level, self.other)

    @property
    def is_different(self) -> bool:
        """Whether the class is another one on the other basis."""
        return self.level != self.across


LONGEST_TEXT = 120
"""Letters of the longest name."""


class Listing(Sequence[Row]):
    """The kampung that were asked for; a sequence, so that a paginator takes only its page."""

    def __init__(self, view: Viewpoint, wanted: Wanted) -> None:
        self.view, self.wanted = view, wanted

    def __len__(self) -> int:
        return self._frame.height

    @overload
    def __getitem__(self, which: int) -> Row: ...
    @overload
    def __getitem__(self, which: slice) -> list[Row]: ...
    def __getitem__(self, which: int | slice) -> Row | list[Row]:
        if isinstance(which, int):
            return self[which : which + 1][0]
        start, stop, _ = which.indices(len(self))
        rows = self._frame.slice(start, max(stop - start, 0))
        view, names = self.view, _kecamatan_names(rows)
        beside = self._levels_of(rows, view.beside, view.basis)
        across = self._levels_of(rows, view.instrument, view.across)
        return [_row(row, names, beside, across) for row in rows.iter_rows(named=True)]

    @cached_property
    def total(self) -> int:
        """Kampung of the area before any filter."""
        return self._now.height

    @cached_property
    def _now(self) -> pl.DataFrame:
        """The kampung under the rule and on the basis in view."""
        return self._standings(self.view.instrument, self.view.basis)

    @cached_property
    def _other(self) -> pl.DataFrame:
        """The same kampung under the rule beside it."""
        return self._standings(self.view.beside, self.view.basis)

    @cached_property
    def _across(self) -> pl.DataFrame:
        """The same kampung on the other basis."""
        return self._standings(self.view.instrument, self.view.across)

    @cached_property
    def _ground(self) -> Ground | None:
        return Ground.of(self.view.area_code) if self.view.is_live else None

    def _standings(self, rule: str, basis: str) -> pl.DataFrame:
        view = self.view
        if self._ground:
            return self._ground.standings(rule, view.cutoff, basis)
        return classification.standings(
            view.area_code, cutoff=view.cutoff, instrument=rule, basis=basis
        )

    @cached_property
    def _frame(self) -> pl.DataFrame:
        rows = self._prepared().filter(*self._conditions())
        column = ORDERS[self.wanted.order.removeprefix("-")]
        return rows.sort(
            column,
            "kode_desa",
            descending=[self.wanted.order.startswith("-"), False],
            nulls_last=True,
            maintain_order=True,
        )

    def _prepared(self) -> pl.DataFrame:
        """Only a filter that needs it brings another class to every row of a large area."""
        rule = self.view.rule
        orders = {level.code: level.order for level in rule.levels}
        found = self._now.with_columns(
            pl.Series("poin", gap.points_to(rule, counted(self._now, rule), gap.COUNTING[0])),
            pl.col("klasifikasi")
            .replace_strict(orders, default=-1, return_dtype=pl.Int8)
            .alias("order"),
        )
        if self.wanted.only_fragile:
            found = _joined(found, self._other, "other")
        if self.wanted.only_different:
            found = _joined(found, self._across, "across")
        return found

    def _levels_of(self, rows: pl.DataFrame, rule: str, basis: str) -> Mapping[str, str | None]:
        """Kampung of a page and their level under another rule or on the other basis."""
        view = self.view
        if view.is_live:
            of_page = pl.col("kampung_uuid").is_in(rows["kampung_uuid"].to_list())
            own = self._standings(rule, basis).filter(of_page)
            return dict(own.select("kampung_uuid", "klasifikasi").iter_rows())
        snapshots = classification.newest_snapshots(view.area_code, view.cutoff, rule, basis)
        found = Result.objects.filter(
            snapshot__in=snapshots, kampung__in=[UUID(key) for key in rows["kampung_uuid"]]
        )
        return {key.hex: level or None for key, level in found.values_list("kampung_id", "level")}

    def _conditions(self) -> list[pl.Expr]:
        wanted, conditions = self.wanted, [pl.lit(True)]
        if wanted.kecamatan:
            conditions.append(pl.col("kode_desa").str.starts_with(f"{wanted.kecamatan}."))
        if wanted.level:
            conditions.append(pl.col("klasifikasi") == wanted.level)
        if wanted.missing in _INDEXES:
            conditions.append(pl.col(f"indeks_{wanted.missing}").fill_null(0.0) < 3.0)
        if wanted.completeness in _COMPLETENESS:
            least, most = _COMPLETENESS[wanted.completeness]
            conditions.append(pl.col("kelengkapan").is_between(least, most))
        if wanted.only_silent:
            conditions.append(pl.col("belum_pernah_lapor"))
        if wanted.only_fragile:
            conditions.append(_fragile_condition())
        if wanted.only_different:
            conditions.append(pl.col("klasifikasi").ne_missing(pl.col("across")))
        if wanted.text:
            conditions.append(self._named())
        return conditions

    def _named(self) -> pl.Expr:
        """By the name of the kampung or of its village, in any spelling, or by code."""
        if len(self.wanted.text) > LONGEST_TEXT:
            return pl.lit(value=False)  # no name is so long, though its spelling may shrink to one
        found = search(self.wanted.text, self.view.area_code, Level.VILLAGE, _MOST_FOUND)
        by_area = pl.col("kode_desa").is_in([area.code for area in found])
        # Letters that are not Latin have no key; they are looked for as they stand.
        key, text = search_key(self.wanted.text), self.wanted.text.casefold()
        names = self._now["nama"].unique()
        own = [
            name for name in names if text in name.casefold() or (key and key in search_key(name))
        ]
        return by_area | pl.col("nama").is_in(own)


def _joined(rows: pl.DataFrame, others: pl.DataFrame, name: str) -> pl.DataFrame:
    levels = others.select("kampung_uuid", pl.col("klasifikasi").alias(name))
    return rows.join(levels, on="kampung_uuid", how="left", maintain_order="left")


def _fragile_condition() -> pl.Expr:
    """`rules.is_fragile` over columns."""
    one, two = pl.col("klasifikasi").fill_null(""), pl.col("other").fill_null("")
    return (one != two) & (one != "belum_lapor") & (two != "belum_lapor")


def kecamatan_choices(view: Viewpoint) -> list[tuple[str, str]]:
    """Kecamatan by which the list of a kabupaten can be narrowed; none elsewhere."""
    if len(view.area_code) != len("63.01"):
        return []
    own = Area.objects.children_of(view.area_code).current().order_by("code")
    return list(own.values_list("code", "name"))


def _kecamatan_names(rows: pl.DataFrame) -> dict[str, str]:
    codes = rows["kode_desa"].str.slice(0, KECAMATAN).unique().to_list()
    return dict(Area.objects.filter(pk__in=codes).values_list("code", "name"))


def _row(
    row: Mapping[str, Any],
    names: Mapping[str, str],
    beside: Mapping[str, str | None],
    across: Mapping[str, str | None],
) -> Row:
    code = str(row["kode_desa"])
    return Row(
        kampung_uuid=str(row["kampung_uuid"]),
        kode_desa=code,
        nama=str(row["nama"]),
        kecamatan=names.get(code[:KECAMATAN], ""),
        level=row["klasifikasi"],
        other=beside.get(str(row["kampung_uuid"])),
        across=across.get(str(row["kampung_uuid"])),
        never_reported=bool(row["belum_pernah_lapor"]),
        index_input=row["indeks_input"],
        index_proses=row["indeks_proses"],
        index_output=row["indeks_output"],
        points=int(row["poin"]),
        completeness=int(row["kelengkapan"]),
        last_entry=row["laporan_terakhir"],
    )
