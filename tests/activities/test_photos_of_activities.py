"""Photos of an activity: what is kept, how many, and by whom."""

import hashlib
from pathlib import Path

import pytest
from PIL import Image

from naikkelas.accounts.models import User
from naikkelas.activities import actions, queries
from naikkelas.activities.actions import photos
from naikkelas.activities.errors import (
    ActivityUnknown,
    IdentifierTaken,
    PhotoUnknown,
    TooManyPhotos,
    UnfitPhoto,
)
from naikkelas.activities.models import Kegiatan, KegiatanPhoto
from naikkelas.audit.models import Event
from naikkelas.lib.ids import uuid7
from naikkelas.lib.refusals import NotYours
from naikkelas.registry.errors import UnfitFile
from naikkelas.registry.models import KampungKB
from naikkelas.registry.rules.files import Upload
from tests.activities.conftest import photo, told
from tests.registry.pictures import PDF, encoded, scene, with_metadata

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity(kampung: KampungKB, budi: User, media: Path) -> Kegiatan:
    return actions.report(kampung, told(), by=budi)


def _add(
    activity: Kegiatan, by: User, upload: Upload | None = None, **more: object
) -> KegiatanPhoto:
    how = {"id": uuid7(), "kind": "kegiatan", "caption": ""} | more
    return photos.add(activity.kampung, activity.record, upload or photo(), by=by, **how)  # type: ignore[arg-type]


def test_a_photo_is_kept_without_its_metadata(activity: Kegiatan, budi: User, media: Path) -> None:
    sent = Upload("IMG.jpg", encoded(scene(3), exif=with_metadata()))

    kept = _add(activity, budi, sent, caption=" Ibu-ibu  memasak ")

    content = (media / "foto" / kept.stored_name).read_bytes()
    assert kept.sent_sha256 == hashlib.sha256(sent.content).hexdigest()
    assert kept.sha256 == hashlib.sha256(content).hexdigest()
    with Image.open(media / "foto" / kept.stored_name) as picture:
        assert not picture.getexif()
    assert (kept.caption, kept.place, str(kept.taken_on)) == ("Ibu-ibu memasak", 1, "2025-06-14")
    event = Event.objects.get(verb="kegiatan.photo")
    assert "memasak" not in str(event.data)


def test_the_same_photo_twice_is_one(activity: Kegiatan, budi: User) -> None:
    key = uuid7()
    first = _add(activity, budi, id=key)

    assert _add(activity, budi, id=key) == first
    with pytest.raises(IdentifierTaken):
        _add(activity, budi, photo(5), id=key)
    assert KegiatanPhoto.objects.count() == 1


def test_a_sixth_photo_is_refused_and_leaves_no_file(
    activity: Kegiatan, budi: User, media: Path
) -> None:
    for _ in range(5):
        _add(activity, budi)

    with pytest.raises(TooManyPhotos):
        _add(activity, budi)

    assert [one.place for one in KegiatanPhoto.objects.all()] == [1, 2, 3, 4, 5]
    assert len(list((media / "foto").rglob("*.jpg"))) == 5


@pytest.mark.parametrize("upload", [Upload("a.pdf", PDF), Upload("a.jpg", PDF)])
def test_only_photos_are_photos(activity: Kegiatan, budi: User, upload: Upload) -> None:
    with pytest.raises((UnfitPhoto, UnfitFile)):
        _add(activity, budi, upload)

    assert not KegiatanPhoto.objects.exists()


def test_a_kind_that_nobody_knows_is_refused(activity: Kegiatan, budi: User) -> None:
    with pytest.raises(UnfitPhoto):
        _add(activity, budi, kind="selfie")


def test_strangers_add_no_photos(activity: Kegiatan, wayan: User, rina: User) -> None:
    for who in (wayan, rina):
        with pytest.raises(NotYours):
            _add(activity, who)


def test_a_photo_without_its_activity_waits(activity: Kegiatan, budi: User) -> None:
    with pytest.raises(ActivityUnknown):
        photos.add(
            activity.kampung,
            uuid7(),
            photo(),
            id=uuid7(),
            kind="kegiatan",
            caption="",
            by=budi,
        )


# Order, words, and taking away -----------------------------------------------------------------


def test_photos_change_places(activity: Kegiatan, budi: User) -> None:
    first, second, third = (_add(activity, budi) for _ in range(3))

    photos.move(third.pk, by=budi, up=True)
    photos.move(first.pk, by=budi, up=True)

    assert list(queries.photos_of(activity.record)) == [first, third, second]


def test_a_photo_gets_other_words(activity: Kegiatan, budi: User) -> None:
    kept = _add(activity, budi)

    photos.describe(kept.pk, kind="sesudah", caption="Bu Siti di kebun", by=budi)

    kept.refresh_from_db()
    assert (kept.kind, kept.caption) == ("sesudah", "Bu Siti di kebun")
    assert "Siti" not in str(Event.objects.get(verb="kegiatan.photo_change").data)


def test_a_photo_taken_away_can_come_back(
    activity: Kegiatan, budi: User, wayan: User, media: Path
) -> None:
    kept, other = _add(activity, budi), _add(activity, budi)

    photos.remove(kept.pk, by=budi)

    assert list(queries.photos_of(activity.record)) == [other]
    with pytest.raises(PhotoUnknown):
        photos.remove(kept.pk, by=budi)
    with pytest.raises(PhotoUnknown):
        photos.bring_back(kept.pk, by=wayan)
    photos.bring_back(kept.pk, by=budi)
    assert list(queries.photos_of(activity.record)) == [other, kept]
    assert (media / "foto" / kept.stored_name).is_file()
