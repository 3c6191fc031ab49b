"""Who asks, about which area, theme and kampung: what every page of this room begins with."""

from collections.abc import Callable, Sequence
from typing import Any, cast
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from naikkelas.areas.models import Area
from naikkelas.areas.rules import codes
from naikkelas.lib.actors import Actor, covers, reaches
from naikkelas.lib.refusals import NotYours, Refused
from naikkelas.registry.models import KampungKB
from naikkelas.registry.queries import kampung_for
from naikkelas.themes.errors import UnfitEntry
from naikkelas.themes.queries.catalogue import KABUPATEN


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in person; `LoginRequiredMiddleware` lets nobody else through."""
    return cast(Actor, request.user)


def kampung_of(request: HttpRequest, pk: UUID) -> KampungKB:
    """A kampung that the person may see, else 404."""
    found = kampung_for(actor_of(request)).select_related("village__parent")
    return get_object_or_404(found, pk=pk)


def area_of(request: HttpRequest) -> Area | None:
    """The kabupaten or kecamatan that is asked for, else the person's own.

    None where they see several kabupaten and named none; one that is not theirs is a 404.
    """
    actor = actor_of(request)
    code = request.GET.get("wilayah") or actor.home
    is_code = not code or codes.is_code(code)
    if not is_code or not (reaches(actor, code) or covers(code, actor.home)):
        raise Http404
    if len(code) < KABUPATEN:
        return None
    return get_object_or_404(Area, pk=code)


def kabupaten_of(actor: Actor) -> Sequence[Area]:
    """The kabupaten with a Kampung KB that a person may choose from."""
    known = kampung_for(actor).order_by().values_list("kabupaten_code", flat=True).distinct()
    return list(Area.objects.filter(pk__in=known).order_by("code"))


def said(form: Any, act: Callable[[], object]) -> bool:
    """Whether it was done; the form says why not, beside the field where there is one."""
    try:
        act()
    except NotYours as refusal:
        raise Http404 from refusal
    except Refused as refusal:
        column = refusal.column if isinstance(refusal, UnfitEntry) else None
        form.add_error(column if column in form.fields else None, str(refusal))
        return False
    return True
