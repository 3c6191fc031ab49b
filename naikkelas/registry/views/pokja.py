"""The Pokja of a kampung: who is who, its SK, the next one, its seksi, and terms handed on."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.datastructures import MultiValueDict

from naikkelas.areas.queries import local_now
from naikkelas.lib.actors import Act
from naikkelas.lib.refusals import Refused
from naikkelas.registry import access
from naikkelas.registry.actions import pokja as actions
from naikkelas.registry.errors import UnfitDay, UnfitDecree
from naikkelas.registry.models import KampungKB, Pokja, PokjaSeat, Seksi
from naikkelas.registry.people_forms import (
    DecreeForm,
    EndPokjaForm,
    HandOverForm,
    NewPokjaForm,
    RenewForm,
    SeksiForm,
    decree_of,
    today_initial,
)
from naikkelas.registry.queries import pokja as queries
from naikkelas.registry.views.kampung import actor_of, kampung_of
from naikkelas.web.permissions import button_for, form_for, page_for

OFFICES = ("Kepala Desa", "Lurah", "Camat", "Bupati")
"""Who usually signs the SK of a Pokja (Perban BKKBN 20/2023: the head of the village)."""


def today_of(kampung: KampungKB) -> date:
    """Today where the kampung lies."""
    return local_now(kampung.village_id).date()


def managed(request: HttpRequest, pk: UUID) -> KampungKB:
    """A kampung whose people this person keeps, else 404."""
    kampung = kampung_of(request, pk)
    if not access.may_manage_people(actor_of(request), kampung) or not kampung.is_active:
        raise Http404
    return kampung


def posted(request: HttpRequest) -> QueryDict | None:
    """What was posted; nothing filled in is an answer too."""
    return request.POST if request.method == "POST" else None


def _files(request: HttpRequest) -> "MultiValueDict[str, UploadedFile[Any]] | None":
    return request.FILES if request.method == "POST" else None


def say(form: forms.Form, refusal: Refused, fields: Mapping[type[Refused], str]) -> None:
    """A refusal beside the field that it is about, else above the form."""
    form.add_error(fields.get(type(refusal)), str(refusal))


def status_of(form: forms.Form) -> int:
    """422 where something has to be mended."""
    return 422 if form.is_bound and form.errors else 200


# Reading ----------------------------------------------------------------------------------------


@page_for(Act.SEE)
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who is who, what the SK says, what is missing, and who was there before."""
    kampung = kampung_of(request, pk)
    return render(request, "registry/pokja_show.html", _context(request, kampung))


def _context(request: HttpRequest, kampung: KampungKB) -> dict[str, object]:
    actor, today = actor_of(request), today_of(kampung)
    pokja = queries.open_pokja(kampung)
    return {
        "kampung": kampung,
        "pokja": pokja,
        "board": queries.board(pokja, today, actor) if pokja else None,
        "history": queries.history(kampung, actor),
        "former": queries.former(kampung),
        "idle": queries.without_post(kampung, actor),
        "today": today,
        "may_manage": access.may_manage_people(actor, kampung) and kampung.is_active,
        "may_see": access.may_see_people(actor, kampung),
        "may_open": access.may_open_evidence(actor, kampung),
        "seksi_form": SeksiForm(),
        "end_form": EndPokjaForm(initial={"ended_on": today}),
    }


@page_for(Act.SEE)
def chart(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The structure on one sheet, to print and hang up."""
    kampung = kampung_of(request, pk)
    pokja = queries.open_pokja(kampung)
    if pokja is None:
        raise Http404
    today = today_of(kampung)
    board = queries.board(pokja, today, actor_of(request))
    context = {"kampung": kampung, "pokja": pokja, "board": board, "today": today}
    return render(request, "registry/pokja_chart.html", context)


# The SK -----------------------------------------------------------------------------------------


@form_for(Act.SEND)
def decree(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note the first Pokja, or the SK of the one that works now."""
    kampung = managed(request, pk)
    pokja = queries.open_pokja(kampung)
    return _mend(request, pokja) if pokja else _first(request, kampung)


def _first(request: HttpRequest, kampung: KampungKB) -> HttpResponse:
    form = NewPokjaForm(posted(request), _files(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            pokja = actions.form(
                kampung,
                data["scheme"],
                formed_on=data["formed_on"],
                decree=form.decree(),
                by=actor_of(request),
            )
        except Refused as refusal:
            say(form, refusal, {UnfitDecree: "number", UnfitDay: "formed_on"})
        else:
            messages.success(request, "Pokja tercatat. Sekarang tambahkan orangnya.")
            return _with_file(request, form, pokja)
    return _page(request, kampung, form, title="Catat Pokja")


def _mend(request: HttpRequest, pokja: Pokja) -> HttpResponse:
    form = DecreeForm(posted(request), _files(request), initial=decree_of(pokja))
    if request.method == "POST" and form.is_valid():
        try:
            pokja = actions.set_decree(pokja, form.decree(), by=actor_of(request))
        except Refused as refusal:
            say(form, refusal, {UnfitDecree: "number", UnfitDay: "signed_on"})
        else:
            messages.success(request, "Catatan SK disimpan.")
            return _with_file(request, form, pokja)
    return _page(request, pokja.kampung, form, title="SK Pokja", pokja=pokja)


@form_for(Act.SEND)
def renew(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open the next Pokja under a new SK and take over who goes on."""
    kampung = managed(request, pk)
    pokja = queries.open_pokja(kampung)
    if pokja is None:
        return redirect("registry:pokja_decree", kampung.pk)
    today = today_of(kampung)
    terms = _terms(request, pokja)
    form = RenewForm(
        terms,
        posted(request),
        _files(request),
        initial={
            "scheme": pokja.scheme,
            "signed_by": pokja.signed_by,
            "formed_on": today,
            "keep": [key for key, _ in terms],
        },
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            fresh = actions.renew(
                pokja,
                data["scheme"],
                formed_on=data["formed_on"],
                decree=form.decree(),
                keep=form.kept(),
                by=actor_of(request),
            )
        except Refused as refusal:
            say(form, refusal, {UnfitDecree: "number", UnfitDay: "formed_on"})
        else:
            messages.success(request, "Pokja baru tercatat. Yang lama tersimpan sebagai riwayat.")
            return _with_file(request, form, fresh)
    return _page(request, kampung, form, title="Pokja baru dengan SK baru", pokja=pokja)


def _terms(request: HttpRequest, pokja: Pokja) -> list[tuple[str, str]]:
    """The terms of a Pokja, to choose who goes on."""
    seats = list(queries.open_seats(pokja))
    people = (seat.kader for seat in seats)
    names = queries.names_for(actor_of(request), pokja.kampung, people)
    return [
        (str(seat.pk), f"{queries.post_in_words(seat)}: {names[seat.kader_id]}") for seat in seats
    ]


def _with_file(request: HttpRequest, form: DecreeForm, pokja: Pokja) -> HttpResponse:
    """Keep the file too; where it may not be stored, the page asks for another one."""
    upload = form.upload()
    if upload is None:
        return redirect("registry:pokja_show", pokja.kampung_id)
    try:
        actions.keep_decree(pokja, upload, by=actor_of(request))
    except Refused as refusal:
        messages.warning(request, f"Datanya tersimpan, berkas SK belum. {refusal}")
        return redirect("registry:pokja_decree", pokja.kampung_id)
    return redirect("registry:pokja_show", pokja.kampung_id)


def _page(
    request: HttpRequest,
    kampung: KampungKB,
    form: DecreeForm,
    *,
    title: str,
    pokja: Pokja | None = None,
) -> HttpResponse:
    context = {
        "kampung": kampung,
        "form": form,
        "title": title,
        "pokja": pokja,
        "offices": OFFICES,
        "is_renewal": isinstance(form, RenewForm),
    }
    return render(request, "registry/pokja_decree.html", context, status=status_of(form))


@button_for(Act.SEND)
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The Pokja works no longer, and none follows it yet."""
    kampung = managed(request, pk)
    pokja = queries.open_pokja(kampung)
    if pokja is None:
        raise Http404
    form = EndPokjaForm(request.POST)
    if form.is_valid():
        try:
            actions.end(pokja, on=form.cleaned_data["ended_on"], by=actor_of(request))
        except Refused as refusal:
            form.add_error("ended_on", str(refusal))
        else:
            messages.success(request, "Pokja dicatat tidak bertugas lagi. Riwayatnya tersimpan.")
            return redirect("registry:pokja_show", kampung.pk)
    context = _context(request, kampung) | {"end_form": form}
    return render(request, "registry/pokja_show.html", context, status=422)


@button_for(Act.SEND)
def reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Undo of the end of the Pokja that worked last."""
    kampung = managed(request, pk)
    former = queries.former(kampung)
    if not former:
        messages.error(request, "Belum ada Pokja yang berakhir di kampung ini.")
        return redirect("registry:pokja_show", kampung.pk)
    try:
        actions.reopen(former[0], by=actor_of(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Pokja bertugas lagi, dengan pengurusnya.")
    return redirect("registry:pokja_show", kampung.pk)


# Seksi ------------------------------------------------------------------------------------------


@button_for(Act.SEND)
def add_seksi(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A seksi of the village's own; a name that does not do is said on the same page."""
    kampung = managed(request, pk)
    pokja = queries.open_pokja(kampung)
    if pokja is None:
        raise Http404
    form = SeksiForm(request.POST)
    if form.is_valid():
        try:
            seksi = actions.add_seksi(pokja, form.cleaned_data["name"], by=actor_of(request))
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"{seksi} ditambahkan.")
            return redirect("registry:pokja_show", kampung.pk)
    context = _context(request, kampung) | {"seksi_form": form}
    return render(request, "registry/pokja_show.html", context, status=422)


@button_for(Act.SEND)
def withdraw_seksi(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """Take away an own seksi that nobody works in."""
    kampung = managed(request, pk)
    seksi = get_object_or_404(Seksi.objects.select_related("pokja__kampung"), pk=key)
    if seksi.pokja.kampung_id != kampung.pk:
        raise Http404
    try:
        actions.withdraw_seksi(seksi, by=actor_of(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{seksi} dihapus dari susunan.")
    return redirect("registry:pokja_show", kampung.pk)


# Terms ------------------------------------------------------------------------------------------


def seat_of(kampung: KampungKB, key: UUID) -> PokjaSeat:
    """A term of a kampung, else 404."""
    found = PokjaSeat.objects.select_related("pokja__kampung", "kader", "seksi")
    return get_object_or_404(found, pk=key, pokja__kampung=kampung)


@form_for(Act.SEND)
def hand_over(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """End a term, and appoint the successor in the same act where there is one."""
    kampung = managed(request, pk)
    seat = seat_of(kampung, key)
    people = queries.kader_of(kampung).exclude(pk=seat.kader_id)
    form = HandOverForm(people, posted(request), initial=today_initial(today_of(kampung)))
    if request.method == "POST" and form.is_valid():
        try:
            words = _handed_over(request, seat, form)
        except Refused as refusal:
            say(form, refusal, {UnfitDay: "on"})
        else:
            messages.success(request, words)
            return redirect("registry:pokja_show", kampung.pk)
    names = queries.names_for(actor_of(request), kampung, [seat.kader])
    context = {"kampung": kampung, "seat": seat, "form": form, "name": names[seat.kader_id]}
    return render(request, "registry/pokja_hand_over.html", context, status=status_of(form))


def _handed_over(request: HttpRequest, seat: PokjaSeat, form: HandOverForm) -> str:
    """What became of it, in words."""
    data, by = form.cleaned_data, actor_of(request)
    if data["successor"] is None:
        actions.end_term(seat, on=data["on"], reason=data["reason"], by=by)
        return "Masa tugas berakhir. Bila keliru, buka lagi dari riwayat di bawah."
    successor = queries.kader_of(seat.pokja.kampung).get(pk=data["successor"])
    actions.hand_over(seat, successor, on=data["on"], reason=data["reason"], by=by)
    return "Jabatan diserahkan. Masa tugas yang lama tersimpan sebagai riwayat."


@button_for(Act.SEND)
def resume(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """Undo the end of a term."""
    kampung = managed(request, pk)
    try:
        actions.resume_term(seat_of(kampung, key), by=actor_of(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Masa tugas dibuka lagi.")
    return redirect("registry:pokja_show", kampung.pk)
