"""How a file is addressed: `2025-07-31.csv`, one revision `2025-07-31.r2.csv`, `terbaru.csv`."""

import re
from dataclasses import dataclass
from datetime import date

NATION = "nasional"
NEWEST = "terbaru"
_DATED = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\.r([1-9]\d{0,3}))?\.([a-z]+)")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which file is asked for: `cutoff` None the newest, `revision` None the newest of its day."""

    cutoff: date | None
    revision: int | None
    extension: str


def asked(name: str) -> Asked | None:
    """What the last part of an address asks for; None where it is no address of a file.

    >>> asked("2025-07-31.r2.csv")
    Asked(cutoff=datetime.date(2025, 7, 31), revision=2, extension='csv')
    >>> asked("terbaru.json"), asked("2025-02-30.csv"), asked("kampung")
    (Asked(cutoff=None, revision=None, extension='json'), None, None)
    """
    first, _, extension = name.partition(".")
    if first == NEWEST and extension.isalpha():
        return Asked(None, None, extension)
    match = _DATED.fullmatch(name)
    if match is None:
        return None
    day, revision, extension = match.groups()
    try:
        return Asked(date.fromisoformat(day), int(revision) if revision else None, extension)
    except ValueError:
        return None


def slug_of(area_code: str) -> str:
    """The area in addresses and file names."""
    return area_code or NATION


def area_of(slug: str) -> str:
    """The code of the area that an address names."""
    return "" if slug == NATION else slug


def file_name(table: str, area_code: str, cutoff: date, revision: int, *, is_example: bool) -> str:
    """The name under which a browser stores a file, without its ending.

    >>> file_name("kampung", "63.01", date(2025, 7, 31), 1, is_example=True)
    'kampung-63.01-2025-07-31-v1-contoh'
    """
    mark = "-contoh" if is_example else ""
    return f"{table}-{slug_of(area_code)}-{cutoff.isoformat()}-v{revision}{mark}"
