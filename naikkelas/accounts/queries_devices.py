"""Reads of the keys of apps on phones."""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import QuerySet

from naikkelas.accounts.models import DeviceToken, User
from naikkelas.accounts.rules.keys import digest


class Standing(StrEnum):
    """What a key is worth at the moment."""

    UNKNOWN = "tidak_dikenal"
    REVOKED = "dicabut"
    POST_ENDED = "jabatan_berakhir"
    GOOD = "berlaku"


@dataclass(frozen=True, slots=True)
class Presented:
    """A key as an app presented it: what it is worth, and who acts with it where it is good."""

    standing: Standing
    device: DeviceToken | None = None

    @property
    def user(self) -> User:
        """The holder, acting under the post of the key."""
        assert self.device is not None
        return self.device.user


def presented(token: str) -> Presented:
    """Who comes with this key. Rights follow the post: one that ended opens nothing any more."""
    known = DeviceToken.objects.select_related("user").filter(token_hash=digest(token)).first()
    if known is None:
        return Presented(Standing.UNKNOWN)
    if known.revoked_at:
        return Presented(Standing.REVOKED, known)
    known.user.acting_as = known.post_id
    seat = known.user.acting
    held = seat is not None and seat.post_id == known.post_id
    return Presented(Standing.GOOD if held else Standing.POST_ENDED, known)


def devices_of(user: User) -> "QuerySet[DeviceToken]":
    """The standing keys of a person, the newest first, with their posts."""
    return DeviceToken.objects.standing().filter(user=user).select_related("post")
