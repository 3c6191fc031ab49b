"""The dashboard of an area: how many kampung stand where, who moves, who is near."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import polars as pl

from naikkelas.areas.models import Area
from naikkelas.areas.queries import boundaries
from naikkelas.classification import queries as classification
from naikkelas.classification.models import AreaSummary
from naikkelas.classification.rules.cube import LEVELS, moves
from naikkelas.classification.rules.facts import fresh_after
from naikkelas.insights.queries.decisions import Decisions, decisions
from naikkelas.insights.queries.viewpoint import Viewpoint
from naikkelas.insights.rules import Difference, differences, is_fragile
from naikkelas.instruments.rules import Instrument
from naikkelas.lib.dates import month_end, months_back
from naikkelas.roadmap.queries import Ground, TargetStatus, target

COUNTING = ("mandiri", "berkelanjutan")
KECAMATAN = len("63.01.03")


@dataclass(frozen=True, slots=True)
class Counts:
    """Kampung of an area by level, and what is known of their reports."""

    kampung: int = 0
    levels: Mapping[str, int] = field(default_factory=dict)
    without_level: int = 0
    never_reported: int = 0
    completeness: int | None = None  # mean percent; None without kampung
    fresh: int = 0
    rose: int = 0
    fell: int = 0

    @property
    def counting(self) -> int:
        """How many are at a class that counts for the target."""
        return sum(self.levels.get(level, 0) for level in COUNTING)

    @property
    def counting_percent(self) -> float | None:
        return 100 * self.counting / self.kampung if self.kampung else None


@dataclass(frozen=True, slots=True)
class ChildRow:
    """One area below, with its counts under the rule and basis in view."""

    code: str
    name: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Moves:
    """Who rose and fell since a day; only counts where nothing else is stored."""

    since: date
    rose: int
    fell: int


@dataclass(frozen=True, slots=True)
class Fragile:
    """A kampung whose class is another one under the other rule, and why."""

    kampung_uuid: str
    nama: str
    kode_desa: str
    level: str | None
    other: str | None
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A kampung on the map."""

    kampung_uuid: str
    kode_desa: str
    nama: str
    level: str | None
    never_reported: bool


@dataclass(frozen=True)
class Overview:
    """Everything the dashboard shows; `target` and the lists of kampung only up to a kabupaten.

    `counts` are those of the rule and basis in view; `across` of the other basis, `other` of the
    other rule.
    """

    view: Viewpoint
    counts: Counts
    across: Counts
    other: Counts
    children: tuple[ChildRow, ...]
    moved: tuple[Moves, ...]
    target: TargetStatus | None = None
    different: int | None = None  # kampung whose class is another one on the other basis
    decisions: Decisions | None = None
    fragile: tuple[Fragile, ...] = ()
    placed: tuple[Placed, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)  # kecamatan of the map, by code
    geometries: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    boundary_sources: tuple[str, ...] = ()  # of the geometries, as the operator named them
    is_stored: bool = True  # false where a large area has no stored result to show


def overview(view: Viewpoint) -> Overview:
    """The dashboard of the viewpoint's area."""
    return _live(view) if view.is_live else _stored(view)


# A kabupaten or less: from the reports ----------------------------------------------------------


def _live(view: Viewpoint) -> Overview:
    ground = Ground.of(view.area_code)
    now = ground.standings(view.instrument, view.cutoff, view.basis)
    across = ground.standings(view.instrument, view.cutoff, view.across)
    other = ground.standings(view.beside, view.cutoff, view.basis)
    month, year = month_before(view.cutoff), months_back(view.cutoff, 12)
    moved = tuple(_moves(ground, view, since) for since in (month, year))
    marked = with_moves(ground, view)
    names = kecamatan_names(view, now)
    geometries, sources = geometries_of(now)
    return Overview(
        view=view,
        counts=counts_of(marked, view.cutoff),
        across=counts_of(across, view.cutoff),
        other=counts_of(other, view.cutoff),
        children=tuple(children_of(view, marked, names)),
        moved=moved,
        target=_target(view, ground),
        different=int(now["klasifikasi"].ne_missing(across["klasifikasi"]).sum()),
        decisions=decisions(view, ground),
        fragile=tuple(_fragile(view.rule, now, other)),
        placed=tuple(placed_of(now)),
        names=names,
        geometries=geometries,
        boundary_sources=sources,
    )


def _target(view: Viewpoint, ground: Ground) -> TargetStatus | None:
    if not ground.facts.count:
        return None
    return target(view.area_code, view.cutoff, view.instrument, ground=ground)


def month_before(cutoff: date) -> date:
    """The month end before the cut-off's own month."""
    return month_end(cutoff.replace(day=1) - timedelta(days=1))


def with_moves(ground: Ground, view: Viewpoint) -> pl.DataFrame:
    """The standings in view with who rose and who fell since the month before."""
    rose, fell = _who_moved(ground, view, month_before(view.cutoff))
    now = ground.standings(view.instrument, view.cutoff, view.basis)
    return now.with_columns(rose.alias("rose"), fell.alias("fell"))


def _who_moved(ground: Ground, view: Viewpoint, since: date) -> tuple[pl.Series, pl.Series]:
    now = ground.standings(view.instrument, view.cutoff, view.basis)["klasifikasi"]
    before = ground.standings(view.instrument, since, view.basis)["klasifikasi"]
    return moves(now, before, [level.code for level in view.rule.levels])


def _moves(ground: Ground, view: Viewpoint, since: date) -> Moves:
    rose, fell = _who_moved(ground, view, since)
    return Moves(since, int(rose.sum()), int(fell.sum()))


def counts_of(rows: pl.DataFrame, cutoff: date) -> Counts:
    """Classified kampung, counted; this is what every screen and the public portal say."""
    found = rows["klasifikasi"]
    fresh = rows["laporan_terakhir"] > fresh_after(cutoff)
    return Counts(
        kampung=rows.height,
        levels={level: int((found == level).sum()) for level in LEVELS},
        without_level=found.null_count(),
        never_reported=int(rows["belum_pernah_lapor"].sum()),
        completeness=round(rows["kelengkapan"].sum() / rows.height) if rows.height else None,
        fresh=int(fresh.sum()),
        rose=int(rows["rose"].sum()) if "rose" in rows.columns else 0,
        fell=int(rows["fell"].sum()) if "fell" in rows.columns else 0,
    )


def kecamatan_names(view: Viewpoint, rows: pl.DataFrame) -> dict[str, str]:
    """Kecamatan of the area, also those without any kampung: they are the point."""
    if len(view.area_code) >= KECAMATAN:
        codes = [view.area_code[:KECAMATAN]]
        return dict(Area.objects.filter(pk__in=codes).values_list("code", "name"))
    own = Area.objects.children_of(view.area_code).current()
    return dict(own.order_by("code").values_list("code", "name"))


def children_of(
    view: Viewpoint, rows: pl.DataFrame, names: Mapping[str, str]
) -> Iterator[ChildRow]:
    """Each kecamatan of a kabupaten with its counts; none below a kecamatan."""
    if len(view.area_code) >= KECAMATAN:
        return
    of = pl.col("kode_desa").str.slice(0, KECAMATAN)
    for code, name in names.items():
        yield ChildRow(code, name, counts_of(rows.filter(of == code), view.cutoff))


def placed_of(rows: pl.DataFrame) -> Iterator[Placed]:
    """Classified kampung as a map shows them."""
    columns = ("kampung_uuid", "kode_desa", "nama", "klasifikasi", "belum_pernah_lapor")
    for row in rows.select(columns).iter_rows():
        yield Placed(*row)


def geometries_of(
    rows: pl.DataFrame,
) -> tuple[dict[str, Mapping[str, object]], tuple[str, ...]]:
    """Boundaries by village code, and their sources; used only where every village has one."""
    found = list(boundaries(rows["kode_desa"].to_list()))
    geometries = {one.area_id: one.geometry for one in found}
    if not found or not set(rows["kode_desa"]) <= set(geometries):
        return {}, ()
    return geometries, tuple(dict.fromkeys(one.source for one in found if one.source))


def _fragile(rule: Instrument, now: pl.DataFrame, other: pl.DataFrame) -> Iterator[Fragile]:
    names = {indicator.code: indicator.name for indicator in rule.indicators}
    for one, two in zip(now.iter_rows(named=True), other.iter_rows(named=True), strict=True):
        if is_fragile(one["klasifikasi"], two["klasifikasi"]):
            found = tuple(differences(names, one, two))
            yield Fragile(
                one["kampung_uuid"],
                one["nama"],
                one["kode_desa"],
                one["klasifikasi"],
                two["klasifikasi"],
                found,
            )


# A province or the nation: from the cube --------------------------------------------------------


def _stored(view: Viewpoint) -> Overview:
    cells = classification.summaries(view.area_code, view.cutoff)
    own = cells.get((view.instrument, view.basis))
    return Overview(
        view=view,
        counts=summary_counts(own),
        across=summary_counts(cells.get((view.instrument, view.across))),
        other=summary_counts(cells.get((view.beside, view.basis))),
        children=tuple(stored_children(view)),
        moved=tuple(_stored_moves(view, own)),
        is_stored=own is not None,
    )


def summary_counts(summary: AreaSummary | None) -> Counts:
    """One cell of the cube; all zero where there is none."""
    if summary is None:
        return Counts()
    return Counts(
        kampung=summary.kampung,
        levels={level: getattr(summary, level) for level in LEVELS},
        without_level=summary.without_level,
        never_reported=summary.never_reported,
        completeness=round(summary.completeness_sum / summary.kampung) if summary.kampung else None,
        fresh=summary.fresh,
        rose=summary.rose,
        fell=summary.fell,
    )


def stored_children(view: Viewpoint) -> Iterator[ChildRow]:
    """Each area below a province or the nation, from the cube."""
    summaries = classification.children_summaries(
        view.area_code, view.cutoff, view.instrument, view.basis
    )
    codes = [summary.area_code for summary in summaries]
    names = dict(Area.objects.filter(pk__in=codes).values_list("code", "name"))
    for summary in summaries:
        name = names.get(summary.area_code, summary.area_code)
        yield ChildRow(summary.area_code, name, summary_counts(summary))


def _stored_moves(view: Viewpoint, own: AreaSummary | None) -> Iterator[Moves]:
    """Since the month before; and over a year, where the cube holds all of its months."""
    if own is None:
        return
    yield Moves(month_before(view.cutoff), own.rose, own.fell)
    year_ago = months_back(view.cutoff, 12)
    months = [
        summary
        for summary in classification.series(view.area_code, view.instrument, view.basis)
        if year_ago < summary.cutoff <= view.cutoff
    ]
    if len(months) == 12:
        yield Moves(
            year_ago,
            sum(summary.rose for summary in months),
            sum(summary.fell for summary in months),
        )


def ranked(children: Sequence[ChildRow], by: str) -> list[ChildRow]:
    """Children in the order that was asked for; by name unless told."""
    if by == "bagian":
        return sorted(children, key=lambda row: -(row.counts.counting_percent or 0))
    if by == "kelengkapan":
        return sorted(children, key=lambda row: -(row.counts.completeness or 0))
    if by == "naik":
        return sorted(children, key=lambda row: row.counts.fell - row.counts.rose)
    return sorted(children, key=lambda row: row.code)
