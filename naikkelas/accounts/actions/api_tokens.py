"""Keys of programs that speak with the API: made once, shown once, revoked at any time."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any  # JSON for the trail

from django.db import transaction
from django.utils import timezone

from naikkelas.accounts import access
from naikkelas.accounts.errors import ApiTokenUnfit, TooManyApiTokens
from naikkelas.accounts.models import ApiToken, Post, Role, Seat, User
from naikkelas.accounts.rules.keys import digest
from naikkelas.accounts.rules.scopes import SCOPES
from naikkelas.areas.models import Area
from naikkelas.audit.actions import record
from naikkelas.lib.actors import Actor, covers
from naikkelas.lib.refusals import require

MOST_TOKENS = 10
"""Standing keys of one person under one post."""
LONGEST_DAYS = 365
PREFIX = "nkapi_"
"""How every key begins, so that one that lies about is recognised."""
NOTE_EVERY = timedelta(minutes=1)
"""How precisely the last use is known; each note is a write."""


@dataclass(frozen=True, slots=True)
class Made:
    """A key with its secret, which is shown once and stored only as a hash."""

    token: ApiToken
    secret: str


@transaction.atomic
def make(
    user: User,
    *,
    name: str,
    scopes: Collection[str],
    days: int,
    by: User,
    area: str | None = None,
) -> Made:
    """Make a key under the post that one acts as; `area` None is wherever that post is.

    It lets in without password and second factor, so it opens only its scopes, each of which the
    post itself must have; areas outside the post and terms of more than a year are refused.
    """
    seat = by.acting
    require(user.pk == by.pk and seat is not None)
    assert seat is not None
    # Two pages at once take turns: the limit holds.
    Post.objects.select_for_update(no_key=True).get(pk=seat.post_id)
    standing = ApiToken.objects.standing().filter(user=user, post_id=seat.post_id)
    if standing.count() >= MOST_TOKENS:
        raise TooManyApiTokens
    secret = PREFIX + secrets.token_urlsafe(32)
    now = timezone.now()
    token = ApiToken.objects.create(
        user=user,
        post_id=seat.post_id,
        name=_name(name),
        scopes="|".join(_scopes(scopes, by)),
        is_whole_post=area is None,
        area_code=_area(area, seat),
        token_hash=digest(secret),
        made_at=now,
        expires_at=now + timedelta(days=_days(days)),
    )
    role, told = str(Role(seat.role).label), ", ".join(token.scope_codes)
    _record("api_token.add", token, by=by, role=role, scopes=told, area=token.area_code)
    return Made(token, secret)


def _name(name: str) -> str:
    name = " ".join(name.split())[:60]
    if not name:
        raise ApiTokenUnfit("Isi nama programnya, supaya mudah dikenali saat mencabut.")
    return name


def _scopes(wanted: Collection[str], by: User) -> list[str]:
    """The scopes once each, in the order of the list; each one of the post's own acts."""
    if not wanted or any(code not in SCOPES or not SCOPES[code].is_for(by.can) for code in wanted):
        raise ApiTokenUnfit
    return [code for code in SCOPES if code in wanted]


def _area(area: str | None, seat: Seat) -> str:
    if area is None:
        return ""
    known = not area or Area.objects.current().filter(pk=area).exists()
    if not known or not any(covers(scope, area) for scope in seat.scopes):
        raise ApiTokenUnfit("Kode wilayah ini tidak ada atau di luar wilayah jabatan Anda.")
    return area


def _days(days: int) -> int:
    if not 1 <= days <= LONGEST_DAYS:
        raise ApiTokenUnfit(f"Masa berlaku kunci antara 1 dan {LONGEST_DAYS} hari.")
    return days


@transaction.atomic
def revoke(token: ApiToken, *, by: Actor) -> ApiToken:
    """Make a key worthless from the next request on: one's own, or of people one manages."""
    token = ApiToken.objects.select_for_update(no_key=True).get(pk=token.pk)
    require(access.may_revoke(by, token))
    if token.revoked_at is None:
        _revoke(token, by=by)
    return token


def revoke_all(user: User, *, by: Actor) -> None:
    """Revoke every key that somebody has made."""
    for token in ApiToken.objects.standing().filter(user=user):
        _revoke(token, by=by)


def _revoke(token: ApiToken, *, by: Actor) -> None:
    token.revoked_at = timezone.now()
    token.save(update_fields=["revoked_at"])
    _record("api_token.revoke", token, by=by)


def note_use(token: ApiToken, at: datetime) -> None:
    """Remember the last use, to the minute; no line of the trail for each look."""
    if token.last_used_at is None or at - token.last_used_at >= NOTE_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=at)


def _record(verb: str, token: ApiToken, *, by: Actor, **told: Any) -> None:
    """The trail knows the key by its number; the name of the program stays with it."""
    record(verb, token, by=by, kabupaten=token.user.home[: len("63.01")], **told)
