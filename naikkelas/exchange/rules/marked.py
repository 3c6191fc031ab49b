"""The uploaded tables once more, with a column that tells what is wrong and the cells coloured."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import IO, Any

import polars as pl
import xlsxwriter

from naikkelas.exchange.rules.layouts import LAYOUTS, Layout
from naikkelas.exchange.rules.tables import ROW, Severity, Table
from naikkelas.exchange.rules.writing import Looks

PROBLEM, ORIGIN, FILE = "Masalah", "Baris asal", "Berkas asal"
WHOLE_UP_TO = 20_000
"""Longer tables are given without the rows that are in order."""
_TOP = 4
_ABOUT = 1_000
"""Findings that belong to no row of a table; a person reads the first of them."""


def write(target: IO[bytes], tables: Sequence[Table], findings: pl.DataFrame) -> None:
    """One sheet for each table. It can be mended and uploaded again as it is: the columns of ours
    are ignored when it is read. Where there are several files each row names its own.
    """
    book = xlsxwriter.Workbook(
        target,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    looks = Looks.of(book)
    rows = [table.whole() for table in tables]
    mine = [_about_rows(table, found, findings) for table, found in zip(tables, rows, strict=True)]
    _write_about_files(book, findings, mine, looks)
    names: Counter[str] = Counter()
    is_one_file = len({table.file for table in tables}) == 1
    for table, held, about in zip(tables, rows, mine, strict=True):
        if held.is_empty() or (held.height > WHOLE_UP_TO and about.is_empty()):
            continue
        name = LAYOUTS[table.layout].sheet
        names[name] += 1
        page = book.add_worksheet(f"{name} ({names[name]})" if names[name] > 1 else name)
        _write_table(page, "" if is_one_file else table.file, table, held, about, looks)
    book.close()


def _about_rows(table: Table, rows: pl.DataFrame, findings: pl.DataFrame) -> pl.DataFrame:
    """The findings about rows of this table, and not about its headings or rows of wrong length."""
    here = (pl.col("file") == table.file) & (pl.col("sheet") == table.sheet)
    numbers = rows.select(pl.col(ROW).cast(pl.UInt32).alias("row")).unique()
    return findings.filter(here).join(numbers, on="row", how="semi", maintain_order="left")


def _write_about_files(
    book: Any, findings: pl.DataFrame, told: Sequence[pl.DataFrame], looks: Looks
) -> None:
    """What no sheet of this workbook tells."""
    keys = ["file", "sheet", "row", "column", "code"]
    empty = findings.clear()
    about = findings.join(pl.concat([empty, *told]), on=keys, how="anti", maintain_order="left")
    if about.is_empty():
        return
    page = book.add_worksheet("Petunjuk")
    page.set_column(0, 2, 40)
    for place, title in enumerate(("Berkas", "Masalah", "Yang perlu dilakukan")):
        page.write_string(0, place, title, looks.head)
    for number, row in enumerate(about.head(_ABOUT).iter_rows(named=True), 1):
        where = ", ".join(
            part
            for part in (row["file"], row["sheet"], row["row"] and f"baris {row['row']}")
            if part
        )
        for place, text in enumerate((where, row["message"], row["remedy"])):
            page.write_string(number, place, text)


def _write_table(
    page: Any,
    file: str,
    table: Table,
    rows: pl.DataFrame,
    findings: pl.DataFrame,
    looks: Looks,
) -> None:
    layout = LAYOUTS[table.layout]
    names = [field.name for field in layout.fields if field.name in rows.columns]
    is_whole = rows.height <= WHOLE_UP_TO
    if not is_whole:
        rows = rows.join(findings.select(pl.col("row").alias(ROW)).unique(), on=ROW, how="semi")
    _write_top(page, table, findings, looks, whole=is_whole)
    for place, name in enumerate(_headings(layout, names, file)):
        page.write_string(_TOP, place, name, looks.head)
    page.set_column(0, 0, 60)
    page.set_column(1, len(names) + 2, 16)
    page.freeze_panes(_TOP + 1, 2)
    problems = {row: _by_column(group) for (row,), group in findings.group_by("row")}
    for number, row in enumerate(rows.select(ROW, *names).iter_rows(), _TOP + 1):
        _write_row(page, number, file, row, names, problems.get(row[0], {}), looks)


def _headings(layout: Layout, names: Iterable[str], file: str) -> list[str]:
    return [
        PROBLEM,
        ORIGIN,
        *([FILE] if file else []),
        *(layout.by_name[name].label for name in names),
    ]


def _write_top(
    page: Any, table: Table, findings: pl.DataFrame, looks: Looks, *, whole: bool
) -> None:
    refused = findings.filter(pl.col("severity") == Severity.HARD.value)
    # As the preview counts: a row that is refused is not one to look over as well.
    doubtful = findings.join(refused, on="row", how="anti")
    lines = [
        f"{LAYOUTS[table.layout].form.name} dari {table.file}",
        f"{refused['row'].n_unique()} baris ditolak (merah), "
        f"{doubtful['row'].n_unique()} baris perlu diperiksa (kuning).",
        "Perbaiki sel berwarna di lembar ini, lalu unggah lagi berkas ini."
        if whole
        else "Hanya baris yang bermasalah. Perbaiki, lalu unggah lagi berkas ini.",
    ]
    for number, line in enumerate(lines):
        page.write_string(number, 0, line, looks.note if number else looks.title)


def _by_column(group: pl.DataFrame) -> dict[str, tuple[str, list[str]]]:
    """Column to the worst severity and the sentences about it."""
    found: dict[str, tuple[str, list[str]]] = {}
    for row in group.iter_rows(named=True):
        severity, sentences = found.get(row["column"], (Severity.SOFT.value, []))
        if row["severity"] == Severity.HARD.value:
            severity = row["severity"]
        found[row["column"]] = (severity, [*sentences, f"{row['message']} {row['remedy']}"])
    return found


def _write_row(
    page: Any,
    number: int,
    file: str,
    row: Sequence[Any],
    names: Sequence[str],
    problems: dict[str, tuple[str, list[str]]],
    looks: Looks,
) -> None:
    colours = {Severity.HARD.value: looks.hard, Severity.SOFT.value: looks.soft}
    if problems:
        worst = (
            looks.hard
            if any(s == Severity.HARD.value for s, _ in problems.values())
            else looks.soft
        )
        told = " ".join(sentence for _, sentences in problems.values() for sentence in sentences)
        page.write_string(number, 0, told[:2000], worst)
    page.write_number(number, 1, row[0])
    if file:
        page.write_string(number, 2, file)
    for place, (name, value) in enumerate(zip(names, row[1:], strict=True), 3 if file else 2):
        cell = colours[problems[name][0]] if name in problems else looks.text
        if value is not None:
            page.write_string(number, place, value, cell)
        elif name in problems:
            page.write_blank(number, place, None, cell)
