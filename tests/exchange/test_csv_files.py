"""CSV files in every state in which they reach an office (F37)."""

from pathlib import Path

import pytest

from naikkelas.exchange.rules import reading
from naikkelas.exchange.rules.reading import Read
from naikkelas.exchange.rules.tables import ROW, Limits

HEADER = "id,kode_desa,nama,lintang"
ROWS = "7,91.37.01.2001,Ma'ruf “Jaya” é,-3.5\n8,91.37.01.2002,Desa Dua,"


def read_bytes(tmp_path: Path, content: bytes, name: str = "kampung.csv") -> Read:
    path = tmp_path / "unggahan"
    path.write_bytes(content)
    return reading.read([(path, name)], Limits(rows=500, bytes=25 * 2**20), tmp_path)


def names(read: Read) -> list[str]:
    return list(read.tables[0].whole().get_column("nama"))


def problem(read: Read) -> dict[str, object]:
    """The one reason why the file was not read."""
    assert read.tables == []
    assert len(read.findings) == 1
    assert read.findings[0]["severity"] == "berkas"
    return read.findings[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_encoding_separator_and_line_end_gives_the_same_cells(
    tmp_path: Path, encoding: str, line_end: str, delimiter: str
) -> None:
    text = f"{HEADER}\n{ROWS}\n".replace(",", delimiter).replace("\n", line_end)

    read = read_bytes(tmp_path, text.encode(encoding))

    assert names(read) == ["Ma'ruf “Jaya” é", "Desa Dua"]
    assert read.tables[0].whole().get_column(ROW).to_list() == [2, 3]


def test_another_encoding_is_told_so_that_a_person_looks_at_the_names(tmp_path: Path) -> None:
    read = read_bytes(tmp_path, f"{HEADER}\n{ROWS}".encode("cp1252"))

    assert [note["code"] for note in read.findings] == ["pengodean"]
    assert "Windows-1252" in str(read.findings[0]["message"])


def test_quotes_commas_and_line_ends_inside_a_cell_stay(tmp_path: Path) -> None:
    read = read_bytes(tmp_path, f'{HEADER}\n7,91.37.01.2001,"Dua, ""Tiga""\nEmpat",\n'.encode())

    assert names(read) == ['Dua, "Tiga"\nEmpat']


def test_a_wrong_quote_is_told_with_its_line(tmp_path: Path) -> None:
    read = read_bytes(tmp_path, f'{HEADER}\n{ROWS}\n9,91.37.01.2003,"Desa "Tiga,\n'.encode())

    found = problem(read)
    assert found["code"] == "tanda_kutip"
    assert found["row"] == 4
    assert "baris 4" in str(found["message"])


def test_a_quote_that_is_never_closed_is_told_with_its_line(tmp_path: Path) -> None:
    read = read_bytes(
        tmp_path, f'{HEADER}\n{ROWS}\n9,91.37.01.2003,"Desa Tiga,\n1,2,3,4\n'.encode()
    )

    assert problem(read)["row"] == 4


def test_a_nul_character_is_refused(tmp_path: Path) -> None:
    read = read_bytes(tmp_path, f"{HEADER}\n7,91.37.01.2001,De\0sa,\n".encode())

    assert problem(read)["code"] == "karakter_nul"
    assert "baris 2" in str(read.findings[0]["message"])


def test_one_line_of_ten_megabytes_is_refused(tmp_path: Path) -> None:
    read = read_bytes(tmp_path, b"a," * 5_000_000)

    assert problem(read)["code"] == "baris_terlalu_panjang"


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    assert problem(read_bytes(tmp_path, b""))["message"] == "Berkas kosong (0 byte)."


def test_a_row_with_too_few_or_too_many_cells_is_refused_alone(tmp_path: Path) -> None:
    text = f"{HEADER}\n7,91.37.01.2001\n8,91.37.01.2002,Desa Dua,,x\n9,91.37.01.2003,Desa Tiga,\n"

    read = read_bytes(tmp_path, text.encode())

    assert names(read) == ["Desa Tiga"]
    assert read.tables[0].whole().get_column(ROW).to_list() == [4]
    assert [(found["row"], found["message"]) for found in read.findings] == [
        (2, "Baris ini berisi 2 kolom, seharusnya 4."),
        (3, "Baris ini berisi 5 kolom, seharusnya 4."),
    ]


def test_empty_lines_do_not_shift_the_row_numbers(tmp_path: Path) -> None:
    read = read_bytes(
        tmp_path, f"{HEADER}\n\n7,91.37.01.2001,Satu,\n,,,\n8,91.37.01.2002,Dua,\n".encode()
    )

    assert read.tables[0].whole().get_column(ROW).to_list() == [3, 5]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<!DOCTYPE html><table><tr><td>1</td></tr></table>", "halaman_web"),
        (b"%PDF-1.7 abc", "pdf"),
        (b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff", "bukan_tabel"),
        (b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff", "bukan_tabel"),
        (b"PK\x03\x04 something", "nama_dan_isi_berbeda"),
    ],
)
def test_a_file_that_is_something_else_is_named_for_what_it_is(
    tmp_path: Path, content: bytes, code: str
) -> None:
    assert problem(read_bytes(tmp_path, content))["code"] == code


def test_a_missing_necessary_column_is_named(tmp_path: Path) -> None:
    found = problem(read_bytes(tmp_path, b"id,nama,lintang\n7,Satu,\n"))

    assert found["code"] == "kolom_wajib_tidak_ada"
    assert "Kode desa/kelurahan" in str(found["message"])


def test_a_column_given_twice_is_refused(tmp_path: Path) -> None:
    found = problem(read_bytes(tmp_path, b"id,kode_desa,nama,Nama\n7,91.37.01.2001,Satu,Dua\n"))

    assert found["code"] == "kolom_ganda"


def test_an_unknown_column_is_ignored_with_a_note(tmp_path: Path) -> None:
    read = read_bytes(tmp_path, b"id,kode_desa,nama,warna_atap\n7,91.37.01.2001,Satu,merah\n")

    assert names(read) == ["Satu"]
    assert [(note["code"], note["column"]) for note in read.findings] == [
        ("kolom_dilewati", "warna_atap")
    ]


def test_headings_of_the_template_are_known_whatever_their_capitals(tmp_path: Path) -> None:
    read = read_bytes(tmp_path, b"KODE DESA/KELURAHAN;nama kampung KB\n91.37.01.2001;Satu\n")

    assert read.tables[0].columns == {"kode_desa", "nama"}


def test_more_rows_than_the_browser_may_bring_are_refused(tmp_path: Path) -> None:
    rows = "\n".join(f"{n},91.37.01.2001,Desa {n}," for n in range(501))

    found = problem(read_bytes(tmp_path, f"{HEADER}\n{rows}".encode()))

    assert found["message"] == "Berkas berisi 501 baris, paling banyak 500."
