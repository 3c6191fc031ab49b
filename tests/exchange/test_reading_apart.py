"""Uploads are read in a process of their own; other spreadsheets than Excel's are read too."""

import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from naikkelas.accounts.models import User
from naikkelas.areas.models import Area
from naikkelas.exchange import actions, queries
from naikkelas.exchange.rules import reading, sandbox
from naikkelas.exchange.rules.tables import Limits
from tests.exchange.conftest import KAMPUNG, Write

ODF = "urn:oasis:names:tc:opendocument:xmlns"
MANIFEST = f'<manifest:manifest xmlns:manifest="{ODF}:manifest:1.0"/>'
HEAD = ("id", "kode_desa", "nama")
ROW = (7, "91.37.01.2001", "Sukamaju")


def book(path: Path) -> Path:
    with xlsxwriter.Workbook(path) as workbook:
        page = workbook.add_worksheet("Kampung")
        page.write_row(0, 0, HEAD)
        page.write_row(1, 0, ROW)
    return path


def open_document(rows: str) -> str:
    return (
        f'<office:document-content xmlns:office="{ODF}:office:1.0" xmlns:table="{ODF}:table:1.0" '
        f'xmlns:text="{ODF}:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="Kampung">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )


def test_reading_apart_gives_the_tables_and_nothing_else(tmp_path: Path) -> None:
    path = book(tmp_path / "000")

    with sandbox.reading_apart([(path, "data.xlsx")], Limits(), tmp_path) as read:
        frame = read.tables[0].whole()

    assert frame.get_column("nama").to_list() == ["Sukamaju"]
    assert read.findings == []


def test_a_reader_that_runs_out_of_memory_is_told_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = book(tmp_path / "000")
    monkeypatch.setattr(sandbox, "_COMMAND", ["sh", "-c", "kill -9 $$"])

    with sandbox.reading_apart([(path, "data.xlsx")], Limits(), tmp_path) as read:
        assert read.tables == []
        assert "terlalu banyak memori" in str(read.findings[0]["message"])


def test_a_reader_that_takes_too_long_is_ended_and_told_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "SECONDS", 0.1)
    monkeypatch.setattr(sandbox, "_COMMAND", ["sh", "-c", "sleep 7"])
    path = book(tmp_path / "000")

    with sandbox.reading_apart([(path, "data.xlsx")], Limits(), tmp_path) as read:
        assert "terlalu lama" in str(read.findings[0]["message"])


def test_the_reader_knows_no_secrets_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "told"
    monkeypatch.setattr(sandbox, "_COMMAND", ["sh", "-c", f"env > {told}"])

    with sandbox.reading_apart([], Limits(), tmp_path):
        pass

    assert "SECRET" not in told.read_text()
    assert "DATABASE" not in told.read_text()


def test_an_open_document_sheet_is_read_too(tmp_path: Path) -> None:
    rows = "".join(f"<table:table-row>{_cells(row)}</table:table-row>" for row in (HEAD, ROW))
    path = tmp_path / "000"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", open_document(rows))
        archive.writestr("META-INF/manifest.xml", MANIFEST)

    read = reading.read([(path, "data.ods")], Limits(), tmp_path)

    assert read.tables[0].whole().get_column("nama").to_list() == ["Sukamaju"]


def bomb(path: Path) -> Path:
    """An open document of a megabyte that tells of 147 million cells."""
    row = (
        '<table:table-row><table:table-cell office:value-type="float" office:value="1" '
        'table:number-columns-repeated="16384"/></table:table-row>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", open_document(9_000 * row))
        archive.writestr("META-INF/manifest.xml", MANIFEST)
    return path


def test_a_hostile_workbook_of_the_command_line_ends_only_its_own_reader(
    uji: Area, darma: User, tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "COMMAND_LINE_MEMORY", 1_500 * 2**20)
    folder = write(kampung=[KAMPUNG])
    bomb(folder / "a.ods")
    book(folder / "z.xlsx")

    outcome = actions.check_folder(folder, area_code="91.37", by=darma)

    told = outcome.findings.filter(outcome.findings["code"] == "terlalu_berat").to_dicts()
    assert [(row["file"], row["severity"]) for row in told] == [("a.ods", "berkas")]
    assert "terlalu banyak memori" in told[0]["message"]
    assert outcome.tables["kampung"]["read"] == 2
    assert list(queries.folder_of(outcome.batch).glob("tmp*")) == []


def test_the_command_line_gives_a_workbook_more_than_the_browser(
    uji: Area, darma: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "MEMORY", 37)
    monkeypatch.setattr(sandbox, "SECONDS", 0)

    outcome = actions.check_folder(book(tmp_path / "d.xlsx"), area_code="91.37", by=darma)

    assert outcome.tables["kampung"]["new"] == 1
    assert sandbox.COMMAND_LINE_MEMORY >= 3 * 2**30


def _cells(row: tuple[object, ...]) -> str:
    return "".join(
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
        for cell in row
    )
