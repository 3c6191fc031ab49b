"""Who may import into an area, and see its imports."""

from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from naikkelas.exchange.models import ImportBatch
from naikkelas.lib.actors import Act, Actor, may


def may_import(actor: Actor, area_code: str) -> bool:
    """Load kampung and reports into an area and its subtree."""
    return may(actor, Act.IMPORT, area_code)


def visible_to(actor: Actor) -> QuerySet[ImportBatch]:
    """The imports into the actor's area and its subtree, for those who may import."""
    if not actor.can(Act.IMPORT) or not actor.scopes:
        return ImportBatch.objects.none()
    return ImportBatch.objects.filter(reduce(or_, map(_inside, actor.scopes)))


def _inside(scope: str) -> Q:
    return Q(area_code=scope) | Q(area_code__startswith=f"{scope}.") if scope else Q()
