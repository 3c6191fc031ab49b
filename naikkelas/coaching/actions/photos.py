"""Photos of a visit: looked at, encoded anew without metadata, kept; rows stay."""

import hashlib
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from naikkelas.audit.actions import record
from naikkelas.coaching import access
from naikkelas.coaching.errors import TooManyPhotos, VisitClosed
from naikkelas.coaching.models import Visit, VisitPhoto
from naikkelas.coaching.queries.visits import FOLDER, photos_of
from naikkelas.lib.actors import Actor
from naikkelas.lib.dates import id_date
from naikkelas.lib.refusals import require
from naikkelas.registry.actions import media
from naikkelas.registry.errors import UnfitFile
from naikkelas.registry.models import KampungKB
from naikkelas.registry.rules import files
from naikkelas.registry.rules.files import Upload

MOST_PHOTOS = 5


def add_photo(visit: Visit, upload: Upload, *, caption: str, by: Actor) -> VisitPhoto:
    """Keep a photo of a visit. Looked at before anything is stored, outside the transaction."""
    require(access.may_visit(by, visit.kampung))
    with media.looked_at(upload, FOLDER) as looked, transaction.atomic():
        if looked.columns["content_type"] != files.JPEG:
            raise UnfitFile("Kirim foto (JPEG, PNG, atau HEIC).")
        place = _next_place(visit)
        photo = VisitPhoto.objects.create(
            record=visit.record,
            kampung=visit.kampung,
            kabupaten_code=visit.kabupaten_code,
            caption=" ".join(caption.split())[:200],
            place=place,
            stored_name=looked.keep(),
            sha256=hashlib.sha256(looked.content).hexdigest(),
            sent_sha256=hashlib.sha256(upload.content).hexdigest(),
            added_by=by.pk,
            added_at=timezone.now(),
            **looked.columns,
        )
        _record("visit.photo", photo, by, visit)
        return photo


def _next_place(visit: Visit) -> int:
    """The place of the next photo, with the kampung held so that they come one by one."""
    KampungKB.objects.select_for_update().get(pk=visit.kampung_id)
    if not Visit.objects.standing().filter(record=visit.record).exists():
        raise VisitClosed
    places = [photo.place for photo in photos_of(visit.record)]
    if len(places) >= MOST_PHOTOS:
        raise TooManyPhotos
    return max(places, default=0) + 1


@transaction.atomic
def remove_photo(visit: Visit, photo: UUID, *, by: Actor) -> None:
    """Take a photo away; row and file stay. Twice is once."""
    require(access.may_visit(by, visit.kampung))
    standing = VisitPhoto.objects.filter(record=visit.record, withdrawn_at__isnull=True)
    found = standing.select_for_update().filter(pk=photo).first()
    if found is None:
        return
    found.withdrawn_at, found.withdrawn_by = timezone.now(), by.pk
    found.save(update_fields=["withdrawn_at", "withdrawn_by"])
    _record("visit.photo_remove", found, by, visit)


def _record(verb: str, photo: VisitPhoto, by: Actor, visit: Visit) -> None:
    """No caption, which may name people."""
    record(
        verb,
        photo,
        by=by,
        kabupaten=photo.kabupaten_code,
        kampung=visit.kampung.nama,
        day=id_date(visit.day),
    )
