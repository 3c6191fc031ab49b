"""What a person may fill in through an app: the same acts as on screen."""

from naikkelas.api.rules.survey import KEGIATAN
from naikkelas.lib.actors import Act, Actor
from naikkelas.registry.access import visible_to
from naikkelas.registry.models import KampungQuerySet
from naikkelas.registry.rules.schema import REPORTS

MOST_KAMPUNG = 500
"""Kampung whose last figures a phone carries; a larger area works on screen."""


def forms_for(actor: Actor) -> tuple[str, ...]:
    """The forms that a post sends: activities whoever drafts, monthly reports the lead."""
    activities = (KEGIATAN,) if actor.can(Act.DRAFT) else ()
    reports = tuple(form.code for form in REPORTS) if actor.can(Act.SEND) else ()
    return activities + reports


def kampung_for(actor: Actor) -> KampungQuerySet:
    """The kampung that the forms are about: live ones of the post's areas, by village."""
    return visible_to(actor).live().select_related("village__parent")
