"""Identifiers that sort by time and can be made without asking the database."""

import os
import threading
import time
from uuid import UUID

_lock = threading.Lock()
_last_millis = 0
_counter = 0


def uuid7() -> UUID:
    """A UUID version 7 (RFC 9562): 48 bits of Unix milliseconds, a 12-bit counter, 62 random bits.

    The counter keeps the identifiers of one process in the order in which they were made.
    """
    millis, counter = _tick()
    value = millis << 80 | 0x7 << 76 | counter << 64 | 0b10 << 62
    return UUID(int=value | int.from_bytes(os.urandom(8)) >> 2)


def uuid7_block(count: int) -> list[UUID]:
    """`count` ordered identifiers of one instant, for bulk rows; randomness is asked for once."""
    millis, _ = _tick()
    random = os.urandom(6 * count)
    head = millis << 80 | 0x7 << 76 | 0b10 << 62
    return [
        # 26 bits of position keep the order, 48 random bits keep two blocks apart.
        UUID(int=head | (n >> 14 & 0xFFF) << 64 | (n & 0x3FFF) << 48 | _chunk(random, n))
        for n in range(count)
    ]


def _chunk(random: bytes, position: int) -> int:
    return int.from_bytes(random[6 * position : 6 * position + 6])


def _tick() -> tuple[int, int]:
    global _last_millis, _counter
    with _lock:
        now = time.time_ns() // 1_000_000
        _counter = _counter + 1 if now <= _last_millis and _counter < 0xFFF else 0
        _last_millis = max(now, _last_millis + (_counter == 0 and now <= _last_millis))
        return _last_millis, _counter
