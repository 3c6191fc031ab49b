"""Photos between the choice and the sending: kept at once, shrunk after, never lost silently."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from naikkelas.accounts.models import User
from naikkelas.activities.models import Kegiatan, KegiatanPhoto
from tests.browser.phone.handset import Handset, picture
from tests.registry.pictures import encoded, scene

Make = Callable[..., Handset]
CAMERA = [picture(f"IMG_{n}.jpg", encoded(scene(n, 4000, 3000), quality=95)) for n in range(5)]
BROKEN = picture("rusak.jpg", b"this is no picture")
HANGS = "() => { self.createImageBitmap = () => new Promise(() => null); }"
SLOW = """() => {
  const read = self.createImageBitmap.bind(self);
  self.createImageBitmap = async (...given) => {
    await new Promise((yes) => setTimeout(yes, 2500));
    return read(...given);
  };
}"""
NO_ROOM_FOR_ORIGINALS = """() => {
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...given) {
    if (this.name === "pictures" && given[0].data.byteLength > 301_000) {
      throw new DOMException("full", "QuotaExceededError");
    }
    return put.apply(this, given);
  };
}"""
NEVER_READ = "() => { Blob.prototype.arrayBuffer = () => new Promise(() => null); }"
NEVER_SEALED = "() => { crypto.subtle.encrypt = () => new Promise(() => null); }"
LOST = "1 foto yang dipilih belum sempat tersimpan di HP. Pilih lagi."
AT = """([x, y]) => document.elementFromPoint(x, y)?.closest("#kabar") === null"""


def _choose(phone: Handset, *files: object) -> None:
    phone.page.locator("#foto").set_input_files(list(files))  # type: ignore[arg-type]


@pytest.mark.long
def test_photos_that_were_chosen_survive_a_send_and_a_reload_at_once(
    handset: Make, ani: User
) -> None:
    """Five of 12 megapixels, without a line; nobody waits for their shrinking."""
    phone = handset(ani)
    phone.first_visit()
    phone.offline()
    phone.begin()

    _choose(phone, *CAMERA)
    phone.send()
    phone.page.reload()

    waits = phone.page.locator(".phone-waits")
    expect(waits).to_contain_text("1 catatan, 5 foto")
    expect(phone.page.locator("#jaringan")).to_have_text("6 belum terkirim")
    phone.online()
    phone.arrived(1)
    assert KegiatanPhoto.objects.count() == 5
    assert {one.record for one in KegiatanPhoto.objects.all()} == {Kegiatan.objects.get().record}
    assert all(one["size"] <= 300_000 and not one.get("raw") for one in phone.rows("photos"))


@pytest.mark.long
def test_each_photo_in_work_is_told_and_the_file_of_the_rescue_takes_it_along(
    handset: Make, ani: User, tmp_path: Path
) -> None:
    """The phone never gets to shrinking; another one does, and sends without being asked."""
    phone = handset(ani)
    phone.first_visit()
    phone.offline()
    phone.begin()
    phone.page.evaluate(HANGS)
    _choose(phone, *CAMERA[:2])
    work = phone.page.locator(".phone-work[aria-live=polite] p")
    expect(work).to_have_text(["Mengecilkan foto …"] * 2)
    phone.send()
    file = phone.exported(tmp_path)
    phone.page.close()

    other = handset(ani)
    other.first_visit()
    other.imported(file)

    other.arrived(1)
    assert KegiatanPhoto.objects.count() == 2
    expect(other.page.locator("#jaringan")).to_have_text("Tersimpan")
    expect(other.page.locator(".phone-waits")).to_have_count(0)


@pytest.mark.long
def test_a_phone_without_room_for_the_original_keeps_the_sending_back(
    handset: Make, ani: User
) -> None:
    phone = handset(ani)
    phone.first_visit()
    phone.begin()
    phone.page.evaluate(SLOW)
    phone.page.evaluate(NO_ROOM_FOR_ORIGINALS)

    _choose(phone, CAMERA[0])
    alert = phone.page.locator("section[aria-label=Foto] [role=alert]")
    expect(alert).to_contain_text("Kirim menunggu sampai selesai")
    phone.page.get_by_role("button", name="Kirim", exact=True).click()
    assert phone.states() == ["draf"]

    phone.page.locator("[data-screen=home]").wait_for()
    phone.arrived(1)
    assert KegiatanPhoto.objects.count() == 1


@pytest.mark.long
def test_a_draft_that_is_thrown_away_takes_its_photos_in_work_along(
    handset: Make, ani: User
) -> None:
    phone = handset(ani)
    phone.first_visit()
    phone.offline()
    phone.begin()
    phone.page.evaluate(SLOW)
    _choose(phone, *CAMERA[:2])
    phone.until("document.querySelectorAll('.phone-work p').length === 2")
    phone.until("location.hash.length > 20")

    phone.page.evaluate(
        """async () => {
          const queue = await import("/statis/activities/phone/queue.js");
          await queue.discard(location.hash.slice(-36));
        }"""
    )
    phone.home()

    phone.page.wait_for_timeout(3500)  # the one in hand comes to its end
    assert phone.rows() == phone.rows("photos") == phone.rows("pictures") == []


@pytest.mark.parametrize("has_draft", [True, False])
def test_a_photo_that_a_reload_took_away_is_missed_by_its_form_until_another_is_chosen(
    handset: Make, ani: User, has_draft: bool
) -> None:
    """The page ends before a byte is stored: after the draft was made, and before."""
    phone = handset(ani)
    phone.first_visit()
    phone.offline()
    phone.page.evaluate("location.hash = '#/kegiatan/baru'")
    phone.page.locator("[data-screen=activity]").wait_for()
    if has_draft:
        phone.page.get_by_label("Apa kegiatannya?").fill("Posyandu")
        phone.until("location.hash.length > 20")
    phone.page.evaluate(NEVER_READ if has_draft else NEVER_SEALED)
    _choose(phone, CAMERA[0])

    alert = phone.page.locator("section[aria-label=Foto] [role=alert]")
    for _ in range(2):  # also where it was read once already
        phone.page.reload()
        expect(alert).to_have_text(LOST)
    phone.add_photo(CAMERA[1])

    expect(alert).to_have_text("")
    phone.page.reload()
    expect(phone.page.locator(".phone-photos li")).to_have_count(1)
    expect(alert).to_have_text("")


@pytest.mark.long
def test_whenever_the_page_is_loaded_anew_a_photo_is_there_or_missed(
    handset: Make, ani: User
) -> None:
    phone = handset(ani)
    phone.first_visit()
    phone.offline()
    phone.begin()
    phone.until("location.hash.length > 20")
    alert = phone.page.locator("section[aria-label=Foto] [role=alert]")
    seen: list[tuple[int, bool]] = []

    for pause in (0, 20, 60):
        before = len(phone.rows("photos"))
        _choose(phone, CAMERA[0])
        phone.page.wait_for_timeout(pause)
        phone.page.reload()
        phone.until("document.querySelector('section[aria-label=Foto]') !== null")
        phone.page.wait_for_timeout(500)
        seen.append((len(phone.rows("photos")) - before, LOST in alert.inner_text()))

    assert {*seen} <= {(1, False), (0, True)}


def test_a_file_that_cannot_be_read_is_named_where_it_was_chosen(handset: Make, ani: User) -> None:
    phone = handset(ani)
    phone.first_visit()
    phone.offline()
    phone.begin()

    _choose(phone, CAMERA[0], BROKEN)

    alert = phone.page.locator("section[aria-label=Foto] [role=alert]")
    expect(alert).to_have_text(
        "rusak.jpg: Foto ini tidak dapat dibaca. Ambil lagi, atau pilih foto lain."
    )
    expect(phone.page.locator(".phone-photos li")).to_have_count(1)
    expect(phone.page.locator(".phone-work p")).to_have_count(0)
    assert len(phone.rows("photos")) == 1


@pytest.mark.long
def test_a_file_that_cannot_be_read_is_named_by_the_record_that_was_sent(
    handset: Make, ani: User
) -> None:
    phone = handset(ani)
    phone.first_visit()
    phone.begin()
    phone.page.evaluate(SLOW)
    _choose(phone, BROKEN)
    phone.send()

    expect(phone.page.locator("#kabar")).to_contain_text("rusak.jpg")
    phone.arrived(1)
    phone.page.locator(".phone-line").first.click()
    expect(phone.page.locator("[data-screen=record] .field-error")).to_contain_text("rusak.jpg")


@pytest.mark.long
def test_a_word_at_the_foot_takes_no_tap_and_goes_with_the_next(handset: Make, ani: User) -> None:
    """360 x 640: what lies below the word can be tapped."""
    phone = handset(ani)
    phone.first_visit()
    phone.offline()
    phone.report()
    told = phone.page.locator("#kabar p")
    expect(told).to_contain_text("Belum ada sinyal")
    box = told.bounding_box()
    assert box
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert phone.page.evaluate(AT, list(middle))

    phone.page.touchscreen.tap(*middle)

    expect(told).to_have_count(0)
    assert phone.states() == ["menunggu"]
