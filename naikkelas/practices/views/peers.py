"""The page of peers: how the figures of like kampung lie, and what those with more did."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from naikkelas.lib.actors import Act
from naikkelas.practices import presenters_peers as presenters
from naikkelas.practices.queries.comparing import comparison
from naikkelas.practices.views.common import actor_of, cutoff_in, kampung_of
from naikkelas.web.permissions import page_for


@page_for(Act.SEE)
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Twelve figures among those of like kampung, without a rank."""
    kampung = kampung_of(request, pk)
    cutoff = cutoff_in(kampung)
    found = comparison(kampung, actor_of(request), cutoff)
    used, unknown = presenters.compared(found.group) if found.group else ("", "")
    context = {
        "kampung": kampung,
        "cutoff": cutoff,
        "found": found,
        "lines": [(line, presenters.band(line)) for line in found.lines],
        "used": used,
        "unknown": unknown,
    }
    return render(request, "practices/peers.html", context)
