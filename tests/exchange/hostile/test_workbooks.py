"""F36: whatever is uploaded as a workbook is read rightly or refused in plain words."""

import struct
import zipfile
import zlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from openpyxl import Workbook

from naikkelas.exchange.rules import reading
from naikkelas.exchange.rules.tables import Limits
from tests.exchange.hostile.files import (
    GOOD_ROW,
    HEADINGS,
    cells,
    locked_with_password,
    made_by_hand,
    read,
    refusal,
    rows_of,
    sheet_of,
    workbook,
)

UNLIMITED = Limits()


def sentences(path: Path, name: str = "", limits: Limits = UNLIMITED) -> tuple[str, str]:
    """Message and remedy of a file that is refused."""
    found = refusal(path, name, limits)
    return found["message"], found["remedy"]


def good_sheet(*more: str, dimension: str = "") -> str:
    return sheet_of(cells(1, *HEADINGS), cells(2, *GOOD_ROW), *more, dimension=dimension)


def test_a_file_of_no_bytes_is_called_empty(tmp_path: Path) -> None:
    path = tmp_path / "kampung.xlsx"
    path.write_bytes(b"")

    assert sentences(path) == ("Berkas kosong (0 byte).", "Unggah berkas yang berisi.")


def test_a_csv_named_as_a_workbook_is_told_its_right_name(tmp_path: Path) -> None:
    path = tmp_path / "kampung.xlsx"
    path.write_text("id,kode_desa,nama\n137,91.37.01.2001,Sukamaju\n")

    message, remedy = sentences(path)

    assert message == "Berkas bernama buku kerja Excel, tetapi isinya teks (CSV)."
    assert ".csv" in remedy


def test_a_workbook_named_as_a_csv_is_told_its_right_name(tmp_path: Path) -> None:
    path = workbook(tmp_path / "isi.xlsx", HEADINGS, GOOD_ROW)

    message, remedy = sentences(path, "kampung.csv")

    assert message == "Isi berkas adalah buku kerja Excel, tetapi namanya bukan."
    assert ".xlsx" in remedy


@pytest.mark.parametrize("name", ["kampung.xls", "kampung.xlsx", "kampung.csv"])
@pytest.mark.parametrize(
    "page", [b"<html><table>", b"\xef\xbb\xbf\n <!DOCTYPE html>", b"<table><tr>", b"<?xml ?>"]
)
def test_a_web_page_that_calls_itself_a_table_is_named(
    page: bytes, name: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(page)

    message, remedy = sentences(path)

    assert message == "Isi berkas adalah halaman web, bukan tabel Excel atau CSV."
    assert "simpan sebagai .xlsx" in remedy


def test_a_workbook_under_a_password_asks_for_one_without(tmp_path: Path) -> None:
    path = locked_with_password(tmp_path / "kampung.xlsx")

    message, remedy = sentences(path)

    assert message == "Buku kerja ini dikunci dengan kata sandi."
    assert "Hapus kata sandinya" in remedy


@pytest.mark.parametrize("length", [4, 700, 3_000])
def test_a_workbook_cut_short_asks_for_another_copy(length: int, tmp_path: Path) -> None:
    whole = workbook(tmp_path / "utuh.xlsx", HEADINGS, GOOD_ROW).read_bytes()
    path = tmp_path / "kampung.xlsx"
    path.write_bytes(whole[:length])

    assert sentences(path)[0] == "Buku kerja ini terpotong atau rusak."


def test_a_file_that_only_begins_like_an_old_workbook_is_called_broken(tmp_path: Path) -> None:
    path = tmp_path / "kampung.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 5_000)

    assert sentences(path)[0] == "Buku kerja ini rusak atau bukan Excel."


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("</worksheet>", "</works"),
        ('r="B2"', 'r="??"'),
        ("</sheetData>", '<row r="3"><c r="A3" t="s"><v>97</v></c></row></sheetData>'),
    ],
    ids=["cut-short", "no-such-cell", "no-such-string"],
)
def test_a_sheet_that_is_broken_inside_is_named(right: str, wrong: str, tmp_path: Path) -> None:
    path = made_by_hand(tmp_path / "kampung.xlsx", good_sheet().replace(right, wrong))

    found = refusal(path)

    assert (found["message"], found["sheet"]) == ("Lembar Kampung rusak.", "Kampung")


# --- bombs ------------------------------------------------------------------------------------


def test_a_small_workbook_that_unpacks_to_gigabytes_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "bom.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(40):
            archive.writestr(_deflated_zeros(f"xl/worksheets/sheet{number}.xml"), b"")
    path = _declare(path, 107 * 1024 * 1024)
    assert path.stat().st_size < 50_000

    message, _ = sentences(path)

    assert message == (
        "Isi buku kerja jauh lebih besar daripada berkasnya; berkas ini tidak dibuka."
    )


def _deflated_zeros(name: str) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name)


def _declare(path: Path, size: int) -> Path:
    """Rewrite every unpacked size in the zip directory."""
    content = bytearray(path.read_bytes())
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        content[at + 24 : at + 28] = struct.pack("<I", size)
        at = content.find(b"PK\x01\x02", at + 4)
    path.write_bytes(content)
    return path


def test_a_bomb_is_found_without_believing_its_directory(tmp_path: Path) -> None:
    path = tmp_path / "bom.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(64 * 1024 * 1024))
    honest = sentences(path)[0]

    lying = sentences(_declare(path, 1_000))[0]

    assert honest == "Isi buku kerja jauh lebih besar daripada berkasnya; berkas ini tidak dibuka."
    assert lying == "Buku kerja ini terpotong atau rusak."


def test_many_parts_over_one_another_are_a_bomb_too(tmp_path: Path) -> None:
    """One megabyte of zeros that the directory lists thousands of times."""
    part = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = part.compress(bytes(1 << 20)) + part.flush()
    name = b"xl/worksheets/sheet1.xml"
    check = zlib.crc32(bytes(1 << 20))
    sizes = struct.pack("<III", check, len(data), 1 << 20)
    local = b"PK\x03\x04" + struct.pack("<5H", 20, 0, 8, 0, 0) + sizes
    local += struct.pack("<2H", len(name), 0) + name + data
    entry = b"PK\x01\x02" + struct.pack("<6H", 20, 20, 0, 8, 0, 0) + sizes
    entry += struct.pack("<5H2I", len(name), 0, 0, 0, 0, 0, 0) + name
    end = b"PK\x05\x06" + struct.pack(
        "<4H2IH", 0, 0, 4_000, 4_000, len(entry) * 4_000, len(local), 0
    )
    path = tmp_path / "bom.xlsx"
    path.write_bytes(local + entry * 4_000 + end)

    assert "jauh lebih besar" in sentences(path)[0]


def test_an_honest_workbook_that_packs_well_is_not_taken_for_a_bomb(tmp_path: Path) -> None:
    row = ("", "91.37.01.2001", "Sukamaju", "2018-05-07")
    path = workbook(tmp_path / "kampung.xlsx", HEADINGS, *[row] * 5_000)

    assert len(rows_of(read(path))) == 5_000


# --- sheets of absurd size --------------------------------------------------------------------


def test_a_sheet_that_claims_the_whole_grid_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = made_by_hand(tmp_path / "kampung.xlsx", good_sheet(dimension="A1:XFD1048576"))

    message, remedy = sentences(path)

    assert message == "Lembar Kampung mengaku seluas 1.048.576 baris × 16.384 kolom."
    assert "Hapus baris dan kolom kosong" in remedy


def test_a_claim_of_all_rows_alone_does_no_harm(tmp_path: Path) -> None:
    path = made_by_hand(tmp_path / "kampung.xlsx", good_sheet(dimension="A1:D1048576"))

    assert [row["nama"] for row in rows_of(read(path))] == ["Sukamaju"]


def test_two_cells_in_opposite_corners_are_refused_though_the_sheet_claims_little(
    tmp_path: Path,
) -> None:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    sheet = good_sheet(dimension="A1:D2").replace("</sheetData>", far)

    message, _ = sentences(made_by_hand(tmp_path / "kampung.xlsx", sheet))

    assert message == "Lembar Kampung mengaku seluas 1.048.576 baris × 16.384 kolom."


def test_a_cell_in_the_last_row_is_beyond_the_limit_of_the_browser(tmp_path: Path) -> None:
    last = '<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'
    path = made_by_hand(tmp_path / "kampung.xlsx", good_sheet().replace("</sheetData>", last))

    found = refusal(path)

    assert found["message"] == "Berkas berisi 1.048.575 baris, paling banyak 200.000."
    assert "baris perintah" in found["remedy"]
    assert found["sheet"] == "Kampung"


def test_a_nearly_empty_sheet_is_refused_before_room_is_made_for_it(tmp_path: Path) -> None:
    last = '<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'
    path = made_by_hand(tmp_path / "kampung.xlsx", good_sheet().replace("</sheetData>", last))

    result = reading.read([(path, path.name)], Limits(), tmp_path)

    assert not result.tables
    (found,) = result.findings
    assert found["code"] == "lembar_hampir_kosong"
    assert found["message"] == (
        "Lembar Kampung hampir kosong, tetapi selnya tersebar sampai seluas "
        "1.048.576 baris × 26 kolom."
    )
    assert found["remedy"].startswith("Hapus isi yang jauh di bawah")


def test_16384_columns_are_refused_with_their_number(tmp_path: Path) -> None:
    wide = good_sheet().replace("</row>", '<c r="XFD1"><v>1</v></c></row>', 1)

    message, remedy = sentences(made_by_hand(tmp_path / "kampung.xlsx", wide))

    assert message == "Lembar Kampung mempunyai 16384 kolom, paling banyak 1000."
    assert remedy == "Hapus kolom kosong di kanan tabel, lalu simpan."


# --- what else may be inside ------------------------------------------------------------------


def test_links_to_other_files_are_not_followed_and_said(tmp_path: Path) -> None:
    link = b'<externalLink xmlns="x"><externalBook r:id="rId1"/></externalLink>'
    path = made_by_hand(
        tmp_path / "kampung.xlsx", good_sheet(), more={"xl/externalLinks/externalLink1.xml": link}
    )

    result = read(path)

    assert [row["nama"] for row in rows_of(result)] == ["Sukamaju"]
    assert [(found["severity"], found["message"]) for found in result.findings] == [
        ("periksa", "Berisi tautan ke berkas lain; tautan tidak diikuti.")
    ]


def test_macros_are_not_run_and_said(tmp_path: Path) -> None:
    path = made_by_hand(
        tmp_path / "kampung.xlsm", good_sheet(), more={"xl/vbaProject.bin": b"\xcc\x61\x00\x00"}
    )

    result = read(path)

    assert [row["nama"] for row in rows_of(result)] == ["Sukamaju"]
    assert [found["message"] for found in result.findings] == [
        "Berisi makro; makro tidak dijalankan."
    ]


@pytest.mark.parametrize("blank", [0, 1, 7])
def test_titles_and_blank_rows_above_the_headings_keep_the_row_numbers(
    blank: int, tmp_path: Path
) -> None:
    title = ("Laporan Kampung KB",)
    path = workbook(tmp_path / "kampung.xlsx", title, *[()] * blank, HEADINGS, GOOD_ROW)

    assert [row["_baris"] for row in rows_of(read(path))] == [blank + 3]


def test_a_table_that_starts_low_and_to_the_right_keeps_the_row_numbers(tmp_path: Path) -> None:
    path = workbook(tmp_path / "kampung.xlsx", (), (), ("", "", *HEADINGS), ("", "", *GOOD_ROW))

    (row,) = rows_of(read(path))

    assert (row["_baris"], row["nama"]) == (4, "Sukamaju")


def test_headings_in_the_eleventh_row_are_not_found_and_what_to_write_is_said(
    tmp_path: Path,
) -> None:
    path = workbook(tmp_path / "kampung.xlsx", ("Judul",), *[()] * 9, HEADINGS, GOOD_ROW)

    found = refusal_and_notes(path)

    assert found["message"] == (
        "Tidak ada lembar dengan judul kolom yang dikenal pada 10 baris pertama."
    )
    assert (
        found["remedy"]
        == "Pakai templat, atau judul seperti: Kode desa/kelurahan, Nama Kampung KB."
    )


def refusal_and_notes(path: Path) -> dict[str, Any]:
    result = read(path)
    assert not result.tables
    return result.findings[-1]


def test_merged_headings_are_named_as_the_cause(tmp_path: Path) -> None:
    path = tmp_path / "kampung.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Kampung")
        page.write_row(0, 0, ("ID asal", "Kode desa/kelurahan"))
        page.merge_range(0, 2, 0, 3, "Nama dan tanggal", None)
        page.write_row(1, 0, GOOD_ROW)

    found = refusal(path)

    assert "Kolom wajib tidak ada pada Kampung: Nama Kampung KB." in found["message"]
    assert "Baris judul berisi sel gabungan." in found["message"]
    assert found["remedy"].startswith("Pisahkan sel gabungan")
    assert (found["sheet"], found["row"]) == ("Kampung", 1)


def test_a_heading_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "kampung.xlsx", (*HEADINGS, "Nama Kampung KB"), (*GOOD_ROW, "Lain"))

    found = refusal(path)

    assert found["message"] == "Kolom Nama Kampung KB ada dua kali."
    assert (found["sheet"], found["row"]) == ("Kampung", 1)


def test_a_chart_sheet_beside_the_table_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "kampung.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Kampung")
        page.write_row(0, 0, HEADINGS)
        page.write_row(1, 0, GOOD_ROW)
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": "=Kampung!$A$2:$A$2"})
        book.add_chartsheet("Grafik").set_chart(chart)

    assert [row["nama"] for row in rows_of(read(path))] == ["Sukamaju"]


# --- formulas, dates, numbers -----------------------------------------------------------------


def test_the_stored_value_of_a_formula_is_taken_and_said(tmp_path: Path) -> None:
    path = tmp_path / "kampung.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Kampung")
        page.write_row(0, 0, HEADINGS)
        page.write_row(1, 0, GOOD_ROW)
        page.write_formula(1, 2, '="Suka"&"maju"', None, "Sukamaju")

    result = read(path)

    assert [row["nama"] for row in rows_of(result)] == ["Sukamaju"]
    assert [(found["code"], found["message"]) for found in result.findings] == [
        ("rumus", "Berisi 1 rumus (misalnya Kampung!C2).")
    ]


@pytest.mark.parametrize("last", [True, False])
def test_a_formula_that_was_never_calculated_is_not_read_as_empty(
    last: bool, tmp_path: Path
) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "Kampung"
    page.append(list(HEADINGS))
    page.append([*GOOD_ROW[:2], '="Suka"&"maju"', *([] if last else GOOD_ROW[3:])])
    book.save(path := tmp_path / "kampung.xlsx")

    (row,) = rows_of(read(path))

    assert row["nama"] == "#RUMUS BELUM DIHITUNG!"


def test_an_error_of_excel_is_not_read_as_empty(tmp_path: Path) -> None:
    wrong = cells(3, *GOOD_ROW[:3]) + '<c r="D3" t="e"><f>Lain!A1</f><v>#REF!</v></c>'

    rows = rows_of(read(made_by_hand(tmp_path / "kampung.xlsx", good_sheet(wrong))))

    assert [row["tanggal_pencanangan"] for row in rows] == [GOOD_ROW[3], "#GALAT EXCEL!"]


def test_a_formula_whose_result_is_no_letters_is_an_empty_cell(tmp_path: Path) -> None:
    empty = cells(3, *GOOD_ROW[:3]) + '<c r="D3" t="str"><f>IF(1,"")</f><v></v></c>'

    rows = rows_of(read(made_by_hand(tmp_path / "kampung.xlsx", good_sheet(empty))))

    assert [row["tanggal_pencanangan"] for row in rows] == [GOOD_ROW[3], None]


@pytest.mark.parametrize("system", [{}, {"date_1904": True}], ids=["1900", "1904"])
def test_a_day_is_the_same_in_both_date_systems_of_excel(
    system: dict[str, bool], tmp_path: Path
) -> None:
    path = tmp_path / "kampung.xlsx"
    with xlsxwriter.Workbook(path, system) as book:
        page = book.add_worksheet("Kampung")
        page.write_row(0, 0, HEADINGS)
        for row, form in enumerate(("dd/mm/yyyy", "[$-421]d mmmm yyyy", "m/d/yy hh:mm"), 1):
            page.write_row(row, 0, GOOD_ROW[:3])
            look = book.add_format({"num_format": form})
            page.write_datetime(row, 3, datetime(2018, 5, 7), look)  # noqa: DTZ001  (as cells are)

    days = [row["tanggal_pencanangan"] for row in rows_of(read(path))]

    assert days == ["2018-05-07"] * 3


def test_the_day_zero_of_excel_is_shown_as_a_day_and_not_as_midnight(tmp_path: Path) -> None:
    path = tmp_path / "kampung.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Kampung")
        page.write_row(0, 0, HEADINGS)
        page.write_row(1, 0, GOOD_ROW[:3])
        page.write_number(1, 3, 0, book.add_format({"num_format": "dd/mm/yyyy"}))

    assert [row["tanggal_pencanangan"] for row in rows_of(read(path))] == ["1899-12-31"]


def test_the_sample_row_of_the_template_is_not_data(tmp_path: Path) -> None:
    headings = ("Catatan", *HEADINGS)
    path = workbook(tmp_path / "kampung.xlsx", headings, ("CONTOH", *GOOD_ROW), ("", *GOOD_ROW))

    assert [row["_baris"] for row in rows_of(read(path))] == [3]


def test_a_nip_kept_as_text_keeps_all_its_digits(tmp_path: Path) -> None:
    path = profile_with(tmp_path, lambda page: page.write_string(1, 4, "199001012015031002"))

    assert [row["plkb_nip"] for row in rows_of(read(path))] == ["199001012015031002"]


def test_a_nip_kept_as_a_number_shows_that_it_lost_digits(tmp_path: Path) -> None:
    path = profile_with(tmp_path, lambda page: page.write_number(1, 4, 199001012015031002))

    (row,) = rows_of(read(path))

    assert row["plkb_nip"] == "1.990010E+17"


def profile_with(folder: Path, put: Callable[[Any], None]) -> Path:
    path = folder / "profil.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Profil")
        page.write_row(0, 0, ("kampung_id", "bulan", "tahun", "tanggal_isi", "plkb_nip"))
        page.write_row(1, 0, (137, 6, 2025, "2025-06-05"))
        put(page)
    return path
