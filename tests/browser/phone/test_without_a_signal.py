"""The app without a line: starts, takes reports and photos, sends them once, says how it stands."""

import hashlib
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from naikkelas.accounts.models import User
from naikkelas.activities.actions import verification
from naikkelas.activities.models import Envelope, Kegiatan, KegiatanPhoto
from naikkelas.registry.models import KampungKB
from tests.browser.phone.handset import TITLE, Handset, picture
from tests.registry.pictures import encoded, grainy, scene, with_metadata

Make = Callable[..., Handset]


def test_the_app_starts_without_a_line_after_one_visit(handset: Make, ani: User) -> None:
    phone = handset(ani)
    phone.first_visit()

    phone.offline()
    phone.page.reload()

    expect(phone.page.get_by_role("link", name="Lapor kegiatan")).to_be_visible()
    expect(phone.page.locator("#jaringan")).to_have_text("Tanpa sinyal")


def test_the_five_states_and_no_other_word(handset: Make, ani: User, sari: User) -> None:
    phone = handset(ani)
    phone.first_visit()
    badge = phone.page.locator(".phone-list .badge")

    phone.offline()
    phone.begin("Rembuk stunting")
    phone.until("location.hash.length > 20")
    phone.home()
    expect(badge).to_have_text("Draf")
    phone.report()
    expect(badge.first).to_have_text("Menunggu sinyal")
    phone.online()
    phone.arrived(1)
    expect(badge.first).to_have_text("Terkirim")
    sent = Kegiatan.objects.get()
    verification.accept(sent.pk, by=sari, seen="dikirim")
    phone.page.reload()
    expect(badge.first).to_have_text("Diperiksa")

    phone.report("Senam lansia")
    phone.arrived(1)
    sent = Kegiatan.objects.get(judul="Senam lansia")
    verification.send_back(sent.pk, by=sari, seen="dikirim", comment="Jumlahnya terbalik.")
    phone.page.reload()
    expect(badge.first).to_have_text("Perlu diperbaiki")
    assert "terbalik" not in phone.everything()  # sealed, as all that people write
    badge.first.click()
    expect(phone.page.get_by_text("Jumlahnya terbalik.")).to_be_visible()


def test_a_report_is_sent_when_the_line_comes_back_and_both_hashes_are_the_same(
    handset: Make, ani: User
) -> None:
    phone = handset(ani)
    phone.first_visit()
    phone.offline()
    phone.report()
    expect(phone.page.locator("[data-unsent]")).to_have_text("1")

    phone.online()

    phone.arrived(1)
    envelope = Envelope.objects.get()
    row = phone.rows()[0]
    assert envelope.body is not None
    assert row["hash"] == envelope.sha256 == hashlib.sha256(bytes(envelope.body)).hexdigest()
    stored = Kegiatan.objects.get()
    assert (stored.judul, stored.peserta_l, stored.peserta_p) == (TITLE, 12, 20)
    assert str(stored.origin) == row["id"]
    expect(phone.page.get_by_role("region", name="Tanda terima terakhir")).to_contain_text(
        row["receipt"]
    )


def test_a_photo_of_twelve_megapixels_leaves_with_300_kb_and_1600_pixels(
    handset: Make, ani: User
) -> None:
    phone = handset(ani)
    phone.first_visit()
    phone.offline()
    from_camera = encoded(grainy(scene(5, 4000, 3000)), exif=with_metadata(turned=1), quality=92)
    assert len(from_camera) > 5_000_000
    phone.begin()

    phone.add_photo(picture("IMG_37.jpg", from_camera))

    waits = phone.first_picture()
    assert len(waits) <= 300_000
    assert Image.open(io.BytesIO(waits)).size == (1600, 1200)
    phone.send()
    phone.online()
    phone.arrived(1)
    assert KegiatanPhoto.objects.get().sent_sha256 == hashlib.sha256(waits).hexdigest()


def test_what_waits_on_the_phone_holds_no_place_and_no_day(handset: Make, ani: User) -> None:
    phone = handset(ani)
    phone.first_visit()
    phone.offline()
    phone.begin()
    turned = encoded(scene(5, 2600, 1300), exif=with_metadata(turned=6), quality=97)
    phone.add_photo(picture("IMG_37.jpg", turned))

    shown = phone.page.locator(".phone-photos img")
    expect(shown).to_be_visible()
    data = phone.first_picture()
    kept = Image.open(io.BytesIO(data))
    assert kept.size == (800, 1600)  # upright, as the person held the phone
    assert not kept.getexif()
    assert b"GPS" not in data
    assert b"Exif" not in data


def test_a_heic_that_the_phone_cannot_read_is_explained(handset: Make, ani: User) -> None:
    phone = handset(ani)
    phone.first_visit()
    phone.begin()

    heic = picture("IMG_38.heic", encoded(scene(7), "HEIF"), "image/heic")
    phone.page.locator("#foto").set_input_files([heic])

    alert = phone.page.locator("section[aria-label=Foto] [role=alert]")
    expect(alert).to_contain_text("tidak dapat membaca foto HEIC")


def test_a_finished_report_can_be_taken_back_until_it_has_left(handset: Make, ani: User) -> None:
    phone = handset(ani)
    phone.first_visit()
    phone.offline()
    phone.report()

    phone.page.get_by_role("button", name="Urungkan").click()

    expect(phone.page.get_by_label("Apa kegiatannya?")).to_have_value(TITLE)
    assert phone.states() == ["draf"]


@pytest.mark.long
def test_everything_but_title_and_people_is_remembered(handset: Make, ani: User) -> None:
    phone = handset(ani)
    phone.first_visit()
    phone.begin()
    phone.page.get_by_text("Bersama siapa, di mana").click()
    phone.page.get_by_label("Tempat").fill("Balai RW 03")
    phone.page.get_by_text("Pilih dari daftar").click()
    phone.page.get_by_label("Puskesmas", exact=True).check()
    phone.send()
    phone.arrived(1)

    phone.report("Senam lansia")

    phone.arrived(2)
    stored = Kegiatan.objects.get(judul="Senam lansia")
    assert stored.tempat == "Balai RW 03"
    assert stored.instansi == "puskesmas"


def test_without_javascript_the_same_forms_are_a_link_away(
    handset: Make, ani: User, kampung: KampungKB
) -> None:
    phone = handset(ani, java_script_enabled=False)

    phone.page.goto(f"{phone.url}/kerja/")
    phone.page.get_by_role("link", name="Buka formulir daring").click()

    expect(phone.page.get_by_role("heading", level=1)).to_have_text("Formulir Pokja")
    phone.page.get_by_role("link", name="Isi laporan KKBPK").click()
    expect(phone.page.get_by_role("heading", level=1)).to_contain_text("Perkembangan KKBPK")


@pytest.mark.django_db  # runs where the stories run: pure tests are left to SQLite, stories are not
def test_the_scripts_of_the_app_weigh_at_most_70_kb() -> None:
    import gzip

    from naikkelas.activities.rules import app

    static = Path(app.__file__).parents[1] / "static"
    weight = {path: len(gzip.compress((static / path).read_bytes(), 6)) for path in app.scripts()}
    weight["worker.js"] = len(gzip.compress(app.text("activities/phone/worker.js").encode(), 6))

    assert sum(weight.values()) <= 70_000, weight
