"""Who may see and keep partners, needs and commitments.

A partner's account sees and changes its own commitments only; everybody else sees those for kampung
of their areas. Needs are open to all who see the kampung.
"""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet

from naikkelas.accounts.models import Partner, Role, User
from naikkelas.lib.actors import Act, Actor, may, reaches
from naikkelas.partners.models import (
    Commitment,
    CommitmentPlace,
    CommitmentQuerySet,
    Delivery,
    Letter,
    Mitra,
    MitraQuerySet,
    Need,
    NeedQuerySet,
    Rakor,
    RakorTask,
)
from naikkelas.registry import access as registry
from naikkelas.registry.models import KampungKB

KABUPATEN = len("63.01")


def own_partner(actor: Actor) -> Partner | None:
    """The partner for whom a person acts; None for other posts."""
    if not is_partner(actor) or not isinstance(actor, User) or actor.acting is None:
        return None
    return actor.acting.partner


def is_partner(actor: Actor) -> bool:
    """Whether the person acts under a post of a partner."""
    return isinstance(actor, User) and actor.role == Role.PARTNER


def may_follow_calendar(actor: Actor) -> bool:
    """Have a calendar address of one's own: posts of a partner."""
    return actor.can(Act.COMMIT) and own_partner(actor) is not None


def _within(actor: Actor) -> Q:
    """Rows of a kabupaten in which the person works, be it in one of its villages."""
    prefixes = {scope[:KABUPATEN] for scope in actor.scopes}
    return reduce(or_, (Q(kabupaten_code__startswith=one) for one in prefixes), Q(pk__in=[]))


def mitra_for(actor: Actor) -> MitraQuerySet:
    """The partners of the kabupaten where a person works: offices, not people."""
    return Mitra.objects.filter(_within(actor))


def needs_for(actor: Actor) -> NeedQuerySet:
    """The needs of the kampung that a person sees."""
    return Need.objects.filter(kampung__in=registry.visible_to(actor))


def commitments_for(actor: Actor) -> CommitmentQuerySet:
    """A partner's own; for others those with a kampung that they see."""
    if is_partner(actor):
        return Commitment.objects.filter(
            mitra__account__isnull=False, mitra__account=own_partner(actor)
        )
    places = CommitmentPlace.objects.filter(
        commitment=OuterRef("pk"), kampung__in=registry.visible_to(actor)
    )
    return Commitment.objects.filter(Exists(places))


def deliveries_for(actor: Actor) -> QuerySet[Delivery]:
    """Deliveries of the commitments that a person sees, in kampung that they see."""
    return Delivery.objects.filter(
        commitment__in=commitments_for(actor), kampung__in=registry.visible_to(actor)
    )


def is_own(actor: Actor, mitra: Mitra) -> bool:
    """Whether a person acts for this partner."""
    partner = own_partner(actor)
    return partner is not None and mitra.account_id == partner.pk


def may_coordinate(actor: Actor, code: str) -> bool:
    """Keep partners, publish needs, agree on commitments, hold rakor of an area."""
    return may(actor, Act.COORDINATE, code)


def may_offer(actor: Actor, mitra: Mitra, kampung: Iterable[KampungKB]) -> bool:
    """Offer support to kampung: the partner itself, or a coordinator who writes it down."""
    if not actor.can(Act.COMMIT):
        return False
    if not is_own(actor, mitra):
        return not is_partner(actor) and _coordinates(actor, kampung)
    return all(reaches(actor, one.village_id) for one in kampung)


def may_agree(actor: Actor, commitment: Commitment) -> bool:
    """Agree on an offer: who coordinates all of its kampung, never the partner itself."""
    return _coordinates(actor, _kampung_of(commitment))


def may_work_on(actor: Actor, commitment: Commitment) -> bool:
    """Begin, deliver, call off: the partner itself, or a coordinator of all of its kampung."""
    return may_offer(actor, commitment.mitra, _kampung_of(commitment))


def may_see_contact(actor: Actor, mitra: Mitra) -> bool:
    """Read who answers for a partner: its own people, and who sees people in its area."""
    return is_own(actor, mitra) or may(actor, Act.SEE_PERSONAL, mitra.area_id)


def may_open_file(actor: Actor, delivery: Delivery) -> bool:
    """Open what shows a delivery: the partner itself, and who may see people in the kampung."""
    is_own_file = is_own(actor, delivery.commitment.mitra)
    return is_own_file or registry.may_open_evidence(actor, delivery.kampung)


def _coordinates(actor: Actor, kampung: Iterable[KampungKB]) -> bool:
    return all(may_coordinate(actor, one.village_id) for one in kampung)


def _kampung_of(commitment: Commitment) -> list[KampungKB]:
    return [place.kampung for place in commitment.places.select_related("kampung")]


# Meetings and letters ---------------------------------------------------------------------------


def rakor_for(actor: Actor) -> QuerySet[Rakor]:
    """Meetings of the kabupaten where a person works; a partner sees those that it is asked to."""
    found = Rakor.objects.filter(_within(actor))
    if is_partner(actor):
        partner = own_partner(actor)
        found = found.filter(
            invitations__mitra__account__isnull=False, invitations__mitra__account=partner
        )
    return found


def tasks_for(actor: Actor) -> QuerySet[RakorTask]:
    """Tasks of the meetings that a person sees; a partner sees its own only."""
    found = RakorTask.objects.filter(rakor__in=rakor_for(actor))
    if is_partner(actor):
        found = found.filter(mitra__account__isnull=False, mitra__account=own_partner(actor))
    return found


def letters_for(actor: Actor) -> QuerySet[Letter]:
    """The register of letters: of those who coordinate, in their own areas."""
    if not actor.can(Act.COORDINATE):
        return Letter.objects.none()
    inside = (Q(area__code=scope) | Q(area__code__startswith=f"{scope}.") for scope in actor.scopes)
    return Letter.objects.filter(reduce(or_, inside, Q(pk__in=[])))


def may_close_task(actor: Actor, task: RakorTask, *, is_withdrawn: bool = False) -> bool:
    """Close a task: who coordinates the area of the meeting; a partner its own, as done."""
    if may_coordinate(actor, task.rakor.area_id):
        return True
    return not is_withdrawn and task.mitra is not None and is_own(actor, task.mitra)
