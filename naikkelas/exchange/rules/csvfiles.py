"""CSV as it comes from offices: any of four encodings, three separators, three line ends.

A clean file (UTF-8, rectangular, quotes in place) is left to Polars; any other is first written
anew in that form, by the strict reader of the standard library, which also names the line where
a quote is wrong. So the rest of the import knows one kind of file.
"""

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import polars as pl

from naikkelas.exchange.rules import headers
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

_BLOCK = 1 << 20
_BATCH = 16 << 20
_CAREFUL_UP_TO = 64 * 1024 * 1024
"""Files with quotes are read by the strict reader up to this size (about three seconds)."""
_CELL = 1 << 20
_MAX_COLUMNS = 1_000
_NEWLINE = ord("\n")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# A letter in UTF-8; in Windows-1252 these bytes would be two or three signs in a row, as in "Ã©".
_UTF8_LETTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
# A quote that neither opens nor closes a cell and is not doubled.
_STRAY_QUOTE = re.compile(rb'(?<![,;\t\r\n"])"(?![,;\t\r\n"])')


@dataclass
class _Seen:
    """What one pass over the bytes has shown."""

    encoding: str
    first_line: bytes = b""
    quotes: int = 0
    stray: bool = False
    newlines: int = 0
    returns: int = 0
    separators: dict[bytes, int] = field(
        default_factory=lambda: dict.fromkeys((b",", b";", b"\t"), 0)
    )
    ends_with_newline: bool = True
    odd_line: int | None = None
    """The first line that is not UTF-8."""
    utf8_letters: bool = False


def read(path: Path, name: str, limits: Limits, work: Path) -> tuple[list[Table], list[Any]]:
    """The one table of a CSV file, and soft notes about how it was read."""
    seen = _look(path)
    delimiter = _delimiter(seen)
    notes = _notes(seen, name)
    problems: list[dict[str, Any]] = []
    if not _is_clean(seen, delimiter, path):
        path, problems = _write_anew(path, name, seen.encoding, delimiter, work)
        delimiter = ","
    cells = _header(path, delimiter)
    if len(cells) > _MAX_COLUMNS:
        raise Unreadable(
            "terlalu_banyak_kolom",
            f"Berkas mempunyai {len(cells)} kolom, paling banyak {_MAX_COLUMNS}.",
            "Hapus kolom kosong di kanan tabel, lalu simpan ulang sebagai CSV.",
            row=1,
        )
    heading = headers.match(cells, file=name)
    table = Table(
        name,
        "",
        heading.layout.code,
        frozenset(heading.columns.values()),
        path.stat().st_size,
        lambda: _batches(path, delimiter, cells, heading.columns),
    )
    _insist_on_rows(table, limits, is_doubtful=seen.quotes > 0)
    return [table], [*notes, *heading.notes, *problems]


def grid(path: Path, name: str, limits: Limits, work: Path) -> tuple[list[Table], list[Any]]:
    """All cells as text, whatever the headings are; rows of different lengths are filled up."""
    seen = _look(path)
    mark = _delimiter(seen) or ","
    try:
        with path.open(encoding=seen.encoding, newline="") as file:
            rows = [
                [cell.strip() or None for cell in row] for row in csv.reader(file, delimiter=mark)
            ]
    except (csv.Error, UnicodeError) as error:
        raise Unreadable(
            "csv_rusak",
            "Berkas ini tidak dapat dibaca sebagai CSV.",
            "Buka di Excel, simpan sebagai “CSV UTF-8”, lalu unggah lagi.",
        ) from error
    width = max(map(len, rows), default=0)
    if limits.rows is not None and len(rows) > limits.rows:
        raise too_many_rows(len(rows), limits.rows)
    if width > _MAX_COLUMNS:
        raise Unreadable(
            "terlalu_banyak_kolom",
            f"Berkas mempunyai {width} kolom, paling banyak {_MAX_COLUMNS}.",
            "Hapus kolom kosong di kanan tabel, lalu simpan ulang sebagai CSV.",
        )
    names = [f"k{place:04}" for place in range(width)]
    filled = [row + [None] * (width - len(row)) for row in rows]
    frame = pl.DataFrame(filled, schema=dict.fromkeys(names, pl.String), orient="row")
    frame = frame.with_row_index(ROW, offset=1)
    target = own_path(work, ".parquet")
    frame.write_parquet(target, compression="lz4")
    return [stored(target, name, "", "kisi", int(frame.estimated_size()))], []


def _look(path: Path) -> _Seen:
    with path.open("rb") as file:
        head = file.read(4)
        seen = _Seen(next((code for mark, code in _MARKS if head.startswith(mark)), "utf-8"))
        if seen.encoding == "utf-16":
            _decode_all(path, "utf-16")
            return seen
        file.seek(0)
        _look_at_blocks(file, seen)
    _insist_on_one_encoding(seen)
    return seen


def _look_at_blocks(file: Any, seen: _Seen) -> None:
    decoder = codecs.getincrementaldecoder("utf-8")()
    line = 1
    while block := file.read(_BLOCK):
        if b"\0" in block:
            place = line + block[: block.index(0)].count(b"\n")
            raise Unreadable(
                "karakter_nul",
                f"Berkas berisi karakter NUL di sekitar baris {place}.",
                "Simpan ulang dari Excel sebagai “CSV UTF-8”.",
            )
        if len(block) == _BLOCK and b"\n" not in block and b"\r" not in block:
            raise _too_long(line)
        if seen.odd_line is None:
            try:
                decoder.decode(block)
            except UnicodeDecodeError as error:
                seen.odd_line = line + block[: error.start].count(b"\n")
        if not seen.utf8_letters and not block.isascii():
            seen.utf8_letters = _UTF8_LETTER.search(block) is not None
        _count(block, seen)
        line += block.count(b"\n")
    if seen.odd_line is None and decoder.getstate()[0]:
        raise Unreadable(
            "huruf_terpotong",
            f"Berkas berakhir di tengah satu huruf (baris {line}); mungkin terpotong.",
            "Salin ulang berkas asalnya, atau simpan ulang dari Excel sebagai “CSV UTF-8”.",
            row=line,
        )


def _insist_on_one_encoding(seen: _Seen) -> None:
    """Settle on Windows-1252 where UTF-8 does not fit, unless letters would be garbled by that."""
    if seen.odd_line is None:
        return
    if seen.utf8_letters or seen.encoding != "utf-8":
        raise Unreadable(
            "pengodean_campuran",
            f"Huruf di baris {seen.odd_line} memakai pengodean lain daripada bagian lain berkas.",
            "Perbaiki huruf di baris itu, lalu simpan ulang dari Excel sebagai “CSV UTF-8”.",
            row=seen.odd_line,
        )
    seen.encoding = "cp1252"


def _too_long(line: int) -> Unreadable:
    return Unreadable(
        "baris_terlalu_panjang",
        f"Baris {line} lebih panjang dari 1 MB; ini bukan tabel CSV.",
        "Periksa berkas asal, lalu simpan ulang sebagai CSV.",
        row=line,
    )


def _count(block: bytes, seen: _Seen) -> None:
    if not seen.first_line:
        seen.first_line = re.split(rb"[\r\n]", block.removeprefix(codecs.BOM_UTF8), maxsplit=1)[0]
    seen.quotes += block.count(b'"')
    seen.stray = seen.stray or (seen.quotes > 0 and _STRAY_QUOTE.search(block) is not None)
    seen.newlines += block.count(b"\n")
    seen.returns += block.count(b"\r")
    for mark in seen.separators:
        seen.separators[mark] += block.count(mark)
    seen.ends_with_newline = block.endswith(b"\n")


def _delimiter(seen: _Seen) -> str:
    """The separator that the header row uses most; a comma where there is none."""
    if seen.encoding == "utf-16":
        return ""
    counts = {mark: seen.first_line.count(mark) for mark in seen.separators}
    best = max(counts, key=lambda mark: counts[mark])
    return best.decode() if counts[best] else ","


def _is_clean(seen: _Seen, delimiter: str, path: Path) -> bool:
    if not seen.encoding.startswith("utf-8") or (seen.returns and not seen.newlines):
        return False
    if seen.quotes:
        large = path.stat().st_size > _CAREFUL_UP_TO
        return large and not seen.stray and seen.quotes % 2 == 0
    lines = seen.newlines + (not seen.ends_with_newline)
    columns = seen.first_line.count(delimiter.encode()) + 1
    if seen.separators[delimiter.encode()] != lines * (columns - 1):
        return False
    # One row too short and one too long add up; only a look at each line tells.
    with path.open("rb") as file:
        return _has_rows_of(columns, file, ord(delimiter))


def _has_rows_of(columns: int, file: BinaryIO, delimiter: int) -> bool:
    """Whether each line has so many cells: each line end is that many marks after the last."""
    since, is_ended = 0, True
    while block := file.read(_BLOCK):
        signs = np.frombuffer(block, np.uint8)
        is_ended = bool(signs[-1] == _NEWLINE)
        marks = signs[(signs == delimiter) | (signs == _NEWLINE)]
        ends = np.flatnonzero(marks == _NEWLINE)
        if ends.size == 0:
            since += marks.size
            continue
        if not (np.diff(ends, prepend=-1 - since) == columns).all():
            return False
        since = int(marks.size - 1 - ends[-1])
    # The last line may lack its end.
    return since == (0 if is_ended else columns - 1)


def _notes(seen: _Seen, name: str) -> list[dict[str, Any]]:
    if seen.encoding in {"utf-8", "utf-8-sig"}:
        return []
    shown = {"cp1252": "Windows-1252", "utf-16": "UTF-16"}[seen.encoding]
    return [
        finding(
            name,
            Severity.SOFT,
            "pengodean",
            f"Berkas memakai pengodean {shown}; huruf dibaca dengan pengodean itu.",
            "Periksa nama yang memakai huruf khusus pada pratinjau.",
        )
    ]


def _decode_all(path: Path, encoding: str) -> None:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                text = decoder.decode(block)
                if "\0" in text:
                    raise Unreadable(
                        "karakter_nul",
                        "Berkas berisi karakter NUL.",
                        "Simpan ulang dari Excel sebagai “CSV UTF-8”.",
                    )
            decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise _undecodable(encoding) from error


def _undecodable(encoding: str) -> Unreadable:
    return Unreadable(
        "pengodean_rusak",
        f"Huruf dalam berkas tidak dapat dibaca ({encoding}).",
        "Simpan ulang dari Excel sebagai “CSV UTF-8”.",
    )


def _write_anew(
    path: Path, name: str, encoding: str, delimiter: str, work: Path
) -> tuple[Path, list[dict[str, Any]]]:
    """The same cells as a clean file, and the rows that had too many or too few."""
    target = own_path(work, ".csv")
    problems: list[dict[str, Any]] = []
    try:
        with (
            path.open(encoding=encoding, newline=None) as source,
            target.open("w", encoding="utf-8", newline="") as result,
        ):
            rows = _strict_rows(source, delimiter)
            writer = csv.writer(result, lineterminator="\n")
            width = 0
            for number, row in enumerate(rows, 1):
                width = width or len(row)
                if len(row) != width and any(row):
                    problems.append(_ragged(name, number, len(row), width))
                    row = []
                writer.writerow(row if len(row) == width else [""] * width)
    except UnicodeDecodeError as error:
        raise _undecodable(encoding) from error
    return target, problems


def _strict_rows(source: Any, delimiter: str) -> Iterator[list[str]]:
    if not delimiter:
        start = source.readline()
        delimiter = max(",;\t", key=start.count)
        source.seek(0)
    csv.field_size_limit(_CELL)
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    last = 0
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "field larger" in str(error):
                raise _too_long(last + 1) from error
            raise Unreadable(
                "tanda_kutip",
                f"Tanda kutip tidak pada tempatnya di baris {last + 1}.",
                'Tutup kutip yang terbuka, atau gandakan kutip di dalam teks ("").',
                row=last + 1,
            ) from error
        last = reader.line_num
        yield row


def _ragged(name: str, row: int, count: int, width: int) -> dict[str, Any]:
    return finding(
        name,
        Severity.HARD,
        "jumlah_kolom",
        f"Baris ini berisi {count} kolom, seharusnya {width}.",
        "Periksa tanda pemisah dan tanda kutip di baris ini.",
        row=row,
    )


def _header(path: Path, delimiter: str) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return next(csv.reader(file, delimiter=delimiter), [])


def _batches(
    path: Path, delimiter: str, cells: list[str], columns: dict[int, str]
) -> Iterator[pl.DataFrame]:
    """The recognised columns as text with row numbers; rows of nothing are left out."""
    names = [columns.get(position, f"_{position}") for position in range(len(cells))]
    wanted = list(columns.values())
    row = 1
    with path.open("rb") as file:
        for block in _records(file):
            frame = pl.read_csv(
                block,
                has_header=False,
                schema=dict.fromkeys(names, pl.String),
                separator=delimiter,
                row_index_name=ROW,
                row_index_offset=row,
                raise_if_empty=False,
            )
            row += frame.height
            yield (
                frame.select(pl.col(ROW).cast(pl.UInt32), *wanted)
                .filter(pl.col(ROW) > 1)
                .filter(pl.any_horizontal(pl.col(wanted).is_not_null()))
            )


def _records(file: BinaryIO) -> Iterator[bytes]:
    """Blocks of whole records: cut at a line end that no open quote encloses."""
    rest = b""
    while block := file.read(_BATCH):
        block = rest + block
        cut = block.rfind(b"\n") + 1
        while cut and block.count(b'"', 0, cut) % 2:
            cut = block.rfind(b"\n", 0, cut - 1) + 1
        rest = block[cut:]
        if cut:
            yield block[:cut]
    if rest:
        yield rest


def _insist_on_rows(table: Table, limits: Limits, *, is_doubtful: bool) -> None:
    """Read through the table where its length matters or its quotes may mislead."""
    if limits.rows is None and not is_doubtful:
        return
    try:
        count = sum(batch.height for batch in table.batches())
    except pl.exceptions.ComputeError as error:
        raise Unreadable(
            "jumlah_kolom",
            "Ada baris dengan terlalu banyak kolom, atau tanda kutip yang tidak pada tempatnya.",
            "Periksa tanda pemisah dan tanda kutip, lalu simpan ulang sebagai CSV.",
        ) from error
    if limits.rows is not None and count > limits.rows:
        raise too_many_rows(count, limits.rows)


def too_many_rows(count: int, allowed: int, sheet: str = "") -> Unreadable:
    """The refusal of a table that is too long for the browser."""
    number, most = f"{count:,}".replace(",", "."), f"{allowed:,}".replace(",", ".")
    return Unreadable(
        "terlalu_banyak_baris",
        f"Berkas berisi {number} baris, paling banyak {most}.",
        "Bagi berkas menjadi beberapa bagian, atau minta pengelola memakai baris perintah.",
        sheet=sheet,
    )
