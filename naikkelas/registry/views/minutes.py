"""Minutes, decisions and tasks of a kampung."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from naikkelas.lib.actors import Act, Actor
from naikkelas.lib.refusals import Refused
from naikkelas.registry import access
from naikkelas.registry.actions import minutes as actions
from naikkelas.registry.errors import MinutesChanged
from naikkelas.registry.meeting_forms import (
    DecisionForm,
    MinutesForm,
    TaskForm,
    people_choices,
)
from naikkelas.registry.models import Decision, Meeting
from naikkelas.registry.queries import meetings as queries
from naikkelas.registry.queries.meetings import Task
from naikkelas.registry.views.kampung import actor_of, kampung_of
from naikkelas.registry.views.meetings import editable, today_in
from naikkelas.web.permissions import form_for, page_for

ROWS_A_PAGE = 30


@form_for(Act.DRAFT)
def write(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """Write the minutes, or correct them as a new version."""
    meeting = editable(request, pk, key)
    standing = queries.minutes_of(meeting)
    start = {"text": standing.text, "base": standing.pk} if standing else {}
    form = MinutesForm(request.POST or None, initial=start, is_correction=bool(standing))
    other = None
    if request.method == "POST" and form.is_valid():
        try:
            _write(request, meeting, form)
        except MinutesChanged as refusal:
            form.add_error("text", str(refusal))
            other = standing
        except Refused as refusal:
            form.add_error("text", str(refusal))
        else:
            messages.success(request, "Notulen tersimpan.")
            return redirect("registry:meeting", pk, key)
    context = {
        "kampung": meeting.kampung,
        "meeting": meeting,
        "form": form,
        "standing": standing,
        "other": other,
    }
    return render(
        request, "registry/minutes_form.html", context, status=422 if form.errors else 200
    )


def _write(request: HttpRequest, meeting: Meeting, form: MinutesForm) -> None:
    data = form.cleaned_data
    reason = data.get("reason", "")
    actions.write(meeting, data["text"], base=data["base"], reason=reason, by=actor_of(request))


@form_for(Act.DRAFT)
def decide(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """Note one decision; the page stays for the next one."""
    meeting = editable(request, pk, key)
    kampung, actor = meeting.kampung, actor_of(request)
    posts = queries.posts_on(kampung, meeting.held_on)
    people = queries.people_of(kampung)
    form = DecisionForm(people_choices(people, posts), request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.decide(
                meeting,
                data["what"],
                kader=form.person,
                due_on=data["due_on"],
                id=form.identifier,
                by=actor,
            )
        except Refused as refusal:
            form.add_error("due_on" if data["what"].strip() else "what", str(refusal))
        else:
            words = "Tugas tersimpan." if data["due_on"] else "Keputusan tersimpan."
            messages.success(request, words)
            is_more = "lagi" in request.POST
            return redirect("registry:decision_new" if is_more else "registry:meeting", pk, key)
    context = {"kampung": kampung, "meeting": meeting, "form": form}
    return render(
        request, "registry/decision_form.html", context, status=422 if form.errors else 200
    )


# Tasks -------------------------------------------------------------------------------------------


@page_for(Act.DRAFT, Act.SEE_PERSONAL)
def tasks(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is still to be done, the late ones first, and what was done."""
    kampung = kampung_of(request, pk)
    actor, today = actor_of(request), today_in(kampung)
    if not access.may_read_minutes(actor, kampung):
        raise Http404
    page = Paginator(queries.closed_tasks(kampung), ROWS_A_PAGE)
    closed = page.get_page(request.GET.get("halaman"))
    context = {
        "kampung": kampung,
        "open": queries.tasks(queries.open_tasks(kampung), today),
        "page": closed,
        "closed": queries.tasks(closed.object_list, today),
        "may_hold": access.may_hold_meetings(actor, kampung),
    }
    return render(request, "registry/task_list.html", context)


@form_for(Act.DRAFT, Act.SEE_PERSONAL)
def task(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """One task or decision: done, withdrawn with a reason, or open again."""
    actor = actor_of(request)
    found = queries.tasks_visible_to(actor)
    row: Decision = get_object_or_404(found, pk=key, kampung_id=pk)
    if not access.may_read_minutes(actor, row.kampung):
        raise Http404
    may_hold = access.may_hold_meetings(actor, row.kampung)
    form = TaskForm(request.POST or None)
    if request.method == "POST":
        if not may_hold:
            raise Http404
        if form.is_valid() and _moved(request, row, form, actor):
            return redirect("registry:task_list", pk)
    context = {
        "kampung": row.kampung,
        "task": Task(row, today_in(row.kampung)),
        "form": form,
        "may_hold": may_hold,
    }
    return render(request, "registry/task_show.html", context, status=422 if form.errors else 200)


def _moved(request: HttpRequest, row: Decision, form: TaskForm, actor: Actor) -> bool:
    """Whether the step was taken; the form says why not."""
    words = form.cleaned_data["outcome"]
    try:
        if "tarik" in request.POST:
            actions.withdraw(row, reason=words, by=actor)
            messages.success(request, "Ditarik. Alasannya tersimpan.")
        elif "buka" in request.POST:
            actions.reopen(row, by=actor)
            messages.success(request, "Dibuka lagi.")
        else:
            actions.finish(row, outcome=words, by=actor)
            messages.success(request, "Tugas selesai. Terima kasih.")
    except Refused as refusal:
        form.add_error("outcome", str(refusal))
        return False
    return True
