"""Who may write, publish, read and copy good examples.

A kampung reads its own, drafts too; what is published is read by everybody of the kabupaten: that
is what a library is for. It holds no person, only posts.
"""

from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from naikkelas.accounts.models import User
from naikkelas.lib.actors import Act, Actor, may
from naikkelas.practices.models import (
    Competition,
    CompetitionEntry,
    CompetitionJudge,
    Exemplar,
    Practice,
    PracticeQuerySet,
    Replication,
    StudyVisit,
)
from naikkelas.practices.rules import judging
from naikkelas.registry import access as registry
from naikkelas.registry.models import KampungKB

KABUPATEN = len("63.01")


def in_their_kabupaten(actor: Actor) -> Q:
    """Rows of every kabupaten in which, or above which, a person works."""
    return reduce(or_, map(_of_scope, actor.scopes), Q(pk__in=[]))


def _of_scope(scope: str) -> Q:
    if not scope:
        return Q(pk__isnull=False)
    if len(scope) < KABUPATEN:
        return Q(kabupaten_code__startswith=f"{scope}.")
    return Q(kabupaten_code=scope[:KABUPATEN])


def own_practices(actor: Actor) -> PracticeQuerySet:
    """Practices of the kampung of one's area, whatever their state."""
    return Practice.objects.filter(kampung__in=registry.visible_to(actor))


def practices_for(actor: Actor) -> PracticeQuerySet:
    """What a person reads: the library of the kabupaten, and all of one's own area."""
    own = Q(kampung__in=registry.visible_to(actor))
    return Practice.objects.filter(own | Q(pk__in=collection_for(actor)))


def collection_for(actor: Actor) -> PracticeQuerySet:
    """What is published in the kabupaten of a person, of kampung that are at work."""
    live = Q(kampung__is_active=True, kampung__withdrawn_at__isnull=True)
    return Practice.objects.public().filter(live, in_their_kabupaten(actor))


def may_write(actor: Actor, kampung: KampungKB) -> bool:
    """Draft and revise: every member of the Pokja, and the PKB."""
    return may(actor, Act.DRAFT, kampung.village_id)


def may_send(actor: Actor, kampung: KampungKB) -> bool:
    """Hand in for publishing: ketua and sekretaris of the Pokja, and the PKB."""
    return may(actor, Act.SEND, kampung.village_id)


def may_curate(actor: Actor, kampung: KampungKB) -> bool:
    """Publish, return, take out, and name kampung contoh: the office of the kabupaten."""
    return may(actor, Act.CURATE, kampung.village_id)


def may_read_versions(actor: Actor, practice: Practice) -> bool:
    """Read versions that are not published: who sees the kampung by their own area."""
    return may(actor, Act.SEE, practice.kampung.village_id)


def own_exemplars(actor: Actor) -> QuerySet[Exemplar]:
    """Terms as kampung contoh in one's own area."""
    return Exemplar.objects.filter(kampung__in=registry.visible_to(actor))


def exemplars_for(actor: Actor) -> QuerySet[Exemplar]:
    """Terms as kampung contoh in the kabupaten of a person: who is an example is public there."""
    live = Q(kampung__is_active=True, kampung__withdrawn_at__isnull=True)
    return Exemplar.objects.filter(live, in_their_kabupaten(actor))


# Study visits, copies, competitions --------------------------------------------------------------


def visits_for(actor: Actor) -> QuerySet[StudyVisit]:
    """Visits of and to the kampung of one's area: both sides plan and report."""
    seen = registry.visible_to(actor)
    return StudyVisit.objects.filter(Q(guest__in=seen) | Q(host__in=seen))


def replications_for(actor: Actor) -> QuerySet[Replication]:
    """Copies in the kampung of one's area."""
    return Replication.objects.filter(kampung__in=registry.visible_to(actor))


def competitions_for(actor: Actor) -> QuerySet[Competition]:
    """Competitions of the kabupaten of a person."""
    return Competition.objects.filter(in_their_kabupaten(actor))


def own_entries(actor: Actor) -> QuerySet[CompetitionEntry]:
    """Entries of the kampung of one's area, with their feedback."""
    return CompetitionEntry.objects.filter(kampung__in=registry.visible_to(actor))


def may_hold_competition(actor: Actor, kabupaten_code: str) -> bool:
    """Open a competition, name judges, announce."""
    return may(actor, Act.CURATE, kabupaten_code)


def judge_of(actor: Actor, competition: Competition) -> CompetitionJudge | None:
    """The judge as whom a person acts, by their post; None for everybody else."""
    if not isinstance(actor, User) or actor.acting is None:
        return None
    judges = competition.judges.filter(removed_at__isnull=True)
    return judges.filter(post_id=actor.acting.post_id).first()


def has_conflict(actor: Actor, kampung: KampungKB) -> bool:
    """Whether a person works for the kampung that they would judge."""
    role = actor.role if isinstance(actor, User) else ""
    return judging.has_conflict(role, actor.scopes, kampung.village_id)
