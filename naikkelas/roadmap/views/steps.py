"""Steps of work: my own, those of a kampung, and one with its history."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from naikkelas.accounts.models import Role, User
from naikkelas.activities.access import may_draft_rkm
from naikkelas.areas.queries import local_now
from naikkelas.lib.actors import Act, Actor, may
from naikkelas.registry.access import visible_to
from naikkelas.registry.models import Evidence, KampungKB
from naikkelas.roadmap import access, actions, queries
from naikkelas.roadmap.forms import StepForm
from naikkelas.roadmap.models import Step, StepQuerySet
from naikkelas.roadmap.views.asking import KECAMATAN, actor_of, kampung_of, tried
from naikkelas.web.permissions import form_for, page_for

PER_PAGE = 30
FILTERS = (("", "Belum selesai"), ("lewat", "Lewat tenggat"), ("selesai", "Sudah selesai"))


@page_for(Act.SEE)
def mine(request: HttpRequest) -> HttpResponse:
    """The steps in a person's areas, the most urgent first: a mentor's next visits."""
    actor = actor_of(request)
    today = local_now(actor.home).date()
    steps = queries.steps_in_force(access.steps_for(actor))
    partner = _partner(actor)
    if partner:
        steps = steps.filter(owner__iexact=partner)
    wanted = request.GET.get("tampil", "")
    page = Paginator(_wanted(steps, wanted, today).for_list(), PER_PAGE).get_page(
        request.GET.get("halaman")
    )
    context = {
        "page": page,
        "steps": page.object_list,
        "wanted": wanted,
        "filters": FILTERS,
        "tally": queries.tally(steps, today),
        "visits": queries.next_visits(steps),
        "kampung": [] if partner else _own_kampung(actor),
        "today": today,
        "partner": partner,
    }
    return render(request, "roadmap/step_list.html", context)


def _own_kampung(actor: Actor) -> list[KampungKB]:
    """The kampung of who works below the kabupaten; others have a list of their own."""
    if any(len(scope) < KECAMATAN for scope in actor.scopes):
        return []
    return queries.with_open_steps(visible_to(actor))


def _partner(actor: object) -> str:
    """The SKPD or partner for which a person acts; empty for others."""
    if isinstance(actor, User) and actor.role == Role.PARTNER and actor.acting:
        return actor.acting.partner.name if actor.acting.partner else ""
    return ""


def _wanted(steps: StepQuerySet, wanted: str, today: date) -> StepQuerySet:
    if wanted == "lewat":
        return steps.overdue(today)
    if wanted == "selesai":
        return steps.exclude(state__in=("rencana", "berjalan"))
    return steps.open()


@page_for(Act.SEE)
def of_kampung(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a Pokja does next: three steps, who helps, until when; and what was done."""
    kampung = kampung_of(request, pk)
    steps = queries.steps_in_force(Step.objects.filter(kampung=kampung))
    plan = queries.in_force(kampung.kabupaten_code)
    context = {
        "kampung": kampung,
        "next_steps": queries.next_steps(kampung),
        "others": list(steps.open().for_list()[queries.SHOWN_TO_POKJA :]),
        "ended": list(steps.exclude(state__in=("rencana", "berjalan")).for_list()),
        "today": local_now(kampung.village_id).date(),
        "plan": plan,
        "catalogue": queries.names_of_actions(kampung.kabupaten_code),
        "may_propose": plan and kampung.is_active and may_draft_rkm(actor_of(request), kampung),
    }
    return render(request, "roadmap/kampung_steps.html", context)


@form_for(Act.SEE)
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One step: what, who, until when, how it stands, and saying so."""
    actor = actor_of(request)
    steps = access.steps_for(actor).select_related("kampung__village__parent", "scenario")
    step = get_object_or_404(steps.select_related("evidence"), pk=pk)
    may_change = access.may_do_step(actor, step) and step.is_open and not step.scenario.replaced_at
    evidence = Evidence.objects.filter(kampung=step.kampung, withdrawn_at__isnull=True)
    form = StepForm(request.POST or None, step=step, evidence=evidence)
    refusal = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        refusal = tried(
            lambda: actions.change_step(
                step,
                state=data["state"],
                due_on=data["due_on"],
                note=data["note"],
                evidence=data["evidence"],
                by=actor,
            )
        )
        if refusal is None:
            messages.success(request, "Tersimpan. Terima kasih.")
            return redirect("roadmap:step", step.pk)
        step.refresh_from_db()
    context = {
        "step": step,
        "kampung": step.kampung,
        "form": form if may_change else None,
        "refusal": refusal,
        "history": queries.history_of(step),
        "today": local_now(step.kabupaten_code).date(),
        "sources": queries.sources_of(step.scenario),
        "may_add_evidence": may(actor, Act.DRAFT, step.kampung.village_id),
    }
    status = 422 if refusal or (request.method == "POST" and form.errors) else 200
    return render(request, "roadmap/step.html", context, status=status)
