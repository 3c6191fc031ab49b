"""The list of partners, one partner, and keeping it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from naikkelas.areas.models import Area
from naikkelas.areas.queries import local_now
from naikkelas.lib.actors import Act
from naikkelas.lib.refusals import NotYours, Refused
from naikkelas.partners import access
from naikkelas.partners.actions import mitra as actions
from naikkelas.partners.forms import MitraForm, Offered
from naikkelas.partners.models import Mitra
from naikkelas.partners.queries import support
from naikkelas.partners.views.asking import actor_of, area_of, done, insist, mitra_of
from naikkelas.partners.views.asking import place as frame
from naikkelas.web.permissions import button_for, form_for, page_for

PER_PAGE = 30


@page_for(Act.SEE)
def listing(request: HttpRequest, code: str) -> HttpResponse:
    """The partners of an area, with what became of their commitments; by name, never ranked."""
    area = area_of(request, code)
    context = frame(request, area, "mitra_list")
    actor, today = actor_of(request), context["today"]
    kind = request.GET.get("jenis", "")
    found = support.mitra_in(actor, code, kind).working()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("halaman"))
    own = access.commitments_for(actor).filter(mitra__in=[one.pk for one in page.object_list])
    kept = support.kept_by(own, today)
    context |= {
        "page": page,
        "rows": [(one, support.agency(one.instansi), kept.get(one.pk)) for one in page.object_list],
        "kinds": Mitra.Kind.choices,
        "kind": kind,
    }
    return render(request, "partners/mitra_list.html", context)


@page_for(Act.SEE)
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A partner: where it works, what it promised, what it delivered."""
    mitra = mitra_of(request, pk)
    actor, today = actor_of(request), local_now(mitra.kabupaten_code).date()
    commitments = access.commitments_for(actor).filter(mitra=mitra)
    kampung = support.kampung_in(mitra.codes)
    context = {
        "mitra": mitra,
        "agency": support.agency(mitra.instansi),
        "areas": Area.objects.filter(pk__in=mitra.codes),
        "kept": support.kept_by(commitments, today).get(mitra.pk),
        "commitments": commitments.select_related("mitra"),
        "needs": access.needs_for(actor).open().for_list().filter(kampung__in=kampung)[:PER_PAGE]
        if access.is_own(actor, mitra)
        else (),
        "may_keep": access.may_coordinate(actor, mitra.area_id),
        "may_offer": not mitra.ended_at and access.may_offer(actor, mitra, kampung[:1]),
        "may_see_contact": access.may_see_contact(actor, mitra),
        "reveal_url": reverse("partners:mitra_phone", args=[mitra.pk]),
        "is_own": access.is_own(actor, mitra),
        "today": today,
    }
    return render(request, "partners/mitra.html", context)


@form_for(Act.COORDINATE)
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Put a partner on the list."""
    area = area_of(request, code)
    insist(access.may_coordinate(actor_of(request), area.code))
    form = _form(request, area, None)
    made: list[Mitra] = []
    if request.method == "POST" and done(
        form, lambda: made.append(actions.add(area, _card(form), by=actor_of(request)))
    ):
        messages.success(request, f"{made[0]} tercatat sebagai mitra.")
        return redirect("partners:mitra", made[0].pk)
    context = {"form": form, "area": area, "back": reverse("partners:mitra_list", args=[code])}
    status = 422 if form.errors else 200
    return render(request, "partners/mitra_form.html", context, status=status)


@form_for(Act.COORDINATE)
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change what is told of a partner."""
    mitra = mitra_of(request, pk)
    insist(access.may_coordinate(actor_of(request), mitra.area_id))
    form = _form(request, mitra.area, mitra)
    if request.method == "POST" and done(
        form, lambda: actions.edit(mitra, _card(form), by=actor_of(request))
    ):
        messages.success(request, "Tersimpan.")
        return redirect("partners:mitra", mitra.pk)
    back = reverse("partners:mitra", args=[mitra.pk])
    context = {"form": form, "area": mitra.area, "mitra": mitra, "back": back}
    status = 422 if form.errors else 200
    return render(request, "partners/mitra_form.html", context, status=status)


def _form(request: HttpRequest, area: Area, mitra: Mitra | None) -> MitraForm:
    accounts = support.accounts_in(area.code[: access.KABUPATEN], mitra)
    offered = _offered(area)
    initial: dict[str, Any] = {"areas": [area.code]}
    if mitra is not None:
        names = ("name", "kind", "instansi", "contact_name", "contact_phone")
        initial = {name: getattr(mitra, name) for name in names}
        chosen = {"areas": mitra.codes, "villages": mitra.codes}
        initial |= {**chosen, "account": str(mitra.account_id or "")}
    choices = [(str(one.pk), one.name) for one in accounts]
    return MitraForm(choices, offered, request.POST or None, initial=initial)


def _offered(area: Area) -> Offered:
    """The area with what lies next below it; of a kabupaten also its villages by kecamatan."""
    below = list(Area.objects.filter(parent=area).order_by("code"))
    areas = [(area.code, f"Seluruh {area.get_kind_display().lower()} {area}")]
    areas += [(one.code, str(one)) for one in below]
    if len(area.code) > access.KABUPATEN:
        return Offered(areas, [])
    rows = Area.objects.filter(parent__in=below).order_by("code")
    by_parent: dict[str, list[tuple[str, str]]] = {}
    for one in rows:
        by_parent.setdefault(one.parent_id or "", []).append((one.code, str(one)))
    return Offered(areas, [(str(one), by_parent.get(one.code, [])) for one in below])


def _card(form: MitraForm) -> actions.Card:
    data = form.cleaned_data
    names = ("name", "kind", "instansi", "contact_name", "contact_phone")
    account = support.account_called(data["account"])
    return actions.Card(areas=form.codes, account=account, **{name: data[name] for name in names})


@button_for(Act.COORDINATE)
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """No partner any more, or again one."""
    mitra = mitra_of(request, pk)
    act = actions.resume if mitra.ended_at else actions.end
    try:
        act(mitra, by=actor_of(request))
    except NotYours as refusal:
        raise Http404 from refusal
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("partners:mitra", mitra.pk)


@button_for(Act.SEE_PERSONAL)
def phone(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The contact's number; that it was shown is noted."""
    mitra = mitra_of(request, pk)
    try:
        value = actions.reveal_phone(mitra, by=actor_of(request))
    except NotYours as refusal:
        raise Http404 from refusal
    context = {
        "label": "telepon narahubung",
        "value": value or None,
        "whose": mitra.name,
        "back": reverse("partners:mitra", args=[mitra.pk]),
    }
    part = "#value" if request.headers.get("HX-Request") else ""
    return render(request, f"audit/revealed.html{part}", context)
