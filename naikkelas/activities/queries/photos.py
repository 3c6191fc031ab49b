"""Reads of photos: links that hold for some minutes, and the files behind them."""

from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core import signing

from naikkelas.activities import access
from naikkelas.activities.models import KegiatanPhoto
from naikkelas.lib.actors import Actor

_SALT = "activities.photo"
_FOLDER = "foto"


def path_of(photo: KegiatanPhoto) -> Path:
    """Where the file lies: under a random name, in no folder that is served."""
    return Path(settings.MEDIA_ROOT) / _FOLDER / photo.stored_name


def link_token(photo: KegiatanPhoto, actor: Actor) -> str:
    """A signed name for the file that this person can use for some minutes."""
    return signing.dumps([photo.pk.hex, actor.pk], salt=_SALT)


def photo_of(token: str, actor: Actor) -> KegiatanPhoto | None:
    """The photo behind a link; None for a link that is old, false or another person's.

    The signature only says that we made the link: the rights are asked for again.
    """
    try:
        key, person = signing.loads(token, salt=_SALT, max_age=settings.MEDIA_LINK_SECONDS)
    except signing.BadSignature:
        return None
    if person != actor.pk:
        return None
    found = access.photos_for(actor).filter(pk=UUID(key)).select_related("kampung").first()
    return found if found and access.may_open_photos(actor, found.kampung) else None
