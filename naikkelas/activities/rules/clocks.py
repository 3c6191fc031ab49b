"""What to say about dates: the phone's clock may be wrong by years, an activity lies in the past.

The server's clock decides when something was sent; the phone's is kept beside it and believed in
nothing (F31).
"""

from datetime import date, datetime, timedelta

OLD_DAYS = 90
_TRUSTED = timedelta(hours=26)
"""A phone may be a day off by its zone; beyond that its clock is wrong, not its owner."""
_LONGEST_OFFLINE = timedelta(days=400)


def is_wrong(made_at: datetime | None, now: datetime) -> bool:
    """Whether the phone's clock cannot be right: it lies in the future, or more than a year back.

    >>> from datetime import UTC
    >>> is_wrong(datetime(2031, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC))
    True
    """
    if made_at is None:
        return False
    return made_at > now + _TRUSTED or made_at < now - _LONGEST_OFFLINE


def is_old(held_on: date, today: date) -> bool:
    """Whether an activity was held so long ago that its date deserves a second look."""
    return (today - held_on).days > OLD_DAYS
