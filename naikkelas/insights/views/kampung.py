"""The page of one kampung."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from naikkelas.areas.queries import local_now
from naikkelas.coaching.queries.visits import readable_followups
from naikkelas.insights import presenters
from naikkelas.insights.queries.kampung import kampung_page
from naikkelas.insights.queries.viewpoint import viewpoint
from naikkelas.insights.views.asking import actor_of
from naikkelas.lib.actors import Act
from naikkelas.registry.access import may_report
from naikkelas.registry.models import KampungKB
from naikkelas.registry.queries import kampung_for, pokja
from naikkelas.roadmap.queries import next_steps
from naikkelas.web.permissions import page_for


def found(request: HttpRequest, pk: UUID) -> KampungKB:
    """A kampung of the person's area, else 404."""
    return get_object_or_404(kampung_for(actor_of(request)), pk=pk)


@page_for(Act.SEE)
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Class, reasons, way up, history and reports."""
    kampung = found(request, pk)
    view = viewpoint(kampung.village_id, request.GET)
    page = kampung_page(kampung, view)
    steps = next_steps(kampung)
    today = local_now(kampung.village_id).date()
    context = {
        "page": page,
        "kampung": kampung,
        "view": view,
        "cutoff": view.cutoff,
        "level_labels": view.labels,
        "instrument_label": view.rule_name,
        "ancestors": presenters.ancestors(view, actor_of(request).home),
        "goals": presenters.goals_in_words(page),
        "across_url": presenters.across_url(request.path, request.GET.dict(), view),
        "gauges": [(index, presenters.gauge(index)) for index in page.indexes],
        "history": presenters.history_chart(page),
        "missing": presenters.missing_reports(kampung, page.declared),
        "unaccepted_title": presenters.unaccepted_title(page),
        "may_report": may_report(actor_of(request), kampung),
        "next_steps": steps,
        "pokja": pokja.standing(kampung, today),
        "followups": readable_followups(actor_of(request), kampung),
        "followup_today": today,
        "today": today if steps else None,
        "what_if_url": presenters.with_query(
            reverse("insights:what_if", args=[kampung.pk]), view.query
        ),
    }
    return render(request, "insights/kampung_show.html", context)
