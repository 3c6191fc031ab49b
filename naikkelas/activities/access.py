"""Who may read, draft, agree on and approve the plan of a kampung."""

from django.db.models import QuerySet

from naikkelas.activities.models import RKM, RKMItem, RKMItemQuerySet
from naikkelas.lib.actors import Act, Actor, may
from naikkelas.registry import access as registry
from naikkelas.registry.models import KampungKB


def rkm_for(actor: Actor) -> QuerySet[RKM]:
    """The plans of the kampung that a person sees."""
    return RKM.objects.filter(kampung__in=registry.visible_to(actor))


def items_for(actor: Actor) -> RKMItemQuerySet:
    """The plan items of the kampung that a person sees."""
    return RKMItem.objects.filter(rkm__kampung__in=registry.visible_to(actor))


def may_draft_rkm(actor: Actor, kampung: KampungKB) -> bool:
    """Propose, change and strike out items, and say how they stand: any member of the Pokja."""
    return may(actor, Act.DRAFT, kampung.village_id)


def may_agree_rkm(actor: Actor, kampung: KampungKB) -> bool:
    """Note what a meeting decided and open a revision: ketua, sekretaris, PKB."""
    return may(actor, Act.SEND, kampung.village_id)


def may_approve_rkm(actor: Actor, kampung: KampungKB) -> bool:
    """Note that the head of the village approved it: the PKB, who saw the signed paper."""
    return may(actor, Act.VERIFY_FIELD, kampung.village_id)
