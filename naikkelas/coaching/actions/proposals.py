"""The house proposes visits of the coming quarter; mentors decide. And mentors are asked."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from naikkelas.accounts.models import Post
from naikkelas.areas.queries import local_now
from naikkelas.audit.actions import record
from naikkelas.coaching import access
from naikkelas.coaching.actions import planning
from naikkelas.coaching.errors import AlreadyPlanned, NotAMentor
from naikkelas.coaching.models import Assignment, PlannedVisit, PlanState
from naikkelas.coaching.queries.mentors import may_be_asked
from naikkelas.coaching.queries.proposing import board
from naikkelas.coaching.rules.proposing import propose
from naikkelas.lib.actors import Actor
from naikkelas.lib.refusals import require
from naikkelas.registry.models import KampungKB
from naikkelas.registry.queries import kampung_for


@transaction.atomic
def propose_visits(kabupaten_code: str, *, by: Actor) -> list[PlannedVisit]:
    """Propose the visits of a quarter for what the person mentors of a kabupaten.

    What is ahead already is left alone, so asking twice proposes nothing twice.
    """
    mine = kampung_for(by).live().within(kabupaten_code).filter(is_double=False)
    kampung = [one for one in mine.order_by("village_id") if access.may_visit(by, one)]
    require(bool(kampung))
    today = local_now(kabupaten_code).date()
    found = board(kabupaten_code, kampung, today)
    by_key = {str(one.pk): one for one in kampung}
    posts = Post.objects.in_bulk({one.mentor for one in found.candidates})
    made = []
    for proposal in propose(found.candidates, found.room, today):
        candidate = proposal.candidate
        try:
            made.append(
                planning.plan_visit(
                    by_key[candidate.kampung],
                    posts[candidate.mentor],
                    proposal.day,
                    by=by,
                    reasons=[ground.words for ground in candidate.grounds],
                    origin=PlannedVisit.Origin.HOUSE,
                    state=PlanState.PROPOSED,
                    worth=round(candidate.worth, 4),
                    chance=round(candidate.chance, 4),
                )
            )
        except AlreadyPlanned:
            continue  # somebody asked at the same moment
    return made


@transaction.atomic
def ask_mentor(kampung: KampungKB, post: int, *, by: Actor) -> Assignment:
    """Ask a post to mentor a kampung; asking twice is once."""
    require(access.may_assign(by, kampung))
    KampungKB.objects.select_for_update().get(pk=kampung.pk)
    if post not in dict(may_be_asked(kampung)):
        raise NotAMentor
    standing = Assignment.objects.standing().filter(kampung=kampung, mentor=post)
    if known := standing.first():
        return known
    asked = Assignment.objects.create(
        kabupaten_code=kampung.kabupaten_code,
        kampung=kampung,
        mentor=Post.objects.get(pk=post),
        assigned_by=by.pk,
        assigned_at=timezone.now(),
    )
    _record("mentor.ask", asked, by)
    return asked


@transaction.atomic
def release_mentor(kampung: KampungKB, assignment: UUID, *, by: Actor) -> None:
    """End an assignment; with none left the PKB of the area mentor it again. Twice is once."""
    require(access.may_assign(by, kampung))
    standing = Assignment.objects.standing().select_for_update(of=("self",))
    asked = standing.filter(pk=assignment, kampung=kampung).first()
    if asked is None:
        return
    asked.ended_at, asked.ended_by = timezone.now(), by.pk
    asked.save(update_fields=["ended_at", "ended_by"])
    _record("mentor.release", asked, by)


def _record(verb: str, asked: Assignment, by: Actor) -> None:
    record(
        verb,
        asked,
        by=by,
        kabupaten=asked.kabupaten_code,
        kampung=asked.kampung.nama,
        post=str(asked.mentor),
    )
