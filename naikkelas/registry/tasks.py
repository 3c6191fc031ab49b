"""What the worker does for this room."""

from django_tasks import task

from naikkelas.registry.actions import quality


@task()
def refresh_quality(kabupaten: str) -> None:
    """Bring the queue of data quality of one kabupaten up to its newest reports."""
    quality.refresh(kabupaten)
