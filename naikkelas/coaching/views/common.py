"""Who asks, about which kampung and visit: what every page of this room begins with."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from naikkelas.coaching import access
from naikkelas.coaching.queries import visits as queries
from naikkelas.coaching.queries.visits import VisitPage
from naikkelas.lib.actors import Actor
from naikkelas.lib.refusals import NotYours, Refused
from naikkelas.registry.models import KampungKB
from naikkelas.registry.queries import kampung_for


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in person; `LoginRequiredMiddleware` lets nobody else through."""
    return cast(Actor, request.user)


def kampung_of(request: HttpRequest, pk: UUID) -> KampungKB:
    """A kampung that the person may see, else 404."""
    found = kampung_for(actor_of(request)).select_related("village__parent")
    return get_object_or_404(found, pk=pk)


def mentored(request: HttpRequest, pk: UUID) -> KampungKB:
    """A kampung that the person mentors, else 404."""
    kampung = kampung_of(request, pk)
    if not access.may_visit(actor_of(request), kampung):
        raise Http404
    return kampung


def visit_of(request: HttpRequest, pk: UUID, record: UUID) -> VisitPage:
    """A visit to a kampung that the person may see, else 404."""
    page = queries.page_of(kampung_of(request, pk), record)
    if page is None:
        raise Http404
    return page


def said(form: Any, act: Callable[[], object]) -> bool:
    """Whether it was done; the form says why not. What is not theirs is not found."""
    try:
        act()
    except NotYours as refusal:
        raise Http404 from refusal
    except Refused as refusal:
        column = getattr(refusal, "column", None)
        form.add_error(column if column in form.fields else None, str(refusal))
        return False
    return True
