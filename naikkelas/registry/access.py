"""Who may see, report on and manage which kampung."""

from naikkelas.lib.actors import Actor, covers
from naikkelas.registry.models import KampungKB, KampungQuerySet


def visible_to(actor: Actor) -> KampungQuerySet:
    """The kampung of the actor's area, inactive ones too; withdrawn rows are nobody's."""
    return KampungKB.objects.filter(withdrawn_at__isnull=True).within(actor.scope)


def may_report(actor: Actor, kampung: KampungKB) -> bool:
    """Fill in and send reports, and change the description of the kampung."""
    return actor.may_write and covers(actor.scope, kampung.village_id)


def may_register(actor: Actor, village_code: str) -> bool:
    """Open, close and reopen the kampung of a village."""
    return actor.may_configure and covers(actor.scope, village_code)
