"""What a file is called never decides which of its rows are read."""

from collections.abc import Mapping
from pathlib import Path

import pytest
import xlsxwriter

from naikkelas.accounts.models import User
from naikkelas.areas.models import Area
from naikkelas.exchange import actions
from tests.exchange.conftest import KAMPUNG, KKBPK, PENDUDUK, PROFIL, Rows, write_rows

SHEETS = {"Kampung": [KAMPUNG], "Profil": [PROFIL], "Penduduk": [PENDUDUK], "KKBPK": [KKBPK]}


def workbook(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """A workbook with a sheet for each table."""
    path.parent.mkdir(exist_ok=True)
    book = xlsxwriter.Workbook(path)
    for name, rows in sheets.items():
        page = book.add_worksheet(name)
        for number, row in enumerate(rows):
            page.write_row(0, 0, list(row))
            page.write_row(number + 1, 0, list(row.values()))
    book.close()
    return path


@pytest.mark.parametrize(
    "name", ["templat-naik-kelas-63.01.xlsx", "rekap 31.07.2025 (1).final.xlsx", "a.xlsx", "..xlsx"]
)
def test_every_sheet_is_read_though_the_file_name_has_dots(
    name: str, uji: Area, darma: User, tmp_path: Path
) -> None:
    file = workbook(tmp_path / "unggah" / name, SHEETS)

    outcome = actions.import_folder(file, area_code="91.37", by=darma)

    assert outcome.findings.is_empty(), outcome.findings.to_dicts()
    assert {code: counts["new"] for code, counts in outcome.tables.items()} == {
        "kampung": 1,
        "profil": 1,
        "penduduk": 1,
        "kkbpk": 1,
    }


def test_workbooks_of_one_name_in_two_folders_are_both_read(
    uji: Area, darma: User, tmp_path: Path
) -> None:
    one = workbook(tmp_path / "juli" / "rekap.xlsx", {"Kampung": [KAMPUNG]})
    two = workbook(
        tmp_path / "agustus" / "rekap.xlsx",
        {"Kampung": [KAMPUNG | {"id": 9, "kode_desa": "91.37.01.2002"}]},
    )

    outcome = actions.import_folder(one, two, area_code="91.37", by=darma)

    assert outcome.tables["kampung"]["new"] == 2


def test_untidy_csv_files_of_one_name_in_two_folders_are_both_read(
    uji: Area, darma: User, tmp_path: Path
) -> None:
    files = []
    for folder, number in (("juli", 2001), ("agustus", 2002)):
        (tmp_path / folder).mkdir()
        row = {"id": number, "kode_desa": f"91.37.01.{number}", "nama": "Café"}
        file = write_rows(tmp_path / folder / "kampung.csv", [row])
        file.write_bytes(file.read_text("utf-8").encode("cp1252"))
        files.append(file)

    outcome = actions.import_folder(*files, area_code="91.37", by=darma)

    assert outcome.tables["kampung"]["new"] == 2
