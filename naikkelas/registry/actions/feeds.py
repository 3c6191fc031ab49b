"""Secret addresses of the agenda of a kampung, for the calendar on a phone."""

import secrets

from django.db import transaction
from django.utils import timezone

from naikkelas.accounts.models import User
from naikkelas.audit.actions import record
from naikkelas.lib.actors import Actor
from naikkelas.lib.refusals import NotYours, require
from naikkelas.registry import access
from naikkelas.registry.errors import FeedRevoked
from naikkelas.registry.models import CalendarFeed, KampungKB
from naikkelas.registry.queries.meetings import secret_hash


@transaction.atomic
def give(kampung: KampungKB, *, by: User) -> str:
    """A new secret for the person's post; the one before is revoked. It is shown this once."""
    kampung = KampungKB.objects.select_for_update().get(pk=kampung.pk)
    require(access.may_hold_meetings(by, kampung))
    if by.acting is None:
        raise NotYours
    standing = CalendarFeed.objects.filter(
        kampung=kampung, post_id=by.acting.post_id, revoked_at__isnull=True
    )
    standing.update(revoked_at=timezone.now(), revoked_by=by.pk)
    secret = secrets.token_urlsafe(24)
    feed = CalendarFeed.objects.create(
        kampung=kampung,
        kabupaten_code=kampung.kabupaten_code,
        post_id=by.acting.post_id,
        secret_sha256=secret_hash(secret),
        made_by=by.pk,
        made_at=timezone.now(),
    )
    _record("calendar.give", feed, by)
    return secret


@transaction.atomic
def revoke(feed: CalendarFeed, *, by: Actor) -> CalendarFeed:
    """Close an address; calendars that ask for it find nothing from now on."""
    rows = CalendarFeed.objects.select_for_update(of=("self",)).select_related("kampung")
    feed = rows.get(pk=feed.pk)
    require(access.may_hold_meetings(by, feed.kampung))
    if feed.revoked_at:
        raise FeedRevoked
    feed.revoked_at, feed.revoked_by = timezone.now(), by.pk
    feed.save(update_fields=["revoked_at", "revoked_by"])
    _record("calendar.revoke", feed, by)
    return feed


def _record(verb: str, feed: CalendarFeed, by: Actor) -> None:
    record(verb, feed, by=by, kabupaten=feed.kabupaten_code, kampung=feed.kampung.nama)
