"""Choosing the steps that become proposals for the RKM of a kampung."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from naikkelas.activities.access import may_draft_rkm
from naikkelas.activities.queries.rkm import plan_of, present_in
from naikkelas.activities.rules.rkm import Sorted, sort
from naikkelas.areas.queries import local_now
from naikkelas.lib.actors import Act
from naikkelas.lib.numbers import id_number
from naikkelas.registry.models import KampungKB
from naikkelas.roadmap.actions.rkm import propose_steps
from naikkelas.roadmap.forms import PickForm
from naikkelas.roadmap.queries.rkm import proposals, years_of_steps
from naikkelas.roadmap.views.asking import actor_of, kampung_of, tried
from naikkelas.web.permissions import form_for


@form_for(Act.DRAFT)
def propose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Tick the steps to propose; what is there already or was struck out says so."""
    kampung, actor = kampung_of(request, pk), actor_of(request)
    if not may_draft_rkm(actor, kampung) or not kampung.is_active:
        raise Http404
    years = years_of_steps(kampung, local_now(kampung.village_id).date())
    year = _year(request, years)
    found = _found(kampung, year)
    form = _form(request, found)
    if request.method == "POST" and form.is_valid():
        picked = form.cleaned_data["picked"]
        refusal = tried(lambda: propose_steps(kampung, year, by=actor, only=picked))
        if refusal is None:
            messages.success(request, f"{id_number(len(picked))} langkah diusulkan ke RKM {year}.")
            return redirect("activities:rkm", kampung.pk, year)
        form.add_error("picked", str(refusal))
    context = {
        "kampung": kampung,
        "year": year,
        "years": years,
        "found": found,
        "plan": plan_of(kampung, year),
        "form": form,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "roadmap/steps_to_rkm.html", context, status=status)


def _year(request: HttpRequest, years: list[int]) -> int:
    """The year that the address asks for, else the first with steps; 0 where there are none."""
    asked = request.GET.get("tahun", "")
    wanted = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == 4 else 0
    return wanted if wanted in years else (years[0] if years else 0)


def _found(kampung: KampungKB, year: int) -> Sorted:
    return sort(proposals(kampung, year), present_in(plan_of(kampung, year)))


def _form(request: HttpRequest, found: Sorted) -> forms.Form:
    choices = [
        *((one.key, one.name) for one in found.new),
        *((one.key, f"{one.name} (pernah dicoret)") for one in found.struck),
    ]
    initial = {"picked": [one.key for one in found.new]}
    return PickForm(choices, request.POST or None, initial=initial)
