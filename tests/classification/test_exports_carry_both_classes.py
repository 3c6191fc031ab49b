"""The table of classes names the basis of its scores and carries both classes."""

from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from django.test import Client

from naikkelas.accounts.models import User
from naikkelas.classification import queries
from naikkelas.classification.rules.machine import machine_table
from naikkelas.config.cli import main
from naikkelas.exchange.queries import Export
from naikkelas.instruments.queries import in_use
from naikkelas.registry.models import State
from tests.classification.test_snapshots import FULL_PROFILE
from tests.people import make_kampung, make_report

PORTAL = "kampung-kb-2023"
CUTOFF = date(2025, 7, 31)
ENDORSED = datetime(2025, 7, 7, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def reported(db: None) -> None:
    """One kampung that rose by a report that is endorsed, and one by a report that waits."""
    make_report(
        "profil",
        make_kampung("91.37.01.2001"),
        date(2025, 7, 1),
        state=State.ENDORSED,
        endorsed_at=ENDORSED,
        **FULL_PROFILE,
    )
    make_report("profil", make_kampung("91.37.01.2002"), date(2025, 7, 1), **FULL_PROFILE)


def _table(basis: str) -> pl.DataFrame:
    export = Export("klasifikasi", "91.37", CUTOFF, PORTAL, basis)
    return pl.read_csv(b"".join(export.csv()), infer_schema=False)


@pytest.mark.parametrize(
    ("basis", "scores"), [("dilaporkan", ["4", "4"]), ("terverifikasi", ["4", "1"])]
)
def test_the_scores_are_of_the_basis_that_is_named_beside_both_classes(
    basis: str, scores: list[str], reported: None
) -> None:
    table = _table(basis)

    assert table["pokja"].to_list() == scores
    assert table["dasar"].to_list() == [basis] * 2
    assert table["klasifikasi_dilaporkan"].to_list() == ["berkembang", "berkembang"]
    assert table["klasifikasi_terverifikasi"].to_list() == ["berkembang", "dasar"]
    assert table["klasifikasi"].to_list() == table[f"klasifikasi_{basis}"].to_list()


def test_the_columns_of_the_machine_table_come_first(reported: None) -> None:
    live = queries.classify("91.37", cutoff=CUTOFF, instrument=PORTAL)
    machine = machine_table(live, in_use(PORTAL))

    assert _table("dilaporkan").columns[: machine.width] == machine.columns


def test_the_workbook_says_from_which_facts_its_scores_come(reported: None) -> None:
    export = Export("klasifikasi", "91.37", CUTOFF, PORTAL, "terverifikasi")

    sheet = openpyxl.load_workbook(BytesIO(export.xlsx()))["Klasifikasi"]

    cells = [cell.value for row in sheet.iter_rows() for cell in row]
    assert "Skor dan indeks: terverifikasi" in cells
    assert "Klasifikasi dilaporkan" in cells
    assert "Klasifikasi terverifikasi" in cells
    assert "Berkembang" in cells


def test_the_download_takes_the_basis_of_the_page(
    client: Client, darma: User, reported: None
) -> None:
    client.force_login(darma)

    def table(**asked: str) -> bytes:
        response = client.get("/ekspor/klasifikasi.csv", {"per": "2025-07-31", **asked})
        return response.getvalue()

    assert b",dilaporkan,berkembang,dasar" in table()
    assert b",terverifikasi,berkembang,dasar" in table(dasar="terverifikasi")
    assert client.get("/ekspor/klasifikasi.csv", {"dasar": "dugaan"}).status_code == 404


def test_the_command_writes_the_basis_that_was_asked_for(reported: None, tmp_path: Path) -> None:
    target = tmp_path / "kelas.csv"

    words = "export klasifikasi --area 91.37 --cutoff 2025-07-31 --basis terverifikasi -o"

    with pytest.raises(SystemExit) as leaving:
        main([*words.split(), str(target)])

    assert leaving.value.code == 0
    assert pl.read_csv(target)["dasar"].to_list() == ["terverifikasi"] * 2
