"""Try it: tick steps and see the class at once."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from naikkelas.insights import presenters
from naikkelas.insights.queries.viewpoint import viewpoint
from naikkelas.insights.queries.what_if import FIGURE, what_if
from naikkelas.insights.views.asking import actor_of
from naikkelas.insights.views.kampung import found
from naikkelas.lib.actors import Act
from naikkelas.registry.access import may_report
from naikkelas.web.permissions import page_for


@page_for(Act.SEE)
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The whole trial stands in the address: it can be shared, and works without JavaScript."""
    kampung = found(request, pk)
    view = viewpoint(kampung.village_id, request.GET)
    page = what_if(kampung, view, request.GET)
    context = {
        "page": page,
        "kampung": kampung,
        "view": view,
        "cutoff": view.cutoff,
        "level_labels": view.labels,
        "instrument_label": view.rule_name,
        "ancestors": presenters.ancestors(view, actor_of(request).home),
        "kampung_url": presenters.kampung_url(view, kampung.pk.hex),
        "plain_url": presenters.with_query(
            reverse("insights:what_if", args=[kampung.pk]), view.query
        ),
        "missing": presenters.missing_reports(kampung, page.card),
        "may_report": may_report(actor_of(request), kampung),
        "remaining": presenters.remaining(page),
        "figure": FIGURE,
    }
    template = "insights/what_if.html"
    if request.headers.get("HX-Request"):
        template += "#result"
    return render(request, template, context)
