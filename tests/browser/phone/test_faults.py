"""Faults that the phone survives: F24, F26 to F29 and F31 to F35 of the fault plan."""

import re
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Route, expect

from naikkelas.accounts.models import Holding, User
from naikkelas.activities.actions import reporting
from naikkelas.activities.models import Envelope, Kegiatan, KegiatanPhoto
from naikkelas.activities.rules import app
from naikkelas.registry.models import KampungKB
from tests.browser.phone.handset import TITLE, Handset, picture
from tests.people import make_group
from tests.registry.pictures import encoded, scene

Make = Callable[..., Handset]
PHOTO = picture("IMG_37.jpg", encoded(scene(3, 900, 700)))


def test_f24_double_taps_and_lost_answers_make_one_report(handset: Make, ani: User) -> None:
    """The answer of the first try is lost on its way; the button is tapped twice."""
    phone = handset(ani)
    phone.first_visit()
    phone.begin()
    lost: list[int] = []

    def lose_the_first_answer(route: Route) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.fetch().status)
            route.abort()

    phone.context.route("**/kerja/kirim/", lose_the_first_answer)
    phone.page.get_by_role("button", name="Kirim", exact=True).dblclick()

    phone.page.locator("[data-screen=home]").wait_for()
    expect(phone.page.locator("[data-unsent]")).to_have_text("1")
    phone.send_now()
    phone.arrived(1)
    assert lost == [201]
    assert Kegiatan.objects.count() == Envelope.objects.count() == len(phone.rows()) == 1


def test_f26_a_queue_is_sent_with_cuts_oldest_first_and_each_once(
    handset: Make, ani: User, kampung: KampungKB
) -> None:
    """Seven reports, three photos, and a line that breaks after every fourth request."""
    phone = handset(ani)
    phone.first_visit()
    phone.offline()
    for number in range(7):
        phone.report(f"Kegiatan ke-{number + 1}", photos=[PHOTO] if number % 3 == 0 else [])
    asked = iter(range(10_000))

    def break_often(route: Route) -> None:
        if next(asked) % 4 == 3:
            route.abort()
        else:
            route.continue_()

    phone.context.route("**/kerja/*/**", break_often)
    phone.online()
    for _ in range(30):
        if phone.states().count("terkirim") == 7 and not phone.unsent_photos():
            break
        phone.page.reload()
        phone.page.wait_for_timeout(400)

    phone.arrived(7)
    order = Envelope.objects.order_by("received_at").values_list("id", flat=True)
    titles = dict(Kegiatan.objects.values_list("origin", "judul"))
    assert [titles[key] for key in order] == [f"Kegiatan ke-{n + 1}" for n in range(7)]
    assert KegiatanPhoto.objects.count() == 3


def test_f26_a_photo_goes_on_where_it_was_cut(handset: Make, ani: User) -> None:
    phone = handset(ani)
    phone.first_visit()
    noise = encoded(scene(9, 1500, 1100).effect_spread(40), quality=95)
    sent: list[str] = []

    def cut_after_two(route: Route) -> None:
        sent.append(route.request.headers["content-range"])
        if len(sent) == 3:
            route.abort()
        else:
            route.continue_()

    phone.context.route("**/kerja/foto/*/", cut_after_two)
    phone.report(photos=[picture("IMG_39.jpg", noise)])

    phone.arrived(1)
    starts = [int(one.removeprefix("bytes ").partition("-")[0]) for one in sent]
    assert starts[:4] == [0, 65536, 131072, 131072]  # nothing that had arrived was sent again
    assert len(set(starts)) == len(starts) - 1
    assert KegiatanPhoto.objects.get().sent_sha256 == phone.rows("photos")[0]["sha256"]


FULL = """(store) => {
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...given) {
    if (this.name === store) throw new DOMException("full", "QuotaExceededError");
    return put.apply(this, given);
  };
}"""
"""The store refuses as on a full disk: what browsers tell of quotas is no longer true of any."""


@pytest.mark.parametrize("store", ["photos", "pictures"])
def test_f27_a_full_phone_refuses_the_photo_in_words_and_keeps_the_text(
    handset: Make, ani: User, store: str
) -> None:
    phone = handset(ani)
    phone.first_visit()
    phone.offline()
    phone.begin("Penyuluhan gizi balita")
    phone.until("location.hash.length > 20")
    phone.page.evaluate(FULL, store)

    phone.page.locator("#foto").set_input_files([PHOTO])
    alert = phone.page.locator("section[aria-label=Foto] [role=alert]")
    expect(alert).to_contain_text("Penyimpanan HP penuh")
    assert phone.rows("photos") == phone.rows("pictures") == []
    phone.page.get_by_label("Apa kegiatannya?").fill("Penyuluhan gizi balita di RW 07")
    phone.keeps("Penyuluhan gizi balita di RW 07")
    phone.page.reload()

    expect(phone.page.get_by_label("Apa kegiatannya?")).to_have_value(
        "Penyuluhan gizi balita di RW 07"
    )
    phone.online()
    phone.send()
    phone.arrived(1)
    assert Kegiatan.objects.get().judul == "Penyuluhan gizi balita di RW 07"


ESTIMATE = """(usage) => {
  navigator.storage.estimate = async () => ({ usage, quota: 100_000_000 });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


def test_f27_that_there_is_no_room_is_said_before_the_camera_opens(
    handset: Make, ani: User
) -> None:
    phone = handset(ani)
    phone.first_visit()
    phone.offline()
    phone.page.evaluate(ESTIMATE, 97_000_000)

    phone.begin("Penyuluhan gizi balita")
    add = phone.page.get_by_label("Tambah foto")
    expect(add).to_be_disabled()
    expect(add).to_have_accessible_description(re.compile("^Penyimpanan HP penuh"))
    phone.keeps("Penyuluhan gizi balita")

    phone.page.evaluate(ESTIMATE, 37_000_000)  # back from the gallery, where something was deleted
    expect(add).to_be_enabled()
    expect(add).to_have_accessible_description("")
    phone.add_photo(PHOTO)
    phone.online()
    phone.send()
    phone.arrived(1)
    assert KegiatanPhoto.objects.count() == 1


def test_f27_a_text_survives_in_a_database_that_takes_nothing(handset: Make, ani: User) -> None:
    """The database refuses every write as a full disk does; the sealed text goes elsewhere."""
    phone = handset(ani)
    phone.first_visit()
    phone.offline()
    phone.begin("Rembuk")
    phone.until("location.hash.length > 20")
    phone.page.evaluate(FULL, "records")

    phone.page.get_by_label("Apa kegiatannya?").fill("Rembuk stunting tingkat desa")
    phone.keeps("Rembuk stunting tingkat desa")
    rescued = phone.page.evaluate("Object.values(localStorage).join('')")
    assert "stunting" not in rescued
    phone.page.reload()

    title = phone.page.get_by_label("Apa kegiatannya?")
    expect(title).to_have_value("Rembuk stunting tingkat desa")
    assert phone.page.evaluate("localStorage.length") == 0


def test_f27_a_record_that_was_closed_on_a_full_phone_arrives(handset: Make, ani: User) -> None:
    phone = handset(ani)
    phone.first_visit()
    phone.offline()
    phone.begin("Rembuk stunting")
    phone.until("location.hash.length > 20")
    phone.page.evaluate(FULL, "records")

    phone.send()
    phone.page.reload()
    phone.online()

    phone.arrived(1)
    assert Kegiatan.objects.get().judul == "Rembuk stunting"


def test_f28_storage_is_asked_to_stay_and_what_is_unsent_shows_on_the_icon(
    handset: Make, ani: User
) -> None:
    phone = handset(ani)
    phone.context.add_init_script(
        """
        self.asked = [];
        navigator.storage.persist = async () => (asked.push("persist"), true);
        navigator.setAppBadge = async (count) => asked.push(count);
        """
    )
    phone.first_visit()
    phone.page.reload()
    phone.until("asked.includes('persist')")
    phone.offline()

    phone.report()

    phone.until("asked.includes(1)")
    expect(phone.page.locator("#jaringan")).to_have_text("1 belum terkirim")


def test_f28_a_file_brings_back_what_a_wiped_phone_has_lost(
    handset: Make, ani: User, tmp_path: Path
) -> None:
    """Exported before, imported after; what had been sent meanwhile does not arrive twice."""
    phone = handset(ani)
    phone.first_visit()
    phone.offline()
    phone.report("Posyandu remaja", photos=[PHOTO])
    phone.begin("Belum selesai")
    phone.until("location.hash.length > 20")
    file = phone.exported(tmp_path)
    phone.home()
    with phone.sending_elsewhere():
        phone.online()
        phone.send_now()
    phone.arrived(1)

    other = handset(ani)
    other.first_visit()
    other.imported(file)

    other.arrived(1)
    assert other.states() == ["draf", "terkirim"]
    assert Kegiatan.objects.count() == Envelope.objects.count() == 1
    assert KegiatanPhoto.objects.count() == 1


@pytest.mark.long
def test_f28_photos_that_were_still_due_come_from_the_file_to_the_record_that_was_sent(
    handset: Make, ani: User, tmp_path: Path
) -> None:
    """The phone is lost after the record arrived and before its photo did."""
    phone = handset(ani)
    phone.first_visit()
    phone.context.route("**/kerja/foto/**", lambda route: route.abort())
    phone.report("Posyandu remaja", photos=[PHOTO])
    phone.until_state("terkirim")
    phone.report("Sudah lengkap")
    phone.until_state("terkirim", 2)
    file = phone.exported(tmp_path)
    phone.page.close()
    assert "Sudah lengkap" not in file.read_text("utf-8")  # nothing of it is still due

    other = handset(ani)
    other.first_visit()
    other.imported(file)

    other.arrived(1)
    assert other.states() == ["terkirim"]
    assert Kegiatan.objects.count() == Envelope.objects.count() == 2
    photo = KegiatanPhoto.objects.get()
    assert photo.record == Kegiatan.objects.get(judul="Posyandu remaja").record


def test_f28_a_week_of_waiting_offers_the_file(handset: Make, ani: User) -> None:
    phone = handset(ani)
    phone.page.clock.install(time=datetime(2026, 3, 2, 1, tzinfo=UTC))
    phone.first_visit()
    phone.offline()
    phone.report()
    offer = phone.page.get_by_text("Sudah 8 hari")
    expect(offer).to_have_count(0)

    phone.page.clock.set_system_time(datetime(2026, 3, 10, 3, tzinfo=UTC))
    phone.page.reload()

    expect(offer).to_be_visible()


def _two_phones(handset: Make, ani: User) -> tuple[Handset, Handset]:
    """One report that stands on both phones of the same person."""
    one = handset(ani)
    one.first_visit()
    one.report()
    one.arrived(1)
    record = Kegiatan.objects.get()
    one.knows(record)
    two = handset(ani)
    two.first_visit()
    two.knows(record)
    two.page.evaluate(
        "(ids) => { location.hash = `#/ubah/${ids[0]}/${ids[1]}`; }",
        [str(record.kampung_id), str(record.origin)],
    )
    two.page.locator("[data-screen=activity]").wait_for()
    return one, two


def test_f29_two_phones_that_change_one_field_are_asked_which_is_right(
    handset: Make, ani: User
) -> None:
    one, two = _two_phones(handset, ani)
    two.offline()
    two.page.get_by_text("Bersama siapa, di mana").click()
    two.page.get_by_label("Tempat", exact=True).fill("Masjid Al-Ikhlas")
    two.page.get_by_role("button", name="Kirim perubahan").click()
    one.change("Tempat", "Balai RW 03")
    one.online()
    one.arrived(2)

    two.online()
    mend = two.page.locator("[data-state=perbaiki]")
    mend.wait_for()
    mend.click()
    form = two.page.locator("[data-screen=conflict]")
    expect(form).to_contain_text("Balai RW 03")
    expect(form).to_contain_text("Masjid Al-Ikhlas (Anda)")
    expect(form).to_contain_text("Anda di perangkat lain dan di sini mengubah isian yang sama.")
    two.page.get_by_label("Masjid Al-Ikhlas").check()
    two.page.get_by_role("button", name="Kirim pilihan").dblclick()

    two.arrived(1)
    assert len(two.rows()) == 1
    assert Envelope.objects.count() == 4  # however often it was tapped
    now = Kegiatan.objects.get(withdrawn_at__isnull=True)
    assert now.tempat == "Masjid Al-Ikhlas"
    places = Kegiatan.objects.filter(origin=now.origin).values_list("tempat", flat=True)
    assert set(places) == {"", "Balai RW 03", "Masjid Al-Ikhlas"}  # nothing was overwritten
    assert "perbaiki" not in two.states()


def test_f29_who_chooses_the_own_answer_to_a_list_is_not_asked_again(
    handset: Make, ani: User, budi: User, kampung: KampungKB
) -> None:
    """Answers that are said by names, and sent by codes: a group, a function, a day."""
    theirs, mine = make_group(kampung, "bkb"), make_group(kampung, "bkr")
    phone = handset(ani)
    phone.first_visit()
    phone.report()
    phone.arrived(1)
    known = Kegiatan.objects.get()
    phone.knows(known)
    phone.offline()
    phone.page.locator(".phone-line").first.click()
    phone.page.get_by_role("link", name="Ubah").click()
    phone.page.get_by_label("Kemarin").check()
    phone.page.get_by_text("Bersama siapa, di mana").click()
    phone.page.get_by_label("BKR Melati").check()
    phone.page.get_by_label("Fungsi keluarga").select_option("Ekonomi")
    phone.page.get_by_role("button", name="Kirim perubahan").click()
    phone.page.locator("[data-screen=home]").wait_for()
    day = known.tanggal - timedelta(days=5)
    reporting.revise(
        known.record,
        {"kelompok": ("", str(theirs.pk)), "kategori": ("", "kasih_sayang"), "tanggal": ("", day)},
        base=known.pk,
        by=budi,
    )
    phone.online()
    phone.until_row("code", "bentrok")

    row = next(one for one in phone.rows() if one.get("code"))
    phone.page.evaluate(f"location.hash = '#/pilih/{row['id']}'")
    expect(phone.page.locator(".phone-clash")).to_have_count(3)
    expect(phone.page.get_by_text("BKB Melati (Sekretaris Pokja (Pak Budi))")).to_be_visible()
    for clash in phone.page.locator(".phone-clash").all():
        clash.get_by_label("(Anda)").check()
    phone.page.get_by_role("button", name="Kirim pilihan").click()

    phone.arrived(2)
    stored = Kegiatan.objects.get(withdrawn_at__isnull=True)
    assert (stored.kelompok, stored.kategori) == (mine, "ekonomi")
    assert stored.tanggal == known.tanggal - timedelta(days=1)


def test_f29_changes_of_different_fields_are_put_together(handset: Make, ani: User) -> None:
    one, two = _two_phones(handset, ani)
    two.offline()
    two.page.locator("[name=peserta_p]").fill("23")
    two.page.get_by_role("button", name="Kirim perubahan").click()
    one.change("Tempat", "Balai RW 03")
    one.online()
    one.arrived(2)

    two.online()
    two.arrived(1)

    now = Kegiatan.objects.get(withdrawn_at__isnull=True)
    assert (now.tempat, now.peserta_p, now.peserta_l) == ("Balai RW 03", 23, 12)


@pytest.mark.parametrize("year", [2019, pytest.param(2031, marks=pytest.mark.long)])
def test_f31_a_clock_that_is_wrong_by_years_blocks_nothing(
    handset: Make, ani: User, year: int
) -> None:
    phone = handset(ani)
    phone.page.clock.install(time=datetime(year, 2, 3, 4, tzinfo=UTC))
    phone.first_visit()
    phone.report("Rembuk warga")
    phone.arrived(1)

    sent = phone.rows()[0]["sentAt"] / 1000  # by the server's clock, or the receipt soon left
    assert abs(sent - timezone.now().timestamp()) < 120

    today = timezone.localdate()
    stored = Kegiatan.objects.get()
    assert abs((stored.tanggal - today).days) <= 1  # the server's day, not the phone's
    assert abs((stored.recorded_at - timezone.now()).total_seconds()) < 120
    assert Envelope.objects.get().state == Envelope.State.ACCEPTED


def test_f31_a_draft_keeps_its_day_in_another_time_zone(handset: Make, ani: User) -> None:
    """Its form lies open meanwhile; afterwards it is drawn anew."""
    phone = handset(ani)
    devtools = phone.context.new_cdp_session(phone.page)
    devtools.send("Emulation.setTimezoneOverride", {"timezoneId": "Asia/Jayapura"})
    phone.first_visit()
    phone.offline()
    phone.begin("Rembuk")
    phone.page.get_by_label("Kemarin").check()
    chosen = phone.page.locator("#tanggal-lain").input_value()

    devtools.send("Emulation.setTimezoneOverride", {"timezoneId": "Pacific/Honolulu"})
    phone.page.get_by_label("Apa kegiatannya?").fill("Rembuk warga")
    phone.keeps("Rembuk warga")
    phone.page.reload()
    assert phone.page.locator("#tanggal-lain").input_value() == chosen
    phone.send()
    phone.online()

    phone.arrived(1)
    assert Kegiatan.objects.get().tanggal.isoformat() == chosen


def test_f31_a_day_that_has_not_come_is_told_beside_the_question(handset: Make, ani: User) -> None:
    phone = handset(ani)
    phone.first_visit()
    phone.begin()
    phone.page.get_by_label("Tanggal lain").check()
    phone.page.get_by_label("Tanggal kegiatan", exact=True).fill("2199-01-07")
    phone.page.get_by_role("button", name="Kirim", exact=True).click()

    expect(phone.page.locator("[data-field=tanggal]")).to_contain_text("belum terjadi")
    assert "menunggu" not in phone.states()


OLD = """async () => {
  const done = (request) => new Promise((yes, no) => {
    request.onsuccess = () => yes(request.result);
    request.onerror = () => no(request.error);
  });
  const db = await done(indexedDB.open("kerja"));
  const names = ["device", "people", "records", "photos", "pictures", "provisions"];
  const kept = {};
  for (const name of names) {
    const store = db.transaction(name).objectStore(name);
    kept[name] = [await done(store.getAllKeys()), await done(store.getAll())];
  }
  db.close();
  await done(indexedDB.deleteDatabase("kerja"));
  const request = indexedDB.open("kerja", 1);
  request.onupgradeneeded = () => {
    const old = request.result;
    old.createObjectStore("device");
    old.createObjectStore("people", {keyPath: "key"});
    const records = old.createObjectStore("records", {keyPath: "id"});
    records.createIndex("owner", "owner");
    const photos = old.createObjectStore("photos", {keyPath: "id"});
    photos.createIndex("record", "record");
    photos.createIndex("owner", "owner");
    old.createObjectStore("provisions");
  };
  const old = await done(request);
  const [ids, pictures] = kept.pictures;
  for (const name of names.filter((name) => name !== "pictures")) {
    const store = old.transaction(name, "readwrite").objectStore(name);
    for (const [index, value] of kept[name][1].entries()) {
      if (name === "records") {
        const {state, order, changed, ...row} = value;
        await done(store.put({...row, waiting: state === "menunggu", made: order}));
      } else if (name === "photos") {
        await done(store.put({...value, sealed: pictures[ids.indexOf(value.id)]}));
      } else if (store.keyPath) await done(store.put(value));
      else await done(store.put(value, kept[name][0][index]));
    }
  }
  old.close();
}"""


def test_f32_an_app_that_skipped_releases_still_delivers_its_drafts(
    handset: Make, ani: User
) -> None:
    """What release 1 of the stores holds is brought up on the phone, and sent."""
    phone = handset(ani)
    phone.first_visit()
    phone.offline()
    phone.report("Dari rilis lama", photos=[PHOTO])
    phone.begin("Draf dari rilis lama")
    phone.until("location.hash.length > 20")
    phone.home()
    blank = phone.context.new_page()  # nothing of the app holds the stores open
    phone.online()
    blank.goto(f"{phone.url}/statis/ui/logo.svg")
    phone.page.close()
    blank.evaluate(OLD)
    phone.page = blank

    phone.open()

    phone.arrived(1)
    assert phone.states() == ["draf", "terkirim"]
    assert Kegiatan.objects.get().judul == "Dari rilis lama"
    assert KegiatanPhoto.objects.count() == 1


def test_f32_what_waited_for_two_hundred_days_is_still_there_and_is_delivered(
    handset: Make, ani: User
) -> None:
    phone = handset(ani)
    now = timezone.now()
    then = now - timedelta(days=200)
    phone.page.clock.install(time=now)
    phone.first_visit()
    phone.offline()
    phone.page.clock.set_system_time(then)
    phone.report("Rembuk warga", photos=[PHOTO])
    phone.begin("Posyandu lansia")
    phone.keeps("Posyandu lansia")
    phone.home()

    phone.page.clock.set_system_time(now)
    phone.page.reload()
    phone.page.get_by_role("link", name="Posyandu lansia").click()
    phone.send()
    phone.online()

    phone.arrived(2)
    stored = Kegiatan.objects.order_by("judul")
    assert [one.judul for one in stored] == ["Posyandu lansia", "Rembuk warga"]
    assert all(abs((one.tanggal - then.date()).days) <= 1 for one in stored)
    assert KegiatanPhoto.objects.get().record == stored[1].record


def test_f33_a_post_that_ended_keeps_the_drafts_and_says_whom_to_ask(
    handset: Make, ani: User, sari: User
) -> None:
    phone = handset(ani)
    phone.first_visit()
    phone.offline()
    phone.report()
    Holding.objects.filter(user=ani).update(until=timezone.now())

    phone.online()
    phone.send_now()

    alert = phone.page.locator(".alert-warn")
    expect(alert).to_contain_text("Hubungi PKB/PLKB")
    expect(alert.get_by_role("link", name="Simpan isian ke berkas")).to_be_visible()
    assert phone.states() == ["menunggu"]
    assert not Kegiatan.objects.exists()


def test_f33_an_ended_session_asks_to_sign_in_and_sends_afterwards(
    handset: Make, ani: User
) -> None:
    phone = handset(ani)
    phone.first_visit()
    phone.offline()
    phone.report()
    phone.sign_out()
    phone.online()
    phone.send_now()
    expect(phone.page.get_by_role("link", name="Masuk lagi")).to_be_visible()
    assert phone.states() == ["menunggu"]

    phone.sign_in(ani)
    phone.page.reload()

    phone.arrived(1)


def test_f33_nothing_is_sent_in_the_name_of_somebody_else(
    handset: Make, ani: User, budi: User
) -> None:
    phone = handset(ani)
    phone.first_visit()
    phone.offline()
    phone.report()
    phone.sign_out()
    phone.sign_in(budi)

    phone.online()
    phone.send_now()

    expect(phone.page.locator(".alert-warn")).to_contain_text("tidak dikirim atas nama orang lain")
    assert phone.states() == ["menunggu"]
    assert not Envelope.objects.exists()


def _make_pin(phone: Handset, digits: str) -> None:
    phone.page.get_by_label("PIN baru").fill(digits)
    phone.page.get_by_label("Ulangi PIN").fill(digits)
    phone.page.get_by_role("button", name="Simpan PIN").click()


def test_f34_two_people_on_one_phone_see_nothing_of_each_other(
    handset: Make, ani: User, budi: User
) -> None:
    phone = handset(ani)
    phone.first_visit()
    phone.offline()
    phone.report("Rahasia Bu Ani", photos=[PHOTO])
    phone.page.evaluate("location.hash = '#/setelan'")
    phone.page.get_by_role("button", name="Ganti pengguna").click()
    _make_pin(phone, "370915")
    phone.page.locator("[data-screen=who]").wait_for()
    assert phone.device("session") is None  # her key is gone

    phone.sign_out()
    phone.sign_in(budi)
    phone.online()
    phone.open()
    phone.page.evaluate("location.hash = '#/siapa'")
    phone.page.evaluate("location.hash = '#/'")
    phone.page.reload()
    phone.page.locator("[data-screen]").first.wait_for()
    phone.page.wait_for_timeout(1500)
    phone.page.reload()
    phone.page.locator("[data-screen=home]").wait_for()

    assert "Rahasia" not in phone.page.locator("body").inner_text()
    everything = phone.everything()
    assert "Rahasia" not in everything
    assert "370915" not in everything
    phone.page.evaluate(f"location.hash = '#/catatan/{phone.rows()[0]['id']}'")
    expect(phone.page.get_by_role("heading", level=1)).to_have_text("Catatan tidak ada")
    assert not Kegiatan.objects.exists()  # Pak Budi's session sends nothing of hers

    phone.page.evaluate("location.hash = '#/setelan'")
    phone.page.get_by_role("button", name="Ganti pengguna").click()
    _make_pin(phone, "482604")
    phone.sign_out()
    phone.sign_in(ani)
    phone.page.get_by_text("Bu Ani").click()
    entry = phone.page.locator("details", has_text="Bu Ani")
    entry.get_by_label("PIN").fill("111111")
    entry.get_by_role("button", name="Buka").click()
    expect(entry.get_by_role("alert")).to_have_text("PIN salah. Coba lagi.")
    entry.get_by_label("PIN").fill("370915")
    entry.get_by_role("button", name="Buka").click()
    expect(phone.page.locator(".phone-line").first).to_contain_text("Rahasia Bu Ani")
    for _ in range(100):
        if KegiatanPhoto.objects.exists():
            break
        time.sleep(0.1)
    assert Kegiatan.objects.get().judul == "Rahasia Bu Ani"


BROKEN = """
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  if (event.request.mode === "navigate") {
    event.respondWith(new Response("<h1>rusak</h1>", {headers: {"Content-Type": "text/html"}}));
  }
});
"""


def test_f35_a_worker_of_a_broken_release_heals_within_one_visit(
    handset: Make, ani: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = handset(ani)
    phone.first_visit()
    phone.offline()
    phone.report()
    phone.online()
    phone.sign_out()  # so that it waits
    good = app.text
    monkeypatch.setattr(
        app, "text", lambda path: BROKEN if path.endswith("worker.js") else good(path)
    )
    phone.page.evaluate(
        "navigator.serviceWorker.getRegistration('/kerja/').then((r) => r.update())"
    )
    phone.page.wait_for_timeout(1500)
    phone.page.reload()
    expect(phone.page.get_by_role("heading", name="rusak")).to_be_visible()
    monkeypatch.setattr(app, "text", good)

    phone.page.reload()  # the one visit

    expect(phone.page.get_by_role("link", name="Lapor kegiatan")).to_be_visible(timeout=20_000)
    assert phone.states() == ["menunggu"]


def test_f35_the_kill_switch_takes_the_app_away_and_leaves_the_drafts(
    handset: Make, ani: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = handset(ani)
    phone.first_visit()
    phone.begin()
    phone.until("location.hash.length > 20")
    monkeypatch.setitem(settings.PHONE_APP, "kill", True)

    phone.page.reload()

    phone.until("navigator.serviceWorker.getRegistrations().then((all) => all.length === 0)")
    assert phone.page.evaluate("caches.keys().then((names) => names.length)") == 0
    assert phone.states() == ["draf"]
    monkeypatch.setitem(settings.PHONE_APP, "kill", False)
    phone.open()
    expect(phone.page.locator(".phone-line")).to_contain_text(TITLE)


def test_f35_the_repair_page_lies_outside_the_reach_of_the_worker(handset: Make, ani: User) -> None:
    phone = handset(ani)
    phone.first_visit()
    phone.begin()
    phone.until("location.hash.length > 20")

    phone.page.goto(f"{phone.url}/kerja-pulih/")

    expect(phone.page.get_by_role("status")).to_contain_text("Sudah diperbaiki")
    assert phone.page.evaluate("caches.keys().then((names) => names.length)") == 0
    assert phone.states() == ["draf"]


def test_the_day_of_the_report_is_the_day_of_the_village(
    handset: Make, ani: User, kampung: KampungKB
) -> None:
    phone = handset(ani)
    phone.first_visit()
    phone.begin()

    phone.page.get_by_label("Kemarin").check()
    phone.send()

    phone.arrived(1)
    stored = Kegiatan.objects.get().tanggal
    assert isinstance(stored, date)
    assert 0 <= (timezone.localdate() - stored).days <= 2


def test_f28_the_server_knows_how_many_records_wait_on_a_phone(handset: Make, ani: User) -> None:
    phone = handset(ani)
    phone.first_visit()
    held = {one["name"]: one["value"] for one in phone.context.cookies()}
    key = held[settings.SESSION_COOKIE_NAME]
    UserSession.objects.create(user=ani, session_key=key, ip="127.0.0.1")
    phone.begin()
    deadline = time.monotonic() + 20
    while phone.states() != ["draf"]:
        assert time.monotonic() < deadline
        phone.page.wait_for_timeout(100)

    def said() -> int | None:
        phone.page.reload()
        phone.page.wait_for_timeout(500)
        waits: int | None = UserSession.objects.get(user=ani).data.get("unsent")
        return waits

    deadline = time.monotonic() + 20
    while said() != 1:
        assert time.monotonic() < deadline
