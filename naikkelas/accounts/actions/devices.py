"""Keys of apps on phones (ODK Collect, KoboCollect): made once, shown once, revoked at any time."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any  # JSON for the trail

from django.db import transaction
from django.utils import timezone

from naikkelas.accounts import access
from naikkelas.accounts.actions import api_tokens
from naikkelas.accounts.errors import DeviceNameMissing, TooManyDevices
from naikkelas.accounts.models import DeviceToken, Post, Role, User
from naikkelas.accounts.rules.keys import digest
from naikkelas.audit.actions import record
from naikkelas.lib.actors import Act, Actor
from naikkelas.lib.refusals import require

MOST_DEVICES = 10
"""Standing keys of one person under one post."""
NOTE_EVERY = timedelta(minutes=1)
"""How precisely the last use is known; each note is a write."""


@dataclass(frozen=True, slots=True)
class Connected:
    """A key with its secret, which is shown once and stored only as a hash."""

    device: DeviceToken
    token: str


@transaction.atomic
def connect(user: User, *, name: str, by: User) -> Connected:
    """Make a key for one's own phone, under the post that one acts as.

    It lets in without password and second factor, so it opens nothing but drafting and sending:
    what a face of the house does with it, it does as this post.
    """
    seat = by.acting
    require(user.pk == by.pk and seat is not None and by.can(Act.DRAFT))
    assert seat is not None
    # Two pages that connect at once take turns: the limit holds.
    Post.objects.select_for_update(no_key=True).get(pk=seat.post_id)
    name = " ".join(name.split())[:60]
    if not name:
        raise DeviceNameMissing
    standing = DeviceToken.objects.standing().filter(user=user, post_id=seat.post_id)
    if standing.count() >= MOST_DEVICES:
        raise TooManyDevices
    token = secrets.token_urlsafe(32)
    device = DeviceToken.objects.create(
        user=user,
        post_id=seat.post_id,
        name=name,
        token_hash=digest(token),
        made_at=timezone.now(),
    )
    _record("device.add", device, by=by, role=str(Role(seat.role).label))
    return Connected(device, token)


@transaction.atomic
def revoke(device: DeviceToken, *, by: Actor) -> DeviceToken:
    """Make a key worthless from the next request on: one's own, or of people one manages."""
    device = DeviceToken.objects.select_for_update(no_key=True).get(pk=device.pk)
    require(access.may_revoke(by, device))
    if device.revoked_at is None:
        device.revoked_at = timezone.now()
        device.save(update_fields=["revoked_at"])
        _record("device.revoke", device, by=by)
    return device


def revoke_all(user: User, *, by: Actor) -> None:
    """Revoke every key of somebody whose phone or way in is not theirs alone any more: those of
    their phones, and those that they made for programs."""
    for device in DeviceToken.objects.standing().filter(user=user):
        device.revoked_at = timezone.now()
        device.save(update_fields=["revoked_at"])
        _record("device.revoke", device, by=by)
    api_tokens.revoke_all(user, by=by)


def note_use(device: DeviceToken, at: datetime) -> None:
    """Remember the last use, to the minute; no line of the trail for each look at a form."""
    if device.last_used_at is None or at - device.last_used_at >= NOTE_EVERY:
        DeviceToken.objects.filter(pk=device.pk).update(last_used_at=at)


def _record(verb: str, device: DeviceToken, *, by: Actor, **told: Any) -> None:
    """The trail knows the key by its number; the name of the phone stays with it."""
    record(verb, device, by=by, kabupaten=device.user.home[: len("63.01")], **told)
