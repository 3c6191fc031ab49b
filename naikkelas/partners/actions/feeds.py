"""A partner's own calendar address: given once, revoked by the post that has it."""

import secrets

from django.db import transaction
from django.utils import timezone

from naikkelas.accounts.models import Post, User
from naikkelas.audit.actions import record
from naikkelas.lib.refusals import NotYours, require
from naikkelas.partners import access
from naikkelas.partners.models import PartnerFeed
from naikkelas.partners.queries.feeds import feed_of_post
from naikkelas.registry.errors import FeedRevoked
from naikkelas.registry.queries.meetings import secret_hash


@transaction.atomic
def give(*, by: User) -> str:
    """A new secret for the person's post; the one before is revoked. It is shown this once."""
    post = _held(by)
    PartnerFeed.objects.filter(post=post, revoked_at__isnull=True).update(
        revoked_at=timezone.now(), revoked_by=by.pk
    )
    secret = secrets.token_urlsafe(24)
    feed = PartnerFeed.objects.create(
        post=post,
        kabupaten_code=by.home[: access.KABUPATEN],
        secret_sha256=secret_hash(secret),
        made_by=by.pk,
        made_at=timezone.now(),
    )
    _record("partner_calendar.give", feed, by)
    return secret


@transaction.atomic
def revoke(*, by: User) -> PartnerFeed:
    """Close the address of the person's post; calendars find nothing there from now on."""
    _held(by)
    feed = feed_of_post(by)
    if feed is None:
        raise FeedRevoked
    feed.revoked_at, feed.revoked_by = timezone.now(), by.pk
    feed.save(update_fields=["revoked_at", "revoked_by"])
    _record("partner_calendar.revoke", feed, by)
    return feed


def _held(by: User) -> Post:
    """The post of a partner under which the person acts, locked, so that taps go one by one."""
    require(access.may_follow_calendar(by))
    if by.acting is None:
        raise NotYours
    return Post.objects.select_for_update(of=("self",)).get(pk=by.acting.post_id)


def _record(verb: str, feed: PartnerFeed, by: User) -> None:
    record(verb, feed, by=by, kabupaten=feed.kabupaten_code, partner=str(access.own_partner(by)))
