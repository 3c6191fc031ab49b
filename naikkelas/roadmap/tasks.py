"""What the worker does for this room. Run again, a scenario is answered again, the same."""

from uuid import UUID

from django_tasks import task

from naikkelas.accounts.queries import system_user
from naikkelas.lib.refusals import Refused
from naikkelas.roadmap import actions
from naikkelas.roadmap.models import Scenario


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
