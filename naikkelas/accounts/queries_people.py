"""Reads of posts and who stands in them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from naikkelas.accounts import access
from naikkelas.accounts.models import Holding, Invitation, Post, PostArea, Role, running
from naikkelas.areas.models import Area
from naikkelas.lib.actors import Actor


@dataclass(frozen=True, slots=True)
class Standing:
    """A post with its areas, those who hold it now and those who are invited."""

    post: Post
    areas: tuple[Area, ...]
    holdings: tuple[Holding, ...]
    invitations: tuple[Invitation, ...]

    @property
    def is_vacant(self) -> bool:
        return not self.holdings

    @property
    def role_label(self) -> str:
        return str(Role(self.post.role).label)

    @property
    def where(self) -> str:
        """`Tirta Jaya, Bajuin (63.01.10.2004)`; the nation has no code."""
        return ", ".join(f"{area.name} ({area.code})" for area in self.areas) or "Indonesia"


def standings(actor: Actor, *, role: str = "", text: str = "") -> QuerySet[Post]:
    """The open posts of an actor's areas, vacant ones first."""
    now = timezone.now()
    held = Holding.objects.filter(running(now), post=OuterRef("pk"))
    posts = access.posts_visible_to(actor).filter(closed_at__isnull=True)
    if role in Role.values:
        posts = posts.filter(role=role)
    if text:
        posts = posts.filter(_about(text))
    return (
        posts.select_related("partner")
        .alias(is_held=Exists(held))
        .order_by("is_held", "role", "pk")
    )


def _about(text: str) -> Q:
    """Posts of a person, an area or a partner whose name or code contains the text."""
    names = Holding.objects.filter(running(timezone.now()), user__name__icontains=text)
    areas = PostArea.objects.filter(running(timezone.now())).filter(
        Q(area__name__icontains=text) | Q(area__code__startswith=text)
    )
    return (
        Q(pk__in=names.values("post"))
        | Q(pk__in=areas.values("post"))
        | Q(partner__name__icontains=text)
    )


def standing_of(posts: Sequence[Post]) -> list[Standing]:
    """Posts with what hangs on them; three queries, however many posts."""
    now = timezone.now()
    keys = [post.pk for post in posts]
    areas: dict[int, list[Area]] = defaultdict(list)
    for row in PostArea.objects.filter(running(now), post__in=keys).select_related("area"):
        if row.area:
            areas[row.post_id].append(row.area)
    holdings: dict[int, list[Holding]] = defaultdict(list)
    for holding in Holding.objects.filter(running(now), post__in=keys).select_related("user"):
        holdings[holding.post_id].append(holding)
    invitations: dict[int, list[Invitation]] = defaultdict(list)
    invited = Invitation.objects.standing().filter(post__in=keys).select_related("invited_by")
    for invitation in invited:
        invitations[invitation.post_id].append(invitation)
    return [
        Standing(
            post,
            tuple(areas[post.pk]),
            tuple(holdings[post.pk]),
            tuple(invitations[post.pk]),
        )
        for post in posts
    ]


def invitation_of(digest: str) -> Invitation | None:
    """The standing invitation behind a link's hash."""
    found = Invitation.objects.standing().filter(token_hash=digest, post__closed_at__isnull=True)
    return found.select_related("post__partner", "invited_by").first()
