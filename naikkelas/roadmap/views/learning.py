"""What attempts taught, and which kampung need a look before they drop."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from naikkelas.areas.models import Area
from naikkelas.lib.actors import Act
from naikkelas.lib.numbers import id_number
from naikkelas.registry.access import visible_to
from naikkelas.roadmap import access, actions, queries
from naikkelas.roadmap import presenters_plan as shown
from naikkelas.roadmap.forms import AttemptForm
from naikkelas.roadmap.models import Attempt
from naikkelas.roadmap.views.asking import actor_of, area_of, place, scenario_of, tried
from naikkelas.web.permissions import form_for, page_for

ATTEMPTS_SHOWN = 30


@form_for(Act.SEE)
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Every action: what was believed, what was seen, what is believed now."""
    area = area_of(request, code)
    actor = actor_of(request)
    names = queries.names_of_actions(code)
    own = visible_to(actor).live().filter(kabupaten_code=code).order_by("nama", "pk")
    form = AttemptForm(request.POST or None, kampung=own, actions=names)
    refusal = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        refusal = tried(
            lambda: actions.record_attempt(
                data["kampung"],
                data["action"],
                worked=data["worked"] == "ya",
                happened_on=data["happened_on"],
                by=actor,
            )
        )
        if refusal is None:
            messages.success(request, "Percobaan tercatat. Peluangnya dihitung lagi.")
            return redirect("roadmap:learning", code)
    attempts = access.attempts_for(actor).filter(kabupaten_code=code)
    context = place(request, area, "learning", queries.in_force(code)) | {
        "rows": [(names.get(action, action), one) for action, one in queries.learned(code).items()],
        "attempts": [
            (one, names.get(one.action, one.action))
            for one in attempts.select_related("kampung")[:ATTEMPTS_SHOWN]
        ],
        "total": Attempt.objects.filter(kabupaten_code=code).count(),
        "form": form if names and access.may_see(actor, code) else None,
        "refusal": refusal,
    }
    status = 422 if refusal or form.errors else 200
    return render(request, "roadmap/learning.html", context, status=status)


@page_for(Act.SEE)
def warnings(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Kampung that are likely to drop or to fall silent, the likeliest first."""
    scenario = scenario_of(request, pk)
    if not scenario.is_done:
        return redirect("roadmap:scenario", scenario.pk)
    area = Area.objects.get(pk=scenario.kabupaten_code)
    found = queries.outcome_of(scenario)
    kampung = queries.kampung_by_village(one.kampung for one in found.warned)
    rows = [
        (
            one,
            found.by_code.get(one.kampung),
            f"±{id_number(round(100 * one.chance))} dari 100",
            shown.explanation_url(scenario, kampung[one.kampung]),
        )
        for one in found.warned
        if one.kampung in kampung
    ]
    context = place(request, area, "warnings", scenario) | {
        "rows": rows,
        "found": found,
        "source": shown.source_line(scenario, assumed=queries.is_assumed(scenario)),
    }
    return render(request, "roadmap/warnings.html", context)
