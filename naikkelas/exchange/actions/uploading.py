"""Taking an upload in, and the steps between a person's wishes and the worker."""

import hashlib
import shutil
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from naikkelas.audit import actions as trail
from naikkelas.exchange import access, queries
from naikkelas.exchange.errors import NothingToRead, NotReady, TooLarge
from naikkelas.exchange.models import BatchState, ImportBatch
from naikkelas.exchange.queries.batches import UPLOADS
from naikkelas.lib.actors import Actor
from naikkelas.lib.refusals import require


def upload(
    files: Sequence[UploadedFile[Any]],
    area_code: str,
    by: Actor,
    *,
    as_reported: bool = False,
    endorsed: bool = False,
) -> ImportBatch:
    """Keep the files of an upload; they are looked into by `check`, in the background.

    On disk they get names of ours: a person's file name is only ever shown.
    """
    require(access.may_import(by, area_code))
    if not files:
        raise NothingToRead
    if sum(file.size or 0 for file in files) > settings.IMPORT_MAX_BYTES:
        raise TooLarge
    batch = ImportBatch(
        area_code=area_code,
        state=BatchState.UPLOADED,
        file_names=[shown_name(file.name or "") for file in files],
        as_reported=as_reported,
        endorsed=endorsed,
        uploaded_by=by.pk,
        uploaded_at=timezone.now(),
        heartbeat_at=timezone.now(),
    )
    batch.content_sha256 = _keep(batch, files)
    with transaction.atomic():
        batch.save(force_insert=True)
        trail.record(
            "import.upload",
            batch,
            by=by,
            kabupaten=area_code[:5],
            files=", ".join(batch.file_names)[:300],
        )
    return batch


def _keep(batch: ImportBatch, files: Sequence[UploadedFile[Any]]) -> str:
    folder = queries.folder_of(batch) / UPLOADS
    folder.mkdir(parents=True)
    digest = hashlib.sha256()
    for number, file in enumerate(files):
        with (folder / f"{number:03}").open("wb") as kept:
            for block in file.chunks():
                digest.update(block)
                kept.write(block)
    return digest.hexdigest()


def shown_name(name: str) -> str:
    """A file name without what could disturb a page or a log: controls, directions, length."""
    plain = "".join(letter for letter in name if letter.isprintable()).replace("/", "_")
    stem, dot, suffix = plain.rpartition(".")
    return f"{(stem or suffix)[:80]}{dot if stem else ''}{suffix[:8] if stem else ''}" or "berkas"


@transaction.atomic
def begin_check(batch: ImportBatch, *, by: Actor) -> ImportBatch:
    """Put an upload in line for its check, also again when a check stopped half way."""
    require(access.may_import(by, batch.area_code))
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state in {BatchState.APPLIED, BatchState.UNDONE}:
        raise NotReady
    return _to(batch, BatchState.UPLOADED, "Menunggu giliran")


@transaction.atomic
def begin_apply(batch: ImportBatch, *, by: Actor) -> ImportBatch:
    """Put a checked batch in line for being stored, also again when that stopped half way."""
    require(access.may_import(by, batch.area_code))
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state not in {BatchState.READY, BatchState.APPLYING}:
        raise NotReady
    return _to(batch, BatchState.APPLYING, "Menyimpan")


@transaction.atomic
def put_back(batch: ImportBatch) -> ImportBatch:
    """Let a batch wait again that could not be stored: the post of who ordered it has ended."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    return _to(batch, BatchState.READY, "Belum diterapkan: jabatan yang menyuruhnya sudah berakhir")


def _to(batch: ImportBatch, state: BatchState, step: str) -> ImportBatch:
    batch.state, batch.step, batch.progress = state, step, 0
    batch.heartbeat_at = timezone.now()
    batch.save(update_fields=["state", "step", "progress", "heartbeat_at"])
    return batch


@transaction.atomic
def cancel(batch: ImportBatch, *, by: Actor) -> None:
    """Throw away an upload that was not applied: its files and its line in the list."""
    require(access.may_import(by, batch.area_code))
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state in {BatchState.APPLIED, BatchState.UNDONE}:
        raise NotReady
    trail.record(
        "import.cancel",
        batch,
        by=by,
        kabupaten=batch.area_code[:5],
        files=", ".join(batch.file_names)[:300],
    )
    folder = queries.folder_of(batch)
    batch.delete()
    transaction.on_commit(lambda: shutil.rmtree(folder, ignore_errors=True))
