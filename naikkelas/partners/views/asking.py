"""Who asks, about which area: what every page of this room begins with."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from naikkelas.areas.models import Area
from naikkelas.areas.queries import local_now, path_of
from naikkelas.lib.actors import Act, Actor, theirs
from naikkelas.lib.refusals import NotYours, Refused
from naikkelas.partners import access
from naikkelas.partners.models import Commitment, Mitra, Need
from naikkelas.partners.queries.support import Sieve, agency
from naikkelas.partners.rules import inpres
from naikkelas.registry.models import KampungKB
from naikkelas.registry.queries import kampung_for

KABUPATEN, KECAMATAN = len("63.01"), len("63.01.03")
TABS = (
    ("Ringkasan", "area"),
    ("Matriks Inpres", "matrix"),
    ("Kebutuhan", "need_list"),
    ("Komitmen", "commitment_list"),
    ("Anggaran", "money"),
    ("Rapat", "rakor_list"),
    ("Daftar mitra", "mitra_list"),
)
LETTERS = ("Surat", "letter_list")


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in person; `LoginRequiredMiddleware` lets nobody else through."""
    return cast(Actor, request.user)


def area_of(request: HttpRequest, code: str) -> Area:
    """A kabupaten or kecamatan of which something is the person's, else 404."""
    actor = actor_of(request)
    if len(code) not in (KABUPATEN, KECAMATAN) or not actor.can(Act.SEE) or not theirs(actor, code):
        raise Http404
    return get_object_or_404(Area, pk=code)


def kampung_of(request: HttpRequest, pk: UUID) -> KampungKB:
    """A kampung that the person may see, else 404."""
    found = kampung_for(actor_of(request)).select_related("village__parent")
    return get_object_or_404(found, pk=pk)


def mitra_of(request: HttpRequest, pk: UUID) -> Mitra:
    """A partner of the kabupaten where the person works, else 404."""
    found = access.mitra_for(actor_of(request)).select_related("area", "account")
    return get_object_or_404(found, pk=pk)


def need_of(request: HttpRequest, pk: UUID) -> Need:
    """A need of a kampung that the person sees, else 404."""
    return get_object_or_404(access.needs_for(actor_of(request)).for_list(), pk=pk)


def commitment_of(request: HttpRequest, pk: UUID) -> Commitment:
    """A commitment that the person sees, else 404."""
    found = access.commitments_for(actor_of(request))
    return get_object_or_404(found.select_related("mitra__area", "need", "rkm_item__rkm"), pk=pk)


def insist(allowed: bool) -> None:
    """What is not theirs is not found."""
    if not allowed:
        raise Http404


def done(form: forms.Form | None, act: Callable[[], object], field: str | None = None) -> bool:
    """Whether it was done; the form says why not. What is not theirs is not found."""
    if form is not None and not form.is_valid():
        return False
    try:
        act()
    except NotYours as refusal:
        raise Http404 from refusal
    except Refused as refusal:
        if form is None:
            raise
        form.add_error(field, str(refusal))
        return False
    return True


def sieve_of(request: HttpRequest, area: Area) -> Sieve:
    """What the filters of a list say; a kecamatan elsewhere is none."""
    got = request.GET
    kecamatan = got.get("kecamatan", "")
    return Sieve(
        kecamatan=kecamatan if kecamatan.startswith(f"{area.code}.") else "",
        instansi=got.get("skpd", "")[:40],
        kegiatan=got.get("kegiatan", "")[:10],
        sasaran=got.get("sasaran", "")[:1],
        programme=got.get("program", "")[:1],
        state=got.get("keadaan", "")[:20],
    )


def place(request: HttpRequest, area: Area, here: str) -> dict[str, Any]:
    """What the frame of every page of an area needs: name, tabs, the way back, the filters."""
    actor = actor_of(request)
    may_coordinate = access.may_coordinate(actor, area.code)
    return {
        "area": area,
        "scopes": theirs(actor, area.code),
        "tabs": [
            (label, reverse(f"partners:{name}", args=[area.code]), name == here)
            for label, name in (*TABS, *([LETTERS] if may_coordinate else []))
        ],
        "ancestors": [
            (str(one), reverse("partners:area", args=[one.code]))
            for one in path_of(area.code)[:-1]
            if len(one.code) >= KABUPATEN and theirs(actor, one.code)
        ],
        "may_coordinate": may_coordinate,
        "today": local_now(area.code).date(),
    }


def filters(area: Area, sieve: Sieve, states: list[tuple[str, str]]) -> dict[str, Any]:
    """The filters of a list with what was chosen."""
    kecamatan = Area.objects.children_of(area.code).current() if len(area.code) == KABUPATEN else ()
    return {
        "sieve": sieve,
        "filter_kecamatan": [(one.code, one.name) for one in kecamatan],
        "filter_instansi": sorted(
            {(deed.instansi, agency(deed.instansi)) for deed in inpres.deeds()},
            key=lambda pair: pair[1],
        ),
        "filter_sasaran": list(inpres.sasaran().items()),
        "filter_programme": list(inpres.programmes().items()),
        "filter_states": states,
    }
