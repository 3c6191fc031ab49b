"""Who may see, plan and run trainings, register people and sit tests."""

from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from naikkelas.areas.rules import codes
from naikkelas.lib.actors import Act, Actor, may, reaches
from naikkelas.registry import access as registry
from naikkelas.registry.models import KampungKB
from naikkelas.training.models import Participant, TrainingSession


def sessions_for(actor: Actor) -> "QuerySet[TrainingSession]":
    """Sessions held for an area within the person's own, or for one around it."""
    where = reduce(or_, map(_around, actor.scopes), Q(pk__in=[]))
    return TrainingSession.objects.filter(where)


def _around(scope: str) -> Q:
    if not scope:
        return Q(pk__isnull=False)
    first, after = codes.subtree(scope)
    within = Q(area_id__gte=first, **({"area_id__lt": after} if after else {}))
    return within | Q(area_id__in=codes.lineage(scope))


def may_train(actor: Actor, area_code: str) -> bool:
    """Plan and run trainings of an area."""
    return may(actor, Act.TRAIN, area_code)


def may_run(actor: Actor, session: TrainingSession) -> bool:
    """Change a session, note who was there, give certificates."""
    return may_train(actor, session.area_id)


def may_keep_curricula(actor: Actor, kabupaten_code: str) -> bool:
    """Change curricula and their question banks, right answers included."""
    return may_train(actor, kabupaten_code)


def may_register(actor: Actor, kampung: KampungKB) -> bool:
    """Send people of a kampung to a training: who manages its people."""
    return registry.may_manage_people(actor, kampung)


def may_sit(actor: Actor, participant: Participant) -> bool:
    """Sit a test: the person by their own account; where somebody has none, on the phone of the
    own Pokja, or with the trainer.
    """
    kader = participant.kader
    if kader.account_id is not None and kader.account_id == actor.pk:
        return True
    if may_run(actor, participant.session):
        return True
    return kader.account_id is None and registry.is_own_desk(actor, kader.kampung)


def participants_for(actor: Actor) -> "QuerySet[Participant]":
    """Participants from the kampung that a person sees."""
    found = Participant.objects.filter(kader__kampung__in=registry.visible_to(actor))
    return found.select_related("kader__kampung", "session__curriculum")


def may_see_area(actor: Actor, area_code: str) -> bool:
    """Read needs, coverage and curricula of an area of one's own."""
    return actor.can(Act.SEE) and reaches(actor, area_code)
