"""Clearing away what imports leave on disk, some weeks after anybody needs it."""

import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from naikkelas.exchange import access, queries
from naikkelas.exchange.actions.applying import BEFORE
from naikkelas.exchange.actions.mapping import TABLES
from naikkelas.exchange.actions.uploading import cancel
from naikkelas.exchange.errors import NotReady
from naikkelas.exchange.models import BatchState, ImportBatch
from naikkelas.exchange.queries.batches import UPLOADS
from naikkelas.exchange.queries.mappings import GRID
from naikkelas.exchange.rules import checking, raw
from naikkelas.lib.actors import Actor
from naikkelas.lib.refusals import require


@dataclass(frozen=True, slots=True)
class Cleared:
    """How many imports lost files, how many uploads were thrown away, how many folders were lost.

    A lost folder has no import: its upload died before it was written down.
    """

    finished: int
    abandoned: int
    lost: int


def clear_old_files(*, by: Actor, days: int | None = None) -> Cleared:
    """Delete the files that imports left `days` ago (the setting's where not told; 0 is never).

    Of an applied import stay the receipt, the findings with the rows that they are about, and
    what `undo` puts back; an undone one needs the latter no more. An upload that nobody applied
    goes as a whole, as if it had been cancelled.
    """
    require(access.may_import(by, ""))
    days = settings.IMPORT_KEEP_DAYS if days is None else days
    if days < 1:
        return Cleared(0, 0, 0)
    before = timezone.now() - timedelta(days=days)
    ended = Q(applied_at__lt=before, state=BatchState.APPLIED)
    ended |= Q(undone_at__lt=before, state=BatchState.UNDONE)
    finished = [_clear(batch) for batch in ImportBatch.objects.filter(ended).iterator()]
    waiting = ImportBatch.objects.exclude(state__in=[BatchState.APPLIED, BatchState.UNDONE])
    quiet = waiting.alias(last=Coalesce("heartbeat_at", "uploaded_at")).filter(last__lt=before)
    abandoned = [_throw_away(batch, by) for batch in list(quiet)]
    lost = list(_lost(days))
    for folder in lost:
        _remove(folder)
    return Cleared(sum(finished), sum(abandoned), len(lost))


def _clear(batch: ImportBatch) -> bool:
    """Leave of a finished import what its page shows and its undoing needs; whether it had more."""
    folder = queries.folder_of(batch)
    spare = [folder / UPLOADS, folder / checking.ACCEPTED, folder / TABLES, folder / GRID]
    if batch.state == BatchState.UNDONE:
        spare.append(folder / BEFORE)
    found = [path for path in spare if path.exists()]
    if found:
        raw.keep_only_rows_of(queries.errors(batch), folder)
    for path in found:
        _remove(path)
    return bool(found)


def _throw_away(batch: ImportBatch, by: Actor) -> bool:
    try:
        cancel(batch, by=by)
    except (NotReady, ImportBatch.DoesNotExist):
        return False  # a person has taken it up, or thrown it away, this very moment
    return True


def _lost(days: int) -> Iterator[Path]:
    """Folders of imports that the database does not know, untouched for so long."""
    root = Path(settings.IMPORT_ROOT)
    old = time.time() - days * 86_400
    folders = [path for path in root.iterdir() if path.is_dir()] if root.is_dir() else []
    for folder in folders:
        try:
            identifier = UUID(folder.name)
        except ValueError:
            continue  # not of our making
        if folder.stat().st_mtime < old and not ImportBatch.objects.filter(pk=identifier).exists():
            yield folder


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
