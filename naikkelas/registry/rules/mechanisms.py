"""How often something was really held, in the words of the national form.

A frequency is earned by spread, not by number: twelve meetings in one week are no monthly meeting.
The twelve months up to a day are cut into equal parts (52 weeks, 12 months, 4 quarters …), and a
frequency holds where at least four fifths of its parts saw a meeting; a week of harvest or Idul
Fitri without one does not undo it. The four fifths are our own choice: the form only gives the
names (`reference/frekuensi.csv`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from naikkelas.lib.dates import months_back
from naikkelas.registry.rules import reference

MONTHS = 12
_WEEKS = 52
_MONTHLY = 12


def _required(parts: int) -> int:
    """Four fifths, rounded up: 42 of 52, 10 of 12, 4 of 4, 2 of 2, 1 of 1."""
    return -(-parts * 4 // 5)


LADDER = tuple(
    (row["kode"], int(row["per_tahun"])) for row in reference.rows("frekuensi") if row["per_tahun"]
)
"""Code and parts of a year, the most frequent first."""


@dataclass(frozen=True, slots=True)
class Held:
    """What happened in the twelve months up to a day: on how many days, how often, when last."""

    days: int = 0
    frequency: str = ""
    last: date | None = None


def held(days: Iterable[date], on: date) -> Held:
    """Count the different days in (one year before `on`, `on`]; nothing held has no frequency."""
    since = months_back(on, MONTHS)
    within = sorted({day for day in days if since < day <= on})
    if not within:
        return Held()
    reached = (code for code, parts in LADDER if _parts_seen(within, on, parts) >= _required(parts))
    return Held(len(within), next(reached, ""), within[-1])


def _parts_seen(days: list[date], on: date, parts: int) -> int:
    """In how many of the equal parts that end with `on` something was held."""
    return len({_part(day, on, parts) for day in days})


def _part(day: date, on: date, parts: int) -> int:
    if parts == _WEEKS:
        return min((on - day) // timedelta(days=7), _WEEKS - 1)
    months_ago = next(ago for ago in range(MONTHS) if day > months_back(on, ago + 1))
    return months_ago * parts // _MONTHLY
