"""Who has a seat and who waits. Pure."""

from collections.abc import Collection, Sequence
from typing import TypeVar

Person = TypeVar("Person")


def free_seat(taken: Collection[int], seats: int) -> int | None:
    """The lowest free number from 1 to `seats`; None where the session is full."""
    return next((number for number in range(1, seats + 1) if number not in taken), None)


def moved_up(
    taken: Collection[int], seats: int, waiting: Sequence[Person]
) -> list[tuple[Person, int]]:
    """Who of the waiting list gets which seat now, in the order in which they came."""
    free = (number for number in range(1, seats + 1) if number not in taken)
    return list(zip(waiting, free, strict=False))
