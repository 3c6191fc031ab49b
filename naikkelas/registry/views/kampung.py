"""Opening, changing, closing and reopening a kampung."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from naikkelas.areas.models import Level
from naikkelas.areas.queries import local_now, search, with_paths
from naikkelas.areas.rules import codes
from naikkelas.lib.actors import Act, Actor
from naikkelas.lib.refusals import NotYours, Refused
from naikkelas.registry import access, actions, queries
from naikkelas.registry.errors import ReportRefused
from naikkelas.registry.forms import KampungForm, NewKampungForm
from naikkelas.registry.models import KampungKB
from naikkelas.registry.rules.checks import check_kampung
from naikkelas.web.permissions import button_for, form_for


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in person; `LoginRequiredMiddleware` lets nobody else through."""
    return cast(Actor, request.user)


def kampung_of(request: HttpRequest, pk: UUID) -> KampungKB:
    """A kampung that the person may see, else 404."""
    return get_object_or_404(queries.kampung_for(actor_of(request)), pk=pk)


@form_for(Act.REGISTER)
def new(request: HttpRequest) -> HttpResponse:
    """Register the kampung of a village."""
    actor = actor_of(request)
    if not access.may_register(actor, actor.home):
        raise Http404
    form = NewKampungForm(data=request.POST or None, values={})
    if request.method == "POST" and form.is_valid():
        kampung = _register(form, actor)
        if kampung:
            messages.success(request, f"Kampung KB {kampung} sudah didaftarkan.")
            return redirect("registry:report_fill", kampung.pk, "profil")
    context = {"form": form, "villages": queries.villages_without_kampung(actor.home)}
    return render(request, "registry/kampung_new.html", context, status=422 if form.errors else 200)


def _register(form: NewKampungForm, actor: Actor) -> KampungKB | None:
    code = _village_code(form, actor)
    try:
        return actions.register_kampung(code, form.stored(), by=actor) if code else None
    except NotYours as refusal:
        form.add_error("desa", str(refusal))
    except Refused as refusal:
        _say(form, refusal, otherwise="desa")
    return None


def _village_code(form: NewKampungForm, actor: Actor) -> str | None:
    """The code that was typed, or that of the one village of that name."""
    text = form.cleaned_data["desa"].partition(" · ")[0]
    if codes.is_code(code := codes.normalise(text)):
        return code
    found = search(text, scope=actor.home, level=Level.VILLAGE, limit=6)
    if len(found) == 1:
        return found[0].code
    if not found:
        form.add_error("desa", "Desa ini tidak ditemukan di wilayah Anda. Periksa namanya.")
    else:
        listed = "; ".join(f"{area.code} {area.name} ({path})" for area, path in with_paths(found))
        form.add_error("desa", f"Ada beberapa desa yang cocok. Tulis kodenya: {listed}")
    return None


def _say(form: KampungForm, refusal: Refused, otherwise: str | None = None) -> None:
    """A refusal beside the fields that it is about."""
    if isinstance(refusal, ReportRefused):
        for finding in refusal.findings:
            form.add_error(finding.column, f"{finding.message} {finding.remedy}")
    else:
        form.add_error(otherwise, str(refusal))


@form_for(Act.DRAFT)
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change what is told of a kampung."""
    kampung, actor = kampung_of(request, pk), actor_of(request)
    if not access.may_report(actor, kampung):
        raise Http404
    form = KampungForm(data=request.POST or None, values=queries.kampung_values(kampung))
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_kampung(kampung, form.stored(), by=actor)
        except Refused as refusal:
            _say(form, refusal)
        else:
            _warn(request, form, kampung)
            messages.success(request, "Informasi kampung disimpan.")
            return redirect("registry:kampung_edit", kampung.pk)
    context = {
        "form": form,
        "kampung": kampung,
        "may_register": access.may_register(actor, kampung.village_id),
        "successor": kampung.village.replaced_by,
    }
    return render(
        request, "registry/kampung_edit.html", context, status=422 if form.errors else 200
    )


def _warn(request: HttpRequest, form: KampungForm, kampung: KampungKB) -> None:
    for finding in check_kampung(form.stored(), local_now(kampung.village_id).date()):
        messages.warning(request, f"{finding.message} {finding.remedy}")


@button_for(Act.REGISTER)
def deactivate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close a kampung; the same page offers to reopen it."""
    kampung = kampung_of(request, pk)
    try:
        actions.deactivate_kampung(kampung, by=actor_of(request))
    except NotYours as refusal:
        raise Http404 from refusal
    messages.success(request, f"Kampung KB {kampung} dinonaktifkan. Riwayatnya tetap tersimpan.")
    return redirect("registry:kampung_edit", kampung.pk)


@button_for(Act.REGISTER)
def activate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Reopen a closed kampung."""
    kampung = kampung_of(request, pk)
    try:
        actions.activate_kampung(kampung, by=actor_of(request))
    except NotYours as refusal:
        raise Http404 from refusal
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Kampung KB {kampung} aktif kembali.")
    return redirect("registry:kampung_edit", kampung.pk)
