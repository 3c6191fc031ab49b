"""Areas for which a person plans trainings."""

from naikkelas.areas.models import Area, Level
from naikkelas.lib.actors import Act, Actor


def trained_by(actor: Actor) -> list[Area]:
    """Kabupaten and kecamatan that are the person's, else their villages; none for who trains not.

    Who acts for more than one kabupaten plans none here: a session belongs to one of them.
    """
    home = actor.home
    if not actor.can(Act.TRAIN) or len(home) < len("63.01"):
        return []
    scopes = list(Area.objects.filter(pk__in=actor.scopes).order_by("code"))
    below = Area.objects.filter(parent__in=[one.code for one in scopes], level=Level.KECAMATAN)
    return [*scopes, *below.current().order_by("code")]
