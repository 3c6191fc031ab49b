"""Photos in pieces: from where they stopped, once, before or after their record."""

import errno
import hashlib
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from os.path import samestat
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import numpy as np
import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageCms
from PIL.Image import Transpose

from naikkelas.accounts import actions as people
from naikkelas.accounts.models import User
from naikkelas.accounts.queries import system_user
from naikkelas.activities.actions import photos, settling, uploads, withdrawing
from naikkelas.activities.errors import PhotoNoLongerWaits
from naikkelas.activities.models import Envelope, KegiatanPhoto, PhotoUpload
from naikkelas.activities.queries import envelopes as queries
from naikkelas.activities.queries.photos import link_token, path_of
from naikkelas.audit.models import Event
from naikkelas.config.tasks import clear_spent
from naikkelas.lib.ids import uuid7
from naikkelas.lib.refusals import NotYours
from naikkelas.registry.models import KampungKB
from tests.activities.conftest import told as activity
from tests.activities.phone import Phone, envelope
from tests.registry.pictures import encoded, scene, with_metadata

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]
State = PhotoUpload.State


@pytest.fixture
def phone(ani: User) -> Phone:
    return Phone(ani)


@pytest.fixture
def record(phone: Phone, kampung: KampungKB) -> UUID:
    told = phone.send(envelope(kampung, "kegiatan", body=activity())).json()  # type: ignore[attr-defined]
    return UUID(told["record"])


def offset(phone: Phone, key: str) -> int:
    return int(phone.client.get(f"/kerja/foto/{key}/").json()["offset"])


def sent_whole(phone: Phone, key: str, content: bytes) -> HttpResponse:
    """The answer to the last of the pieces, each as large as may be."""
    edges = [*range(0, len(content), uploads.LARGEST_PIECE), len(content)]
    *before, last = [phone.piece(key, content, one, other) for one, other in pairwise(edges)]
    assert [one.status_code for one in before] == [200] * len(before)
    return last


def files_in(folder: Path) -> list[Path]:
    return [path.relative_to(folder) for path in folder.rglob("*") if path.is_file()]


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


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_f6_no_room_for_the_final_file_is_507_and_leaves_nothing_half_stored(
    phone: Phone,
    kampung: KampungKB,
    record: UUID,
    media: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
) -> None:
    """All pieces have their place, and the disk is full as the photo that is kept goes to it."""
    content = encoded(scene(9))
    key = phone.announce(kampung, record, content)["id"]
    phone.piece(key, content, 0, 5000)
    begun: list[Path] = []
    to_disk = os.fsync

    def full(descriptor: int) -> None:
        here = os.fstat(descriptor)
        kept = [path for path in (media / "foto").rglob("*.jpg") if samestat(path.stat(), here)]
        if kept:
            begun.extend(kept)
            raise OSError(number, "no room")
        to_disk(descriptor)

    with monkeypatch.context() as without_room:
        without_room.setattr(os, "fsync", full)
        answer = phone.piece(key, content, 5000, len(content))

    assert (answer.status_code, answer["Retry-After"]) == (507, "30")
    assert answer.json()["done"] is False  # type: ignore[attr-defined]
    assert len(begun) == 1  # it was there, and is not any more
    assert files_in(media / "foto") == []
    assert not KegiatanPhoto.objects.exists()
    assert not Event.objects.filter(verb="kegiatan.photo").exists()
    assert (PhotoUpload.objects.get().state, offset(phone, key)) == (State.ARRIVING, 5000)

    again = phone.piece(key, content, 5000, len(content))

    assert (again.status_code, again.json()["waiting"]) == (201, False)  # type: ignore[attr-defined]
    assert files_in(media / "foto") == [Path(KegiatanPhoto.objects.get().stored_name)]


# What is no good photo, and what becomes of a good one --------------------------------------------


HTML = b"<!doctype html><html><body><script>alert(1)</script></body></html>"
SVG = (
    b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
)
UPRIGHT = scene(3)
TURNED = {
    1: None,
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_90,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_270,
}
"""How a camera lays down an upright picture for each number of EXIF 2.3 § 4.6.4: for 6, the first
row is the right side and the first column the top.
"""


def promising(width: int, height: int) -> bytes:
    """A JPEG of some kilobytes whose head promises so many points."""
    content = encoded(scene(3))
    at = content.index(b"\xff\xc0") + 5
    return content[:at] + height.to_bytes(2) + width.to_bytes(2) + content[at + 4 :]


def turned(number: int) -> bytes:
    way = TURNED[number]
    laid = UPRIGHT if way is None else UPRIGHT.transpose(way)
    return encoded(laid, quality=95, exif=with_metadata(turned=number))


def with_everything() -> bytes:
    """A photo that tells maker, day, place and colours, in all the ways that a JPEG can."""
    colours = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    about = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>Bu Ani 6301</x:xmpmeta>"
    more: dict[str, Any] = {"xmp": about, "comment": b"Bu Ani 6301", "icc_profile": colours}
    content = encoded(UPRIGHT, quality=95, exif=with_metadata(turned=1), **more)
    told = (b"Exif", b"Ponsel Uji", b"ICC_PROFILE", b"xmpmeta", b"Bu Ani 6301")
    assert all(one in content for one in told)
    return content


def with_a_page_that_no_word_betrays() -> bytes:
    return encoded(UPRIGHT, quality=95, comment=b"<img src=x onerror=alert(1)>")


UNFIT: dict[str, tuple[Callable[[], bytes], str]] = {
    "html named jpg": (lambda: HTML, "bukan JPEG"),
    "svg named jpg": (lambda: SVG, "bukan JPEG"),
    "jpeg with html behind it": (lambda: encoded(scene(3)) + HTML, "lebih dari satu jenis isi"),
    "jpeg with html inside": (
        lambda: encoded(scene(3), comment=HTML),
        "lebih dari satu jenis isi",
    ),
    "truncated jpeg": (lambda: encoded(scene(3))[:4000], "rusak atau terpotong"),
    "more than 40 megapixels": (
        lambda: encoded(Image.new("L", (8000, 5001))),
        "paling banyak 40 juta titik",
    ),
    "bomb of 200 megapixels": (lambda: promising(20_000, 10_000), "paling banyak 40 juta titik"),
    "animated webp": (
        lambda: encoded(scene(3), "WEBP", save_all=True, append_images=[scene(4), scene(5)]),
        "bergerak",
    ),
}


@pytest.mark.parametrize("name", UNFIT)
def test_f41_what_is_no_good_photo_is_refused_in_words_and_not_asked_for_again(
    phone: Phone, kampung: KampungKB, record: UUID, media: Path, name: str
) -> None:
    made, words = UNFIT[name]
    content = made()
    key = phone.announce(kampung, record, content, name="foto.jpg")["id"]

    answer = sent_whole(phone, key, content)

    assert answer.status_code == 422
    assert words in answer.json()["message"]  # type: ignore[attr-defined]
    state = phone.post("/kerja/keadaan/", {"ids": [key]}).json()  # type: ignore[attr-defined]
    assert state["states"][key]["state"] == "Perlu diperbaiki"
    assert (PhotoUpload.objects.get().state, uploads.attach_waiting()) == (State.REFUSED, 0)
    assert not KegiatanPhoto.objects.exists()
    assert not Event.objects.filter(verb="kegiatan.photo").exists()
    assert {path.parts[0] for path in files_in(media)} == {"kiriman"}  # what came, shown to nobody


@dataclass(frozen=True, slots=True)
class Fit:
    """How a good photo is made, how large it is kept, and how many grey levels it may be off."""

    made: Callable[[], bytes]
    size: tuple[int, int] = (640, 480)
    off: float = 6
    shows: Image.Image = field(default_factory=lambda: UPRIGHT)


FIT = {
    "all metadata": Fit(with_everything),
    "page that no word betrays": Fit(with_a_page_that_no_word_betrays),
    "cmyk": Fit(lambda: encoded(UPRIGHT.convert("CMYK"), quality=95)),
    "heic": Fit(lambda: encoded(UPRIGHT, "HEIF")),
    "webp": Fit(lambda: encoded(UPRIGHT, "WEBP", exif=with_metadata(turned=1).tobytes())),
    "12 megapixels": Fit(lambda: encoded(scene(3, 4000, 3000)), size=(1600, 1200)),
    "40 megapixels": Fit(lambda: encoded(scene(3, 8000, 5000)), size=(1600, 1000)),
} | {f"orientation {number}": Fit(lambda number=number: turned(number)) for number in TURNED}  # type: ignore[misc]


def segments(jpeg: bytes) -> Iterator[int]:
    """The second byte of the mark of each part of a JPEG up to its picture."""
    at = 2
    while jpeg[at + 1] != 0xDA:
        yield jpeg[at + 1]
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4])


def grey(picture: Image.Image) -> Any:
    return np.asarray(picture.convert("L").resize((64, 48)), dtype=float)


@pytest.mark.parametrize("name", FIT)
def test_f41_a_good_photo_is_kept_upright_bare_and_within_five_seconds(
    phone: Phone,
    kampung: KampungKB,
    record: UUID,
    media: Path,
    django_capture_on_commit_callbacks: Any,
    name: str,
) -> None:
    """Seconds of the processor, ours and the child's: the machine of the tests may be busy."""
    case = FIT[name]
    content = case.made()
    key = phone.announce(kampung, record, content)["id"]
    begun = sum(os.times()[:4])

    with django_capture_on_commit_callbacks(execute=True):
        answer = sent_whole(phone, key, content)

    assert sum(os.times()[:4]) - begun < 5
    assert (answer.status_code, answer.json()["waiting"]) == (201, False)  # type: ignore[attr-defined]
    photo = KegiatanPhoto.objects.get()
    assert files_in(media) == [Path("foto") / photo.stored_name]  # what was sent is gone
    kept = path_of(photo).read_bytes()
    with Image.open(path_of(photo)) as picture:
        assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", case.size)
        assert abs(grey(picture) - grey(case.shows)).mean() < case.off
    named = [one for one in segments(kept) if 0xE0 <= one <= 0xEF or one == 0xFE]
    assert named == [0xE0]  # the head that every JPEG has; no APP1 … APP15, no comment
    for one in (b"Ponsel", b"Exif", b"ICC_PROFILE", b"6301", b"onerror", b"2025:06:14"):
        assert one not in kept


def test_each_turned_photo_of_f41_would_be_told_from_the_upright_one() -> None:
    for number, way in TURNED.items():
        if way is not None:
            assert abs(grey(UPRIGHT.transpose(way)) - grey(UPRIGHT)).mean() > 30, number


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


NAMES = {
    "path": "../../x.jpg",
    "device": "CON.jpg",
    "300 characters": "n" * 296 + ".jpg",
    "other direction": "foto\u202egpj.exe.jpg",
    "quotes": 'a"; filename="b.exe.jpg',
    "line": "x\r\nSet-Cookie: a=b.jpg",
}
RANDOM = re.compile(r"[0-9a-f]{2}/[0-9a-f]{40}\.jpg")
"""A folder of two digits and 160 random bits."""


def insist_on_a_name_of_ours(who: User, photo: KegiatanPhoto, media: Path) -> None:
    """On the disk a random name, in the download one name for all; nothing runs, nothing stays."""
    assert RANDOM.fullmatch(photo.stored_name)
    assert files_in(media / "foto") == [Path(photo.stored_name)]
    client = Client()
    client.force_login(who)

    answer = client.get(reverse("activities:photo_file", args=[link_token(photo, who)]))

    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert content == path_of(photo).read_bytes()
    assert answer["Content-Disposition"] == 'inline; filename="foto.jpg"'
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "private, no-store"
    assert "a" not in answer.cookies


@pytest.mark.parametrize("name", NAMES)
def test_f42_a_photo_of_a_phone_goes_out_under_a_name_of_ours(
    phone: Phone, kampung: KampungKB, record: UUID, media: Path, name: str
) -> None:
    content, told = encoded(scene(3)), NAMES[name]
    names = {"caption": told, "name": told, "filename": told}
    key = phone.announce(kampung, record, content, **names)["id"]

    assert sent_whole(phone, key, content).status_code == 201

    photo = KegiatanPhoto.objects.get()
    assert photo.caption == " ".join(told.split())[: uploads.LONGEST_CAPTION]
    insist_on_a_name_of_ours(phone.user, photo, media)


@pytest.mark.parametrize("name", NAMES)
def test_f42_a_photo_of_the_web_goes_out_under_a_name_of_ours(
    phone: Phone, kampung: KampungKB, record: UUID, media: Path, name: str
) -> None:
    """The form written by hand: the client of the tests tidies names before it sends them."""
    told = NAMES[name].replace("\r\n", "%0D%0A")  # as browsers write what no header can hold
    form = (
        b'--garis\r\nContent-Disposition: form-data; name="kind"\r\n\r\nkegiatan\r\n'
        b'--garis\r\nContent-Disposition: form-data; name="file"; filename="%s"\r\n'
        b"Content-Type: image/jpeg\r\n\r\n%s\r\n--garis--\r\n"
    ) % (told.encode(), encoded(scene(3)))

    url = reverse("activities:photos", args=[kampung.pk, record])
    answer = phone.client.post(url, form, content_type="multipart/form-data; boundary=garis")

    assert answer.status_code == 302
    insist_on_a_name_of_ours(phone.user, KegiatanPhoto.objects.get(), media)


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
