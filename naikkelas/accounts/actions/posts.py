"""Opening posts, filling them, handing them over, ending them."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any  # JSON for the trail

from django.db import transaction
from django.utils import timezone

from naikkelas.accounts import access
from naikkelas.accounts.errors import (
    AreaUnfit,
    LastManager,
    PartnerMissing,
    PostClosed,
    PostWouldBeVacant,
)
from naikkelas.accounts.models import Holding, Partner, Post, PostArea, Role, User, running
from naikkelas.accounts.rules import policy
from naikkelas.areas.models import Area
from naikkelas.audit.actions import record
from naikkelas.lib.actors import Act, Actor
from naikkelas.lib.refusals import require

LONGEST_OVERLAP = timedelta(days=31)


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
def appoint(user: User, post: Post, *, by: Actor) -> Holding:
    """Put a person into a post beside those who hold it already."""
    post = _locked(post, by)
    open_holding = post.holdings.filter(running(timezone.now()), user=user).first()
    if open_holding:
        return open_holding
    holding = Holding.objects.create(post=post, user=user, since=timezone.now())
    _record("post.appoint", post, _areas_of(post), by=by, person=user.pk)
    return holding


@transaction.atomic
def hand_over(post: Post, *, to: User, by: Actor, overlap: timedelta = timedelta()) -> Holding:
    """Give a post with everything that hangs on it to the next person, in one step.

    Those who hold it leave at once, or after an overlap of at most 31 days in which both work.
    Drafts, queues and duties belong to the post, so nothing has to be moved.
    """
    post = _locked(post, by)
    now = timezone.now()
    leaving = post.holdings.filter(running(now)).exclude(user=to)
    before = list(leaving.values_list("user_id", flat=True))
    leaving.update(until=now + min(max(overlap, timedelta()), LONGEST_OVERLAP))
    holding = post.holdings.filter(running(now), user=to, until__isnull=True).first()
    holding = holding or Holding.objects.create(post=post, user=to, since=now)
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
    be left to manage the accounts of the area.
    """
    post = _locked(holding.post, by)
    holding = Holding.objects.select_for_update().get(pk=holding.pk)
    now = timezone.now()
    if holding.until and holding.until <= now:
        return holding
    others = post.holdings.filter(running(now)).exclude(pk=holding.pk)
    if not others.exists():
        _insist_on_manager(post)
        if not leave_vacant:
            raise PostWouldBeVacant
    holding.until = now
    holding.save(update_fields=["until"])
    _record("post.leave", post, _areas_of(post), by=by, person=holding.user_id)
    return holding


@transaction.atomic
def close_post(post: Post, *, by: Actor) -> Post:
    """End a post for good, with all who hold it."""
    post = _locked(post, by)
    _insist_on_manager(post)
    now = timezone.now()
    post.holdings.filter(running(now)).update(until=now)
    post.closed_at = now
    post.save(update_fields=["closed_at"])
    _record("post.close", post, _areas_of(post), by=by)
    return post


@transaction.atomic
def change_areas(
    post: Post, areas: Sequence[Area], *, by: Actor, overlap: timedelta = timedelta()
) -> Post:
    """Give a post other areas; those it loses stay with it through the overlap."""
    post = _locked(post, by)
    wanted = _codes(areas)
    require(all(access.may_fill(by, post.role, code) for code in wanted))
    insist_on_fit(post.role, areas, post.partner)
    now, before = timezone.now(), _areas_of(post)
    held = post.areas.filter(running(now))
    held.exclude(area__in=wanted).update(until=now + min(overlap, LONGEST_OVERLAP))
    kept = set(held.filter(until__isnull=True).values_list("area_id", flat=True))
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


def _locked(post: Post, by: Actor) -> Post:
    """The post as it is now, if the actor may fill it; nobody else changes it meanwhile."""
    post = Post.objects.select_for_update().get(pk=post.pk)
    require(all(access.may_fill(by, post.role, code) for code in _areas_of(post)))
    if post.closed_at:
        raise PostClosed
    return post


def _areas_of(post: Post) -> list[str]:
    held = post.areas.filter(running(timezone.now()))
    return sorted({code or "" for code in held.values_list("area_id", flat=True)})


def _codes(areas: Sequence[Area | None]) -> list[str]:
    return sorted({area.code if area else "" for area in areas})


def _insist_on_manager(post: Post) -> None:
    """Somebody else in a post of the same areas must be able to manage its people."""
    if Act.MANAGE_PEOPLE not in policy.POLICY[post.role] or post.role == Role.FIELD:
        return
    now = timezone.now()
    managers = Post.objects.filter(
        role__in=(Role.OPERATOR, Role.ADMIN), closed_at__isnull=True
    ).exclude(pk=post.pk)
    held = managers.filter(running(now, "holdings__")).distinct()
    if not any(set(_areas_of(post)) <= set(other.codes) for other in held):
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
        kabupaten=codes[0][:5] if codes and len(codes[0]) >= len("63.01") else "",
        before=before,
        after=after,
        role=post.get_role_display(),
        areas=", ".join(codes) or "nasional",
        **({"person": person} if person else {}),
        **data,
    )
