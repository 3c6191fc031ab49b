"""Sessions: the list, one session, planning, calling off, inviting, registering, the letter."""

from typing import Any  # Django's context
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from naikkelas.areas.models import Area
from naikkelas.areas.queries import local_now, setting
from naikkelas.lib.actors import Act, Actor
from naikkelas.lib.refusals import Refused
from naikkelas.registry.queries import kampung_for
from naikkelas.registry.rules.sharing import whatsapp_link
from naikkelas.training import access
from naikkelas.training.actions import participants as seats
from naikkelas.training.actions import sessions as actions
from naikkelas.training.forms.sessions import PeopleForm, ReasonForm, SessionForm, of_session
from naikkelas.training.models import TrainingSession
from naikkelas.training.queries import coverage, curricula, needs
from naikkelas.training.queries import sessions as queries
from naikkelas.training.queries.areas import trained_by
from naikkelas.training.queries.totals import totals
from naikkelas.training.rules.curricula import parsed
from naikkelas.training.rules.sharing import days_in_words, invitation
from naikkelas.training.views.common import (
    actor_of,
    kampung_of,
    participant_of,
    running,
    session_of,
    today_of,
)
from naikkelas.web.permissions import button_for, form_for, page_for

ROWS_A_PAGE = 20


@page_for(Act.SEE)
def listing(request: HttpRequest) -> HttpResponse:
    """The sessions of one's area and those around it, newest first."""
    actor = actor_of(request)
    page = Paginator(queries.list_of(actor), ROWS_A_PAGE).get_page(request.GET.get("halaman"))
    today = local_now(actor.home).date()
    context = {
        "page": page,
        "may_train": actor.can(Act.TRAIN) and bool(actor.scopes),
        "totals": totals(kampung_for(actor).live(), today.replace(month=1, day=1), today),
        "year": today.year,
    }
    return render(request, "training/session_list.html", context)


@form_for(Act.TRAIN)
def new(request: HttpRequest) -> HttpResponse:
    """Plan a session; needs may name the curriculum and the area to begin with."""
    actor = actor_of(request)
    areas = trained_by(actor)
    if not areas:
        raise Http404
    start = {
        "curriculum": request.GET.get("kurikulum", ""),
        "area": request.GET.get("wilayah", areas[0].code),
    }
    form = _form(request, actor, areas, start)
    if request.method == "POST" and form.is_valid():
        area = next(one for one in areas if one.code == form.cleaned_data["area"])
        try:
            made = actions.plan(area, form.plan, by=actor, id=form.identifier)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Pelatihan tersimpan. Undang kampungnya sekarang.")
            return redirect("training:invite", made.pk)
    return _shown_form(request, form)


@form_for(Act.TRAIN)
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change what was planned."""
    session, actor = running(request, pk), actor_of(request)
    form = _form(request, actor, [session.area], of_session(session))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(session, form.plan, by=actor)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Perubahan pelatihan tersimpan.")
            return redirect("training:session", pk)
    return _shown_form(request, form, session)


def _form(
    request: HttpRequest, actor: Actor, areas: list[Area], start: dict[str, Any]
) -> SessionForm:
    known = curricula.all_in_force(areas[0].code[:5])
    choices = [(code, one.curriculum.name) for code, one in known.items() if one.is_teachable]
    places = [(one.code, str(one)) for one in areas]
    return SessionForm(choices, places, request.POST or None, initial=start)


def _shown_form(
    request: HttpRequest, form: SessionForm, session: TrainingSession | None = None
) -> HttpResponse:
    context = {"form": form, "session": session}
    status = 422 if form.errors else 200
    return render(request, "training/session_form.html", context, status=status)


@form_for(Act.TRAIN)
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Call a session off with a reason."""
    session = running(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel(session, reason=form.cleaned_data["reason"], by=actor_of(request))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Pelatihan dibatalkan.")
            return redirect("training:session", pk)
    context = {
        "form": form,
        "session": session,
        "heading": "Batalkan pelatihan",
        "button": "Batalkan pelatihan",
    }
    return render(request, "training/reason_form.html", context, status=422 if form.errors else 200)


@page_for(Act.SEE)
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One session: what, when, who takes part and how far they are, what it changed."""
    session, actor = session_of(request, pk), actor_of(request)
    rows = queries.rows_of(session, actor)
    invited = queries.invited_to(session)
    mine = [one.kampung for one in invited if access.may_register(actor, one.kampung)]
    context = {
        "session": session,
        "curriculum": parsed(session.curriculum.text),
        "rows": rows,
        "invited": invited,
        "mine": mine,
        "may_run": access.may_run(actor, session),
        "has_begun": today_of(session) >= session.starts_on,
        "is_over": today_of(session) > session.ends_on,
        "door_open": queries.door_is_open(session),
        "share": whatsapp_link(_invitation(request, session)),
        "days": days_in_words(session.starts_on, session.ends_on),
        "gain": coverage.gain_of([session.pk]),
        "ready": sum(row.completion.is_complete and not row.certificate for row in rows),
    }
    return render(request, "training/session_show.html", context)


def _invitation(request: HttpRequest, session: TrainingSession) -> str:
    return invitation(
        session.curriculum.name,
        days_in_words(session.starts_on, session.ends_on),
        session.hours,
        session.place,
        session.seats,
        request.build_absolute_uri(reverse("training:session", args=[session.pk])),
    )


@page_for(Act.SEE)
def letter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The invitation of a session as a letter to print, one for all kampung that are asked."""
    session = session_of(request, pk)
    context = {
        "session": session,
        "invited": queries.invited_to(session),
        "days": days_in_words(session.starts_on, session.ends_on),
        "office": setting(session.kabupaten_code, "office_name"),
        "curriculum": parsed(session.curriculum.text),
    }
    return render(request, "training/session_letter.html", context)


@form_for(Act.TRAIN)
def invite(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Tick the kampung to ask; those that need it most are ticked and stand first."""
    session, actor = running(request, pk), actor_of(request)
    needing = needs.invitable(session, actor)
    form = PeopleForm(
        "Kampung yang diundang",
        [(str(one.kampung.pk), one.label) for one in needing],
        request.POST or None,
        initial={"chosen": [str(one.kampung.pk) for one in needing if one.is_suggested]},
    )
    if request.method == "POST" and form.is_valid():
        reasons = {one.kampung.pk: one.reason for one in needing}
        try:
            count = actions.invite(session, {key: reasons[key] for key in form.ticked()}, by=actor)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{count} kampung diundang.")
            return redirect("training:session", pk)
    context = {"form": form, "session": session, "has_any": bool(needing)}
    return render(
        request, "training/session_invite.html", context, status=422 if form.errors else 200
    )


@form_for(Act.SEND)
def register(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """Give people of a kampung a seat, or a place on the waiting list."""
    kampung, actor = kampung_of(request, pk), actor_of(request)
    session = session_of(request, key)
    if not access.may_register(actor, kampung):
        raise Http404
    people = queries.registrable(session, kampung)
    choices = [(str(one.pk), one.name) for one in people]
    form = PeopleForm("Yang ikut", choices, request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.ticked()
        try:
            made = [seats.register(session, one, by=actor) for one in people if one.pk in chosen]
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            waiting = sum(one.seat is None for one in made)
            messages.success(request, _registered(len(made), waiting))
            return redirect("training:session", key)
    context = {"form": form, "session": session, "kampung": kampung, "people": people}
    return render(
        request, "training/session_register.html", context, status=422 if form.errors else 200
    )


def _registered(count: int, waiting: int) -> str:
    if not waiting:
        return f"{count} orang mendapat kursi."
    return f"{count - waiting} orang mendapat kursi, {waiting} orang di daftar tunggu."


@button_for(Act.SEND)
def unregister(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """Give a seat back."""
    participant = participant_of(request, pk, key)
    actor = actor_of(request)
    allowed = access.may_register(actor, participant.kader.kampung)
    if not (allowed or access.may_run(actor, participant.session)):
        raise Http404
    try:
        seats.cancel(participant, by=actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Kursi dilepas. Yang menunggu naik menurut urutan daftarnya.")
    return redirect("training:session", pk)


@page_for(Act.SEE)
def of_kampung(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The trainings of one kampung: sessions that ask it, its people, their hours."""
    kampung, actor = kampung_of(request, pk), actor_of(request)
    context = {
        "kampung": kampung,
        "may_register": access.may_register(actor, kampung) and kampung.is_active,
        "sessions": coverage.sessions_of(kampung, actor),
        "members": coverage.members_of(kampung, actor),
        "needs": needs.of_kampung(kampung),
        "today": local_now(kampung.village_id).date(),
    }
    return render(request, "training/kampung.html", context)
