"""Coordination meetings, their tasks, and the calendar of an area."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from naikkelas.areas.queries import local_now
from naikkelas.lib.actors import Act
from naikkelas.lib.dates import id_date_long
from naikkelas.lib.refusals import NotYours, Refused
from naikkelas.partners import access
from naikkelas.partners.actions import rakor as actions
from naikkelas.partners.forms import MinutesForm, RakorForm, ReasonForm, TaskForm
from naikkelas.partners.models import Mitra, Rakor, RakorTask
from naikkelas.partners.queries import rakor as queries
from naikkelas.partners.views.asking import actor_of, area_of, done, insist
from naikkelas.partners.views.asking import place as frame
from naikkelas.registry.rules.calendars import CONTENT_TYPE, calendar
from naikkelas.web.permissions import button_for, form_for, page_for


@page_for(Act.SEE)
def listing(request: HttpRequest, code: str) -> HttpResponse:
    """The meetings of an area and the tasks that are open."""
    area = area_of(request, code)
    context = frame(request, area, "rakor_list")
    actor = actor_of(request)
    context |= {
        "meetings": queries.rakor_in(actor, code),
        "tasks": queries.open_tasks(actor, code),
        "may_follow": access.may_follow_calendar(actor),
    }
    return render(request, "partners/rakor_list.html", context)


@page_for(Act.SEE)
def ics(request: HttpRequest, code: str) -> HttpResponse:
    """Meetings and the periods of commitments, for a calendar."""
    area = area_of(request, code)
    context = frame(request, area, "rakor_list")
    told = queries.appointments(actor_of(request), code, context["scopes"], context["today"])
    response = HttpResponse(calendar(f"Mitra {area}", told), content_type=CONTENT_TYPE)
    response["Cache-Control"] = "private, no-store"
    response["Content-Disposition"] = f'attachment; filename="mitra-{area.code}.ics"'
    return response


@form_for(Act.COORDINATE)
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Plan a meeting."""
    area = area_of(request, code)
    actor = actor_of(request)
    insist(access.may_coordinate(actor, code))
    form = RakorForm(queries.invitable(actor, code), request.POST or None)
    made: list[Rakor] = []
    if request.method == "POST" and done(
        form,
        lambda: made.append(actions.plan(area, form.plan, by=actor, id=form.identifier)),
    ):
        messages.success(request, "Rapat tersimpan.")
        return redirect("partners:rakor", made[0].pk)
    context = {"form": form, "area": area, "back": reverse("partners:rakor_list", args=[code])}
    status = 422 if form.errors else 200
    return render(request, "partners/rakor_form.html", context, status=status)


@form_for(Act.COORDINATE)
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change what was planned."""
    rakor = _rakor(request, pk)
    actor = actor_of(request)
    insist(access.may_coordinate(actor, rakor.area_id))
    names = ("kind", "title", "held_on", "starts", "ends", "place", "agenda")
    initial: dict[str, Any] = {name: getattr(rakor, name) for name in names}
    initial["mitra"] = [str(one.mitra_id) for one in rakor.invitations.all()]
    form = RakorForm(queries.invitable(actor, rakor.area_id), request.POST or None, initial=initial)
    if request.method == "POST" and done(form, lambda: actions.change(rakor, form.plan, by=actor)):
        messages.success(request, "Rapat tersimpan.")
        return redirect("partners:rakor", pk)
    back = reverse("partners:rakor", args=[pk])
    context = {"form": form, "area": rakor.area, "rakor": rakor, "back": back}
    status = 422 if form.errors else 200
    return render(request, "partners/rakor_form.html", context, status=status)


@form_for(Act.SEE)
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A meeting: agenda, who came, minutes, tasks; each part is sent by its own button."""
    rakor = _rakor(request, pk)
    actor = actor_of(request)
    may_keep = access.may_coordinate(actor, rakor.area_id)
    invited = list(rakor.invitations.select_related("mitra"))
    forms = _forms(request, rakor)
    if request.method == "POST":
        insist(may_keep)
        if _acted(request, rakor, forms):
            return redirect("partners:rakor", pk)
    is_own_only = access.is_partner(actor)
    context = {
        "rakor": rakor,
        "day": id_date_long(rakor.held_on),
        "invited": invited,
        "present": sum(row.is_present for row in invited),
        "minutes": None if is_own_only else rakor.minutes.first(),
        "tasks": access.tasks_for(actor).filter(rakor=rakor).select_related("mitra").distinct(),
        "letters": access.letters_for(actor).filter(rakor=rakor),
        "may_keep": may_keep and not rakor.cancelled_at,
        "has_begun": rakor.held_on <= local_now(rakor.area_id).date(),
        "today": local_now(rakor.area_id).date(),
        **forms,
    }
    status = 422 if any(form.is_bound and form.errors for form in forms.values()) else 200
    return render(request, "partners/rakor.html", context, status=status)


def _forms(request: HttpRequest, rakor: Rakor) -> dict[str, Any]:
    def sent(name: str) -> Any:
        return request.POST if name in request.POST else None

    last = rakor.minutes.first()
    mitra = queries.invitable(actor_of(request), rakor.area_id)
    return {
        "minutes_form": MinutesForm(sent("notulen"), initial={"text": last.text if last else ""}),
        "task_form": TaskForm(mitra, sent("tugas")),
        "cancel_form": ReasonForm(sent("batal")),
    }


def _acted(request: HttpRequest, rakor: Rakor, forms: dict[str, Any]) -> bool:
    by = actor_of(request)
    if "hadir" in request.POST:
        keys = [UUID(key) for key in request.POST.getlist("mitra") if _is_uuid(key)]
        return _tried(request, lambda: actions.tick(rakor, keys, by=by))
    if "notulen" in request.POST:
        form = forms["minutes_form"]
        return done(form, lambda: actions.write_minutes(rakor, form.cleaned_data["text"], by=by))
    if "tugas" in request.POST:
        form = forms["task_form"]
        return done(form, lambda: _decide(rakor, form, request))
    form = forms["cancel_form"]
    return done(form, lambda: actions.cancel(rakor, reason=form.cleaned_data["reason"], by=by))


def _decide(rakor: Rakor, form: TaskForm, request: HttpRequest) -> None:
    data = form.cleaned_data
    mitra = Mitra.objects.get(pk=data["mitra"]) if data["mitra"] else None
    more = {"desk": data["desk"], "due_on": data["due_on"], "id": form.identifier}
    actions.decide(rakor, data["what"], mitra=mitra, by=actor_of(request), **more)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _tried(request: HttpRequest, act: Any) -> bool:
    try:
        act()
    except NotYours as refusal:
        raise Http404 from refusal
    except Refused as refusal:
        messages.error(request, str(refusal))
    return True


@button_for(Act.COMMIT, Act.COORDINATE)
def close_task(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that a task is done, or withdraw it."""
    tasks = access.tasks_for(actor_of(request)).distinct()
    task: RakorTask = get_object_or_404(tasks.select_related("rakor"), pk=pk)
    outcome, is_withdrawn = request.POST.get("hasil", ""), "tarik" in request.POST
    _tried(
        request,
        lambda: actions.close_task(
            task, outcome=outcome, is_withdrawn=is_withdrawn, by=actor_of(request)
        ),
    )
    return redirect("partners:rakor", task.rakor_id)


def _rakor(request: HttpRequest, pk: UUID) -> Rakor:
    found = access.rakor_for(actor_of(request)).select_related("area").distinct()
    return get_object_or_404(found, pk=pk)
