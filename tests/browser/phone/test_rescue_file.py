"""The file of the last rescue is not locked: no photo in it tells where and when it was taken."""

import base64
import io
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from naikkelas.accounts.models import User
from naikkelas.activities.models import KegiatanPhoto
from naikkelas.activities.queries.photos import path_of
from tests.browser.phone.handset import Handset, picture
from tests.registry.pictures import encoded, scene, with_metadata

Make = Callable[..., Handset]
PLACED = encoded(scene(5, 2000, 1000), exif=with_metadata(turned=6), quality=95)
HANGS = "() => { self.createImageBitmap = () => new Promise(() => null); }"
ORIENTATION = 0x0112
BARE = """async (text) => {
  const {bare} = await import("/statis/activities/phone/photos.js");
  const {toBytes, toText} = await import("/statis/activities/phone/storage.js");
  const found = bare(toBytes(text).buffer);
  return found && toText(found);
}"""


def _photos(file: Path) -> list[tuple[dict[str, object], bytes]]:
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    return [(one["photo"], base64.b64decode(one["data"])) for one in lines if "photo" in one]


@pytest.mark.long
def test_a_photo_in_work_goes_into_the_file_upright_and_without_its_place(
    handset: Make, ani: User, tmp_path: Path
) -> None:
    """This phone never gets to shrinking; the other one shrinks what it takes in."""
    phone = handset(ani)
    phone.first_visit()
    phone.offline()
    phone.begin()
    phone.page.evaluate(HANGS)
    phone.page.locator("#foto").set_input_files([picture("IMG_37.jpg", PLACED)])
    phone.until("document.querySelectorAll('.phone-work p').length === 1")
    phone.send()

    file = phone.exported(tmp_path)

    assert b"GPSLatitude" not in PLACED
    assert Image.open(io.BytesIO(PLACED)).getexif().get_ifd(0x8825)
    [(told, data)] = _photos(file)
    kept = Image.open(io.BytesIO(data)).getexif()
    assert dict(kept) == {ORIENTATION: 6}
    assert not kept.get_ifd(0x8825)
    assert b"2025:06:14" not in data
    assert told["size"] == len(data)
    phone.page.close()
    other = handset(ani)
    other.first_visit()
    other.imported(file)
    other.arrived(1)
    with Image.open(path_of(KegiatanPhoto.objects.get())) as shown:
        assert shown.height == 2 * shown.width


def test_a_photo_that_is_shrunk_in_time_goes_into_the_file_small(
    handset: Make, ani: User, tmp_path: Path
) -> None:
    phone = handset(ani)
    phone.first_visit()
    phone.offline()
    phone.begin()
    phone.add_photo(picture("IMG_37.jpg", PLACED))
    phone.send()

    [(_, data)] = _photos(phone.exported(tmp_path))

    assert len(data) <= 300_000
    assert not Image.open(io.BytesIO(data)).getexif()


@pytest.mark.long
def test_what_is_no_jpeg_waits_for_its_shrinking_and_the_person_is_told(
    handset: Make, ani: User, tmp_path: Path
) -> None:
    phone = handset(ani)
    phone.first_visit()
    phone.offline()
    phone.begin()
    phone.page.evaluate(HANGS)
    png = picture("Peta.png", encoded(scene(5), "PNG", exif=with_metadata()), "image/png")
    phone.page.locator("#foto").set_input_files([png])
    phone.until("document.querySelectorAll('.phone-work p').length === 1")
    phone.send()

    file = phone.exported(tmp_path)

    expect(phone.page.locator("#kabar")).to_contain_text(
        "1 foto belum dikecilkan, jadi tidak ikut di berkas. "
        "Biarkan aplikasi terbuka sebentar, lalu simpan lagi."
    )
    assert _photos(file) == []
    assert len(phone.rows("pictures")) == 1  # the phone itself keeps it
    phone.page.close()  # its shrinking would never end


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("baseline", PLACED),
        ("progressive", encoded(scene(7), progressive=True, exif=with_metadata(turned=3))),
        ("hung on behind", encoded(scene(8), exif=with_metadata(turned=1)) + PLACED),
        ("said in words", encoded(scene(9), comment="Balai RW 03, 14 Juni 2025")),
        ("coloured", encoded(scene(9), icc_profile=b"ICC" + bytes(61), exif=with_metadata())),
        ("in restarts", encoded(scene(10), restart_marker_rows=1, exif=with_metadata())),
    ],
)
def test_a_jpeg_is_laid_bare_without_a_change_of_its_picture(
    handset: Make, ani: User, name: str, file: bytes
) -> None:
    phone = handset(ani)
    phone.open()
    before = Image.open(io.BytesIO(file))

    found = base64.b64decode(phone.page.evaluate(BARE, base64.b64encode(file).decode()))

    after = Image.open(io.BytesIO(found))
    assert np.array_equal(np.asarray(before), np.asarray(after))
    way = before.getexif().get(ORIENTATION)
    assert dict(after.getexif()) == ({ORIENTATION: way} if way else {})
    assert after.info.get("icc_profile") == before.info.get("icc_profile")
    assert found.count(b"\xff\xd8\xff") == 1
    for word in (b"Ponsel Uji", b"2025:06:14", b"Balai RW"):
        assert word not in found


@pytest.mark.parametrize("file", [b"", b"\xff\xd8", PLACED[:-900], b"\x89PNG" + bytes(99)])
def test_what_cannot_be_laid_bare_is_given_to_nobody(handset: Make, ani: User, file: bytes) -> None:
    phone = handset(ani)
    phone.open()

    assert phone.page.evaluate(BARE, base64.b64encode(file).decode()) is None
