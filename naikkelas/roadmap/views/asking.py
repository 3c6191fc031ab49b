"""Who asks, about which kabupaten and scenario: what every page of this room begins with."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from naikkelas.areas.models import Area
from naikkelas.areas.queries import path_of, setting
from naikkelas.lib.actors import Act, Actor
from naikkelas.lib.refusals import NotYours, Refused
from naikkelas.registry.models import KampungKB
from naikkelas.registry.queries import kampung_for
from naikkelas.roadmap import access
from naikkelas.roadmap.models import Scenario

KABUPATEN, KECAMATAN, VILLAGE = len("63.01"), len("63.01.03"), len("63.01.03.1003")


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in person; `LoginRequiredMiddleware` lets nobody else through."""
    return cast(Actor, request.user)


def area_of(request: HttpRequest, code: str, *lengths: int) -> Area:
    """A kabupaten (or what `lengths` allow) that is the person's, else 404."""
    if len(code) not in (lengths or (KABUPATEN,)) or not access.may_see(actor_of(request), code):
        raise Http404
    return get_object_or_404(Area, pk=code)


def scenario_of(request: HttpRequest, pk: UUID) -> Scenario:
    """A scenario of a kabupaten that is the person's, else 404."""
    return get_object_or_404(
        access.scenarios_for(actor_of(request)).select_related("catalogue", "means", "previous"),
        pk=pk,
    )


def kampung_of(request: HttpRequest, pk: UUID) -> KampungKB:
    """A kampung that the person may see, else 404."""
    return get_object_or_404(
        kampung_for(actor_of(request)).select_related("village__parent"), pk=pk
    )


def tried(act: Callable[[], object]) -> Refused | None:
    """Do something; the refusal, if it was refused. What is not theirs is not found."""
    try:
        act()
    except NotYours as refusal:
        raise Http404 from refusal
    except Refused as refusal:
        return refusal
    return None


def place(
    request: HttpRequest, area: Area, here: str, scenario: Scenario | None = None
) -> dict[str, Any]:
    """What the frame of every page of a kabupaten needs: name, tabs, way back, words of levels."""
    code = area.code[:KABUPATEN]
    actor = actor_of(request)
    return {
        "area": area,
        "code": code,
        "here": here,
        "tabs": _tabs(code, scenario, here),
        "scenario": scenario,
        "may_plan": access.may_plan(actor, code),
        "may_decide": access.may_decide(actor, code),
        "level_labels": dict(setting(code, "level_labels")),
        "ancestors": _ancestors(actor, area),
    }


def _tabs(code: str, scenario: Scenario | None, here: str) -> list[tuple[str, str, bool]]:
    """(label, address, whether here); those of a scenario only where one is looked at."""
    tabs = [("Peta jalan", reverse("roadmap:plan", args=[code]), "plan")]
    if scenario is not None and scenario.is_done:
        tabs += [
            ("Kampung", reverse("roadmap:kampung_list", args=[scenario.pk]), "kampung"),
            ("Peringatan dini", reverse("roadmap:warnings", args=[scenario.pk]), "warnings"),
        ]
    tabs += [
        ("Skenario", reverse("roadmap:scenario_list", args=[code]), "scenarios"),
        ("Kunci", reverse("roadmap:lock_list", args=[code]), "locks"),
        ("Katalog", reverse("roadmap:catalogue", args=[code]), "catalogue"),
        ("Sumber daya", reverse("roadmap:means", args=[code]), "means"),
        ("Pembelajaran", reverse("roadmap:learning", args=[code]), "learning"),
    ]
    return [(label, url, name == here) for label, url, name in tabs]


def _ancestors(actor: Actor, area: Area) -> list[tuple[str, str]]:
    """The areas above that the person may see, with the pages of their plans."""
    found = []
    if actor.can(Act.SEE) and any(len(scope) < KABUPATEN for scope in actor.scopes):
        found.append(("Semua kabupaten", reverse("roadmap:home")))
    for one in path_of(area.code)[:-1]:
        if len(one.code) >= KABUPATEN and access.may_see(actor, one.code):
            found.append((str(one), reverse("roadmap:plan", args=[one.code])))
    return found
