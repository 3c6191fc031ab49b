"""What may be stored as evidence: PDF, JPEG, PNG, HEIC and WebP of at most 15 MB, nothing else.

The ending of the name, the first bytes and (for images, in `rules.photos`) the decoder must agree;
a file that is two things at once is refused. Source: `design/security.md` §4.5, items 35–37.
"""

import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from naikkelas.registry.rules import pdfs

LARGEST = 15 * 1024 * 1024
PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
HEIC, WEBP = "image/heic", "image/webp"  # of iPhones; of messengers that handed a photo on
IMAGES = frozenset({JPEG, PNG, HEIC, WEBP})
PHOTOS_IN_WORDS = "JPEG, PNG, HEIC, atau WebP"
TAKEN_IN_WORDS = f"PDF, {PHOTOS_IN_WORDS}"

_ENDINGS = {
    "pdf": PDF,
    "jpg": JPEG,
    "jpeg": JPEG,
    "png": PNG,
    "heic": HEIC,
    "heif": HEIC,
    "webp": WEBP,
}
ACCEPT_PHOTOS = ",".join((*(f".{end}" for end in _ENDINGS if end != "pdf"), *sorted(IMAGES)))
ACCEPT = f".pdf,{PDF},{ACCEPT_PHOTOS}"
"""For the file control; the server decides."""
_NAMES = {PDF: "PDF", JPEG: "JPEG", PNG: "PNG", HEIC: "HEIC", WEBP: "WebP"}
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1"})
_WHAT_TO_SEND = f"Kirim {TAKEN_IN_WORDS}, paling besar 15 MB."
_BROKEN = "Berkas ini rusak atau terpotong. Buka dahulu di ponsel, lalu kirim lagi."
_TWO_THINGS = (
    "Berkas ini berisi lebih dari satu jenis isi, jadi tidak diterima. "
    "Foto atau pindai ulang dokumennya, lalu kirim hasilnya."
)
_PAGE = re.compile(rb"<script[\s>]|<!doctype\s+html|<html[\s>]|<svg[\s>]|<\?php", re.IGNORECASE)
_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"PK\x05\x06")
_ZIP_END, _ZIP_TAIL = b"PK\x05\x06", 22 + 0xFFFF


class Unfit(ValueError):
    """A file that is not taken; the text says in plain words why, and what to do."""


@dataclass(frozen=True, slots=True)
class Upload:
    """What somebody sends: the name that it has with them, and its bytes."""

    name: str
    content: bytes


def kind_of(upload: Upload) -> str:
    """The content type of a file whose name and bytes agree; `Unfit` for all others."""
    if not upload.content:
        raise Unfit("Berkas ini kosong (0 byte). Pilih berkas lain.")
    if len(upload.content) > LARGEST:
        raise Unfit(f"Berkas ini lebih besar dari 15 MB. {_WHAT_TO_SEND}")
    ending = upload.name.rpartition(".")[2].lower() if "." in upload.name else ""
    told = _ENDINGS.get(ending)
    if told is None:
        shown = f"“.{shown_name(ending)[:8]}”" if ending else "tanpa akhiran"
        raise Unfit(f"Jenis berkas {shown} tidak diterima. {_WHAT_TO_SEND}")
    found = _by_first_bytes(upload.content)
    if found is None:
        raise Unfit(f"Isi berkas ini bukan {_NAMES[told]}. {_WHAT_TO_SEND}")
    if found != told:
        raise Unfit(
            f"Berkas ini bernama .{ending}, tetapi isinya {_NAMES[found]}. "
            "Kirim berkas aslinya, atau ganti akhiran namanya."
        )
    _insist_on_one_thing(upload.content, found)
    return found


def photo_name(content: bytes) -> str:
    """A name of ours for a photo, with the ending that its first bytes promise."""
    found = _by_first_bytes(content) or JPEG
    return f"foto.{next(ending for ending, kind in _ENDINGS.items() if kind == found)}"


def _by_first_bytes(content: bytes) -> str | None:
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        return HEIC
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return WEBP
    return PDF if re.match(rb"%PDF-[12]\.\d", content) else None


def _insist_on_one_thing(content: bytes, kind: str) -> None:
    """Refuse what some other program would read as something else."""
    if _ends_as_zip(content):
        raise Unfit(_TWO_THINGS)
    if kind == PDF:
        if _PAGE.search(content) or any(mark in content for mark in _ARCHIVES):
            raise Unfit(_TWO_THINGS)
        if b"%%EOF" not in content[-2048:]:
            raise Unfit(_BROKEN)
        if fault := pdfs.fault_of(content):
            raise Unfit(fault)
    elif b"%PDF-" in content[:1024] or _PAGE.search(content):
        raise Unfit(_TWO_THINGS)


def _ends_as_zip(content: bytes) -> bool:
    """Whether a zip reader would find a directory at the end (a true one, not chance bytes)."""
    tail = content[-_ZIP_TAIL:]
    at = tail.rfind(_ZIP_END)
    if at < 0 or len(tail) < at + 22:
        return False
    comment = int.from_bytes(tail[at + 20 : at + 22], "little")
    return at + 22 + comment <= len(tail) and b"PK\x01\x02" in content


def shown_name(name: str) -> str:
    """A file name without what could disturb a page or a log: controls, directions, length."""
    plain = "".join(letter for letter in name if letter.isprintable())
    plain = re.sub(r"[/\\<>:\"|?*]", "_", plain).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[:110]}{dot}{ending[:8]}" if dot else plain[:120]


def scan(path: Path, command: Sequence[str], seconds: float = 30) -> None:
    """Show a file to a scanner such as `clamdscan`: 0 is clean, 1 infected, all else no answer.

    Without an answer nothing is stored: the scanner was asked for.
    """
    try:
        done = subprocess.run(
            [*command, str(path)], timeout=seconds, capture_output=True, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        done = None
    if done is None or done.returncode not in {0, 1}:
        raise Unfit(
            "Berkas belum dapat diperiksa dari virus, jadi tidak disimpan. "
            "Coba lagi nanti, atau hubungi operator kabupaten."
        )
    if done.returncode == 1:
        raise Unfit(
            "Pemeriksa virus menolak berkas ini, jadi tidak disimpan. Kirim berkas yang lain."
        )
