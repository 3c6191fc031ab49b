"""What planning anew each year delivers: outcomes are drawn, the planner sees them, plans again.

Every planner meets the same luck: the draw of a unit in a year of a path is the same whichever
mode it is given, so that differences between planners show with few paths.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from naikkelas.roadmap.solver.greedy import Planner
from naikkelas.roadmap.solver.special import Floats
from naikkelas.roadmap.solver.world import Mode, Outcomes, Unit, World

OPTIMISM = 0.85
"""True chances of success are this share of the believed ones in a world of wrong beliefs …"""
WRONGNESS = 0.18
"""… plus a normal error of this spread, cut to 0–1."""


@dataclass(frozen=True)
class Delivered:
    """What a planner brought about, by path: arrays along (path, year)."""

    newly: Floats
    gain: Floats
    """Change of worth, not discounted."""
    spent: Floats
    discount: float
    target: tuple[float, ...]

    @property
    def worth(self) -> Floats:
        """Discounted gain of each path."""
        return np.asarray(self.gain @ self.discount ** np.arange(self.gain.shape[1]))

    @property
    def shortfall(self) -> Floats:
        """New units below the target, summed over the years of each path."""
        return np.asarray(np.maximum(np.asarray(self.target) - self.newly, 0.0).sum(axis=1))

    @property
    def reached(self) -> Floats:
        """Share of paths in which each year's target was met."""
        return np.asarray((self.newly >= np.asarray(self.target) - 1e-9).mean(axis=0))


def deliver(
    world: World, planner: Planner, *, paths: int, seed: int, truth: World | None = None
) -> Delivered:
    """Play the years of a world `paths` times, planning each year anew from where things stand.

    `truth` is a world of the same shape with the real probabilities; the planner never sees it.
    """
    luck = np.random.default_rng(seed).random((paths, world.years, len(world.units)))
    newly, gain, spent = (np.zeros((paths, world.years)) for _ in range(3))
    real = _chances(truth or world)
    for path in range(paths):
        now = world
        for year in range(world.years):
            decisions = tuple(planner(now))
            spent[path, year] = sum(now.price(mode) for mode in decisions if mode is not None)
            reached = _draw(now, real, decisions, luck[path, year])
            newly[path, year] = _newly(now, reached)
            gain[path, year] = _gain(now, reached)
            if year + 1 < world.years:
                now = next_year(now, reached, decisions)
    return Delivered(newly, gain, spent, world.discount, world.target)


def draw_year(
    world: World, truth: World, decisions: Sequence[Mode | None], luck: Floats
) -> list[int]:
    """Where every unit stands after one year, by one draw in 0–1 each."""
    return _draw(world, _chances(truth), decisions, luck)


def next_year(world: World, states: Sequence[int], decisions: Sequence[Mode | None]) -> World:
    """The same world one year on: what is left of its years, from the states reached."""
    units = tuple(
        unit if unit.state == state else replace(unit, state=state)
        for unit, state in zip(world.units, states, strict=True)
    )
    previous = {
        unit.code: mode.code if mode is not None else ""
        for unit, mode in zip(world.units, decisions, strict=True)
    }
    return replace(
        world,
        units=units,
        years=world.years - 1,
        caps=tuple(replace(cap, amounts=cap.amounts[1:]) for cap in world.caps),
        target=world.target[1:],
        locks=tuple(replace(lock, year=lock.year - 1) for lock in world.locks if lock.year),
        previous=previous,
    )


def wrong(
    world: World, *, seed: int, optimism: float = OPTIMISM, spread: float = WRONGNESS
) -> World:
    """The truth behind a world whose beliefs are wrong: the same modes with other chances.

    The chance that a mode brings its unit anywhere better than rest would, is scaled and shaken;
    what is left goes back to where rest would leave it.
    """
    chance = np.random.default_rng(seed)
    return replace(
        world, units=tuple(_mistaken(unit, chance, optimism, spread) for unit in world.units)
    )


def _mistaken(unit: Unit, chance: np.random.Generator, optimism: float, spread: float) -> Unit:
    modes = tuple(
        replace(mode, outcomes=_shaken(mode, unit, chance, optimism, spread)) for mode in unit.modes
    )
    return replace(unit, modes=modes)


def _shaken(
    mode: Mode, unit: Unit, chance: np.random.Generator, optimism: float, spread: float
) -> Outcomes:
    rest = dict(unit.drift[mode.state])
    success = {end: share for end, share in mode.outcomes if share > rest.get(end, 0.0) + 1e-12}
    failure = {end: share for end, share in mode.outcomes if end not in success}
    believed = sum(success.values())
    real = float(np.clip(optimism * believed + chance.normal(0.0, spread), 0.0, 1.0))
    if not success or (not failure and real < 1.0):
        failure = rest
    scaled = [(end, share * real / believed) for end, share in success.items() if believed]
    total = sum(failure.values())
    left = 1.0 - sum(share for _, share in scaled)
    scaled += [(end, share * left / total) for end, share in failure.items() if total]
    return _merged(scaled)


def _merged(outcomes: Sequence[tuple[int, float]]) -> Outcomes:
    """Each state once, adding up to one exactly."""
    shares: dict[int, float] = {}
    for end, share in outcomes:
        shares[end] = shares.get(end, 0.0) + max(share, 0.0)
    total = sum(shares.values())
    return tuple((end, share / total) for end, share in sorted(shares.items()))


_Real = Sequence[tuple[dict[tuple[int, str], Outcomes], tuple[Outcomes, ...]]]


def _chances(world: World) -> _Real:
    """Outcomes of each unit's modes by (state, code), and at rest; worst first."""
    worth = [state.worth for state in world.states]

    def ordered(outcomes: Outcomes) -> Outcomes:
        return tuple(sorted(outcomes, key=lambda one: (worth[one[0]], one[0])))

    return [
        (
            {(mode.state, mode.code): ordered(mode.outcomes) for mode in unit.modes},
            tuple(ordered(outcomes) for outcomes in unit.drift),
        )
        for unit in world.units
    ]


def _draw(world: World, real: _Real, decisions: Sequence[Mode | None], luck: Floats) -> list[int]:
    reached: list[int] = []
    for unit, (modes, rest), mode, draw in zip(
        world.units, real, decisions, luck.tolist(), strict=True
    ):
        outcomes = rest[unit.state] if mode is None else modes[unit.state, mode.code]
        reached.append(_pick(outcomes, draw))
    return reached


def _pick(outcomes: Outcomes, draw: float) -> int:
    for reached, share in outcomes:
        draw -= share
        if draw < 0:
            return reached
    return outcomes[-1][0]


def _newly(world: World, reached: Sequence[int]) -> int:
    return sum(
        round(world.newly(unit.state, ((end, 1.0),)))
        for unit, end in zip(world.units, reached, strict=True)
    )


def _gain(world: World, reached: Sequence[int]) -> float:
    return sum(
        world.states[end].worth - world.states[unit.state].worth
        for unit, end in zip(world.units, reached, strict=True)
    )
