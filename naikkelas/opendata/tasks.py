"""What the worker does for this room. Each may be run again: what is published stays."""

from datetime import date

from django_tasks import task

from naikkelas.accounts.queries import system_user
from naikkelas.opendata import actions
from naikkelas.opendata.queries import place_of


@task()
def publish(area_code: str, table: str, cutoff: str) -> None:
    """Make the files of a large area."""
    place = place_of(area_code)
    if place is not None:
        actions.publish(place, table, date.fromisoformat(cutoff), by=system_user())


def refresh_published() -> None:
    """By the clock: new month ends and revisions of what somebody asked for."""
    actions.refresh_published(by=system_user())
