"""A small kabupaten, its operator, and files to import into it."""

import csv
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings

from naikkelas.accounts.models import User
from naikkelas.areas.models import Area
from naikkelas.exchange import actions
from naikkelas.exchange.actions import ImportOutcome
from tests.people import make_area

Rows = Iterable[Mapping[str, object]]
Write = Callable[..., Path]
Import = Callable[..., ImportOutcome]

KAMPUNG = {"id": 7, "kode_desa": "91.37.01.2001", "nama": "Sukamaju", "aktif": "ya"}
PENDUDUK = {"id": 31, "kampung_id": 7, "tanggal_isi": "2025-03-04", "pus": 137, "keluarga": 211}
PROFIL = {
    "id": 41,
    "kampung_id": 7,
    "tahun": 2025,
    "bulan": 3,
    "tanggal_isi": "2025-03-04",
    "pokja_ada": "ya",
    "pokja_anggota": 13,
}
KKBPK = {
    "id": 51,
    "kampung_id": 7,
    "tahun": 2025,
    "bulan": 3,
    "tanggal_isi": "2025-03-05",
    "peserta_bkb": 17,
}
KEGIATAN = {"id": 61, "kampung_id": 7, "tanggal": "2025-03-09", "judul": "Kelas BKB"}


@pytest.fixture(autouse=True)
def _own_import_folder(tmp_path: Path, settings: Any) -> None:
    settings.IMPORT_ROOT = tmp_path / "impor"
    settings.TASKS = {
        "default": {
            **django_settings.TASKS["default"],
            "BACKEND": "django_tasks.backends.immediate.ImmediateBackend",
        }
    }


@pytest.fixture
def uji(sukamaju: Area) -> Area:
    """Kabupaten Uji with five villages and a neighbour."""
    for number in range(2002, 2006):
        make_area(f"91.37.01.{number}", f"Desa {number}")
    make_area("92.41.03.2007", "Karangasri")
    return Area.objects.get(pk="91.37")


def write_rows(path: Path, rows: Rows) -> Path:
    """A neutral CSV with the columns of the rows; None is an empty cell."""
    rows = list(rows)
    names = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([row.get(name) for name in names] for row in rows)
    return path


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a folder of neutral files: `write(kampung=[…], profil=[…])`."""
    count = 0

    def put(**tables: Rows) -> Path:
        nonlocal count
        count += 1
        folder = tmp_path / f"set-{count}"
        folder.mkdir()
        for name, rows in tables.items():
            write_rows(folder / f"{name}.csv", rows)
        return folder

    return put


@pytest.fixture
def load(uji: Area, darma: User, write: Write) -> Import:
    """Import tables into Kabupaten Uji as its operator: `load(kampung=[…], as_reported=True)`."""

    def run(
        *, as_reported: bool = False, area_code: str = "91.37", **tables: Rows
    ) -> ImportOutcome:
        folder = write(**tables)
        return actions.import_folder(folder, area_code=area_code, by=darma, as_reported=as_reported)

    return run


def codes(outcome: ImportOutcome) -> list[str]:
    """The codes of all findings."""
    return list(outcome.findings.get_column("code"))


def only(outcome: ImportOutcome, code: str) -> dict[str, Any]:
    """The one finding of a code."""
    rows = outcome.findings.filter(outcome.findings["code"] == code).to_dicts()
    assert len(rows) == 1, outcome.findings.to_dicts()
    return rows[0]
