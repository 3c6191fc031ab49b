"""The report of an activity on paper."""

from typing import cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from naikkelas.activities import access
from naikkelas.activities.rules.reporting import ACTIVITY
from naikkelas.lib.actors import Act, Actor
from naikkelas.registry.queries import kampung_for
from naikkelas.registry.rules import paper
from naikkelas.web.permissions import page_for

SIZES = {"a4": "A4", "f4": "F4"}


@page_for(Act.DRAFT)
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The blank form of one activity; `?ukuran=f4` for folio paper."""
    actor = cast(Actor, request.user)
    kampung = get_object_or_404(kampung_for(actor), pk=pk)
    if not access.may_report(actor, kampung):
        raise Http404
    size = request.GET.get("ukuran", "a4")
    context = {
        "kampung": kampung,
        "form": ACTIVITY,
        "title": "Laporan kegiatan",
        "parts": paper.parts(ACTIVITY),
        "annexes": paper.annexes(ACTIVITY),
        "size": size if size in SIZES else "a4",
        "sizes": SIZES,
        "back": reverse("insights:kampung", args=[pk]),
    }
    return render(request, "registry/paper.html", context)
