"""How much one person may send: a bucket that fills with time. Pure; the clock is passed in.

Against a phone or a script that runs wild, not against a month's work: 60 reports and 240 photos in
64 KB pieces pass at once. Each server process keeps its own buckets, so the limit is a bound on the
order of magnitude and costs no query.
"""

from dataclasses import dataclass, field

_MOST_PEOPLE = 20_000


@dataclass(slots=True)
class Buckets:
    """`burst` requests at once, then `a_second` for each person."""

    burst: float
    a_second: float
    _left: dict[object, tuple[float, float]] = field(default_factory=dict)

    def may(self, who: object, now: float) -> bool:
        """Whether this person may send one more at `now` (seconds of a monotonic clock)."""
        left, seen = self._left.get(who, (self.burst, now))
        left = min(self.burst, left + (now - seen) * self.a_second)
        if len(self._left) > _MOST_PEOPLE:
            self._left.clear()
        self._left[who] = (left - 1 if left >= 1 else left, now)
        return left >= 1
