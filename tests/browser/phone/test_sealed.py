"""Who holds the phone of somebody else reads nothing, and guesses no PIN."""

import re
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from naikkelas.accounts.models import User
from tests.browser.phone.handset import READ, TITLE, Handset, picture
from tests.registry.pictures import encoded, scene

Make = Callable[..., Handset]
PHOTO = picture("Rumah Bu Melati.jpg", encoded(scene(3, 900, 700)))
HANGS = "() => { self.createImageBitmap = () => new Promise(() => null); }"
PIN = "370915"


def _give(phone: Handset, pin: str) -> None:
    phone.page.get_by_label("PIN").fill(pin)
    phone.page.get_by_role("button", name="Buka").click()


def test_nothing_that_was_typed_or_photographed_can_be_read_in_the_stores(
    handset: Make, ani: User
) -> None:
    """A record that waits, with a photo; a draft, with one that is still as the camera made it."""
    phone = handset(ani)
    phone.first_visit()
    phone.offline()
    phone.begin("Penyuluhan di rumah Melati")
    phone.page.get_by_text("Bersama siapa, di mana").click()
    phone.page.get_by_label("Tempat").fill("Balai Kenanga")
    phone.add_photo(PHOTO)
    phone.send()
    phone.begin("Kunjungan ke keluarga Mawar")
    phone.page.evaluate(HANGS)
    phone.page.locator("#foto").set_input_files([PHOTO])
    phone.until(f"({READ})('photos').then((all) => all.length === 2)")
    phone.keeps("Kunjungan ke keluarga Mawar")

    everything = phone.everything()
    assert phone.states() == ["draf", "menunggu"]
    assert len(phone.rows("pictures")) == 2
    phone.page.close()  # what hangs would be waited for

    assert "menunggu" in everything  # what stands open was looked through
    assert re.findall("Melati|Mawar|Kenanga|JFIF\0", everything) == []


def test_a_phone_that_lay_untouched_holds_no_key_until_the_pin_is_given(
    handset: Make, ani: User
) -> None:
    """With the app closed meanwhile, with it open, and with a clock that was put right."""
    phone = handset(ani)
    phone.page.clock.install()
    phone.first_visit()
    phone.offline()
    phone.report()
    phone.set_pin(PIN)
    assert phone.opened() > 0

    phone.page.clock.set_system_time(timezone.now() + timedelta(minutes=17))
    phone.page.reload()
    expect(phone.page.get_by_role("heading", level=1)).to_have_text("Siapa yang bekerja?")
    assert phone.opened() == 0
    _give(phone, PIN)
    expect(phone.page.locator(".phone-line").first).to_contain_text(TITLE)
    assert phone.opened() > 0

    phone.page.clock.fast_forward("17:00")
    expect(phone.page.get_by_role("heading", level=1)).to_have_text("Siapa yang bekerja?")
    assert phone.opened() == 0
    _give(phone, PIN)
    expect(phone.page.locator(".phone-line").first).to_contain_text(TITLE)

    phone.page.clock.set_system_time(timezone.now() - timedelta(days=730))
    phone.page.reload()
    expect(phone.page.get_by_role("heading", level=1)).to_have_text("Siapa yang bekerja?")
    assert phone.opened() == 0


def test_after_five_wrong_pins_each_next_try_waits_twice_as_long(handset: Make, ani: User) -> None:
    phone = handset(ani)
    begun = timezone.now()
    phone.page.clock.install(time=begun)
    phone.first_visit()
    phone.offline()
    phone.report()
    phone.set_pin(PIN)
    phone.lock()
    alert = phone.page.locator(".phone-person [role=alert]")
    for wrong in range(5):
        _give(phone, f"48260{wrong}")
        expect(phone.page.get_by_label("PIN")).to_have_value("")
        expect(alert).to_have_text("PIN salah. Coba lagi.")

    def waits(seconds: int) -> None:
        """The right PIN opens nothing so long, and a reload does not shorten it."""
        phone.page.reload()
        _give(phone, PIN)
        expect(alert).to_contain_text("Terlalu sering salah. Tunggu")
        told = re.search(r"\d+", alert.inner_text())
        assert told
        assert seconds - 15 < int(told[0]) <= seconds

    waits(30)
    put_right = begun - timedelta(days=730)  # the clock was wrong: nobody waits two years
    phone.page.clock.set_system_time(put_right)
    _give(phone, "482605")
    expect(alert).to_have_text("PIN salah. Coba lagi.")
    waits(60)

    phone.page.clock.set_system_time(put_right + timedelta(seconds=61))
    _give(phone, PIN)
    expect(phone.page.locator(".phone-line").first).to_contain_text(TITLE)
