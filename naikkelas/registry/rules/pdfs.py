"""What a PDF holds besides pages: programs, other files, a lock, a second archive.

No PDF is rendered here; it is stored as it is and handed out as a download. So it is read as
cautiously as a viewer reads it generously: names are decoded (`/J#61vaScript`), and objects that
are packed in compressed streams are unpacked with bounded memory. What cannot be looked into is
not taken. Source: ISO 32000-1, 7.3.5 (names), 7.5.7 (object streams), 7.6 (encryption).
"""

import re
import zlib
from collections.abc import Iterator

MOST_UNPACKED = 64 * 1024 * 1024
LONGEST_DICTIONARY = 4096

LOCKED = (
    "PDF ini dikunci dengan kata sandi atau sandi izin, jadi isinya tidak dapat diperiksa. "
    "Simpan salinan tanpa kunci atau foto halamannya, lalu kirim hasilnya."
)
ACTIVE = (
    "PDF ini berisi program atau berkas lain di dalamnya, jadi tidak diterima. "
    "Cetak ke PDF baru atau foto halamannya, lalu kirim hasilnya."
)
HIDDEN = (
    "Bagian PDF ini tersimpan dengan cara yang tidak dapat diperiksa, jadi tidak diterima. "
    "Cetak ke PDF baru atau foto halamannya, lalu kirim hasilnya."
)

_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_RUNS = re.compile(
    rb"/(JavaScript|Launch|EmbeddedFiles?|FileAttachment|RichMedia|SubmitForm|ImportData|GoToE"
    rb"|XFA)(?![A-Za-z0-9])"
)
_LOCK = re.compile(rb"/Encrypt(?![A-Za-z0-9])")
_STREAM = re.compile(rb"stream\r?\n")
_PACKED = re.compile(rb"/(ObjStm|First)(?![A-Za-z0-9])")
_OTHER_FILTER = re.compile(rb"/(LZW|ASCII\w*|ASCIIHex|RunLength|Crypt|JBIG2|DCT|JPX|CCITT\w*)")
_PREDICTED = re.compile(rb"/Predictor\s+(?!1\b)")


def fault_of(content: bytes) -> str:
    """Why a PDF is not taken, in plain words; empty for one with nothing but pages."""
    plain = _decoded(content)
    if _LOCK.search(plain):
        return LOCKED
    if _RUNS.search(plain):
        return ACTIVE
    left = MOST_UNPACKED
    for dictionary, start in _packed_streams(content):
        unpacked = _unpacked(dictionary, content, start, left)
        if unpacked is None:
            return HIDDEN
        left -= len(unpacked)
        if _RUNS.search(_decoded(unpacked)):
            return ACTIVE
    return ""


def _decoded(content: bytes) -> bytes:
    """With `#61` in names as the letter that it stands for."""
    return (
        _HEX.sub(lambda found: bytes([int(found[1], 16)]), content) if b"#" in content else content
    )


def _packed_streams(content: bytes) -> Iterator[tuple[bytes, int]]:
    """The dictionary and the start of every stream that holds objects."""
    for found in _STREAM.finditer(content):
        if content[found.start() - 3 : found.start()] == b"end":
            continue
        begin = max(content.rfind(b"obj", 0, found.start()), found.start() - LONGEST_DICTIONARY)
        dictionary = _decoded(content[begin : found.start()])
        if _PACKED.search(dictionary):
            yield dictionary, found.end()


def _unpacked(dictionary: bytes, content: bytes, start: int, left: int) -> bytes | None:
    """The objects of a stream; None where they cannot be looked into."""
    if _OTHER_FILTER.search(dictionary) or _PREDICTED.search(dictionary):
        return None
    if b"/FlateDecode" not in dictionary:
        # Its filter may stand in another object; without any the whole file was searched already.
        return None if b"/Filter" in dictionary else b""
    if dictionary.count(b"/FlateDecode") > 1:
        return None
    unpacking = zlib.decompressobj()
    try:
        unpacked = unpacking.decompress(content[start:], left + 1)
    except zlib.error:
        return None
    return None if len(unpacked) > left else unpacked
