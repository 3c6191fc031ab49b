"""What the worker does for this room."""

from django_tasks import task

from naikkelas.accounts.queries import system_user
from naikkelas.classification import actions


@task()
def refresh_month_ends(area_code: str) -> None:
    """Store the month ends of an area's kabupaten that are missing or out of date."""
    actions.refresh_month_ends(area_code, by=system_user())
