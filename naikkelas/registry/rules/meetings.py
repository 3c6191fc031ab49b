"""What a meeting is made of, when its door stands open, and which of its tasks are late."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from naikkelas.lib.names import search_key

ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
USUAL_LENGTH = timedelta(hours=2)
"""Taken where nobody said when a meeting ends."""
OPENS_BEFORE = timedelta(minutes=60)
CLOSES_AFTER = timedelta(minutes=120)
CODE_SECONDS = 15 * 60
"""How long one attendance code holds: long enough to sign in, too short to send home."""
DUE_SOON_DAYS = 7


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody plans: kind, day, hours on the clock of the area, place, points, people."""

    kind: str
    held_on: date
    starts: time
    ends: time | None = None
    title: str = ""
    place: str = ""
    agenda: tuple[str, ...] = ()
    kader: tuple[UUID, ...] = ()
    guests: tuple[str, ...] = ()
    is_public: bool = False


def whole_days(first: date, last: date, zone: str) -> tuple[datetime, datetime]:
    """From the beginning of the first day to the end of the last, by the clock of `zone`."""
    return moment(first, time(), zone), moment(last + timedelta(days=1), time(), zone)


def moment(day: date, clock: time, zone: str) -> datetime:
    """A day and an hour on the clock of a zone, as one aware moment."""
    return datetime.combine(day, clock, ZoneInfo(zone))


def end_of(starts_at: datetime, ends: time | None) -> datetime:
    """When a meeting ends, two hours after its beginning unless told."""
    if ends is None:
        return starts_at + USUAL_LENGTH
    return datetime.combine(starts_at.date(), ends, starts_at.tzinfo)


def hours_in_words(starts: time, ends: time | None, zone: str) -> str:
    """The hours with their clock: "09.00–11.00 WITA", "09.00 WIB–selesai"."""
    clock = ZONES.get(zone, zone)
    begin = f"{starts:%H.%M}"
    return f"{begin}–{ends:%H.%M} {clock}" if ends else f"{begin} {clock}–selesai"


def is_door_open(starts_at: datetime, ends_at: datetime, now: datetime) -> bool:
    """Whether people may note their own attendance: from an hour before until two hours after."""
    return starts_at - OPENS_BEFORE <= now <= ends_at + CLOSES_AFTER


def lines(text: str, longest: int = 200) -> tuple[str, ...]:
    """One point for each line that holds something; numbering and bullets are left off."""
    tidy = (" ".join(line.split()).lstrip("0123456789.)-•* ") for line in text.splitlines())
    return tuple(line[:longest] for line in tidy if line)


def guest_key(name: str) -> str:
    """The key under which the same guest is not noted twice at one meeting."""
    return search_key(name)[:120]


def is_overdue(due_on: date | None, state: str, today: date) -> bool:
    """An open task whose day has passed; it is not late on the day itself."""
    return state == "terbuka" and due_on is not None and due_on < today


def youth_share(bands: list[str]) -> tuple[int, int]:
    """(Youth, people whose age band is known): who is of unknown age counts in neither."""
    known = [band for band in bands if band]
    return sum(band == "16_30" for band in known), len(known)
