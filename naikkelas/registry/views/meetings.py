"""Meetings of a kampung: the list, one meeting, planning, calling off, and its papers."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from naikkelas.areas.queries import local_now
from naikkelas.lib.actors import Act
from naikkelas.lib.dates import id_date_long
from naikkelas.lib.refusals import Refused
from naikkelas.registry import access
from naikkelas.registry.actions import meetings as actions
from naikkelas.registry.meeting_forms import (
    CancelForm,
    MeetingForm,
    of_meeting,
    people_choices,
)
from naikkelas.registry.models import KampungKB, Meeting
from naikkelas.registry.queries import meetings as queries
from naikkelas.registry.rules import reference, sharing
from naikkelas.registry.rules.schema import PROFIL
from naikkelas.registry.views.kampung import actor_of, kampung_of
from naikkelas.web.permissions import form_for, page_for

ROWS_A_PAGE = 20
PAPERS = {
    "undangan": "Undangan",
    "daftar-hadir": "Daftar hadir",
    "daftar-hadir-kosong": "Daftar hadir",
    "notulen": "Notulen",
}
EMPTY_LINES = 15
"""Lines without a name on the paper list, for people who come unasked."""


def meeting_of(request: HttpRequest, pk: UUID, key: UUID) -> Meeting:
    """A meeting of a kampung that the person may see, else 404."""
    found = queries.visible_to(actor_of(request)).select_related("kampung__village__parent")
    return get_object_or_404(found, pk=key, kampung_id=pk)


def editable(request: HttpRequest, pk: UUID, key: UUID) -> Meeting:
    """A meeting about which the person may note things, else 404."""
    meeting = meeting_of(request, pk, key)
    if not access.may_hold_meetings(actor_of(request), meeting.kampung):
        raise Http404
    return meeting


def today_in(kampung: KampungKB) -> date:
    """The day on the clock of the kampung."""
    return local_now(kampung.village_id).date()


@page_for(Act.SEE)
def listing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All meetings of a kampung, and how often each kind was really held."""
    kampung = kampung_of(request, pk)
    today = today_in(kampung)
    page = Paginator(queries.of_kampung(kampung), ROWS_A_PAGE).get_page(request.GET.get("halaman"))
    actor = actor_of(request)
    tasks = queries.tasks(queries.open_tasks(kampung), today)
    context = {
        "kampung": kampung,
        "page": page,
        "rows": queries.counted(page.object_list, today),
        "mechanisms": _mechanisms(kampung, today),
        "open": len(tasks),
        "late": sum(task.is_overdue for task in tasks),
        "may_hold": access.may_hold_meetings(actor, kampung) and kampung.is_active,
        "may_read": access.may_read_minutes(actor, kampung),
    }
    return render(request, "registry/meeting_list.html", context)


def _mechanisms(kampung: KampungKB, today: date) -> list[dict[str, Any]]:
    words = reference.names("frekuensi")
    return [
        {
            "label": PROFIL.field(column).label,
            "held": held,
            "frequency": words.get(held.frequency, ""),
        }
        for column, held in queries.mechanisms(kampung, today).items()
    ]


@form_for(Act.DRAFT)
def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Plan a meeting; everybody of the Pokja is ticked already."""
    kampung = kampung_of(request, pk)
    actor = actor_of(request)
    if not (access.may_hold_meetings(actor, kampung) and kampung.is_active):
        raise Http404
    people = list(queries.people_of(kampung))
    posts = queries.posts_on(kampung, today_in(kampung))
    start = {"kader": [str(one.pk) for one in people if one.pk in posts]}
    choices = people_choices(people, posts)
    form = MeetingForm(choices, request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.plan(kampung, form.plan, by=actor, id=form.identifier)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Rapat tersimpan. Undangannya siap dibagikan.")
            return redirect("registry:meeting", pk, made.pk)
    context = {"kampung": kampung, "form": form, "people": choices}
    return render(
        request, "registry/meeting_form.html", context, status=422 if form.errors else 200
    )


@form_for(Act.DRAFT)
def edit(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """Change what was planned, and who is asked."""
    meeting = editable(request, pk, key)
    kampung = meeting.kampung
    people = queries.people_of(kampung)
    posts = queries.posts_on(kampung, meeting.held_on)
    choices = people_choices(people, posts)
    start = of_meeting(meeting, queries.on_the_list(meeting)) | {"nomor": meeting.pk}
    form = MeetingForm(choices, request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            seen = _number(request.POST.get("dilihat", ""))
            actions.change(meeting, form.plan, seen=seen, by=actor_of(request))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Perubahan rapat tersimpan.")
            return redirect("registry:meeting", pk, key)
    context = {"kampung": kampung, "meeting": meeting, "form": form, "people": choices}
    return render(
        request, "registry/meeting_form.html", context, status=422 if form.errors else 200
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1


@form_for(Act.DRAFT)
def cancel(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """Call a meeting off with a reason, or take that back."""
    meeting = editable(request, pk, key)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and _moved(request, form, meeting):
        return redirect("registry:meeting", pk, key)
    context = {"kampung": meeting.kampung, "meeting": meeting, "form": form}
    return render(
        request, "registry/meeting_cancel.html", context, status=422 if form.errors else 200
    )


def _moved(request: HttpRequest, form: CancelForm, meeting: Meeting) -> bool:
    if meeting.cancelled_at:
        return _restored(request, meeting)
    return _cancelled(request, form, meeting)


def _cancelled(request: HttpRequest, form: CancelForm, meeting: Meeting) -> bool:
    if not form.is_valid():
        return False
    try:
        actions.cancel(meeting, reason=form.cleaned_data["reason"], by=actor_of(request))
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, "Rapat dibatalkan. Kalender yang berlangganan ikut berubah.")
    return True


def _restored(request: HttpRequest, meeting: Meeting) -> bool:
    try:
        actions.restore(meeting, by=actor_of(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Rapat dipulihkan.")
    return True


# One meeting -------------------------------------------------------------------------------------


@page_for(Act.SEE)
def show(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """One meeting: what is still open, agenda, who came, decisions, minutes, papers."""
    meeting = meeting_of(request, pk, key)
    kampung, actor, today = meeting.kampung, actor_of(request), today_in(meeting.kampung)
    sheet = queries.sheet_of(meeting)
    may_read = access.may_read_minutes(actor, kampung)
    context = {
        "kampung": kampung,
        "meeting": meeting,
        "sheet": sheet,
        "may_hold": access.may_hold_meetings(actor, kampung),
        "may_read": may_read,
        "is_future": meeting.held_on > today,
        "share": sharing.whatsapp_link(invitation_text(meeting)),
        "door_open": queries.is_door_open(meeting),
    }
    if may_read:
        rows = meeting.decisions.select_related("kader").order_by("decided_at", "id")
        context |= {
            "before": queries.tasks(queries.open_before(meeting), today),
            "decisions": queries.tasks(rows, today),
            "minutes": queries.minutes_of(meeting),
            "versions": list(meeting.minutes.all()),
        }
    return render(request, "registry/meeting_show.html", context)


def invitation_text(meeting: Meeting) -> str:
    """The invitation as a message, without anybody's name."""
    return sharing.meeting_invitation(
        meeting.kampung.nama,
        meeting.title,
        meeting.held_on,
        meeting.hours,
        meeting.place,
        list(meeting.points),
    )


@page_for(Act.SEE)
def paper(request: HttpRequest, pk: UUID, key: UUID, paper: str) -> HttpResponse:
    """Invitation, attendance list (filled in or to tick by hand) or minutes, ready to print."""
    meeting = meeting_of(request, pk, key)
    kampung, actor = meeting.kampung, actor_of(request)
    may_read = access.may_read_minutes(actor, kampung)
    if paper not in PAPERS or (paper != "undangan" and not may_read):
        raise Http404
    sheet = queries.sheet_of(meeting)
    shown = sheet.listed if paper == "daftar-hadir-kosong" else sheet.present
    context = {
        "kampung": kampung,
        "meeting": meeting,
        "paper": paper,
        "title": PAPERS[paper],
        "day": id_date_long(meeting.held_on),
        "people": shown,
        "blank": range(EMPTY_LINES),
        "minutes": queries.minutes_of(meeting) if may_read else None,
        "decisions": list(meeting.decisions.select_related("kader")) if may_read else [],
        "sheet": sheet,
    }
    return render(request, "registry/meeting_paper.html", context)
