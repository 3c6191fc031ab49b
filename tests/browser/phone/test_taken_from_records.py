"""The profile on the phone: what records say already is told with its source, and not asked."""

from collections.abc import Callable

from playwright.sync_api import expect

from naikkelas.accounts.models import User
from naikkelas.registry.models import KampungKB, Profil
from tests.browser.phone.handset import Handset
from tests.people import make_group, make_kader, make_pokja, make_seat, make_training

Make = Callable[..., Handset]


def _profile(phone: Handset) -> None:
    phone.first_visit()
    phone.offline()
    phone.page.evaluate("location.hash = '#/laporan'")
    phone.page.get_by_role("link", name="Profil").click()
    phone.page.locator("[data-screen=report] form").wait_for()
    phone.page.evaluate(
        "document.querySelectorAll('#layar details').forEach((one) => { one.open = true; })"
    )


def test_what_records_say_is_told_with_its_source_and_sent_without_being_asked(
    handset: Make, ani: User, kampung: KampungKB
) -> None:
    kader = make_kader(kampung)
    make_seat(make_pokja(kampung), kader)
    make_training(kader)
    make_group(kampung, "bkb")
    phone = handset(ani)

    _profile(phone)

    pokja = phone.page.locator("details", has_text="Jumlah anggota Pokja")
    expect(pokja.locator("summary")).to_have_text("PokjaDiambil dari catatan Pokja")
    expect(pokja.locator(".phone-fact")).to_have_count(6)
    expect(pokja.locator(".phone-fact", has_text="Jumlah anggota Pokja")).to_have_text(
        "Jumlah anggota Pokja: 1 dari catatan Pokja"
    )
    expect(pokja.locator("[data-field]")).to_have_count(0)
    groups = phone.page.locator("details", has_text="BKR (Bina Keluarga Remaja)")
    expect(groups.locator(".phone-fact")).to_have_text(
        "BKB (Bina Keluarga Balita): Ya dari BKB Melati"
    )
    expect(groups.locator("[data-field=bkb]")).to_have_count(0)
    groups.locator("[data-field=bkr]").get_by_label("Tidak").check()
    phone.page.get_by_role("button", name="Kirim laporan").click()
    phone.page.locator("[data-screen=home]").wait_for()
    phone.online()
    phone.arrived(1)
    sent = Profil.objects.get()
    assert (sent.pokja_ada, sent.pokja_anggota, sent.bkb, sent.bkr) == (True, 1, True, False)
    assert sent.bkl is None  # neither recorded nor answered


def test_without_records_everything_is_asked(handset: Make, ani: User, kampung: KampungKB) -> None:
    phone = handset(ani)

    _profile(phone)

    expect(phone.page.get_by_text("Diambil dari")).to_have_count(0)
    expect(phone.page.locator(".phone-fact")).to_have_count(0)
    expect(phone.page.locator("[data-field=pokja_ada], [data-field=bkb]")).to_have_count(2)
