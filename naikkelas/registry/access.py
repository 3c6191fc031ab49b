"""Who may see, report on and manage which kampung."""

from naikkelas.lib.actors import Act, Actor, may
from naikkelas.registry.models import KampungKB, KampungQuerySet


def visible_to(actor: Actor) -> KampungQuerySet:
    """The kampung of the actor's area, inactive ones too; withdrawn rows are nobody's."""
    return KampungKB.objects.filter(withdrawn_at__isnull=True).within_any(actor.scopes)


def may_report(actor: Actor, kampung: KampungKB) -> bool:
    """Fill in reports, and change the description of the kampung."""
    return may(actor, Act.DRAFT, kampung.village_id)


def may_register(actor: Actor, village_code: str) -> bool:
    """Open, close and reopen the kampung of a village."""
    return may(actor, Act.REGISTER, village_code)
