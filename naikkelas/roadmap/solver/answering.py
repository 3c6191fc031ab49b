"""From shares of policies to the plan that people read: parts, years, values of the goals."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from naikkelas.roadmap.solver.master import Master, Solution
from naikkelas.roadmap.solver.plan import REST, Expected, Goal, Part
from naikkelas.roadmap.solver.programmes import REST_ACTION, Floats, Ints, Programmes, members_of

NOTHING = 1e-9
"""Shares and masses below this are left out."""


@dataclass(frozen=True)
class Occupancy:
    """(U, T, S, A): how likely each unit is in a state in a year and does an action there."""

    programmes: Programmes
    mass: Floats

    @classmethod
    def of_policies(
        cls, programmes: Programmes, units: Ints, policy: NDArray[np.int16], share: Floats
    ) -> "Occupancy":
        world = programmes.world
        states = np.arange(len(world.states))
        shape = (len(world.units), world.years, len(states), programmes.actions)
        mass = np.zeros(shape)
        for year, reached in enumerate(programmes.masses(units, policy)):
            flat = mass[:, year]
            place = (units[:, None], states[None, :], policy[:, year].astype(np.int64))
            np.add.at(flat, place, reached * share[:, None])
        return cls(programmes, mass)

    @classmethod
    def of_solution(cls, master: Master, solution: Solution) -> "Occupancy":
        """The shares of an LP's optimum, tidied so that each unit's add up to one exactly."""
        shares = solution.values[len(master.names) :]
        kept = np.flatnonzero(shares > NOTHING)
        units = master.unit[kept]
        whole = np.bincount(units, weights=shares[kept], minlength=master.count)
        return cls.of_policies(
            master.programmes, units, master.policy[kept], shares[kept] / whole[units]
        )

    def decisions(self) -> Ints:
        """The likeliest first action of each unit."""
        first = self.mass[:, 0].sum(axis=1)
        return np.asarray(first.argmax(axis=1), dtype=np.int64)

    def parts(self) -> tuple[Part, ...]:
        found = []
        for unit, year, state, action in np.argwhere(self.mass > NOTHING).tolist():
            mode = self.programmes.mode(unit, state, action)
            mass = float(self.mass[unit, year, state, action])
            found.append(Part(unit, year, state, REST if mode is None else mode.code, mass))
        return tuple(found)

    # ---- what it brings

    def _by_year(self, each: Floats) -> Floats:
        """(T): a figure of (U, S, A) summed up for each year."""
        total: Floats = np.einsum("utsa,usa->t", self.mass, each, optimize=True)
        return total

    def newly(self) -> Floats:
        return self._by_year(self.programmes.flat[..., -3])

    def gain(self) -> Floats:
        return self._by_year(self.programmes.flat[..., -2])

    def price(self) -> Floats:
        return self._by_year(self.programmes.flat[..., -1])

    def uses(self) -> Floats:
        """(U, T, K)."""
        used: Floats = np.einsum("utsa,usak->utk", self.mass, self.programmes.uses, optimize=True)
        return used

    def years(self) -> tuple[Expected, ...]:
        world = self.programmes.world
        uses, newly, gain = self.uses(), self.newly(), self.gain()
        members = [members_of(cap, len(world.units)) for cap in world.caps]
        return tuple(
            Expected(
                newly=float(newly[year]),
                shortfall=max(0.0, world.target[year] - float(newly[year])),
                gain=float(gain[year]),
                used=tuple(
                    float(uses[one, year, cap.use].sum())
                    for cap, one in zip(world.caps, members, strict=True)
                ),
                uses=tuple(uses[:, year].sum(axis=0).tolist()),
            )
            for year in range(world.years)
        )

    def values(self) -> Mapping[Goal, float]:
        """What the goals come to, each in its own unit."""
        world, programmes = self.programmes.world, self.programmes
        first = self.mass[:, 0].sum(axis=1)
        return {
            Goal.SHORTFALL: float(np.maximum(0.0, np.array(world.target) - self.newly()).sum()),
            Goal.GAIN: float(self.gain() @ programmes.discount),
            Goal.UNFAIRNESS: self._unfairness(),
            Goal.COST: float(self.price().sum()),
            Goal.CHANGE: float((first * programmes.changed).sum()),
        }

    def _unfairness(self) -> float:
        world, programmes = self.programmes.world, self.programmes
        if not world.fairness or not len(world.units):
            return 0.0
        gain = np.einsum(
            "utsa,usa,t->u",
            self.mass,
            programmes.flat[..., -2],
            programmes.discount,
            optimize=True,
        )
        groups = len(world.groups)
        by_group = np.bincount(programmes.group, weights=gain, minlength=groups)
        share = np.bincount(programmes.group, minlength=groups) / len(world.units)
        lack = world.fairness * share * gain.sum() - by_group
        return float(np.maximum(0.0, lack[share > 0]).sum())


def resting_after(programmes: Programmes, first: Ints) -> NDArray[np.int16]:
    """(U, T, S): the first actions given, then as little as the locks leave open."""
    count, years, states = len(first), programmes.world.years, len(programmes.world.states)
    policy = np.zeros((count, years, states), dtype=np.int16)
    for year in range(1, years):
        policy[:, year] = np.where(
            programmes.open[year, :, :, REST_ACTION],
            REST_ACTION,
            programmes.open[year].argmax(axis=2),
        )
    policy[programmes.units, 0, programmes.start] = first
    return policy
