"""Commitments: the list, an offer, one with its deliveries, and what becomes of it."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from naikkelas.areas.queries import local_now
from naikkelas.lib.actors import Act
from naikkelas.lib.refusals import NotYours, Refused
from naikkelas.partners import access
from naikkelas.partners.actions import commitments as actions
from naikkelas.partners.forms import DeliveryForm, PromiseForm, ReasonForm
from naikkelas.partners.models import Commitment, Mitra, Need
from naikkelas.partners.queries import files, support
from naikkelas.partners.rules import course, inpres
from naikkelas.partners.views.asking import (
    actor_of,
    area_of,
    commitment_of,
    done,
    filters,
    insist,
    mitra_of,
    need_of,
    sieve_of,
)
from naikkelas.partners.views.asking import place as frame
from naikkelas.registry.models import KampungKB
from naikkelas.registry.rules import reference
from naikkelas.web.permissions import button_for, form_for, page_for

PER_PAGE = 30
STEPS = {"sepakati": actions.agree, "mulai": actions.begin}
SAID = {"sepakati": "Dukungan disepakati.", "mulai": "Dukungan dimulai."}


@page_for(Act.SEE)
def listing(request: HttpRequest, code: str) -> HttpResponse:
    """The commitments of an area that a person sees, those that end first at the top."""
    area = area_of(request, code)
    context = frame(request, area, "commitment_list")
    sieve = sieve_of(request, area)
    found = support.commitments_in(actor_of(request), context["scopes"], sieve, context["today"])
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("halaman"))
    states = [("", "Semua keadaan"), ("lewat", "Lewat masa"), *course.STATES.items()]
    context |= filters(area, sieve, states) | {"page": page, "commitments": page.object_list}
    return render(request, "partners/commitment_list.html", context)


# Offering ---------------------------------------------------------------------------------------


@form_for(Act.COMMIT)
def on_need(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Offer support on a need."""
    need = need_of(request, pk)
    mitra = support.working_with(actor_of(request), need.kabupaten_code)
    initial = {
        "title": need.title,
        "kegiatan": need.kegiatan,
        "rupiah": need.rupiah,
        "ends_on": need.needed_by,
        "kampung": [str(need.kampung_id)],
    }
    back = reverse("partners:need", args=[need.pk])
    return _offer(request, mitra, [need.kampung], initial, back, need)


@form_for(Act.COMMIT)
def freely(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Offer support that nobody has asked for yet."""
    mitra = mitra_of(request, pk)
    found = support.kampung_in(mitra.codes) & support.kampung_in(actor_of(request).scopes)
    kampung = list(found.select_related("village__parent").order_by("village_id"))
    back = reverse("partners:mitra", args=[mitra.pk])
    return _offer(request, [mitra], kampung, {}, back)


def _offer(
    request: HttpRequest,
    mitra: list[Mitra],
    kampung: list[KampungKB],
    initial: dict[str, Any],
    back: str,
    need: Need | None = None,
) -> HttpResponse:
    actor = actor_of(request)
    insist(bool(mitra and kampung) and access.may_offer(actor, mitra[0], kampung[:1]))
    today = local_now(mitra[0].kabupaten_code).date()
    form = PromiseForm(mitra, kampung, request.POST or None, initial={"starts_on": today} | initial)
    made: list[Commitment] = []
    if request.method == "POST" and done(
        form, lambda: made.append(_promised(request, form, mitra, kampung, need))
    ):
        messages.success(request, "Tawaran tersimpan. Tunggu disepakati koordinator.")
        return redirect("partners:commitment", made[0].pk)
    context = {"form": form, "need": need, "back": back, "one": len(mitra) == 1 and mitra[0]}
    status = 422 if form.errors else 200
    return render(request, "partners/commitment_form.html", context, status=status)


def _promised(
    request: HttpRequest,
    form: PromiseForm,
    mitra: list[Mitra],
    kampung: list[KampungKB],
    need: Need | None,
) -> Commitment:
    data = form.cleaned_data
    by = next(one for one in mitra if str(one.pk) == data["mitra"])
    names = ("title", "sumber_dana", "starts_on", "ends_on", "rupiah", "unit", "kegiatan")
    promise = actions.Promise(
        kampung=[one for one in kampung if str(one.pk) in data["kampung"]],
        quantity=form.amount,
        need=need,
        rkm_item=need.rkm_item if need else None,
        **{name: data[name] for name in names},
    )
    return actions.offer(by, promise, by=actor_of(request), id=form.identifier)


# One commitment ---------------------------------------------------------------------------------


@form_for(Act.SEE)
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A commitment: for whom, how much, what was delivered; delivering and calling off."""
    commitment = commitment_of(request, pk)
    actor = actor_of(request)
    places, others = support.places_of(commitment, actor)
    kampung = [one.kampung for one in places]
    may_work = access.may_work_on(actor, commitment)
    takes = may_work and commitment.state in course.TAKES_DELIVERIES
    delivery_form = _delivery_form(request, commitment, kampung) if takes else None
    cancel_form = ReasonForm(request.POST if "batal" in request.POST else None)
    if request.method == "POST":
        insist(may_work)
        act, said, form = _wanted(request, commitment, kampung, delivery_form, cancel_form)
        if done(form, act):
            messages.success(request, said)
            return redirect("partners:commitment", pk)
    forms = [one for one in (delivery_form, cancel_form) if one is not None]
    context = _context(request, commitment) | {
        "places": places,
        "other_places": others,
        "delivery_form": delivery_form,
        "cancel_form": cancel_form if may_work and commitment.is_open else None,
        "may_work": may_work,
    }
    status = 422 if any(one.is_bound and one.errors for one in forms) else 200
    return render(request, "partners/commitment.html", context, status=status)


def _context(request: HttpRequest, commitment: Commitment) -> dict[str, Any]:
    actor = actor_of(request)
    today = local_now(commitment.kabupaten_code).date()
    rows = support.deliveries_of(commitment, actor)
    for one in rows:
        one.commitment = commitment
    return {
        "commitment": commitment,
        "deed": inpres.by_code().get(commitment.kegiatan),
        "fund": reference.names("sumber_dana").get(commitment.sumber_dana, commitment.sumber_dana),
        "deliveries": [(one, access.may_open_file(actor, one)) for one in rows],
        "history": commitment.history.all(),
        "is_overdue": course.is_overdue(commitment.state, commitment.ends_on, today),
        "may_agree": access.may_agree(actor, commitment) and commitment.state == course.OFFERED,
        "today": today,
    }


def _delivery_form(
    request: HttpRequest, commitment: Commitment, kampung: list[KampungKB]
) -> DeliveryForm:
    data, sent = (request.POST, request.FILES) if "serah" in request.POST else (None, None)
    today = local_now(commitment.kabupaten_code).date()
    initial = {"delivered_on": today}
    activities = support.activities_to_link(kampung)
    return DeliveryForm(kampung, activities, data, sent, initial=initial, prefix=None)


def _wanted(
    request: HttpRequest,
    commitment: Commitment,
    kampung: list[KampungKB],
    delivery_form: DeliveryForm | None,
    cancel_form: ReasonForm,
) -> tuple[Any, str, Any]:
    """What a press asks for: the act, what is said afterwards, the form that says why not."""
    actor = actor_of(request)
    if "serah" in request.POST and delivery_form is not None:
        return (
            lambda: _deliver(request, commitment, kampung, delivery_form),
            "Penyerahan tercatat.",
            delivery_form,
        )
    insist("batal" in request.POST)
    return (
        lambda: actions.cancel(commitment, reason=cancel_form.cleaned_data["reason"], by=actor),
        "Dukungan dibatalkan. Alasannya tersimpan.",
        cancel_form,
    )


def _deliver(
    request: HttpRequest, commitment: Commitment, kampung: list[KampungKB], form: DeliveryForm
) -> None:
    data = form.cleaned_data
    handed = actions.Handed(
        next(one for one in kampung if str(one.pk) == data["kampung"]),
        data["delivered_on"],
        Decimal(str(data["amount"])),
        note=data["note"],
        activity=form.activity_id,
    )
    actions.deliver(
        commitment, handed, by=actor_of(request), upload=form.upload, id=form.identifier
    )


@button_for(Act.COMMIT, Act.COORDINATE)
def step(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Agree on it, or begin it."""
    commitment = commitment_of(request, pk)
    wanted = request.POST.get("langkah", "")
    if wanted not in STEPS:
        messages.error(request, "Pilih langkah dukungan ini di halamannya.")
        return redirect("partners:commitment", pk)
    try:
        STEPS[wanted](commitment, by=actor_of(request))
    except NotYours as refusal:
        raise Http404 from refusal
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, SAID[wanted])
    return redirect("partners:commitment", pk)


@form_for(Act.COMMIT)
def take_back(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """Take a delivery back that was noted by mistake."""
    commitment = commitment_of(request, pk)
    insist(access.may_work_on(actor_of(request), commitment))
    delivery = get_object_or_404(commitment.deliveries.select_related("kampung"), pk=key)
    form = ReasonForm(request.POST or None)
    reason = form.data.get("reason", "")
    if request.method == "POST" and done(
        form, lambda: actions.take_back(delivery, reason=reason, by=actor_of(request))
    ):
        messages.success(request, "Catatan penyerahan ditarik.")
        return redirect("partners:commitment", pk)
    context = {"commitment": commitment, "delivery": delivery, "form": form}
    status = 422 if form.errors else 200
    return render(request, "partners/delivery_take_back.html", context, status=status)


# Files ------------------------------------------------------------------------------------------


@page_for(Act.COMMIT, Act.DRAFT, Act.SEE_PERSONAL)
def open_file(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """Lead to the file by a link that holds for some minutes and for this person only."""
    actor = actor_of(request)
    rows = access.deliveries_for(actor).select_related("commitment__mitra", "kampung")
    delivery = get_object_or_404(rows.exclude(stored_name=""), pk=key, commitment_id=pk)
    insist(access.may_open_file(actor, delivery))
    return redirect("partners:delivery_file", files.link_token(delivery, actor))


@page_for(Act.COMMIT, Act.DRAFT, Act.SEE_PERSONAL)
def file(request: HttpRequest, token: str) -> FileResponse:
    """The file itself; the link alone opens nothing, sign-in and rights are asked for again."""
    delivery = files.delivery_of(token, actor_of(request))
    if delivery is None or not files.path_of(delivery).is_file():
        raise Http404
    path = files.path_of(delivery)
    is_image = delivery.content_type.startswith("image/")
    response = FileResponse(
        path.open("rb"),
        as_attachment=not is_image,
        filename=f"penyerahan-{delivery.delivered_on}{path.suffix}",
        content_type=delivery.content_type,
    )
    # Whatever a browser makes of it, it runs nothing and stays nowhere.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
