"""Our forms in the engine of ODK Web Forms (`@getodk/xforms-engine`), and beside JavaRosa.

It loads what the endpoint serves, is filled in as a person would, checks our limits, writes the
instance; what it wrote is posted to the endpoint and stored. What both engines show on opening and
what both would send is compared field by field.
"""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import fromstring

import pytest
from django.utils import timezone

from naikkelas.activities.models import Kegiatan, KegiatanPhoto
from naikkelas.registry.models import KKBPK, KampungKB
from naikkelas.registry.rules.schema import FORMS
from tests.api.conftest import Phone
from tests.api.openrosa_client import BOUNDARY, CONTENT_TYPE, files_in, listed_in
from tests.browser.conftest import browser as browser
from tests.outside.conftest import CODES, Open
from tests.outside.samples import stored, ticked, whole_activity, whole_report
from tests.people import make_report
from tests.registry.pictures import encoded, scene

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

ROOT = Path(__file__).resolve().parents[2]
ENGINE = ROOT / "node_modules" / "@getodk" / "xforms-engine" / "dist" / "index.js"
DRIVER = Path(__file__).with_name("web_forms.js")
ORIGIN = "http://mesin.localhost"

# Each test closes its connections: under a running loop the database could not be dropped else.
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.long,
    pytest.mark.outside,
]

Answers = list[tuple[str, Any]]


@pytest.fixture
def engine(browser: "Browser") -> Iterator["Page"]:
    """A page that holds the engine and nothing else; nothing leaves it."""
    if not ENGINE.is_file():
        pytest.skip("@getodk/xforms-engine is not installed: make tools brings it")
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


@pytest.mark.parametrize("code", CODES)
def test_every_form_loads_without_a_warning(code: str, fill: Callable[..., dict[str, Any]]) -> None:
    filled = fill(code)

    assert (filled["status"], filled.get("error"), filled["warnings"]) == ("success", None, 0)


# Beside JavaRosa --------------------------------------------------------------------------------


def _leaves(xml: bytes) -> dict[str, str]:
    """What an instance says of each question; what it does not say is empty, as for the server."""
    found = {one.tag.rpartition("}")[2]: (one.text or "") for one in fromstring(xml).iter()}
    own = {"mulai", "instanceID", "data", "meta"}  # of a moment, or of the one instance
    return {name: text for name, text in found.items() if text and name not in own}


def _instance_of(filled: dict[str, Any]) -> bytes:
    return next(bytes(part[3]) for part in filled["parts"] if part[0] == "xml_submission_file")


@pytest.mark.parametrize("code", CODES)
def test_both_engines_open_and_write_a_form_alike(
    code: str, kampung: KampungKB, fill: Callable[..., dict[str, Any]], opened: Open
) -> None:
    if code in FORMS:
        known = {name: stored(one) for name, one in whole_report(FORMS[code]).items()}
        make_report(code, kampung, date(2025, 6, 3), **known)
    values = whole_report(FORMS[code], 71) if code in FORMS else whole_activity()
    answers = {name: ticked(value) for name, value in values.items()}

    collect = opened(code)
    on_opening = collect.shown()
    assert [name for name, one in answers.items() if not collect.answer(name, one).is_taken] == []
    filled = fill(code, *answers.items())

    before = _values(filled, "before")
    shown = {name: text for name, text in on_opening.items() if text}
    assert shown
    assert {name: _alike(before[name]) for name in shown} == {
        name: _alike(text) for name, text in shown.items()
    }
    assert filled["violations"] == []
    assert _leaves(_instance_of(filled)) == _leaves(collect.finished())


def _alike(text: str) -> str:
    """A day without the hour that one of the engines adds; choices in one order."""
    return " ".join(sorted(text.removesuffix("T00:00:00").split()))


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
