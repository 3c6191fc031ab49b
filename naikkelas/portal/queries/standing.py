"""Levels of an area by day, by part and against the target: the figures of the inside, in public.

Every number is counted by the functions that Beranda asks (`insights.queries.overview`,
`roadmap.queries.target`), on verified facts. A kabupaten or less is computed from its reports at
any day and as known at any day; a province and the nation are read from the cube, and as known
earlier from the snapshots that were taken by then.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from naikkelas.areas.models import Area
from naikkelas.classification import queries as classification
from naikkelas.classification.rules.cube import moves
from naikkelas.insights.queries.overview import (
    ChildRow,
    Counts,
    children_of,
    counts_of,
    kecamatan_names,
    month_before,
    stored_children,
    summary_counts,
    with_moves,
)
from naikkelas.instruments.rules import Instrument
from naikkelas.lib.dates import month_ends
from naikkelas.portal.queries.asking import Asked
from naikkelas.portal.queries.grounds import reader
from naikkelas.roadmap.queries import Ground, verified_progress
from naikkelas.roadmap.rules.target import TargetRule, baseline_of

MONTHS = 13
"""A year of month ends, with the one it began from."""
_PARTS = {0: 2, 2: 5, 5: 8}
"""Length of an area's code → of the codes of its parts."""


@dataclass(frozen=True, slots=True)
class Target:
    """The year's target of a kabupaten or of a part of it, on verified facts."""

    year: int
    needed: int
    reached: int
    dropped: int
    rule: TargetRule


@dataclass(frozen=True)
class Standing:
    """The levels of an area; `months` are month ends, oldest first, None where nothing is stored.

    `is_known` is false where nothing was stored by the day whose knowledge is asked for.
    """

    asked: Asked
    counts: Counts
    children: tuple[ChildRow, ...]
    months: tuple[tuple[date, Counts], ...] = ()
    target: Target | None = None
    is_known: bool = True

    @property
    def compared_with(self) -> date:
        """The month end since which kampung rose or fell."""
        return month_before(self.asked.view.cutoff)


def standing(asked: Asked, *, with_months: bool = False) -> Standing:
    """The levels of the area that is asked for."""
    if asked.view.is_live:
        return _live(asked, with_months=with_months)
    if asked.known_at is not None:
        return _known_then(asked)
    return _from_the_cube(asked, with_months=with_months)


# A kabupaten or less -----------------------------------------------------------------------------


def _live(asked: Asked, *, with_months: bool) -> Standing:
    view = asked.view
    ground = reader(asked.known_at)(view.area_code)
    months = _days(view.cutoff) if with_months else []
    _classify(ground, asked, months)
    rows = with_moves(ground, view)
    names = kecamatan_names(view, rows)
    return Standing(
        asked=asked,
        counts=counts_of(rows, view.cutoff),
        children=tuple(children_of(view, rows, names)),
        months=tuple(_months(ground, asked, months)),
        target=_target(ground, asked) if ground.facts.count else None,
    )


def _classify(ground: Ground, asked: Asked, months: Sequence[date]) -> None:
    """Every day that the page asks for, in one pass."""
    view = asked.view
    days = [*months, view.cutoff, month_before(view.cutoff), baseline_of(view.cutoff)]
    ground.standings_on(view.instrument, days, view.basis)


def _months(ground: Ground, asked: Asked, days: Iterable[date]) -> Iterable[tuple[date, Counts]]:
    view = asked.view
    for day in days:
        yield day, counts_of(ground.standings(view.instrument, day, view.basis), day)


def _days(cutoff: date) -> list[date]:
    """The month ends up to the cut-off, and the cut-off itself; `month_ends` counts its month."""
    past = [day for day in month_ends(cutoff, MONTHS) if day < cutoff]
    return [*past, cutoff]


def _target(ground: Ground, asked: Asked) -> Target:
    view = asked.view
    rule, found = verified_progress(ground, view.cutoff, view.instrument)
    return Target(
        year=view.cutoff.year,
        needed=found.needed,
        reached=len(found.reached),
        dropped=len(found.dropped),
        rule=rule,
    )


# A province or the nation ------------------------------------------------------------------------


def _from_the_cube(asked: Asked, *, with_months: bool) -> Standing:
    view = asked.view
    own = classification.summary(view.area_code, view.cutoff, view.instrument, view.basis)
    return Standing(
        asked=asked,
        counts=summary_counts(own),
        children=tuple(stored_children(view)),
        months=tuple(_stored_months(asked)) if with_months else (),
        is_known=own is not None,
    )


def _stored_months(asked: Asked) -> Sequence[tuple[date, Counts]]:
    view = asked.view
    cells = classification.series(view.area_code, view.instrument, view.basis)
    past = [one for one in cells if one.cutoff <= view.cutoff]
    return [(one.cutoff, summary_counts(one)) for one in past[-MONTHS:]]


def _known_then(asked: Asked) -> Standing:
    """Results of the snapshots that were taken by then; who moved is known from two of them."""
    view = asked.view
    rows = _stored(asked, view.cutoff)
    counted = _with_stored_moves(rows, _stored(asked, month_before(view.cutoff)), view.rule)
    return Standing(
        asked=asked,
        counts=counts_of(counted, view.cutoff),
        children=tuple(_children(asked, counted)),
        is_known=rows.height > 0,
    )


def _stored(asked: Asked, cutoff: date) -> pl.DataFrame:
    view = asked.view
    return classification.standings(
        view.area_code,
        cutoff=cutoff,
        instrument=view.instrument,
        basis=view.basis,
        known_at=asked.known_at,
    )


def _with_stored_moves(rows: pl.DataFrame, before: pl.DataFrame, rule: Instrument) -> pl.DataFrame:
    earlier = before.select("kampung_uuid", pl.col("klasifikasi").alias("before"))
    joined = rows.join(earlier, on="kampung_uuid", how="left", maintain_order="left")
    order = [level.code for level in rule.levels]
    rose, fell = moves(joined["klasifikasi"], joined["before"], order)
    return joined.with_columns(rose.alias("rose"), fell.alias("fell"))


def _children(asked: Asked, rows: pl.DataFrame) -> Sequence[ChildRow]:
    length = _PARTS[len(asked.view.area_code)]
    parts = rows.with_columns(pl.col("kode_desa").str.slice(0, length).alias("part"))
    groups = {str(key[0]): own for key, own in parts.group_by("part")}
    names = dict(Area.objects.filter(pk__in=groups).values_list("code", "name"))
    cutoff = asked.view.cutoff
    return [
        ChildRow(code, names.get(code, code), counts_of(groups[code], cutoff))
        for code in sorted(groups)
    ]
