"""Photos in pieces: from where they stopped, once, before or after their record."""

import errno
import hashlib
import os
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from naikkelas.accounts import actions as people
from naikkelas.accounts.models import User
from naikkelas.accounts.queries import system_user
from naikkelas.activities.actions import photos, settling, uploads, withdrawing
from naikkelas.activities.errors import PhotoNoLongerWaits
from naikkelas.activities.models import Envelope, KegiatanPhoto, PhotoUpload
from naikkelas.activities.queries import envelopes as queries
from naikkelas.audit.models import Event
from naikkelas.config.tasks import clear_spent
from naikkelas.lib.ids import uuid7
from naikkelas.lib.refusals import NotYours
from naikkelas.registry.models import KampungKB
from tests.activities.conftest import told as activity
from tests.activities.phone import Phone, envelope
from tests.registry.pictures import encoded, scene

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


@pytest.fixture
def phone(ani: User) -> Phone:
    return Phone(ani)


@pytest.fixture
def record(phone: Phone, kampung: KampungKB) -> UUID:
    told = phone.send(envelope(kampung, "kegiatan", body=activity())).json()  # type: ignore[attr-defined]
    return UUID(told["record"])


def offset(phone: Phone, key: str) -> int:
    return int(phone.client.get(f"/kerja/foto/{key}/").json()["offset"])


def test_a_photo_goes_on_from_where_it_stopped_and_is_stored_with_its_record(
    phone: Phone, kampung: KampungKB, record: UUID
) -> None:
    content = encoded(scene(3))
    key = phone.announce(kampung, record, content)["id"]

    first = phone.piece(key, content, 0, 9000)
    again = phone.piece(key, content, 0, 9000)
    gap = phone.piece(key, content, 11000, 12000)
    assert [one.status_code for one in (first, again, gap)] == [200, 200, 409]
    assert offset(phone, key) == 9000
    last = phone.piece(key, content, 8000, len(content))

    assert last.status_code == 201
    assert last.json()["sha256"] == hashlib.sha256(content).hexdigest()  # type: ignore[attr-defined]
    assert last.json()["waiting"] is False  # type: ignore[attr-defined]
    stored = KegiatanPhoto.objects.get()
    assert (stored.pk, stored.record) == (UUID(key), record)
    assert phone.piece(key, content, 8000, len(content)).content == last.content
    assert KegiatanPhoto.objects.count() == 1


def test_a_photo_that_comes_before_its_record_is_kept_and_joins_it(
    phone: Phone, kampung: KampungKB
) -> None:
    content, number = encoded(scene(5)), uuid7()
    key = phone.announce(kampung, number, content)["id"]
    early = phone.piece(key, content, 0, len(content))
    assert (early.status_code, early.json()["waiting"]) == (201, True)  # type: ignore[attr-defined]
    assert uploads.attach_waiting() == 0

    phone.send(envelope(kampung, "kegiatan", id=str(number), body=activity()))

    assert uploads.attach_waiting() == 1
    assert KegiatanPhoto.objects.get().record == number
    assert PhotoUpload.objects.get().state == PhotoUpload.State.STORED
    assert uploads.attach_waiting() == 0


def test_bytes_that_changed_on_their_way_begin_anew(
    phone: Phone, kampung: KampungKB, record: UUID
) -> None:
    content = encoded(scene(7))
    key = phone.announce(kampung, record, content)["id"]
    broken = content[:-1] + bytes([content[-1] ^ 1])

    answer = phone.piece(key, broken, 0, len(broken))

    assert (answer.status_code, offset(phone, key)) == (422, 0)
    assert phone.piece(key, content, 0, len(content)).status_code == 201


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_f6_no_room_is_507_and_what_came_before_still_counts(
    phone: Phone, kampung: KampungKB, record: UUID, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    content = encoded(scene(9))
    key = phone.announce(kampung, record, content)["id"]
    phone.piece(key, content, 0, 5000)

    def full(*_: Any) -> int:
        raise OSError(number, "no room")

    with monkeypatch.context() as without_room:
        without_room.setattr(os, "pwrite", full)
        answer = phone.piece(key, content, 5000, 9000)
        text = phone.send(envelope(kampung, "kegiatan", body=activity()))

    assert (answer.status_code, text.status_code) == (507, 201)
    assert answer["Retry-After"]
    assert offset(phone, key) == 5000
    assert phone.piece(key, content, 5000, len(content)).status_code == 201


def test_f41_what_is_no_photo_is_refused_in_words_and_not_asked_for_again(
    phone: Phone, kampung: KampungKB, record: UUID
) -> None:
    page = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    truncated = encoded(scene(3))[:4000]
    for content in (page, truncated):
        key = phone.announce(kampung, record, content)["id"]

        answer = phone.piece(key, content, 0, len(content))

        assert answer.status_code == 422
        assert answer.json()["message"]  # type: ignore[attr-defined]
        state = phone.post("/kerja/keadaan/", {"ids": [key]}).json()  # type: ignore[attr-defined]
        assert state["states"][key]["state"] == "Perlu diperbaiki"
    assert not KegiatanPhoto.objects.exists()


@pytest.mark.parametrize(
    "more",
    [
        {"size": 50 * 1024 * 1024},
        {"size": 0},
        {"size": "7"},
        {"size": True},
        {"sha256": "x"},
        {"kind": "video"},
        {"id": "../../x"},
        {"record": None},
    ],
)
def test_f41_an_announcement_that_cannot_be_is_refused_before_a_byte_is_sent(
    phone: Phone, kampung: KampungKB, more: dict[str, Any]
) -> None:
    told = {
        "id": str(uuid4()),
        "record": str(uuid4()),
        "kampung": str(kampung.pk),
        "size": 37,
        "sha256": "0" * 64,
        "kind": "kegiatan",
    }

    assert phone.post("/kerja/foto/", told | more).status_code == 422
    assert not PhotoUpload.objects.exists()


def test_f42_no_name_that_a_phone_gives_reaches_the_disk(
    phone: Phone, kampung: KampungKB, media: Path
) -> None:
    content = encoded(scene(3))
    names = {"caption": "../../x\r\nCON \u202e gpj.exe", "name": "../../x", "filename": "CON"}
    key = phone.announce(kampung, uuid7(), content, **names)["id"]

    phone.piece(key, content, 0, 5000)

    files = [path.relative_to(media) for path in media.rglob("*") if path.is_file()]
    assert files == [Path("kiriman") / UUID(key).hex[-2:] / UUID(key).hex]
    assert "\n" not in PhotoUpload.objects.get().caption


def test_photos_of_others_are_not_there(
    phone: Phone, kampung: KampungKB, wayan: User, rina: User
) -> None:
    content = encoded(scene(3))
    told = phone.announce(kampung, uuid7(), content)
    for stranger in (Phone(wayan), Phone(rina)):
        assert stranger.piece(told["id"], content, 0, 100).status_code == 404
        assert stranger.client.get(f"/kerja/foto/{told['id']}/").status_code == 404
        again = told | {"id": str(uuid4())}
        assert stranger.post("/kerja/foto/", again).status_code == 404
    assert PhotoUpload.objects.get().received == 0


def test_a_number_that_names_another_photo_is_refused(phone: Phone, kampung: KampungKB) -> None:
    told = phone.announce(kampung, uuid7(), encoded(scene(3)))

    answer = phone.post("/kerja/foto/", told | {"sha256": "1" * 64})

    assert answer.status_code == 422
    assert answer.json()["code"] == "activities.upload_taken"  # type: ignore[attr-defined]


@pytest.mark.parametrize("header", ["", "bytes 0-9/37", "bytes 5-2/24000", "bytes x"])
def test_a_piece_that_does_not_say_where_it_belongs_is_not_taken(
    phone: Phone, kampung: KampungKB, header: str
) -> None:
    key = phone.announce(kampung, uuid7(), encoded(scene(3)))["id"]

    answer = phone.client.put(
        f"/kerja/foto/{key}/",
        b"0123456789",
        content_type="image/jpeg",
        headers={"Content-Range": header},
    )

    assert answer.status_code == 416
    assert offset(phone, key) == 0


def test_what_never_became_whole_is_cleared_after_half_a_year(
    phone: Phone, kampung: KampungKB, media: Path
) -> None:
    content = encoded(scene(3))
    key = phone.announce(kampung, uuid7(), content)["id"]
    phone.piece(key, content, 0, 5000)
    clear_spent()
    assert PhotoUpload.objects.exists()

    PhotoUpload.objects.update(begun_at=timezone.now() - timedelta(days=181))
    clear_spent()

    assert not PhotoUpload.objects.exists()
    assert [path for path in media.rglob("*") if path.is_file()] == []


# What was acknowledged -----------------------------------------------------------------------


def _acknowledged(phone: Phone, kampung: KampungKB, record: UUID, seed: int = 5) -> PhotoUpload:
    """A photo that came before its record, 181 days ago."""
    content = encoded(scene(seed))
    key = phone.announce(kampung, record, content)["id"]
    assert phone.piece(key, content, 0, len(content)).status_code == 201
    PhotoUpload.objects.filter(pk=key).update(begun_at=timezone.now() - timedelta(days=181))
    return PhotoUpload.objects.get(pk=key)


def _ends(post_of: User) -> None:
    people.end_holding(post_of.holdings.get(), by=system_user(), leave_vacant=True)


def test_an_acknowledged_photo_waits_for_its_record_longer_than_half_a_year(
    phone: Phone, kampung: KampungKB
) -> None:
    number = uuid7()
    _acknowledged(phone, kampung, number)

    clear_spent()

    phone.send(envelope(kampung, "kegiatan", id=str(number), body=activity()))
    assert uploads.attach_waiting() == 1
    assert KegiatanPhoto.objects.get().record == number


def test_a_photo_joins_the_record_that_a_colleague_sent_after_the_sender_lost_the_post(
    phone: Phone, kampung: KampungKB, ani: User, sari: User
) -> None:
    number = uuid7()
    _acknowledged(phone, kampung, number)
    _ends(ani)
    late = envelope(kampung, "kegiatan", id=str(number), body=activity())
    assert phone.send(late).status_code == 403
    clear_spent()

    settling.adopt(Envelope.objects.get(), by=sari)

    assert uploads.attach_waiting() == 1
    stored = KegiatanPhoto.objects.get()
    assert (stored.record, stored.added_by) == (number, ani.pk)


def test_a_photo_for_which_the_record_has_no_room_waits_until_there_is_some(
    phone: Phone, kampung: KampungKB, ani: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photos, "MOST_PHOTOS", 1)
    number = uuid7()
    first = _acknowledged(phone, kampung, number)
    phone.send(envelope(kampung, "kegiatan", id=str(number), body=activity()))
    second = _acknowledged(phone, kampung, uuid7(), 7)
    PhotoUpload.objects.filter(pk=second.pk).update(record=number)

    assert [uploads.attach_waiting() for _ in range(2)] == [1, 0]
    clear_spent()
    photos.remove(first.pk, by=ani)

    assert uploads.attach_waiting() == 1
    assert PhotoUpload.objects.get(pk=second.pk).state == PhotoUpload.State.STORED


def test_a_photo_of_a_withdrawn_record_waits_until_it_is_brought_back(
    phone: Phone, kampung: KampungKB, ani: User
) -> None:
    number = uuid7()
    phone.send(envelope(kampung, "kegiatan", id=str(number), body=activity()))
    withdrawing.withdraw(number, reason="Salah kampung", by=ani)
    waits = _acknowledged(phone, kampung, uuid7())
    PhotoUpload.objects.filter(pk=waits.pk).update(record=number)
    assert uploads.attach_waiting() == 0

    withdrawing.restore(number, by=ani)

    assert uploads.attach_waiting() == 1


def test_one_photo_whose_file_cannot_be_read_holds_up_no_other(
    phone: Phone, kampung: KampungKB, media: Path
) -> None:
    number = uuid7()
    gone, fine = (_acknowledged(phone, kampung, number, seed) for seed in (5, 7))
    (media / "kiriman" / gone.pk.hex[-2:] / gone.pk.hex).unlink()
    phone.send(envelope(kampung, "kegiatan", id=str(number), body=activity()))

    assert uploads.attach_waiting() == 1

    assert KegiatanPhoto.objects.get().pk == fine.pk
    assert PhotoUpload.objects.get(pk=gone.pk).state == PhotoUpload.State.WAITING


# A record that never comes ----------------------------------------------------------------------


@pytest.fixture
def orphan(phone: Phone, kampung: KampungKB) -> PhotoUpload:
    """A whole photo of a record that never came, two days old."""
    content = encoded(scene(3))
    key = phone.announce(kampung, uuid7(), content, caption="Kelas BKB")["id"]
    phone.piece(key, content, 0, len(content))
    PhotoUpload.objects.update(done_at=timezone.now() - timedelta(days=2))
    return PhotoUpload.objects.get()


def _file_of(upload: PhotoUpload, media: Path) -> Path:
    return media / "kiriman" / upload.pk.hex[-2:] / upload.pk.hex


def test_a_person_discards_a_photo_whose_record_never_comes(
    orphan: PhotoUpload,
    phone: Phone,
    media: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:
    page = phone.client.get("/perlu-diperbaiki/").content.decode()
    assert "Foto kegiatan “Kelas BKB”" in page
    assert "dari 0" not in page  # no pages of envelopes where photos alone wait
    assert _file_of(orphan, media).exists()

    with django_capture_on_commit_callbacks(execute=True):
        answer = phone.client.post("/perlu-diperbaiki/", {"foto": orphan.pk, "yakin": "ya"})

    assert answer.status_code == 302
    assert not _file_of(orphan, media).exists()
    event = Event.objects.get(verb="photo.discard")
    assert (event.actor_id, event.subject_id) == (phone.user.pk, str(orphan.pk))
    assert "Kelas BKB" not in phone.client.get("/perlu-diperbaiki/").content.decode()
    told = phone.client.get(f"/kerja/foto/{orphan.pk}/").json()
    assert told["refused"] is True
    assert "dihapus lewat web" in told["message"]
    assert uploads.clear_stale(0) == 0  # the row says for ever what became of it


def test_a_photo_is_not_discarded_without_the_box_or_twice(
    orphan: PhotoUpload, phone: Phone, media: Path
) -> None:
    answer = phone.client.post("/perlu-diperbaiki/", {"foto": orphan.pk})

    assert answer.status_code == 422
    assert "Centang dulu" in answer.content.decode()
    assert _file_of(orphan, media).exists()
    assert not Event.objects.filter(verb="photo.discard").exists()
    uploads.discard(orphan, is_sure=True, by=phone.user)
    with pytest.raises(PhotoNoLongerWaits):
        uploads.discard(orphan, is_sure=True, by=phone.user)


def test_nobody_elsewhere_discards_a_photo(orphan: PhotoUpload, wayan: User, rina: User) -> None:
    for stranger in (wayan, rina):
        with pytest.raises(NotYours):
            uploads.discard(orphan, is_sure=True, by=stranger)
        assert orphan not in queries.photos_waiting_for(stranger)
    assert PhotoUpload.objects.get().state == PhotoUpload.State.WAITING


def test_a_photo_that_came_just_now_is_nobodys_question_yet(
    orphan: PhotoUpload, phone: Phone
) -> None:
    PhotoUpload.objects.update(done_at=timezone.now())

    assert "Kelas BKB" not in phone.client.get("/perlu-diperbaiki/").content.decode()


def test_a_photo_that_was_discarded_does_not_join_a_record_that_comes_after_all(
    orphan: PhotoUpload, phone: Phone, kampung: KampungKB
) -> None:
    uploads.discard(orphan, is_sure=True, by=phone.user)
    phone.send(envelope(kampung, "kegiatan", id=str(orphan.record), body=activity()))

    assert uploads.attach_waiting() == 0
    assert not KegiatanPhoto.objects.exists()
