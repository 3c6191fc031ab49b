"""Photos of a visit: looked at, encoded anew without metadata, kept; rows stay."""

import hashlib
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, QuerySet
from django.utils import timezone

from naikkelas.activities.models import Envelope, PhotoUpload
from naikkelas.activities.queries.homes import PhotoHome, with_room
from naikkelas.audit.actions import record as note
from naikkelas.coaching import access
from naikkelas.coaching.errors import NumberTaken, OthersVisit, TooManyPhotos, VisitClosed
from naikkelas.coaching.models import Visit, VisitPhoto
from naikkelas.coaching.queries.visits import FOLDER, photos_of
from naikkelas.lib.actors import Act, Actor
from naikkelas.lib.dates import id_date
from naikkelas.lib.ids import uuid7
from naikkelas.lib.refusals import require
from naikkelas.registry.actions import media
from naikkelas.registry.errors import UnfitFile
from naikkelas.registry.models import KampungKB
from naikkelas.registry.rules import files
from naikkelas.registry.rules.files import Upload

MOST_PHOTOS = 5
KIND = "kunjungan"
"""What a phone calls them, among the kinds of `settings.PHONE_PHOTOS`."""


def add_photo(visit: Visit, upload: Upload, *, caption: str, by: Actor) -> VisitPhoto:
    """Keep a photo of a visit. Looked at before anything is stored, outside the transaction."""
    require(access.may_change(by, visit))
    return join(visit.kampung, visit.record, upload, id=uuid7(), caption=caption, by=by)


def join(
    kampung: KampungKB,
    record: UUID,
    upload: Upload,
    *,
    id: UUID,
    caption: str,
    by: Actor,
    kind: str = KIND,
) -> VisitPhoto:
    """`add_photo` for one that was taken in before: whoever sent it had the right as it arrived.

    `id` is made by the client: the same bytes sent twice under it are stored once; other bytes are
    `NumberTaken`.
    """
    sent = hashlib.sha256(upload.content).hexdigest()
    if stored := _already_stored(id, record, sent):
        return stored
    with media.looked_at(upload, FOLDER) as looked, transaction.atomic():
        if looked.columns["content_type"] != files.JPEG:
            raise UnfitFile(f"Kirim foto ({files.PHOTOS_IN_WORDS}).")
        visit = _held(kampung, record)
        if stored := _already_stored(id, record, sent):
            return stored
        photo = VisitPhoto.objects.create(
            id=id,
            record=record,
            kampung=visit.kampung,
            kabupaten_code=visit.kabupaten_code,
            caption=" ".join(caption.split())[:200],
            place=_next_place(record),
            stored_name=looked.keep(),
            sha256=hashlib.sha256(looked.content).hexdigest(),
            sent_sha256=sent,
            added_by=by.pk,
            added_at=timezone.now(),
            **looked.columns,
        )
        _record("visit.photo", photo, by, visit)
        return photo


def _already_stored(id: UUID, record: UUID, sent: str) -> VisitPhoto | None:
    """The first answer to the same photo; another one may not reuse the identifier."""
    stored = VisitPhoto.objects.filter(pk=id).first()
    if stored and (stored.record != record or stored.sent_sha256 != sent):
        raise NumberTaken
    return stored


def _held(kampung: KampungKB, record: UUID) -> Visit:
    """The standing version, with the kampung locked so that photos come one by one."""
    kampung = KampungKB.objects.select_for_update().get(pk=kampung.pk)
    visit = Visit.objects.standing().filter(record=record, kampung=kampung).first()
    if visit is None:
        raise VisitClosed
    visit.kampung = kampung
    return visit


def _next_place(record: UUID) -> int:
    places = [photo.place for photo in photos_of(record)]
    if len(places) >= MOST_PHOTOS:
        raise TooManyPhotos
    return max(places, default=0) + 1


@transaction.atomic
def remove_photo(visit: Visit, photo: UUID, *, by: Actor) -> None:
    """Take a photo away; row and file stay. Twice is once."""
    require(access.may_change(by, visit))
    standing = VisitPhoto.objects.filter(record=visit.record, withdrawn_at__isnull=True)
    found = standing.select_for_update().filter(pk=photo).first()
    if found is None:
        return
    found.withdrawn_at, found.withdrawn_by = timezone.now(), by.pk
    found.save(update_fields=["withdrawn_at", "withdrawn_by"])
    _record("visit.photo_remove", found, by, visit)


def _record(verb: str, photo: VisitPhoto, by: Actor, visit: Visit) -> None:
    """No caption, which may name people."""
    note(
        verb,
        photo,
        by=by,
        kabupaten=photo.kabupaten_code,
        kampung=visit.kampung.nama,
        day=id_date(visit.day),
    )


# Photos of phones -------------------------------------------------------------------------------


def _is_here(kampung: KampungKB, record: UUID, sender: int) -> bool:
    """Whether the visit has come; `OthersVisit` where somebody else wrote it down.

    Who sent the visit stays its mentor here, also where a colleague adopted it on the web.
    """
    first = Visit.objects.filter(pk=record, kampung=kampung).first()
    if first is None:
        return False
    sent = Envelope.objects.filter(pk=record, kampung=kampung, sender=sender)
    if first.recorded_by != sender and not sent.exists():
        raise OthersVisit
    return True


def _with_room(uploads: "QuerySet[PhotoUpload]") -> "QuerySet[PhotoUpload]":
    standing = Visit.objects.standing().filter(
        record=OuterRef("record"), kampung=OuterRef("kampung")
    )
    kept = VisitPhoto.objects.filter(withdrawn_at__isnull=True)
    return with_room(uploads, standing, kept, MOST_PHOTOS)


HOME = PhotoHome(
    acts=(Act.MENTOR, Act.MENTOR_ASKED),
    may=access.may_visit,
    what=KIND,
    is_here=_is_here,
    with_room=_with_room,
    join=join,
    for_now=(TooManyPhotos,),
)
