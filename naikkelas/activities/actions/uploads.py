"""Photos on their way from a phone: in pieces, from where they stopped, each stored once.

A piece is written and synced before it is counted, and counted before it is answered; the last one
also stores the photo with its record. A photo whose record has not come yet waits whole, and no
clock takes away what was acknowledged (`done_at`): its record may lie in a phone for years.
"""

import errno
import hashlib
import logging
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any  # JSON values
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from naikkelas.accounts.models import User
from naikkelas.activities.errors import (
    DiscardUnsure,
    PhotoBroken,
    PhotoNoLongerWaits,
    PhotoRefused,
    PieceUnfit,
    StorageFull,
    TooManyUploads,
    UploadTaken,
    UploadUnfit,
)
from naikkelas.activities.models import PhotoUpload
from naikkelas.activities.queries.envelopes import uploads_that_may_join
from naikkelas.activities.queries.homes import PhotoHome, home_of, kinds_of_homes, may_send
from naikkelas.audit.actions import record
from naikkelas.lib.actors import Actor
from naikkelas.lib.disk import make_folder, sync_names
from naikkelas.lib.refusals import NotYours, Refused, require
from naikkelas.registry.models import KampungKB
from naikkelas.registry.rules import files
from naikkelas.registry.rules.files import Upload, photo_name

logger = logging.getLogger(__name__)
State = PhotoUpload.State
LARGEST_PIECE = 64 * 1024
MOST_ARRIVING = 600
"""Photos that one person may have begun and not finished; a month offline holds 240 to 300."""
LONGEST_CAPTION = 200
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
_DISCARDED = "Foto ini dihapus lewat web: catatannya tidak pernah datang."
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Announced:
    """What a phone says of a photo before it sends it."""

    id: UUID
    record: UUID
    size: int
    sha256: str
    kind: str
    caption: str


def announced(told: Mapping[str, Any]) -> Announced:
    """The announcement in a JSON object; `UploadUnfit` where a part of it cannot be."""
    try:
        photo = Announced(
            id=UUID(told["id"]),
            record=UUID(told["record"]),
            size=told["size"],
            sha256=str(told["sha256"]),
            kind=str(told.get("kind", "kegiatan")),
            caption=" ".join(str(told.get("caption") or "").split())[:LONGEST_CAPTION],
        )
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise UploadUnfit from error
    is_size = type(photo.size) is int and 0 < photo.size <= files.LARGEST
    is_known = photo.kind in settings.PHONE_PHOTOS
    if not is_size or not is_known or not _DIGEST.fullmatch(photo.sha256):
        raise UploadUnfit
    return photo


@transaction.atomic
def begin(kampung: KampungKB, photo: Announced, *, by: Actor) -> PhotoUpload:
    """Take note of a photo that is about to come; the same announcement again is the first one.

    Refused before a byte is sent where the record is here and is not the sender's.
    """
    kampung = KampungKB.objects.select_for_update().get(pk=kampung.pk)
    require(may_send(by, photo.kind, kampung))
    if known := PhotoUpload.objects.filter(pk=photo.id).first():
        is_same = (known.kampung_id, known.sha256, known.size) == (
            kampung.pk,
            photo.sha256,
            photo.size,
        )
        if not is_same:
            raise UploadTaken
        return known
    home_of(photo.kind).is_here(kampung, photo.record, by.pk)
    arriving = PhotoUpload.objects.filter(sender=by.pk, state=State.ARRIVING)
    if arriving.count() >= MOST_ARRIVING:
        raise TooManyUploads
    return PhotoUpload.objects.create(
        id=photo.id,
        kampung=kampung,
        kabupaten_code=kampung.kabupaten_code,
        sender=by.pk,
        record=photo.record,
        kind=photo.kind,
        caption=photo.caption,
        size=photo.size,
        sha256=photo.sha256,
        begun_at=timezone.now(),
    )


def add_piece(upload: PhotoUpload, start: int, piece: bytes, *, by: Actor) -> PhotoUpload:
    """Write one piece; the last one stores the photo.

    What was sent before is not written twice. `PieceUnfit` for a gap, `PhotoBroken` where the whole
    is not what was announced (it begins anew), `PhotoRefused` where it may not be stored,
    `StorageFull` where there is no room: then nothing of this piece counts.
    """
    refusal: Refused | None = None
    with transaction.atomic():
        upload = PhotoUpload.objects.select_for_update().get(pk=upload.pk)
        require(may_send(by, upload.kind, upload.kampung))
        if upload.state != State.ARRIVING:
            return upload
        if start > upload.received or start + len(piece) > upload.size:
            raise PieceUnfit
        fresh = piece[upload.received - start :]
        with _while_there_is_room():
            _write(_path(upload), upload.received, fresh)
            upload.received += len(fresh)
            if upload.received == upload.size:
                refusal = _finish(upload, by)
        upload.save()
    if refusal:
        raise refusal
    return upload


def _finish(upload: PhotoUpload, by: Actor) -> Refused | None:
    """Store the photo with its record, or let it wait; a refusal that is to be kept."""
    content = _path(upload).read_bytes()
    if hashlib.sha256(content).hexdigest() != upload.sha256:
        upload.received = 0
        return PhotoBroken()
    try:
        if _record_is_here(upload):
            _store(upload, content, by)
        else:
            upload.state = State.WAITING
    except NotYours:
        raise
    except Refused as refused:
        upload.state, upload.refusal = State.REFUSED, str(refused)[:300]
        return PhotoRefused(str(refused))
    upload.done_at = timezone.now()
    return None


def _record_is_here(upload: PhotoUpload) -> bool:
    return home_of(upload.kind).is_here(upload.kampung, upload.record, upload.sender)


def _store(upload: PhotoUpload, content: bytes, by: Actor) -> None:
    home_of(upload.kind).join(
        upload.kampung,
        upload.record,
        Upload(photo_name(content), content),  # the phone's name is never asked
        id=upload.pk,
        kind=upload.kind,
        caption=upload.caption,
        by=by,
    )
    upload.state, upload.refusal = State.STORED, ""
    path = _path(upload)
    transaction.on_commit(lambda: path.unlink(missing_ok=True))


def attach_waiting() -> int:
    """Store photos whose record has come meanwhile; how many. May be run at any time."""
    done = 0
    for home, kinds in kinds_of_homes().items():
        for pk in list(uploads_that_may_join(home, kinds).values_list("pk", flat=True)):
            try:
                with transaction.atomic():
                    done += _attached(pk, home, kinds)
            except OSError:
                # No room, or its file cannot be read now; the others do not wait for it.
                logger.exception("Photo %s could not join its record", pk)
    return done


def _attached(pk: UUID, home: PhotoHome, kinds: list[str]) -> bool:
    """Whether the photo went to its record.

    Nobody asks for the sender's post again: that was done as the photo came. What stands in the way
    for now (the record is full or withdrawn) is told to the sender, and the photo waits on.
    """
    waiting = uploads_that_may_join(home, kinds).select_for_update(of=("self",))
    upload = waiting.filter(pk=pk).first()
    if upload is None:
        return False
    try:
        _record_is_here(upload)  # refuses who sent a photo of somebody else's record
        _store(upload, _path(upload).read_bytes(), User.objects.get(pk=upload.sender))
    except Refused as refused:
        is_for_now = isinstance(refused, home.for_now)
        upload.state = State.WAITING if is_for_now else State.REFUSED
        upload.refusal = str(refused)[:300]
    upload.save()
    return upload.state == State.STORED


@transaction.atomic
def discard(upload: PhotoUpload, *, is_sure: bool, by: Actor) -> PhotoUpload:
    """Take away a whole photo that waits for its record, since a person of the kampung says so.

    Its bytes go for good; the row stays and tells the phone. Only a person does this, no clock.
    """
    kampung = KampungKB.objects.select_for_update().get(pk=upload.kampung_id)
    require(may_send(by, upload.kind, kampung))
    upload = PhotoUpload.objects.select_for_update().get(pk=upload.pk)
    if upload.state != State.WAITING:
        raise PhotoNoLongerWaits
    if not is_sure:
        raise DiscardUnsure
    upload.state, upload.refusal = State.REFUSED, _DISCARDED
    upload.save(update_fields=["state", "refusal"])
    code, name, size = kampung.kabupaten_code, kampung.nama, upload.size
    record("photo.discard", upload, by=by, kabupaten=code, kampung=name, bytes=size)
    path = _path(upload)
    transaction.on_commit(lambda: path.unlink(missing_ok=True))
    return upload


def clear_stale(days: int) -> int:
    """Remove what never became whole or was refused so long ago; how many.

    What was acknowledged stays, whatever has become of it: the phone has deleted its own.
    """
    before = timezone.now() - timedelta(days=days)
    stale = PhotoUpload.objects.filter(done_at__isnull=True, begun_at__lt=before)
    for upload in stale:
        _path(upload).unlink(missing_ok=True)
    return stale.delete()[0]


# Files ------------------------------------------------------------------------------------------


def _path(upload: PhotoUpload) -> Path:
    """Where the pieces lie: a name made of our own digits, whatever the phone calls it."""
    return Path(settings.MEDIA_ROOT) / "kiriman" / upload.pk.hex[-2:] / upload.pk.hex


def _write(path: Path, at: int, piece: bytes) -> None:
    """Write at a place and wait until it is on the disk, with its name when that is new."""
    make_folder(path.parent)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        written = 0
        while written < len(piece):
            written += os.pwrite(descriptor, piece[written:], at + written)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    if at == 0:
        sync_names(path.parent)


@contextmanager
def _while_there_is_room() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise StorageFull from error
        raise
