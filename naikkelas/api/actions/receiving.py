"""Taking in a submission through the same envelopes as the house's own app (ADR 31, 32).

The envelope holds the exact text of the instance and nothing that could differ the next time, so
that the same submission is the same envelope however often, from wherever and in whichever year it
comes. What becomes of it says `arriving.odk`, which the envelopes call by the name of their kind.
"""

import errno
import json
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid5

from naikkelas.accounts.models import User
from naikkelas.activities.actions import envelopes, photos
from naikkelas.activities.errors import StorageFull
from naikkelas.activities.models import KegiatanPhoto
from naikkelas.activities.rules.letters import Unreadable
from naikkelas.api.errors import FormUnknown, KampungUnknown, Malformed, NotStored, PhotoUnfit
from naikkelas.api.rules.instances import Instance
from naikkelas.api.rules.survey import KEGIATAN, PHOTOS, Photo
from naikkelas.api.rules.xforms import CODES
from naikkelas.lib.refusals import Refused
from naikkelas.registry.access import visible_to
from naikkelas.registry.rules.files import Upload

KIND = "odk"
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})


@dataclass(frozen=True, slots=True)
class Kept:
    """What an app is told of a submission that was committed."""

    receipt: str
    photos: int = 0
    """How many photos the form names."""
    missing: int = 0
    """How many of them have not come yet, by this post or by one before it."""


def receive(instance: Instance, xml: bytes, files: Mapping[str, bytes], *, by: User) -> Kept:
    """Store a submission with its photos, or raise what stands against it; safe to repeat.

    `NotStored` carries the status and the words of the envelope: refused by a rule (422), other
    content under the same identifier (409), a post that has ended (403); all of these are kept.
    """
    if instance.form not in CODES:
        raise FormUnknown
    try:
        answer = envelopes.receive(_envelope(instance, xml), by=by)
    except envelopes.NoSuchKampung as error:
        raise KampungUnknown from error
    except Unreadable as error:
        raise Malformed from error
    told = json.loads(answer.text)
    if answer.status != 201:
        raise NotStored(told["message"], status=answer.status)
    photos, missing = _add_photos(instance, UUID(told["record"]), files, by)
    return Kept(told["receipt"], photos, missing)


def _envelope(instance: Instance, xml: bytes) -> bytes:
    """The letter; its bytes follow from those of the instance and from nothing else."""
    told = {
        "id": str(instance.id),
        "kind": KIND,
        "schema": 1,
        "kampung": str(_kampung_of(instance)),
        "made_at": instance.text("mulai") or None,
        "body": {"xml": xml.decode(errors="replace")},
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True).encode()


def _kampung_of(instance: Instance) -> UUID:
    try:
        return UUID(instance.text("kampung"))
    except ValueError as error:
        raise KampungUnknown from error


def _add_photos(
    instance: Instance, record: UUID, files: Mapping[str, bytes], by: User
) -> tuple[int, int]:
    """Each photo that has come, once; how many the form names, and how many are not here yet.

    An app spreads many photos over several posts of one submission, so the store is asked.
    """
    if instance.form != KEGIATAN:
        return 0, 0
    names = {photo: _base(instance.text(photo.column)) for photo in PHOTOS}
    named = {photo: name for photo, name in names.items() if name}
    for photo, name in named.items():
        if name in files:
            _add_photo(instance, record, photo, Upload(name, files[name]), by)
    keys = [_key(instance, photo) for photo in named]
    return len(named), len(named) - KegiatanPhoto.objects.filter(pk__in=keys).count()


def _key(instance: Instance, photo: Photo) -> UUID:
    """The identifier of a photo follows from its submission, so that a repeat adds nothing."""
    return uuid5(instance.id, photo.column)


def _base(name: str) -> str:
    """A file name without a way to anywhere (F42); what is stored gets a name of ours anyway."""
    return name.replace("\\", "/").rpartition("/")[2]


def _add_photo(instance: Instance, record: UUID, photo: Photo, upload: Upload, by: User) -> None:
    kampung = visible_to(by).get(pk=_kampung_of(instance))
    try:
        photos.add(
            kampung,
            record,
            upload,
            id=_key(instance, photo),
            kind=photo.kind,
            caption="",
            by=by,
        )
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise StorageFull from error
        raise
    except Refused as refusal:
        raise PhotoUnfit(f"{PhotoUnfit.sentence} {photo.label}: {refusal}") from refusal
