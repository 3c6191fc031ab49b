"""Beranda and the dashboard of every area below it."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from naikkelas.classification.queries import Basis
from naikkelas.insights import presenters
from naikkelas.insights.queries.overview import overview, ranked
from naikkelas.insights.queries.viewpoint import NATION
from naikkelas.insights.views.asking import actor_of, viewpoint_of
from naikkelas.lib.actors import Act, reaches
from naikkelas.roadmap.queries import across
from naikkelas.web.permissions import PUBLIC, page_for

CHILDREN_PER_PAGE = 25
VILLAGE = len("63.01.03.1003")
ORDERS = (
    ("", "Kode wilayah"),
    ("bagian", "Bagian Mandiri ke atas"),
    ("kelengkapan", "Kelengkapan data"),
    ("naik", "Yang naik"),
)


@page_for(PUBLIC)  # a visitor is led to the portal
def home(request: HttpRequest) -> HttpResponse:
    """The dashboard of the person's own area; villages have none, so their kampung are listed.

    Who has not signed in arrives at the portal, where the way in is shown.
    """
    if not request.user.is_authenticated:
        return redirect("portal:home")
    actor = actor_of(request)
    scope = actor.home
    if len(scope) == VILLAGE or (actor.scopes and not reaches(actor, scope)):
        return redirect("insights:kampung_list")
    return show(request, scope or NATION)


@page_for(Act.SEE)
def show(request: HttpRequest, code: str) -> HttpResponse:
    """The dashboard of one area, from the nation down to a kecamatan."""
    view = viewpoint_of(request, code)
    if len(view.area_code) == VILLAGE:
        return redirect("insights:kampung_list")
    page = overview(view)
    order = request.GET.get("urut", "")
    list_url = presenters.with_query(
        reverse("insights:kampung_list"), {"wilayah": view.slug} | view.query
    )
    children = Paginator(ranked(page.children, order), CHILDREN_PER_PAGE)
    shown = children.get_page(request.GET.get("halaman"))
    context = {
        "page": page,
        "view": view,
        "cutoff": view.cutoff,
        "level_labels": view.labels,
        "instrument_label": view.rule_name,
        "ring": presenters.target_ring(page),
        "bars": presenters.level_bars(page) if page.counts.kampung else [],
        "map": presenters.map_of(page),
        "children": shown,
        "children_chart": presenters.children_bars(page, list(shown)) if shown else None,
        "orders": ORDERS,
        "order": order,
        "ancestors": presenters.ancestors(view, actor_of(request).home),
        "children_title": presenters.CHILDREN_TITLES.get(view.area.level if view.area else 0, ""),
        "target_basis": Basis(page.target.basis).label.lower() if page.target else "",
        "target_across": across(page.target.basis) if page.target else "",
        "near": presenters.linked(view, page.target.nearest if page.target else ()),
        "reached": presenters.linked(view, page.target.reached if page.target else ()),
        "dropped": presenters.linked(view, page.target.dropped if page.target else ()),
        "fragile": presenters.linked(view, page.fragile),
        "waiting": presenters.waiting_reports(page, actor_of(request)),
        "threats": presenters.linked(view, page.decisions.threats if page.decisions else ()),
        "across_url": presenters.across_url(request.path, request.GET.dict(), view),
        "list_url": list_url,
        "exports": presenters.exports(view),
        "release": presenters.press_release(page) if page.counts.kampung else "",
    }
    return render(request, "insights/overview.html", context)
