"""A roadmap as a workbook: what a planner's desk works on with the tools it has."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import IO, Any  # xlsxwriter has no types

import xlsxwriter

from naikkelas.roadmap.rules.outcome import Outcome

_EXAMPLE = "Contoh. Angka di sini dibuat untuk mencoba, bukan rencana yang sebenarnya."
_ESTIMATE = "Perkiraan, bukan janji. Tahun sesudah yang pertama direncanakan lagi tiap triwulan."
_WIDEST = 46
Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: headings and rows; `money` are the columns of rupiah."""

    name: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    money: frozenset[str] = frozenset()


def write(target: IO[bytes], found: Outcome, title: str, *, source: str, is_example: bool) -> None:
    """Five sheets: steps, kampung, resources, years and notes. No cell becomes a formula.

    Each begins with what it is, where its figures come from, and that they are estimates.
    """
    book = xlsxwriter.Workbook(
        target,
        {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": True,
        },
    )
    lines = [title, source, _ESTIMATE, *([_EXAMPLE] if is_example else [])]
    sheets = (_steps(found), _kampung(found), _resources(found), _years(found), _notes(found))
    for table in sheets:
        _write_sheet(book, table, lines)
    book.close()


def _steps(found: Outcome) -> Table:
    sources = list(found.sources.items())
    names = {choice.code: choice for choice in found.choices}
    rows: Iterable[Sequence[Cell]] = (
        (
            found.groups.get(names[step.kampung].group, "") if step.kampung in names else "",
            names[step.kampung].name if step.kampung in names else step.kampung,
            step.kampung,
            step.name,
            step.year,
            step.quarter,
            step.owner,
            step.mentor,
            step.days,
            step.seats,
            *(step.costs.get(code, 0.0) for code, _ in sources),
            step.rupiah,
        )
        for step in found.steps
    )
    money = [f"Biaya {name}" for _, name in sources]
    headings = (
        *("Kecamatan", "Kampung", "Kode desa", "Tindakan", "Tahun", "Triwulan"),
        *("Penanggung jawab", "Pendamping", "Hari pendamping", "Kursi", *money, "Jumlah biaya"),
    )
    return Table("Langkah", headings, rows, frozenset({*money, "Jumlah biaya"}))


def _kampung(found: Outcome) -> Table:
    rows = (
        (
            found.groups.get(choice.group, ""),
            choice.name,
            choice.code,
            choice.level,
            "ya" if choice.is_chosen else "tidak",
            ", ".join(choice.way.names) if choice.way else "",
            choice.way.rupiah if choice.way else None,
            round(choice.way.chance, 2) if choice.way else None,
            " ".join(choice.reasons),
        )
        for choice in found.choices
    )
    headings = (
        *("Kecamatan", "Kampung", "Kode desa", "Kelas sekarang", "Dikerjakan", "Cara"),
        *("Biaya", "Peluang naik", "Alasan"),
    )
    return Table("Kampung", headings, rows, frozenset({"Biaya"}))


def _resources(found: Outcome) -> Table:
    years = [year.year for year in found.years]
    rows = (
        (limit.name, limit.unit, year, limit.amounts[place], limit.used[place])
        for limit in found.limits
        for place, year in enumerate(years)
    )
    return Table("Sumber daya", ("Sumber daya", "Satuan", "Tahun", "Tersedia", "Terpakai"), rows)


def _years(found: Outcome) -> Table:
    rows = (
        (
            year.year,
            year.target,
            round(year.newly, 2),
            year.low,
            year.high,
            None if year.idle is None else round(year.idle, 2),
            round(year.shortfall, 2),
        )
        for year in found.years
    )
    headings = (
        *("Tahun", "Target", "Perkiraan dengan rencana", "Paling rendah (80%)"),
        *("Paling tinggi (80%)", "Perkiraan tanpa kegiatan", "Kekurangan"),
    )
    return Table("Tahun", headings, rows)


def _notes(found: Outcome) -> Table:
    kinds = (
        ("Yang perlu diketahui", found.notes),
        ("Kunci bertentangan", found.conflicts),
        ("Agar target terjangkau", found.remedies),
    )
    rows = [(kind, words) for kind, told in kinds for words in told]
    return Table("Catatan", ("Tentang", "Catatan"), rows)


def _write_sheet(book: Any, table: Table, lines: Sequence[str]) -> None:
    bold = book.add_format({"bold": True, "font_size": 14})
    note = book.add_format({"font_color": "#5B6770"})
    head = book.add_format(
        {"bold": True, "bg_color": "#DCEBE9", "border": 1, "text_wrap": True, "valign": "top"}
    )
    rupiah = book.add_format({"num_format": "#,##0"})
    page = book.add_worksheet(table.name)
    for number, line in enumerate(lines):
        page.write_string(number, 0, line, note if number else bold)
    top = len(lines) + 1
    widths = [min(max(len(heading) + 2, 10), _WIDEST // 2) for heading in table.headings]
    for place, heading in enumerate(table.headings):
        page.write_string(top, place, heading, head)
    last = top
    for last, row in enumerate(table.rows, top + 1):
        for place, value in enumerate(row):
            _put(page, last, place, value, rupiah if table.headings[place] in table.money else None)
            widths[place] = max(widths[place], min(len(str(value or "")) + 2, _WIDEST))
    for place, width in enumerate(widths):
        page.set_column(place, place, width)
    page.freeze_panes(top + 1, min(2, len(table.headings)))
    if last > top:
        page.autofilter(top, 0, last, len(table.headings) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)


def _put(page: Any, row: int, place: int, value: Cell, look: Any) -> None:
    if value is None:
        return
    if isinstance(value, str):
        page.write_string(row, place, value)
    else:
        page.write_number(row, place, value, look)
