"""What visits changed in a kabupaten."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from naikkelas.areas.models import Area
from naikkelas.areas.queries import setting
from naikkelas.areas.rules import BASES
from naikkelas.classification.queries import Basis
from naikkelas.coaching import access
from naikkelas.coaching import presenters_effects as shown
from naikkelas.coaching.queries.effects import (
    VisitEffects,
    shown_mentors,
    visit_effects,
    visited_kabupaten,
)
from naikkelas.coaching.rules.effects import LEAST
from naikkelas.coaching.views.common import actor_of
from naikkelas.lib.actors import Act, reaches
from naikkelas.lib.sheets import as_csv
from naikkelas.web.permissions import page_for

KABUPATEN = len("63.01")


@page_for(Act.SEE)
def home(request: HttpRequest) -> HttpResponse:
    """One's own kabupaten, or those to choose from."""
    actor = actor_of(request)
    if len(actor.home) >= KABUPATEN:
        return redirect("coaching:effects", actor.home[:KABUPATEN])
    return render(request, "coaching/effects_home.html", {"areas": visited_kabupaten(actor)})


@page_for(Act.SEE)
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Effect of a visit: of all, by action, by indicator, by mentor."""
    area, basis = _area(request, code), _basis(request, code)
    found = visit_effects(code, basis)
    context = {
        "area": area,
        "code": code,
        "basis": basis,
        "bases": [(one, Basis(one).label) for one in BASES],
        "found": found,
        "least": LEAST,
        "may_learn": reaches(actor_of(request), code),
    }
    return render(request, "coaching/effects.html", context | _tables(request, found))


def _tables(request: HttpRequest, found: VisitEffects | None) -> dict[str, object]:
    if found is None:
        return {}
    whole = shown.line("Semua kunjungan", found.overall)
    actions = [shown.line(one.name, one.effect, one) for one in found.actions]
    indicators = [shown.line(one.name, one.effect) for one in found.indicators]
    return {
        "whole": whole,
        "actions": actions,
        "indicators": indicators,
        "mentors": [shown.line(name, one) for name, one in shown_mentors(found, actor_of(request))],
        "chart": shown.drawing("Akibat satu kunjungan", [whole, *actions], found),
        "indicator_chart": shown.drawing("Menurut indikator yang diperiksa", indicators, found),
    }


@page_for(Act.EXPORT)
def download(request: HttpRequest, code: str) -> HttpResponse:
    """The same figures as CSV, without mentors."""
    _area(request, code)
    found = visit_effects(code, _basis(request, code))
    if found is None:
        raise Http404
    response = HttpResponse(as_csv(shown.HEADINGS, shown.rows_of(found)), "text/csv; charset=utf-8")
    name = f"hasil-kunjungan-{code}-{found.until:%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _area(request: HttpRequest, code: str) -> Area:
    """A kabupaten that is the person's or holds an area of theirs, else 404."""
    if len(code) != KABUPATEN or not access.may_see_effects(actor_of(request), code):
        raise Http404
    return get_object_or_404(Area, pk=code)


def _basis(request: HttpRequest, code: str) -> str:
    """As the address asks, else as the target counts."""
    asked = request.GET.get("dasar", "")
    return asked if asked in BASES else str(setting(code, "target_basis"))
