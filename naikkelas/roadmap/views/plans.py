"""The plan in force of a kabupaten and of a kecamatan, its kampung, and why each."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from naikkelas.areas.models import Area
from naikkelas.areas.queries import local_now, setting
from naikkelas.lib.actors import Act
from naikkelas.lib.dates import id_quarter
from naikkelas.roadmap import access, queries
from naikkelas.roadmap import presenters_plan as shown
from naikkelas.roadmap.models import Lock, Scenario, Step
from naikkelas.roadmap.rules.outcome import Choice, Outcome
from naikkelas.roadmap.views.asking import (
    KABUPATEN,
    KECAMATAN,
    VILLAGE,
    actor_of,
    area_of,
    kampung_of,
    place,
    scenario_of,
)
from naikkelas.web.permissions import page_for

STEPS_SHOWN = 6
CHANGES_SHOWN = 5


@page_for(Act.SEE)
def home(request: HttpRequest) -> HttpResponse:
    """The plan nearest to the person: of the kabupaten, the kecamatan, or their own steps."""
    actor = actor_of(request)
    scope = actor.home
    if len(scope) == VILLAGE or (actor.scopes and not access.may_see(actor, scope)):
        return redirect("roadmap:step_list")  # one village, or several areas of a larger one
    if len(scope) in {KABUPATEN, KECAMATAN}:
        return redirect("roadmap:plan", scope)
    plans = access.scenarios_for(actor).in_force().for_list()
    codes = [plan.kabupaten_code for plan in plans]
    names = dict(Area.objects.filter(pk__in=codes).values_list("code", "name"))
    context = {"plans": [(plan, names.get(plan.kabupaten_code, "")) for plan in plans]}
    return render(request, "roadmap/plan_list.html", context)


@page_for(Act.SEE)
def show(request: HttpRequest, code: str) -> HttpResponse:
    """The plan in force: of a kabupaten whole, of a kecamatan its own part."""
    area = area_of(request, code, KABUPATEN, KECAMATAN)
    scenario = queries.in_force(code[:KABUPATEN])
    context = place(request, area, "plan", scenario)
    if scenario is None:
        context |= {"newest": _newest(request, code)}
        return render(request, "roadmap/plan_empty.html", context)
    context |= plan_context(request, scenario, area)
    if area.code == scenario.kabupaten_code:
        context |= _proposed(scenario)
    return render(request, "roadmap/plan.html", context)


def _proposed(plan: Scenario) -> dict[str, Any]:
    """What the house proposes for this quarter instead of the plan in force, and what differs."""
    proposal = queries.proposal_to(plan)
    if proposal is None:
        return {}
    told = queries.outcome_of(proposal) if proposal.is_done else None
    return {
        "proposal": proposal,
        "proposal_quarter": id_quarter(proposal.proposed_for) if proposal.proposed_for else "",
        "proposed": told,
        "proposed_figures": shown.compared(queries.outcome_of(plan), told) if told else [],
        "changes": told.changed[:CHANGES_SHOWN] if told else (),
        "more_changes": max(0, len(told.changed) - CHANGES_SHOWN) if told else 0,
    }


def _newest(request: HttpRequest, code: str) -> Scenario | None:
    return access.scenarios_for(actor_of(request)).filter(kabupaten_code=code).first()


def plan_context(request: HttpRequest, scenario: Scenario, area: Area) -> dict[str, Any]:
    """Everything that the body of a plan shows, for a kabupaten or one of its kecamatan."""
    found = queries.outcome_of(scenario)
    group = area.code if len(area.code) == KECAMATAN else ""
    kampung = queries.kampung_by_village(one.code for one in found.choices)
    steps = [step for step in found.steps if not group or step.kampung.startswith(f"{group}.")]
    strip = shown.strip(found, scenario, kampung, group)
    today, assumed = local_now(area.code).date(), queries.is_assumed(scenario)
    own = Step.objects.filter(scenario=scenario)
    if group:
        own = own.filter(kampung__village__parent_id=group)
    labels = _labels(area)
    used = [one for one in shown.used_in(found) if not group or one.limit.group == group]
    return {
        "found": found,
        "group": group,
        "curve": None if group else shown.target_curve(found, example=scenario.is_example),
        "map": shown.chosen_map(found, scenario, kampung, labels, group),
        "strip": strip,
        "later_years": [year.year for year in found.years[1:]],
        "chosen": [choice for choice in found.chosen if not group or choice.group == group],
        "cost": sum(step.rupiah for step in steps),
        "used": used,
        "shared_uses": [one for one in used if not one.limit.group],
        "local_uses": [one for one in used if one.limit.group],
        "owners": shown.by_owner(steps),
        "sources": [] if group else shown.by_source(found),
        "proofs": [] if group else shown.proofs(found),
        "tally": queries.tally(own, today) if scenario.in_force_since else None,
        "overdue": own.overdue(today).for_list()[:STEPS_SHOWN],
        "is_outdated": queries.is_outdated(scenario),
        "is_assumed": assumed,
        "source": shown.source_line(scenario, assumed=assumed),
        "today": today,
    }


def _labels(area: Area) -> dict[str, str]:
    return dict(setting(area.code, "level_labels"))


@page_for(Act.SEE)
def kampung_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every kampung of a scenario, chosen or not, with the first reason."""
    scenario = scenario_of(request, pk)
    area = Area.objects.get(pk=scenario.kabupaten_code)
    found = queries.outcome_of(scenario) if scenario.is_done else None
    if found is None:
        return redirect("roadmap:scenario", scenario.pk)
    wanted, group = request.GET.get("dipilih", ""), request.GET.get("kecamatan", "")
    kampung = queries.kampung_by_village(one.code for one in found.choices)
    context = place(request, area, "kampung", scenario) | {
        "rows": list(shown.listed(found, scenario, kampung, wanted, group)),
        "wanted": wanted,
        "group": group,
        "groups": found.groups.items(),
        "total": len(found.choices),
        "chosen": len(found.chosen),
        "found": found,
    }
    return render(request, "roadmap/kampung_list.html", context)


@page_for(Act.SEE)
def explain(request: HttpRequest, pk: UUID, kampung: UUID) -> HttpResponse:
    """Why a kampung was chosen or not, what it takes, and what follows if it fails.

    Also for those who see the kampung only: the explanation of their own kampung is theirs.
    """
    one = kampung_of(request, kampung)
    scenario = _readable(request, pk, one.kabupaten_code)
    found = queries.outcome_of(scenario)
    choice = found.by_code.get(one.village_id)
    if choice is None:
        raise Http404
    area = Area.objects.get(pk=scenario.kabupaten_code)
    context = place(request, area, "kampung", scenario) | {
        "kampung": one,
        "choice": choice,
        "found": found,
        "group_name": found.groups.get(choice.group, ""),
        "ways": [(way, shown.way_cost(way), shown.chance(way.chance)) for way in _in_order(choice)],
        "displaced_by": _named(request, scenario, found, choice),
        "later": shown.later_years(found, choice),
        "steps": [step for step in found.steps if step.kampung == choice.code],
        "lock": Lock.objects.filter(kampung=one, lifted_at__isnull=True).first(),
        "sees_all": access.may_see(actor_of(request), scenario.kabupaten_code),
    }
    return render(request, "roadmap/explanation.html", context)


def _readable(request: HttpRequest, pk: UUID, kabupaten_code: str) -> Scenario:
    """A scenario of the kampung's kabupaten: any for who reaches it, else the one in force."""
    scenarios = Scenario.objects.filter(kabupaten_code=kabupaten_code)
    if not access.may_see(actor_of(request), kabupaten_code):
        scenarios = scenarios.filter(in_force_since__isnull=False)
    scenario = scenarios.filter(pk=pk).first()
    if scenario is None or not scenario.is_done:
        raise Http404
    return scenario


def _in_order(choice: Choice) -> list[Any]:
    """The chosen way first, then by price."""
    return sorted(choice.ways, key=lambda way: (way.code != choice.chosen, way.rupiah))


def _named(
    request: HttpRequest, scenario: Scenario, found: Outcome, choice: Choice
) -> list[tuple[str, str]]:
    """Those that took its place, with their pages where the person may see them."""
    if not access.may_see(actor_of(request), scenario.kabupaten_code):
        return []
    kampung = queries.kampung_by_village(choice.displaced_by)
    return [
        (
            found.by_code[code].name,
            reverse("roadmap:explanation", args=[scenario.pk, kampung[code].pk]),
        )
        for code in choice.displaced_by
        if code in found.by_code and code in kampung
    ]
