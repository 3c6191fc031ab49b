"""Dates as Indonesian offices write them, and the month ends at which everything is counted."""

from calendar import monthrange
from datetime import date, datetime

MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
MONTHS_SHORT = (
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "Mei",
    "Jun",
    "Jul",
    "Agu",
    "Sep",
    "Okt",
    "Nov",
    "Des",
)
WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


def id_date(day: date) -> str:
    """`21 November 2026`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def id_date_short(day: date) -> str:
    """`21 Nov 2026`, for tables."""
    return f"{day.day} {MONTHS_SHORT[day.month - 1]} {day.year}"


def id_date_long(day: date) -> str:
    """`Sabtu, 21 November 2026`."""
    return f"{WEEKDAYS[day.weekday()]}, {id_date(day)}"


def id_datetime(moment: datetime) -> str:
    """`21 November 2026 pukul 14.05`; the moment must already be in the reader's time zone."""
    return f"{id_date(moment)} pukul {moment:%H.%M}"


def id_month(day: date) -> str:
    """`Juli 2025`."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def id_month_short(day: date) -> str:
    """`Jul 2025`, for axes and columns."""
    return f"{MONTHS_SHORT[day.month - 1]} {day.year}"


def month_end(day: date) -> date:
    """The last day of the month of `day`."""
    return date(day.year, day.month, monthrange(day.year, day.month)[1])


def months_back(day: date, count: int) -> date:
    """The same day `count` months earlier, or the last day of that month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_ends(until: date, count: int) -> list[date]:
    """The last `count` month ends up to the month of `until`, oldest first."""
    first = until.replace(day=1)
    return [month_end(months_back(first, ago)) for ago in range(count - 1, -1, -1)]


def quarter_start(day: date) -> date:
    """The first day of the quarter that a day lies in."""
    return date(day.year, day.month - (day.month - 1) % 3, 1)


def id_quarter(day: date) -> str:
    """`triwulan 3 2025`."""
    return f"triwulan {(day.month + 2) // 3} {day.year}"
