"""Reads of the keys of programs."""

from dataclasses import dataclass, replace

from django.db.models import QuerySet

from naikkelas.accounts.models import ApiToken, User
from naikkelas.accounts.queries_devices import Standing
from naikkelas.accounts.rules.keys import digest
from naikkelas.lib.actors import covers


@dataclass(frozen=True, slots=True)
class PresentedToken:
    """A key as a program presented it: what it is worth, and who acts with it where it is good."""

    standing: Standing
    token: ApiToken | None = None

    @property
    def user(self) -> User:
        """The maker, acting under the post of the key, within the area of the key."""
        assert self.token is not None
        return self.token.user


def presented_token(secret: str) -> PresentedToken:
    """Who comes with this key: two queries. Rights follow the post, within the key's area."""
    known = ApiToken.objects.select_related("user").filter(token_hash=digest(secret)).first()
    if known is None:
        return PresentedToken(Standing.UNKNOWN)
    if not known.is_standing:
        return PresentedToken(Standing.REVOKED, known)
    held = acts_within(known)
    return PresentedToken(Standing.GOOD if held else Standing.POST_ENDED, known)


def acts_within(token: ApiToken) -> bool:
    """Let the maker act as the post of a key, in its area only; False where neither holds now."""
    token.user.acting_as = token.post_id
    seat = token.user.acting
    if seat is None or seat.post_id != token.post_id:
        return False
    if token.is_whole_post:
        return True
    if not any(covers(scope, token.area_code) for scope in seat.scopes):
        return False
    token.user.posts = (replace(seat, scopes=(token.area_code,)),)
    return True


def tokens_of(user: User) -> "QuerySet[ApiToken]":
    """The standing keys of a person, the newest first, with their posts."""
    return ApiToken.objects.standing().filter(user=user).select_related("post")
