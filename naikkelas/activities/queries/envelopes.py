"""Reads of what phones sent: what waits for somebody, and how far each thing has come."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Prefetch, Q, QuerySet
from django.utils import timezone

from naikkelas.accounts.models import PostArea
from naikkelas.activities.models import Envelope, OtherBody, PhotoUpload
from naikkelas.activities.queries.homes import PhotoHome, kinds_for
from naikkelas.activities.queries.kegiatan import names_of_keys
from naikkelas.activities.rules import letters
from naikkelas.lib.actors import Act, Actor, covers
from naikkelas.registry import access
from naikkelas.registry.models import KampungKB

WAITS_QUIETLY = timedelta(days=1)
"""How long a photo waits for its record before people are asked about it."""
KEPT_AFTER_POST = timedelta(days=400)
"""How long after a post ended its holder's drafts are still taken in (held, not applied)."""


def waiting_for(actor: Actor) -> "QuerySet[Envelope]":
    """What waits in the kampung for which a person reports, the newest first."""
    if not actor.can(Act.DRAFT):
        return Envelope.objects.none()
    waiting = ~Q(state=Envelope.State.ACCEPTED) & Q(settled_at__isnull=True)
    return Envelope.objects.filter(waiting, kampung__in=access.visible_to(actor)).select_related(
        "kampung"
    )


def others_for(actor: Actor) -> "QuerySet[OtherBody]":
    """Other contents under accepted numbers that nobody has looked at, of the same kampung."""
    if not actor.can(Act.DRAFT):
        return OtherBody.objects.none()
    open_ones = OtherBody.objects.filter(settled_at__isnull=True)
    theirs = open_ones.filter(envelope__kampung__in=access.visible_to(actor))
    return theirs.select_related("envelope__kampung")


def names_in(rows: Iterable[Envelope | OtherBody]) -> Mapping[str, str]:
    """Key to name of the groups and plan items that these bodies name, of their kampung only."""
    opened = [letters.opened(bytes(row.body)) for row in rows if row.body]
    told = [letter.wanted or letter.body for letter in opened]
    return names_of_keys(told, {letter.kampung for letter in opened})


def known_envelopes(actor: Actor, keys: Iterable[UUID]) -> "QuerySet[Envelope]":
    """The envelopes of these numbers in the kampung that a person sees (`is_seen`), or their own.

    Who sent something may know what became of it also where the post has moved on; of the record
    that was made of it they hear nothing more.
    """
    is_seen = ExpressionWrapper(
        Q(kampung__in=access.visible_to(actor)), output_field=BooleanField()
    )
    asked = Envelope.objects.filter(pk__in=list(keys)).annotate(is_seen=is_seen).defer("body")
    settled = OtherBody.objects.filter(settled_at__isnull=False).defer("body")
    return asked.filter(Q(is_seen=True) | Q(sender=actor.pk)).prefetch_related(
        Prefetch("others", settled)
    )


def visible_uploads(actor: Actor, keys: Iterable[UUID]) -> "QuerySet[PhotoUpload]":
    """The photos of these numbers in the kampung that a person sees."""
    return PhotoUpload.objects.filter(pk__in=list(keys), kampung__in=access.visible_to(actor))


def photos_waiting_for(actor: Actor) -> "QuerySet[PhotoUpload]":
    """Whole photos whose record has not come for a day or cannot take them, in the kampung for
    which a person reports; the oldest first.
    """
    if not actor.can(Act.DRAFT):
        return PhotoUpload.objects.none()
    return PhotoUpload.objects.filter(
        state=PhotoUpload.State.WAITING,
        kind__in=kinds_for(actor),
        done_at__lt=timezone.now() - WAITS_QUIETLY,
        kampung__in=access.visible_to(actor),
    ).select_related("kampung")


def uploads_that_may_join(home: PhotoHome, kinds: list[str]) -> "QuerySet[PhotoUpload]":
    """Whole photos of these kinds that wait, whose record stands here with room for one more."""
    waiting = PhotoUpload.objects.filter(state=PhotoUpload.State.WAITING, kind__in=kinds)
    return home.with_room(waiting).select_related("kampung")


def formerly_theirs(actor: Actor, kampung: KampungKB) -> bool:
    """Whether the person held a post over this kampung not long ago."""
    since = timezone.now() - KEPT_AFTER_POST
    ended = Q(post__holdings__until__isnull=True) | Q(post__holdings__until__gte=since)
    codes = PostArea.objects.filter(ended, post__holdings__user=actor.pk).values_list(
        "area_id", flat=True
    )
    return any(code and covers(code, kampung.village_id) for code in codes)
