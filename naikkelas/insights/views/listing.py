"""The list of kampung."""

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from naikkelas.insights.presenters import exports, kampung_url, with_query
from naikkelas.insights.queries.asked import PARTS, Row
from naikkelas.insights.queries.listing import Listing, Wanted, part_choices
from naikkelas.insights.queries.searching import LONGEST
from naikkelas.insights.queries.viewpoint import Viewpoint, viewpoint
from naikkelas.insights.views.asking import actor_of, viewpoint_of
from naikkelas.lib.actors import Act, reaches, theirs
from naikkelas.registry.queries import verification
from naikkelas.ui.levels import levels
from naikkelas.web.permissions import page_for

PER_PAGE = 50
INDEXES = (("input", "Input"), ("proses", "Proses"), ("output", "Output"))
COMPLETENESS = (
    ("rendah", "di bawah 50%"),
    ("sedang", "50% sampai 89%"),
    ("lengkap", "90% ke atas"),
)
COLUMNS = (
    ("nama", "Kampung", ""),
    ("kode", "Kecamatan", ""),
    ("kelas", "Kelas", ""),
    ("lain", "", ""),  # the class on the other basis
    ("input", "Input", "num"),
    ("proses", "Proses", "num"),
    ("output", "Output", "num"),
    ("poin", "Poin ke Mandiri", "num"),
    ("kelengkapan", "Data terisi", "num"),
    ("laporan", "Laporan terakhir", ""),
)


@page_for(Act.SEE)
def show(request: HttpRequest) -> HttpResponse:
    """Kampung of the person's areas, or of the area that the address names."""
    actor, view, wanted = actor_of(request), _viewpoint(request), Wanted.of(request.GET)
    listing = Listing(view, wanted, theirs(actor, view.area_code))
    parts = part_choices(view, listing.roots)
    part = wanted.part if wanted.part in dict(parts) and reaches(actor, wanted.part) else ""
    page: Page[Row] = Paginator(listing, PER_PAGE).get_page(request.GET.get("halaman"))
    context = {
        "view": view,
        "cutoff": view.cutoff,
        "level_labels": view.labels,
        "instrument_label": view.rule_name,
        "wanted": wanted,
        "listing": listing,
        "page": page,
        "rows": [(row, kampung_url(view, row.kampung_uuid)) for row in page.object_list],
        "days": list(dict.fromkeys([view.default_cutoff, view.cutoff, view.today, *view.cutoffs])),
        "to_mend": verification.to_mend(actor) if actor.desk == "pokja" else [],
        "exports": exports(view, part, whole=listing.is_whole),
        "filters_set": wanted.filters + len(view.query),
        "all_url": _all_url(request, view),
        "parts": parts,
        "part_kind": PARTS.get(len(view.area_code), ""),
        "longest": LONGEST,
        "not_here": len(listing) - len(page.object_list),
        "levels": levels(view.labels),
        "indexes": INDEXES,
        "completeness": COMPLETENESS,
        "columns": [
            (
                name,
                label or view.across.label,
                css,
                _turned(wanted.order, name),
                _direction(wanted.order, name),
            )
            for name, label, css in COLUMNS
        ],
    }
    template = "insights/kampung_list.html"
    if request.headers.get("HX-Request"):
        template += "#found"
    return render(request, template, context)


def _viewpoint(request: HttpRequest) -> Viewpoint:
    """From an area that is named, which must be theirs; else from what holds all that is theirs.

    The smallest area around somebody's three villages is not theirs; the villages in it are.
    """
    if code := request.GET.get("wilayah"):
        return viewpoint_of(request, code)
    actor = actor_of(request)
    if not actor.scopes:
        raise Http404
    return viewpoint(actor.home, request.GET)


def _all_url(request: HttpRequest, view: Viewpoint) -> str:
    """The same list without filters."""
    area = {"wilayah": view.slug} if "wilayah" in request.GET else {}
    return with_query(reverse("insights:kampung_list"), area | view.query)


def _turned(order: str, column: str) -> str:
    """What a click on a column's head asks for: that column, or the other way round."""
    return f"-{column}" if order == column else column


def _direction(order: str, column: str) -> str:
    if order.removeprefix("-") != column:
        return ""
    return "descending" if order.startswith("-") else "ascending"
