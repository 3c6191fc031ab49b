"""What was done to a kampung and its reports, for everybody who sees the kampung."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from naikkelas.audit.presenters import told
from naikkelas.lib.actors import Act
from naikkelas.registry.queries.trail import trail_of
from naikkelas.registry.views.kampung import actor_of, kampung_of
from naikkelas.web.permissions import page_for

ROWS_A_PAGE = 30
ROWS_IN_BLOCK = 8


@page_for(Act.SEE)
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The history as a page; as the block of the kampung's page when htmx asks for it."""
    kampung, reader = kampung_of(request, pk), actor_of(request)
    events = trail_of(kampung)
    if request.headers.get("HX-Request"):
        newest = list(events[: ROWS_IN_BLOCK + 1])
        history = {
            "entries": told(newest[:ROWS_IN_BLOCK], reader),
            "more_url": request.path if len(newest) > ROWS_IN_BLOCK else "",
        }
        return render(request, "audit/history.html", {"history": history})
    page = Paginator(events, ROWS_A_PAGE).get_page(request.GET.get("halaman"))
    context = {"kampung": kampung, "page": page, "entries": told(list(page.object_list), reader)}
    return render(request, "registry/kampung_trail.html", context)
