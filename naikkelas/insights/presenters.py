"""From what was read to what people see: charts, the words of a press release."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from naikkelas.classification.queries import Basis, Card
from naikkelas.insights.queries.kampung import Index, KampungPage
from naikkelas.insights.queries.overview import ChildRow, Counts, Overview, Placed
from naikkelas.insights.queries.viewpoint import NATION, Viewpoint
from naikkelas.insights.queries.what_if import WhatIf
from naikkelas.insights.rules import FORM_NAMES, OTHER_REASON, REASONS, WAITING
from naikkelas.instruments.rules import Instrument
from naikkelas.lib.actors import Actor, covers
from naikkelas.lib.dates import id_date
from naikkelas.lib.numbers import id_number, id_percent
from naikkelas.registry.models import KampungKB
from naikkelas.registry.rules.review import stages_of
from naikkelas.roadmap.rules import words
from naikkelas.roadmap.rules.advice import Option
from naikkelas.roadmap.rules.gap import COUNTING
from naikkelas.roadmap.rules.steps import Work
from naikkelas.ui import charts
from naikkelas.ui.charts import (
    AreaCounts,
    Caption,
    Chart,
    HistoryPoint,
    MapFeature,
    Tile,
    TileGroup,
)
from naikkelas.ui.levels import SCALE_NAME, levels

_BASIS_IN_PRESS: Mapping[Basis, str] = {
    Basis.VERIFIED: "dari laporan yang sudah disahkan (terverifikasi)",
    Basis.DECLARED: "dari semua laporan kampung (dilaporkan)",
}
CHILDREN_TITLES: Mapping[int, str] = {
    0: "Provinsi",
    1: "Kabupaten dan kota",
    2: "Kecamatan",
}


def with_query(url: str, parameters: Mapping[str, str]) -> str:
    """An address with parameters, without a question mark where there are none."""
    return f"{url}?{urlencode(parameters)}" if parameters else url


def kampung_url(view: Viewpoint, kampung_uuid: str) -> str:
    """The page of a kampung as seen from the same day and rule."""
    return with_query(reverse("insights:kampung", args=[UUID(kampung_uuid)]), view.query)


def overview_url(view: Viewpoint, code: str) -> str:
    """The dashboard of another area as seen from the same day and rule."""
    return with_query(reverse("insights:overview", args=[code]), view.query)


def exports(view: Viewpoint, area_code: str = "", *, whole: bool = True) -> list[tuple[str, str]]:
    """(kind, address) of the downloads of an area's classes, of the same day and rule.

    Without an area of their own (`whole` is false) a person downloads all that is theirs.
    """
    where = {"wilayah": area_code or view.area_code} if area_code or whole else {}
    asked = {
        **where,
        "per": view.cutoff.isoformat(),
        "aturan": view.instrument,
        "dasar": view.basis.value,
    }
    return [
        (label, with_query(reverse("exchange:export", args=["klasifikasi", kind]), asked))
        for kind, label in (("xlsx", "Excel"), ("csv", "CSV"))
    ]


@dataclass(frozen=True, slots=True)
class WaitingReports:
    """How many reports wait for whom; `url` for the person whose turn it is."""

    count: int
    turn: str
    url: str


def waiting_reports(page: Overview, actor: Actor) -> list[WaitingReports]:
    """The reports on their way, those nearest to an endorsement first."""
    if page.decisions is None:
        return []
    mine = stages_of(actor.can)
    return [
        WaitingReports(count, WAITING[state], _queue_url() if state in mine else "")
        for state, count in page.decisions.waiting.items()
    ]


def _queue_url() -> str:
    """The queue of verification, where there is one."""
    try:
        return reverse("registry:review_queue")
    except NoReverseMatch:
        return ""


def across_url(request_path: str, parameters: Mapping[str, str], view: Viewpoint) -> str:
    """The same page on the other basis."""
    return with_query(request_path, {**parameters, "dasar": view.across.value})


class _OfKampung(Protocol):
    @property
    def kampung_uuid(self) -> str: ...


_Kampung = TypeVar("_Kampung", bound=_OfKampung)


def linked(view: Viewpoint, rows: Sequence[_Kampung]) -> list[tuple[_Kampung, str]]:
    """Rows of kampung, each with the address of its page."""
    return [(row, kampung_url(view, row.kampung_uuid)) for row in rows]


def ancestors(view: Viewpoint, scope: str) -> list[tuple[str, str]]:
    """Areas above that the person may see, the largest first, with their dashboards."""
    above = [("Indonesia", NATION)] if not scope and view.area_code else []
    above += [(str(area), area.code) for area in view.path[:-1] if covers(scope, area.code)]
    return [(name, overview_url(view, code)) for name, code in above]


def target_ring(page: Overview) -> Chart | None:
    """The target of the year; None where the area has none of its own."""
    if page.target is None:
        return None
    found, status = page.target.progress, page.target
    caption = Caption(
        title=f"Target {status.year}",
        unit="kampung yang baru naik",
        source=f"{page.view.rule_name}, {Basis(status.basis).label.lower()}",
        cutoff=page.view.cutoff,
        description=f"{len(found.reached)} dari {found.needed} kampung",
    )
    return charts.ring(len(found.reached), found.needed, caption)


def level_bars(page: Overview) -> list[Chart]:
    """The classes on the basis in view, on the other, and under the rule beside."""
    view = page.view
    seen = [
        (page.counts, view.rule_name, view.basis_name, SCALE_NAME),
        (page.across, view.rule_name, view.across_name, SCALE_NAME),
        (page.other, view.beside_name, view.basis_name, "Pembanding"),
    ]
    return [
        charts.level_bar(
            counts.levels,
            Caption(
                title=f"{title}, {basis}",
                unit="kampung",
                source=f"{rule}, {basis}",
                cutoff=view.cutoff,
            ),
            view.labels,
        )
        for counts, rule, basis, title in seen
    ]


def map_of(page: Overview) -> Chart | None:
    """The boundaries where all are known, else one tile for each kampung."""
    if not page.placed:
        return None
    caption = Caption(
        title="Peta kelas",
        unit="satu kotak satu kampung" if not page.geometries else "",
        source=page.view.source,
        cutoff=page.view.cutoff,
    )
    if page.geometries:
        features = [
            MapFeature(
                one.nama,
                one.level,
                page.geometries[one.kode_desa],
                kampung_url(page.view, one.kampung_uuid),
                _note(one),
            )
            for one in page.placed
        ]
        return charts.geo_map(
            features, caption, page.view.labels, boundary_source="; ".join(page.boundary_sources)
        )
    return charts.tile_map(list(_tile_groups(page)), caption, page.view.labels)


def _tile_groups(page: Overview) -> Iterator[TileGroup]:
    for code, name in page.names.items():
        own = [one for one in page.placed if one.kode_desa.startswith(f"{code}.")]
        if own:
            tiles = [
                Tile(one.nama, one.level, kampung_url(page.view, one.kampung_uuid), _note(one))
                for one in own
            ]
            yield TileGroup(name, tiles, overview_url(page.view, code))


def _note(one: Placed) -> str:
    return "belum pernah lapor" if one.never_reported else ""


def children_bars(page: Overview, shown: Sequence[ChildRow]) -> Chart:
    """One bar for each area below."""
    caption = Caption(
        title="Menurut wilayah",
        unit="kampung; naik dan turun sejak akhir bulan lalu",
        source=page.view.source,
        cutoff=page.view.cutoff,
    )
    rows = [
        AreaCounts(
            name=row.name,
            counts=row.counts.levels,
            url=overview_url(page.view, row.code),
            up=row.counts.rose,
            down=row.counts.fell,
        )
        for row in shown
    ]
    return charts.bars_by_area(rows, caption, page.view.labels)


def press_release(page: Overview) -> str:
    """Sentences that an office can send to the press, every figure with its day and rule."""
    counts, view = page.counts, page.view
    sentences = [
        f"Per {id_date(view.cutoff)}, {view.area_title} memiliki "
        f"{id_number(counts.kampung)} Kampung Keluarga Berkualitas: "
        f"{_listed_counts(counts, view, shares=True)}.",
    ]
    if counts.never_reported:
        sentences.append(f"Di antaranya {id_number(counts.never_reported)} belum pernah melapor.")
    if page.target is not None:
        reached, needed = len(page.target.progress.reached), page.target.progress.needed
        names = " atau ".join(
            level.label for level in levels(view.labels) if level.code in page.target.rule.levels
        )
        sentences.append(
            f"Tahun {page.target.year} sudah {id_number(reached)} kampung baru mencapai {names}, "
            f"dari target {id_number(needed)} kampung."
        )
        sentences[-1] += f" Yang dihitung kelas {Basis(page.target.basis).label.lower()}."
    sentences.append(
        f"Kelas dihitung menurut {view.rule_name}, {_BASIS_IN_PRESS[view.basis]}; menurut yang "
        f"{view.across_name}: {_listed_counts(page.across, view)}."
    )
    return " ".join(sentences)


def _listed_counts(counts: Counts, view: Viewpoint, *, shares: bool = False) -> str:
    """`Dasar 93 (68,9%), Berkembang 25 (18,5%)`."""
    shown = (
        (level.label, counts.levels.get(level.code, 0))
        for level in levels(view.labels)
        if counts.levels.get(level.code) or level.code != "belum_lapor"
    )
    return ", ".join(
        f"{label} {id_number(count)}" + (f" ({_share(count, counts.kampung)})" if shares else "")
        for label, count in shown
    )


def _share(count: int, total: int) -> str:
    return id_percent(100 * count / total, 1) if total else "0%"


# The page of a kampung ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class WorkInWords:
    """One line of an option."""

    points: int
    name: str
    words: str
    effect: str
    assumption: str


@dataclass(frozen=True, slots=True)
class OptionInWords:
    """One way up as lines, with the verdict of both rules and the address that tries it."""

    points: int
    level: str
    works: tuple[WorkInWords, ...]
    both: bool | None
    lacking: tuple[str, ...]
    further: tuple[WorkInWords, ...]
    try_url: str


@dataclass(frozen=True, slots=True)
class BranchInWords:
    """The indexes to gain, the points, the best options, and how many there are."""

    names: str
    points: int
    level: str
    count: int
    options: tuple[OptionInWords, ...]

    @property
    def lacking(self) -> tuple[str, ...]:
        """What keeps every option shown from satisfying the other rule, said once."""
        reasons = {option.lacking for option in self.options}
        return reasons.pop() if len(reasons) == 1 else ()


@dataclass(frozen=True, slots=True)
class GoalInWords:
    """One goal; `counts` for the target of the kabupaten or not."""

    level: str
    points: int
    counts: bool
    branches: tuple[BranchInWords, ...]


def unaccepted_title(page: KampungPage) -> str:
    """Why the two classes differ; or, where they do not, that not all is accepted yet."""
    if page.is_different:
        return "Mengapa dua kelas ini berbeda"
    return "Kelasnya sama, tetapi belum semuanya terverifikasi"


def goals_in_words(page: KampungPage) -> list[GoalInWords]:
    """The way up, as the page shows it."""
    names = {one.code: one.name for one in page.card.instrument.dimensions}
    return [
        GoalInWords(
            level=goal.goal.level,
            points=goal.goal.points,
            counts=goal.goal.level in COUNTING,
            branches=tuple(
                BranchInWords(
                    names=" dan ".join(names[code] for code in branch.branch.dimensions),
                    points=branch.branch.points,
                    level=branch.branch.level,
                    count=branch.branch.count,
                    options=tuple(_option(page, option) for option in branch.options),
                )
                for branch in goal.branches
            ),
        )
        for goal in page.goals
    ]


def _option(page: KampungPage, option: Option) -> OptionInWords:
    rule, beside = page.card.instrument, page.other.instrument
    tried = {doing.step.code: str(doing.times) for work in option.works for doing in work.doings}
    return OptionInWords(
        points=option.points,
        level=option.level,
        works=tuple(work_in_words(work, rule) for work in option.works),
        both=option.both,
        lacking=tuple(
            f"{score.name}: {REASONS.get(score.code, OTHER_REASON)}" for score in option.lacking
        ),
        further=tuple(work_in_words(work, beside) for work in option.further),
        try_url=with_query(
            reverse("insights:what_if", args=[page.kampung.pk]), page.view.query | tried
        ),
    )


def work_in_words(work: Work, instrument: Instrument) -> WorkInWords:
    """One line of an option."""
    return WorkInWords(
        points=work.points,
        name=instrument.indicator_by_code[work.indicator].name,
        words=words.said(work, instrument),
        effect=words.effect(work),
        assumption=words.assumption(work, instrument),
    )


def gauge(index: Index) -> SafeString:
    """An index as a bar from 1 to its highest value, with a line at the threshold."""
    span = index.highest - 1
    value = 0.0 if index.value is None else 100 * (index.value - 1) / span
    line = f"{100 * (index.threshold - 1) / span:.1f}%"
    shown = "tidak ada" if index.value is None else id_number(index.value, 2)
    return format_html(
        '<svg class="index-gauge{}" role="img" aria-label="{}" width="100%" height="24">'
        '<rect class="gauge-ground" y="8" width="100%" height="8" rx="4"/>'
        '<rect class="gauge-fill" y="8" width="{}%" height="8" rx="4"/>'
        '<line class="gauge-threshold" x1="{line}" x2="{line}" y1="2" y2="22"/></svg>',
        " gauge-passed" if index.passed else "",
        f"Indeks {index.name} {shown}, ambang {id_number(index.threshold, 2)}",
        f"{max(value, 0.0):.1f}",
        line=line,
    )


def history_chart(page: KampungPage) -> Chart:
    """Class and indexes of the last months."""
    names = {one.code: one.name for one in page.card.instrument.dimensions}
    points = [
        HistoryPoint(
            month=card.cutoff,
            code=card.scorecard.level,
            indexes={names[code]: value for code, value in card.scorecard.indexes.items()},
        )
        for card in page.history
    ]
    caption = Caption(
        title=f"{len(points)} bulan terakhir",
        unit="kelas dan indeks tiap akhir bulan",
        source=page.view.source,
        cutoff=page.view.cutoff,
    )
    return charts.history(points, caption, page.view.labels)


@dataclass(frozen=True, slots=True)
class MissingReports:
    """Forms that were never sent; until they are, the way up is only an estimate."""

    title: str
    links: tuple[tuple[str, str], ...]


def missing_reports(kampung: KampungKB, card: Card) -> MissingReports | None:
    """The notice that stands before any advice; None where every form counts."""
    forms = [code for code in FORM_NAMES if card.versions[code] is None]
    if not forms:
        return None
    names = [FORM_NAMES[code] for code in forms]
    return MissingReports(
        title=f"Laporan {_listed(names)} belum ada.",
        links=tuple(
            (name, reverse("registry:report_fill", args=[kampung.pk, code]))
            for name, code in zip(names, forms, strict=True)
        ),
    )


def _listed(names: Sequence[str]) -> str:
    """`Profil, Penduduk, dan KKBPK`."""
    if len(names) < 3:
        return " dan ".join(names)
    return f"{', '.join(names[:-1])}, dan {names[-1]}"


# What if ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Remaining:
    """What would still be missing for a goal."""

    level: str
    points: int
    works: tuple[WorkInWords, ...]


def remaining(page: WhatIf) -> list[Remaining]:
    """For each goal still above: its fewest points and the first way there."""
    found = []
    for goal in page.remaining:
        options = [option for branch in goal.branches[:1] for option in branch.options]
        works = [work_in_words(w, page.after.instrument) for o in options for w in o.works]
        found.append(Remaining(goal.goal.level, goal.goal.points, tuple(works)))
    return found
