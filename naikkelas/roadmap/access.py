"""Who may read, plan, decide and do what.

The plan of a kabupaten as a whole is read by who reaches the kabupaten; kecamatan, PKB, SKPD and
Pokja see the part that lies in their own areas.
"""

from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from naikkelas.accounts.models import Role, User
from naikkelas.areas.rules import codes
from naikkelas.lib.actors import Act, Actor, may, reaches
from naikkelas.registry import access as registry
from naikkelas.registry.models import KampungKB
from naikkelas.roadmap.models import (
    Attempt,
    CatalogueVersion,
    Lock,
    Means,
    Scenario,
    ScenarioQuerySet,
    Step,
    StepQuerySet,
)


def may_see(actor: Actor, area_code: str) -> bool:
    """Read the plan of an area that is theirs."""
    return actor.can(Act.SEE) and reaches(actor, area_code)


def may_plan(actor: Actor, kabupaten_code: str) -> bool:
    """Save catalogue and means, ask for scenarios, set and lift locks."""
    return may(actor, Act.PLAN, kabupaten_code)


def may_decide(actor: Actor, kabupaten_code: str) -> bool:
    """Put a scenario in force."""
    return may(actor, Act.DECIDE_PLAN, kabupaten_code)


def _theirs(actor: Actor) -> Q:
    """Rows of the kabupaten that lie wholly in a person's areas."""
    return reduce(or_, map(_inside, actor.scopes), Q(pk__in=[]))


def _inside(scope: str) -> Q:
    if not scope:
        return Q(pk__isnull=False)
    first, after = codes.subtree(scope)
    return Q(kabupaten_code__gte=first, **({"kabupaten_code__lt": after} if after else {}))


def scenarios_for(actor: Actor) -> ScenarioQuerySet:
    """The scenarios of the kabupaten that a person reaches."""
    return Scenario.objects.filter(_theirs(actor))


def catalogues_for(actor: Actor) -> QuerySet[CatalogueVersion]:
    """The catalogues of the kabupaten that a person reaches."""
    return CatalogueVersion.objects.filter(_theirs(actor))


def means_for(actor: Actor) -> QuerySet[Means]:
    """The means of the kabupaten that a person reaches."""
    return Means.objects.filter(_theirs(actor))


def locks_for(actor: Actor) -> QuerySet[Lock]:
    """Locks on the kampung that a person sees."""
    return Lock.objects.filter(kampung__in=registry.visible_to(actor))


def steps_for(actor: Actor) -> StepQuerySet:
    """Steps in the kampung that a person sees."""
    return Step.objects.filter(kampung__in=registry.visible_to(actor))


def attempts_for(actor: Actor) -> QuerySet[Attempt]:
    """Attempts in the kampung that a person sees."""
    return Attempt.objects.filter(kampung__in=registry.visible_to(actor))


def may_do_step(actor: Actor, step: Step) -> bool:
    """Say how a step stands: who works in the kampung, an SKPD only for what it answers for."""
    if not may_record_attempt(actor, step.kampung):
        return False
    if not isinstance(actor, User) or actor.role != Role.PARTNER:
        return True
    partner = actor.acting.partner if actor.acting else None
    return partner is not None and partner.name.casefold() == step.owner.casefold()


def may_record_attempt(actor: Actor, kampung: KampungKB) -> bool:
    """Record what was tried in a kampung."""
    return may(actor, Act.DO_STEP, kampung.village_id)
