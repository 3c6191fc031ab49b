"""A calendar as a file that calendar applications subscribe to (RFC 5545).

Times are in UTC (form 2 of § 3.3.5): Indonesian clocks know no summer time, so nothing is lost, and
every application shows them on its own clock.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from unicodedata import category

LONGEST_LINE = 75
"""Bytes of a line without its break (§ 3.1)."""
_UNFIT = {"Cc", "Zl", "Zp"}
"""Controls and separators of lines, which end a line in some readers."""
CONTENT_TYPE = "text/calendar; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Appointment:
    """One event; its moments are aware. `uid` never changes, `sequence` grows with each change."""

    uid: str
    sequence: int
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    summary: str
    place: str = ""
    description: str = ""
    is_cancelled: bool = False


def calendar(name: str, appointments: Iterable[Appointment], *, refresh_hours: int = 6) -> bytes:
    """The whole file; a cancelled appointment stays in it, so that it leaves people's phones."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Naik Kelas//Agenda Pokja//ID",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{_text(name)}",
        f"X-WR-CALNAME:{_text(name)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:PT{refresh_hours}H",
        f"X-PUBLISHED-TTL:PT{refresh_hours}H",
    ]
    for one in appointments:
        lines += _event(one)
    return b"".join(_folded(line) for line in [*lines, "END:VCALENDAR"])


def _event(one: Appointment) -> list[str]:
    told = {"SUMMARY": one.summary, "LOCATION": one.place, "DESCRIPTION": one.description}
    return [
        "BEGIN:VEVENT",
        f"UID:{one.uid}",
        f"DTSTAMP:{_moment(one.changed_at)}",
        f"LAST-MODIFIED:{_moment(one.changed_at)}",
        f"SEQUENCE:{one.sequence}",
        f"DTSTART:{_moment(one.starts_at)}",
        f"DTEND:{_moment(one.ends_at)}",
        *(f"{name}:{_text(text)}" for name, text in told.items() if text),
        f"STATUS:{'CANCELLED' if one.is_cancelled else 'CONFIRMED'}",
        "END:VEVENT",
    ]


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    """A text value (§ 3.3.11); letters that steer a terminal have no place in it."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(letter for letter in plain if letter in "\n\t" or category(letter) not in _UNFIT)
    for letter in ("\\", ";", ","):
        kept = kept.replace(letter, f"\\{letter}")
    return kept.replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """At most 75 bytes a line, never cut within a letter (§ 3.1)."""
    parts: list[bytes] = []
    part = b""
    for letter in line:
        more = letter.encode()
        if len(part) + len(more) > LONGEST_LINE - bool(parts):  # a blank begins the next lines
            parts.append(part)
            part = b""
        part += more
    return b"\r\n ".join([*parts, part]) + b"\r\n"
