"""Our forms in an engine that no one here wrote: ODK Web Forms' `@getodk/xforms-engine`.

It loads what the endpoint serves, is filled in as a person would, checks our limits, writes the
instance; what it wrote is posted to the endpoint and stored.
"""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from naikkelas.activities.models import Kegiatan, KegiatanPhoto
from naikkelas.registry.models import KKBPK, KampungKB, Penduduk, Profil
from tests.api.conftest import Phone
from tests.api.conftest import chair as chair
from tests.api.conftest import kampung as kampung
from tests.api.conftest import phone as phone
from tests.api.openrosa_client import BOUNDARY, CONTENT_TYPE, files_in, listed_in
from tests.people import make_report
from tests.registry.pictures import encoded, scene

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

ROOT = Path(__file__).resolve().parents[2]
ENGINE = ROOT / "node_modules" / "@getodk" / "xforms-engine" / "dist" / "index.js"
DRIVER = Path(__file__).with_name("odk_engine.js")
ORIGIN = "http://mesin.localhost"

# Each test closes its connections: under a running loop the database could not be dropped else.
pytestmark = pytest.mark.django_db(transaction=True)

Answers = list[tuple[str, Any]]


@pytest.fixture
def engine(browser: "Browser") -> Iterator["Page"]:
    """A page that holds the engine and nothing else; nothing leaves it."""
    if not ENGINE.is_file():
        pytest.fail("@getodk/xforms-engine is missing: npm ci")
    served = {
        "/": ("text/html", "<!doctype html><title>Mesin</title>"),
        "/engine.js": ("text/javascript", ENGINE.read_text("utf-8")),
        "/driver.js": ("text/javascript", DRIVER.read_text("utf-8")),
    }

    def serve(route: "Route") -> None:
        kind, body = served.get(route.request.url.removeprefix(ORIGIN), ("", ""))
        route.fulfill(status=200 if kind else 404, content_type=kind, body=body)

    context = browser.new_context(locale="id-ID")
    context.route("**/*", serve)
    page = context.new_page()
    page.goto(f"{ORIGIN}/")
    yield page
    context.close()


@pytest.fixture
def fill(engine: "Page", phone: Phone) -> Callable[..., dict[str, Any]]:
    """Downloads a form as an app does and fills it in with the engine."""

    def act(code: str, *answers: tuple[str, Any]) -> dict[str, Any]:
        listed = {form.code: form for form in listed_in(phone.get("formList").content)}[code]
        form = phone.client.get(listed.download_url).content.decode()
        found = files_in(phone.client.get(listed.manifest_url).content)
        files = {name: phone.client.get(url).content.decode() for name, _, url in found}
        task = {"form": form, "files": files, "answers": [list(one) for one in answers]}
        script = 'async (task) => (await import("/driver.js")).fill(task)'
        result: dict[str, Any] = engine.evaluate(script, task)
        return result

    return act


def _send(phone: Phone, filled: dict[str, Any]) -> Any:
    """Post the parts exactly as the engine made them."""
    body = b""
    for name, filename, kind, content in filled["parts"]:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; '
        body += f'{head}filename="{filename}"\r\nContent-Type: {kind}\r\n\r\n'.encode()
        body += bytes(content) + b"\r\n"
    body += f"--{BOUNDARY}--\r\n".encode()
    return phone.client.post(f"{phone.base}/submission", body, content_type=CONTENT_TYPE)


def _values(filled: dict[str, Any], when: str) -> dict[str, str]:
    return {name: one["value"] for name, one in filled[when].items()}


@pytest.mark.parametrize("code", ["kegiatan", "profil", "penduduk", "kkbpk"])
def test_every_form_loads(code: str, fill: Callable[..., dict[str, Any]]) -> None:
    filled = fill(code)

    assert (filled["status"], filled.get("error")) == ("success", None)


def test_a_report_starts_from_last_month_is_filled_in_and_stored(
    phone: Phone, kampung: KampungKB, fill: Callable[..., dict[str, Any]]
) -> None:
    today = timezone.localdate()
    make_report("penduduk", kampung, date(2025, 6, 3), keluarga_balita=113, pus=211)
    make_report("kkbpk", kampung, date(2025, 6, 3), iud=37, pil=41, peserta_bkb=17)

    filled = fill("kkbpk", ("iud", 43), ("hamil", 7))

    before, after = _values(filled, "before"), _values(filled, "after")
    assert before["kampung"] == str(kampung.pk)
    assert (before["iud"], before["pil"], before["mow"]) == ("37", "41", "")
    assert before["sasaran_keluarga_balita"] == "113"
    assert (before["jumlah_2_1"], after["jumlah_2_1"]) == ("78", "84")
    assert filled["violations"] == []
    assert _send(phone, filled).status_code == 201
    sent: Any = KKBPK.objects.exclude(tanggal_isi=date(2025, 6, 3)).get()
    assert (sent.iud, sent.pil, sent.hamil, sent.mow) == (43, 41, 7, None)
    assert sent.first_day <= today


def test_lists_flags_and_conditions_arrive_as_the_screen_stores_them(
    phone: Phone, kampung: KampungKB, fill: Callable[..., dict[str, Any]]
) -> None:
    filled = fill(
        "profil",
        ("pokja_ada", "ya"),
        ("pokja_anggota", 17),
        ("pokja_terlatih", "tidak"),
        ("sumber_dana", ["apbd", "apbn"]),
        ("rapat_koordinasi", "ya"),
        ("frekuensi_rapat_koordinasi", "bulanan"),
    )

    assert filled["before"]["pokja_anggota"]["relevant"] is False
    assert filled["after"]["pokja_anggota"]["relevant"] is True
    assert filled["after"]["pokja_anggota_terlatih"]["relevant"] is False
    assert _send(phone, filled).status_code == 201
    profil = Profil.objects.get()
    assert (profil.pokja_anggota, profil.pokja_terlatih) == (17, False)
    assert (profil.sumber_dana, profil.frekuensi_rapat_koordinasi) == ("apbn|apbd", "bulanan")
    assert (profil.bkb, profil.pokja_anggota_terlatih) == (None, None)


def test_our_limits_stop_a_figure_before_it_is_sent(
    kampung: KampungKB, fill: Callable[..., dict[str, Any]]
) -> None:
    kkbpk = fill("kkbpk", ("iud", -37), ("pil", 100_001))
    profil = fill(
        "profil",
        ("pokja_ada", "ya"),
        ("pokja_anggota", 17),
        ("pokja_terlatih", "ya"),
        ("pokja_anggota_terlatih", 19),
    )

    assert [name for name, _ in kkbpk["violations"]] == ["iud", "pil"]
    assert "negatif" in kkbpk["violations"][0][1]
    assert [name for name, _ in profil["violations"]] == ["pokja_anggota_terlatih"]
    assert "lebih banyak daripada anggota" in profil["violations"][0][1]


def test_more_participants_than_the_target_are_warned_of(
    kampung: KampungKB, fill: Callable[..., dict[str, Any]]
) -> None:
    make_report("penduduk", kampung, date(2025, 6, 3), keluarga_balita=113)

    within, above = fill("kkbpk", ("peserta_bkb", 113)), fill("kkbpk", ("peserta_bkb", 127))

    assert within["after"]["catatan_peserta_bkb"]["relevant"] is False
    assert above["after"]["catatan_peserta_bkb"]["relevant"] is True
    assert above["violations"] == []


def test_a_whole_penduduk_report_with_its_running_totals(
    phone: Phone, kampung: KampungKB, fill: Callable[..., dict[str, Any]]
) -> None:
    filled = fill("penduduk", ("l_00_04", 37), ("l_05_09", 41), ("p_00_04", 43), ("keluarga", 29))

    after = _values(filled, "after")
    assert [after[f"jumlah_1_{n}"] for n in (1, 2, 3)] == ["78", "43", "121"]
    assert _send(phone, filled).status_code == 201
    sent = Penduduk.objects.get()
    assert (sent.l_00_04, sent.p_00_04, sent.keluarga, sent.p_05_09) == (37, 43, 29, None)


def test_an_activity_with_a_photo(
    phone: Phone, kampung: KampungKB, fill: Callable[..., dict[str, Any]]
) -> None:
    picture = {"name": "1722400000000.jpg", "bytes": list(encoded(scene(37, 320, 240)))}

    filled = fill(
        "kegiatan",
        ("judul", "Posyandu balita"),
        ("sasaran", ["pus"]),
        ("peserta_p", 37),
        ("foto_1", picture),
    )

    assert filled["violations"] == []
    assert _values(filled, "before")["tanggal"][:10] == timezone.localdate().isoformat()
    assert filled["after"]["foto_sebelum"]["relevant"] is False
    assert _send(phone, filled).status_code == 201
    activity = Kegiatan.objects.get()
    assert (activity.judul, activity.sasaran, activity.peserta_p) == ("Posyandu balita", "pus", 37)
    assert KegiatanPhoto.objects.get().record == activity.record


def test_an_activity_that_cannot_be_is_stopped(
    kampung: KampungKB, fill: Callable[..., dict[str, Any]]
) -> None:
    filled = fill(
        "kegiatan",
        ("judul", "NIK 6301051234560007"),
        ("peserta_l", 17),
        ("l_16_30", 19),
        ("instansi", ["lainnya"]),
    )

    assert sorted(name for name, _ in filled["violations"]) == [
        "instansi_lainnya",
        "judul",
        "peserta_l",
    ]
