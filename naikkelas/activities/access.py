"""Who may report and see activities, and read, draft, agree on and approve plans."""

from django.db.models import QuerySet

from naikkelas.activities.models import RKM, Kegiatan, KegiatanPhoto, RKMItem, RKMItemQuerySet
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


def may_report(actor: Actor, kampung: KampungKB) -> bool:
    """Report and mend activities, add photos: every member of the Pokja, and the PKB."""
    return may(actor, Act.DRAFT, kampung.village_id)


def may_open_photos(actor: Actor, kampung: KampungKB) -> bool:
    """Open photos: they show people, whom not every reader may see."""
    return registry.may_open_evidence(actor, kampung)


def activities_for(actor: Actor) -> QuerySet[Kegiatan]:
    """All versions of the activities of the kampung that a person sees."""
    return Kegiatan.objects.filter(kampung__in=registry.visible_to(actor))


def photos_for(actor: Actor) -> QuerySet[KegiatanPhoto]:
    """The photos of the kampung that a person sees, withdrawn ones too."""
    return KegiatanPhoto.objects.filter(kampung__in=registry.visible_to(actor))


def may_see_names_in_rkm(actor: Actor, kampung: KampungKB) -> bool:
    """Who answers for an item, by name: the desk that works on the plan, and nobody else."""
    return may_draft_rkm(actor, kampung)
