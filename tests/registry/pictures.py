"""Generated files for the tests of evidence: no photo of anybody is kept in the repository."""

import io
from typing import Any

import numpy as np
from PIL import Image

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
DATE_TAKEN, EXIF_IFD, GPS_IFD, ORIENTATION, MAKER = 0x9003, 0x8769, 0x8825, 0x0112, 0x010F


def scene(seed: int, width: int = 640, height: int = 480) -> Image.Image:
    """A smooth picture with light and shade in large shapes, as photos have them."""
    small = np.random.default_rng(seed).integers(0, 255, (12, 16, 3), dtype=np.uint8)
    return Image.fromarray(small).resize((width, height), Image.Resampling.BICUBIC)


def grainy(picture: Image.Image, strength: int = 19) -> Image.Image:
    """A picture with the grain of a cheap camera in poor light; its sides are whole hundreds."""
    tile = np.random.default_rng(7).normal(0, strength, (100, 100, 3)).astype(np.int16)
    grain = np.tile(tile, (picture.height // 100, picture.width // 100, 1))
    grain += np.asarray(picture)
    return Image.fromarray(grain.clip(0, 255).astype(np.uint8))


def encoded(picture: Image.Image, kind: str = "JPEG", **how: Any) -> bytes:
    """The bytes of a picture."""
    if kind == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener()
    target = io.BytesIO()
    picture.save(target, kind, **how)
    return target.getvalue()


def with_metadata(taken: str = "2025:06:14 10:11:12", turned: int = 6) -> Image.Exif:
    """What a phone writes into a photo: its maker, the day, which way is up, and where it was."""
    exif = Image.Exif()
    exif[MAKER], exif[ORIENTATION] = "Ponsel Uji", turned
    exif.get_ifd(EXIF_IFD)[DATE_TAKEN] = taken
    exif.get_ifd(GPS_IFD)[1] = "S"
    exif.get_ifd(GPS_IFD)[2] = (3.0, 47.0, 31.0)
    return exif
