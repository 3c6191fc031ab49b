"""The workbook that people fill in: headings, drop-downs, an example row, and the codes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO, Any

import xlsxwriter

from naikkelas.exchange.rules.layouts import KAMPUNG_TABLE, LAYOUTS, WIDE, Layout
from naikkelas.exchange.rules.workbooks import EXAMPLE
from naikkelas.exchange.rules.writing import Looks, put
from naikkelas.lib.fields import Field, Kind
from naikkelas.registry.rules.limits import cap_of

NOTE = "Catatan"
EXAMPLE_NOTE = f"{EXAMPLE} – hapus baris ini"
CODES = "Kode"
_LAST_ROW = 5_000
_NAME = {"kampung": "Kampung KB Contoh", "intervensi": "Kelas BKB"}
_FIRST = (KAMPUNG_TABLE.code, "profil", "penduduk", "kkbpk", "intervensi")


@dataclass(frozen=True)
class Village:
    """A village that the drop-down offers."""

    code: str
    name: str


def write(target: IO[bytes], villages: Sequence[Village] = ()) -> None:
    """Write the template; with the villages of an area its codes can be picked from a list."""
    book = xlsxwriter.Workbook(target, {"strings_to_formulas": False, "strings_to_urls": False})
    looks = Looks.of(book)
    pages = {code: book.add_worksheet(LAYOUTS[code].sheet) for code in _FIRST}
    lists = _write_codes(book.add_worksheet(CODES), looks, villages)
    for code, page in pages.items():
        _write_sheet(page, LAYOUTS[code], looks, lists, villages)
    book.close()


def columns(layout: Layout) -> list[Field]:
    """The columns of the template: kampung are named by their village, not by a source's id."""
    hidden = {*WIDE, "program_tambahan"}
    if layout.code == "penduduk":
        hidden |= {"bulan", "tahun"}
    if layout is not KAMPUNG_TABLE:
        hidden.add("aktif")
    return [field for field in layout.fields if field.name not in hidden]


def _write_codes(page: Any, looks: Looks, villages: Sequence[Village]) -> dict[str, str]:
    """The lists side by side, code and name; returns the range of names by field."""
    lists: dict[str, str] = {}
    place = 0
    for title, names, rows in _lists(villages):
        page.write_string(0, place, title, looks.head)
        page.write_string(0, place + 1, "Nama", looks.head)
        for number, (code, name) in enumerate(rows, 1):
            page.write_string(number, place, code, looks.text)
            page.write_string(number, place + 1, name)
        column = place if title == "Kode desa/kelurahan" else place + 1
        cells = xlsxwriter.utility.xl_range_abs(1, column, max(len(rows), 1), column)
        lists |= dict.fromkeys(names, f"={CODES}!{cells}")
        page.set_column(place, place, 22)
        page.set_column(place + 1, place + 1, 40)
        place += 3
    page.freeze_panes(1, 0)
    return lists


def _lists(
    villages: Sequence[Village],
) -> Iterator[tuple[str, list[str], list[tuple[str, str]]]]:
    """Every distinct list: its title, the fields that use it, its rows."""
    if villages:
        rows = [(village.code, village.name) for village in villages]
        yield "Kode desa/kelurahan", ["kode_desa"], rows
    known: dict[tuple[tuple[str, str], ...], tuple[str, list[str]]] = {}
    for layout in LAYOUTS.values():
        for field in layout.form.fields:
            if field.options:
                options = tuple((option.code, option.name) for option in field.options)
                known.setdefault(options, (field.label, []))[1].append(field.name)
    for options, (title, names) in known.items():
        yield title, names, list(options)


def _write_sheet(
    page: Any,
    layout: Layout,
    looks: Looks,
    lists: dict[str, str],
    villages: Sequence[Village],
) -> None:
    page.write_string(0, 0, NOTE, looks.head)
    page.write_string(1, 0, EXAMPLE_NOTE, looks.note)
    page.set_column(0, 0, 26)
    for place, field in enumerate(columns(layout), 1):
        page.write_string(0, place, field.label, looks.head)
        page.write_comment(0, place, _help(field, layout), {"x_scale": 2})
        put(page, 1, place, _example(field, layout, villages), looks)
        _look(page, place, field, looks)
        rule = _validation(field, lists)
        if rule:
            page.data_validation(1, place, _LAST_ROW, place, rule)
    page.set_row(0, 48)
    page.freeze_panes(1, 2)


def _look(page: Any, place: int, field: Field, looks: Looks) -> None:
    width = min(max(len(field.label) + 2, 12), 28)
    # As text, so that Excel keeps all digits of a NIP and the dots of a code.
    cell = {Kind.TEXT: looks.text, Kind.DATE: looks.day}.get(field.kind)
    page.set_column(place, place, width, cell)


def _help(field: Field, layout: Layout) -> str:
    parts = [field.help] if field.help else []
    needed = any(field.name in group for group in layout.needs)
    match field.kind:
        case Kind.FLAG:
            parts.append("Isi ya atau tidak. Kosong berarti belum diisi.")
        case Kind.COUNT if field.name == "bulan":
            parts.append("1 sampai 12.")
        case Kind.COUNT:
            parts.append("Angka saja. Kosong berarti belum diisi, bukan nol.")
        case Kind.DATE:
            parts.append("Contoh: 2025-07-31.")
        case Kind.CHOICE:
            parts.append("Pilih dari daftar (lembar Kode).")
        case Kind.CHOICES:
            parts.append("Boleh beberapa, dipisah tanda |. Lihat lembar Kode.")
        case _ if field.name == "kode_desa":
            parts.append("Kode Kemendagri bertitik, misalnya 63.01.03.1003.")
    return " ".join(["Wajib diisi." if needed else "", *parts]).strip() or field.label


def _validation(field: Field, lists: dict[str, str]) -> dict[str, Any] | None:
    title, what = "Belum sesuai", {"error_type": "warning", "ignore_blank": True}
    if field.kind is Kind.FLAG:
        return {"validate": "list", "source": ["ya", "tidak"], "error_title": title, **what}
    if field.name in lists and field.kind is not Kind.CHOICES:
        return {"validate": "list", "source": lists[field.name], "error_title": title, **what}
    if field.kind is Kind.COUNT:
        low, high = {"bulan": (1, 12), "tahun": (2016, 2100)}.get(
            field.name, (0, cap_of(field) or 2_000_000_000)
        )
        message = f"Isi angka {low} sampai {high}."
        return {
            "validate": "integer",
            "criteria": "between",
            "minimum": low,
            "maximum": high,
            "error_title": title,
            "error_message": message,
            **what,
        }
    return None


def _example(field: Field, layout: Layout, villages: Sequence[Village]) -> object:
    match field.kind:
        case Kind.FLAG:
            return "ya"
        case Kind.COUNT:
            return {"bulan": 7, "tahun": 2025}.get(field.name, 12)
        case Kind.DATE:
            return date(2018, 5, 7) if field.name == "tanggal_pencanangan" else date(2025, 7, 28)
        case Kind.CHOICE:
            return field.options[0].name
        case Kind.CHOICES:
            return "|".join(option.code for option in field.options[:2])
        case _ if field.name == "kode_desa":
            return villages[0].code if villages else "63.01.03.1003"
        case Kind.TEXT if field.name in {"nama", "judul"}:
            return _NAME[layout.code]
        case _:
            return None
