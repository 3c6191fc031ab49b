"""Opening posts, filling them, handing them over, ending them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any  # JSON for the trail

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from naikkelas.accounts import access
from naikkelas.accounts.errors import (
    AreaUnfit,
    LastManager,
    PartnerMissing,
    PersonUnfit,
    PostClosed,
    PostWouldBeVacant,
)
from naikkelas.accounts.models import (
    Holding,
    Partner,
    Post,
    PostArea,
    Role,
    User,
    open_at,
    running,
    unended,
)
from naikkelas.accounts.rules import policy
from naikkelas.areas.models import Area
from naikkelas.audit.actions import record
from naikkelas.lib.actors import Actor, common
from naikkelas.lib.refusals import require

LONGEST_OVERLAP = timedelta(days=31)
MANAGERS = (Role.OPERATOR, Role.ADMIN)
"""Posts of which one per area must stay held: without it nobody could let people in."""


@transaction.atomic
def open_post(
    role: str, areas: Sequence[Area | None], *, by: Actor, partner: Partner | None = None
) -> Post:
    """Open a post in one or several areas (None: the nation); nobody holds it yet."""
    codes = _codes(areas)
    require(all(access.may_fill(by, role, code) for code in codes))
    insist_on_fit(role, areas, partner)
    post = Post.objects.create_with_areas(role, areas, partner=partner)
    _record("post.open", post, codes, by=by, after={"role": role, "areas": codes})
    return post


@transaction.atomic
def name_partner(name: str, kind: str, area: Area, *, by: Actor) -> Partner:
    """The partner of this name in an area; put down when it is new."""
    require(access.may_fill(by, Role.PARTNER, area.code))
    partner, is_new = Partner.objects.get_or_create(area=area, name=name, defaults={"kind": kind})
    if is_new:
        kabupaten = area.code[: len("63.01")]
        record("partner.add", partner, by=by, kabupaten=kabupaten, name=name, area=area.code)
    return partner


@transaction.atomic
def appoint(user: User, post: Post, *, by: Actor) -> Holding:
    """Put a person into a post beside those who hold it already.

    Somebody who is about to leave it stays.
    """
    user = _ready(user)
    post = _locked(post, by)
    require(access.may_name(by, user))
    open_holding = post.holdings.filter(open_at(timezone.now()), user=user).first()
    if open_holding:
        return open_holding
    holding = seat(user, post)
    _record("post.appoint", post, _areas_of(post), by=by, person=user.pk)
    return holding


@transaction.atomic
def hand_over(post: Post, *, to: User, by: Actor, overlap: timedelta = timedelta()) -> Holding:
    """Give a post with everything that hangs on it to the next person, in one step.

    Those who hold it leave at once, or after an overlap of at most 31 days in which both work; an
    earlier end that was set before holds. Drafts, queues and duties belong to the post, so nothing
    has to be moved.
    """
    to = _ready(to)
    post = _locked(post, by)
    require(access.may_name(by, to))
    return succeed(post, to, by=by, overlap=overlap)


def succeed(post: Post, to: User, *, by: Actor, overlap: timedelta = timedelta()) -> Holding:
    """The hand-over itself, of a locked post to a locked person; an invitation has asked before."""
    now = timezone.now()
    leaving = post.holdings.filter(unended(now)).exclude(user=to)
    before = sorted(set(leaving.filter(since__lte=now).values_list("user_id", flat=True)))
    _end(leaving, now + min(max(overlap, timedelta()), LONGEST_OVERLAP))
    holding = seat(to, post)
    _record(
        "post.hand_over",
        post,
        _areas_of(post),
        by=by,
        before={"holders": before},
        after={"holders": [to.pk]},
        overlap_days=overlap.days,
    )
    return holding


@transaction.atomic
def end_holding(holding: Holding, *, by: Actor, leave_vacant: bool = False) -> Holding:
    """Let a person leave a post; access ends with the next request.

    Refused when the post would stand empty, unless that is what is wanted, and when nobody would
    be left to manage the accounts of the area. Who is about to leave fills no post.
    """
    post = _locked(holding.post, by)
    holding = Holding.objects.select_for_update(no_key=True).get(pk=holding.pk)
    now = timezone.now()
    if holding.until and holding.until <= now:
        return holding
    is_last = holding.until is None and not _staying(post, holding.user_id).exists()
    if is_last:
        _insist_on_manager(post, _areas_of(post))
        if not leave_vacant:
            raise PostWouldBeVacant
    _end(post.holdings.filter(unended(now), user=holding.user_id), now)
    _record("post.leave", post, _areas_of(post), by=by, person=holding.user_id)
    holding.refresh_from_db()
    return holding


@transaction.atomic
def leave_all(user: User, *, by: Actor) -> None:
    """End every holding of a person whose account is closed; the caller has asked who may.

    Refused when nobody would be left to manage the accounts of an area.
    """
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    now = timezone.now()
    held = Holding.objects.filter(unended(now), user=user)
    roles = dict(held.values_list("post_id", "post__role"))
    lock(*roles, manages=not set(MANAGERS).isdisjoint(roles.values()))
    for post in Post.objects.filter(pk__in=roles).order_by("pk"):
        if not post.closed_at and not _staying(post, user.pk).exists():
            _insist_on_manager(post, _areas_of(post))
        _end(post.holdings.filter(unended(now), user=user), now)
        _record("post.leave", post, _areas_of(post), by=by, person=user.pk)


@transaction.atomic
def close_post(post: Post, *, by: Actor) -> Post:
    """End a post for good, with all who hold it."""
    post = _locked(post, by)
    _insist_on_manager(post, _areas_of(post))
    now = timezone.now()
    _end(post.holdings.filter(unended(now)), now)
    post.closed_at = now
    post.save(update_fields=["closed_at"])
    _record("post.close", post, _areas_of(post), by=by)
    return post


@transaction.atomic
def change_areas(
    post: Post, areas: Sequence[Area], *, by: Actor, overlap: timedelta = timedelta()
) -> Post:
    """Give a post other areas; those it loses stay with it through the overlap.

    Refused when nobody would be left to manage the accounts of an area that it loses.
    """
    post = _locked(post, by)
    wanted = _codes(areas)
    require(all(access.may_fill(by, post.role, code) for code in wanted))
    insist_on_fit(post.role, areas, post.partner)
    now, before = timezone.now(), _areas_of(post)
    _insist_on_manager(post, sorted(set(before) - set(wanted)))
    lost = post.areas.filter(unended(now)).exclude(area__in=wanted)
    _end(lost, now + min(max(overlap, timedelta()), LONGEST_OVERLAP))
    kept = set(post.areas.filter(open_at(now)).values_list("area_id", flat=True))
    for area in areas:
        if area.pk not in kept:
            PostArea.objects.create(post=post, area=area, since=now)
    _record(
        "post.change_areas", post, wanted, by=by, before={"areas": before}, after={"areas": wanted}
    )
    return post


def insist_on_fit(role: str, areas: Sequence[Area | None], partner: Partner | None) -> None:
    """A Pokja serves one village, a kecamatan one kecamatan …; a partner's post names it."""
    levels = {area.level if area else 0 for area in areas}
    if not levels or not levels <= policy.LEVELS[role]:
        raise AreaUnfit
    if len(areas) > 1 and role not in policy.SEVERAL_AREAS:
        raise AreaUnfit
    if (role == Role.PARTNER) != (partner is not None):
        raise PartnerMissing


def seat(user: User, post: Post) -> Holding:
    """One holding without an end: a new one, or the one that was to begin later or end soon."""
    now = timezone.now()
    found = post.holdings.filter(unended(now), user=user).order_by("since").first()
    if found is None:
        return Holding.objects.create(post=post, user=user, since=now)
    _end(post.holdings.filter(user=user).exclude(pk=found.pk), now)
    found.since, found.until = min(found.since, now), None
    found.save(update_fields=["since", "until"])
    return found


def lock(*posts: int, manages: bool = False) -> None:
    """Nobody else changes these posts meanwhile; always in one order, so that none wait in a ring.

    With `manages` all posts that manage people are locked too: of two operators who leave at once
    the second must see that the first has gone.
    """
    wanted = Q(pk__in=posts)
    if manages:
        wanted |= Q(role__in=MANAGERS, closed_at__isnull=True)
    list(Post.objects.select_for_update(no_key=True).filter(wanted).order_by("pk"))


def _locked(post: Post, by: Actor) -> Post:
    """The post as it is now, if the actor may fill it; nobody else changes it meanwhile."""
    lock(post.pk, manages=post.role in MANAGERS)
    post = Post.objects.get(pk=post.pk)
    require(all(access.may_fill(by, post.role, code) for code in _areas_of(post)))
    if post.closed_at:
        raise PostClosed
    return post


def _ready(user: User) -> User:
    """The person, locked, if a post may be given to them: not closed meanwhile, not the system."""
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if not user.is_active or Role.SYSTEM in {one.role for one in user.posts}:
        raise PersonUnfit
    return user


def _end(rows: "QuerySet[Any]", at: datetime) -> None:
    """End holdings or areas at an instant; what ends earlier stays, what begins later is void."""
    rows = rows.filter(unended(at))
    rows.filter(since__gt=at).update(until=F("since"))
    rows.filter(since__lte=at).update(until=at)


def _staying(post: Post, leaving: int) -> "QuerySet[Holding]":
    """Who else is in the post now and is not about to leave it."""
    staying = post.holdings.filter(open_at(timezone.now()), user__is_active=True)
    return staying.exclude(user=leaving)


def _areas_of(post: Post) -> list[str]:
    held = post.areas.filter(running(timezone.now()))
    return sorted({code or "" for code in held.values_list("area_id", flat=True)})


def _codes(areas: Sequence[Area | None]) -> list[str]:
    return sorted({area.code if area else "" for area in areas})


def _insist_on_manager(post: Post, codes: Sequence[str]) -> None:
    """Somebody in another post of the same areas must stay to manage their people."""
    if post.role not in MANAGERS:
        return
    now = timezone.now()
    others = PostArea.objects.filter(
        open_at(now),
        open_at(now, "post__holdings__"),
        post__holdings__user__is_active=True,
        post__role__in=MANAGERS,
        post__closed_at__isnull=True,
    ).exclude(post=post)
    managed = {code or "" for code in others.values_list("area_id", flat=True)}
    if not set(codes) <= managed:
        raise LastManager


def _record(
    verb: str,
    post: Post,
    codes: Sequence[str],
    *,
    by: Actor,
    person: int | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    **data: Any,
) -> None:
    """The trail names the post and its areas, and persons by key."""
    record(
        verb,
        post,
        by=by,
        kabupaten=common(tuple(codes))[: len("63.01")],
        before=before,
        after=after,
        role=post.get_role_display(),
        areas=", ".join(codes) or "nasional",
        **({"person": person} if person else {}),
        **data,
    )
