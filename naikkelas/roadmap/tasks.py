"""What the worker does for this room. Run again, a scenario is answered again, the same."""

import logging
from datetime import date
from uuid import UUID

from django.db import transaction
from django_tasks import task

from naikkelas.accounts.queries import system_user
from naikkelas.lib.actors import Actor
from naikkelas.lib.refusals import Refused
from naikkelas.roadmap import actions, queries
from naikkelas.roadmap.models import Scenario

logger = logging.getLogger(__name__)


@task()
def compute_scenario(scenario_id: str) -> None:
    """Answer a scenario that waits."""
    scenario = Scenario.objects.get(pk=UUID(scenario_id))
    if not scenario.is_under_way:
        return
    system = system_user()
    try:
        actions.compute(scenario, by=system)
    except Refused as refusal:
        actions.fail(scenario, str(refusal), by=system)


def propose_replans() -> None:
    """Ask for the plan anew where a quarter began since; what cannot be asked is tried again."""
    by = system_user()
    for code, quarter in queries.to_replan():
        try:
            _propose(code, quarter, by)
        except Refused as refusal:
            logger.warning("No plan proposed for %s: %s", code, refusal)


@transaction.atomic
def _propose(code: str, quarter: date, by: Actor) -> None:
    scenario = actions.propose(code, quarter, by=by)
    transaction.on_commit(lambda: compute_scenario.enqueue(str(scenario.pk)))
