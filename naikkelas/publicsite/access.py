"""Who may write for a site, publish, release photos, choose addresses, take it down."""

from django.db.models import QuerySet

from naikkelas.lib.actors import Act, Actor, may
from naikkelas.publicsite.models import Aspiration, SiteText
from naikkelas.registry import access as registry
from naikkelas.registry.models import KampungKB


def texts_of(actor: Actor) -> QuerySet[SiteText]:
    """Texts of the kampung of one's area, whatever their state."""
    return SiteText.objects.filter(kampung__in=registry.visible_to(actor))


def aspirations_of(actor: Actor) -> QuerySet[Aspiration]:
    """What residents of one's area wrote."""
    return Aspiration.objects.filter(kampung__in=registry.visible_to(actor))


def may_write(actor: Actor, kampung: KampungKB) -> bool:
    """Draft and revise: every member of the Pokja, and the PKB."""
    return may(actor, Act.DRAFT, kampung.village_id)


def may_send(actor: Actor, kampung: KampungKB) -> bool:
    """Hand in, release photos, answer residents, choose the look, take the site down."""
    return may(actor, Act.SEND, kampung.village_id)


def may_publish(actor: Actor, kampung: KampungKB) -> bool:
    """Publish, return, bring back: the PKB, or the office of the kabupaten."""
    return may(actor, Act.VERIFY_FIELD, kampung.village_id) or may(
        actor, Act.CURATE, kampung.village_id
    )


def may_map(actor: Actor, kampung: KampungKB) -> bool:
    """Choose the address and the domain: an operator."""
    return may(actor, Act.CONFIGURE, kampung.village_id)
