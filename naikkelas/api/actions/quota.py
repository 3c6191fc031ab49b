"""How many requests a key or an address may still make in this minute.

All processes share one count (the cache in the database). Each takes a part of it at a time, so
that a request costs no write of its own: nobody gets more than the limit, and with several
processes somebody may be asked to wait while a part still lies unused elsewhere.
"""

import threading
import time
from dataclasses import dataclass

from django.core.cache import cache

WINDOW_SECONDS = 60
_PARTS = 20
_MOST_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one request: whether it may go on, and what the headers say."""

    allowed: bool
    limit: int
    remaining: int
    reset_seconds: int


@dataclass(slots=True)
class _Part:
    """What this process has taken of a count, and what was left beside it then."""

    window: int
    left: int = 0
    beside: int = 0
    is_over: bool = False


_parts: dict[str, _Part] = {}
_lock = threading.Lock()


def take(who: str, limit: int) -> Taken:
    """Count one request of `who` against `limit` requests a minute."""
    now = time.time()
    window = int(now // WINDOW_SECONDS)
    reset = WINDOW_SECONDS - int(now % WINDOW_SECONDS)
    with _lock:
        part = _parts.get(who)
        if part is None or part.window != window:
            if len(_parts) >= _MOST_KEPT:
                _parts.clear()
            part = _parts[who] = _Part(window)
        if not part.left and not part.is_over:
            _take_more(part, f"api:{who}:{window}", limit)
        if not part.left:
            return Taken(False, limit, 0, reset)
        part.left -= 1
        return Taken(True, limit, part.left + part.beside, reset)


def _take_more(part: _Part, name: str, limit: int) -> None:
    size = max(1, limit // _PARTS)
    try:
        used = cache.incr(name, size)
    except ValueError:
        cache.add(name, 0, 2 * WINDOW_SECONDS)
        used = cache.incr(name, size)
    part.left = max(0, min(size, limit - (used - size)))
    part.beside = max(0, limit - used)
    part.is_over = part.left == 0


def forget() -> None:
    """Take anew from the shared count, as another process would."""
    with _lock:
        _parts.clear()
