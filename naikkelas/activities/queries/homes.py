"""Where photos of phones belong: records of this room, or of a room above (`PHONE_PHOTOS`)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any  # rows of rooms above
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.module_loading import import_string

from naikkelas.activities.models import PhotoUpload
from naikkelas.lib.actors import Act, Actor
from naikkelas.lib.refusals import Refused
from naikkelas.registry.models import KampungKB


@dataclass(frozen=True, slots=True)
class PhotoHome:
    """What photos of some kinds hang on, and who may send them.

    `acts` are those of the posts that send such photos at all; `may(actor, kampung)` asks one.
    `what` names the record for people. `is_here(kampung, record, sender)` says whether the record
    has come, and refuses in words a sender whose record it is not. `with_room` narrows photos that
    wait to those whose record stands here and takes one more. `join` stores a photo with its
    record, once under its number. `for_now` are refusals after which the photo waits on.
    """

    acts: tuple[Act, ...]
    may: Callable[[Actor, KampungKB], bool]
    what: str
    is_here: Callable[[KampungKB, UUID, int], bool]
    with_room: "Callable[[QuerySet[PhotoUpload]], QuerySet[PhotoUpload]]"
    join: Callable[..., Any]
    for_now: tuple[type[Refused], ...]


def home_of(kind: str) -> PhotoHome:
    """Where photos of a kind belong; `settings.PHONE_PHOTOS` names it."""
    home: PhotoHome = import_string(settings.PHONE_PHOTOS[kind])
    return home


def kinds_of_homes() -> dict[PhotoHome, list[str]]:
    """Every home with its kinds."""
    found: dict[PhotoHome, list[str]] = {}
    for kind in settings.PHONE_PHOTOS:
        found.setdefault(home_of(kind), []).append(kind)
    return found


def may_send(actor: Actor, kind: str, kampung: KampungKB) -> bool:
    """Send photos of this kind, and take away those whose record never comes."""
    return home_of(kind).may(actor, kampung)


def kinds_for(actor: Actor) -> list[str]:
    """The kinds that a post sends at all."""
    return [kind for kind in settings.PHONE_PHOTOS if any(map(actor.can, home_of(kind).acts))]


def with_room(
    uploads: "QuerySet[PhotoUpload]", records: "QuerySet[Any]", photos: "QuerySet[Any]", most: int
) -> "QuerySet[PhotoUpload]":
    """Those whose record is one of `records` (which names its upload by `OuterRef`) and has fewer
    than `most` of `photos`, which name it in `record`.
    """
    theirs = photos.filter(record=OuterRef("record")).order_by().values("record")
    room = Coalesce(Subquery(theirs.annotate(n=Count("pk")).values("n")), 0)
    return uploads.filter(Exists(records)).alias(taken=room).filter(taken__lt=most)
