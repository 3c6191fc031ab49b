"""When a rendered page still stands, and how old what it shows is.

A page is made from rows of one kabupaten, and every write there adds an event to the trail in the
same transaction. An event names the kampung that its subject belongs to; without one it may concern
them all. Events are never removed, so a page stands as long as the number of those that may concern
its kampung since a moment stays the same. The moment lies `OVERLAP` before the rendering: an act
that was begun earlier and committed later (an import) adds an event that is older than the page,
and must be noticed too.
"""

from datetime import date, datetime, timedelta

OVERLAP = timedelta(hours=1)
"""The longest transaction that is noticed at once. What took longer, and settings of areas above
the kabupaten, are noticed on the next day, since every page is made anew each day."""
OLDEST = timedelta(minutes=15)
"""For pages about no kabupaten, which no trail makes old."""


def floor_of(now: datetime) -> datetime:
    """Since when events are counted for a page that is rendered now."""
    return now - OVERLAP


def age_in_words(day: date, today: date, language: str = "id") -> str:
    """How long ago a day is, in the coarsest unit that is honest.

    >>> age_in_words(date(2025, 4, 3), date(2025, 7, 5))
    '3 bulan lalu'
    >>> age_in_words(date(2025, 7, 5), date(2025, 7, 5), "en")
    'today'
    """
    days = (today - day).days
    english = language == "en"
    if days <= 0:
        return "today" if english else "hari ini"
    if days == 1:
        return "yesterday" if english else "kemarin"
    count, one, many, word = _unit(days)
    if english:
        return f"{count} {one if count == 1 else many} ago"
    return f"{count} {word} lalu"


def _unit(days: int) -> tuple[int, str, str, str]:
    if days < 30:
        return days, "day", "days", "hari"
    if days < 365:
        return max(1, days * 12 // 365), "month", "months", "bulan"
    return days // 365, "year", "years", "tahun"
