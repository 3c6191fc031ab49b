"""Days that plans of this room can have: no slip of a digit, no end of the calendar."""

from datetime import date

FIRST, LAST = date(2016, 1, 1), date(2100, 12, 31)
"""From the first Kampung KB on."""


def is_fit(*days: date | None) -> bool:
    """Whether all days that are given lie where plans can lie.

    >>> is_fit(date(2026, 1, 1), None), is_fit(date(9999, 12, 31))
    (True, False)
    """
    return all(day is None or FIRST <= day <= LAST for day in days)
