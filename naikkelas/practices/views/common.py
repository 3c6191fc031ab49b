"""What the pages of this room have in common."""

from collections.abc import Callable
from datetime import date
from typing import Any, cast  # Any: columns of forms
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from naikkelas.areas.queries import local_now, setting
from naikkelas.classification.queries import cutoff_of
from naikkelas.lib.actors import Actor
from naikkelas.lib.refusals import NotYours, Refused
from naikkelas.registry.models import KampungKB
from naikkelas.registry.queries import kampung_for


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in person; `LoginRequiredMiddleware` lets nobody else through."""
    return cast(Actor, request.user)


def kampung_of(request: HttpRequest, pk: UUID) -> KampungKB:
    """A kampung that the person may see, else 404."""
    return get_object_or_404(kampung_for(actor_of(request)), pk=pk)


def done(form: Any, act: Callable[[], object]) -> bool:
    """Whether it was done; the form says why not, beside the field where there is one."""
    try:
        act()
    except NotYours as refusal:
        raise Http404 from refusal
    except Refused as refusal:
        column = getattr(refusal, "column", None)
        form.add_error(column if column in form.fields else None, str(refusal))
        return False
    return True


def pressed(request: HttpRequest, act: Callable[[], object], words: str) -> None:
    """Do it, and say on the next page what came of it."""
    try:
        act()
    except NotYours as refusal:
        raise Http404 from refusal
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)


def status_of(form: Any) -> int:
    """422 where something typed has to be mended."""
    return 422 if form.is_bound and form.errors else 200


def today_in(kampung: KampungKB) -> date:
    return local_now(kampung.village_id).date()


def cutoff_in(kampung: KampungKB) -> date:
    """The day at whose end the reports of the area are counted."""
    return cutoff_of(kampung.village_id)


def labels_in(area_code: str) -> dict[str, str]:
    """What the levels are called in an area."""
    return dict(setting(area_code, "level_labels"))
