"""The endorsed reports of a kabupaten or less, as one process holds them between two questions.

Held like a rendered page (`publicsite.rules.freshness`): the acts in the trail of the kabupaten are
counted before its reports are read, and counted again by one query at each question, so that what
was endorsed, corrected or withdrawn meanwhile is read anew. What was known at an earlier instant
is never held.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from naikkelas.classification.models import Basis
from naikkelas.classification.queries import facts
from naikkelas.portal.rules.few import Few
from naikkelas.publicsite.rendered import acts_since
from naikkelas.publicsite.rules.freshness import OLDEST, floor_of
from naikkelas.roadmap.queries import Ground

MOST_BYTES = 48 * 1024 * 1024
"""Of the frames of reports; the least used go first."""
MOST_STANDINGS = 40
"""Days under a rule whose classes are held for one area: a page of statistics shows sixteen."""
_KABUPATEN = len("63.01")


@dataclass(frozen=True, slots=True)
class _Held:
    ground: Ground
    size: int
    floor: datetime
    seen: int
    read_at: datetime


_held: OrderedDict[str, _Held] = OrderedDict()
_lock = threading.Lock()


def reader(known_at: datetime | None) -> Callable[[str], Ground]:
    """How an area (a kabupaten or less) is read: as known now, from what is held where it stands,
    or as known at an instant, anew.
    """
    if known_at is not None or not settings.PUBLIC_HELD_SECONDS:
        return lambda area_code: _read(area_code, known_at)
    return lambda area_code: _standing(area_code) or _read_and_hold(area_code)


def _read(area_code: str, known_at: datetime | None = None) -> Ground:
    found = facts(area_code, known_at=known_at, basis=Basis.VERIFIED)
    return Ground(area_code, found, _standings=Few(MOST_STANDINGS))


def _standing(area_code: str) -> Ground | None:
    with _lock:
        held = _held.get(area_code)
    if held is None or timezone.now() - held.read_at > OLDEST:
        return None
    if acts_since(area_code[:_KABUPATEN], held.floor) != held.seen:
        return None
    with _lock:
        if area_code in _held:
            _held.move_to_end(area_code)
    return held.ground


def _read_and_hold(area_code: str) -> Ground:
    now = timezone.now()
    floor = floor_of(now)
    seen = acts_since(area_code[:_KABUPATEN], floor)
    ground = _read(area_code)
    known = ground.facts
    frames = (known.kampung, *known.versions.values(), known.activities, known.agencies)
    size = sum(int(frame.estimated_size()) for frame in (*frames, known.backing))
    with _lock:
        _held.pop(area_code, None)
        _held[area_code] = _Held(ground, size, floor, seen, now)
        while len(_held) > 1 and sum(one.size for one in _held.values()) > MOST_BYTES:
            _held.popitem(last=False)
    return ground


def forget() -> None:
    """Let go of everything; a process that begins holds nothing."""
    with _lock:
        _held.clear()
