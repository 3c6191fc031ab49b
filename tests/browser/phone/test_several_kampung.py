"""Who has several kampung chooses one; what a desk sent back of a month is mended and sent anew."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Route, expect

from naikkelas.accounts.models import Role, User
from naikkelas.activities.models import Envelope, Kegiatan
from naikkelas.registry.models import KKBPK, KampungKB, State
from tests.browser.phone.handset import Handset
from tests.people import make_area, make_kampung, make_report, make_user

Make = Callable[..., Handset]
HAS_FORMS = """async (kampung) => {
  const queue = await import("/statis/activities/phone/queue.js");
  return Boolean((await queue.provisions(kampung))?.forms);
}"""

BUSY = """() => new Promise((held) => {
  const open = indexedDB.open("kerja");
  open.onsuccess = () => {
    const end = Date.now() + 1200;
    const photos = open.result.transaction("photos", "readwrite").objectStore("photos");
    const hold = () => {
      if (Date.now() < end) photos.count().onsuccess = hold;
      else open.result.close();
    };
    photos.count().onsuccess = () => { hold(); held(); };
  };
})"""
"""The store of photos is busy for a while: what asks it waits, as a form that is drawn does."""


TWICE = """(select) => {
  select.form.dataset.old = "";
  for (const at of [1, 2]) {
    select.selectedIndex = at;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  }
}"""


def _kkbpk(phone: Handset, pil: str) -> None:
    """Report the contraception of the month with another figure."""
    phone.page.get_by_role("link", name="Perkembangan KKBPK").click()
    phone.page.get_by_text("Peserta KB menurut metode").click()
    phone.page.get_by_label("Pil", exact=True).fill(pil)
    phone.page.get_by_role("button", name="Kirim laporan").click()
    phone.page.locator("[data-screen=home]").wait_for()


def test_a_pkb_reports_for_the_kampung_that_was_chosen(handset: Make, kampung: KampungKB) -> None:
    other = make_kampung(make_area("91.37.01.2002", "Sukasari"))
    make_report("kkbpk", kampung, date(2025, 7, 7), iud=11, pil=23)
    make_report("kkbpk", other, date(2025, 7, 7), iud=13, pil=41)
    phone = handset(make_user("dewi", "Dewi", Role.FIELD, kampung.village.parent))
    phone.first_visit()
    phone.until("document.getElementById('judul-kampung').textContent === 'Sukamaju'")

    phone.offline()
    phone.page.get_by_role("link", name="Laporan bulan ini").click()
    phone.page.get_by_label("Kampung", exact=True).select_option("Sukasari")
    expect(phone.page.locator("#judul-kampung")).to_have_text("Sukasari")
    _kkbpk(phone, "43")
    phone.page.get_by_role("link", name="Lapor kegiatan").click()
    expect(phone.page.get_by_label("Kampung", exact=True)).to_have_value(str(other.pk))
    form = phone.page.locator("[data-screen=activity]").element_handle()
    phone.page.get_by_label("Kampung", exact=True).select_option("Sukamaju")
    form.wait_for_element_state("hidden")
    phone.page.get_by_label("Apa kegiatannya?").fill("Rembuk stunting")
    phone.send()
    expect(phone.page.locator("#judul-kampung")).to_have_text("Sukamaju")
    phone.online()

    phone.arrived(2)
    newest = KKBPK.objects.get(pil=43)
    assert (newest.kampung, newest.iud) == (other, 13)
    assert Kegiatan.objects.get().kampung == kampung


def test_who_leaves_while_another_kampung_is_fetched_is_not_brought_back(
    handset: Make, kampung: KampungKB
) -> None:
    make_kampung(make_area("91.37.01.2002", "Sukasari"))
    phone = handset(make_user("dewi", "Dewi", Role.FIELD, kampung.village.parent))
    phone.first_visit()
    phone.offline()
    phone.begin("Kelas BKB")
    phone.keeps("Kelas BKB")
    phone.page.evaluate(BUSY)
    phone.page.get_by_label("Kampung", exact=True).select_option("Sukasari")
    phone.page.evaluate("location.hash = '#/laporan'")
    phone.page.get_by_role("heading", name="Laporan").wait_for()

    phone.page.wait_for_timeout(2000)  # longer than the store is busy
    expect(phone.page.locator("[data-screen=activity]")).to_have_count(0)


def test_two_choices_one_after_the_other_leave_a_form_that_answers(
    handset: Make, kampung: KampungKB
) -> None:
    for number in (2, 3):
        make_kampung(make_area(f"91.37.01.200{number}", f"Sukasari {number}"))
    phone = handset(make_user("dewi", "Dewi", Role.FIELD, kampung.village.parent))
    phone.first_visit()
    phone.offline()
    phone.page.evaluate("location.hash = '#/kegiatan/baru'")
    choice = phone.page.get_by_label("Kampung", exact=True)
    choice.evaluate(TWICE)
    expect(phone.page.locator("[data-screen=activity][data-old]")).to_have_count(0)
    expect(choice.locator(":checked")).to_have_text("Sukasari 3")

    phone.page.get_by_role("button", name="Kirim", exact=True).click()
    expect(phone.page.locator(".error-summary")).to_be_visible()


def _twelve(kampung: KampungKB) -> list[KampungKB]:
    """More kampung than a phone takes along at once."""
    more = [
        make_kampung(make_area(f"91.37.01.{2001 + number}", f"Desa {number:02d}"))
        for number in range(1, 12)
    ]
    return [kampung, *more]


def _has_forms(phone: Handset, kampung: KampungKB) -> bool:
    return bool(phone.page.evaluate(HAS_FORMS, str(kampung.pk)))


def _until_forms(phone: Handset, kampung: KampungKB) -> None:
    for _ in range(600):
        if _has_forms(phone, kampung):
            return
        phone.page.wait_for_timeout(100)
    raise AssertionError(f"no forms of {kampung}")


@pytest.mark.long
def test_forms_that_are_asked_for_during_a_sending_are_waited_for(
    handset: Make, kampung: KampungKB
) -> None:
    """The screen said that the forms were missing, and said so for ever."""
    last = _twelve(kampung)[-1]
    phone = handset(make_user("dewi", "Dewi", Role.FIELD, kampung.village.parent))
    held: list[Route] = []
    phone.context.route(
        "**/kerja/bekal/**", lambda one: one.continue_() if is_free else held.append(one)
    )
    is_free: list[bool] = []
    phone.open()
    while not held:
        phone.page.wait_for_timeout(50)

    phone.page.evaluate("location.hash = '#/laporan'")
    phone.page.get_by_label("Kampung", exact=True).select_option("Desa 11")
    phone.page.wait_for_timeout(300)
    is_free.append(True)
    held[0].continue_()

    _until_forms(phone, last)
    phone.page.get_by_role("link", name="Perkembangan KKBPK").wait_for()
    expect(phone.page.locator("#judul-kampung")).to_have_text("Desa 11")


@pytest.mark.long
def test_a_pkb_of_twelve_reports_without_a_line_for_one_that_was_not_taken_along(
    handset: Make, kampung: KampungKB
) -> None:
    *_, early, last = _twelve(kampung)
    make_report("kkbpk", last, date(2025, 7, 7), iud=13, pil=41)
    phone = handset(make_user("dewi", "Dewi", Role.FIELD, kampung.village.parent))
    phone.first_visit()
    assert _has_forms(phone, kampung)
    assert not any(_has_forms(phone, one) for one in (early, last))

    phone.page.evaluate("location.hash = '#/laporan'")
    phone.page.get_by_label("Kampung", exact=True).select_option("Desa 11")
    phone.page.get_by_role("link", name="Perkembangan KKBPK").wait_for()
    _until_forms(phone, last)
    phone.rest()
    phone.offline()
    phone.page.reload()
    expect(phone.page.locator("#judul-kampung")).to_have_text("Desa 11")
    phone.home()
    phone.page.evaluate("location.hash = '#/laporan'")
    _kkbpk(phone, "43")
    phone.report()
    assert phone.states() == ["menunggu", "menunggu"]
    phone.page.evaluate("location.hash = '#/laporan'")
    phone.page.get_by_label("Kampung", exact=True).select_option("Desa 10")
    expect(phone.page.locator("#layar")).to_contain_text("Buka sekali saat ada sinyal")
    phone.online()

    phone.arrived(2)
    newest = KKBPK.objects.get(pil=43)
    assert (newest.kampung, newest.iud) == (last, 13)
    assert Kegiatan.objects.get().kampung == last
    _until_forms(phone, early)  # what was chosen without a line comes with it
    phone.settled_after_sending()


@pytest.mark.long
def test_a_month_that_was_sent_back_is_mended_under_a_new_number(
    handset: Make, ani: User, kampung: KampungKB
) -> None:
    make_report("kkbpk", kampung, date(2025, 7, 7), iud=11, pil=23)
    phone = handset(ani)
    phone.first_visit()
    phone.page.get_by_role("link", name="Laporan bulan ini").click()
    _kkbpk(phone, "29")
    phone.arrived(1)
    KKBPK.objects.filter(pil=29).update(state=State.RETURNED)
    phone.page.reload()
    phone.until_state("perbaiki")

    phone.page.locator("[data-state=perbaiki]").click()
    phone.page.get_by_role("link", name="Perbaiki").click()
    phone.page.get_by_text("Peserta KB menurut metode").click()
    phone.page.get_by_label("Pil", exact=True).fill("31")
    phone.page.get_by_role("button", name="Kirim laporan").click()

    phone.arrived(1)
    assert phone.states() == ["terkirim"]
    assert KKBPK.objects.get(pil=31).iud == 11
    assert Envelope.objects.count() == 2
