"""F38 and F43: a name is kept to the letter, harmless on pages and in exports, and found."""

import csv
from html import escape
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from naikkelas.activities.models import Kegiatan
from naikkelas.exchange import actions
from naikkelas.exchange.queries import Export, write_export
from naikkelas.registry.models import KampungKB
from tests.exchange.hostile.conftest import Office, activity, kampung
from tests.exchange.hostile.files import HEADINGS, workbook
from tests.people import make_area

pytestmark = pytest.mark.django_db
RTL = "\u202eujamakuS\u202c مرحبا"
NAMES = {
    "O'Neil": "o'neil",
    "Ma'ruf": "maruf",
    "Ma’ruf 'Ali": "maruf ali",
    "A": "A",
    "Kampung B C": "b c",
    "Drs. H. Sukamaju, M.Si": "Sukamaju",
    "K" * 120: "K" * 120,
    "<script>alert(1)</script>": "script",
    "Maju & \"Jaya\" 'Raya'": "maju jaya",
    "Kampung 🌾 Padi": "padi",
    RTL: "مرحبا",
    "Nusa\u00a0Indah": "nusa indah",
    "=1+1": "=1+1",
    '=HYPERLINK("http://x")': "hyperlink",
    "@SUM(A1)": "sum",
    "+62 kampung": "62",
    "-Sukamaju": "sukamaju",
    "\tTab": "tab",
    "-3": "-3",
    "Déwi Ñuril": "dewi nuril",
    "{{ 7*7 }} {% now %}": "now",
}


@pytest.fixture
def stored(office: Office) -> dict[str, KampungKB]:
    """A kampung of each name, by name as it is stored."""
    rows = []
    for number, name in enumerate(NAMES, 1):
        code = f"91.37.02.2{number:03}"
        make_area(code, f"Desa {number}")
        rows.append(kampung(number, kode_desa=code, nama=name))
    office.load(kampung=rows)
    return {row.nama: row for row in KampungKB.objects.all()}


@pytest.fixture
def browser(office: Office, client: Client) -> Client:
    client.force_login(office.by)
    return client


def test_names_are_kept_to_the_letter_from_csv(stored: dict[str, KampungKB]) -> None:
    assert set(stored) == set(NAMES)


def test_names_are_kept_to_the_letter_from_a_workbook(
    stored: dict[str, KampungKB], office: Office, tmp_path: Path
) -> None:
    rows = [
        (str(row.source_id), row.village_id, name, "2018-05-07") for name, row in stored.items()
    ]
    text_only = {"strings_to_formulas": False, "strings_to_urls": False}
    path = workbook(tmp_path / "kampung.xlsx", HEADINGS, *rows, **text_only)

    again = actions.check_folder(path, area_code="91.37", by=office.by)

    assert (again.total("same"), again.total("refused")) == (len(NAMES), 0)


def test_names_are_escaped_on_the_pages(stored: dict[str, KampungKB], browser: Client) -> None:
    shown = browser.get(reverse("insights:kampung_list")).content.decode()
    pages = {
        name: browser.get(reverse("insights:kampung", args=[row.pk])).content.decode()
        for name, row in stored.items()
        if set(name) & set("<&{")
    }

    assert [name for name in NAMES if escape(name.strip()) not in shown] == []
    assert [name for name, page in pages.items() if escape(name) not in page] == []
    assert len(pages) == 3
    assert not [page for page in (shown, *pages.values()) if "<script>alert" in page]


def test_names_are_found_by_search(stored: dict[str, KampungKB], browser: Client) -> None:
    address = reverse("insights:kampung_list")
    lost = [
        name
        for name, asked in NAMES.items()
        if escape(name.strip()) not in browser.get(address, {"cari": asked}).content.decode()
    ]

    assert lost == []
    page = browser.get(address, {"cari": "O'Neil"}).content.decode()
    assert escape("Ma'ruf") not in page


def exported(export: Export, folder: Path) -> list[list[str]]:
    path = folder / "ekspor.csv"
    write_export(export, path)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_names_are_no_formulas_in_a_csv_and_come_back_as_they_were(
    stored: dict[str, KampungKB], office: Office, tmp_path: Path
) -> None:
    head, *rows = exported(Export("kampung", "91.37"), tmp_path)

    cells = {row[head.index("nama")] for row in rows}
    guarded = {name for name in NAMES if name[0] in "=+-@\t"} - {"-3"}
    assert cells == {f"'{name}" if name in guarded else name for name in NAMES}
    assert len(guarded) == 6
    again = actions.check_folder(tmp_path / "ekspor.csv", area_code="91.37", by=office.by)
    assert (again.total("same"), again.total("refused")) == (len(NAMES), 0)


def test_names_are_text_in_a_workbook(stored: dict[str, KampungKB]) -> None:
    book = load_workbook(BytesIO(Export("kampung", "91.37").xlsx()))

    page = book.active
    assert page is not None
    kinds = {cell.value: cell.data_type for row in page.iter_rows() for cell in row}
    assert {name: kinds.get(name) for name in NAMES} == dict.fromkeys(NAMES, "s")


@pytest.mark.parametrize("what", ["kampung", "intervensi", "klasifikasi"])
def test_no_export_lets_a_cell_become_a_formula(what: str, office: Office, tmp_path: Path) -> None:
    office.load(
        kampung=[kampung(1, nama="=cmd|' /C calc'!A0", gambaran_umum="\n=2+3")],
        intervensi=[activity(1, 1) | {"judul": "@x", "tempat": "-1+cmd", "deskripsi": " +7x"}],
    )
    assert Kegiatan.objects.get().tempat == "-1+cmd"

    rows = exported(Export(what, "91.37"), tmp_path)

    cells = [cell for row in rows for cell in row if cell]
    assert not [cell for cell in cells if cell.lstrip()[:1] in set("=+-@")]
    assert any(cell.startswith("'") for cell in cells)


def test_the_list_of_findings_is_harmless_too(office: Office, browser: Client) -> None:
    done = office.load(
        kampung=[kampung(1), kampung(2, kode_desa="=1+1")],
    )

    answer = browser.get(reverse("exchange:batch_findings", args=[done.batch.pk]))

    rows = list(csv.DictReader(StringIO(answer.content.decode())))
    assert [row["value"] for row in rows] == ["'=1+1"]


def test_the_page_of_an_import_shows_a_hostile_cell_as_text(
    office: Office, browser: Client
) -> None:
    done = office.load(kampung=[kampung(1), kampung(2, kode_desa="<img src=x onerror=alert(1)>")])

    page = browser.get(reverse("exchange:batch_show", args=[done.batch.pk])).content.decode()

    assert "<img src=x" not in page
    assert "&lt;img src=x onerror" in page


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.csv",
        "CON.csv",
        "a\n\rb.csv",
        "\u202exslx.exe.csv",
        "x" * 300 + ".csv",
        "<b>.csv",
    ],
)
def test_a_hostile_file_name_is_only_ever_shown(name: str, office: Office, browser: Client) -> None:
    content = (office.write(kampung=[kampung(1)]) / "kampung.csv").read_bytes()
    file = SimpleUploadedFile("berkas.csv", content)
    file._name = name

    batch = actions.upload([file], "91.37", office.by)

    (shown,) = batch.file_names
    assert shown.isprintable()
    assert "/" not in shown
    assert len(shown) <= 90
    page = browser.get(reverse("exchange:batch_show", args=[batch.pk])).content.decode()
    assert "<b>.csv" not in page
