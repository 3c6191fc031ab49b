"""What the worker does for this room. Each may be run again: a batch knows how far it came."""

from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django_tasks import task

from naikkelas.accounts.models import User
from naikkelas.accounts.queries import system_user
from naikkelas.exchange import actions
from naikkelas.exchange.errors import CheckAgain
from naikkelas.exchange.models import BatchState, ImportBatch
from naikkelas.lib.refusals import NotYours, Refused


@task()
def check_batch(batch_id: str) -> None:
    """Check an upload."""
    batch = _find(batch_id)
    if batch is not None and batch.state in {BatchState.UPLOADED, BatchState.CHECKING}:
        try:
            actions.check(batch)
        except Refused as refusal:
            actions.refuse(batch, str(refusal))


@task()
def apply_batch(batch_id: str, user_id: int, post_id: int | None = None) -> None:
    """Store a checked batch; when the data have changed since its check, check it again.

    The rights are those of the post under which it was ordered, as they are now: when that has
    ended meanwhile, nothing is stored and the batch waits for whoever holds the post next.
    """
    batch = _find(batch_id)
    if batch is None or batch.state != BatchState.APPLYING:
        return
    by = User.objects.get(pk=user_id)
    by.acting_as = post_id
    try:
        actions.apply(batch, by=by)
    except NotYours:
        actions.put_back(batch)
    except CheckAgain:
        actions.begin_check(batch, by=by)
        check_batch.call(batch_id)


@task()
def clear_old_files() -> None:
    """Delete what imports of long ago left on disk."""
    actions.clear_old_files(by=system_user())


def _find(batch_id: str) -> ImportBatch | None:
    try:
        return ImportBatch.objects.get(pk=UUID(batch_id))
    except ObjectDoesNotExist:
        return None  # cancelled while it waited
