"""Photos as evidence: decoded and encoded anew without metadata, and known again when reused.

An image is decoded in a process of its own with bounded memory and time, with the one decoder that
its name and first bytes promise. What leaves is a JPEG of our own making; the day on which it was
taken is kept beside it, where it was taken is not. Source: `design/security.md` §4.5, item 36.

The fingerprint is the perceptual hash of Zauner, "Implementation and Benchmarking of Perceptual
Image Hash Functions" (2010), the DCT hash of pHash: 32 × 32 grey, the 8 × 8 lowest frequencies,
one bit for each that lies above their median. Recompressed or smaller copies differ in few bits.
"""

import io
import json
import os
import resource
import subprocess
import sys
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from naikkelas.lib.dates import month_end
from naikkelas.registry.rules.files import HEIC, JPEG, PNG, WEBP, Unfit

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

MOST_PIXELS = 40_000_000
LONGEST_SIDE = 1600
QUALITY = 82
MEMORY = 1536 * 1024**2
"""Address space of the child: 40 megapixels in three bytes, a few times over, and the libraries."""
SECONDS: float = 20
ALIKE = 6
"""Bits of 64 in which two photos may differ and still be one photo."""
FAR_DAYS = 30
FAR = timedelta(days=FAR_DAYS)
_SIDE, _LOW = 32, 8
_FLAT = 2.0
"""Grey levels of spread below which a picture (a blank page) has no fingerprint."""
_FORMATS = {JPEG: "JPEG", PNG: "PNG", HEIC: "HEIF", WEBP: "WEBP"}
_TAKEN, _EXIF_IFD, _CHANGED = 0x9003, 0x8769, 0x0132
_REFUSED, _NO_MEMORY = 65, 70

_BROKEN = "Gambar ini rusak atau terpotong. Buka dahulu di ponsel, lalu kirim lagi."
_MOVING = "Gambar ini bergerak. Kirim satu foto yang diam."
_TOO_WIDE = "Gambar ini terlalu besar: paling banyak 40 juta titik. Kecilkan, lalu kirim lagi."
_TOO_HEAVY = "Gambar ini terlalu berat untuk dibuka. Foto ulang atau kecilkan, lalu kirim lagi."


@dataclass(frozen=True, slots=True)
class Prepared:
    """A photo as it is stored: a JPEG without metadata, its fingerprint, the day it was taken."""

    content: bytes
    image_hash: int | None
    taken_on: date | None


# Fingerprints -----------------------------------------------------------------------------------


def _cosines() -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    """The lowest rows of the orthogonal DCT-II of 32 points (its scale changes no comparison)."""
    frequency, place = np.arange(_LOW)[:, None], np.arange(_SIDE)[None, :]
    return np.cos(np.pi * frequency * (2 * place + 1) / (2 * _SIDE))


def fingerprint(grey: "np.ndarray[tuple[int, int], np.dtype[np.float64]]") -> int | None:
    """The signed 64-bit hash of a 32 × 32 grey picture; None for one that shows nothing."""
    if float(grey.std()) < _FLAT:
        return None
    cosines = _cosines()
    low = (cosines @ grey @ cosines.T).ravel()
    usual = np.median(low[1:])  # the first is the brightness, which would pull the median
    bits = int("".join("1" if one > usual else "0" for one in low), 2)
    return bits - (1 << 64) if bits >= 1 << 63 else bits


def distance(one: int, other: int) -> int:
    """Bits in which two hashes differ.

    >>> distance(0b1011, 0b0010), distance(-1, 0)
    (2, 64)
    """
    return ((one ^ other) & ((1 << 64) - 1)).bit_count()


def alike(hashes: Sequence[int], others: Sequence[int]) -> list[tuple[int, int, int]]:
    """(place in the one, place in the others, bits) of all pairs that are one photo."""
    ours = np.array(hashes, dtype=np.int64)
    theirs = np.array(others, dtype=np.int64)
    found = []
    for place, own in enumerate(ours):
        bits = np.bitwise_count((theirs ^ own).view(np.uint64))
        found += [(place, int(at), int(bits[at])) for at in np.flatnonzero(bits <= ALIKE)]
    return found


def is_far(taken_on: date, month: date) -> bool:
    """Whether a photo was taken more than 30 days before or after the month that it is for.

    >>> is_far(date(2025, 5, 3), date(2025, 6, 1)), is_far(date(2025, 3, 3), date(2025, 6, 1))
    (False, True)
    """
    return not month.replace(day=1) - FAR <= taken_on <= month_end(month) + FAR


# Preparing, in a process of its own -------------------------------------------------------------


def prepare_apart(content: bytes, content_type: str) -> Prepared:
    """Decode and encode a photo in a child with bounded memory and time; `Unfit` in words."""
    command = [sys.executable, "-m", "naikkelas.registry.rules.photos", content_type]
    # Nothing of the environment but the way to our modules: it holds keys and addresses.
    environment = {"PYTHONPATH": os.pathsep.join(sys.path), "OPENBLAS_NUM_THREADS": "1"}
    try:
        done = subprocess.run(
            command,
            input=content,
            env=environment,
            timeout=SECONDS,
            capture_output=True,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Unfit(_TOO_HEAVY) from error
    if done.returncode == _REFUSED:
        raise Unfit(done.stdout.decode())
    if done.returncode:
        raise Unfit(_TOO_HEAVY)
    head, _, body = done.stdout.partition(b"\n")
    told = json.loads(head)
    taken = date.fromisoformat(told["taken_on"]) if told["taken_on"] else None
    return Prepared(body, told["image_hash"], taken)


def prepare(content: bytes, content_type: str) -> Prepared:
    """Decode with one decoder only, refuse what is too large, turn upright, encode anew."""
    from PIL import Image, ImageOps

    _register(content_type)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(io.BytesIO(content), formats=[_FORMATS[content_type]]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Unfit(_TOO_WIDE)
            if content_type == WEBP and getattr(picture, "is_animated", False):
                raise Unfit(_MOVING)
            taken_on = _taken_on(picture)
            if content_type == JPEG:
                picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            plain = _plain(ImageOps.exif_transpose(_smaller(picture)))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unfit(_TOO_WIDE) from error
    except Unfit:
        raise
    except (OSError, ValueError, SyntaxError, EOFError, RuntimeError) as error:
        raise Unfit(_BROKEN) from error
    target = io.BytesIO()
    plain.save(target, "JPEG", quality=QUALITY, optimize=True)
    return Prepared(target.getvalue(), fingerprint(_grey(plain)), taken_on)


def _register(content_type: str) -> None:
    if content_type == HEIC:
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False)


def _smaller(picture: "Picture") -> "Picture":
    """At most the longest side that is kept; the metadata still tell which way is up."""
    from PIL import Image

    exif = picture.getexif()
    picture.load()
    if picture.mode not in {"RGB", "L"}:
        clear = "A" in picture.mode or "transparency" in picture.info
        picture = picture.convert("RGBA" if clear else "RGB")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    picture.info["exif"] = exif.tobytes()
    return picture


def _plain(picture: "Picture") -> "Picture":
    """The colours on white, in a picture that has never seen any metadata."""
    from PIL import Image

    canvas = Image.new("RGB", picture.size, "white")
    mask = picture.getchannel("A") if picture.mode == "RGBA" else None
    canvas.paste(picture.convert("RGB"), mask=mask)
    return canvas


def _grey(picture: "Picture") -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    from PIL import Image

    small = picture.convert("L").resize((_SIDE, _SIDE), Image.Resampling.LANCZOS)
    return np.asarray(small, dtype=np.float64)


def _taken_on(picture: "Picture") -> date | None:
    """The day of the camera's clock, where the photo tells one."""
    try:
        exif = picture.getexif()
        text = str(exif.get_ifd(_EXIF_IFD).get(_TAKEN) or exif.get(_CHANGED) or "")
        year, month, day = (int(part) for part in text[:10].replace("-", ":").split(":"))
        return date(year, month, day)
    except Exception:  # metadata of strangers: whatever is wrong with it, there is no day
        return None


def main(content_type: str) -> None:
    """The child: read from standard input with bounded memory, answer on standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    cpu = int(SECONDS)
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes no file
    out = sys.stdout.buffer
    try:
        ready = prepare(sys.stdin.buffer.read(), content_type)
    except MemoryError:
        sys.exit(_NO_MEMORY)
    except Unfit as unfit:
        out.write(str(unfit).encode())
        out.flush()
        sys.exit(_REFUSED)
    taken = ready.taken_on.isoformat() if ready.taken_on else None
    out.write(json.dumps({"image_hash": ready.image_hash, "taken_on": taken}).encode() + b"\n")
    out.write(ready.content)


if __name__ == "__main__":
    main(sys.argv[1])
