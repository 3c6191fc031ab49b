"""One draft in two tabs: what was thrown away or sent in one is not written back by the other."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from naikkelas.accounts.models import User
from naikkelas.activities.models import Envelope, Kegiatan
from naikkelas.registry.models import KampungKB
from tests.browser.phone.handset import TITLE, Handset, picture
from tests.registry.pictures import encoded, scene

Make = Callable[..., Handset]
PHOTO = picture("IMG_37.jpg", encoded(scene(3, 900, 700)))


def _begun(handset: Make, owner: User) -> Handset:
    """A form that stands open on a draft, without a line."""
    phone = handset(owner)
    phone.first_visit()
    phone.offline()
    phone.begin()
    phone.until("location.hash.length > 20")
    return phone


def _other_tab(phone: Handset, address: str) -> Page:
    """The same phone, another tab; the app starts from what it keeps."""
    tab = phone.context.new_page()
    phone.watch(tab)
    tab.goto(f"{phone.url}/kerja/{address}")
    tab.locator("#layar [data-screen]").first.wait_for()
    return tab


def _throw_away(phone: Handset) -> None:
    tab = _other_tab(phone, f"#/catatan/{phone.rows()[0]['id']}")
    tab.get_by_role("button", name="Hapus draf").click()
    tab.locator("[data-screen=home]").wait_for()
    tab.close()
    assert phone.rows() == []


def _go_on(phone: Handset, title: str = "Kelas BKB di balai desa") -> Locator:
    """Type; what the app asks."""
    phone.page.get_by_label("Apa kegiatannya?").fill(title)
    asked = phone.page.get_by_role("dialog")
    asked.wait_for()
    return asked


def test_who_goes_on_with_a_draft_that_was_thrown_away_is_asked_and_may_keep_a_new_one(
    handset: Make, ani: User
) -> None:
    phone = _begun(handset, ani)
    phone.add_photo(PHOTO)
    old = phone.rows()[0]["id"]
    _throw_away(phone)

    asked = _go_on(phone)

    expect(asked).to_contain_text(
        "Draf ini sudah dihapus, jadi isian di layar ini tidak tersimpan. "
        "Simpan sebagai draf baru? Foto perlu dipilih lagi."
    )
    assert phone.rows() == phone.rows("photos") == []
    asked.get_by_role("button", name="Simpan sebagai draf baru").click()
    phone.keeps("Kelas BKB di balai desa")
    [row] = phone.rows()
    assert row["id"] != old
    expect(phone.page.locator(".phone-photos li")).to_have_count(0)
    phone.add_photo(PHOTO)
    phone.page.reload()
    expect(phone.page.get_by_label("Apa kegiatannya?")).to_have_value("Kelas BKB di balai desa")
    expect(phone.page.locator(".phone-photos li")).to_have_count(1)


GO = """(id) => {
  const input = document.querySelector("[name=judul]");
  input.value = "Kelas BKB di balai desa";
  input.dispatchEvent(new Event("input", { bubbles: true }));
  location.hash = "#/";
  setTimeout(() => (location.hash = "#/kegiatan/" + id), 200);
}"""
"""Type, leave at once, and come back before anything of it was kept."""


def test_one_tab_that_is_quick_is_asked_nothing_and_shows_the_last_words(
    handset: Make, ani: User
) -> None:
    phone = _begun(handset, ani)
    phone.page.evaluate(GO, phone.rows()[0]["id"])
    phone.until("location.hash.length > 20")

    title = phone.page.get_by_label("Apa kegiatannya?")
    expect(title).to_have_value("Kelas BKB di balai desa")
    title.fill("Kelas BKB di posyandu Melati")
    phone.keeps("Kelas BKB di posyandu Melati")
    assert len(phone.rows()) == 1


def test_what_two_tabs_type_into_one_draft_is_kept_twice(handset: Make, ani: User) -> None:
    phone = _begun(handset, ani)
    tab = _other_tab(phone, f"#/kegiatan/{phone.rows()[0]['id']}")
    tab.get_by_label("Apa kegiatannya?").fill("Posyandu lansia")
    phone.keeps("Posyandu lansia")

    asked = _go_on(phone)
    expect(asked).to_contain_text("Draf ini diubah di layar lain, jadi isian di layar ini tidak")
    asked.get_by_role("button", name="Simpan sebagai draf baru").click()

    phone.keeps("Kelas BKB di balai desa")
    phone.keeps("Posyandu lansia")
    tab.get_by_label("Apa kegiatannya?").fill("Posyandu lansia di balai desa")
    phone.keeps("Posyandu lansia di balai desa")
    assert phone.states() == ["draf", "draf"]


@pytest.mark.long
def test_who_does_not_keep_it_is_led_home_and_nothing_comes_back(handset: Make, ani: User) -> None:
    phone = _begun(handset, ani)
    _throw_away(phone)

    _go_on(phone).get_by_role("button", name="Jangan simpan").click()

    phone.page.locator("[data-screen=home]").wait_for()
    phone.page.reload()
    expect(phone.page.get_by_text("Belum ada catatan di HP ini")).to_be_visible()
    assert phone.rows() == []


@pytest.mark.long
def test_who_answers_nothing_stays_in_the_form_and_is_asked_again(handset: Make, ani: User) -> None:
    phone = _begun(handset, ani)
    _throw_away(phone)
    asked = _go_on(phone)

    phone.page.keyboard.press("Escape")

    expect(asked).to_have_count(0)
    _go_on(phone, "Posyandu lansia").get_by_role("button", name="Simpan sebagai draf baru").click()
    phone.keeps("Posyandu lansia")


@pytest.mark.long
def test_a_form_that_is_left_or_loaded_anew_writes_nothing_back(handset: Make, ani: User) -> None:
    phone = _begun(handset, ani)
    _throw_away(phone)

    phone.page.reload()

    expect(phone.page.get_by_role("heading", level=1)).to_have_text("Catatan tidak ada")
    assert phone.rows() == []


@pytest.mark.long
def test_a_photo_chosen_for_a_draft_that_was_thrown_away_stays_with_the_new_one(
    handset: Make, ani: User
) -> None:
    phone = _begun(handset, ani)
    _throw_away(phone)

    phone.page.locator("#foto").set_input_files([PHOTO])
    asked = phone.page.get_by_role("dialog")
    asked.get_by_role("button", name="Simpan sebagai draf baru").click()

    expect(phone.page.locator(".phone-photos li")).to_have_count(1)
    assert phone.rows("photos")[0]["record"] == phone.rows()[0]["id"]


@pytest.mark.long
def test_what_was_sent_from_another_tab_is_not_said_to_be_kept_here(
    handset: Make, ani: User
) -> None:
    phone = _begun(handset, ani)
    tab = _other_tab(phone, f"#/kegiatan/{phone.rows()[0]['id']}")
    tab.get_by_role("button", name="Kirim", exact=True).click()
    tab.locator("[data-screen=home]").wait_for()

    asked = _go_on(phone)

    expect(asked).to_contain_text("Catatan ini sudah dikirim dari layar lain")
    asked.get_by_role("button", name="Jangan simpan").click()
    phone.page.locator("[data-screen=record]").wait_for()
    phone.online()
    phone.arrived(1)
    assert Kegiatan.objects.get().judul == TITLE
    assert Envelope.objects.count() == 1


@pytest.mark.long
def test_a_monthly_report_that_was_thrown_away_is_not_sent_by_its_open_form(
    handset: Make, ani: User, kampung: KampungKB
) -> None:
    phone = handset(ani)
    phone.first_visit()
    phone.offline()
    phone.page.evaluate("location.hash = '#/laporan'")
    phone.page.get_by_role("link", name="Perkembangan KKBPK").click()
    phone.page.get_by_text("Peserta KB menurut metode").click()
    phone.page.get_by_label("Pil").fill("29")
    phone.until_state("draf")
    _throw_away(phone)

    phone.page.get_by_role("button", name="Kirim laporan").click()

    asked = phone.page.get_by_role("dialog")
    asked.get_by_role("button", name="Simpan sebagai draf baru").click()
    phone.until_state("draf")  # kept, and sent only by another tap
    expect(asked).to_have_count(0)
    assert phone.states() == ["draf"]
    phone.page.get_by_role("button", name="Kirim laporan").click()
    phone.page.locator("[data-screen=home]").wait_for()
    assert phone.states() == ["menunggu"]


def test_who_hands_the_phone_on_in_one_tab_leaves_nothing_open_in_another(
    handset: Make, ani: User
) -> None:
    phone = handset(ani)
    phone.first_visit()
    phone.offline()
    phone.report()
    tab = _other_tab(phone, "")
    expect(tab.locator(".phone-line")).to_contain_text(TITLE)

    phone.set_pin("370915")
    phone.lock()
    tab.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(tab.locator("[data-screen=who]")).to_be_visible()
    expect(tab.locator(".phone-line")).to_have_count(0)
