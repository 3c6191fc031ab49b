"""The story of a year, on the Tanah Laut example: from the plan to a risen class and a new plan.

The clock of the house moves from December to December. In each month those whose job it is do it on
their own screens: PKB, kecamatan, SKPD, Pokja, operator and head. After every deed the figures of
the year have moved by just what was done, and at the end screen, PDF, workbook, CSV and JSON tell
the same numbers as the screens that they come from and as the API, which tells the same class too.
"""

import csv
import io
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader
from pytest_django.live_server_helper import LiveServer

from naikkelas.accounts.actions import open_account
from naikkelas.accounts.models import Role, User
from naikkelas.accounts.queries import system_user
from naikkelas.areas.models import Area
from naikkelas.areas.queries import local_now
from naikkelas.classification.models import Basis
from naikkelas.classification.queries import card, instrument_of
from naikkelas.coaching.actions.followups import escalate_overdue
from naikkelas.coaching.models import FollowUp, PlannedVisit
from naikkelas.config.commands import example
from naikkelas.partners.models import Need
from naikkelas.registry.models import KKBPK, Evidence, Kader, KampungKB, PokjaSeat, State
from naikkelas.registry.queries import values_of
from naikkelas.registry.queries.derived import profile_facts
from naikkelas.registry.rules.schema import FORMS
from naikkelas.registry.rules.structure import MEMBER_POSTS
from naikkelas.roadmap.models import Scenario
from naikkelas.roadmap.queries import in_force
from naikkelas.roadmap.tasks import compute_scenario, propose_replans
from naikkelas.training.models import Participant, TrainingSession
from tests.api.v1.conftest import Program
from tests.people import PASSWORD
from tests.registry.pictures import encoded, scene
from tests.training.test_from_plan_to_certificate import answers

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.slow(seconds=60), pytest.mark.postgres_only]

KABUPATEN, VILLAGE = "63.01", "63.01.10.2005"
RUPIAH, HOURS = 7_370_000, 6
SERVED = 17
"""Couples who wanted to wait and had no contraception; they are served in the first half year."""
COUNTING = {"mandiri", "berkelanjutan"}
DEED = "Mengirim dua anggota ke pelatihan"
PROOF = "Register pelayanan KB semester satu"
Figures = dict[str, int | float | None]


def noon(year: int, month: int, day: int) -> datetime:
    """Noon in Tanah Laut."""
    return datetime(year, month, day, 4, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The clock of the house, of the live server's threads too: 8 December 2025, and it goes on."""
    with time_machine.travel(noon(2025, 12, 8)) as traveller:
        yield traveller


@pytest.fixture
def office(
    transactional_db: None, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> dict[str, User]:
    """The people of the example by their user names, and the Pokja of Galam."""
    monkeypatch.setattr(example, "MONTHS", 1)  # the stored classes of earlier years play no part
    example.load_example(lambda percent, step: None)
    galam, by = Area.objects.get(pk=VILLAGE), system_user()
    open_account(
        "galam", name="Pokja Galam", role=Role.POKJA_CHAIR, area=galam, password=PASSWORD, by=by
    )
    return {one.username: one for one in User.objects.exclude(username="sistem")}


@pytest.fixture
def kampung(office: dict[str, User]) -> KampungKB:
    """Galam: one point short of the highest class."""
    return KampungKB.objects.live().get(village_id=VILLAGE)


class Windows:
    """The windows of the people, each of whom signs in anew on each day."""

    def __init__(self, browser: "Browser", base: str, office: dict[str, User]) -> None:
        self.browser, self.base, self.office = browser, base, office

    @contextmanager
    def of(self, name: str) -> Iterator["Page"]:
        client = Client()
        client.force_login(self.office[name])
        key = settings.SESSION_COOKIE_NAME
        context = self.browser.new_context(
            locale="id-ID", viewport={"width": 390, "height": 800}, base_url=self.base
        )
        context.add_cookies([{"name": key, "value": client.cookies[key].value, "url": self.base}])
        page = context.new_page()
        page.set_default_timeout(60_000)  # a busy machine
        yield page
        context.close()


def write(page: "Page", address: str, button: str, **values: str) -> None:
    """Fill in a form by the names of its fields and send it; it has to be taken."""
    if address:
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
    _is_taken(page)


def _is_taken(page: "Page") -> None:
    page.wait_for_load_state()
    assert page.locator(".error-summary").count() == 0, page.locator(".error-summary").inner_text()


class Year:
    """The figures of the kabupaten today, as its operator reads them."""

    def __init__(self, operator: User) -> None:
        self.operator = operator

    @property
    def query(self) -> str:
        return f"?per={_today()}"

    def file(self, kind: str) -> bytes:
        client = Client()
        client.force_login(self.operator)
        url = reverse("insights:year_download", args=[KABUPATEN, kind])
        answer = client.get(url + self.query)
        assert answer.status_code == 200
        return bytes(answer.content)

    def figures(self) -> Figures:
        told = json.loads(self.file("json"))
        return {one["code"]: one["value"] for part in told["chapters"] for one in part["figures"]}

    @contextmanager
    def moves(self, **by: int) -> Iterator[None]:
        """What is done here moves these figures, and nothing but these, by so much."""
        before = self.figures()
        yield
        now = self.figures()
        found = {
            code: (value or 0) - (before[code] or 0)
            for code, value in now.items()
            if value != before[code]
        }
        assert found == by, found


def _today() -> date:
    return local_now(KABUPATEN).date()


@pytest.mark.long
def test_a_year_of_tanah_laut(
    live_server: LiveServer,
    browser: "Browser",
    clock: time_machine.Traveller,
    office: dict[str, User],
    kampung: KampungKB,
) -> None:
    windows, year = Windows(browser, live_server.url, office), Year(office["operator"])
    plan = in_force(KABUPATEN)
    assert plan is not None
    assert _level(kampung) == "berkembang"

    clock.move_to(noon(2026, 4, 1))
    _plan_visits(windows, plan)
    clock.move_to(noon(2026, 4, 8))
    with year.moves(kunjungan=1, kampung_dikunjungi=1, tindak_lanjut_terbuka=1):
        _visit(windows, kampung)
    clock.move_to(noon(2026, 5, 4))
    with year.moves(tindak_lanjut_terbuka=-1, tindak_lanjut_lewat=-1, tindak_lanjut_selesai=1):
        _nobody_did_it(windows, kampung)

    clock.move_to(noon(2026, 5, 20))
    trained = profile_facts(kampung, _today())["pokja_anggota_terlatih"].value
    people = {"pelatihan": 1, "orang_dilatih": 1, "kampung_dilatih": 1, "sertifikat": 1}
    given = {"dijanjikan": RUPIAH, "diserahkan": RUPIAH, "komitmen": 1, "kampung_didukung": 1}
    with year.moves(**people, jam_pelatihan=HOURS, **given, kebutuhan=1):
        _train(windows, kampung)
        assert profile_facts(kampung, _today())["pokja_anggota_terlatih"].value == trained + 1
        clock.move_to(noon(2026, 6, 8))
        _support(windows, kampung)

    clock.move_to(noon(2026, 7, 6))
    with year.moves(naik=1):
        _report(windows, kampung)
        clock.move_to(noon(2026, 7, 9))
        _verify(windows, kampung)
    assert _level(kampung) == "berkelanjutan"

    clock.move_to(noon(2026, 10, 1))
    _replan(windows)
    new = in_force(KABUPATEN)
    assert new is not None
    assert new.previous_id == plan.pk

    clock.move_to(noon(2026, 12, 14))
    told = year.figures()
    _api_agrees(office["operator"], kampung, told)
    _agree_everywhere(year, told, windows)


# What each does -----------------------------------------------------------------------------------


def _plan_visits(windows: Windows, plan: Scenario) -> None:
    """The house proposes visits from the roadmap and the warnings, and says why."""
    with windows.of("pkb") as page:
        page.goto(reverse("coaching:plan"))
        page.get_by_role("button", name="Usulkan tiga bulan ke depan").click()
        page.wait_for_load_state()
        shown = page.locator("#isi").inner_text()
    proposed = PlannedVisit.objects.filter(state="usul", kampung__village__parent="63.01.10")
    assert proposed.exists()
    works = {step.kampung_id: step.name for step in plan.steps.all()}
    assert any(works.get(one.kampung_id, "-") in " ".join(one.reasons) for one in proposed)
    for one in proposed:
        assert str(one.kampung) in shown
        assert all(reason in shown for reason in one.reasons)


def _visit(windows: Windows, kampung: KampungKB) -> None:
    with windows.of("pkb") as page:
        write(
            page,
            reverse("coaching:visit_new", args=[kampung.pk]),
            "Simpan kunjungan",
            day=_today().isoformat(),
            kind="lapangan",
            finding_at_0="Anggota baru Pokja belum dilatih",
            what_at_0=DEED,
            owner_at_0="pokja",
            due_on_at_0=(_today() + timedelta(days=14)).isoformat(),
        )


def _nobody_did_it(windows: Windows, kampung: KampungKB) -> None:
    """What nobody did rises by itself to the kecamatan, which passes it on to an SKPD."""
    with windows.of("kecamatan") as page:
        page.goto(reverse("coaching:followups"))
        assert DEED not in page.locator("#isi").inner_text()
        escalate_overdue()
        page.reload()
        row = page.locator("#isi li").filter(has_text=DEED).last
        assert "dinaikkan ke kecamatan" in row.inner_text()
        row.get_by_role("link").click()
        write(page, "", "Simpan", how="teruskan", words="Dananya di dinas", body=example.PARTNER)
    with windows.of("mitra") as page:
        page.goto(reverse("coaching:followups"))
        page.get_by_role("link", name=DEED).click()
        write(page, "", "Simpan", how="selesai", words="Dua anggota sudah didaftarkan")
    agreed = FollowUp.objects.get(kampung=kampung)
    assert (agreed.owner, agreed.escalated_to, agreed.state) == ("pokja", "kecamatan", "selesai")


def _train(windows: Windows, kampung: KampungKB) -> None:
    """Planned, invited, registered, tested, present, tested again, certified."""
    kader = _untrained(kampung)
    with windows.of("operator") as office, windows.of("galam") as village:
        write(
            office,
            reverse("training:session_new"),
            "Simpan pelatihan",
            curriculum="peran_seksi",
            area=KABUPATEN,
            starts_on=_today().isoformat(),
            starts="08:00",
            ends="15:00",
            place="Aula kabupaten",
            trainer="Tim kabupaten",
            seats="12",
        )
        session = TrainingSession.objects.latest("planned_at")
        place = f"/pelatihan/{session.pk}/"
        _tick(office, f"{place}undang/", "Undang yang tercentang", kampung.pk)
        register = reverse("training:register", args=[kampung.pk, session.pk])
        _tick(village, register, "Daftarkan", kader.pk)
        person = Participant.objects.get(session=session)
        test = f"{place}peserta/{person.pk}/tes/"
        _sit(village, f"{test}pra/", answers(person, "pra", wrong=5))
        _tick(office, f"{place}hadir/", "Simpan kehadiran", person.pk)
        _sit(village, f"{test}pasca/", answers(person, "pasca"))
        write(office, place, "Terbitkan sertifikat")


def _untrained(kampung: KampungKB) -> Kader:
    """A member in office whom nobody has trained."""
    seats = PokjaSeat.objects.filter(
        pokja__kampung=kampung, pokja__ended_on__isnull=True, until__isnull=True
    )
    seat = seats.filter(post__in=MEMBER_POSTS, kader__trainings__isnull=True).first()
    assert seat is not None
    return seat.kader


def _tick(page: "Page", address: str, button: str, key: object) -> None:
    """Tick this one alone of those that are offered, and send it."""
    page.goto(address)
    page.locator('#isi [name="chosen"]').evaluate_all(
        "all => all.forEach((one) => one.checked = false)"
    )
    page.locator(f'#isi [name="chosen"][value="{key}"]').check()
    page.get_by_role("button", name=button, exact=True).click()
    _is_taken(page)


def _sit(page: "Page", address: str, places: dict[str, int]) -> None:
    """Answer every question of a test."""
    write(page, address, "Kirim jawaban", **{code: str(at) for code, at in places.items()})


def _support(windows: Windows, kampung: KampungKB) -> None:
    """A need is published, an SKPD takes it on in its own account, and it arrives."""
    with windows.of("operator") as office, windows.of("mitra") as page:
        write(
            office,
            reverse("partners:need_new", args=[KABUPATEN]),
            "Terbitkan",
            kampung=str(kampung.pk),
            title="Alat peraga kelas ibu hamil",
            rupiah=str(RUPIAH),
        )
        need = Need.objects.latest("published_at")
        write(
            page,
            reverse("partners:offer_on_need", args=[need.pk]),
            "Kirim tawaran",
            title="Alat peraga",
            kind="uang",
            rupiah=str(RUPIAH),
            sumber_dana="apbd",
            starts_on=_today().isoformat(),
            ends_on=(_today() + timedelta(days=30)).isoformat(),
        )
        office.goto(page.url)
        office.locator('#isi [name="langkah"][value="sepakati"]').click()
        office.wait_for_load_state()
        page.reload()
        write(
            page,
            "",
            "Simpan penyerahan",
            delivered_on=_today().isoformat(),
            amount=str(RUPIAH),
            note="Diterima di balai desa",
        )


def _report(windows: Windows, kampung: KampungKB) -> None:
    """The Pokja reports who was served, and shows the register."""
    newest = KKBPK.objects.filter(kampung=kampung).latest("tanggal_isi")
    last = values_of(FORMS["kkbpk"], newest)
    figures = {
        "peserta_bkl": 96,
        "suntik": last["suntik"] + SERVED,
        "ingin_anak_tunda": last["ingin_anak_tunda"] - SERVED,
    }
    with windows.of("galam") as page:
        page.goto(reverse("registry:report_fill", args=[kampung.pk, "kkbpk"]))
        page.evaluate("document.querySelectorAll('#isi details').forEach(one => one.open = true)")
        for name, value in figures.items():
            page.locator(f'#isi [name="{name}"]').fill(str(value))
        page.get_by_role("button", name="Periksa laporan").click()
        page.get_by_role("button", name="Kirim laporan").click()
        page.get_by_role("heading", name="Laporan terkirim").wait_for()
        page.goto(reverse("registry:evidence_list", args=[kampung.pk]) + "?formulir=kkbpk")
        picture = {"name": "register.jpg", "mimeType": "image/jpeg", "buffer": encoded(scene(37))}
        page.locator("#id_file").set_input_files(picture)  # type: ignore[arg-type]
        page.locator('#isi [name="facts"][value="bukan_peserta"]').check()
        page.locator("#id_title").fill(PROOF)
        page.get_by_role("button", name="Simpan bukti").click()
        page.get_by_role("heading", name=PROOF).wait_for()


def _verify(windows: Windows, kampung: KampungKB) -> None:
    """PKB, kecamatan and head in turn: each sees the evidence and takes the next step."""
    proof = Evidence.objects.get(kampung=kampung, title=PROOF)
    file = reverse("registry:evidence_open", args=[kampung.pk, proof.pk])
    for name, state in (
        ("pkb", State.FIELD_VERIFIED),
        ("kecamatan", State.DISTRICT_VERIFIED),
        ("pimpinan", State.ENDORSED),
    ):
        assert _level(kampung) == "berkembang"
        with windows.of(name) as page:
            page.goto(reverse("registry:review_queue"))
            page.get_by_role("link", name=re.compile(str(kampung))).first.click()
            shown = page.locator(".evidence-facts li").filter(has_text="PUS bukan peserta KB")
            assert "belum ada" not in shown.inner_text()
            assert page.request.get(file).ok
            page.locator('button[name="langkah"][value="terima"]').click()
            page.wait_for_url(re.compile("/periksa/"))
        assert KKBPK.objects.filter(kampung=kampung).latest("recorded_at").state == state


def _replan(windows: Windows) -> None:
    """A quarter begins: the house plans anew from what really happened, the head decides."""
    propose_replans()
    asked = Scenario.objects.get(proposed_for=_today())
    compute_scenario.call(str(asked.pk))
    with windows.of("pimpinan") as page:
        write(page, reverse("roadmap:scenario_enforce", args=[asked.pk]), "Berlakukan")


def _level(kampung: KampungKB) -> str | None:
    rule = instrument_of(KABUPATEN)
    found = card(kampung, cutoff=_today(), instrument=rule, basis=Basis.VERIFIED)
    return found.scorecard.level


# What everybody reads -----------------------------------------------------------------------------


def _api_agrees(operator: User, risen: KampungKB, told: Figures) -> None:
    """A program reads the same class, target and figures as the screens."""
    program, day = Program(operator), _today().isoformat()
    rule = {"per": day, "dasar": str(Basis.VERIFIED)}
    found = program.get(f"kampung/{risen.pk}/kelas", rule).json()
    assert found["utama"]["klasifikasi"] == _level(risen)
    target = program.get("target", {"per": day, "wilayah": KABUPATEN}).json()
    counted = target["hitungan"]
    assert (counted["kampung"], counted["perlu"], counted["tercapai"], counted["turun"]) == tuple(
        told[code] for code in ("kampung", "target", "naik", "turun")
    )
    assert str(risen.pk) in {one["kampung"] for one in target["naik"]}
    figures = program.get("angka", {"per": day, "wilayah": KABUPATEN}).json()
    assert {one["kode"]: one["nilai"] for part in figures["bab"] for one in part["angka"]} == told


def _agree_everywhere(year: Year, told: Figures, windows: Windows) -> None:
    """Screen, PDF, workbook, CSV and JSON, and the screens of the rooms."""
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
    with windows.of("operator") as page:
        page.goto(reverse("insights:year", args=[KABUPATEN]) + year.query)
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
            page.goto(address)
            cells = page.locator("[data-figure]")
            assert cells.count() >= least, address
            for place in range(cells.count()):
                code = cells.nth(place).get_attribute("data-figure") or ""
                assert cells.nth(place).inner_text().replace(".", "") == str(told[code]), code
