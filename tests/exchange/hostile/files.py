"""Files as they should never come: workbooks made by hand, part by part, and office containers."""

import struct
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter

from naikkelas.exchange.rules import reading
from naikkelas.exchange.rules.reading import Read
from naikkelas.exchange.rules.tables import Limits

BROWSER = Limits(rows=200_000, bytes=25 * 1024 * 1024)
HEADINGS = ("id", "kode_desa", "nama", "tanggal_pencanangan")
GOOD_ROW = ("137", "91.37.01.2001", "Sukamaju", "2018-05-07")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def read(path: Path, name: str = "", limits: Limits = BROWSER) -> Read:
    """What becomes of one uploaded file that a person calls `name`."""
    return reading.read([(path, name or path.name)], limits, path.parent)


def refusal(path: Path, name: str = "", limits: Limits = BROWSER) -> dict[str, Any]:
    """The one finding of a file of which nothing may be read."""
    result = read(path, name, limits)
    assert not result.tables
    assert len(result.findings) == 1
    found = result.findings[0]
    assert found["severity"] == "berkas"
    assert found["file"] == (name or path.name)
    assert found["message"].endswith(".")
    assert found["remedy"].endswith(".")
    return found


def rows_of(read: Read) -> list[dict[str, Any]]:
    """All rows of all tables, as text."""
    return [row for table in read.tables for row in table.whole().to_dicts()]


def workbook(path: Path, *rows: Sequence[Any], sheet: str = "Kampung", **options: Any) -> Path:
    """An honest workbook of one sheet."""
    with xlsxwriter.Workbook(path, options) as book:
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return path


def made_by_hand(
    path: Path,
    sheet: str,
    *,
    more: Mapping[str, bytes] | None = None,
    properties: str = "",
) -> Path:
    """A workbook whose only sheet, Kampung, is exactly this XML; `more` are further parts."""
    parts: dict[str, bytes] = {
        "[Content_Types].xml": _types().encode(),
        "_rels/.rels": _relation("officeDocument", "xl/workbook.xml").encode(),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{properties}'
            '<sheets><sheet name="Kampung" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ).encode(),
        "xl/_rels/workbook.xml.rels": _relation("worksheet", "worksheets/sheet1.xml").encode(),
        "xl/worksheets/sheet1.xml": sheet.encode(),
        **(more or {}),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def sheet_of(*rows: str, dimension: str = "") -> str:
    """A sheet from its rows, each the XML of its cells."""
    body = "".join(f'<row r="{number}">{cells}</row>' for number, cells in enumerate(rows, 1))
    size = f'<dimension ref="{dimension}"/>' if dimension else ""
    return f'<worksheet xmlns="{MAIN}">{size}<sheetData>{body}</sheetData></worksheet>'


def cells(row: int, *values: str) -> str:
    """Text cells from column A on."""
    return "".join(
        f'<c r="{chr(65 + place)}{row}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
        for place, value in enumerate(values)
    )


def _types() -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="{kind}.worksheet+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/></Types>'
    )


def _relation(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONS}/{kind}" Target="{target}"/></Relationships>'
    )


_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def locked_with_password(path: Path) -> Path:
    """What Excel saves under a password: an OLE container with the encrypted package in it."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, 1, 1, 0, 4096, _END, 0, _END, 0)
    header += struct.pack("<109I", 0, *[_FREE] * 108)
    # Sector 0 is the table of sectors, 1 the directory, 2 to 9 and 10 to 17 the two streams.
    chain = [_FAT, _END, *range(3, 10), _END, *range(11, 18), _END]
    table = struct.pack("<128I", *chain, *[_FREE] * (128 - len(chain)))
    directory = b"".join(
        [
            _entry("Root Entry", 5, child=1),
            _entry("EncryptedPackage", 2, right=2, start=2, size=4096),
            _entry("EncryptionInfo", 2, start=10, size=4096),
            _entry("", 0),
        ]
    )
    path.write_bytes(header + table + directory + bytes(16 * _SECTOR))
    return path


def _entry(
    name: str,
    kind: int,
    *,
    right: int = _FREE,
    child: int = _FREE,
    start: int = _END,
    size: int = 0,
) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0" if name else b""
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBB3I", len(text), kind, 1, _FREE, right, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
