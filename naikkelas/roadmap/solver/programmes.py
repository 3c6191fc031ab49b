"""The units as small decision processes, all solved at once in padded arrays.

A *policy* of a unit says for every year and state what is done (0: rest; k: the k-th mode of that
state). `Programmes.best` finds each unit's best policy at given weights by backward induction;
`Programmes.features` tells what policies use and bring in expectation. Units that share the same
tuple of modes share the work of reading it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from naikkelas.roadmap.solver.world import Cap, Lock, Mode, Outcomes, Unit, Wish, World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

REST_ACTION = 0
FITS = 1e-9
"""A mode fits into a limit within this share of it."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What one unit of each feature is worth: uses (U, K, T), newly (U, T), gain, price, change."""

    uses: Floats
    newly: Floats
    gain: Floats
    price: Floats
    change: Floats


@dataclass(frozen=True, slots=True)
class Best:
    """Each unit's best value, its policy (U, T, S), and the worth of each first action (U, A)."""

    value: Floats
    policy: NDArray[np.int16]
    first: Floats


@dataclass(frozen=True, slots=True)
class Features:
    """What policies use and bring: uses (n, K, T), newly (n, T); gain is discounted, price not."""

    uses: Floats
    newly: Floats
    gain: Floats
    price: Floats
    change: Floats


class Programmes:
    """All units of a world, with the actions that locks and limits leave open.

    A mode that alone takes more than a limit allows is closed in that year: no plan can ever carry
    it out. In later years with the lock "must" nothing is closed, so that more of a limit never
    takes a way out of such a lock. `limits` names the limits that close modes; None means all.
    """

    def __init__(self, world: World, *, limits: Collection[int] | None = None) -> None:
        self.world = world
        self.units = np.arange(len(world.units))
        self.start = np.array([unit.state for unit in world.units], dtype=np.int64)
        self.group = np.array([unit.group for unit in world.units], dtype=np.int64)
        self._read_units()
        self.discount = world.discount ** np.arange(world.years)
        self.changed = self._changes()
        self.open = self._opened(range(len(world.caps)) if limits is None else limits)

    # ---- reading

    def _read_units(self) -> None:
        world = self.world
        tables: dict[tuple[int, int], _Table] = {}
        of_unit = []
        for unit in world.units:
            key = id(unit.modes), id(unit.drift)
            if key not in tables:
                tables[key] = _Table(world, unit)
            of_unit.append(tables[key])
        self.actions = max((table.actions for table in of_unit), default=1)
        self._tables = of_unit
        distinct = list(tables.values())
        place = {id(table): number for number, table in enumerate(distinct)}
        which = np.array([place[id(table)] for table in of_unit], dtype=np.int64)
        shape = (len(distinct), len(world.states), self.actions)
        reach = np.zeros((*shape, len(world.states)))
        flat = np.zeros((*shape, len(world.uses) + 3))
        known = np.zeros(shape, dtype=bool)
        for number, table in enumerate(distinct):
            table.write(reach[number], flat[number], known[number])
        self.reach: Floats = reach[which]
        self.flat: Floats = flat[which]  # uses, newly, gain, price
        self.known: Bools = known[which]

    @property
    def uses(self) -> Floats:
        """(U, S, A, K)."""
        return self.flat[..., : len(self.world.uses)]

    def mode(self, unit: int, state: int, action: int) -> Mode | None:
        """The mode behind an action; None for rest."""
        return None if action == REST_ACTION else self._tables[unit].by_state[state][action - 1]

    def action(self, unit: int, state: int, code: str) -> int:
        """The action with a mode's code; rest for the empty code or one that is not there."""
        codes = [mode.code for mode in self._tables[unit].by_state[state]]
        return codes.index(code) + 1 if code in codes else REST_ACTION

    def _changes(self) -> Floats:
        """1 where a first action differs from the previous plan's (unknown there: no change)."""
        changed = np.zeros((len(self.units), self.actions))
        for number, unit in enumerate(self.world.units):
            if unit.code in self.world.previous:
                kept = self.world.previous[unit.code]
                changed[number] = 1.0
                action = self.action(number, unit.state, kept)
                if action or not kept:
                    changed[number, action] = 0.0
        return changed

    # ---- what is open

    def _opened(self, limits: Collection[int]) -> Bools:
        world = self.world
        opened = np.repeat(self.known[None], world.years, axis=0)
        bound = {(lock.unit, lock.year) for lock in world.locks if lock.wish != Wish.MUST_NOT}
        for number in limits:
            self._close_beyond(opened, world.caps[number], bound)
        for lock in world.locks:
            self._lock(opened[lock.year, lock.unit], lock)
        return opened

    def _close_beyond(self, opened: Bools, cap: Cap, bound: set[tuple[int, int]]) -> None:
        members = members_of(cap, len(self.units))
        used = self.uses[members, :, :, cap.use]
        for year, amount in enumerate(cap.amounts):
            beyond = used > amount * (1 + FITS) + FITS
            if year:
                free = np.array([(int(unit), year) not in bound for unit in members], dtype=bool)
                beyond &= free[:, None, None]
            opened[year, members] &= ~beyond

    def _lock(self, opened: Bools, lock: Lock) -> None:
        """Take away what a lock forbids from (S, A)."""
        start = self.start[lock.unit]
        if lock.wish == Wish.MUST_NOT:
            opened[:, 1:] = False
        elif lock.wish == Wish.MODE:
            kept = self.action(lock.unit, int(start), lock.mode)
            opened[start] &= np.arange(self.actions) == kept
        elif lock.year == 0:
            opened[start, REST_ACTION] = False
        else:
            opened[:, REST_ACTION] &= ~opened[:, 1:].any(axis=1)

    def first_open(self) -> Bools:
        """(U, A): what may be done in the first year."""
        opened: Bools = self.open[0, self.units, self.start]
        return opened

    def are_open(self, units: Ints, policy: NDArray[np.int16]) -> Bools:
        """(n): whether policies (n, T, S) keep to what is open, wherever they may lead."""
        years = np.arange(self.world.years)[None, :, None]
        states = np.arange(len(self.world.states))[None, None, :]
        opened = self.open[years, units[:, None, None], states, policy]
        kept: Bools = opened[np.arange(len(units)), 0, self.start[units]]
        kept &= opened[:, 1:].all(axis=(1, 2))
        return kept

    # ---- solving

    def best(self, weights: Weights, first: Bools) -> Best:
        """Backward induction over all units; `first` (U, A) says what the first year may be."""
        world, units = self.world, self.units
        count, states = len(units), len(world.states)
        rewards = self._rewards(weights)
        policy = np.zeros((count, world.years, states), dtype=np.int16)
        ahead = np.zeros((count, states))
        for year in range(world.years - 1, 0, -1):
            worth = rewards[..., year] + self._ahead(ahead)
            worth[~self.open[year]] = -np.inf
            choice = worth.argmax(axis=2)
            policy[:, year] = choice
            ahead = np.take_along_axis(worth, choice[..., None], axis=2)[..., 0]
        outlook = np.einsum("uas,us->ua", self.reach[units, self.start], ahead)
        now = rewards[units, self.start, :, 0] + outlook
        now += weights.change[:, None] * self.changed
        allowed = np.where(first, now, -np.inf)
        choice = allowed.argmax(axis=1)
        policy[units, 0, self.start] = choice
        return Best(allowed[units, choice], policy, now)

    def _ahead(self, ahead: Floats) -> Floats:
        count, states = ahead.shape
        flat = self.reach.reshape(count, states * self.actions, states)
        worth: Floats = np.matmul(flat, ahead[:, :, None])
        return worth.reshape(count, states, self.actions)

    def _rewards(self, weights: Weights) -> Floats:
        """(U, S, A, T)."""
        count, _, years = weights.uses.shape
        each = np.empty((count, self.flat.shape[-1], years))
        each[:, :-3] = weights.uses
        each[:, -3] = weights.newly
        each[:, -2] = weights.gain[:, None] * self.discount
        each[:, -1] = weights.price[:, None]
        states = len(self.world.states)
        flat = self.flat.reshape(count, states * self.actions, self.flat.shape[-1])
        worth: Floats = np.matmul(flat, each)
        return worth.reshape(count, states, self.actions, years)

    def features(self, units: Ints, policy: NDArray[np.int16]) -> Features:
        """What each policy (n, T, S) of its unit (n) uses and brings, by running it forward."""
        kinds, years = len(self.world.uses), self.world.years
        found = np.zeros((len(units), kinds + 3, years))
        rows = np.arange(len(units))[:, None]
        states = np.arange(len(self.world.states))[None, :]
        for year, mass in enumerate(self.masses(units, policy)):
            flat = self.flat[units[:, None], states, policy[rows, year, states]]
            found[..., year] = np.einsum("ns,nsf->nf", mass, flat)
        first = policy[np.arange(len(units)), 0, self.start[units]]
        return Features(
            uses=found[:, :kinds],
            newly=found[:, kinds],
            gain=found[:, kinds + 1] @ self.discount,
            price=found[:, kinds + 2].sum(axis=1),
            change=self.changed[units, first],
        )

    def masses(self, units: Ints, policy: NDArray[np.int16]) -> list[Floats]:
        """For each year the probability of each state (n, S) under the policies."""
        states = np.arange(len(self.world.states))[None, :]
        mass = np.zeros((len(units), len(self.world.states)))
        mass[np.arange(len(units)), self.start[units]] = 1.0
        found = [mass]
        for year in range(self.world.years - 1):
            reach = self.reach[units[:, None], states, policy[:, year]]
            mass = np.einsum("ns,nsr->nr", mass, reach)
            found.append(mass)
        return found

    def no_weights(self) -> Weights:
        """Weights of nothing, to be filled in."""
        count, years = len(self.units), self.world.years
        return Weights(
            np.zeros((count, len(self.world.uses), years)),
            np.zeros((count, years)),
            np.zeros(count),
            np.zeros(count),
            np.zeros(count),
        )


def members_of(cap: Cap, count: int) -> Ints:
    """The units under a limit, each once."""
    if cap.units is None:
        return np.arange(count)
    return np.array(sorted(set(cap.units)), dtype=np.int64)


class _Table:
    """One distinct set of modes with its drift, by state."""

    def __init__(self, world: World, unit: Unit) -> None:
        self.world = world
        self.drift = unit.drift
        self.by_state: list[list[Mode]] = [[] for _ in world.states]
        for mode in unit.modes:
            self.by_state[mode.state].append(mode)
        self.actions = 1 + max((len(modes) for modes in self.by_state), default=0)

    def write(self, reach: Floats, flat: Floats, known: Bools) -> None:
        """Fill in (S, A, S), (S, A, K + 3) and (S, A)."""
        for state, modes in enumerate(self.by_state):
            known[state, : len(modes) + 1] = True
            rest = (0.0,) * len(self.world.uses)
            rows = [
                (rest, self.drift[state], 0.0),
                *((mode.uses, mode.outcomes, mode.bonus) for mode in modes),
            ]
            for action, (uses, outcomes, bonus) in enumerate(rows):
                flat[state, action] = self._row(state, uses, outcomes, bonus)
                for reached, share in outcomes:
                    reach[state, action, reached] += share

    def _row(
        self, state: int, uses: Sequence[float], outcomes: Outcomes, bonus: float
    ) -> list[float]:
        world = self.world
        price = sum(a for use, a in zip(world.uses, uses, strict=True) if use.is_money)
        gain = world.gain(state, outcomes) + bonus
        return [*uses, world.newly(state, outcomes), gain, price]
