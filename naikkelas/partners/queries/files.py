"""Files that show a delivery: by links that hold for some minutes, for one person."""

from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core import signing

from naikkelas.lib.actors import Actor
from naikkelas.partners import access
from naikkelas.partners.models import Delivery

_SALT = "naikkelas.partners.delivery"


def path_of(delivery: Delivery) -> Path:
    """Where the file lies: under a random name, in no folder that is served."""
    return Path(settings.MEDIA_ROOT) / "mitra" / delivery.stored_name


def link_token(delivery: Delivery, actor: Actor) -> str:
    """A signed name for the file that this person can use for some minutes."""
    return signing.dumps([delivery.pk.hex, actor.pk], salt=_SALT)


def delivery_of(token: str, actor: Actor) -> Delivery | None:
    """The delivery behind a link; None for one that is old, false or another person's."""
    try:
        key, person = signing.loads(token, salt=_SALT, max_age=settings.MEDIA_LINK_SECONDS)
    except signing.BadSignature:
        return None
    if person != actor.pk:
        return None
    rows = access.deliveries_for(actor).select_related("commitment__mitra", "kampung")
    found = rows.filter(pk=UUID(key)).exclude(stored_name="").first()
    return found if found and access.may_open_file(actor, found) else None
