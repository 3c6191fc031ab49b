"""The list of a province or the nation: found, counted, sorted and paged in the database.

Only a page of rows ever comes here.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property, reduce
from operator import or_
from typing import Any  # Any: a row of a query
from uuid import UUID

from django.db import connection
from django.db.models import (
    Case,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.expressions import Combinable, OrderBy
from django.db.models.functions import Collate

from naikkelas.areas.rules import codes
from naikkelas.classification import queries as classification
from naikkelas.classification.models import Result
from naikkelas.insights.queries.asked import COMPLETENESS, INDEXES, Row, Wanted, sort_keys
from naikkelas.insights.queries.searching import sought
from naikkelas.insights.queries.viewpoint import Viewpoint
from naikkelas.registry.models import KampungQuerySet

_THRESHOLD = 300
"""Three, in the hundredths of a stored index."""
_ROW = (
    *("pk", "kampung_id", "kampung__village_id", "kampung__nama", "level", "points"),
    *("never_reported", "index_input", "index_proses", "index_output", "completeness"),
    "last_entry",
)


class StoredList:
    """The kampung of `roots` (areas) in the newest snapshots of the area in view."""

    def __init__(
        self,
        view: Viewpoint,
        wanted: Wanted,
        roots: Sequence[str],
        among: KampungQuerySet | None = None,
        known_at: datetime | None = None,
        *,
        compared: bool = True,
    ) -> None:
        self.view, self.wanted, self.roots = view, wanted, roots
        self.among, self.known_at, self.compared = among, known_at, compared

    @cached_property
    def found(self) -> int:
        if self._is_whole and not self._is_narrowed:
            return self._held
        return len(self._all_keys) if self._compares else self._found.count()

    @cached_property
    def total(self) -> int:
        """Before any filter; of a whole area the snapshots know it."""
        if self._is_whole:
            return self._held
        return self._theirs.count() if self._is_narrowed else self.found

    @property
    def _is_narrowed(self) -> bool:
        return self.wanted.is_narrowed or self.among is not None

    @property
    def _held(self) -> int:
        """Of a whole area, what its snapshots say that they hold."""
        return sum(self._snapshots.values())

    def rows(self, start: int, stop: int) -> Iterator[Row]:
        """The rows of a page, in the order that was asked for."""
        keys = self._keys(start, min(stop, self.found))
        values = {row["pk"]: row for row in Result.objects.filter(pk__in=keys).values(*_ROW)}
        page = [values[key] for key in keys]
        view, kampung = self.view, [row["kampung_id"] for row in page]
        other: dict[UUID, str | None] = {}
        across: dict[UUID, str | None] = {}
        if self.compared:
            other = self._levels_of(kampung, view.beside, view.basis)
            across = self._levels_of(kampung, view.instrument, view.across)
        for row in page:
            yield _row(row, other.get(row["kampung_id"]), across.get(row["kampung_id"]))

    @cached_property
    def _snapshots(self) -> dict[UUID, int]:
        """The newest of each kabupaten, with how many kampung it holds."""
        newest = self._newest(self.view.instrument, self.view.basis)
        return dict(newest.values_list("pk", "kampung_count"))

    def _newest(self, rule: str, basis: str) -> QuerySet[Any]:
        view, known_at = self.view, self.known_at
        return classification.newest_snapshots(
            view.area_code, view.cutoff, rule, basis, known_at=known_at
        )

    @cached_property
    def _theirs(self) -> QuerySet[Result]:
        """What the person sees, before any filter.

        Of a whole area it is what its snapshots hold; else the village in which a kampung is today
        decides, since on it somebody's rights rest.
        """
        stored = Result.objects.filter(snapshot__in=list(self._snapshots))
        if self._is_whole:
            return stored
        theirs = reduce(or_, map(_inside, self.roots), Q(pk__in=()))
        return stored.filter(theirs, kampung__withdrawn_at__isnull=True)

    @property
    def _is_whole(self) -> bool:
        return tuple(self.roots) == (self.view.area_code,)

    @property
    def _code(self) -> str:
        """The village: as stored, which spares a join; of single kampung that of today."""
        return "village_code" if self._is_whole else "kampung__village__code"

    @cached_property
    def _found(self) -> QuerySet[Result]:
        return self._theirs.filter(*self._conditions())

    def _conditions(self) -> Iterator[Q | Combinable]:
        wanted, view = self.wanted, self.view
        if self.among is not None:
            yield Q(kampung__in=self.among.values("pk"))
        if wanted.part:
            yield Q(**{f"{self._code}__startswith": f"{wanted.part}."})
        if wanted.level:
            yield Q(level=wanted.level)
        if wanted.missing in INDEXES:
            name = f"index_{wanted.missing}"
            yield Q(**{f"{name}__lt": _THRESHOLD}) | Q(**{f"{name}__isnull": True})
        if wanted.completeness in COMPLETENESS:
            yield Q(completeness__range=COMPLETENESS[wanted.completeness])
        if wanted.only_silent:
            yield Q(never_reported=True)
        if wanted.only_fragile:
            same = self._of_same_kampung(view.beside, view.basis)
            yield ~Q(level="belum_lapor")
            yield ~Exists(same.filter(Q(level=OuterRef("level")) | Q(level="belum_lapor")))
        if wanted.only_different:
            same = self._of_same_kampung(view.instrument, view.across)
            yield ~Exists(same.filter(level=OuterRef("level")))
        if wanted.text:
            yield sought(wanted.text, view.area_code).condition(self._code)

    def _of_same_kampung(self, rule: str, basis: str) -> QuerySet[Result]:
        """Inside `Exists`: the kampung's result under another rule or on the other basis."""
        snapshots = list(self._newest(rule, basis).values_list("pk", flat=True))
        return Result.objects.filter(snapshot__in=snapshots, kampung=OuterRef("kampung"))

    def _keys(self, start: int, stop: int) -> list[int]:
        """The keys of a page; one nearer to the end is counted from there."""
        if stop <= start:
            return []
        if self._compares:
            return self._all_keys[start:stop]
        ordered = self._ordered
        if start <= self.found // 2:
            return list(ordered[start:stop])
        return list(ordered.reverse()[self.found - stop : self.found - start])[::-1]

    @property
    def _compares(self) -> bool:
        """Whether each kampung is held against another result of its own: done once, not twice."""
        return self.wanted.only_fragile or self.wanted.only_different

    @cached_property
    def _all_keys(self) -> list[int]:
        return list(self._ordered)

    @property
    def _ordered(self) -> QuerySet[Result, int]:
        return self._found.order_by(*self._order()).values_list("pk", flat=True)

    def _order(self) -> Iterator[OrderBy]:
        first, *rest = sort_keys(self.wanted.column)
        column = self._across_order() if first == "across_order" else self._columns[first]
        turned = column.desc(nulls_last=True)  # type: ignore[attr-defined]  # all are expressions
        yield turned if self.wanted.is_turned else column.asc(nulls_last=True)  # type: ignore[attr-defined]
        for name in rest:
            yield self._columns[name].asc(nulls_last=True)  # type: ignore[attr-defined]

    @cached_property
    def _columns(self) -> Mapping[str, Combinable]:
        """By bytes, which is how frames sort too; the collation of a language costs ten times."""
        bytewise = "C" if connection.vendor == "postgresql" else "BINARY"
        whens = [When(level=one.code, then=Value(one.order)) for one in self.view.rule.levels]
        return {
            "kode_desa": Collate(F(self._code), bytewise),
            "nama": Collate(F("kampung__nama"), bytewise),
            "order": Case(*whens, default=Value(-1), output_field=IntegerField()),
            "poin": F("points"),
            "indeks_input": F("index_input"),
            "indeks_proses": F("index_proses"),
            "indeks_output": F("index_output"),
            "kelengkapan": F("completeness"),
            "laporan_terakhir": F("last_entry"),
            "kampung_uuid": F("kampung_id"),
        }

    def _across_order(self) -> Case:
        """The place of the level on the other basis: by a few hashed sets, no probe for a row."""
        newest = self._newest(self.view.instrument, self.view.across)
        stored = Result.objects.filter(snapshot__in=list(newest.values_list("pk", flat=True)))
        sets = ((one, stored.filter(level=one.code)) for one in self.view.rule.levels)
        whens = [
            When(kampung__in=own.values("kampung"), then=Value(one.order)) for one, own in sets
        ]
        return Case(*whens, default=Value(-1), output_field=IntegerField())

    def _levels_of(self, kampung: Sequence[UUID], rule: str, basis: str) -> dict[UUID, str | None]:
        """The kampung of a page and their level under another rule or on the other basis."""
        found = Result.objects.filter(snapshot__in=self._newest(rule, basis), kampung__in=kampung)
        return {key: level or None for key, level in found.values_list("kampung_id", "level")}


def _inside(code: str) -> Q:
    first, after = codes.subtree(code)
    ends = {"kampung__village_id__lt": after} if after else {}
    return Q(kampung__village_id__gte=first, **ends)


def _row(row: Mapping[str, Any], other: str | None, across: str | None) -> Row:
    return Row(
        kampung_uuid=row["kampung_id"].hex,
        kode_desa=row["kampung__village_id"],
        nama=row["kampung__nama"],
        level=row["level"] or None,
        other=other,
        across=across,
        never_reported=row["never_reported"],
        index_input=_index(row["index_input"]),
        index_proses=_index(row["index_proses"]),
        index_output=_index(row["index_output"]),
        points=row["points"],
        completeness=row["completeness"],
        last_entry=row["last_entry"],
    )


def _index(hundredths: int | None) -> float | None:
    return None if hundredths is None else hundredths / 100
