"""When a delivery that did not arrive is tried again, and when no more."""

from datetime import timedelta

MOST_TRIES = 10
_FIRST = timedelta(seconds=30)
_LONGEST = timedelta(hours=6)
GONE = 410
"""The program says that the address is not used any more."""


def pause_after(tries: int) -> timedelta:
    """The pause after so many tries: it doubles, up to six hours.

    >>> [pause_after(n).total_seconds() for n in (1, 2, 3, 20)]
    [30.0, 60.0, 120.0, 21600.0]
    """
    return min(_LONGEST, _FIRST * (1 << min(tries - 1, 20)))


def is_last(tries: int, status: int | None) -> bool:
    """Whether this was the last try."""
    return tries >= MOST_TRIES or status == GONE
