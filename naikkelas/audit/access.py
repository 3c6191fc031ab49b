"""Who may read which part of the trail."""

from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from naikkelas.audit.models import Event
from naikkelas.lib.actors import Act, Actor, reaches

KABUPATEN_LENGTH = len("63.01")


def may_read_trail(actor: Actor) -> bool:
    """The trail of their areas."""
    return actor.can(Act.READ_TRAIL)


def may_read_register(actor: Actor) -> bool:
    """The register of what is kept about persons."""
    return actor.can(Act.READ_TRAIL) or actor.can(Act.GUARD_PRIVACY)


def visible_to(actor: Actor) -> "QuerySet[Event]":
    """The events of the kabupaten and provinces in their areas, all of them for the nation."""
    if not may_read_trail(actor):
        return Event.objects.none()
    return _within(actor.scopes)


def _within(scopes: tuple[str, ...]) -> "QuerySet[Event]":
    if "" in scopes:
        return Event.objects.all()
    wide = [scope for scope in scopes if len(scope) <= KABUPATEN_LENGTH]
    if not wide:
        return Event.objects.none()
    return Event.objects.filter(reduce(or_, map(_inside, wide)))


def _inside(scope: str) -> Q:
    """Of a province also what was done to the province itself, in a chain of its own code."""
    if len(scope) == KABUPATEN_LENGTH:
        return Q(kabupaten_code=scope)
    return Q(kabupaten_code=scope) | Q(kabupaten_code__startswith=f"{scope}.")


def may_know_names(actor: Actor, kabupaten: str) -> bool:
    """Whether names of people stand beside their posts for this reader."""
    return actor.can(Act.SEE_PERSONAL) and (reaches(actor, kabupaten) or _touches(actor, kabupaten))


def _touches(actor: Actor, kabupaten: str) -> bool:
    """A post in a part of the kabupaten: it sees the history of what it sees."""
    return bool(kabupaten) and any(scope.startswith(f"{kabupaten}.") for scope in actor.scopes)
