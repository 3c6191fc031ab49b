"""Who may import into an area, and see its imports."""

from django.db.models import Q, QuerySet

from naikkelas.exchange.models import ImportBatch
from naikkelas.lib.actors import Actor, covers


def may_import(actor: Actor, area_code: str) -> bool:
    """Load kampung and reports into an area and its subtree."""
    return actor.may_configure and covers(actor.scope, area_code)


def visible_to(actor: Actor) -> QuerySet[ImportBatch]:
    """The imports into the actor's area and its subtree, for those who may import."""
    if not actor.may_configure:
        return ImportBatch.objects.none()
    if not actor.scope:
        return ImportBatch.objects.all()
    inside = Q(area_code=actor.scope) | Q(area_code__startswith=f"{actor.scope}.")
    return ImportBatch.objects.filter(inside)
