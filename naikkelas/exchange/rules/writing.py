"""Tables out: CSV for machines, workbooks for people; neither lets a cell become a formula."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import IO, Any

import polars as pl
import xlsxwriter

MAX_WORKBOOK_ROWS = 1_000_000
# What a spreadsheet would take for a formula or a second row, after any spaces; a text that
# begins with such a quote of ours gets one more, so that reading takes off exactly one.
_RISKY = r"^'*[\s\x{a0}]*[=+\-@]|^'*[\t\r\n]"
_NUMBER = r"^[+-]?\d+([.,]\d+)?$"
_GUARDED = r"(?s)^'('*[\s\x{a0}]*[=+\-@].*|'*[\t\r\n].*)$"
_WIDTHS = (8, 46)


def guarded(text: pl.Expr) -> pl.Expr:
    """Text cells with a quote before what a spreadsheet would run (F43); numbers stay."""
    risky = text.str.contains(_RISKY) & ~text.str.contains(_NUMBER)
    return pl.when(risky).then(pl.lit("'") + text).otherwise(text)


def unguarded(text: pl.Expr) -> pl.Expr:
    """What `guarded` was given."""
    return text.str.replace(_GUARDED, "$1")


def machine_csv(frame: pl.DataFrame, *, header: bool = True) -> bytes:
    """UTF-8 without BOM, comma, LF, decimal point, null empty (architecture decision 10)."""
    flags = [name for name, kind in frame.schema.items() if kind == pl.Boolean]
    texts = [name for name, kind in frame.schema.items() if kind == pl.String]
    plain = frame.with_columns(
        *(_yes_no(pl.col(name)).alias(name) for name in flags),
        *(guarded(pl.col(name)).replace("", None).alias(name) for name in texts),
    )
    return plain.write_csv(include_header=header).encode()


def _yes_no(flag: pl.Expr) -> pl.Expr:
    return pl.when(flag).then(pl.lit("ya")).when(~flag).then(pl.lit("tidak"))


@dataclass(frozen=True)
class Sheet:
    """One sheet: lines above the table, headings, rows; `decimals` of columns of fractions."""

    name: str
    lines: Sequence[str]
    headings: Sequence[str]
    frame: pl.DataFrame
    decimals: dict[str, int] = field(default_factory=dict)


def workbook(target: IO[bytes], sheets: Sequence[Sheet]) -> None:
    """Write sheets with a frozen, filtered header; text is text, whatever it looks like."""
    book = xlsxwriter.Workbook(
        target,
        {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": True,
        },
    )
    looks = Looks.of(book)
    for sheet in sheets:
        _write_sheet(book, sheet, looks)
    book.close()


@dataclass(frozen=True)
class Looks:
    """The formats of a workbook."""

    title: Any
    note: Any
    head: Any
    day: Any
    text: Any
    hard: Any
    soft: Any

    @classmethod
    def of(cls, book: Any) -> "Looks":
        head = {"bold": True, "bg_color": "#DCEBE9", "border": 1, "border_color": "#B9CBC8"}
        return cls(
            title=book.add_format({"bold": True, "font_size": 14}),
            note=book.add_format({"font_color": "#5B6770"}),
            head=book.add_format(head | {"text_wrap": True, "valign": "top"}),
            day=book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
            text=book.add_format({"num_format": "@"}),
            hard=book.add_format({"bg_color": "#F6C9BE"}),
            soft=book.add_format({"bg_color": "#FBE7B2"}),
        )


def _write_sheet(book: Any, sheet: Sheet, looks: Looks) -> None:
    page = book.add_worksheet(sheet.name)
    for number, line in enumerate(sheet.lines):
        page.write_string(number, 0, line, looks.note if number else looks.title)
    top = len(sheet.lines) + bool(sheet.lines)
    for place, heading in enumerate(sheet.headings):
        page.write_string(top, place, heading, looks.head)
    formats = {
        place: book.add_format({"num_format": f"0.{'0' * sheet.decimals[name]}"})
        for place, name in enumerate(sheet.frame.columns)
        if name in sheet.decimals
    }
    for number, row in enumerate(sheet.frame.iter_rows(), top + 1):
        for place, value in enumerate(row):
            put(page, number, place, value, looks, formats.get(place))
    width = len(sheet.headings)
    page.freeze_panes(top + 1, min(2, width))
    if sheet.frame.height:
        page.autofilter(top, 0, top + sheet.frame.height, width - 1)
    for place, heading in enumerate(sheet.headings):
        page.set_column(place, place, min(max(len(heading) + 2, _WIDTHS[0]), _WIDTHS[1] // 2))
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)


def put(page: Any, row: int, place: int, value: object, looks: Looks, cell: Any = None) -> None:
    """One value as the kind that it is; nothing for a value that is missing."""
    match value:
        case None:
            if cell is not None:
                page.write_blank(row, place, None, cell)
        case bool():
            page.write_string(row, place, "ya" if value else "tidak", cell)
        case int() | float():
            page.write_number(row, place, value, cell)
        case date():
            page.write_datetime(row, place, value, cell or looks.day)
        case _:
            page.write_string(row, place, str(value), cell)
