"""From a record that was sent to what it did to the class of the kampung."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from naikkelas.accounts.models import User
from naikkelas.activities.models import Kegiatan
from tests.browser.phone.handset import TITLE, Handset

Make = Callable[..., Handset]


def test_an_activity_shows_its_result_once_it_was_sent(handset: Make, ani: User) -> None:
    phone = handset(ani)
    phone.first_visit()
    phone.offline()
    phone.report()
    result = phone.page.get_by_role("link", name="Lihat hasilnya")
    phone.page.locator(".phone-line").first.click()
    phone.page.locator("[data-screen=record]").wait_for()
    expect(result).to_have_count(0)
    phone.home()
    phone.online()
    phone.arrived(1)
    phone.settled_after_sending()

    phone.page.locator(".phone-line").first.click()
    result.click()

    expect(phone.page).to_have_url(
        re.compile(f"/kegiatan/{Kegiatan.objects.get().record}/terkirim/")
    )
    expect(phone.page.get_by_text("Hasilnya pada kelas kampung")).to_be_visible()
    expect(phone.page.get_by_text(TITLE).first).to_be_visible()
    expect(phone.page.locator("a[href^='https://api.whatsapp.com/']")).to_be_visible()


@pytest.mark.long
def test_a_change_shows_the_result_of_its_activity(handset: Make, ani: User) -> None:
    phone = handset(ani)
    phone.first_visit()
    phone.report()
    phone.arrived(1)
    activity = Kegiatan.objects.get()
    phone.knows(activity)
    phone.page.evaluate(f"location.hash = '#/ubah/{activity.kampung_id}/{activity.record}'")
    phone.page.get_by_label("Apa kegiatannya?").fill("Kelas BKB di balai RW")
    phone.page.get_by_role("button", name="Kirim perubahan").click()
    phone.arrived(2)

    changed = next(row for row in phone.rows() if row["kind"] == "kegiatan.ubah")
    phone.page.evaluate(f"location.hash = '#/catatan/{changed['id']}'")

    expect(phone.page.get_by_role("link", name="Lihat hasilnya")).to_have_attribute(
        "href", f"/kampung/{activity.kampung_id}/kegiatan/{activity.record}/terkirim/"
    )
