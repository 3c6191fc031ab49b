"""A mentor writes down a visit with a photo without a line; it arrives once the line is back."""

from collections.abc import Callable

from playwright.sync_api import expect

from naikkelas.accounts.models import User
from naikkelas.coaching.actions.proposals import ask_mentor
from naikkelas.coaching.models import Visit, VisitPhoto
from naikkelas.registry.models import KampungKB
from tests.browser.phone.handset import Handset, picture
from tests.coaching.making import make_followup, make_mentor, make_visit
from tests.partners.making import make_mitra, make_partner_user
from tests.registry.pictures import encoded, scene

PHOTO = picture("IMG_37.jpg", encoded(scene(3, 900, 700)))


def test_a_visit_without_a_line_arrives_and_closes_what_was_seen(
    handset: Callable[..., Handset], sari: User, kampung: KampungKB
) -> None:
    earlier = make_visit(kampung, make_mentor(kampung))
    agreed = make_followup(earlier, what="Isi buku tamu")
    phone = handset(sari)
    phone.first_visit()
    phone.offline()
    phone.page.reload()
    phone.page.get_by_role("link", name="Catat kunjungan").click()

    phone.page.get_by_role("group", name="Isi buku tamu").get_by_label("Sesuai").check()
    phone.page.get_by_role("button", name="Tambah temuan").click()
    phone.page.get_by_label("Temuan 1").fill("Papan data lama")
    phone.page.get_by_role("button", name="Tambah tindak lanjut").click()
    phone.page.get_by_label("Apa", exact=True).fill("Perbarui papan")
    phone.page.locator("[name=due-0]").fill("2031-01-01")
    phone.add_photo(PHOTO, PHOTO)
    phone.page.get_by_label("Keterangan foto 1").fill("Papan data lama")
    expect(phone.page.get_by_label("Jenis foto 1")).to_have_count(0)
    phone.page.get_by_role("button", name="Hapus foto 2").click()
    expect(phone.page.locator(".phone-photos li")).to_have_count(1)
    phone.send()
    expect(phone.page.locator(".phone-list .badge").first).to_have_text("Menunggu sinyal")
    expect(phone.page.locator(".phone-waits")).to_contain_text("1 catatan, 1 foto")
    assert Visit.objects.count() == 1
    phone.online()

    phone.until_state("perbaiki")  # the day is too far away, and said so; its photo waits here
    assert phone.unsent_photos() == 1
    phone.page.locator(".phone-list a").first.click()
    phone.page.get_by_role("link", name="Perbaiki").click()
    expect(phone.page.get_by_label("Keterangan foto 1")).to_have_value("Papan data lama")
    expect(phone.page.locator(".error-summary")).to_contain_text("Tenggat")
    day = phone.page.locator("[name=day]").input_value()
    phone.page.locator("[name=due-0]").fill(day)
    phone.send()
    phone.arrived(1)

    made = Visit.objects.exclude(pk=earlier.pk).get()
    assert str(made.pk) == phone.rows()[0]["id"]
    assert made.findings.get().text == "Papan data lama"
    photo = VisitPhoto.objects.get()
    assert (str(photo.pk), photo.record) == (phone.rows("photos")[0]["id"], made.pk)
    assert photo.caption == "Papan data lama"
    assert phone.rows("photos")[0]["receipt"]
    assert phone.rows("pictures") == []  # acknowledged, so its bytes have left the phone
    phone.page.locator(".phone-line").first.click()
    expect(phone.page.locator("#layar")).to_contain_text("Foto: 1 dari 1 terkirim.")
    assert made.followups.get().what == "Perbarui papan"
    agreed.refresh_from_db()
    assert agreed.state == "selesai"


def test_an_skpd_that_was_asked_writes_its_visit_down_without_a_line(
    handset: Callable[..., Handset], darma: User, kampung: KampungKB
) -> None:
    tuti = make_partner_user("tuti", make_mitra())
    ask_mentor(kampung, tuti.holdings.get().post_id, by=darma)
    phone = handset(tuti)
    phone.first_visit()
    phone.offline()
    phone.page.reload()
    expect(phone.page.get_by_role("link", name="Catat kunjungan")).to_be_visible()
    expect(phone.page.get_by_text("Lapor kegiatan")).to_have_count(0)
    expect(phone.page.get_by_text("Laporan bulan ini")).to_have_count(0)
    phone.page.get_by_role("link", name="Catat kunjungan").click()

    phone.page.get_by_role("button", name="Tambah temuan").click()
    phone.page.get_by_label("Temuan 1").fill("Alat ukur rusak")
    phone.add_photo(PHOTO)
    phone.send()
    expect(phone.page.locator(".phone-list .badge").first).to_have_text("Menunggu sinyal")
    assert not Visit.objects.exists()
    phone.online()
    phone.arrived(1)

    made = Visit.objects.get()
    assert (made.recorded_by, made.mentor_id) == (tuti.pk, tuti.holdings.get().post_id)
    assert made.findings.get().text == "Alat ukur rusak"
    assert VisitPhoto.objects.get().record == made.record
