"""Photos of an activity: looked at, encoded anew, kept in their order; rows stay."""

import hashlib
from typing import Any  # columns of a row, passed on
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, QuerySet
from django.utils import timezone

from naikkelas.activities import access
from naikkelas.activities.errors import (
    ActivityUnknown,
    ActivityWithdrawn,
    IdentifierTaken,
    PhotoUnknown,
    TooManyPhotos,
    UnfitPhoto,
)
from naikkelas.activities.models import Kegiatan, KegiatanPhoto, PhotoUpload
from naikkelas.activities.queries import photos_of, versions_of
from naikkelas.activities.queries.homes import PhotoHome, with_room
from naikkelas.activities.rules.reporting import MOST_PHOTOS
from naikkelas.audit import actions as audit
from naikkelas.lib.actors import Act, Actor
from naikkelas.lib.dates import id_date
from naikkelas.lib.refusals import require
from naikkelas.registry.actions import media
from naikkelas.registry.models import KampungKB
from naikkelas.registry.rules import files
from naikkelas.registry.rules.files import Upload

LONGEST_CAPTION = 200
_ASIDE = -1
"""A place that no photo has, while two change places."""
FOLDER = "foto"
"""Where the files lie, under the folder of media."""


def add(
    kampung: KampungKB,
    record: UUID,
    upload: Upload,
    *,
    id: UUID,
    kind: str,
    caption: str,
    by: Actor,
) -> KegiatanPhoto:
    """Keep a photo of the activity `record` (its origin), encoded anew without its metadata.

    `id` is made by the client: the same bytes sent twice under it are stored once; other bytes are
    `IdentifierTaken`. Looked at before anything is stored, outside the transaction.
    """
    require(access.may_report(by, kampung))
    return join(kampung, record, upload, id=id, kind=kind, caption=caption, by=by)


def join(
    kampung: KampungKB,
    record: UUID,
    upload: Upload,
    *,
    id: UUID,
    kind: str,
    caption: str,
    by: Actor,
) -> KegiatanPhoto:
    """`add` for a photo that was taken in before: whoever sent it had the right as it arrived, and
    it goes to its record even where the post has ended since.
    """
    if kind not in KegiatanPhoto.Kind.values:
        raise UnfitPhoto("Pilih jenis fotonya: kegiatan, sebelum, atau sesudah.")
    sent = hashlib.sha256(upload.content).hexdigest()
    if stored := _already_stored(id, record, sent):
        return stored
    with media.looked_at(upload, FOLDER) as looked, transaction.atomic():
        if looked.columns["content_type"] != files.JPEG:
            raise UnfitPhoto
        kampung, activity = _held(kampung, record)
        if stored := _already_stored(id, record, sent):
            return stored
        photo = KegiatanPhoto.objects.create(
            id=id,
            kampung=kampung,
            kabupaten_code=kampung.kabupaten_code,
            record=record,
            kind=kind,
            caption=_tidy(caption),
            place=_next_place(record),
            stored_name=looked.keep(),
            sha256=hashlib.sha256(looked.content).hexdigest(),
            sent_sha256=sent,
            added_by=by.pk,
            added_at=timezone.now(),
            **looked.columns,
        )
        audit.record("kegiatan.photo", photo, by=by, **_told(photo, activity))
        return photo


@transaction.atomic
def describe(photo: UUID, *, kind: str, caption: str, by: Actor) -> KegiatanPhoto:
    """Say what a photo shows; the words stand in the row only, since they may name people."""
    if kind not in KegiatanPhoto.Kind.values:
        raise UnfitPhoto("Pilih jenis fotonya: kegiatan, sebelum, atau sesudah.")
    found, activity = _found(photo, by)
    found.kind, found.caption = kind, _tidy(caption)
    found.save(update_fields=["kind", "caption"])
    audit.record("kegiatan.photo_change", found, by=by, **_told(found, activity))
    return found


@transaction.atomic
def move(photo: UUID, *, by: Actor, up: bool) -> KegiatanPhoto:
    """Exchange a photo with the one before (`up`) or after it; at the end nothing changes."""
    found, activity = _found(photo, by)
    row = list(photos_of(found.record))
    at = [one.pk for one in row].index(found.pk)
    other_at = at - 1 if up else at + 1
    if not 0 <= other_at < len(row):
        return found
    other = row[other_at]
    here, there = found.place, other.place
    for one, place in ((other, _ASIDE), (found, there), (other, here)):
        one.place = place
        one.save(update_fields=["place"])
    audit.record("kegiatan.photo_change", found, by=by, **_told(found, activity))
    return found


@transaction.atomic
def remove(photo: UUID, *, by: Actor) -> KegiatanPhoto:
    """Take a photo away; row and file stay, so that it can be brought back."""
    found, activity = _found(photo, by)
    found.withdrawn_at, found.withdrawn_by = timezone.now(), by.pk
    found.save(update_fields=["withdrawn_at", "withdrawn_by"])
    audit.record("kegiatan.photo_remove", found, by=by, **_told(found, activity))
    return found


@transaction.atomic
def bring_back(photo: UUID, *, by: Actor) -> KegiatanPhoto:
    """Undo taking a photo away; it becomes the last one."""
    found, activity = _found(photo, by, standing=False)
    found.place = _next_place(found.record)
    found.withdrawn_at = found.withdrawn_by = None
    found.save(update_fields=["place", "withdrawn_at", "withdrawn_by"])
    audit.record("kegiatan.photo_restore", found, by=by, **_told(found, activity))
    return found


def _found(photo: UUID, by: Actor, standing: bool = True) -> tuple[KegiatanPhoto, Kegiatan]:
    """A photo that the person may change, with its kampung held, and its activity."""
    known = access.photos_for(by).filter(pk=photo).select_related("kampung").first()
    if known is None:
        raise PhotoUnknown
    kampung, activity = _held(known.kampung, known.record)
    require(access.may_report(by, kampung))
    found = KegiatanPhoto.objects.get(pk=photo)
    if (found.withdrawn_at is None) is not standing:
        raise PhotoUnknown
    found.kampung = kampung
    return found, activity


def _tidy(caption: str) -> str:
    return " ".join(caption.split())[:LONGEST_CAPTION]


def _already_stored(id: UUID, record: UUID, sent: str) -> KegiatanPhoto | None:
    """The first answer to the same photo; another one may not reuse the identifier."""
    stored = KegiatanPhoto.objects.filter(pk=id).first()
    if stored and (stored.record != record or stored.sent_sha256 != sent):
        raise IdentifierTaken
    return stored


def _held(kampung: KampungKB, record: UUID) -> tuple[KampungKB, Kegiatan]:
    """The kampung, locked so that photos come one after the other, and the activity."""
    kampung = KampungKB.objects.select_for_update().get(pk=kampung.pk)
    activity = versions_of(record).filter(kampung=kampung, batch_id__isnull=True).first()
    if activity is None:
        raise ActivityUnknown
    if activity.withdrawn_at:
        raise ActivityWithdrawn
    return kampung, activity


def _next_place(record: UUID) -> int:
    places = list(photos_of(record).values_list("place", flat=True))
    if len(places) >= MOST_PHOTOS:
        raise TooManyPhotos
    return max(places, default=0) + 1


def _told(photo: KegiatanPhoto, activity: Kegiatan) -> dict[str, Any]:
    """What the trail says of it: no caption, which may name people."""
    return {
        "kabupaten": photo.kabupaten_code,
        "kind": str(photo.get_kind_display()),
        "date": id_date(activity.tanggal),
        "kampung": photo.kampung.nama,
    }


# Photos of phones -------------------------------------------------------------------------------


def _is_here(kampung: KampungKB, record: UUID, sender: int) -> bool:
    """Whoever reports for a kampung adds photos to any of its activities."""
    return Kegiatan.objects.filter(origin=record, kampung=kampung).exists()


def _with_room(uploads: "QuerySet[PhotoUpload]") -> "QuerySet[PhotoUpload]":
    standing = Kegiatan.objects.filter(
        origin=OuterRef("record"), kampung=OuterRef("kampung"), withdrawn_at__isnull=True
    )
    kept = KegiatanPhoto.objects.filter(withdrawn_at__isnull=True)
    return with_room(uploads, standing, kept, MOST_PHOTOS)


HOME = PhotoHome(
    acts=(Act.DRAFT,),
    may=access.may_report,
    what="kegiatan",
    is_here=_is_here,
    with_room=_with_room,
    join=join,
    for_now=(ActivityWithdrawn, TooManyPhotos),
)
