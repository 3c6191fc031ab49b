"""The first year made whole: one action for each unit, within its limits to the last rupiah.

A *dive* asks the linear programme which first actions it wants, fixes the clearest of the mixed
ones, and asks again, until nothing is mixed; later years answer to each fixing.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from naikkelas.roadmap.solver.lexicographic import Optimum, only, optimise
from naikkelas.roadmap.solver.master import Deadline, Master
from naikkelas.roadmap.solver.programmes import FITS, REST_ACTION, Bools, Floats, Ints, members_of

WHOLE = 1 - 1e-6
BATCH, LEAST = 0.5, 4
"""Share of the mixed units that one round of a dive fixes, and how many at least."""


@dataclass(frozen=True)
class FirstYear:
    """The limits of the first year: use (C, U, A) against amount (C)."""

    use: Floats
    amount: Floats

    @classmethod
    def of(cls, master: Master) -> "FirstYear":
        programmes, world = master.programmes, master.world
        now = programmes.uses[programmes.units, programmes.start]
        use = np.zeros((len(world.caps), *now.shape[:2]))
        for number, cap in enumerate(world.caps):
            members = members_of(cap, len(world.units))
            use[number, members] = now[members, :, cap.use]
        return cls(use, np.array([cap.amounts[0] for cap in world.caps]))

    def used(self, actions: Ints, counted: Bools) -> Floats:
        units = np.flatnonzero(counted)
        total: Floats = self.use[:, units, actions[units]].sum(axis=1)
        return total

    def within(self, used: Floats) -> bool:
        return bool((used <= self.amount * (1 + FITS) + FITS).all())

    def fits(self, actions: Ints) -> bool:
        """Whether whole decisions respect every limit."""
        return self.within(self.used(actions, np.ones(len(actions), dtype=bool)))


def first_mass(master: Master, optimum: Optimum) -> Floats:
    """(U, A): with which share each first action is taken."""
    mass = np.zeros(master.allowed.shape)
    shares = optimum.solution.values[len(master.names) :]
    np.add.at(mass, (master.unit[: len(shares)], master.first[: len(shares)]), shares)
    return mass


def dive(
    master: Master,
    costs: Mapping[str, float],
    slack: float,
    deadline: Deadline,
    random: np.random.Generator | None = None,
) -> Ints:
    """Whole first actions of all units; with `random`, by drawing instead of by the larger."""
    opened = master.programmes.first_open()
    year = FirstYear.of(master)
    fixed = np.where(opened.sum(axis=1) == 1, opened.argmax(axis=1), -1)
    while True:
        master.allow(only(opened, fixed))
        mass = first_mass(master, optimise(master, costs, slack, deadline))
        likely, top = mass.argmax(axis=1), mass.max(axis=1)
        mixed = np.flatnonzero((top < WHOLE) & (fixed < 0))
        if not len(mixed):
            return np.where(fixed < 0, likely, fixed)
        used = year.used(np.where(fixed < 0, likely, fixed), (fixed >= 0) | (top >= WHOLE))
        _fix(year, fixed, used, mass, _chosen(mixed, top, random), opened, random)


def _chosen(mixed: Ints, top: Floats, random: np.random.Generator | None) -> Ints:
    """Which mixed units are fixed in this round: the clearest, shaken if drawn."""
    order = -top[mixed]
    if random is not None:
        order = order + random.uniform(0, 0.3, len(mixed))
    return mixed[np.argsort(order, kind="stable")[: max(LEAST, int(BATCH * len(mixed)))]]


def _fix(
    year: FirstYear,
    fixed: Ints,
    used: Floats,
    mass: Floats,
    units: Ints,
    opened: Bools,
    random: np.random.Generator | None,
) -> None:
    """Fix each unit to the likeliest of its actions that still fits."""
    for unit in units.tolist():
        liking = mass[unit].copy()
        if random is not None:
            liking *= random.uniform(0.5, 1.0, len(liking))
        liking[REST_ACTION] += 1e-12
        for action in np.argsort(-liking, kind="stable").tolist():
            if opened[unit, action] and year.within(used + year.use[:, unit, action]):
                fixed[unit] = action
                used += year.use[:, unit, action]
                break
        else:
            fixed[unit] = int(np.where(opened[unit], mass[unit], -1.0).argmax())
