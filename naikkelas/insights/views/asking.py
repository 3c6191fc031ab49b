"""Who asks, and from which area: what every page of this room begins with."""

from typing import cast

from django.http import Http404, HttpRequest

from naikkelas.areas.access import may_see
from naikkelas.insights.queries.viewpoint import NATION, Viewpoint, viewpoint
from naikkelas.lib.actors import Actor


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in person; `LoginRequiredMiddleware` lets nobody else through."""
    return cast(Actor, request.user)


def viewpoint_of(request: HttpRequest, code: str) -> Viewpoint:
    """The viewpoint of an area, if it exists and is the person's; else 404."""
    area_code = "" if code == NATION else code
    if not may_see(actor_of(request), area_code):
        raise Http404
    view = viewpoint(area_code, request.GET)
    if area_code and (view.area is None or view.area.code != area_code):
        raise Http404
    return view
