"""From what was read to what people see: addresses, charts and words of the portal."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from naikkelas.areas.models import Area
from naikkelas.areas.queries import boundaries
from naikkelas.insights.queries.overview import Counts
from naikkelas.insights.queries.viewpoint import NATION, Viewpoint
from naikkelas.opendata.rules.tables import EXTENSIONS, Table
from naikkelas.portal.queries.asking import Asked
from naikkelas.portal.queries.finding import Finding, Found
from naikkelas.portal.queries.opened import Opened
from naikkelas.portal.queries.standing import Standing
from naikkelas.portal.rules.words import day_in, figure_in, said
from naikkelas.publicsite.queries.sites import site_of
from naikkelas.publicsite.rules.names import levels_in
from naikkelas.registry.models import KampungKB
from naikkelas.ui import charts
from naikkelas.ui.charts import Caption, Chart, MapFeature, Tile, TileGroup
from naikkelas.ui.charts.base import (
    chart_id,
    fill,
    hatch,
    legend,
    spoken_frame,
    spoken_ids,
    together,
)
from naikkelas.ui.levels import Level, levels

KECAMATAN, KABUPATEN = len("63.01.03"), len("63.01")


def with_query(url: str, parameters: Mapping[str, str], language: str = "id") -> str:
    """An address with parameters and the language; nothing after it where there are none."""
    told = {name: value for name, value in parameters.items() if value}
    if language != "id":
        told["bahasa"] = language
    return f"{url}?{urlencode(told)}" if told else url


def slug_of(area_code: str) -> str:
    """The part of an address that names an area."""
    return area_code or NATION


def area_url(area_code: str, asked: Asked | None = None, language: str = "id") -> str:
    """The portal page of an area, as seen from the same day and rule."""
    query = asked.query if asked else {}
    return with_query(reverse("portal:area", args=[slug_of(area_code)]), query, language)


def site_url(kampung: KampungKB, language: str = "id") -> str:
    """The website of a kampung; empty where it is taken down or no longer at work."""
    site = site_of(kampung)
    if site.is_down or not kampung.is_active or kampung.withdrawn_at or kampung.is_double:
        return ""
    more = "?bahasa=en" if language == "en" and site.has_english else ""
    return f"{site.url}{more}"


def ancestors(asked: Asked, language: str) -> list[tuple[str, str]]:
    """The areas above, the largest first, with their pages."""
    above = [("Indonesia", "")] if asked.view.area_code else []
    above += [(str(area), area.code) for area in asked.view.path[:-1]]
    return [(name, area_url(code, asked, language)) for name, code in above]


def area_title(view: Viewpoint, language: str) -> str:
    """`Kabupaten Tanah Laut`; in English the name first."""
    if view.area is None or language == "id":
        return view.area_title
    kind = {"provinsi": "Province", "kabupaten": "Regency", "kota": "City"}.get(
        view.area.kind, "District"
    )
    return f"{view.area_name} {kind}"


@dataclass(frozen=True, slots=True)
class TakenAlong:
    """The files of open data beside a page: (title, page of the table, files by their kind)."""

    area: str
    url: str
    day: date
    tables: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]


def taken_along(found: Opened | None) -> TakenAlong | None:
    """Addresses of the tables at their day; they stay."""
    if found is None:
        return None
    slug, day = found.place.slug, found.day.isoformat()

    def files(table: Table) -> tuple[tuple[str, str], ...]:
        return tuple(
            (extension, reverse("opendata:file", args=[slug, table.code, f"{day}.{extension}"]))
            for extension in EXTENSIONS
        )

    return TakenAlong(
        area=found.place.name,
        url=reverse("opendata:area", args=[slug]),
        day=found.day,
        tables=tuple(
            (
                table.title,
                f"{reverse('opendata:table', args=[slug, table.code])}#per-{day}",
                files(table),
            )
            for table in found.tables
        ),
    )


# Charts ------------------------------------------------------------------------------------------


def _caption(asked: Asked, language: str, title: str, unit: str = "") -> Caption:
    return Caption(
        title=said(title, language),
        unit=said(unit, language),
        source=source(asked, language),
        cutoff=asked.view.cutoff,
    )


def source(asked: Asked, language: str) -> str:
    """Rule, basis and what was known: stands near every figure."""
    rule = said(asked.view.rule_name, language)
    found = f"{rule}, {said('terverifikasi', language)}"
    if asked.known_on is not None:
        known = said("yang diketahui sampai {day}", language)
        found += ", " + known.format(day=day_in(asked.known_on, language))
    return found


def level_bar(standing: Standing, language: str) -> Chart:
    """How many kampung stand at which class."""
    caption = _caption(standing.asked, language, "Klasifikasi Kampung KB", "kampung")
    labels = levels_in(standing.asked.view.labels, language)
    return charts.level_bar(standing.counts.levels, caption, labels)


HEIGHT, COLUMN, GAP, AXIS = 200, 52, 12, 26
ROOM_FOR_A_NUMBER = 18


def months_chart(standing: Standing, language: str) -> Chart:
    """The classes at each month end, stacked, with all figures in the table."""
    caption = _caption(standing.asked, language, "Kelas dari bulan ke bulan", "kampung")
    shown = [
        level
        for level in levels(levels_in(standing.asked.view.labels, language))
        if level.code != "belum_lapor"
        or any(counts.levels.get(level.code) for _, counts in standing.months)
    ]
    highest = max((counts.kampung for _, counts in standing.months), default=0) or 1
    width = len(standing.months) * (COLUMN + GAP) + GAP
    ident = chart_id(
        "months", caption, [(day, sorted(c.levels.items())) for day, c in standing.months]
    )
    drawing = format_html(
        '<div class="months" tabindex="0" role="region" aria-label="{}">'
        '<svg class="months-chart" role="img" aria-labelledby="{}" viewBox="0 0 {} {}" '
        'width="{}" height="{}">{}{}{}</svg></div>',
        f"{said('Grafik', language)}: {caption.title}",
        spoken_ids(ident),
        *(width, HEIGHT + AXIS, width, HEIGHT + AXIS),
        spoken_frame(ident, caption, _trend(standing, shown)),
        hatch(ident),
        together(
            _column(ident, place, day, counts, shown, highest)
            for place, (day, counts) in enumerate(standing.months)
        ),
    )
    return Chart(
        kind="months",
        caption=caption,
        markup=together([legend(shown), drawing]),
        columns=(
            said("Per", language),
            *(level.label for level in shown),
            said("Jumlah", language),
        ),
        rows=tuple(
            (
                day_in(day, language),
                *(figure_in(counts.levels.get(level.code, 0), language) for level in shown),
                figure_in(counts.kampung, language),
            )
            for day, counts in standing.months
        ),
    )


def _trend(standing: Standing, shown: Sequence[Level]) -> str:
    if not standing.months:
        return ""
    (_, first), (_, last) = standing.months[0], standing.months[-1]
    return ", ".join(
        f"{level.label} {first.levels.get(level.code, 0)} → {last.levels.get(level.code, 0)}"
        for level in shown
    )


def _column(
    ident: str, place: int, day: date, counts: Counts, shown: Sequence[Level], highest: int
) -> SafeString:
    x, below = GAP + place * (COLUMN + GAP), float(HEIGHT)
    parts = []
    for level in shown:
        count = counts.levels.get(level.code, 0)
        height = HEIGHT * count / highest
        below -= height
        if count:
            parts.append(_block(ident, level, count, x, below, height))
    middle = x + COLUMN // 2
    label = format_html(
        '<text class="months-label" x="{}" y="{}" text-anchor="middle">{}</text>',
        *(middle, HEIGHT + 18, f"{day:%m/%y}"),
    )
    return together([*parts, label])


def _block(ident: str, level: Level, count: int, x: int, y: float, height: float) -> SafeString:
    number = SafeString("")
    if height >= ROOM_FOR_A_NUMBER:
        number = format_html(
            '<text class="mark-text {}" x="{}" y="{}" text-anchor="middle">{}</text>',
            *(level.css_class, x + COLUMN // 2, f"{y + height / 2 + 5:.1f}", count),
        )
    return format_html(
        '<g><title>{} {}: {}</title><rect {} x="{}" y="{}" width="{}" height="{}"/>{}</g>',
        *(level.number, level.label, count, fill(ident, level)),
        *(x, f"{y:.1f}", COLUMN, f"{height:.1f}", number),
    )


# The map of what was found -----------------------------------------------------------------------


def map_of(asked: Asked, finding: Finding, language: str) -> Chart | None:
    """The kampung of this page of results: by boundaries where all are known, else as tiles."""
    if not finding.page:
        return None
    caption = _caption(asked, language, "Peta kampung di halaman ini")
    labels = levels_in(asked.view.labels, language)
    found = list(boundaries(one.row.kode_desa for one in finding.page))
    shapes = {one.area_id: one.geometry for one in found}
    if all(one.row.kode_desa in shapes for one in finding.page):
        features = [
            MapFeature(
                one.row.nama,
                one.row.level,
                shapes[one.row.kode_desa],
                site_url(one.kampung, language),
            )
            for one in finding.page
        ]
        told = "; ".join(dict.fromkeys(one.source for one in found if one.source))
        return charts.geo_map(features, caption, labels, boundary_source=told)
    return charts.tile_map(list(_tiles(finding.page, language)), caption, labels)


def _tiles(page: Sequence[Found], language: str) -> Iterator[TileGroup]:
    groups: dict[str, list[Found]] = {}
    for one in page:
        groups.setdefault(one.row.kode_desa[:KECAMATAN], []).append(one)
    for own in groups.values():
        tiles = [Tile(one.row.nama, one.row.level, site_url(one.kampung, language)) for one in own]
        yield TileGroup(own[0].row.kecamatan, tiles)


def places(codes: Sequence[str]) -> dict[str, str]:
    """`Kec. Bajuin, Tanah Laut` for each code of a kecamatan, kabupaten or village."""
    wanted = {code[:length] for code in codes for length in (KABUPATEN, KECAMATAN)}
    names = dict(Area.objects.filter(pk__in=wanted).values_list("code", "name"))
    return {
        code: ", ".join(
            dict.fromkeys(
                names[part] for part in (code[:KECAMATAN], code[:KABUPATEN]) if part in names
            )
        )
        for code in codes
    }
