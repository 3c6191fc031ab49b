"""The way of a commitment: from an offer to what was delivered."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType

OFFERED, AGREED, RUNNING = "ditawarkan", "disepakati", "berjalan"
PARTLY, FULFILLED, CANCELLED = "terpenuhi_sebagian", "terpenuhi", "batal"

STATES: Mapping[str, str] = MappingProxyType(
    {
        OFFERED: "Ditawarkan",
        AGREED: "Disepakati",
        RUNNING: "Berjalan",
        PARTLY: "Terpenuhi sebagian",
        FULFILLED: "Terpenuhi",
        CANCELLED: "Batal",
    }
)
NEXT: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        OFFERED: frozenset({AGREED, CANCELLED}),
        AGREED: frozenset({RUNNING, CANCELLED}),
        RUNNING: frozenset({CANCELLED}),
        PARTLY: frozenset({CANCELLED}),
        FULFILLED: frozenset(),
        CANCELLED: frozenset(),
    }
)
"""What a person may say next; what follows from deliveries is `state_after`."""
TAKES_DELIVERIES = frozenset({AGREED, RUNNING, PARTLY, FULFILLED})
OPEN = frozenset({OFFERED, AGREED, RUNNING, PARTLY})
"""Something is still to be said or done."""
STANDING = frozenset({AGREED, RUNNING, PARTLY, FULFILLED})
"""Agreed upon and not called off: what plans may count on."""

Amount = int | Decimal


def may_follow(state: str, wanted: str) -> bool:
    """Whether a person may take a commitment from one state to another."""
    return wanted in NEXT[state]


def state_after(promised: Amount, delivered: Amount, *, has_begun: bool) -> str:
    """Where a commitment stands once its deliveries are added up.

    >>> state_after(37, 0, has_begun=True), state_after(37, 7, has_begun=True)
    ('berjalan', 'terpenuhi_sebagian')
    >>> state_after(37, 37, has_begun=False), state_after(37, 0, has_begun=False)
    ('terpenuhi', 'disepakati')
    """
    if delivered <= 0:
        return RUNNING if has_begun else AGREED
    return FULFILLED if delivered >= promised else PARTLY


def is_overdue(state: str, ends_on: date, today: date) -> bool:
    """Promised, its period is over, and not all was delivered; not late on the last day itself."""
    return state in OPEN - {OFFERED} and ends_on < today


def shares(total: int, count: int) -> list[int]:
    """Whole rupiah for each of several kampung, as even as can be; they add up to the total.

    >>> shares(100, 3), shares(5, 1)
    ([34, 33, 33], [5])
    """
    each, rest = divmod(total, count)
    return [each + (number < rest) for number in range(count)]


def percent(promised: Amount, delivered: Amount) -> float:
    """Delivered out of promised, at most a hundred."""
    return float(min(Decimal(100), 100 * Decimal(delivered) / Decimal(promised)))
