"""The template, the marked workbook and exports: what goes out comes in again, and nothing runs."""

from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from naikkelas.accounts.models import User
from naikkelas.areas.models import Area
from naikkelas.exchange import actions, queries
from naikkelas.exchange.rules import layouts, marked, reading, template, writing
from naikkelas.exchange.rules.tables import Limits
from naikkelas.registry.actions import submit_report
from naikkelas.registry.models import KampungKB, Penduduk, Profil
from tests.exchange.conftest import KAMPUNG, PENDUDUK, PROFIL, Import

VILLAGES = [template.Village("91.37.01.2001", "Sukamaju")]


def filled_template(path: Path, rows: dict[str, list[dict[str, object]]]) -> Path:
    """The template as a person fills it in, below the example row."""
    target = BytesIO()
    template.write(target, VILLAGES)
    book = openpyxl.load_workbook(target)
    for sheet, wanted in rows.items():
        page = book[sheet]
        headings = {cell.value: cell.column for cell in page[1]}
        for number, row in enumerate(wanted, 3):
            for heading, value in row.items():
                page.cell(number, headings[heading], value)
    book.save(path)
    return path


def test_the_template_as_it_is_holds_nothing_to_import(tmp_path: Path) -> None:
    read = reading.read(
        [(filled_template(tmp_path / "t.xlsx", {}), "templat.xlsx")], Limits(), tmp_path
    )

    assert sorted(table.layout for table in read.tables) == sorted(layouts.LAYOUTS)
    assert [table.whole().height for table in read.tables] == [0] * 5
    assert read.findings == []


def test_a_filled_template_is_stored(uji: Area, darma: User, tmp_path: Path) -> None:
    path = filled_template(
        tmp_path / "isi.xlsx",
        {
            "Kampung": [{"Kode desa/kelurahan": "91.37.01.2001", "Nama Kampung KB": "Suka"}],
            "Profil": [
                {
                    "Kode desa/kelurahan": "91.37.01.2001",
                    "Tahun": 2025,
                    "Bulan": 3,
                    "Tanggal isi": "2025-03-04",
                    "Pokja sudah dibentuk": "ya",
                    "Frekuensi monitoring dan evaluasi kegiatan": "Bulanan",
                    "NIP PKB/PLKB": "199001012015031001",
                }
            ],
        },
    )

    outcome = actions.import_folder(path, area_code="91.37", by=darma)

    assert (outcome.stored, outcome.refused) == (2, 0), outcome.findings.to_dicts()
    profil = Profil.objects.get()
    assert profil.kampung == KampungKB.objects.get()
    assert (profil.pokja_ada, profil.frekuensi_monev) == (True, "bulanan")
    assert profil.plkb_nip == "199001012015031001"


def test_the_template_offers_the_villages_and_the_choices() -> None:
    target = BytesIO()
    template.write(target, VILLAGES)
    book = openpyxl.load_workbook(target)

    codes = {cell.value for row in book["Kode"].iter_rows() for cell in row}
    assert {"91.37.01.2001", "Sukamaju", "bulanan", "Dinas Perhubungan"} <= codes
    rules = book["Profil"].data_validations.dataValidation
    assert any(rule.formula1 == '"ya,tidak"' for rule in rules)
    assert str(book["Kampung"]["A2"].value).startswith("CONTOH")
    assert book["Kampung"].freeze_panes == "C2"


def test_the_marked_workbook_tells_and_colours_what_is_wrong_and_can_be_mended(
    tmp_path: Path, load: Import, write: object, darma: User
) -> None:
    outcome = load(kampung=[KAMPUNG], profil=[PROFIL | {"pokja_anggota": "-3"}])
    path = Path(str(tmp_path)) / "set-1" / "profil.csv"
    tables = reading.read([(path, "profil.csv")], Limits(), tmp_path).tables
    target = BytesIO()

    marked.write(target, tables, outcome.findings)

    book = openpyxl.load_workbook(target)
    page = book["Profil"]
    headings = {cell.value: cell.column for cell in page[5]}
    bad = page.cell(6, headings["Jumlah anggota Pokja"])
    assert "tidak boleh negatif (-3)" in page.cell(6, 1).value
    assert page.cell(6, 2).value == 2
    assert bad.fill.fgColor.rgb == "FFF6C9BE"
    assert page["A2"].value == "1 baris ditolak (merah), 0 baris perlu diperiksa (kuning)."
    bad.value = "13"
    mended = tmp_path / "diperbaiki.xlsx"
    book.save(mended)
    again = actions.import_folder(mended, area_code="91.37", by=darma)
    assert (again.stored, again.refused) == (1, 0)


NASTY = [
    "=1+1",
    "+cmd",
    "-2+3",
    "@SUM(A1)",
    "\tx",
    "\nx",
    " =1+1",
    "\u00a0=1",
    "'=1",
    "''+a",
]


@pytest.mark.parametrize("text", [*NASTY, "\rx"])
def test_no_cell_of_a_csv_begins_as_a_formula_and_reading_gives_the_text_back(text: str) -> None:
    frame = pl.DataFrame({"nama": [text]})

    written = writing.machine_csv(frame)

    cell = pl.read_csv(written).item()
    assert cell == f"'{text}"
    assert pl.select(writing.unguarded(pl.lit(cell))).item() == text


@pytest.mark.parametrize("text", ["-5", "+62812", "-3,5", "biasa", "O'Neil", "a=b", "''"])
def test_numbers_and_plain_texts_stay_as_they_are_in_a_csv(text: str) -> None:
    written = writing.machine_csv(pl.DataFrame({"nama": [text]}))

    assert pl.read_csv(written, infer_schema=False).item() == text


@pytest.mark.parametrize("text", NASTY)
def test_text_in_a_workbook_is_typed_as_text(text: str) -> None:
    target = BytesIO()
    frame = pl.DataFrame({"nama": [text]})
    writing.workbook(target, [writing.Sheet("Kampung", [], ["Nama"], frame)])

    cell = openpyxl.load_workbook(target)["Kampung"]["A2"]

    assert cell.data_type == "s"
    assert str(cell.value).strip() == text.strip()


def test_an_export_of_made_up_kampung_says_so_in_name_and_sheet(
    uji: Area, load: Import, darma: User
) -> None:
    load(kampung=[KAMPUNG])
    KampungKB.objects.update(is_example=True)
    export = queries.Export("kampung", "91.37")

    page = openpyxl.load_workbook(BytesIO(export.xlsx()))["Kampung"]

    assert export.file_name == "kampung-91.37-contoh"
    assert page["A1"].value == "Informasi kampung: Kabupaten Uji, Provinsi Uji"
    assert str(page["A2"].value).startswith("CONTOH")
    assert b"CONTOH" not in b"".join(export.csv())


def test_personal_fields_are_left_out_for_those_who_may_not_see_them(load: Import) -> None:
    load(
        kampung=[KAMPUNG],
        profil=[PROFIL | {"plkb_nama": "Wayan", "plkb_nip": "199001012015031001"}],
    )

    with_names = b"".join(queries.Export("profil", "91.37").csv())
    without = b"".join(queries.Export("profil", "91.37", personal=False).csv())

    assert b"Wayan" in with_names
    assert b"199001012015031001" in with_names
    assert b"Wayan" not in without
    assert b"199001012015031001" not in without


def test_a_penduduk_report_about_another_month_keeps_it_from_export_to_import(
    load: Import, darma: User, tmp_path: Path
) -> None:
    load(kampung=[KAMPUNG], penduduk=[PENDUDUK])
    kampung = KampungKB.objects.get()
    submit_report("penduduk", kampung, year=2025, month=5, values={"pus": 139}, by=darma)
    path = tmp_path / "penduduk.csv"
    queries.write_export(queries.Export("penduduk", "91.37"), path)

    again = actions.import_folder(path, area_code="91.37", by=darma)
    assert (again.total("same"), again.total("new")) == (2, 0)
    Penduduk.objects.all().delete()
    actions.import_folder(path, area_code="91.37", by=darma)

    march, may = map(vars, Penduduk.objects.order_by("bulan"))
    assert (march["tahun"], march["bulan"], march["pus"]) == (2025, 3, 137)
    assert (may["tahun"], may["bulan"], may["pus"]) == (2025, 5, 139)
    assert may["tanggal_isi"] > date(2025, 5, 31)


def test_penduduk_of_the_month_of_their_entry_are_exported_in_the_neutral_columns(
    load: Import,
) -> None:
    load(kampung=[KAMPUNG], penduduk=[PENDUDUK])

    written = b"".join(queries.Export("penduduk", "91.37").csv())

    head = written.decode().splitlines()[0].split(",")
    assert head[:5] == ["id", "kampung_id", "tanggal_isi", "aktif", "l_00_04"]
    assert not {"bulan", "tahun", "kode_desa"} & set(head)
