"""Sums of reports by kecamatan that tell of nobody.

Each whole of measures is one grid of kecamatan × measures, so that what is left out can't be worked
out from what is shown (`lib.suppression`). Two things go beyond one table. The public page of a
kampung tells its own figures without the small ones: where a single kampung of a kecamatan leaves a
figure out, the sum minus the others would open it, so the sum goes too. And the couples of a
kecamatan are told beside their parts, so they go where the sum of the parts goes. Above the
kabupaten nothing is summed, since a total told there would open one that is left out here.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from naikkelas.lib.suppression import suppress, suppress_list
from naikkelas.opendata.rules.tables import COUPLES, Measure

PUS = "pus"
Figures = Mapping[str, int | None]
"""The figures of one kampung, measure → value; None is not filled in."""


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the table; `total` None is unknown or, with `is_hidden`, left out."""

    area: str
    measure: Measure
    reporting: int
    total: int | None
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class _Whole:
    """Measures that are parts of one whole, with their sums by kecamatan."""

    parts: tuple[Measure, ...]
    totals: tuple[tuple[int, ...], ...]
    reporting: tuple[tuple[int, ...], ...]
    alone: frozenset[tuple[int, int]]


def told(
    kabupaten: str, kampung: Mapping[str, Sequence[Figures]], measures: Sequence[Measure]
) -> list[Told]:
    """All lines of a kabupaten (kecamatan → its kampung): each kecamatan, then the whole of it."""
    kecamatan = sorted(kampung)
    lines: list[Told] = []
    couples: set[int] = set()
    for parts in _wholes(measures):
        whole = _whole(parts, [kampung[code] for code in kecamatan])
        also = {(row, 0) for row in couples} if parts[0].code == PUS else set()
        found, without_sum = _lines(whole, (*kecamatan, kabupaten), also)
        lines += found
        if parts[0].group == COUPLES:
            couples = without_sum
    order = {one.code: place for place, one in enumerate(measures)}
    return sorted(lines, key=lambda one: (one.area == kabupaten, one.area, order[one.measure.code]))


def _wholes(measures: Sequence[Measure]) -> Iterable[tuple[Measure, ...]]:
    """The couples by method and reason as one whole, first; every other measure for itself."""
    in_order = sorted(measures, key=lambda one: one.group != COUPLES)
    for is_whole, members in groupby(in_order, key=lambda one: one.group == COUPLES):
        if is_whole:
            yield tuple(members)
        else:
            yield from ((one,) for one in members)


def _whole(parts: tuple[Measure, ...], kecamatan: Sequence[Sequence[Figures]]) -> _Whole:
    totals, reporting = [], []
    alone: set[tuple[int, int]] = set()
    for row, kampung in enumerate(kecamatan):
        filled = [[one[part.code] for one in kampung if one[part.code] is not None]
                  for part in parts]  # fmt: skip
        totals.append(tuple(sum(filter(None, values)) for values in filled))
        reporting.append(tuple(map(len, filled)))
        hidden = Counter(column for one in kampung for column in _hidden_at_home(parts, one))
        alone |= {(row, column) for column, count in hidden.items() if count == 1}
    return _Whole(parts, tuple(totals), tuple(reporting), frozenset(alone))


def _hidden_at_home(parts: Sequence[Measure], figures: Figures) -> list[int]:
    """Which of these the page of the kampung leaves out, small or to protect a small one."""
    shown, _ = suppress_list([figures[part.code] or 0 for part in parts])
    return [column for column, value in enumerate(shown) if value is None]


def _lines(
    whole: _Whole, areas: Sequence[str], also: set[tuple[int, int]]
) -> tuple[list[Told], set[int]]:
    """The lines of one whole, and the rows (the last: the kabupaten) whose sum is left out."""
    published = suppress(whole.totals, also=whole.alone | also)
    shown = (*published.cells, published.column_totals)
    totals = (*whole.totals, tuple(map(sum, zip(*whole.totals, strict=True))))
    reporting = (*whole.reporting, tuple(map(sum, zip(*whole.reporting, strict=True))))
    lines = [
        _line(area, one, reporting[row][column], totals[row][column], shown[row][column])
        for row, area in enumerate(areas)
        for column, one in enumerate(whole.parts)
    ]
    sums = (*published.row_totals, published.total)
    return lines, {row for row, total in enumerate(sums) if total is None}


def _line(area: str, measure: Measure, reporting: int, total: int, shown: int | None) -> Told:
    """A figure that nobody filled in is unknown, not zero."""
    is_hidden = shown is None and total > 0
    return Told(area, measure, reporting, shown if reporting else None, is_hidden)


def by_kecamatan(rows: Iterable[tuple[str, Figures]]) -> dict[str, list[Figures]]:
    """(village, figures) of each kampung, put under its kecamatan."""
    found: dict[str, list[Figures]] = defaultdict(list)
    for village, figures in rows:
        found[village[: len("63.01.01")]].append(figures)
    return dict(found)
