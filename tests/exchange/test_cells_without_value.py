"""A cell with an error of Excel, or a formula without a result, costs its row and no other."""

from pathlib import Path

import pytest

from naikkelas.accounts.models import User
from naikkelas.areas.models import Area
from naikkelas.exchange import actions
from naikkelas.registry.models import KampungKB, Profil
from tests.exchange.conftest import KAMPUNG, PROFIL, Import, only
from tests.exchange.hostile.files import cells, made_by_hand, sheet_of

ERROR = '<c r="{}" t="e"><f>Lain!A1</f><v>#REF!</v></c>'
UNCALCULATED = '<c r="{}"><f>A1+1</f></c>'
HEADINGS = ("id", "kode_desa", "nama", "lintang")


def kampung(row: int, *more: str) -> str:
    number = 2000 + row - 1
    return cells(row, str(row), f"91.37.01.{number}", *more)


@pytest.mark.parametrize("as_reported", [False, True])
def test_one_cell_with_an_error_refuses_its_row_and_keeps_the_rest_of_the_workbook(
    as_reported: bool, uji: Area, darma: User, tmp_path: Path
) -> None:
    sheet = sheet_of(
        cells(1, *HEADINGS),
        kampung(2, "Satu"),
        kampung(3, "Dua") + ERROR.format("D3"),
        kampung(4, "Tiga"),
        kampung(5) + UNCALCULATED.format("C5"),
        kampung(6) + ERROR.format("C6") + ERROR.format("D6"),
    )
    file = made_by_hand(tmp_path / "kampung.xlsx", sheet)

    outcome = actions.import_folder(file, area_code="91.37", by=darma, as_reported=as_reported)

    assert sorted(KampungKB.objects.values_list("nama", flat=True)) == ["Satu", "Tiga"]
    counts = outcome.tables["kampung"]
    assert (counts["read"], counts["new"], counts["refused"]) == (5, 2, 3)
    refused = outcome.findings.filter(outcome.findings["severity"] == "ditolak")
    told = refused.select("sheet", "row", "column", "code").rows()
    assert sorted(told) == [
        ("Kampung", 3, "lintang", "sel_bernilai_galat"),
        ("Kampung", 5, "nama", "rumus_tanpa_nilai"),
        ("Kampung", 6, "lintang", "sel_bernilai_galat"),
        ("Kampung", 6, "nama", "sel_bernilai_galat"),
    ]
    assert all(refused["remedy"])


def test_an_error_in_a_column_that_nobody_reads_costs_nothing(
    uji: Area, darma: User, tmp_path: Path
) -> None:
    sheet = sheet_of(cells(1, *HEADINGS, "Keterangan"), kampung(2, "Satu") + ERROR.format("E2"))
    file = made_by_hand(tmp_path / "kampung.xlsx", sheet)

    outcome = actions.import_folder(file, area_code="91.37", by=darma)

    assert (outcome.stored, outcome.refused) == (1, 0)


def test_the_text_that_stands_for_an_error_is_refused_from_the_marked_workbook_too(
    load: Import,
) -> None:
    outcome = load(kampung=[KAMPUNG], profil=[PROFIL | {"pokja_anggota": "#GALAT EXCEL!"}])

    assert only(outcome, "sel_bernilai_galat")["column"] == "pokja_anggota"
    assert not Profil.objects.exists()
