"""Names and contacts of companions: masked on pages, shown one by one, each time noted."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from naikkelas.lib.actors import Act
from naikkelas.lib.refusals import NotYours
from naikkelas.registry import queries
from naikkelas.registry.actions.personal import reveal as show_value
from naikkelas.registry.rules.schema import PROFIL
from naikkelas.registry.views.kampung import actor_of, kampung_of
from naikkelas.web.permissions import button_for


@button_for(Act.SEE_PERSONAL)
def reveal(request: HttpRequest, pk: UUID, version: UUID) -> HttpResponse:
    """One value of one version; a GET shows and changes nothing."""
    kampung = kampung_of(request, pk)
    report = get_object_or_404(queries.versions(kampung, PROFIL.code), pk=version)
    column = request.POST.get("kolom", "")
    try:
        value = show_value(report, column, by=actor_of(request))
    except NotYours as refusal:
        raise Http404 from refusal
    context = {
        "label": PROFIL.field(column).label,
        "value": value,
        "whose": kampung,
        "back": reverse("registry:report_show", args=[kampung.pk, PROFIL.code, report.pk]),
    }
    part = "#value" if request.headers.get("HX-Request") else ""
    return render(request, f"audit/revealed.html{part}", context)
