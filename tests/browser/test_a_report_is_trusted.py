"""The story of trust: invited, reported with an SK, returned, mended, accepted, endorsed.

Five people, each in a window of their own; the class *terverifikasi* rises, the target ring moves,
and the trail tells the story. Runs on both databases.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from naikkelas.accounts.models import User
from naikkelas.activities.models import Kegiatan
from naikkelas.areas.models import Area
from naikkelas.areas.queries import local_now
from naikkelas.audit.actions.sealing import seal
from naikkelas.audit.queries.chain import verify
from naikkelas.classification.models import Basis
from naikkelas.classification.queries import card, instrument_of
from naikkelas.lib.fields import Kind
from naikkelas.registry.models import KampungKB, Profil, State
from naikkelas.registry.rules.schema import FORMS
from tests.insights.conftest import AGENCIES, GOOD_KKBPK, GOOD_PENDUDUK, GOOD_PROFIL
from tests.people import PASSWORD, make_kampung, make_report
from tests.registry.pictures import encoded, scene

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

VILLAGE = "91.37.01.2001"
PHONE = "0812 3456 7837"


@pytest.fixture
def kampung(sukamaju: Area) -> KampungKB:
    """Sukamaju with everything endorsed but a profile worth showing."""
    kampung = make_kampung(sukamaju)
    today = local_now(VILLAGE).date()
    last_month = today.replace(day=1) - timedelta(days=3)
    endorsed: dict[str, Any] = {"state": State.ENDORSED, "endorsed_at": timezone.now()}
    make_report("penduduk", kampung, last_month, **GOOD_PENDUDUK, **endorsed)
    make_report("kkbpk", kampung, last_month, **GOOD_KKBPK, **endorsed)
    make_report("profil", kampung, last_month, pokja_ada=False, plkb_ada=False, **endorsed)
    Kegiatan.objects.create(
        kampung=kampung,
        kabupaten_code="91.37",
        tanggal=last_month,
        judul="Lokakarya mini",
        instansi=AGENCIES,
        recorded_at=timezone.now(),
        **endorsed,
    )
    return kampung


@contextmanager
def window(browser: "Browser", user: User | None = None, base: str = "") -> Iterator["Page"]:
    """A window of one person; an official comes with a session, the Pokja signs in by herself."""
    context = browser.new_context(locale="id-ID", viewport={"width": 390, "height": 800})
    if user:
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": client.cookies[name].value, "url": base}
        context.add_cookies([cookie])  # type: ignore[list-item]
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()


def levels(kampung: KampungKB) -> dict[Basis, str | None]:
    """The class of today on both bases, computed from the facts."""
    today, rule = local_now(VILLAGE).date(), instrument_of("91.37")
    return {
        basis: card(kampung, cutoff=today, instrument=rule, basis=basis).scorecard.level
        for basis in Basis
    }


def test_a_report_with_an_sk_goes_from_the_pokja_to_the_target(
    live_server: LiveServer,
    browser: "Browser",
    tmp_path: Path,
    kampung: KampungKB,
    sari: User,
    rina: User,
    darma: User,
) -> None:
    base = live_server.url
    before = levels(kampung)
    assert _ring(browser, darma, base).startswith("0 dari 1")

    with window(browser, sari, base) as page:
        link = _invite(page, base)
    with window(browser) as page:
        _join(page, base, link)
        _fill_in(page, base, kampung, members="140")
        _attach_decree(page, base, kampung, tmp_path)
    assert levels(kampung)[Basis.VERIFIED] == before[Basis.VERIFIED]

    with window(browser, sari, base) as page:
        _return(page, base, "Anggota Pokja 14 orang, bukan 140.")
    with window(browser) as page:
        _sign_in(page, base)
        _mend(page, base, kampung, members="14")
    with window(browser, sari, base) as page:
        _accept(page, base)
    with window(browser, rina, base) as page:
        _accept(page, base)
    assert levels(kampung)[Basis.VERIFIED] == before[Basis.VERIFIED]
    with window(browser, darma, base) as page:
        _accept(page, base)

    after = levels(kampung)
    assert before[Basis.VERIFIED] in {"dasar", "berkembang"}
    assert after[Basis.VERIFIED] == after[Basis.DECLARED] == "berkelanjutan"
    assert _ring(browser, darma, base).startswith("1 dari 1")
    _trail_tells_the_story(browser, darma, base, kampung)
    seal()
    assert verify("91.37").first_break is None
    assert verify("91.37").unsealed == 0


# The steps of each person ------------------------------------------------------------------------


def _invite(page: "Page", base: str) -> str:
    page.goto(f"{base}/orang/baru/")
    page.get_by_label("Jabatan").select_option(label="Ketua Pokja")
    page.get_by_label("Kode wilayah").fill(VILLAGE)
    page.get_by_role("button", name="Buka jabatan").click()
    page.get_by_label("Nama", exact=True).fill("Bu Ani")
    page.locator("#id_login_name").fill(PHONE)
    page.get_by_role("button", name="Buat tautan undangan").click()
    return page.get_by_label("Tautan undangan").input_value()


def _join(page: "Page", base: str, link: str) -> None:
    page.goto(link)
    expect(page.locator("main")).to_contain_text("Sari")
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_label("Kata sandi, sekali lagi").fill(PASSWORD)
    page.get_by_role("button", name="Buka akun saya").click()
    _sign_in(page, base)


def _sign_in(page: "Page", base: str) -> None:
    page.goto(f"{base}/masuk/")
    page.get_by_label("Nama pengguna, alamat surel").fill(PHONE)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url(re.compile(rf"{re.escape(base)}/(kampung/)?$"))


def _answer(page: "Page", column: str, kind: Kind, value: Any) -> None:
    if kind == Kind.FLAG:
        page.locator(f'[name="{column}"][value="{"ya" if value else "tidak"}"]').check()
    elif kind == Kind.CHOICES:
        for code in str(value).split("|"):
            page.locator(f'[name="{column}"][value="{code}"]').check()
    else:
        page.locator(f'[name="{column}"]').fill(str(value))


def _fill_in(page: "Page", base: str, kampung: KampungKB, members: str) -> None:
    """The profile of this month, question by question, with a slip of the finger."""
    page.goto(f"{base}/kampung/{kampung.pk}/lapor/profil/")
    page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
    answers = GOOD_PROFIL | {"pokja_anggota": members, "penggunaan_data_ada": True}
    for field in FORMS["profil"].fields:
        if field.name in answers:
            _answer(page, field.name, field.kind, answers[field.name])
    _send(page)


def _send(page: "Page") -> None:
    page.get_by_role("button", name="Periksa laporan").click()
    page.get_by_role("button", name="Kirim laporan").click()
    page.get_by_role("heading", name="Laporan terkirim").wait_for()


def _attach_decree(page: "Page", base: str, kampung: KampungKB, folder: Path) -> None:
    photo = folder / "sk-pokja.jpg"
    photo.write_bytes(encoded(scene(37)))
    page.goto(f"{base}/kampung/{kampung.pk}/bukti/?formulir=profil")
    page.locator("#id_file").set_input_files(photo)
    page.locator("#id_kind").select_option("sk")
    page.locator('[name="facts"]').first.check()
    page.locator("#id_title").fill("SK Pokja 37/2026")
    until = local_now(VILLAGE).date() + timedelta(days=400)
    page.locator("#id_valid_until").fill(until.isoformat())
    page.get_by_role("button", name="Simpan bukti").click()
    page.get_by_role("heading", name="SK Pokja 37/2026").wait_for()


def _open_waiting(page: "Page", base: str) -> None:
    page.goto(f"{base}/periksa/")
    page.get_by_role("link", name=re.compile("Sukamaju")).first.click()


def _return(page: "Page", base: str, words: str) -> None:
    _open_waiting(page, base)
    expect(page.locator("main")).to_contain_text("Surat keputusan (SK), sampai")
    figure = page.locator("li.review-figure").filter(has=page.locator("#angka-pokja_anggota"))
    figure.get_by_text("Beri catatan").click()
    figure.get_by_role("textbox").fill(words)
    page.get_by_role("button", name="Kembalikan").click()
    page.wait_for_url(re.compile(r"/periksa/(\?|$)"))  # the queue, not the report in it
    assert Profil.objects.filter(state=State.RETURNED).count() == 1


def _mend(page: "Page", base: str, kampung: KampungKB, members: str) -> None:
    page.goto(f"{base}/kampung/{kampung.pk}/lapor/profil/")
    page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
    expect(page.locator("main")).to_contain_text("bukan 140")
    page.locator('[name="pokja_anggota"]').fill(members)
    _send(page)


def _accept(page: "Page", base: str) -> None:
    _open_waiting(page, base)
    page.locator('button[name="langkah"][value="terima"]').click()
    page.wait_for_url(re.compile(r"/periksa/(\?|$)"))  # the queue, not the report in it


def _ring(browser: "Browser", darma: User, base: str) -> str:
    """What the target ring of Beranda says."""
    with window(browser, darma, base) as page:
        page.goto(f"{base}/")
        text = page.locator("main").inner_text()
    found = re.search(r"\d+ dari \d+", text)
    return found.group() if found else text


def _trail_tells_the_story(browser: "Browser", darma: User, base: str, kampung: KampungKB) -> None:
    """Who did what, in this order, in the trail that the kabupaten reads."""
    with window(browser, darma, base) as page:
        page.goto(f"{base}/jejak/")
        told = page.locator("main").inner_text()
    newest_first = [
        told.find(words) for words in ("mengesahkan", "mengembalikan", "menerima undangan")
    ]
    assert all(place >= 0 for place in newest_first), told
    assert newest_first == sorted(newest_first)
    assert told.count("mengirim laporan") == 2
    assert kampung.nama in told
    assert "Keadaan: Diperiksa kecamatan → Disahkan" in told
    assert not re.search(r"\b[a-z]+_[a-z]+\b|\bState\b|\bRemarks\b", told), told
