"""The first year made whole: one action for each unit, within its limits to the last rupiah."""

from dataclasses import dataclass

import numpy as np

from naikkelas.roadmap.solver.lexicographic import Optimum
from naikkelas.roadmap.solver.master import Master
from naikkelas.roadmap.solver.programmes import FITS, REST_ACTION, Bools, Floats, Ints, members_of


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


def filled(year: FirstYear, opened: Bools, liking: Floats) -> Ints:
    """Whole first actions: the clearest units first, each its likeliest action that still fits.

    A unit that must not rest and finds no room gets its likeliest all the same; `fits` tells.
    """
    wish = np.where(opened, liking, -1.0)
    lightest = np.where(opened, year.use.sum(axis=0), np.inf).argmin(axis=1)
    first: Ints = np.where(opened[:, REST_ACTION], REST_ACTION, lightest)
    used = year.used(first, np.ones(len(first), dtype=bool))
    for unit in np.argsort(-wish.max(axis=1), kind="stable").tolist():
        freed = used - year.use[:, unit, first[unit]]
        for action in np.argsort(-wish[unit], kind="stable").tolist():
            if wish[unit, action] <= 0:
                break
            if year.within(freed + year.use[:, unit, action]):
                first[unit] = action
                used = freed + year.use[:, unit, action]
                break
    return first
