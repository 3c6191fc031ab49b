"""What an address names, and how open data answers."""

from collections.abc import Mapping
from typing import Any  # template contexts

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse

from naikkelas.opendata.queries import Place, place_of
from naikkelas.opendata.rules.addresses import area_of, slug_of
from naikkelas.opendata.rules.tables import TABLES, Table

OPEN_TO_ALL = {"Access-Control-Allow-Origin": "*"}
_PAGE_SECONDS = 60


def place_at(slug: str) -> Place:
    """The area of an address; 404 where nothing is published of it, and for another spelling."""
    place = place_of(area_of(slug)) if slug else None
    if place is None or slug_of(place.code) != slug:
        raise Http404
    return place


def table_at(code: str) -> Table:
    """The table of an address; 404 for an unknown one."""
    if code not in TABLES:
        raise Http404
    return TABLES[code]


def page(template: str, here: str, context: Mapping[str, Any]) -> HttpResponse:
    """A page without a reader: no session, no cookie, nothing of whoever asked first."""
    nav = [
        {"label": label, "url": reverse(f"opendata:{name}"), "is_here": name == here}
        for name, label in (
            ("home", "Data terbuka"),
            ("dictionary", "Kamus data"),
            ("metadata", "Metadata indikator"),
        )
    ]
    shell = {
        "site_name": "Data terbuka Kampung KB",
        "home_url": reverse("opendata:home"),
        "nav": nav,
    }
    return HttpResponse(
        render_to_string(template, shell | dict(context)),
        headers={"Cache-Control": f"public, max-age={_PAGE_SECONDS}"},
    )


def base_of(request: HttpRequest) -> str:
    """The absolute address of `/data/`."""
    return request.build_absolute_uri(reverse("opendata:home"))
