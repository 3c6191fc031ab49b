"""What the views of activities share."""

from typing import cast
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from naikkelas.activities import access
from naikkelas.activities.models import KegiatanPhoto
from naikkelas.activities.queries import photos as photo_links
from naikkelas.activities.queries.pages import ActivityPage, page_of
from naikkelas.lib.actors import Actor
from naikkelas.registry.models import KampungKB
from naikkelas.registry.queries import kampung_for


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in person."""
    return cast(Actor, request.user)


def kampung_of(request: HttpRequest, pk: UUID) -> KampungKB:
    """A kampung that the person may see, else 404."""
    return get_object_or_404(kampung_for(actor_of(request)), pk=pk)


def page_or_404(request: HttpRequest, pk: UUID, record: UUID) -> ActivityPage:
    """The page of an activity of a kampung that the person may see, else 404."""
    kampung = kampung_of(request, pk)
    page = page_of(record, kampung, actor_of(request))
    if page is None:
        raise Http404
    page.activity.kampung = kampung
    return page


def pictures(request: HttpRequest, page: ActivityPage) -> list[tuple[KegiatanPhoto, str]]:
    """The photos with links that hold for some minutes; empty links for who may not open them."""
    actor = actor_of(request)
    may_open = access.may_open_photos(actor, page.activity.kampung)
    return [(one, _link(one, actor) if may_open else "") for one in page.photos]


def _link(photo: KegiatanPhoto, actor: Actor) -> str:
    return reverse("activities:photo_file", args=[photo_links.link_token(photo, actor)])
