"""The portal of an area: its first page, and its statistics as page and CSV."""

from typing import Any  # template contexts

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from naikkelas.lib import sheets
from naikkelas.portal import presenters
from naikkelas.portal.queries.asking import is_example
from naikkelas.portal.queries.events import happenings
from naikkelas.portal.queries.examples import examples
from naikkelas.portal.queries.opened import opened
from naikkelas.portal.queries.standing import Standing, standing
from naikkelas.portal.views.shell import Frame, answered, page
from naikkelas.publicsite.rendered import Made
from naikkelas.ui.levels import levels
from naikkelas.web.permissions import PUBLIC, page_for

NEWEST = 3
_PART_WORDS = {0: "Provinsi", 2: "Kabupaten dan kota", 5: "Kecamatan"}


@page_for(PUBLIC)
def home(request: HttpRequest) -> HttpResponse:
    """The portal of the area that holds every kampung of this house."""
    return answered(request, None, _home)


@page_for(PUBLIC)
def area(request: HttpRequest, code: str) -> HttpResponse:
    """The portal of one area, from the nation to a kecamatan."""
    return answered(request, code, _home)


def _home(around: Frame) -> Made:
    found = standing(around.asked)
    today = around.asked.view.today
    coming = [one for one in happenings(around.area_code, today) if one.last >= today]
    context = {
        **_figures(around, found),
        "coming": coming[:NEWEST],
        "examples": examples(around.area_code)[:NEWEST],
    }
    return page(around, "portal/home.html", context, here="portal:home")


def _figures(around: Frame, found: Standing) -> dict[str, Any]:
    view, language = around.asked.view, around.language
    shown = [
        level
        for level in levels(around.labels)
        if level.code != "belum_lapor" or found.counts.levels.get("belum_lapor")
    ]
    return {
        "standing": found,
        "counts": found.counts,
        "bar": presenters.level_bar(found, language) if found.counts.kampung else None,
        "target": found.target,
        "target_levels": _target_levels(around, found),
        "target_percent": float(100 * found.target.rule.share) if found.target else None,
        "shown_levels": shown,
        "children": [
            (
                row,
                presenters.area_url(row.code, around.asked, language),
                [row.counts.levels.get(level.code, 0) for level in shown],
            )
            for row in found.children
        ],
        "children_kind": _PART_WORDS.get(len(view.area_code), ""),
        "days": list(dict.fromkeys([view.cutoff, view.default_cutoff, *view.cutoffs])),
    }


def _target_levels(around: Frame, found: Standing) -> list[str]:
    if found.target is None:
        return []
    named = levels(around.labels)
    return [level.label for level in named if level.code in found.target.rule.levels]


@page_for(PUBLIC)
def statistics(request: HttpRequest, code: str) -> HttpResponse:
    """The classes of an area by part, by month and against the target, at any day."""
    return answered(request, code, _statistics)


def _statistics(around: Frame) -> Made:
    found = standing(around.asked, with_months=True)
    csv = reverse("portal:statistics_csv", args=[presenters.slug_of(around.area_code)])
    context = {
        **_figures(around, found),
        "months": presenters.months_chart(found, around.language) if found.months else None,
        "opened": presenters.taken_along(opened(around.asked)),
        "csv_url": presenters.with_query(csv, around.asked.query),
    }
    return page(around, "portal/statistics.html", context, here="portal:statistics")


HEADINGS = (
    *("kode", "wilayah", "per", "diketahui_sampai", "aturan", "dasar", "kampung"),
    *("belum_lapor", "dasar_kelas", "berkembang", "mandiri", "berkelanjutan", "tanpa_kelas"),
    *("belum_pernah_lapor", "naik", "turun", "contoh"),
)
_CODES = ("belum_lapor", "dasar", "berkembang", "mandiri", "berkelanjutan")


@page_for(PUBLIC)
def statistics_csv(request: HttpRequest, code: str) -> HttpResponse:
    """The figures of the page, one row for the area and one for each part."""
    return answered(request, code, _csv)


def _csv(around: Frame) -> Made:
    found = standing(around.asked)
    view = around.asked.view
    marked = is_example(around.area_code)
    known = str(around.asked.known_on or "")
    rows: list[tuple[sheets.Cell, ...]] = []
    own = (view.area_code, view.area_name, found.counts)
    for area_code, name, counts in [own, *((c.code, c.name, c.counts) for c in found.children)]:
        rows.append(
            (
                *(
                    area_code,
                    name,
                    view.cutoff.isoformat(),
                    known,
                    view.instrument,
                    view.basis.value,
                ),
                counts.kampung,
                *(counts.levels.get(level, 0) for level in _CODES),
                *(counts.without_level, counts.never_reported, counts.rose, counts.fell),
                "ya" if marked else "",
            )
        )
    return Made(sheets.as_csv(HEADINGS, rows), "text/csv; charset=utf-8")
