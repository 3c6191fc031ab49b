"""Sets of actions that hang together, weighed all at once: what each may gain, how likely."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from naikkelas.roadmap.solver.world import Outcomes

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_SURE_ENOUGH = 1e-12


@dataclass(frozen=True, slots=True)
class Part:
    """Dimensions that actions tie together, with every set of these actions.

    Row S of `shares` is the distribution over masks of gained dimensions when the actions of the
    bits of S are done. `possible` are the rows whose prerequisites are in the set.
    """

    mask: int
    actions: tuple[int, ...]
    needs: tuple[int, ...]
    serving: tuple[int, ...]
    shares: Floats
    possible: Ints
    uses: Floats

    def rows(self, goal: int) -> Ints:
        """Possible sets without an action that has nothing to do with the goal."""
        useful = closed(
            sum(1 << bit for bit, dims in enumerate(self.serving) if dims & goal), self.needs
        )
        rows: Ints = self.possible[(self.possible & ~useful) == 0]
        return rows

    def chance(self, goal: int) -> Floats:
        """Probability of every set that all of the goal's own dimensions are gained."""
        own = goal & self.mask
        masks = [mask for mask in range(self.shares.shape[1]) if mask & own == own]
        gained: Floats = self.shares[:, masks].sum(axis=1)
        return gained


def subset_transform(first: Floats, chances: Sequence[float]) -> Floats:
    """From what each set of successes gives to what each set of attempts gives.

    Row S of `first` holds what follows when exactly the actions of the bits of S succeed; each
    succeeds by itself: f[S + i] = p_i f[S + i, i succeeds] + (1 - p_i) f[S].
    """
    shares = first.copy()
    for bit, chance in enumerate(chances):
        pairs = shares.reshape(-1, 2, 1 << bit, shares.shape[1])
        pairs[:, 1] *= chance
        pairs[:, 1] += (1 - chance) * pairs[:, 0]
    return shares


def closed(bits: int, needs: Sequence[int]) -> int:
    """The set with everything that it needs."""
    while True:
        more = bits
        for bit, needed in enumerate(needs):
            if bits >> bit & 1:
                more |= needed
        if more == bits:
            return bits
        bits = more


def effective(sets: Ints, needs: Sequence[int]) -> Ints:
    """Each set without the actions whose prerequisites are not in it."""
    while True:
        fewer = sets.copy()
        for bit, needed in enumerate(needs):
            if needed:
                fewer[sets & needed != needed] &= ~(1 << bit)
        if np.array_equal(fewer, sets):
            return sets
        sets = fewer


def union(parts: Sequence[Part]) -> int:
    union = 0
    for part in parts:
        union |= part.mask
    return union


def either(several: Sequence[Floats]) -> Floats:
    """Distribution over what any of several independent ones gives (bits joined)."""
    shares = several[0]
    for others in several[1:]:
        joined = np.zeros_like(shares)
        for mask in np.flatnonzero(others):
            targets = np.arange(len(shares)) | mask
            np.add.at(joined, targets, shares * others[mask])
        shares = joined
    return shares


def outcomes_of(shares: Floats, state: int) -> Outcomes:
    """Next year's states: what passes stays, what was gained is added."""
    reached: dict[int, float] = {}
    for mask, share in enumerate(shares.tolist()):
        if share > _SURE_ENOUGH:
            reached[state | mask] = reached.get(state | mask, 0.0) + share
    total = sum(reached.values())
    return tuple((one, share / total) for one, share in sorted(reached.items()))
