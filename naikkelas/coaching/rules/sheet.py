"""What a mentor writes down at a visit, read once at the door: from a form or from a phone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any  # values of a form or of JSON
from uuid import UUID

KINDS = ("lapangan", "daring")
ANSWERS = ("sesuai", "belum", "tidak_diperiksa")
SORTS = ("indikator", "langkah", "bukti", "tindak_lanjut")
OWNERS = ("pokja", "desa", "kecamatan", "skpd", "kabupaten")
SIGNERS = ("ketua", "sekretaris")
OFFICE = "skpd"
MOST = 60
"""Lines of a checklist, findings or follow-ups of one visit; more is a mistake of the sender."""
LONGEST_WORDS, LONGEST_REMARK, LONGEST_FINDING, LONGEST_NOTES = 400, 300, 500, 4000
LONGEST_CODE, LONGEST_DEED, LONGEST_NAME = 60, 300, 120
YEARS_AHEAD = 2


class UnfitSheet(ValueError):
    """What a sheet cannot hold: the field, and a sentence for the person who wrote it."""

    def __init__(self, column: str, sentence: str) -> None:
        super().__init__(sentence)
        self.column = column


@dataclass(frozen=True, slots=True)
class Checked:
    """One line of the checklist; `key` is the code of an indicator or the number of a row."""

    sort: str
    key: str
    words: str
    answer: str
    remark: str = ""

    @property
    def row(self) -> UUID | None:
        """The row that it names; None for an indicator."""
        return None if self.sort == "indikator" else UUID(self.key)


@dataclass(frozen=True, slots=True)
class Found:
    """Something found; `code` is the indicator that it is about, if any."""

    text: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Agreed:
    """A deed with its owner and its day."""

    what: str
    owner: str
    due_on: date
    partner: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A visit as written down. Times are on the clock of the kampung."""

    day: date
    kind: str
    arrived: time | None = None
    left: time | None = None
    notes: str = ""
    next_on: date | None = None
    checks: tuple[Checked, ...] = ()
    findings: tuple[Found, ...] = ()
    followups: tuple[Agreed, ...] = ()
    signers: tuple[str, ...] = field(default=())


def read_sheet(told: Mapping[str, Any], today: date) -> Sheet:
    """The sheet in these values; `UnfitSheet` says what to mend. `today` is the kampung's day."""
    day = _day(told, "day", "Isi tanggal kunjungannya.")
    if day > today:
        raise UnfitSheet("day", "Kunjungan belum terjadi. Pilih hari ini atau sebelumnya.")
    kind = told.get("kind")
    if kind not in KINDS:
        raise UnfitSheet("kind", "Pilih cara pendampingannya: lapangan atau daring.")
    arrived, left = _time(told, "arrived"), _time(told, "left")
    if arrived and left and left < arrived:
        raise UnfitSheet("left", "Jam selesai lebih awal daripada jam tiba.")
    followups = tuple(_agreed(one, day) for one in _rows(told, "followups"))
    return Sheet(
        day=day,
        kind=str(kind),
        arrived=arrived,
        left=left,
        notes=_text(told, "notes", LONGEST_NOTES),
        next_on=_next(told, day),
        checks=_distinct(tuple(_checked(one) for one in _rows(told, "checks"))),
        findings=tuple(_found(one) for one in _rows(told, "findings")),
        followups=followups,
        signers=_signers(told),
    )


def _distinct(checks: tuple[Checked, ...]) -> tuple[Checked, ...]:
    if len({(one.sort, one.key) for one in checks}) < len(checks):
        raise UnfitSheet("checks", "Satu hal diperiksa dua kali. Muat ulang daftarnya.")
    return checks


def _rows(told: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    rows = told.get(name) or ()
    if not isinstance(rows, list | tuple) or not all(isinstance(row, Mapping) for row in rows):
        raise UnfitSheet(name, "Isian ini tidak dapat dibaca. Muat ulang halaman.")
    if len(rows) > MOST:
        raise UnfitSheet(name, f"Paling banyak {MOST} baris untuk satu kunjungan.")
    return rows


def _checked(row: Mapping[str, Any]) -> Checked:
    sort, answer = row.get("sort"), row.get("answer")
    key, words = _text(row, "key", LONGEST_CODE), _text(row, "words", LONGEST_WORDS)
    if sort not in SORTS or answer not in ANSWERS or not key or not words:
        raise UnfitSheet("checks", "Daftar periksa tidak dapat dibaca. Muat ulang daftarnya.")
    if sort != "indikator":
        _insist_on_number(key)
    return Checked(str(sort), key, words, str(answer), _text(row, "remark", LONGEST_REMARK))


def _insist_on_number(key: str) -> None:
    try:
        UUID(key)
    except ValueError as error:
        raise UnfitSheet("checks", "Daftar periksa memuat hal yang tidak dikenal.") from error


def _found(row: Mapping[str, Any]) -> Found:
    text = _text(row, "text", LONGEST_FINDING)
    if not text:
        raise UnfitSheet("findings", "Tulis temuannya, atau kosongkan barisnya.")
    return Found(text, _text(row, "code", LONGEST_CODE))


def _agreed(row: Mapping[str, Any], day: date) -> Agreed:
    what, partner = _text(row, "what", LONGEST_DEED), _text(row, "partner", LONGEST_NAME)
    owner = row.get("owner")
    if not what:
        raise UnfitSheet("followups", "Tulis apa yang disepakati.")
    if owner not in OWNERS:
        raise UnfitSheet("followups", f"Pilih siapa yang mengerjakan “{what[:60]}”.")
    if owner == OFFICE and not partner:
        raise UnfitSheet("followups", f"Tulis SKPD atau mitra yang mengerjakan “{what[:60]}”.")
    due = _day(row, "due_on", f"Isi tenggat “{what[:60]}”.", "followups")
    if due < day or due.year > day.year + YEARS_AHEAD:
        raise UnfitSheet("followups", f"Tenggat “{what[:60]}” harus sesudah hari kunjungan.")
    partner = partner if owner == OFFICE else ""
    return Agreed(what, str(owner), due, partner, _text(row, "code", LONGEST_CODE))


def _next(told: Mapping[str, Any], day: date) -> date | None:
    if not told.get("next_on"):
        return None
    following = _day(told, "next_on", "Isi tanggal kunjungan berikut.")
    if following <= day or following.year > day.year + YEARS_AHEAD:
        raise UnfitSheet("next_on", "Kunjungan berikut harus sesudah kunjungan ini.")
    return following


def _signers(told: Mapping[str, Any]) -> tuple[str, ...]:
    given = told.get("signers") or ()
    if not isinstance(given, list | tuple) or not set(given) <= set(SIGNERS):
        raise UnfitSheet("signers", "Pilih ketua atau sekretaris Pokja.")
    return tuple(one for one in SIGNERS if one in given)


def _text(told: Mapping[str, Any], name: str, longest: int) -> str:
    value = told.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise UnfitSheet(name, "Isian ini tidak dapat dibaca.")
    text = value.strip() if name == "notes" else " ".join(value.split())
    if len(text) > longest:
        raise UnfitSheet(name, f"Tulisan terlalu panjang. Paling banyak {longest} huruf.")
    return text


def _day(told: Mapping[str, Any], name: str, missing: str, column: str = "") -> date:
    value = told.get(name)
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        day = None
    if not isinstance(day, date) or not 2016 <= day.year <= 2100:
        raise UnfitSheet(column or name, missing)
    return day


def _time(told: Mapping[str, Any], name: str) -> time | None:
    value = told.get(name)
    if not value or isinstance(value, time):
        return value or None
    try:
        return time.fromisoformat(value).replace(tzinfo=None)
    except (ValueError, TypeError) as error:
        raise UnfitSheet(name, "Tulis jamnya, misalnya 09:30.") from error
