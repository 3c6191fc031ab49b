"""The list of a kabupaten or less: classified from its reports at once."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import cached_property, reduce
from operator import or_
from typing import Any  # Any: a row of a frame

import polars as pl

from naikkelas.classification.queries import facts
from naikkelas.classification.rules.points import missing_points
from naikkelas.insights.queries.asked import COMPLETENESS, INDEXES, Row, Wanted, sort_keys
from naikkelas.insights.queries.searching import sought
from naikkelas.insights.queries.viewpoint import Viewpoint
from naikkelas.registry.models import KampungQuerySet
from naikkelas.roadmap.queries import Ground


class LiveList:
    """The kampung of `roots` (areas) among those of `areas`, which are read whole."""

    def __init__(
        self,
        view: Viewpoint,
        wanted: Wanted,
        roots: Sequence[str],
        areas: Sequence[str],
        among: KampungQuerySet | None = None,
        known_at: datetime | None = None,
        *,
        compared: bool = True,
        read: Callable[[str], Ground] | None = None,
    ) -> None:
        self.view, self.wanted, self.roots, self.areas = view, wanted, roots, areas
        self.among, self.known_at, self.compared = among, known_at, compared
        self.read = read or (lambda code: Ground(code, facts(code, known_at=known_at)))

    @property
    def found(self) -> int:
        return self._frame.height

    @property
    def total(self) -> int:
        return self._now.height

    def rows(self, start: int, stop: int) -> Iterator[Row]:
        """The rows of a page, in the order that was asked for."""
        page = self._frame.slice(start, max(stop - start, 0))
        for row in page.iter_rows(named=True):
            yield _row(row)

    @cached_property
    def _grounds(self) -> list[Ground]:
        return [self.read(code) for code in self.areas]

    def _standings(self, rule: str, basis: str) -> pl.DataFrame:
        day = self.view.cutoff
        read = [ground.standings(rule, day, basis) for ground in self._grounds]
        return pl.concat(read).filter(reduce(or_, map(_below, self.roots)))

    @cached_property
    def _now(self) -> pl.DataFrame:
        """The kampung under the rule and on the basis in view."""
        return self._standings(self.view.instrument, self.view.basis)

    @cached_property
    def _frame(self) -> pl.DataFrame:
        rows = self._prepared().filter(*self._conditions())
        return rows.sort(
            sort_keys(self.wanted.column),
            descending=[self.wanted.is_turned, False, False],
            nulls_last=True,
        )

    def _prepared(self) -> pl.DataFrame:
        """With what can be sorted by, and the classes beside and across."""
        view = self.view
        points = missing_points(self._now, view.rule)
        found = self._beside(self._now.with_columns(points.alias("poin")))
        orders = {level.code: level.order for level in view.rule.levels}
        return found.with_columns(
            pl.col(level).replace_strict(orders, default=-1, return_dtype=pl.Int8).alias(name)
            for level, name in (("klasifikasi", "order"), ("across", "across_order"))
        )

    def _beside(self, rows: pl.DataFrame) -> pl.DataFrame:
        """With the class under the other rule and on the other basis."""
        view = self.view
        if not self.compared:
            none = pl.lit(None, dtype=pl.String)
            return rows.with_columns(none.alias("other"), none.alias("across"))
        found = _joined(rows, self._standings(view.beside, view.basis), "other")
        return _joined(found, self._standings(view.instrument, view.across), "across")

    def _conditions(self) -> Iterator[pl.Expr]:
        wanted = self.wanted
        if self.among is not None:
            keys = self.among.values_list("pk", flat=True)
            yield pl.col("kampung_uuid").is_in([key.hex for key in keys])
        if wanted.part:
            yield pl.col("kode_desa").str.starts_with(f"{wanted.part}.")
        if wanted.level:
            yield pl.col("klasifikasi") == wanted.level
        if wanted.missing in INDEXES:
            yield pl.col(f"indeks_{wanted.missing}").fill_null(0.0) < 3.0
        if wanted.completeness in COMPLETENESS:
            yield pl.col("kelengkapan").is_between(*COMPLETENESS[wanted.completeness])
        if wanted.only_silent:
            yield pl.col("belum_pernah_lapor")
        if wanted.only_fragile:
            yield _fragile_condition()
        if wanted.only_different:
            yield pl.col("klasifikasi").ne_missing(pl.col("across"))
        if wanted.text:
            names = self._now["nama"].unique()
            yield sought(wanted.text, self.view.area_code).expression(names)


def _below(code: str) -> pl.Expr:
    village = pl.col("kode_desa")
    return (village == code) | village.str.starts_with(f"{code}.")


def _joined(rows: pl.DataFrame, others: pl.DataFrame, name: str) -> pl.DataFrame:
    levels = others.select("kampung_uuid", pl.col("klasifikasi").alias(name))
    return rows.join(levels, on="kampung_uuid", how="left", maintain_order="left")


def _fragile_condition() -> pl.Expr:
    """`rules.is_fragile` over columns."""
    one, two = pl.col("klasifikasi").fill_null(""), pl.col("other").fill_null("")
    return (one != two) & (one != "belum_lapor") & (two != "belum_lapor")


def _row(row: dict[str, Any]) -> Row:
    return Row(
        kampung_uuid=str(row["kampung_uuid"]),
        kode_desa=str(row["kode_desa"]),
        nama=str(row["nama"]),
        level=row["klasifikasi"],
        other=row["other"],
        across=row["across"],
        never_reported=bool(row["belum_pernah_lapor"]),
        index_input=row["indeks_input"],
        index_proses=row["indeks_proses"],
        index_output=row["indeks_output"],
        points=int(row["poin"]),
        completeness=int(row["kelengkapan"]),
        last_entry=row["laporan_terakhir"],
    )
