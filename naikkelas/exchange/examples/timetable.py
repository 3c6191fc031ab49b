"""When reports come in: mostly around the end of their month, some late, some twice, some never."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from naikkelas.exchange.examples.dice import Dice
from naikkelas.exchange.examples.paths import ANCHORS, START


@dataclass(frozen=True, order=True)
class Entry:
    """A report of a month and the day on which it was entered."""

    day: date
    year: int
    month: int


def span(at: int, until: date) -> tuple[date, date]:
    """First and last day of the stretch that ends at an anchor (or runs on after the last)."""
    begin = ANCHORS[at - 1] + timedelta(days=1) if at else START
    return begin, min(ANCHORS[at], until) if at < len(ANCHORS) else until


def stretch_of(day: date) -> int:
    """Which stretch a day lies in: 0 up to the first anchor, and so on."""
    return sum(day > anchor for anchor in ANCHORS)


def entries(
    begun: date, until: date, pace: float, needed: Sequence[int], dice: Dice
) -> list[Entry]:
    """The entries of one form from a day on, in the order of entering.

    Pace is the chance that a month gets its report at all. Every needed stretch gets at least
    one, unless it lies after `until`.
    """
    made = list(_by_month(begun, until, pace, dice))
    for at in needed:
        begin, end = span(at, until)
        begin = max(begin, begun)
        if begin <= end and not any(begin <= entry.day <= end for entry in made):
            day = begin + timedelta(days=dice.between(0, (end - begin).days))
            made.append(Entry(day, day.year, day.month))
    return sorted(made)


def _by_month(begun: date, until: date, pace: float, dice: Dice) -> Iterator[Entry]:
    silence = _silence(begun, until, dice)
    first = begun.replace(day=1)
    while first <= until:
        following = (first + timedelta(days=32)).replace(day=1)
        is_silent = silence[0] <= first <= silence[1]
        if dice.chance(pace * (0.1 if is_silent else 1)):
            day = max(begun, following + timedelta(days=dice.between(-9, 8)))
            if dice.chance(0.14):
                day += timedelta(days=dice.between(14, 70))
            yield from _versions(Entry(day, first.year, first.month), until, dice)
        first = following


def _versions(entry: Entry, until: date, dice: Dice) -> Iterator[Entry]:
    if entry.day > until:
        return
    yield entry
    again = entry.day + timedelta(days=dice.between(0, 9))
    if dice.chance(0.08) and again <= until:
        yield Entry(again, entry.year, entry.month)


def _silence(begun: date, until: date, dice: Dice) -> tuple[date, date]:
    """A time in which hardly anything is reported: the cadre moved, the signal was gone."""
    begin = begun + timedelta(days=dice.between(0, max(1, (until - begun).days)))
    return begin, begin + timedelta(days=dice.between(60, 240))
