"""Scenarios: asking for one, watching it, putting it in force, comparing, and "what if"."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from naikkelas.areas.models import Area
from naikkelas.lib.actors import Act, Actor
from naikkelas.lib.refusals import NotYours, Refused
from naikkelas.roadmap import access, actions, queries
from naikkelas.roadmap import presenters_plan as shown
from naikkelas.roadmap.actions.scenarios import is_stale
from naikkelas.roadmap.errors import CatalogueChanged
from naikkelas.roadmap.forms import LockForm, ScenarioForm, WhatIfForm
from naikkelas.roadmap.models import Lock, Scenario
from naikkelas.roadmap.tasks import compute_scenario
from naikkelas.roadmap.views.asking import actor_of, area_of, place, scenario_of, tried
from naikkelas.roadmap.views.plans import plan_context
from naikkelas.web.permissions import button_for, form_for, page_for

SHOWN = 50


@page_for(Act.SEE)
def listing(request: HttpRequest, code: str) -> HttpResponse:
    """Every scenario of a kabupaten, the newest first."""
    area = area_of(request, code)
    scenarios = access.scenarios_for(actor_of(request)).filter(kabupaten_code=code)
    context = place(request, area, "scenarios", queries.in_force(code)) | {
        "scenarios": list(scenarios.defer("inputs", "result")[:SHOWN]),
    }
    return render(request, "roadmap/scenario_list.html", context)


@form_for(Act.PLAN)
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for a scenario, or for a plan anew from what happened."""
    area = area_of(request, code)
    actor = actor_of(request)
    if not access.may_plan(actor, code):
        raise Http404
    in_force = queries.in_force(code)
    form = ScenarioForm(request.POST or None, has_plan=in_force is not None)
    refusal: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            scenario = _requested(code, form, actor, in_force)
        except NotYours as refused:
            raise Http404 from refused
        except Refused as refused:
            refusal = refused
        else:
            return redirect("roadmap:scenario", scenario.pk)
    context = place(request, area, "scenarios", in_force) | {
        "form": form,
        "refusal": refusal,
        "locks": queries.standing_locks(code),
        "catalogue": queries.newest_catalogue(code),
        "means": queries.newest_means(code),
    }
    status = 422 if refusal or form.errors else 200
    return render(request, "roadmap/scenario_new.html", context, status=status)


def _requested(code: str, form: ScenarioForm, actor: Actor, in_force: Scenario | None) -> Scenario:
    """The scenario with its place in the queue."""
    with transaction.atomic():
        if form.cleaned_data.get("replan"):
            scenario = actions.replan(code, by=actor, name=form.cleaned_data["name"])
        else:
            scenario = actions.request_scenario(
                code,
                by=actor,
                name=form.cleaned_data["name"],
                seconds=form.cleaned_data["seconds"],
                reason=form.cleaned_data["reason"],
                previous=in_force,
            )
        transaction.on_commit(lambda: compute_scenario.enqueue(str(scenario.pk)))
    return scenario


@page_for(Act.SEE)
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A scenario: waiting, failed, or its whole plan."""
    scenario = scenario_of(request, pk)
    area = Area.objects.get(pk=scenario.kabupaten_code)
    context = place(request, area, "scenarios", scenario)
    if not scenario.is_done:
        context |= {"is_stale": is_stale(scenario)}
        return render(request, "roadmap/scenario_wait.html", context)
    context |= plan_context(request, scenario, area)
    return render(request, "roadmap/plan.html", context)


@button_for(Act.PLAN)
def again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put a scenario in line again, whose computation died."""
    scenario = scenario_of(request, pk)
    if not access.may_plan(actor_of(request), scenario.kabupaten_code):
        raise Http404
    if scenario.is_under_way:
        compute_scenario.enqueue(str(scenario.pk))
        messages.success(request, "Skenario masuk antrean lagi.")
    return redirect("roadmap:scenario", scenario.pk)


@form_for(Act.DECIDE_PLAN)
def enforce(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put a scenario in force, once the head has seen what that does."""
    scenario = scenario_of(request, pk)
    actor = actor_of(request)
    if not access.may_decide(actor, scenario.kabupaten_code):
        raise Http404
    refusal = None
    if request.method == "POST":
        refusal = tried(
            lambda: actions.put_in_force(
                scenario, by=actor, despite_changes=request.POST.get("tetap") == "ya"
            )
        )
        if refusal is None:
            messages.success(
                request, f"Rencana “{scenario.name}” berlaku. Langkahnya sudah dibagi."
            )
            return redirect("roadmap:plan", scenario.kabupaten_code)
    area = Area.objects.get(pk=scenario.kabupaten_code)
    context = place(request, area, "scenarios", scenario) | {
        "refusal": refusal,
        "may_insist": isinstance(refusal, CatalogueChanged),
        "former": queries.in_force(scenario.kabupaten_code),
        "found": queries.outcome_of(scenario) if scenario.is_done else None,
        "is_outdated": queries.is_outdated(scenario),
    }
    return render(request, "roadmap/scenario_enforce.html", context, status=422 if refusal else 200)


@page_for(Act.SEE)
def compare(request: HttpRequest, code: str) -> HttpResponse:
    """Two scenarios side by side: what differs, not both in full."""
    area = area_of(request, code)
    scenarios = access.scenarios_for(actor_of(request))
    done = list(scenarios.filter(kabupaten_code=code, state="selesai").defer("inputs")[:SHOWN])
    by_key = {str(one.pk): one for one in done}
    pair = [by_key.get(request.GET.get(name, "")) for name in ("a", "b")]
    context = place(request, area, "scenarios", queries.in_force(code)) | {"done": done}
    first, second = pair
    context |= {"first": first, "second": second}
    if first and second:
        one, two = queries.outcome_of(first), queries.outcome_of(second)
        context |= {
            "figures": shown.compared(one, two),
            "differing": shown.differing(one, two),
            "inputs": _input_differences(first, second),
        }
    return render(request, "roadmap/scenario_compare.html", context)


def _input_differences(first: Scenario, second: Scenario) -> list[tuple[str, Any, Any]]:
    """What went in that was not the same."""
    rows = [
        ("Katalog", f"versi {first.catalogue.number}", f"versi {second.catalogue.number}"),
        ("Sumber daya", f"versi {first.means.number}", f"versi {second.means.number}"),
        ("Tanggal hitung", first.cutoff, second.cutoff),
        ("Aturan", first.instrument, second.instrument),
        ("Perencana", first.solver_version, second.solver_version),
    ]
    return [row for row in rows if row[1] != row[2]]


@page_for(Act.SEE)
def what_if(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What one more mentor, more money or more seats would buy: solved again, never guessed.

    The question stands in the address, so the answer can be shared and works without JavaScript.
    """
    scenario = scenario_of(request, pk)
    area = Area.objects.get(pk=scenario.kabupaten_code)
    if not scenario.is_done:
        return redirect("roadmap:scenario", scenario.pk)
    found = queries.outcome_of(scenario)
    asked = bool(request.GET)
    form = WhatIfForm(request.GET or None, sources=found.sources, groups=found.groups)
    context = place(request, area, "scenarios", scenario) | {"form": form, "found": found}
    if asked and form.is_valid():
        data = form.cleaned_data
        try:
            bought = queries.bought(scenario, data["kind"], data["key"], data["amount"])
        except Refused as refusal:
            context["refusal"] = refusal
        else:
            context |= {
                "question": form.in_words(),
                "bought": bought,
                "by_year": list(
                    zip([year.year for year in found.years], bought.newly, strict=True)
                ),
            }
    return render(
        request, "roadmap/what_if.html", context, status=422 if asked and form.errors else 200
    )


@form_for(Act.SEE)
def locks(request: HttpRequest, code: str) -> HttpResponse:
    """Wishes about single kampung that every new scenario respects."""
    area = area_of(request, code)
    actor = actor_of(request)
    may_plan = access.may_plan(actor, code)
    form = LockForm(
        request.POST if request.method == "POST" and "lepas" not in request.POST else None,
        kabupaten_code=code,
        initial={"kampung": request.GET.get("kampung", "")},
    )
    refusal = None
    if request.method == "POST":
        if not may_plan:
            raise Http404
        if "lepas" in request.POST:
            refusal = tried(lambda: actions.lift_lock(_lock_of(request, code), by=actor))
        elif form.is_valid():
            data = form.cleaned_data
            refusal = tried(
                lambda: actions.set_lock(
                    data["kampung"],
                    year=data["year"],
                    wish=data["wish"],
                    reason=data["reason"],
                    by=actor,
                )
            )
        if refusal is None and not form.errors:
            messages.success(request, "Tersimpan. Skenario berikutnya mengikuti kunci ini.")
            return redirect("roadmap:lock_list", code)
    context = place(request, area, "locks", queries.in_force(code)) | {
        "form": form,
        "refusal": refusal,
        "locks": queries.standing_locks(code),
    }
    status = 422 if refusal or form.errors else 200
    return render(request, "roadmap/lock_list.html", context, status=status)


def _lock_of(request: HttpRequest, code: str) -> Lock:
    key = shown.uuid_of(request.POST.get("lepas", ""))
    return get_object_or_404(Lock, pk=key, kabupaten_code=code)
