"""Tables as files: no cell becomes a formula, whatever people wrote into it."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import IO

import xlsxwriter

_RISKY = frozenset("=+-@\t\r\n")
Cell = str | int | float | None


def harmless(cell: Cell) -> Cell:
    """A text that no spreadsheet runs (security.md T11); numbers stay numbers.

    >>> harmless("=1+1"), harmless(" @SUM(A1)"), harmless(-3), harmless("3 - 7")
    ("'=1+1", "' @SUM(A1)", -3, '3 - 7')
    """
    is_risky = isinstance(cell, str) and (
        cell[:1] in _RISKY or cell.lstrip(" \u00a0'")[:1] in _RISKY
    )
    return f"'{cell}" if is_risky else cell


def as_csv(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 without BOM, comma, LF; an absent value is empty (architecture decision 10)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode()


def as_workbook(
    target: IO[bytes],
    name: str,
    lines: Sequence[str],
    headings: Sequence[str],
    rows: Iterable[Sequence[Cell]],
) -> None:
    """One sheet with lines above the table, to be printed across on A4."""
    book = xlsxwriter.Workbook(
        target,
        {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    page = book.add_worksheet(name)
    title, head = (
        book.add_format({"bold": True, "font_size": 14}),
        book.add_format(
            {"bold": True, "bg_color": "#DCEBE9", "border": 1, "text_wrap": True, "valign": "top"}
        ),
    )
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    whole = book.add_format({"num_format": "#,##0", "valign": "top"})
    broken = book.add_format({"num_format": "#,##0.###", "valign": "top"})
    for number, line in enumerate(lines):
        page.write_string(number, 0, line, None if number else title)
    top = len(lines) + 1
    for place, heading in enumerate(headings):
        page.write_string(top, place, heading, head)
    for number, row in enumerate(rows, top + 1):
        for place, cell in enumerate(row):
            if isinstance(cell, int | float):
                look = whole if cell == int(cell) else broken
                page.write_number(number, place, cell, look)
            elif cell:
                page.write_string(number, place, cell, text)
    page.set_column(0, 0, 5)
    page.set_column(1, 1, 40)
    page.set_column(2, len(headings) - 1, 18)
    page.freeze_panes(top + 1, 2)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)
    book.close()
