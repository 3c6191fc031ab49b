"""From the headings of a file to the columns of a table, and what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass

from naikkelas.exchange.rules import layouts
from naikkelas.exchange.rules.layouts import Layout
from naikkelas.exchange.rules.tables import Severity, Unreadable, finding


@dataclass(frozen=True)
class Heading:
    """A recognised header row: position to column name, and notes about the rest."""

    layout: Layout
    columns: dict[int, str]
    notes: list[dict[str, object]]


def match(cells: Sequence[str], *, file: str, sheet: str = "", row: int = 1) -> Heading:
    """The columns behind the headings; Unreadable where a necessary one is missing or doubled."""
    name = sheet or file.rsplit(".", 1)[0]
    layout, _ = layouts.recognise(list(cells), name)
    if layout is None:
        raise Unreadable(
            "kepala_tidak_dikenal",
            f"Judul kolom tidak dikenal pada {sheet or file}.",
            f"Pakai templat, atau judul seperti: {expected(layouts.KAMPUNG_TABLE)}.",
            row=row,
            sheet=sheet,
        )
    found: dict[int, str] = {}
    notes = []
    for position, cell in enumerate(cells):
        column = layout.headings.get(layouts.key_of(cell))
        if column is None:
            if cell.strip() and layouts.key_of(cell) not in layouts.IGNORED:
                notes.append(_ignored(cell, file, sheet, row))
        elif column in found.values():
            raise Unreadable(
                "kolom_ganda",
                f"Kolom {layout.by_name[column].label} ada dua kali.",
                "Hapus salah satu kolom.",
                row=row,
                sheet=sheet,
            )
        else:
            found[position] = column
    _insist(layout, frozenset(found.values()), sheet, row)
    return Heading(layout, found, notes)


def expected(layout: Layout) -> str:
    """The necessary headings in the words of our template."""
    return ", ".join(
        " atau ".join(layout.by_name[name].label for name in group) for group in layout.needs
    )


def _insist(layout: Layout, columns: frozenset[str], sheet: str, row: int) -> None:
    missing = layout.missing(columns)
    if missing:
        names = ", ".join(
            " atau ".join(layout.by_name[name].label for name in group) for group in missing
        )
        raise Unreadable(
            "kolom_wajib_tidak_ada",
            f"Kolom wajib tidak ada pada {layout.sheet}: {names}.",
            f"Kolom wajib: {expected(layout)}. Judul harus di satu baris, tanpa sel gabungan.",
            row=row,
            sheet=sheet,
        )


def _ignored(cell: str, file: str, sheet: str, row: int) -> dict[str, object]:
    return finding(
        file,
        Severity.SOFT,
        "kolom_dilewati",
        f"Kolom “{cell.strip()[:60]}” tidak dikenal dan dilewati.",
        "Tidak perlu tindakan bila kolom ini memang bukan bagian laporan.",
        sheet=sheet,
        row=row,
        column=cell.strip()[:60],
    )
