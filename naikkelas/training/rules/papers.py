"""The certificate as PDF, from a Typst page that gets all words as data. Pure."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any  # JSON values

import qrcode
import typst
from qrcode.image.svg import SvgPathFillImage

from naikkelas.lib.dates import id_date


@dataclass(frozen=True, slots=True)
class Printed:
    """All that a certificate says; `address` is its public page."""

    number: str
    name: str
    kampung: str
    kecamatan: str
    course: str
    held: str
    place: str
    hours: int
    score: int
    issued_on: date
    office: str
    address: str
    is_example: bool = False


def certificate_pdf(printed: Printed) -> bytes:
    """The bytes of the PDF: A4 across, tagged, with a QR code as vectors."""
    compiled: bytes = typst.compile(
        _page(),
        sys_inputs={"data": json.dumps(_data(printed), ensure_ascii=False)},
        ignore_system_fonts=True,
    )
    return compiled


@cache
def _page() -> bytes:
    return (files("naikkelas.training") / "reference" / "sertifikat.typ").read_bytes()


def _data(printed: Printed) -> dict[str, Any]:
    day = printed.issued_on
    return {
        "title": f"Sertifikat {printed.number}",
        "year": day.year,
        "month": day.month,
        "day": day.day,
        "issued": id_date(day),
        "qr": qr_code(printed.address),
        "hours": str(printed.hours),
        "score": str(printed.score),
        "example": printed.is_example,
        **{
            name: getattr(printed, name)
            for name in (
                *("number", "name", "kampung", "kecamatan", "course", "held", "place"),
                *("office", "address"),
            )
        },
    }


def qr_code(address: str) -> str:
    """An address as a QR code in SVG, dark on white."""
    drawn: str = qrcode.make(address, image_factory=SvgPathFillImage, border=2).to_string(
        encoding="unicode"
    )
    return drawn
