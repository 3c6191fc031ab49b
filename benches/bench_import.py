"""Imports: a workbook against reading it, two million CSV rows against a bare COPY of them."""

import tempfile
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import xlsxwriter

from benches.measuring import once_seconds

WORKBOOK_ROWS, WORKBOOK_BAR = 100_000, 3.0
CSV_ROWS, CSV_BAR = 2_000_000, 5.0
KAMPUNG = 35_000
SEED = 37


def run() -> list[dict[str, Any]]:
    """Both bars, on the PostgreSQL of this run. What was imported is taken away again."""
    _start()
    with tempfile.TemporaryDirectory(prefix="naikkelas-import-") as folder:
        return [*_workbook(Path(folder)), *_two_million(Path(folder))]


def _start() -> None:
    from naikkelas.accounts.queries import system_user
    from naikkelas.areas.actions import load_areas
    from naikkelas.areas.models import Area

    if not Area.objects.exists():
        load_areas(by=system_user())


def _import(*paths: Path) -> Any:
    from naikkelas.accounts.queries import system_user
    from naikkelas.exchange.actions import import_folder

    return import_folder(*paths, area_code="", by=system_user())


def _clear() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        # Steps of the review refuse to be emptied; this database is the bench's own.
        cursor.execute("ALTER TABLE registry_reviewstep DISABLE TRIGGER USER")
        cursor.execute("TRUNCATE registry_kampungkb CASCADE")
        cursor.execute("ALTER TABLE registry_reviewstep ENABLE TRIGGER USER")


def _kampung(path: Path) -> Path:
    """Kampung in villages spread over the nation."""
    from naikkelas.areas.models import Area, Level

    areas = Area.objects.filter(level=Level.VILLAGE, valid_until__isnull=True).order_by("code")
    codes = list(areas.values_list("code", flat=True))
    step = len(codes) // KAMPUNG
    chosen = codes[: step * KAMPUNG : step]
    pl.DataFrame(
        {"id": range(1, KAMPUNG + 1), "kode_desa": chosen, "nama": chosen, "aktif": "ya"}
    ).write_csv(path)
    return path


def _workbook(folder: Path) -> list[dict[str, Any]]:
    _clear()
    _import(_kampung(folder / "kampung.csv"))
    path = folder / "kkbpk.xlsx"
    _write_workbook(path)
    read = min(once_seconds(lambda: _just_read(path)) for _ in range(3))
    stored = min(_import_workbook(path) for _ in range(2))
    return [
        _row(
            "import: XLSX, 100,000 reports × 23 columns, checked and stored",
            stored,
            read,
            WORKBOOK_BAR,
        )
    ]


def _import_workbook(path: Path) -> float:
    """Seconds to check and store the workbook; its rows are taken away again before."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE registry_kkbpk")
    outcome: list[Any] = []
    seconds = once_seconds(lambda: outcome.append(_import(path)))
    assert outcome[0].stored == WORKBOOK_ROWS
    return seconds


def _just_read(path: Path) -> None:
    from python_calamine import CalamineWorkbook

    CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()


def _write_workbook(path: Path) -> None:
    from naikkelas.exchange.rules.layouts import KKBPK_TABLE

    dice = np.random.default_rng(SEED)
    names = list(KKBPK_TABLE.neutral)
    # Each kampung has its usual figures, which move by a few from month to month.
    usual = dice.integers(5, 400, (KAMPUNG, len(names) - 6))
    counts = np.tile(usual, (3, 1))[:WORKBOOK_ROWS]
    counts = counts + dice.integers(-3, 4, counts.shape)
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        page = book.add_worksheet("KKBPK")
        page.write_row(0, 0, names)
        for number in range(WORKBOOK_ROWS):
            month = number // KAMPUNG
            day = date(2024, 1 + month, 1 + number % 28)
            record = [number + 1, number % KAMPUNG + 1, day.month, day.year, day.isoformat(), ""]
            page.write_row(number + 1, 0, [*record, *counts[number].tolist()])


def _two_million(folder: Path) -> list[dict[str, Any]]:
    _clear()
    kampung, activities = _kampung(folder / "kampung.csv"), _activities(folder / "intervensi.csv")
    outcome: list[Any] = []
    stored = once_seconds(lambda: outcome.append(_import(kampung, activities)))
    assert outcome[0].tables["intervensi"]["new"] == CSV_ROWS
    same, heap = _bare_copy()
    _clear()
    rows = "import: CSV, 2,000,000 activities into PostgreSQL"
    return [
        _row(f"{rows}, against COPY into the same table", stored, same, CSV_BAR),
        _row(f"{rows}, against COPY without any index", stored, heap, None),
    ]


def _activities(path: Path) -> Path:
    from naikkelas.registry.rules import reference

    dice = np.random.default_rng(SEED)

    def some(values: list[str]) -> list[str]:
        return [values[at] for at in dice.integers(0, len(values), CSV_ROWS)]

    agencies = [option.code for option in reference.options("instansi")]
    pairs = agencies + [f"{one}|{other}" for one in agencies for other in agencies if one < other]
    start = date(2021, 1, 1)
    days = [(start + timedelta(days=n)).isoformat() for n in range(1700)]
    titles = [f"Pertemuan kelompok {n} bersama warga dan kader" for n in range(5000)]
    pl.DataFrame(
        {
            "id": range(1, CSV_ROWS + 1),
            "kampung_id": np.sort(dice.integers(1, KAMPUNG + 1, CSV_ROWS)),
            "tanggal": some(days),
            "tempat": some([f"Balai {n}" for n in range(2000)]),
            "judul": some(titles),
            "deskripsi": some([f"{title}; hadir lengkap" for title in titles]),
            "jenis_post": "kegiatan",
            "kategori": some([option.code for option in reference.options("fungsi_keluarga")]),
            "inpres_kegiatan": some([o.code for o in reference.options("inpres_3_2022")]),
            "sasaran": some([option.code for option in reference.options("sasaran_kegiatan")]),
            "instansi": some(pairs),
            "instansi_lainnya": None,
            "jumlah_foto": dice.integers(0, 6, CSV_ROWS),
        }
    ).write_csv(path)
    return path


def _bare_copy() -> tuple[float, float]:
    """Seconds of COPY of the rows that were stored: into the table itself once it is empty (its
    indexes, its foreign key), and into a table of the same columns with neither.
    """
    from django.db import connection

    table = "activities_kegiatan"
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY {table} TO STDOUT (FORMAT csv)") as out:
            rows = b"".join(out)
        cursor.execute(f"CREATE TABLE bench_heap (LIKE {table})")
        heap = once_seconds(lambda: _copy(cursor, "bench_heap", rows))
        cursor.execute("DROP TABLE bench_heap")
        cursor.execute(f"TRUNCATE {table}")
        same = once_seconds(lambda: _copy(cursor, table, rows))
    return same, heap


def _copy(cursor: Any, table: str, rows: bytes) -> None:
    with cursor.copy(f"COPY {table} FROM STDIN (FORMAT csv)") as copy:
        source = BytesIO(rows)
        while block := source.read(1 << 20):
            copy.write(block)


def _row(name: str, seconds: float, limit: float, bar: float | None) -> dict[str, Any]:
    ratio = seconds / limit
    return {
        "name": name,
        "figure": f"{seconds:.1f} s; the limit alone {limit:.1f} s",
        "bar": f"≤ {bar:g} ×" if bar else "–",
        "ratio": f"{ratio:.2f}",
        "passed": bar is None or ratio <= bar,
    }
