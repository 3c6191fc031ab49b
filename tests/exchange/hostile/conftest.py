"""An office that imports small neutral sets into Kabupaten Uji, five villages large."""

import csv
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from naikkelas.accounts.models import User
from naikkelas.exchange import actions
from naikkelas.exchange.actions import ImportOutcome
from tests.people import make_area

Rows = Sequence[Mapping[str, object]]
VILLAGES = {f"91.37.01.200{number}": f"Desa {number}" for number in range(1, 6)}


def kampung(number: int, **more: object) -> dict[str, object]:
    """A kampung row of the neutral set: id 101 is the kampung of the first village, and so on."""
    return {
        "id": 100 + number,
        "kode_desa": f"91.37.01.200{number}",
        "nama": f"Kampung {number}",
        "tanggal_pencanangan": "2018-05-07",
        "aktif": "ya",
    } | more


def report(
    identifier: int, number: int, on: str = "2025-06-05", **figures: object
) -> dict[str, Any]:
    """A report row of any form about kampung `number`, entered on a day of the month told of."""
    year, month, _ = on.split("-")
    row = {"id": identifier, "kampung_id": 100 + number, "tahun": year, "bulan": int(month)}
    return row | {"tanggal_isi": on, "aktif": ""} | figures


def activity(identifier: int, number: int, on: str = "2025-06-05") -> dict[str, object]:
    """An activity row about kampung `number`."""
    return {
        "id": identifier,
        "kampung_id": 100 + number,
        "tanggal": on,
        "judul": "Lokakarya mini",
        "instansi": "puskesmas|dinas_sosial|dinas_pendidikan|dinas_pertanian",
    }


@dataclass
class Office:
    """Imports tables that are given as rows; each import lies in a folder of its own."""

    folder: Path
    by: User
    area_code: str = "91.37"
    numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def write(self, **tables: Rows) -> Path:
        """The tables as CSV files in a new folder."""
        folder = self.folder / f"impor-{next(self.numbers)}"
        folder.mkdir()
        for name, rows in tables.items():
            columns = list(dict.fromkeys(column for row in rows for column in row))
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, columns, lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)
        return folder

    def check(self, *, as_reported: bool = False, **tables: Rows) -> ImportOutcome:
        """Check the tables; nothing is stored."""
        return actions.check_folder(
            self.write(**tables), area_code=self.area_code, by=self.by, as_reported=as_reported
        )

    def load(self, *, as_reported: bool = False, **tables: Rows) -> ImportOutcome:
        """Import the tables: what passes is stored."""
        return actions.import_folder(
            self.write(**tables), area_code=self.area_code, by=self.by, as_reported=as_reported
        )


@pytest.fixture
def office(tmp_path: Path, darma: User) -> Office:
    """Pak Darma's office."""
    for code, name in VILLAGES.items():
        make_area(code, name)
    return Office(tmp_path, darma)


def told(outcome: ImportOutcome, severity: str = "ditolak") -> list[tuple[str, int, str, str]]:
    """File, row, column and message of every finding of a severity; each has a remedy."""
    found = [row for row in outcome.findings.to_dicts() if row["severity"] == severity]
    assert all(row["remedy"] for row in found)
    return [(row["file"], row["row"], row["column"], row["message"]) for row in found]
