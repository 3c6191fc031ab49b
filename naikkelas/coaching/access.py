"""Who may mentor, plan visits, read what was seen, and close what was agreed.

The free text of visits may name people, so it is read by those who work with the kampung, not by
everyone who sees it on the map.
"""

from django.db.models import QuerySet

from naikkelas.accounts.models import Post, Role, User
from naikkelas.accounts.rules.policy import POKJA_ROLES
from naikkelas.coaching.models import (
    Assignment,
    Desk,
    FollowUp,
    FollowUpQuerySet,
    PlannedVisit,
    PlannedVisitQuerySet,
    Visit,
    VisitQuerySet,
)
from naikkelas.lib.actors import Act, Actor, may, theirs
from naikkelas.registry import access as registry
from naikkelas.registry.models import KampungKB, KampungQuerySet

_READERS = (Act.DRAFT, Act.SEE_PERSONAL, Act.MENTOR, Act.DO_STEP)
_DESKS = {
    Desk.POKJA: (*POKJA_ROLES, Role.FIELD),
    Desk.VILLAGE: (*POKJA_ROLES, Role.FIELD),
    Desk.DISTRICT: (Role.DISTRICT,),
    Desk.KABUPATEN: (Role.OPERATOR, Role.HEAD),
}
"""Desk → the posts that work for it; a village office has no posts here, so the Pokja tells."""


def visits_for(actor: Actor) -> VisitQuerySet:
    """The visits to the kampung that a person sees, all versions."""
    return Visit.objects.filter(kampung__in=registry.visible_to(actor))


def planned_for(actor: Actor) -> PlannedVisitQuerySet:
    """The planned visits to the kampung that a person sees."""
    return PlannedVisit.objects.filter(kampung__in=registry.visible_to(actor))


def followups_for(actor: Actor) -> FollowUpQuerySet:
    """The follow-ups of the kampung that a person sees."""
    return FollowUp.objects.filter(kampung__in=registry.visible_to(actor))


def assignments_for(actor: Actor) -> QuerySet[Assignment]:
    """Who was asked to mentor the kampung that a person sees."""
    return Assignment.objects.filter(kampung__in=registry.visible_to(actor))


def may_visit(actor: Actor, kampung: KampungKB) -> bool:
    """Plan and record visits to a kampung: mentors of its area, and an SKPD or partner where its
    post was named by an assignment that stands, there and only there.
    """
    village = kampung.village_id
    if may(actor, Act.MENTOR, village):
        return True
    return may(actor, Act.MENTOR_ASKED, village) and is_asked(actor, kampung)


def kampung_to_visit(actor: Actor) -> KampungQuerySet:
    """The live kampung to which a person may make visits (`may_visit`), also without a line."""
    seen = registry.visible_to(actor).live()
    if actor.can(Act.MENTOR):
        return seen
    seat = actor.acting if isinstance(actor, User) else None
    if seat is None or not actor.can(Act.MENTOR_ASKED):
        return seen.none()
    asked = Assignment.objects.standing().filter(mentor=seat.post_id)
    return seen.filter(pk__in=asked.values("kampung"))


def is_asked(actor: Actor, kampung: KampungKB) -> bool:
    """Whether the post under which a person acts was asked to mentor the kampung: one query."""
    seat = actor.acting if isinstance(actor, User) else None
    standing = Assignment.objects.standing().filter(kampung=kampung)
    return seat is not None and standing.filter(mentor=seat.post_id).exists()


def may_change(actor: Actor, visit: Visit) -> bool:
    """Correct or take back a visit and its photos; an SKPD or partner its own only."""
    if may(actor, Act.MENTOR, visit.kampung.village_id):
        return True
    seat = actor.acting if isinstance(actor, User) else None
    is_own = seat is not None and visit.mentor_id == seat.post_id
    return is_own and may_visit(actor, visit.kampung)


def may_change_plan(actor: Actor, planned: PlannedVisit) -> bool:
    """Accept, move and drop a planned visit; an SKPD or partner its own only."""
    if may(actor, Act.MENTOR, planned.kampung.village_id):
        return True
    seat = actor.acting if isinstance(actor, User) else None
    is_own = seat is not None and planned.mentor_id == seat.post_id
    return is_own and may_visit(actor, planned.kampung)


def may_read(actor: Actor, kampung: KampungKB) -> bool:
    """Read what was seen and agreed: whoever works with the kampung."""
    return any(may(actor, act, kampung.village_id) for act in _READERS)


def may_assign(actor: Actor, kampung: KampungKB) -> bool:
    """Say which post mentors a kampung: the kabupaten and the kecamatan."""
    return may(actor, Act.COORDINATE, kampung.village_id)


def may_sign(actor: Actor, kampung: KampungKB) -> bool:
    """Confirm a visit for the Pokja, in one's own account."""
    return registry.is_own_desk(actor, kampung)


def post_of(actor: Actor) -> Post | None:
    """The post under which a person acts now; the system has none."""
    seat = actor.acting if isinstance(actor, User) else None
    return Post.objects.filter(pk=seat.post_id).first() if seat else None


def may_close(actor: Actor, followup: FollowUp) -> bool:
    """Close a follow-up: its owner, the desk that it was escalated to, or a mentor there."""
    village = followup.kampung.village_id
    if may_visit(actor, followup.kampung):
        return True
    if not may(actor, Act.DO_STEP, village) or not isinstance(actor, User):
        return False
    if actor.role == Role.PARTNER:
        return _is_of_partner(actor, followup)
    desks = {followup.owner, followup.escalated_to}
    return any(actor.role in _DESKS.get(Desk(desk), ()) for desk in desks if desk)


def may_pass_on(actor: Actor, followup: FollowUp) -> bool:
    """Ask an SKPD or partner to do it: who may close it, but no partner itself."""
    is_partner = isinstance(actor, User) and actor.role == Role.PARTNER
    return not is_partner and may_close(actor, followup)


def _is_of_partner(actor: User, followup: FollowUp) -> bool:
    partner = actor.acting.partner if actor.acting else None
    if partner is None:
        return False
    if followup.asked_partner_id == partner.pk:
        return True
    if followup.owner != Desk.OFFICE:
        return False
    if followup.partner_id:
        return followup.partner_id == partner.pk
    return partner.name.casefold() == followup.partner_name.casefold()


def may_see_effects(actor: Actor, kabupaten_code: str) -> bool:
    """Read what visits changed in a kabupaten: sums over at least five kampung, so also for posts
    that hold a part of it.
    """
    return actor.can(Act.SEE) and bool(theirs(actor, kabupaten_code))


def may_compare_mentors(actor: Actor, kabupaten_code: str) -> bool:
    """Read them by mentor: who answers for the mentors of the whole kabupaten."""
    acts = (Act.COORDINATE, Act.DECIDE_PLAN)
    return any(may(actor, act, kabupaten_code) for act in acts)
