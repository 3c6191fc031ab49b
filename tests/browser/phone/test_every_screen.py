"""Every screen of the app: axe, a keyboard alone, text at 130 %, nine taps, the monthly reports."""

import csv
import re
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from naikkelas.accounts.models import User
from naikkelas.activities.models import Kegiatan
from naikkelas.activities.rules import stemming, suggesting
from naikkelas.areas.models import Area
from naikkelas.areas.queries import local_now
from naikkelas.registry.models import KKBPK, KampungKB, Profil
from naikkelas.training.models import Participant
from tests.browser.looking import needs_axe, violations
from tests.browser.phone.handset import TITLE, Handset, picture
from tests.people import make_kader, make_report
from tests.registry.pictures import encoded, scene
from tests.training.making import make_participant, make_session

Make = Callable[..., Handset]
LONG = pytest.mark.long
PHOTO = picture("IMG_37.jpg", encoded(scene(3, 900, 700)))
LABELLED = Path(__file__).parents[2] / "activities" / "inpres_berlabel.csv"
PIN = "370915"
LONGEST_TITLE = "Penyuluhan pencegahan perkawinan anak dan kehamilan remaja di Balai RW 03"
SCREENS = {
    "#/": "home",
    "#/kegiatan/baru": "activity",
    "#/laporan": "reports",
    **{f"#/laporan/{form}/{{month}}": "report" for form in ("profil", "penduduk", "kkbpk")},
    "#/setelan": "settings",
    "#/pin": "pin",
    "#/siapa": "who",
    "#/kunjungan/baru": "visit",
    "#/pelatihan": "trainings",
    "#/pelatihan/{session}": "training",
    "#/tes/{participant}/pra": "test",
    "#/catatan/{sent}": "record",
    "#/catatan/tidak-ada": "",
    "#/pilih/{clash}": "conflict",
    "#/ubah/{kampung}/{sent}": "activity",
}
"""Addresses, and the screen that each must show."""
MONTH = """async () => {
  const {provisions} = await import("/statis/activities/phone/queue.js");
  const {current} = await import("/statis/activities/phone/vault.js");
  const {monthAndForms} = await import("/statis/activities/phone/screens/report.js");
  const {id} = (await current()).person.kampung[0];
  return (await monthAndForms(id, await provisions(id))).key;
}"""
GO = """(hash) => {
  document.querySelector("#layar > *").dataset.before = "";
  if (location.hash === hash) dispatchEvent(new HashChangeEvent("hashchange"));
  else location.hash = hash;
}"""
HEARD = """() => {
  const data = {news: {phase: "rest", done: 0, total: 0}};
  navigator.serviceWorker.dispatchEvent(new MessageEvent("message", {data}));
}"""
OPEN_ALL = "document.querySelectorAll('#layar details').forEach((one) => { one.open = true; })"


@pytest.fixture
def reported(kampung: KampungKB) -> KampungKB:
    """A village that reported in July 2025."""
    day = date(2025, 7, 7)
    make_report("profil", kampung, day, pokja_ada=True, pokja_anggota=13, bkb=True)
    make_report("penduduk", kampung, day, pus=137, l_00_04=17, p_00_04=19)
    make_report("kkbpk", kampung, day, iud=11, pil=23)
    return kampung


@pytest.fixture
def participant(sari: User, kampung: KampungKB) -> Participant:
    """Sari herself was asked to a training that begins today."""
    area = Area.objects.get(pk=kampung.kabupaten_code)
    session = make_session(area, local_now(kampung.village_id).date())
    return make_participant(session, make_kader(kampung, sari.name, account=sari))


def _screens(phone: Handset, participant: Participant, by: User) -> Iterator[str]:
    """All that the app can show of somebody's work, one after the other; the name of each."""
    phone.first_visit()
    phone.clash(by, title=LONGEST_TITLE, men=137, women=1204, photos=[PHOTO])
    rows = {row["state"]: row for row in phone.rows()}
    told = {
        "month": phone.page.evaluate(MONTH),
        "sent": rows["terkirim"]["id"],
        "clash": rows["perbaiki"]["id"],
        "kampung": rows["terkirim"]["kampung"],
        "session": participant.session_id,
        "participant": participant.pk,
    }
    for address, screen in SCREENS.items():
        _show(phone, address.format(**told), screen)
        yield address
    _show(phone, f"#/laporan/profil/{told['month']}", "report")
    phone.page.get_by_role("button", name="Satu pertanyaan per layar").click()
    phone.page.locator(".phone-one").wait_for()
    yield "one question a screen"
    phone.set_pin(PIN)
    _show(phone, "#/pin", "pin")
    yield "another PIN"
    phone.lock()
    yield "the PIN is asked for"


def _show(phone: Handset, address: str, screen: str) -> None:
    phone.page.evaluate(GO, address)
    phone.until("!document.querySelector('#layar > [data-before]')")
    if screen:
        expect(phone.page.locator(f"#layar > [data-screen={screen}]")).to_have_count(1)
    phone.page.evaluate(OPEN_ALL)


@needs_axe
@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=LONG)])
def test_axe_finds_nothing_on_any_screen(
    handset: Make, sari: User, participant: Participant, reported: KampungKB, scheme: str
) -> None:
    phone = handset(sari, color_scheme=scheme, bypass_csp=True)  # who mentors has every screen

    found = [
        f"{screen}: {fault}"
        for screen in _screens(phone, participant, sari)
        for fault in violations(phone.page)
    ]

    assert found == []


@pytest.mark.parametrize("scale", [*(pytest.param(n, marks=LONG) for n in (100, 130)), 200])
def test_no_screen_scrolls_sideways(
    handset: Make, sari: User, participant: Participant, reported: KampungKB, scale: int
) -> None:
    """360 x 640, with the text that people make larger in the settings of their phone."""
    phone = handset(sari)

    for address in _screens(phone, participant, sari):
        phone.page.evaluate(
            "scale => { document.documentElement.style.fontSize = `${scale}%`; }", scale
        )
        wide = phone.page.evaluate(
            """() => [...document.querySelectorAll("body *")]
              .filter((one) => one.getBoundingClientRect().right > innerWidth + 1
                && one.checkVisibility() && !one.closest(".visually-hidden, .skip-link"))
              .map((one) => one.outerHTML.slice(0, 90))"""
        )
        assert wide == [], address
        assert phone.page.evaluate("document.documentElement.scrollWidth") <= 360, address


@pytest.mark.long
def test_what_is_tapped_is_at_least_48_pixels_high(
    handset: Make, sari: User, participant: Participant, reported: KampungKB
) -> None:
    phone = handset(sari)

    for address in _screens(phone, participant, sari):
        small = phone.page.evaluate(
            """() => [...document.querySelectorAll(
                "#layar button, #layar a.button, #layar select, #layar summary, " +
                "#layar .phone-chip, #layar .phone-line, " +
                "#layar input:not([type=file], .phone-chip input)")]
              .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 47.5)
              .map((one) => one.outerHTML.slice(0, 90))"""
        )
        assert small == [], address


def test_a_keyboard_alone_reports_an_activity(handset: Make, ani: User) -> None:
    phone = handset(ani)
    phone.first_visit()
    keys = phone.page.keyboard

    phone.reach("Lapor kegiatan")
    keys.press("Enter")
    phone.page.locator("[data-screen=activity]").wait_for()
    phone.until("document.activeElement.name === 'judul'")
    keys.type("Posyandu lansia")
    phone.reach("hari_ini")
    keys.press("ArrowRight")
    phone.reach("peserta_l")
    keys.type("7")
    phone.reach("peserta_p")
    keys.type("31")
    phone.reach("Kirim")
    keys.press("Enter")

    phone.arrived(1)
    stored = Kegiatan.objects.get()
    assert (stored.judul, stored.peserta_l, stored.peserta_p) == ("Posyandu lansia", 7, 31)


def test_a_keyboard_alone_gives_a_pin_and_sends_a_monthly_report(
    handset: Make, ani: User, reported: KampungKB
) -> None:
    phone = handset(ani)
    phone.first_visit()
    phone.set_pin(PIN)
    phone.offline()
    phone.lock()
    keys = phone.page.keyboard

    phone.reach(f"pin-{ani.pk}")
    keys.type(PIN)
    keys.press("Enter")
    phone.page.locator("[data-screen=home]").wait_for()
    phone.reach("Laporan bulan ini")
    keys.press("Enter")
    phone.page.locator("[data-screen=reports]").wait_for()
    phone.reach("Perkembangan KKBPK")
    keys.press("Enter")
    phone.page.locator("[data-screen=report]").wait_for()
    phone.reach("Peserta KB menurut metode")
    keys.press("Enter")
    phone.reach("f-pil")
    keys.type("29")
    phone.reach("Kirim laporan")
    keys.press("Enter")
    phone.page.locator("[data-screen=home]").wait_for()
    phone.online()

    phone.arrived(1)
    newest = KKBPK.objects.get(pil=29)
    assert newest.iud == 11


def test_a_keyboard_alone_chooses_between_two_values(handset: Make, ani: User, budi: User) -> None:
    phone = handset(ani)
    phone.first_visit()
    phone.clash(budi)
    keys = phone.page.keyboard
    phone.page.locator("[data-state=perbaiki]").wait_for()

    phone.reach("Perlu diperbaiki")
    keys.press("Enter")
    phone.page.locator("[data-screen=conflict]").wait_for()
    phone.reach("Kirim pilihan")
    keys.press("Enter")  # nothing is chosen yet: it leads to what is still to be chosen
    phone.until("document.activeElement.name === 'c-pilih-tempat'")
    keys.press("ArrowDown")
    phone.until("document.activeElement.value === 'yours'")
    phone.reach("Kirim pilihan")
    keys.press("Enter")
    phone.page.locator("[data-screen=home]").wait_for()

    phone.arrived(2)
    now = Kegiatan.objects.get(withdrawn_at__isnull=True)
    assert now.tempat == "Masjid Al-Ikhlas"


def test_an_activity_with_a_photo_takes_nine_taps_and_ninety_seconds(
    handset: Make, ani: User, capsys: pytest.CaptureFixture[str]
) -> None:
    """Taps are counted by the browser; the camera's own two (shutter, take it) are added.

    Typing is timed as a slow thumb types: 300 ms a letter.
    """
    phone = handset(ani)
    phone.first_visit()
    phone.report("Kelas BKB")  # the month before: place and partners are remembered
    phone.arrived(1)
    phone.page.evaluate(
        """() => {
          self.taps = 0;
          addEventListener("pointerdown", () => (self.taps += 1), {capture: true});
        }"""
    )
    begun = time.monotonic()

    phone.page.get_by_role("link", name="Lapor kegiatan").tap()
    phone.until("document.activeElement.name === 'judul'")
    phone.page.keyboard.type("Kelas BKB balita", delay=300)
    phone.page.locator(".phone-hints .phone-chip").first.tap()
    phone.page.locator("[name=peserta_l]").tap()
    phone.page.keyboard.type("12", delay=300)
    phone.page.locator("[name=peserta_p]").tap()
    phone.page.keyboard.type("20", delay=300)
    with phone.page.expect_file_chooser() as chooser:
        phone.page.locator("#foto").tap()
    chooser.value.set_files([PHOTO])
    phone.page.locator(".phone-photos li").wait_for()
    phone.page.get_by_role("button", name="Kirim", exact=True).tap()
    phone.page.locator("[data-screen=home]").wait_for()

    taps = phone.page.evaluate("self.taps") + 2
    seconds = time.monotonic() - begun
    with capsys.disabled():
        sys.stdout.write(f"\nLapor kegiatan with a photo: {taps} taps, {seconds:.0f} s\n")
    assert taps <= 9
    assert seconds <= 90
    phone.arrived(2)
    assert Kegiatan.objects.filter(inpres_kegiatan__gt="").count() == 1


def test_a_monthly_report_needs_only_what_is_different(
    handset: Make, ani: User, reported: KampungKB
) -> None:
    phone = handset(ani)
    phone.first_visit()
    phone.offline()

    phone.page.get_by_role("link", name=re.compile("Laporan bulan ini")).click()
    phone.page.get_by_role("link", name="Perkembangan KKBPK").click()
    phone.page.get_by_text("Peserta KB menurut metode").click()
    group = phone.page.locator("details", has_text="Peserta KB menurut metode")
    expect(group.get_by_label("Pil")).to_have_value("23")
    group.get_by_label("Pil").fill("29")
    expect(group.locator("output").first).to_have_text("40")
    phone.page.get_by_role("button", name="Kirim laporan").click()
    phone.page.locator("[data-screen=home]").wait_for()
    phone.online()

    phone.arrived(1)
    newest = KKBPK.objects.get(pil=29)
    assert (newest.pil, newest.iud, newest.mow) == (29, 11, None)  # missing is not zero
    assert KKBPK.objects.count() == 2
    expect(phone.page.get_by_role("link", name=re.compile("Laporan bulan ini"))).to_contain_text(
        "1/3"
    )


def test_one_question_a_screen_asks_what_hangs_on_an_answer_only_then(
    handset: Make, ani: User, reported: KampungKB
) -> None:
    phone = handset(ani)
    phone.first_visit()
    phone.page.evaluate("location.hash = '#/laporan'")
    phone.page.get_by_role("link", name="Profil").click()
    phone.page.get_by_role("button", name="Satu pertanyaan per layar").click()

    expect(phone.page.locator(".phone-progress")).to_have_text(re.compile("^1 dari "))
    phone.page.get_by_label("Tidak").check()  # no Pokja: its members are not asked
    legend = phone.page.locator(".phone-one .field-label").first
    expect(legend).not_to_have_text("Pokja memiliki SK")
    for _ in range(60):
        if phone.page.get_by_role("heading", name="Periksa sebelum dikirim").count():
            break
        phone.page.get_by_role("button", name="Lanjut").click()
    expect(phone.page.locator(".phone-changes")).to_contain_text("Ya → Tidak")
    phone.page.get_by_role("button", name="Kirim laporan").click()

    phone.arrived(1)
    newest = Profil.objects.get(pokja_ada=False)
    assert newest.pokja_anggota is None


def test_what_was_refused_is_told_beside_the_question_and_sent_again(
    handset: Make, ani: User
) -> None:
    phone = handset(ani)
    phone.first_visit()
    phone.report("Warga 9137012005830037 hadir")  # sixteen digits, as a NIK has
    phone.page.locator("[data-state=perbaiki]").click()
    expect(phone.page.locator(".phone-remarks")).to_contain_text("16 angka seperti NIK")
    phone.page.get_by_role("link", name="Perbaiki").click()
    expect(phone.page.get_by_role("alert").first).to_contain_text("Ada yang perlu diperbaiki")

    phone.page.get_by_label("Apa kegiatannya?").fill(TITLE)
    phone.send()

    phone.arrived(1)
    assert Kegiatan.objects.get().judul == TITLE


def test_the_phone_suggests_what_the_server_suggests(handset: Make, ani: User) -> None:
    """The same terms for each labelled title, and the right activity among the first three."""
    phone = handset(ani)
    phone.first_visit()
    rows = list(csv.DictReader(LABELLED.read_text("utf-8").splitlines()))
    titles = [row["judul"] for row in rows]

    found = phone.page.evaluate(
        """async ([titles, bekal]) => {
          const {suggest, terms} = await import("/statis/activities/phone/inpres.js");
          return titles.map((one) => [terms(one, bekal.inpres_words), suggest(one, bekal)]);
        }""",
        [titles, {"inpres_terms": suggesting.table(), "inpres_words": stemming.for_phones()}],
    )

    assert [terms for terms, _ in found] == [stemming.terms(title) for title in titles]
    hits = sum(row["kode"] in codes for row, (_, codes) in zip(rows, found, strict=True))
    assert hits / len(rows) >= 0.9


def test_what_the_app_hears_moves_nothing_under_eye_and_hand(handset: Make, ani: User) -> None:
    """Without a line it tries again and again, and draws its first screen anew."""
    phone = handset(ani)
    phone.first_visit()
    phone.page.set_viewport_size({"width": 360, "height": 300})
    phone.page.locator("[href='#/setelan']").focus()
    place = phone.page.evaluate("() => { scrollTo(0, 10_000); return scrollY; }")
    phone.page.evaluate("document.querySelector('#layar > *').dataset.before = ''")

    phone.page.evaluate(HEARD)
    phone.until("!document.querySelector('#layar > [data-before]')")

    assert phone.page.evaluate("scrollY") == place > 37
    expect(phone.page.locator("[href='#/setelan']")).to_be_focused()
