"""Files of any kind into tables of text, each refused in plain words when it is something else."""

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from naikkelas.exchange.rules import csvfiles, workbooks
from naikkelas.exchange.rules.tables import Limits, Table, Unreadable

WORKBOOKS = {".xlsx", ".xlsm", ".xls", ".ods"}
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_AGAIN = "Buka di Excel, simpan sebagai .xlsx atau “CSV UTF-8”, lalu unggah lagi."


@dataclass(frozen=True)
class Read:
    """The tables of all files, and what there is to say about the files."""

    tables: list[Table]
    findings: list[dict[str, Any]]


def read(
    files: Sequence[tuple[Path, str]],
    limits: Limits,
    work: Path,
    progress: Callable[[int, str], None] | None = None,
    *,
    as_grid: bool = False,
) -> Read:
    """Read each file (where it lies, what the person calls it); a file that cannot be read is
    told among the findings and does not stop the others.

    `as_grid` reads all cells without knowing the columns, for a mapping.
    """
    tables: list[Table] = []
    findings: list[dict[str, Any]] = []
    for number, (path, name) in enumerate(files):
        if progress:
            progress(100 * number // len(files), f"Membaca {name}")
        try:
            found, notes = _read_one(path, name, limits, work, as_grid=as_grid)
        except Unreadable as answer:
            findings.append(answer.finding(name))
        else:
            tables += found
            findings += notes
    return Read(tables, findings)


def _read_one(
    path: Path, name: str, limits: Limits, work: Path, *, as_grid: bool
) -> tuple[list[Table], list[dict[str, Any]]]:
    size = path.stat().st_size
    if size == 0:
        raise Unreadable("berkas_kosong", "Berkas kosong (0 byte).", "Unggah berkas yang berisi.")
    if limits.bytes is not None and size > limits.bytes:
        raise Unreadable(
            "berkas_terlalu_besar",
            f"Berkas {-(-size // 2**20)} MB, paling banyak {limits.bytes // 2**20} MB.",
            "Bagi berkas, atau minta pengelola memakai baris perintah.",
        )
    with path.open("rb") as file:
        head = file.read(1024)
    named_workbook = Path(name).suffix.lower() in WORKBOOKS
    if head.startswith((_ZIP, _OLE)):
        if not named_workbook:
            raise Unreadable(
                "nama_dan_isi_berbeda",
                "Isi berkas adalah buku kerja Excel, tetapi namanya bukan.",
                "Ubah akhiran nama menjadi .xlsx, lalu unggah lagi.",
            )
        read_book = workbooks.grid if as_grid else workbooks.read
        return read_book(path, name, limits, work, is_ole=head.startswith(_OLE))
    _refuse_html(head)
    _refuse_binary(head)
    if named_workbook:
        raise Unreadable(
            "nama_dan_isi_berbeda",
            "Berkas bernama buku kerja Excel, tetapi isinya teks (CSV).",
            "Ubah akhiran nama menjadi .csv, lalu unggah lagi.",
        )
    return (csvfiles.grid if as_grid else csvfiles.read)(path, name, limits, work)


def _refuse_html(head: bytes) -> None:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<head")):
        raise Unreadable(
            "halaman_web", "Isi berkas adalah halaman web, bukan tabel Excel atau CSV.", _SAVE_AGAIN
        )
    if start.startswith(b"%pdf"):
        raise Unreadable("pdf", "Isi berkas adalah PDF, bukan tabel Excel atau CSV.", _SAVE_AGAIN)


def _refuse_binary(head: bytes) -> None:
    """A program, a picture, an archive: a tenth of its bytes stands in no text but UTF-16 (NUL)."""
    strange = sum(0 < byte < 9 or 13 < byte < 32 for byte in head)
    if strange * 10 > len(head) and not head.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        raise Unreadable(
            "bukan_tabel", "Isi berkas bukan teks, jadi bukan tabel Excel atau CSV.", _SAVE_AGAIN
        )
