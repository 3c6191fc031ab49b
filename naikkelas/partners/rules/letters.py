"""Letters in the official form: what an invitation and a request for support say.

The form (kop, nomor, sifat, lampiran, hal, Yth., isi, tanda tangan, tembusan) is that of an office
letter; the code of its classification and of the office are the office's own and typed by it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

NATURES = ("Biasa", "Penting", "Segera")
GAP = "……"
"""Where a person writes by hand."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a request asks for: what, where, by when, at what cost; as words."""

    title: str
    where: str
    until: str = ""
    cost: str = ""


def full_number(classification: str, number: int, office: str, year: int) -> str:
    """Classification, running number, office and year; what nobody typed stays to be written.

    >>> full_number("400.13", 7, "DPPKB", 2026), full_number("", 7, "", 2026)
    ('400.13/007/DPPKB/2026', '……/007/……/2026')
    """
    return f"{classification or GAP}/{number:03d}/{office or GAP}/{year}"


def invitation(
    *, title: str, day: str, hours: str, place: str, agenda: Sequence[str]
) -> tuple[str, ...]:
    """The paragraphs of an invitation; a line with " : " is one of its facts."""
    points = "; ".join(agenda)
    return (
        f"Dalam rangka percepatan Kampung Keluarga Berkualitas, kami mengundang Bapak/Ibu pada "
        f"{title}, yang dilaksanakan pada:",
        f"Hari, tanggal : {day}",
        f"Pukul : {hours}",
        f"Tempat : {place or GAP}",
        *([f"Acara : {points}"] if points else []),
        "Mengingat pentingnya acara, kami mengharapkan kehadiran Bapak/Ibu tepat waktu.",
        "Demikian, atas perhatian dan kehadirannya kami ucapkan terima kasih.",
    )


def request(partner: str, wanted: Sequence[Wanted]) -> tuple[str, ...]:
    """The paragraphs of a request for support; each need is a line that begins with its number."""
    return (
        "Dalam rangka pelaksanaan Instruksi Presiden Nomor 3 Tahun 2022 tentang Optimalisasi "
        "Penyelenggaraan Kampung Keluarga Berkualitas, kampung di wilayah kami memerlukan dukungan "
        f"lintas sektor. Untuk itu kami mohon kesediaan {partner} mendukung kegiatan berikut:",
        *(f"{number}. {_told(one)}" for number, one in enumerate(wanted, 1)),
        "Bentuk dan jumlah dukungan dapat disesuaikan dengan kemampuan Bapak/Ibu.",
        "Demikian, atas perhatian dan kerja samanya kami ucapkan terima kasih.",
    )


def _told(one: Wanted) -> str:
    more = [
        *([f"perkiraan biaya {one.cost}"] if one.cost else []),
        *([f"sebelum {one.until}"] if one.until else []),
    ]
    return f"{one.title}, {one.where}" + (f" ({', '.join(more)})" if more else "")


def facts_of(body: str) -> list[tuple[str, str]]:
    """The paragraphs of a letter as (label, text); a label only where a line is one of its facts.

    >>> facts_of("Kami mengundang:\\nPukul : 09.00 WITA")
    [('', 'Kami mengundang:'), ('Pukul', '09.00 WITA')]
    """
    found = []
    for line in body.splitlines():
        label, sign, text = line.partition(" : ")
        found.append((label, text) if sign and len(label) < 20 else ("", line))
    return found
