"""F37: a CSV in any encoding and shape is read rightly or refused; nothing garbled is kept."""

from pathlib import Path

import pytest

from naikkelas.exchange.rules.tables import Limits
from tests.exchange.hostile.files import BROWSER, read, refusal, rows_of

NAME = "Déwi Ñuril Ma'ruf"
HEADER = "id,kode_desa,nama,lintang\n"
ROW = f'137,91.37.01.2001,"{NAME}",-3.79\n'


def names(folder: Path, content: bytes, limits: Limits = BROWSER) -> list[str]:
    """The names that are read from a file of these bytes."""
    return [row["nama"] for row in rows_of(read(kampung(folder, content), limits=limits))]


def kampung(folder: Path, content: bytes) -> Path:
    path = folder / "kampung.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("separator", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("cp1252", b""),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
    ],
    ids=["UTF-8", "UTF-8-BOM", "Windows-1252", "UTF-16-LE", "UTF-16-BE"],
)
def test_a_name_comes_through_every_encoding_separator_and_line_end(
    encoding: str, mark: bytes, separator: str, ending: str, tmp_path: Path
) -> None:
    text = (HEADER + ROW).replace(",", separator).replace("\n", ending)

    result = read(kampung(tmp_path, mark + text.encode(encoding)))

    (row,) = rows_of(result)
    assert (row["_baris"], row["id"], row["nama"]) == (2, "137", NAME)
    assert (row["kode_desa"], row["lintang"]) == ("91.37.01.2001", "-3.79")
    codes = [(found["code"], found["severity"]) for found in result.findings]
    assert codes == ([] if encoding == "utf-8" else [("pengodean", "periksa")])


def test_the_encoding_that_was_guessed_is_said_so_that_a_person_can_look(tmp_path: Path) -> None:
    result = read(kampung(tmp_path, (HEADER + ROW).encode("cp1252")))

    (found,) = result.findings
    assert found["message"] == (
        "Berkas memakai pengodean Windows-1252; huruf dibaca dengan pengodean itu."
    )
    assert found["remedy"] == "Periksa nama yang memakai huruf khusus pada pratinjau."


def test_two_encodings_in_one_file_are_refused_with_the_line(tmp_path: Path) -> None:
    odd = "138,91.37.01.2002,Ñuril,\n".encode("cp1252")

    found = refusal(kampung(tmp_path, (HEADER + ROW).encode() + odd))

    assert found["message"] == (
        "Huruf di baris 3 memakai pengodean lain daripada bagian lain berkas."
    )
    assert found["row"] == 3


def test_a_mark_of_utf8_before_another_encoding_is_refused(tmp_path: Path) -> None:
    content = b"\xef\xbb\xbf" + (HEADER + ROW).encode("cp1252")

    assert refusal(kampung(tmp_path, content))["code"] == "pengodean_campuran"


def test_a_file_that_ends_within_a_letter_is_taken_for_cut_short(tmp_path: Path) -> None:
    content = (HEADER + "137,91.37.01.2001,D").encode() + "é".encode()[:1]

    found = refusal(kampung(tmp_path, content))

    assert found["message"] == (
        "Berkas berakhir di tengah satu huruf (baris 2); mungkin terpotong."
    )


def test_bytes_that_no_office_writes_are_refused(tmp_path: Path) -> None:
    found = refusal(kampung(tmp_path, HEADER.encode() + b"137,91.37.01.2001,\x81\x8d,\n"))

    assert found["message"] == "Huruf dalam berkas tidak dapat dibaca (cp1252)."
    assert "CSV UTF-8" in found["remedy"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32"])
def test_a_wide_encoding_without_its_mark_is_refused_not_garbled(
    encoding: str, tmp_path: Path
) -> None:
    found = refusal(kampung(tmp_path, (HEADER + ROW).encode(encoding)))

    assert "NUL" in found["message"]
    assert found["remedy"] == "Simpan ulang dari Excel sebagai “CSV UTF-8”."


@pytest.mark.parametrize(
    ("encoding", "mark", "where"),
    [("utf-8", b"", " di sekitar baris 3"), ("utf-16-le", b"\xff\xfe", "")],
)
def test_a_nul_is_refused_with_its_line(
    encoding: str, mark: bytes, where: str, tmp_path: Path
) -> None:
    text = HEADER + ROW + "138,91.37.01.2002,Suka\0maju,\n"

    found = refusal(kampung(tmp_path, mark + text.encode(encoding)))

    assert found["message"] == f"Berkas berisi karakter NUL{where}."


def test_quotes_commas_and_newlines_within_a_cell_are_kept(tmp_path: Path) -> None:
    text = HEADER + '137,91.37.01.2001,"Kampung ""Maju"", baru\nbaris dua",\n' + ROW

    rows = rows_of(read(kampung(tmp_path, text.encode())))

    assert [(row["_baris"], row["nama"]) for row in rows] == [
        (2, 'Kampung "Maju", baru\nbaris dua'),
        (3, NAME),
    ]


@pytest.mark.parametrize("name", ['Kampung "Maju" baru', "Ma'ruf", "5\" x 3'"])
def test_a_quote_in_the_middle_of_a_cell_is_only_a_sign(name: str, tmp_path: Path) -> None:
    assert names(tmp_path, f"{HEADER}137,91.37.01.2001,{name},\n".encode()) == [name]


@pytest.mark.parametrize("cell", ['"Kampung', '"Kampung" Maju'], ids=["open", "closed-too-early"])
def test_a_quote_out_of_place_is_refused_with_its_line(cell: str, tmp_path: Path) -> None:
    text = HEADER + ROW + f"138,91.37.01.2002,{cell},\n139,91.37.01.2003,Tiga,\n"

    found = refusal(kampung(tmp_path, text.encode()))

    assert (found["message"], found["row"]) == (
        "Tanda kutip tidak pada tempatnya di baris 3.",
        3,
    )
    assert "Tutup kutip" in found["remedy"]


@pytest.mark.parametrize("start", ["", '"'], ids=["plain", "quoted"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_one_line_of_ten_megabytes_is_no_table(start: str, encoding: str, tmp_path: Path) -> None:
    text = f"{HEADER}137,91.37.01.2001,{start}{'x' * 10_000_000}{start},\n"

    found = refusal(kampung(tmp_path, text.encode(encoding)))

    assert found["message"] == "Baris 2 lebih panjang dari 1 MB; ini bukan tabel CSV."
    assert found["row"] == 2


def test_16384_columns_are_refused_with_their_number(tmp_path: Path) -> None:
    header = ",".join(["id", "kode_desa", "nama", *(f"k{n}" for n in range(16_381))])

    found = refusal(kampung(tmp_path, f"{header}\n{',' * 16_383}\n".encode()))

    assert found["message"] == "Berkas mempunyai 16384 kolom, paling banyak 1000."


@pytest.mark.parametrize("before", ["", ROW], ids=["lengths-cancel-out", "one-of-each"])
def test_rows_too_short_and_too_long_are_told_and_the_others_kept(
    before: str, tmp_path: Path
) -> None:
    """Without `before` the separators of the whole file add up as if it were rectangular."""
    ragged = "138,91.37.01.2002,Dua\n139,91.37.01.2003,Tiga,,lebih\n"
    text = HEADER + before + ragged + "140,91.37.01.2004,Empat,\n"
    first = 2 + bool(before)

    result = read(kampung(tmp_path, text.encode()))

    assert [row["nama"] for row in rows_of(result)][-1] == "Empat"
    assert [(found["row"], found["severity"], found["message"]) for found in result.findings] == [
        (first, "ditolak", "Baris ini berisi 3 kolom, seharusnya 4."),
        (first + 1, "ditolak", "Baris ini berisi 5 kolom, seharusnya 4."),
    ]


def test_empty_lines_do_not_shift_the_row_numbers(tmp_path: Path) -> None:
    rows = rows_of(read(kampung(tmp_path, f"{HEADER}\n,,,\n{ROW}\n".encode())))

    assert [(row["_baris"], row["nama"]) for row in rows] == [(4, NAME)]


@pytest.mark.parametrize("content", [b"\n", b"\xef\xbb\xbf", b"\xff\xfe", b"nama saja\nSukamaju\n"])
def test_a_file_without_headings_is_told_what_they_are(content: bytes, tmp_path: Path) -> None:
    found = refusal(kampung(tmp_path, content))

    assert found["message"] == "Judul kolom tidak dikenal pada kampung.csv."
    assert found["remedy"].endswith("Kode desa/kelurahan, Nama Kampung KB.")


def test_a_pdf_called_csv_is_named(tmp_path: Path) -> None:
    found = refusal(kampung(tmp_path, b"%PDF-1.7\n%\xe2\xe3\xcf\xd3"))

    assert found["message"] == "Isi berkas adalah PDF, bukan tabel Excel atau CSV."


def test_200001_rows_are_beyond_the_browser_but_not_beyond_the_command_line(tmp_path: Path) -> None:
    content = (HEADER + "137,91.37.01.2001,Suka,\n" * 200_001).encode()

    found = refusal(kampung(tmp_path, content))

    assert found["message"] == "Berkas berisi 200.001 baris, paling banyak 200.000."
    assert len(names(tmp_path, content, Limits())) == 200_001


def test_a_file_above_25_megabytes_is_beyond_the_browser(tmp_path: Path) -> None:
    found = refusal(kampung(tmp_path, HEADER.encode() + b"\n" * 27_000_000))

    assert found["message"] == "Berkas 26 MB, paling banyak 25 MB."
