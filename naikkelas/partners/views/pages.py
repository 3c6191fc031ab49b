"""The pages of an area and of a kampung: what is needed, promised and delivered."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from naikkelas.areas.models import Area
from naikkelas.areas.queries import local_now
from naikkelas.lib.actors import Act
from naikkelas.partners import access
from naikkelas.partners.models import Need
from naikkelas.partners.queries import support
from naikkelas.partners.queries.support import Sieve
from naikkelas.partners.queries.totals import totals
from naikkelas.partners.views.asking import (
    KABUPATEN,
    KECAMATAN,
    actor_of,
    area_of,
    kampung_of,
    place,
)
from naikkelas.registry.queries import kampung_for
from naikkelas.web.permissions import page_for

SHOWN = 6
MOST_LINKS = 40


@page_for(Act.SEE)
def home(request: HttpRequest) -> HttpResponse:
    """The page nearest to the person: a partner's own, the kecamatan, the kabupaten, a kampung."""
    actor = actor_of(request)
    partner = access.own_partner(actor)
    own = access.mitra_for(actor).filter(account=partner).first() if partner else None
    if own is not None:
        return redirect("partners:mitra", own.pk)
    if len(actor.home) in {KABUPATEN, KECAMATAN}:
        return redirect("partners:area", actor.home)
    if len(actor.home) > KECAMATAN:
        kampung = kampung_for(actor).live().first()
        if kampung is None:
            raise Http404
        return redirect("partners:kampung", kampung.pk)
    codes = access.mitra_for(actor).order_by().values_list("kabupaten_code", flat=True).distinct()
    areas = Area.objects.filter(pk__in=list(codes))[:MOST_LINKS]
    return render(request, "partners/area_list.html", {"areas": areas})


@page_for(Act.SEE)
def area(request: HttpRequest, code: str) -> HttpResponse:
    """What is needed, promised, late and delivered in a kabupaten or kecamatan."""
    found = area_of(request, code)
    context = place(request, found, "area")
    actor, scopes, today = actor_of(request), context["scopes"], context["today"]
    commitments = support.commitments_in(actor, scopes, Sieve(), today)
    needs = support.needs_in(scopes, Sieve())
    context |= {
        "tally": support.tally(commitments, today),
        "totals": totals(
            support.kampung_in(scopes),
            today.replace(month=1, day=1),
            today,
            of=access.commitments_for(actor) if access.is_partner(actor) else None,
        ),
        "is_own": access.is_partner(actor),
        "year": today.year,
        "needs": needs[:SHOWN],
        "overdue": commitments.overdue(today)[:SHOWN],
        "newest": commitments.order_by("-changed_at")[:SHOWN],
        "mitra_count": support.mitra_in(actor, code).working().count(),
        "names": support.agency,
    }
    return render(request, "partners/area.html", context)


@page_for(Act.SEE)
def kampung(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who supports a kampung, with what, and what it still needs."""
    one = kampung_of(request, pk)
    actor, today = actor_of(request), local_now(one.village_id).date()
    scopes = (one.village_id,)
    commitments = support.commitments_in(actor, scopes, Sieve(), today)
    context = {
        "kampung": one,
        "today": today,
        "needs": Need.objects.open().filter(kampung=one),
        "commitments": commitments,
        "tally": support.tally(commitments, today),
        "deliveries": access.deliveries_for(actor)
        .filter(kampung=one, withdrawn_at__isnull=True)
        .select_related("commitment__mitra")[:MOST_LINKS],
        "may_publish": access.may_coordinate(actor, one.village_id),
        "area_code": one.village_id[:KECAMATAN],
    }
    return render(request, "partners/kampung.html", context)
