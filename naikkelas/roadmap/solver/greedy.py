"""Three rules that an office without a planner would follow: the measure for the planner.

Each takes, one after the other, the best pair of a unit and a mode that still fits into this
year's limits. Only modes that promise more worth than resting are looked at.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from naikkelas.roadmap.solver.world import Lock, Mode, Unit, Wish, World

Decisions = tuple[Mode | None, ...]
"""The mode of each unit this year, None for rest."""
Planner = Callable[[World], Sequence[Mode | None]]
"""Anything that decides the first year of a world."""

_SLACK = 1e-9


class Candidate(NamedTuple):
    """One pair that could be taken, with what the rules look at."""

    unit: int
    mode: Mode
    price: float
    gain: float
    """Expected worth beyond that of resting."""
    chance: float
    """Probability that the unit's cheapest useful mode raises its worth."""


Rank = Callable[[Candidate], tuple[float, ...]]


def cheapest_first(world: World) -> Decisions:
    """The cheapest step up, wherever it is."""
    return _take(world, lambda one: (one.price, -one.gain))


def nearest_first(world: World) -> Decisions:
    """The unit most likely to rise by the cheapest way it has."""
    return _take(world, lambda one: (-one.chance, one.unit, one.price))


def most_per_rupiah(world: World) -> Decisions:
    """The most expected worth for the money."""
    return _take(world, lambda one: (-one.gain / max(one.price, 1.0), one.price))


RULES: Mapping[str, Planner] = {
    "termurah dulu": cheapest_first,
    "terdekat dulu": nearest_first,
    "kenaikan per rupiah": most_per_rupiah,
}


class Room:
    """What is left of every limit in the first year."""

    def __init__(self, world: World) -> None:
        self._left = [cap.amounts[0] for cap in world.caps]
        self._sizes = [cap.amounts[0] for cap in world.caps]
        everyone = range(len(world.units))
        self._of: list[list[tuple[int, int]]] = [[] for _ in world.units]
        for number, cap in enumerate(world.caps):
            for unit in everyone if cap.units is None else cap.units:
                self._of[unit].append((number, cap.use))

    def fits(self, unit: int, mode: Mode) -> bool:
        return all(
            mode.uses[use] <= self._left[cap] + _SLACK * self._sizes[cap]
            for cap, use in self._of[unit]
        )

    def take(self, unit: int, mode: Mode) -> None:
        for cap, use in self._of[unit]:
            self._left[cap] -= mode.uses[use]


def _take(world: World, rank: Rank) -> Decisions:
    chosen: list[Mode | None] = [None] * len(world.units)
    room = Room(world)
    musts = {lock.unit for lock in world.locks if lock.year == 0 and lock.wish != Wish.MUST_NOT}
    ranked = sorted(_candidates(world), key=lambda one: (one.unit not in musts, *rank(one)))
    for one in ranked:
        if chosen[one.unit] is None and room.fits(one.unit, one.mode):
            chosen[one.unit] = one.mode
            room.take(one.unit, one.mode)
    return tuple(chosen)


def _candidates(world: World) -> list[Candidate]:
    asked = {lock.unit: lock for lock in world.locks if lock.year == 0}
    found: list[Candidate] = []
    for number, unit in enumerate(world.units):
        useful = _useful(world, unit, asked.get(number))
        if useful:
            cheapest = min((mode for mode, _ in useful), key=world.price)
            chance = _rise(world, cheapest)
            found += (
                Candidate(number, mode, world.price(mode), gain, chance) for mode, gain in useful
            )
    return found


def _useful(world: World, unit: Unit, lock: Lock | None) -> list[tuple[Mode, float]]:
    """The modes that a unit may be given, with their gain over rest (all when it must work)."""
    if lock is not None and lock.wish == Wish.MUST_NOT:
        return []
    rest = world.gain(unit.state, unit.drift[unit.state])
    modes = [mode for mode in unit.modes if mode.state == unit.state]
    if lock is not None and lock.wish == Wish.MODE:
        modes = [mode for mode in modes if mode.code == lock.mode]
    gains = [(mode, world.brings(mode) - rest) for mode in modes]
    return [(mode, gain) for mode, gain in gains if gain > 1e-9 or lock is not None]


def _rise(world: World, mode: Mode) -> float:
    start = world.states[mode.state].worth
    return sum(share for reached, share in mode.outcomes if world.states[reached].worth > start)
