"""Excel and OpenDocument workbooks: looked over as a zip first, then read by calamine.

The zip directory is not believed: every part is inflated once, in blocks, and counted, before
calamine may take it into memory. Values of formulas are those that were stored with the file.
"""

import re
import threading
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from types import NoneType
from typing import Any
from xml.sax.saxutils import unescape

import numpy as np
import polars as pl
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from naikkelas.exchange.rules import headers, layouts
from naikkelas.exchange.rules.cells import UNSOLVED, WRONG
from naikkelas.exchange.rules.csvfiles import too_many_rows
from naikkelas.exchange.rules.headers import Heading
from naikkelas.exchange.rules.tables import (
    ROW,
    Limits,
    Severity,
    Table,
    Unreadable,
    finding,
    own_path,
    stored,
)

HEADER_WITHIN = 10
"""Rows in which the headings are looked for: titles and letterheads stand above them."""
EXAMPLE = "CONTOH"
"""How the example row of our template begins, in its first column."""
_ROWS_AT_A_TIME = 20_000
_MAX_COLUMNS = 1_000
_MAX_CELLS = 50_000_000
_ROOMY = 4_000_000
"""Cells of a sheet that may be nearly empty: they take about 130 MB."""
_AHEAD_FROM = 8 << 20
"""Bytes of a sheet from which it is read while it is looked over."""
_DIRECTORY = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")
_DAY_ZERO = "1899-12-31"
_BLOCK = 1 << 20
_SILENT = {"kode", "petunjuk"}
_FORMULA = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^>]*>\s*<f[ />]')
_WRONG = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^>]*\bt="e"[^>]*>')
_UNSOLVED = re.compile(
    # A result of no letters is written as an empty value of the type "str".
    rb'<c r="([A-Z]+[0-9]+)"(?![^>]*\bt="str")[^>]*>'
    rb"\s*<f(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>"
)
_DIMENSION = re.compile(rb'<dimension ref="(?:[A-Z]+[0-9]+:)?([A-Z]+)([0-9]+)"')
_LAST_ROW = re.compile(rb'<row[^>]*? r="([0-9]+)"')
_FAR_COLUMN = re.compile(rb'<c r="([A-Z]{2,})[0-9]')
_SHEET = re.compile(r'<(?:\w+:)?sheet\b[^>]*?\bname="([^"]*)"[^>]*?\b\w+:id="([^"]*)"')
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")
_QUOTE, _A, _LETTERS = np.uint8(ord('"')), np.uint8(ord("A")), np.uint8(26)
_ATTRIBUTE = re.compile(r'\b(Id|Target)="([^"]*)"')


@dataclass
class _Looked:
    """What the parts of a workbook showed, before its cells are read."""

    formulas: list[str] = field(default_factory=list)
    formula_count: int = 0
    marks: dict[str, dict[str, list[bytes]]] = field(default_factory=dict)
    """By sheet and by what stands for them in the table: cells that have no value to read."""
    macros: bool = False
    links: bool = False


@dataclass
class _Extent:
    """How far the cells of one sheet reach: calamine makes room for every cell in between."""

    sheet: str
    rows: int = 0
    columns: int = 26

    def grow(self, text: bytes) -> None:
        self.rows = max([self.rows, *map(int, _LAST_ROW.findall(text))])
        letters = set(_FAR_COLUMN.findall(text)) if _has_two_capitals(text) else ()
        self.columns = max([self.columns, *(_width(column.decode()) for column in letters)])
        _insist_on_size(self.columns, self.rows, self.sheet)

    def insist_on_density(self, size: int, limits: Limits) -> None:
        """A few cells far apart take as much memory as the whole rectangle around them.

        A cell that holds something takes 20 bytes and more of the sheet's `size`.
        """
        room = self.rows * self.columns
        if room <= max(_ROOMY, size):
            return
        if limits.rows is not None and self.rows - 1 > limits.rows:
            raise too_many_rows(self.rows - 1, limits.rows, self.sheet)
        extent = _size(self.rows, self.columns)
        raise Unreadable(
            "lembar_hampir_kosong",
            f"Lembar {self.sheet} hampir kosong, tetapi selnya tersebar sampai seluas {extent}.",
            "Hapus isi yang jauh di bawah dan di kanan tabel, lalu simpan.",
            sheet=self.sheet,
        )


class _Ahead:
    """The largest sheet, read by calamine in a thread while it is looked over here.

    Everything else was looked over by then. Calamine makes room for the cells of a sheet only
    after all of it, and to read takes several times as long as to look; the memory of this
    process is bounded besides.
    """

    def __init__(self, path: Path) -> None:
        self.path, self.sheet = path, ""
        self._cells: CalamineSheet | None = None
        # Nobody waits for it where the look has found a reason to refuse the workbook.
        self._thread = threading.Thread(target=self._read, daemon=True)

    def start(self, sheet: str) -> None:
        """Begin with a sheet of this name."""
        self.sheet = sheet
        self._thread.start()

    def cells_of(self, sheet: str) -> CalamineSheet | None:
        """The cells, where they were read ahead without trouble."""
        if not self.sheet or sheet != self.sheet:
            return None
        self._thread.join()
        found, self._cells = self._cells, None
        return found

    def _read(self) -> None:
        # What is wrong with the workbook is told by who reads it in turn.
        with suppress(CalamineError, ValueError, OSError):
            self._cells = CalamineWorkbook.from_path(str(self.path)).get_sheet_by_name(self.sheet)


def _has_two_capitals(text: bytes) -> bool:
    """Whether a quote with two capitals after it stands anywhere: no column lies beyond Z without.

    Most sheets have none, and this look takes a tenth of the time of a search.
    """
    signs = np.frombuffer(text, np.uint8)
    capitals = (signs - _A) < _LETTERS  # what lies below A wraps around to a large number
    return bool(((signs[:-2] == _QUOTE) & capitals[1:-1] & capitals[2:]).any())


def read(
    path: Path, name: str, limits: Limits, work: Path, *, is_ole: bool
) -> tuple[list[Table], list[dict[str, Any]]]:
    """The recognised sheets of a workbook, and soft notes about the rest."""
    ahead = _Ahead(path)
    looked = _Looked() if is_ole else _look_over(path, limits, ahead)
    notes = _notes(looked, name)
    with _open(path, is_ole=is_ole) as book:
        tables: list[Table] = []
        for sheet in book.sheet_names:
            marks = _by_column(looked.marks.get(sheet, {}))
            table, more = _read_sheet(book, ahead, sheet, name, limits, work, marks)
            notes += more
            if table is not None:
                tables.append(table)
    if not tables:
        raise Unreadable(
            "kepala_tidak_dikenal",
            "Tidak ada lembar dengan judul kolom yang dikenal pada 10 baris pertama.",
            f"Pakai templat, atau judul seperti: {headers.expected(layouts.KAMPUNG_TABLE)}.",
        )
    return tables, notes


def grid(
    path: Path, name: str, limits: Limits, work: Path, *, is_ole: bool
) -> tuple[list[Table], list[dict[str, Any]]]:
    """The first sheet that holds something, all its cells as text, whatever its headings are."""
    looked = _Looked() if is_ole else _look_over(path, limits, _Ahead(path))
    with _open(path, is_ole=is_ole) as book:
        for sheet in book.sheet_names:
            try:
                cells = book.get_sheet_by_name(sheet)
            except CalamineError as error:
                raise _broken(sheet) from error
            if cells.end is None:
                continue
            height, width = cells.end[0] + 1, cells.end[1] + 1
            _insist_on_size(width, height, sheet)
            if width > _MAX_COLUMNS:
                raise _too_wide(sheet, width)
            if limits.rows is not None and height > limits.rows:
                raise too_many_rows(height, limits.rows, sheet)
            heading = Heading(layouts.KAMPUNG_TABLE, dict(enumerate(grid_names(width))), [])
            frame = _cells(cells, heading, _by_column(looked.marks.get(sheet, {})))
            target = own_path(work, ".parquet")
            frame.write_parquet(target, compression="lz4")
            return [stored(target, name, sheet, GRID, int(frame.estimated_size()))], []
    return [], []


GRID = "kisi"
"""Stands for a layout where a file is read without knowing its columns."""


def grid_names(width: int) -> list[str]:
    """The columns of a grid, in their order."""
    return [f"k{place:04}" for place in range(width)]


def _cells(
    cells: CalamineSheet, heading: Heading, marks: dict[int, dict[str, list[int]]]
) -> pl.DataFrame:
    parts, first = [], 1
    for chunk in _chunks([], iter(cells.iter_rows())):
        columns = list(zip(*chunk, strict=True))
        numbers = pl.int_range(first, first + len(chunk), dtype=pl.UInt32, eager=True)
        wanted = {name: _column(columns[place]) for place, name in heading.columns.items()}
        parts.append(_numbers_as_text(pl.DataFrame({ROW: numbers, **wanted})))
        first += len(chunk)
    empty = pl.DataFrame(schema={ROW: pl.UInt32, **_strings(heading)})
    return _with_marks(pl.concat([empty, *parts]), heading, marks)


def _by_column(marks: dict[str, list[bytes]]) -> dict[int, dict[str, list[int]]]:
    """Cells such as D3 → place of the column → what stands for them → their rows."""
    found: dict[int, dict[str, list[int]]] = {}
    for mark, places in marks.items():
        for place in places:
            letters = place.rstrip(b"0123456789")
            rows = found.setdefault(_width(letters.decode()) - 1, {}).setdefault(mark, [])
            rows.append(int(place[len(letters) :]))
    return found


def _open(path: Path, *, is_ole: bool) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_path(str(path))
    except PasswordError as error:
        raise _locked() from error
    except (CalamineError, ValueError, OSError) as error:
        if is_ole and b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e" in path.read_bytes():
            raise _locked() from error
        raise _broken() from error


def _broken(sheet: str = "") -> Unreadable:
    what = f"Lembar {sheet} rusak." if sheet else "Buku kerja ini rusak atau bukan Excel."
    remedy = "Buka di Excel, simpan sebagai .xlsx, lalu unggah lagi."
    return Unreadable("buku_kerja_rusak", what, remedy, sheet=sheet)


def _locked() -> Unreadable:
    return Unreadable(
        "terkunci_sandi",
        "Buku kerja ini dikunci dengan kata sandi.",
        "Hapus kata sandinya di Excel (Info › Lindungi Buku Kerja), lalu unggah lagi.",
    )


def _look_over(path: Path, limits: Limits, ahead: _Ahead) -> _Looked:
    try:
        with zipfile.ZipFile(path) as archive:
            return _inflate(archive, path.stat().st_size, limits, ahead)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise Unreadable(
            "buku_kerja_rusak",
            "Buku kerja ini terpotong atau rusak.",
            "Salin ulang berkas asalnya, lalu unggah lagi.",
        ) from error
    except zipfile.zlib.error as error:  # type: ignore[attr-defined]
        raise Unreadable(
            "buku_kerja_rusak",
            "Buku kerja ini rusak.",
            "Salin ulang berkas asalnya, lalu unggah lagi.",
        ) from error


def _inflate(archive: zipfile.ZipFile, size: int, limits: Limits, ahead: _Ahead) -> _Looked:
    entries = archive.infolist()
    allowed = min(limits.unpacked, max(size * limits.ratio, _BLOCK))
    if len(entries) > 10_000 or sum(entry.file_size for entry in entries) > allowed:
        raise _bomb()
    looked = _Looked()
    sheets = _sheets(archive)
    total = 0
    largest = max(
        entries, key=lambda entry: (entry.filename in sheets, entry.file_size), default=None
    )
    for entry in sorted(entries, key=lambda entry: entry is largest):
        if entry is largest and entry.file_size > _AHEAD_FROM and entry.filename in sheets:
            ahead.start(sheets[entry.filename])
        looked.macros = looked.macros or entry.filename.endswith("vbaProject.bin")
        looked.links = looked.links or "externalLinks/" in entry.filename
        extent = _Extent(sheets[entry.filename]) if entry.filename in sheets else None
        with archive.open(entry) as part:
            tail = b""
            while block := part.read(_BLOCK):
                total += len(block)
                if total > allowed:
                    raise _bomb()
                if extent is not None:
                    tail = _look_at(tail + block, looked, extent, first=not tail)
        if extent is not None:
            _look_for_formulas(tail, looked, extent.sheet)
            extent.insist_on_density(entry.file_size, limits)
    return looked


def _sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """The parts that hold cells, with the names that the person knows the sheets by."""
    names = set(archive.namelist())
    if not names.issuperset(_DIRECTORY):
        return {}
    texts = [archive.open(name).read(_BLOCK).decode("utf-8", "replace") for name in _DIRECTORY]
    targets = {}
    for relation in _RELATION.findall(texts[1]):
        told = dict(_ATTRIBUTE.findall(relation))
        target = told.get("Target", "")
        part = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        targets[told.get("Id", "")] = part
    return {
        targets[key]: unescape(name) for name, key in _SHEET.findall(texts[0]) if key in targets
    }


def _look_at(text: bytes, looked: _Looked, extent: _Extent, *, first: bool) -> bytes:
    """Search one block of a sheet; returns what must be searched again with the next."""
    if first and (size := _DIMENSION.search(text[:4096])):
        _insist_on_size(_width(size[1].decode()), int(size[2]), extent.sheet)
    extent.grow(text)
    cut = text.rfind(b"<c ")
    whole, rest = (text[:cut], text[cut:]) if cut > 0 else (text, b"")
    _look_for_formulas(whole, looked, extent.sheet)
    return rest[-_BLOCK:]


def _look_for_formulas(text: bytes, looked: _Looked, sheet: str) -> None:
    if sheet.strip().casefold() in _SILENT:
        return
    if b"<f" in text:
        found = _places(_FORMULA, text, sheet)
        looked.formula_count += len(found)
        looked.formulas += found[: 5 - len(looked.formulas)]
        _mark(looked, sheet, UNSOLVED, _UNSOLVED.findall(text))
    if b't="e"' in text:
        _mark(looked, sheet, WRONG, _WRONG.findall(text))


def _mark(looked: _Looked, sheet: str, mark: str, found: list[bytes]) -> None:
    if found:
        looked.marks.setdefault(sheet, {}).setdefault(mark, []).extend(found)


def _places(pattern: re.Pattern[bytes], text: bytes, sheet: str) -> list[str]:
    """Cells as Excel calls them from another sheet."""
    return [f"{sheet}!{cell.decode()}" for cell in pattern.findall(text)]


def _width(column: str) -> int:
    """A = 1, Z = 26, AA = 27, XFD = 16,384."""
    width = 0
    for letter in column:
        width = width * 26 + ord(letter) - 64
    return width


def _insist_on_size(width: int, row: int, sheet: str) -> None:
    if width * row > _MAX_CELLS or width > 16_384:
        raise Unreadable(
            "lembar_terlalu_luas",
            f"Lembar {sheet} mengaku seluas {_size(row, width)}.",
            "Hapus baris dan kolom kosong di bawah dan di kanan tabel, lalu simpan.",
            sheet=sheet,
        )


def _size(rows: int, columns: int) -> str:
    return f"{rows:,} baris × {columns:,} kolom".replace(",", ".")


def _bomb() -> Unreadable:
    return Unreadable(
        "isi_terlalu_besar",
        "Isi buku kerja jauh lebih besar daripada berkasnya; berkas ini tidak dibuka.",
        "Salin tabelnya ke buku kerja baru, lalu unggah lagi.",
    )


def _notes(looked: _Looked, name: str) -> list[dict[str, Any]]:
    notes = []
    if looked.formula_count:
        notes.append(
            (
                "rumus",
                f"Berisi {looked.formula_count} rumus (misalnya {', '.join(looked.formulas)}).",
                "Nilai yang tersimpan di berkas dipakai; periksa di pratinjau.",
            )
        )
    if looked.macros:
        notes.append(("makro", "Berisi makro; makro tidak dijalankan.", "Tidak perlu tindakan."))
    if looked.links:
        notes.append(
            (
                "tautan_luar",
                "Berisi tautan ke berkas lain; tautan tidak diikuti.",
                "Nilai yang tersimpan di berkas dipakai.",
            )
        )
    return [finding(name, Severity.SOFT, *note) for note in notes]


def _read_sheet(
    book: CalamineWorkbook,
    ahead: _Ahead,
    sheet: str,
    name: str,
    limits: Limits,
    work: Path,
    marks: dict[int, dict[str, list[int]]],
) -> tuple[Table | None, list[dict[str, Any]]]:
    if sheet.strip().casefold() in _SILENT:
        return None, []
    try:
        cells = ahead.cells_of(sheet) or book.get_sheet_by_name(sheet)
    except CalamineError as error:
        raise _broken(sheet) from error
    if cells.end is None:
        return None, []
    # The last cell counts from zero; rows and columns before the first one are handed out too.
    height, width = cells.end[0] + 1, cells.end[1] + 1
    if width > _MAX_COLUMNS:
        raise _too_wide(sheet, width)
    rows = iter(cells.iter_rows())
    top = [row for _, row in zip(range(HEADER_WITHIN), rows, strict=False)]
    place = _header_row(top, sheet)
    if place is None:
        return None, [_skipped(name, sheet)]
    try:
        heading = headers.match(
            [_text(cell) for cell in top[place]], file=name, sheet=sheet, row=place + 1
        )
    except Unreadable as answer:
        raise _merged(answer, cells, place) from None
    if limits.rows is not None and height - place - 1 > limits.rows:
        raise too_many_rows(height - place - 1, limits.rows, sheet)
    target = own_path(work, ".parquet")
    frame = _frame([top[place + 1 :]], rows, heading, place + 2, marks)
    frame.write_parquet(target, compression="lz4", statistics=False)
    size = int(frame.estimated_size())
    return stored(target, name, sheet, heading.layout.code, size), list(heading.notes)


def _too_wide(sheet: str, width: int) -> Unreadable:
    return Unreadable(
        "terlalu_banyak_kolom",
        f"Lembar {sheet} mempunyai {width} kolom, paling banyak {_MAX_COLUMNS}.",
        "Hapus kolom kosong di kanan tabel, lalu simpan.",
        sheet=sheet,
    )


def _header_row(top: list[list[Any]], sheet: str) -> int | None:
    """The row among the first that knows the most headings."""
    known = [layouts.recognise([_text(cell) for cell in row], sheet)[1] for row in top]
    best = max(range(len(known)), key=lambda place: known[place], default=None)
    return best if best is not None and known[best] >= 2 else None


def _merged(answer: Unreadable, cells: Any, row: int) -> Unreadable:
    """The same refusal, naming merged cells where they are what hides the headings."""
    try:
        ranges = cells.merged_cell_ranges or []
    except CalamineError:
        ranges = []
    if not any(start[0] <= row <= end[0] for start, end in ranges):
        return answer
    return Unreadable(
        "kepala_gabungan",
        f"{answer.message} Baris judul berisi sel gabungan.",
        "Pisahkan sel gabungan, dan tulis semua judul kolom di satu baris.",
        row=answer.row,
        sheet=answer.sheet,
    )


def _skipped(name: str, sheet: str) -> dict[str, Any]:
    return finding(
        name,
        Severity.SOFT,
        "lembar_dilewati",
        f"Lembar “{sheet[:60]}” tidak dikenal dan dilewati.",
        "Tidak perlu tindakan bila lembar ini memang bukan data.",
        sheet=sheet,
    )


def _frame(
    start: list[list[list[Any]]],
    rows: Iterator[list[Any]],
    heading: Heading,
    first_row: int,
    marks: dict[int, dict[str, list[int]]],
) -> pl.DataFrame:
    """The recognised columns as text, read some thousand rows at a time."""
    parts = []
    number = first_row
    for chunk in _chunks(start[0], rows):
        parts.append(_part(chunk, heading, number))
        number += len(chunk)
    empty = pl.DataFrame(schema={ROW: pl.UInt32, **_strings(heading)})
    wanted = list(heading.columns.values())
    frame = _with_marks(pl.concat([empty, *parts]), heading, marks)
    return frame.filter(pl.any_horizontal(pl.col(wanted).is_not_null()))


def _with_marks(
    frame: pl.DataFrame, heading: Heading, marks: dict[int, dict[str, list[int]]]
) -> pl.DataFrame:
    """A formula without a result, or with an error as its result, must not pass as empty."""
    for place, name in heading.columns.items():
        for mark, rows in marks.get(place, {}).items():
            here = pl.col(ROW).is_in(pl.Series(rows, dtype=pl.UInt32).implode())
            frame = frame.with_columns(pl.when(here).then(pl.lit(mark)).otherwise(name).alias(name))
    return frame


def _strings(heading: Heading) -> dict[str, Any]:
    return dict.fromkeys(heading.columns.values(), pl.String)


def _chunks(start: list[list[Any]], rows: Iterator[list[Any]]) -> Iterator[list[list[Any]]]:
    chunk = start + list(islice(rows, _ROWS_AT_A_TIME))
    while chunk:
        yield chunk
        chunk = list(islice(rows, _ROWS_AT_A_TIME))


def _part(chunk: list[list[Any]], heading: Heading, first_row: int) -> pl.DataFrame:
    columns = list(zip(*chunk, strict=True))
    numbers = pl.int_range(first_row, first_row + len(chunk), dtype=pl.UInt32, eager=True)
    wanted = {name: _column(columns[place]) for place, name in heading.columns.items()}
    frame = _numbers_as_text(pl.DataFrame({ROW: numbers, **wanted}))
    if 0 in heading.columns:
        return frame
    # The template's example row says so in its first cell, a column that holds nothing else.
    notes = column_text(columns[0]).str.strip_chars_start().str.to_uppercase()
    return frame.filter(~notes.str.starts_with(EXAMPLE).fill_null(value=False))


def column_text(cells: Sequence[Any]) -> pl.Series:
    """A column of cells as text."""
    return _numbers_as_text(_column(cells).to_frame("cells")).to_series()


def _column(cells: Sequence[Any]) -> pl.Series:
    """A column of cells as text, or as the numbers that all of them are; whole columns of one
    kind are converted at once.
    """
    filled, kinds = cells, set(map(type, cells))
    if str in kinds:
        filled = [None if cell == "" else cell for cell in cells]
        kinds = set(map(type, filled)) - {NoneType}
    if kinds <= {str}:
        return pl.Series(filled, dtype=pl.String)
    if kinds <= {float, int}:
        return pl.Series(filled, dtype=pl.Float64)
    if kinds == {date}:
        return pl.Series(filled, dtype=pl.Date).cast(pl.String)
    return pl.Series([_text(cell) or None for cell in cells], dtype=pl.String)


def _numbers_as_text(frame: pl.DataFrame) -> pl.DataFrame:
    """The columns of numbers as text; those that hold whole numbers only, at once."""
    names = [name for name, kind in frame.schema.items() if kind == pl.Float64]
    if not names:
        return frame
    number = pl.col(names)
    is_whole = (number == number.floor()) & (number.abs() < 1e15)
    whole = frame.select(is_whole.fill_null(value=True).all())
    plain = [name for name in names if whole.get_column(name).item()]
    other = [name for name in names if name not in plain]
    return frame.with_columns(
        pl.col(plain).cast(pl.Int64).cast(pl.String),
        pl.col(other).map_elements(_number, return_dtype=pl.String),
    )


def _number(value: float) -> str:
    """A number as it was meant; from 10^15 on Excel has lost digits, which must show."""
    if abs(value) >= 1e15:
        return f"{value:E}"
    return str(int(value)) if value == int(value) else repr(value)


def _text(cell: Any) -> str:
    match cell:
        case str():
            return cell
        case bool():
            return "ya" if cell else "tidak"
        case int() | float():
            return _number(float(cell))
        case datetime():
            return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
        case time() if cell == time():
            return _DAY_ZERO  # as a date cell holds the number 0
        case date() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell)
        case _:
            return ""
