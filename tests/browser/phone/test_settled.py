"""What a phone hears of what was refused: adopted, dropped, chosen; and taps that come twice."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from naikkelas.accounts.models import User
from naikkelas.activities.actions import reporting, settling
from naikkelas.activities.errors import KampungClosed
from naikkelas.activities.models import Envelope, Kegiatan, KegiatanPhoto, OtherBody
from naikkelas.registry.models import KampungKB
from tests.activities.phone import Phone, envelope
from tests.browser.phone.handset import TITLE, Handset, picture
from tests.registry.pictures import encoded, scene

Make = Callable[..., Handset]
PHOTO = picture("IMG_37.jpg", encoded(scene(3, 900, 700)))


def _closed(_: KampungKB) -> None:
    raise KampungClosed


@pytest.fixture
def refused(handset: Make, ani: User, monkeypatch: pytest.MonkeyPatch) -> Handset:
    """A phone whose activity with a photo was refused, for a reason that has gone since."""
    phone = handset(ani)
    phone.first_visit()
    with monkeypatch.context() as at_first:
        at_first.setattr(reporting, "_insist_on_open", _closed)
        phone.report(photos=[PHOTO])
        phone.until_state("perbaiki")
    return phone


def test_what_was_adopted_on_the_web_is_sent_on_its_phone_with_receipt_and_photo(
    refused: Handset, budi: User
) -> None:
    settling.adopt(Envelope.objects.get(), by=budi)

    refused.page.reload()

    refused.arrived(1)
    assert refused.states() == ["terkirim"]
    assert KegiatanPhoto.objects.get().record == Kegiatan.objects.get().record
    refused.page.locator(".phone-line").click()
    receipt = refused.page.locator(".phone-receipt")
    expect(receipt).to_contain_text(refused.rows()[0]["receipt"])
    expect(receipt).to_contain_text("Dikirimkan lewat web")


@pytest.mark.long
def test_what_was_dropped_on_the_web_is_said_and_cleared_away(refused: Handset, budi: User) -> None:
    settling.drop(Envelope.objects.get(), by=budi)

    refused.page.reload()
    refused.until_row("code", "tidak_dipakai")
    refused.page.locator("[data-state=perbaiki]").click()

    expect(refused.page.locator("#layar")).to_contain_text("Isian ini tidak dipakai")
    refused.page.get_by_role("button", name="Hapus dari HP").click()
    refused.page.locator("[data-screen=home]").wait_for()
    assert refused.rows() == refused.rows("photos") == []
    assert not Kegiatan.objects.exists()


@pytest.mark.long
def test_two_taps_send_another_content_once_as_a_new_record(
    handset: Make, ani: User, kampung: KampungKB
) -> None:
    phone = handset(ani)
    phone.first_visit()
    phone.offline()
    phone.report(photos=[PHOTO])
    body = {"tanggal": "2026-02-03", "judul": "Isi lain di bawah nomor yang sama"}
    Phone(ani).send(envelope(kampung, "kegiatan", id=phone.rows()[0]["id"], body=body))
    phone.online()
    phone.until_row("code", "isi_lain")

    phone.page.locator("[data-state=perbaiki]").click()
    phone.page.get_by_role("button", name="Kirim isi di HP ini sebagai catatan baru").dblclick()

    phone.arrived(1)
    assert len(phone.rows()) == 1
    assert Kegiatan.objects.count() == Envelope.objects.count() == 2
    mine = Kegiatan.objects.get(judul=TITLE)
    assert KegiatanPhoto.objects.get().record == mine.record
    assert OtherBody.objects.get().settled_by == ani.pk  # nothing is left to be decided on the web
