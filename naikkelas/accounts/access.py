"""Who may do what to accounts and posts."""

from django.db.models import QuerySet
from django.utils import timezone

from naikkelas.accounts.models import (
    ApiToken,
    DeviceToken,
    Post,
    PostArea,
    PrivacyRequest,
    Role,
    User,
    running,
)
from naikkelas.accounts.rules import policy
from naikkelas.areas.models import Area
from naikkelas.lib.actors import Act, Actor, may, reaches


def may_fill(by: Actor, role: str, area_code: str) -> bool:
    """Open a post of this role in this area, fill it and hand it over."""
    granted = policy.may_grant(getattr(by, "role", ""), role)
    return granted and may(by, Act.MANAGE_PEOPLE, area_code)


def may_manage(by: Actor, user: User) -> bool:
    """Deactivate an account: every post that it holds must be one that the actor may fill."""
    seats = user.posts
    return bool(seats) and all(
        may_fill(by, seat.role, code) for seat in seats for code in seat.scopes
    )


def may_revoke(by: Actor, device: DeviceToken | ApiToken) -> bool:
    """Take the key of a phone or program away: its holder, and who may close their account."""
    return by.pk == device.user_id or may_manage(by, device.user)


def may_name(by: Actor, user: User) -> bool:
    """Put this account into a post by its login name: one that works or worked in one's areas.

    Others are invited: then they agree themselves, and nobody learns who has an account elsewhere.
    An account without any post is known to those who open accounts, not to a PKB.
    """
    codes = PostArea.objects.filter(post__holdings__user=user).values_list("area_id", flat=True)
    areas = {code or "" for code in codes}
    if not areas:
        return policy.may_grant(getattr(by, "role", ""), Role.OPERATOR)
    return any(reaches(by, code) for code in areas)


def may_reactivate(by: Actor, user: User) -> bool:
    """Reopen an account whose last post was in the actor's areas."""
    last = user.holdings.order_by("-since").select_related("post").first()
    if last is None or user.scrubbed_at:
        return False
    codes = last.post.areas.values_list("area_id", flat=True)
    return all(may_fill(by, last.post.role, code or "") for code in codes)


def is_restricted(user: User) -> bool:
    """A restriction was carried out, and no correction that the PPDP fulfilled since lifted it."""
    done = PrivacyRequest.objects.filter(subject=user, closed_at__isnull=False)
    done = done.exclude(outcome=PrivacyRequest.Outcome.REFUSED).order_by("-closed_at")
    kinds = (PrivacyRequest.Kind.RESTRICTION, PrivacyRequest.Kind.CORRECTION)
    last = done.filter(kind__in=kinds).first()
    return last is not None and last.kind == PrivacyRequest.Kind.RESTRICTION


def posts_visible_to(actor: Actor) -> QuerySet[Post]:
    """The posts with an area in the actor's areas, for those who manage people."""
    if not actor.can(Act.MANAGE_PEOPLE):
        return Post.objects.none()
    areas = PostArea.objects.filter(running(timezone.now()))
    if "" not in actor.scopes:
        mine = Area.objects.none()
        for scope in actor.scopes:
            mine = mine | Area.objects.within(scope)
        areas = areas.filter(area__in=mine)
    return Post.objects.filter(pk__in=areas.values("post"))


def may_see_personal(actor: Actor, area_code: str) -> bool:
    """See names and contacts of people in an area."""
    return actor.can(Act.SEE_PERSONAL) and reaches(actor, area_code)


def may_guard_privacy_of(by: Actor, user: User | None) -> bool:
    """Look after the data of somebody who holds or held a post in the guard's areas.

    Somebody without an account (named in reports by NIP) is any guard's to look after.
    """
    if not by.can(Act.GUARD_PRIVACY):
        return False
    if user is None or "" in by.scopes:
        return True
    codes = PostArea.objects.filter(post__holdings__user=user).values_list("area_id", flat=True)
    return any(code and reaches(by, code) for code in codes)


def may_answer(by: Actor, request: PrivacyRequest) -> bool:
    """Answer a request of one's area; nobody answers their own."""
    return (
        may(by, Act.GUARD_PRIVACY, request.kabupaten_code)
        and request.subject_id != by.pk
        and may_guard_privacy_of(by, request.subject)
    )


def may_reveal(by: Actor, user: User) -> bool:
    """See the contact of a person: their own, or of people in posts in one's areas."""
    codes = {code for seat in user.posts for code in seat.scopes}
    return by.pk == user.pk or any(may_see_personal(by, code) for code in codes)
