"""What a person may fill in through an app: the same acts as on screen."""

from naikkelas.lib.actors import Act, Actor
from naikkelas.registry.access import visible_to
from naikkelas.registry.models import KampungQuerySet
from naikkelas.registry.rules.schema import REPORTS

MOST_KAMPUNG = 500
"""Kampung whose last figures a phone carries; a larger area works on screen."""


def forms_for(actor: Actor) -> tuple[str, ...]:
    """The forms that a post sends; monthly reports are sent by the lead of a Pokja."""
    return tuple(form.code for form in REPORTS) if actor.can(Act.SEND) else ()


def kampung_for(actor: Actor) -> KampungQuerySet:
    """The kampung that the forms are about: live ones of the post's areas, by village."""
    return visible_to(actor).live().select_related("village__parent")


def seen_by(actor: Actor) -> KampungQuerySet:
    """The kampung that a submission may name: closed ones too, so that the refusal can say so."""
    return visible_to(actor).select_related("village")
