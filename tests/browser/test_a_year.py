"""The story of a year, on the Tanah Laut example: from the plan to a risen class and a new plan.

Six people, each in a window of their own: the training and the partner's commitment too are done on
their screens, by the Pokja and by the SKPD itself. After every deed the figures of the year have
moved by just what was done, and at the end screen, PDF, workbook, CSV and JSON tell the same
numbers as the screens that they come from, and the API the same class and target.
"""

import csv
import io
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader
from pytest_django.live_server_helper import LiveServer

from naikkelas.accounts.models import User
from naikkelas.areas.queries import local_now
from naikkelas.classification.models import Basis
from naikkelas.classification.queries import card, instrument_of
from naikkelas.config.commands.example import load_example
from naikkelas.partners.models import Need
from naikkelas.registry import actions as registry
from naikkelas.registry.models import Kader, KampungKB, State
from naikkelas.registry.queries.derived import profile_facts
from naikkelas.roadmap import actions as roadmap
from naikkelas.roadmap.queries import in_force
from naikkelas.training.models import Participant, TrainingSession
from tests.api.v1.conftest import Program
from tests.insights.conftest import GOOD_KKBPK, GOOD_PENDUDUK, GOOD_PROFIL
from tests.training.test_from_plan_to_certificate import answers

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.slow(seconds=60), pytest.mark.postgres_only]

KABUPATEN, VILLAGE = "63.01", "63.01.10.2004"
RUPIAH = 7_370_000
COUNTING = {"mandiri", "berkelanjutan"}
Figures = dict[str, int | float | None]


@pytest.fixture
def office(transactional_db: None) -> dict[str, User]:
    """The people of the example by their user names."""
    load_example(lambda percent, step: None)
    return {one.username: one for one in User.objects.exclude(username="sistem")}


@contextmanager
def window(browser: "Browser", user: User, base: str) -> Iterator["Page"]:
    """A window in which somebody is signed in."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    context = browser.new_context(locale="id-ID", viewport={"width": 390, "height": 800})
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": base}])
    page = context.new_page()
    page.set_default_timeout(20_000)
    yield page
    context.close()


def write(page: "Page", address: str, button: str, **values: str) -> None:
    """Fill in a form by the names of its fields and send it; it has to be taken."""
    page.goto(address)
    for name, value in values.items():
        field = page.locator(f'#isi [name="{name.replace("_at_", "-")}"]')
        kind = field.first.evaluate("one => one.type || one.tagName")
        if kind in {"checkbox", "radio"}:
            page.locator(f'#isi [name="{name}"][value="{value}"]').check()
        elif kind.startswith("select"):
            field.select_option(value)
        else:
            field.fill(value)
    page.locator("#isi").get_by_role("button", name=button, exact=True).click()
    page.wait_for_load_state()
    assert page.locator(".error-summary").count() == 0, page.locator(".error-summary").inner_text()


class Year:
    """The figures of the kabupaten today, as its operator reads them."""

    def __init__(self, operator: User, today: date) -> None:
        self.client = Client()
        self.client.force_login(operator)
        self.query = f"?per={today}"

    def file(self, kind: str) -> bytes:
        url = reverse("insights:year_download", args=[KABUPATEN, kind])
        answer = self.client.get(url + self.query)
        assert answer.status_code == 200
        return bytes(answer.content)

    def figures(self) -> Figures:
        told = json.loads(self.file("json"))
        return {one["code"]: one["value"] for part in told["chapters"] for one in part["figures"]}

    def moved(self, before: Figures, **by: int) -> Figures:
        """The figures now; nothing but these has moved, and by so much."""
        now = self.figures()
        found = {
            code: (value or 0) - (before[code] or 0)
            for code, value in now.items()
            if value != before[code]
        }
        assert found == by
        return now


def test_a_year_of_tanah_laut(
    live_server: LiveServer, browser: "Browser", office: dict[str, User]
) -> None:
    today = local_now(KABUPATEN).date()
    kampung = KampungKB.objects.live().get(village_id=VILLAGE)
    year, base = Year(office["operator"], today), live_server.url
    start = year.figures()
    plan = in_force(KABUPATEN)
    assert plan is not None

    with window(browser, office["pkb"], base) as page:
        _visit(page, base, kampung, today)
    now = year.moved(start, kunjungan=1, tindak_lanjut_terbuka=1, **_first(start, kampung))
    with window(browser, office["pkb"], base) as page:
        _close(page, base)
    now = year.moved(now, tindak_lanjut_terbuka=-1, tindak_lanjut_selesai=1)

    _train(browser, office, base, kampung, today)
    assert profile_facts(kampung, today)["pokja_terlatih"].value is True
    trained = year.figures()
    assert (trained["sertifikat"] or 0) == (now["sertifikat"] or 0) + 1
    assert (trained["pelatihan"] or 0) == (now["pelatihan"] or 0) + 1

    _support(browser, office, base, kampung, today)
    now = year.figures()
    assert (now["dijanjikan"] or 0) == (trained["dijanjikan"] or 0) + RUPIAH
    assert (now["diserahkan"] or 0) == (trained["diserahkan"] or 0) + RUPIAH

    below = _below(today)
    _report(below, office, today)
    assert _level(below, today) in COUNTING
    risen = year.figures()
    assert (risen["naik"] or 0) == (now["naik"] or 0) + 1
    _api_agrees(office["operator"], below, risen, today)

    _replan(browser, office, base)
    new = in_force(KABUPATEN)
    assert new is not None
    assert new.previous_id == plan.pk
    _agree_everywhere(year, office, browser, base)


# What each does -----------------------------------------------------------------------------------


def _first(start: Figures, kampung: KampungKB) -> dict[str, int]:
    """Whether it is the kampung's first visit of the year."""
    since = date(local_now(KABUPATEN).year, 1, 1)
    was_there = kampung.visits.filter(withdrawn_at__isnull=True, day__gte=since).count() > 1
    return {} if was_there else {"kampung_dikunjungi": 1}


def _visit(page: "Page", base: str, kampung: KampungKB, today: date) -> None:
    write(
        page,
        base + reverse("coaching:visit_new", args=[kampung.pk]),
        "Simpan kunjungan",
        day=today.isoformat(),
        kind="lapangan",
        finding_at_0="Anggota baru Pokja belum dilatih",
        what_at_0="Mengirim dua anggota ke pelatihan",
        owner_at_0="pokja",
        due_on_at_0=(today + timedelta(days=14)).isoformat(),
    )


def _close(page: "Page", base: str) -> None:
    page.goto(base + reverse("coaching:followups"))
    page.get_by_role("link", name="Mengirim dua anggota ke pelatihan").first.click()
    page.wait_for_load_state()
    write(page, page.url, "Simpan", how="selesai", words="Dua anggota sudah didaftarkan")


def _train(
    browser: "Browser", office: dict[str, User], base: str, kampung: KampungKB, today: date
) -> None:
    """Planned, invited, registered, tested, present, tested again, certified."""
    with window(browser, office["operator"], base) as page:
        write(
            page,
            base + reverse("training:session_new"),
            "Simpan pelatihan",
            curriculum="peran_seksi",
            area=KABUPATEN,
            starts_on=today.isoformat(),
            starts="00:00",
            ends="23:59",
            place="Aula kabupaten",
            trainer="Tim kabupaten",
            seats="12",
        )
        session = TrainingSession.objects.latest("planned_at")
        place = f"{base}/pelatihan/{session.pk}/"
        _tick(page, f"{place}undang/", "Undang yang tercentang", kampung.pk)
    kader = Kader.objects.filter(kampung=kampung, seats__until__isnull=True).first()
    assert kader is not None
    with window(browser, office["pokja"], base) as page:
        register = reverse("training:register", args=[kampung.pk, session.pk])
        _tick(page, base + register, "Daftarkan", kader.pk)
        person = Participant.objects.get(session=session)
        test = f"{place}peserta/{person.pk}/tes/"
        _sit(page, f"{test}pra/", answers(person, "pra", wrong=5))
    with window(browser, office["operator"], base) as page:
        _tick(page, f"{place}hadir/", "Simpan kehadiran", person.pk)
    with window(browser, office["pokja"], base) as page:
        _sit(page, f"{test}pasca/", answers(person, "pasca"))
    with window(browser, office["operator"], base) as page:
        write(page, place, "Terbitkan sertifikat")


def _tick(page: "Page", address: str, button: str, key: object) -> None:
    """Tick this one alone of those that are offered, and send it."""
    page.goto(address)
    page.locator('#isi [name="chosen"]').evaluate_all(
        "all => all.forEach((one) => one.checked = false)"
    )
    page.locator(f'#isi [name="chosen"][value="{key}"]').check()
    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_load_state()
    assert page.locator(".error-summary").count() == 0, page.locator(".error-summary").inner_text()


def _sit(page: "Page", address: str, places: dict[str, int]) -> None:
    """Answer every question of a test."""
    write(page, address, "Kirim jawaban", **{code: str(at) for code, at in places.items()})


def _support(
    browser: "Browser", office: dict[str, User], base: str, kampung: KampungKB, today: date
) -> None:
    """A need is published, an SKPD takes it on in its own account, and it arrives."""
    with window(browser, office["operator"], base) as page:
        write(
            page,
            base + reverse("partners:need_new", args=[KABUPATEN]),
            "Terbitkan",
            kampung=str(kampung.pk),
            title="Alat peraga kelas ibu hamil",
            rupiah=str(RUPIAH),
        )
    need = Need.objects.latest("published_at")
    with window(browser, office["mitra"], base) as page:
        write(
            page,
            base + reverse("partners:offer_on_need", args=[need.pk]),
            "Kirim tawaran",
            title="Alat peraga",
            kind="uang",
            rupiah=str(RUPIAH),
            sumber_dana="apbd",
            starts_on=today.isoformat(),
            ends_on=(today + timedelta(days=30)).isoformat(),
        )
        commitment = page.url
    with window(browser, office["operator"], base) as page:
        page.goto(commitment)
        page.locator('#isi [name="langkah"][value="sepakati"]').click()
        page.wait_for_load_state()
    with window(browser, office["mitra"], base) as page:
        write(
            page,
            commitment,
            "Simpan penyerahan",
            delivered_on=today.isoformat(),
            amount=str(RUPIAH),
            note="Diterima di balai desa",
        )


def _below(today: date) -> KampungKB:
    """A kampung of the same PKB that does not count for the target yet."""
    near = KampungKB.objects.live().within(VILLAGE[:8]).filter(is_double=False)
    return next(one for one in near.order_by("village_id") if _level(one, today) not in COUNTING)


def _report(kampung: KampungKB, office: dict[str, User], today: date) -> None:
    """The reports are sent, and PKB, kecamatan and head of the kabupaten take them in turn."""
    month = today.replace(day=1) - timedelta(days=1)
    for form, values in (
        ("penduduk", GOOD_PENDUDUK),
        ("kkbpk", GOOD_KKBPK),
        ("profil", GOOD_PROFIL),
    ):
        report = registry.submit_report(
            form, kampung, year=month.year, month=month.month, values=values, by=office["operator"]
        )
        for name in ("pkb", "kecamatan", "pimpinan"):
            report = registry.accept(form, report.pk, by=office[name], seen=report.state)
        assert report.state == State.ENDORSED


def _level(kampung: KampungKB, today: date) -> str | None:
    rule = instrument_of(KABUPATEN)
    found = card(kampung, cutoff=today, instrument=rule, basis=Basis.VERIFIED)
    return found.scorecard.level


def _api_agrees(operator: User, risen: KampungKB, told: Figures, today: date) -> None:
    """A program reads the same class and the same target as the screens."""
    program = Program(operator)
    rule = {"per": today.isoformat(), "dasar": str(Basis.VERIFIED)}
    found = program.get(f"kampung/{risen.pk}/kelas", rule).json()
    assert found["utama"]["klasifikasi"] == _level(risen, today)
    target = program.get("target", {"per": today.isoformat(), "wilayah": KABUPATEN}).json()
    counted = target["hitungan"]
    assert (counted["kampung"], counted["perlu"], counted["tercapai"], counted["turun"]) == tuple(
        told[code] for code in ("kampung", "target", "naik", "turun")
    )
    assert str(risen.pk) in {one["kampung"] for one in target["naik"]}


def _replan(browser: "Browser", office: dict[str, User], base: str) -> None:
    """The year is planned anew from what really happened, and the head puts it in force."""
    asked = roadmap.replan(KABUPATEN, by=office["operator"])
    roadmap.compute(asked, by=office["operator"])
    with window(browser, office["pimpinan"], base) as page:
        write(page, base + reverse("roadmap:scenario_enforce", args=[asked.pk]), "Berlakukan")


def _agree_everywhere(year: Year, office: dict[str, User], browser: "Browser", base: str) -> None:
    """Screen, PDF, workbook, CSV and JSON, and the screens of the rooms."""
    told = year.figures()
    table = csv.DictReader(io.StringIO(year.file("csv").decode()))
    assert {row["kode"]: row["nilai"] for row in table} == {
        code: "" if value is None else str(value) for code, value in told.items()
    }
    sheet = load_workbook(io.BytesIO(year.file("xlsx"))).active
    assert sheet is not None
    rows = {row[1].value: row[3].value for row in sheet.iter_rows()}
    assert {code: rows[code] for code in told} == told
    paper = PdfReader(io.BytesIO(year.file("pdf")))
    text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in paper.pages))
    with window(browser, office["operator"], base) as page:
        page.goto(base + reverse("insights:year", args=[KABUPATEN]) + year.query)
        for code, value in told.items():
            cell = page.locator(f'[data-figure="{code}"] strong').inner_text()
            if value is not None:
                assert cell.replace(".", "") == str(value), code
                assert cell in text, code
        for address, least in (
            (reverse("coaching:mentors"), 5),
            (reverse("partners:area", args=[KABUPATEN]), 5),
            (reverse("training:session_list"), 5),
        ):
            page.goto(base + address)
            cells = page.locator("[data-figure]")
            assert cells.count() >= least, address
            for place in range(cells.count()):
                code = cells.nth(place).get_attribute("data-figure") or ""
                assert cells.nth(place).inner_text().replace(".", "") == str(told[code]), code
