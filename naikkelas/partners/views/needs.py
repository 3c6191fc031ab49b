"""The board of needs: what is published, what could be, one need with its offers."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from naikkelas.lib.actors import Act
from naikkelas.lib.refusals import NotYours, Refused
from naikkelas.partners import access
from naikkelas.partners.actions import needs as actions
from naikkelas.partners.actions.needs import Wish
from naikkelas.partners.forms import NeedForm, ReasonForm
from naikkelas.partners.models import Need
from naikkelas.partners.queries import proposals, support
from naikkelas.partners.queries.proposals import Proposal
from naikkelas.partners.queries.responsible import responsible_in
from naikkelas.partners.rules import inpres
from naikkelas.partners.views.asking import (
    KABUPATEN,
    actor_of,
    area_of,
    done,
    filters,
    insist,
    need_of,
    sieve_of,
)
from naikkelas.partners.views.asking import place as frame
from naikkelas.registry.queries import kampung_for
from naikkelas.web.permissions import button_for, form_for, page_for

PER_PAGE = 30
MOST_AT_ONCE = 100


@page_for(Act.SEE)
def board(request: HttpRequest, code: str) -> HttpResponse:
    """The needs of an area, those that are wanted first at the top."""
    area = area_of(request, code)
    context = frame(request, area, "need_list")
    sieve = sieve_of(request, area)
    found = support.needs_in(context["scopes"], sieve)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("halaman"))
    states = [("", "Masih terbuka"), ("tutup", "Sudah ditutup")]
    context |= filters(area, sieve, states) | {
        "page": page,
        "rows": [(one, support.agency(one.instansi)) for one in page.object_list],
    }
    return render(request, "partners/need_list.html", context)


@form_for(Act.COORDINATE)
def propose(request: HttpRequest, code: str) -> HttpResponse:
    """What could be published: from RKM, roadmap and the matrix; a person picks."""
    area = area_of(request, code)
    insist(access.may_coordinate(actor_of(request), code))
    context = frame(request, area, "need_list")
    sieve = sieve_of(request, area)
    found = _proposals(request, area.code, context["scopes"], sieve, context["today"])
    if request.method == "POST":
        _publish(request, found)
        return redirect(request.get_full_path())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("halaman"))
    states = [("", "Semua asal"), *[c for c in Need.Source.choices if c[0] != Need.Source.OWN]]
    context |= filters(area, sieve, states) | {
        "page": page,
        "rows": [(one, support.agency(one.instansi)) for one in page.object_list],
    }
    return render(request, "partners/need_propose.html", context)


def _proposals(
    request: HttpRequest, code: str, scopes: tuple[str, ...], sieve: support.Sieve, today: date
) -> list[Proposal]:
    responsible = responsible_in(code[:KABUPATEN])
    found = [
        *proposals.from_rkm(scopes, today.year),
        *proposals.from_steps(scopes),
        *proposals.from_matrix(actor_of(request), scopes, responsible, today),
    ]
    return proposals.without_published(found, responsible, sieve)


def _publish(request: HttpRequest, found: list[Proposal]) -> None:
    """Publish what was ticked; a refused one never blocks the others."""
    wanted = set(request.POST.getlist("usulan")[:MOST_AT_ONCE])
    count, refused = 0, ""
    for one in found:
        if one.token not in wanted:
            continue
        try:
            actions.publish_proposal(one, by=actor_of(request))
            count += 1
        except Refused as refusal:
            refused = str(refusal)
    if count:
        messages.success(request, f"{count} kebutuhan diterbitkan.")
    if refused:
        messages.error(request, refused)
    if not wanted:
        messages.info(request, "Centang dahulu kebutuhan yang akan diterbitkan.")


@form_for(Act.COORDINATE)
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Write a need that stands in no plan."""
    area = area_of(request, code)
    insist(access.may_coordinate(actor_of(request), code))
    kampung = support.kampung_in((code,)).select_related("village__parent").order_by("nama", "pk")
    form = NeedForm(kampung, request.POST or None, initial={"kampung": request.GET.get("kampung")})
    made: list[Need] = []
    if request.method == "POST" and done(form, lambda: made.append(_written(request, form))):
        messages.success(request, "Kebutuhan diterbitkan.")
        return redirect("partners:need", made[0].pk)
    context = {"form": form, "area": area, "back": reverse("partners:need_list", args=[code])}
    status = 422 if form.errors else 200
    return render(request, "partners/need_form.html", context, status=status)


def _written(request: HttpRequest, form: NeedForm) -> Need:
    data = form.cleaned_data
    names = ("title", "what", "kegiatan", "instansi", "rupiah", "needed_by")
    wish = Wish(UUID(data["kampung"]), **{name: data[name] for name in names})
    return actions.publish(wish, by=actor_of(request), id=form.identifier)


@form_for(Act.SEE)
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One need: what, for whom, who offered what; a coordinator closes it here."""
    need = need_of(request, pk)
    actor = actor_of(request)
    may_keep = access.may_coordinate(actor, need.kampung.village_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST":
        insist(may_keep)
        if done(form, lambda: actions.close(need, reason=form.cleaned_data["reason"], by=actor)):
            messages.success(request, "Kebutuhan ditutup. Alasannya tersimpan.")
            return redirect("partners:need", pk)
    context: dict[str, Any] = {
        "need": need,
        "kampung": need.kampung,
        "agency": support.agency(need.instansi),
        "deed": inpres.by_code().get(need.kegiatan),
        "offers": access.commitments_for(actor).filter(need=need).select_related("mitra"),
        "form": form if may_keep and need.is_open else None,
        "may_keep": may_keep,
        "may_offer": need.is_open
        and kampung_for(actor).filter(pk=need.kampung_id).exists()
        and bool(support.working_with(actor, need.kabupaten_code))
        and (may_keep or access.is_partner(actor)),
        "area_code": need.kampung.village_id[:KABUPATEN],
    }
    return render(request, "partners/need.html", context, status=422 if form.errors else 200)


@button_for(Act.COORDINATE)
def reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Undo of closing."""
    need = need_of(request, pk)
    try:
        actions.reopen(need, by=actor_of(request))
    except NotYours as refusal:
        raise Http404 from refusal
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("partners:need", pk)
