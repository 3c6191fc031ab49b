"""The largest workbook that the browser may bring stays within its bounds."""

import resource
from pathlib import Path

import pytest

from naikkelas.exchange.rules import sandbox
from naikkelas.exchange.rules.layouts import KKBPK_TABLE
from naikkelas.exchange.rules.tables import Limits
from tests.exchange.hostile.files import cells, made_by_hand, sheet_of

ROWS = 200_000
LIMIT_MB = 1_500
COLUMNS = "ABCDEFGHIJKLMNOPQRSTUVW"


def large_workbook(path: Path) -> Path:
    """200,000 reports of 23 columns, made without a library (in some seconds)."""
    rows = (cells(n, "2025-03-04") + _figures(n) for n in range(2, ROWS + 2))
    return made_by_hand(path, sheet_of(cells(1, *_headings()), *rows))


def _headings() -> list[str]:
    """The columns of the table, the day first, so that each row begins with its only text."""
    names = [name for name in KKBPK_TABLE.neutral if name not in {"tanggal_isi", "aktif"}]
    return ["tanggal_isi", *names]


def _figures(number: int) -> str:
    values = (number, number % 977, 3, 2025, *(number * n % 389 for n in range(1, 18)))
    return "".join(
        f'<c r="{letter}{number}"><v>{value}</v></c>'
        for letter, value in zip(COLUMNS[1:], values, strict=False)
    )


@pytest.mark.long
@pytest.mark.slow
def test_the_largest_workbook_of_the_browser_is_read_within_its_memory(tmp_path: Path) -> None:
    path = large_workbook(tmp_path / "000")
    limits = Limits(rows=ROWS, bytes=path.stat().st_size)

    with sandbox.reading_apart([(path, "besar.xlsx")], limits, tmp_path) as read:
        assert read.findings == []
        assert read.tables[0].whole().height == ROWS

    # The largest of the children of this process so far.
    peak_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    assert peak_mb < LIMIT_MB
    with sandbox.reading_apart([(path, "besar.xlsx")], Limits(rows=ROWS - 1), tmp_path) as read:
        assert read.tables == []
        assert read.findings[0]["code"] == "terlalu_banyak_baris"
