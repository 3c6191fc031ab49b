"""Modes of a village under a ladder of levels by one composite figure (IDM): points by knapsack.

Each point of an indicator adds a fixed share to the composite, so everything is counted in whole
shares. The cheapest ways to so many shares come from a knapsack over the actions; which of them
are likely enough is then weighed exactly, by adding up what each action may bring.

Prerequisites play no part here, and of several actions for one indicator only the best value is
used: the recommended actions of IDM have one per indicator and score.
"""

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from naikkelas.instruments.rules import Instrument
from naikkelas.roadmap.rules.catalogue import Action, Catalogue
from naikkelas.roadmap.rules.drift import Drift
from naikkelas.roadmap.rules.modes import (
    DAY_RUPIAH,
    DAYS,
    KEPT,
    SEAT_RUPIAH,
    SEATS,
    Facts,
    facts_of,
)
from naikkelas.roadmap.solver.world import Mode, Outcomes, State, Use

RESERVES = (1.0, 1.15, 1.35, 1.6)
"""How many times the missing shares are aimed at in expectation: more is surer and dearer."""
LEVELS_AT_ONCE = 2
"""Goals: the next level and the one after it."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ladder:
    """A composite instrument in whole shares: `worth[i]` of a point of indicator i."""

    codes: tuple[str, ...]
    worth: tuple[int, ...]
    edges: tuple[int, ...]
    """Fewest shares of each level but the lowest."""
    spare: int
    """Shares of the largest single point: what a drop costs at least."""

    def shares(self, scores: Sequence[int]) -> int:
        """What these scores amount to."""
        return sum(score * worth for score, worth in zip(scores, self.worth, strict=True))

    def level(self, shares: int) -> int:
        """The level of so many shares, from 0."""
        return sum(shares >= edge for edge in self.edges)


@lru_cache(maxsize=16)
def ladder_of(instrument: Instrument) -> Ladder:
    """The instrument in whole shares; a level starts just above the upper edge of the one below."""
    composite = instrument.composite
    if composite is None:
        raise ValueError(f"{instrument.id}: levels do not follow from one figure")
    size = len(instrument.dimensions)
    parts = [Fraction(0)] * len(instrument.indicators)
    for dimension in instrument.dimensions:
        for position in dimension.positions:
            parts[position] = Fraction(1, dimension.divisor * size)
    whole = math.lcm(*(part.denominator for part in parts))
    edges = tuple(
        math.floor(Fraction(str(band.up_to)) * whole) + 1 for band in composite.bands[:-1]
    )
    worth = tuple(int(part * whole) for part in parts)
    codes = tuple(indicator.code for indicator in instrument.indicators)
    return Ladder(codes, worth, edges, max(worth))


def ladder_states(
    instrument: Instrument,
    weights: Mapping[str, float],
    counting: Collection[str],
    *,
    climbing_counts: bool = False,
) -> tuple[State, ...]:
    """One state per level, lowest first."""
    assert instrument.composite is not None
    levels = [band.level for band in instrument.composite.bands]
    return tuple(
        State(
            level,
            level,
            float(weights[level]),
            level in counting,
            place if climbing_counts and level in counting else 0,
        )
        for place, level in enumerate(levels)
    )


def ladder_state(instrument: Instrument, scores: Sequence[int]) -> int:
    """The level of these scores, from 0."""
    ladder = ladder_of(instrument)
    return ladder.level(ladder.shares(scores))


def ladder_modes(
    instrument: Instrument,
    scores: Sequence[int],
    catalogue: Catalogue,
    uses: Sequence[Use],
    *,
    chances: Mapping[str, float] | None = None,
    kept: int = KEPT,
    wanted: Collection[tuple[str, ...]] = (),
) -> tuple[Mode, ...]:
    """The modes of every level below the highest: up to the next level and the one after.

    In another state than the present one the village stands just below the present threshold (it
    dropped), or just at the threshold of the level that it rose to, with the cheapest way there
    used up.
    """
    facts = facts_of(instrument, scores, catalogue, uses, chances=chances, kept=kept)
    found = _ladder_modes(facts)
    if not wanted:
        return found
    village = _Village(facts)
    present = village.ladder.level(village.shares)
    known = {mode.code for mode in found if mode.state == present}
    extra = [village.mode_of(codes) for codes in wanted if "+".join(codes) not in known]
    return found + tuple({mode.code: mode for mode in extra if mode is not None}.values())


@lru_cache(maxsize=20_000)
def _ladder_modes(facts: Facts) -> tuple[Mode, ...]:
    return tuple(_Village(facts).modes())


@dataclass(frozen=True, slots=True)
class _Option:
    """An action for a village: the shares that it brings, with what chance and price."""

    number: int
    shares: int
    chance: float
    price: float
    lifted: frozenset[int]

    @property
    def expected(self) -> int:
        return math.floor(self.shares * self.chance)


class _Village:
    """One village: its options, at most one per indicator, and its modes in every state."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.ladder = ladder_of(facts.instrument)
        self.shares = self.ladder.shares(facts.scores)
        self.place = {action.code: at for at, action in enumerate(facts.catalogue.actions)}
        every = [one for at in range(len(self.place)) for one in self._option(at)]
        self.options = sorted(_apart(every), key=lambda one: one.number)

    def _option(self, number: int) -> Iterator[_Option]:
        action = self.facts.catalogue.actions[number]
        lifted = dict(action.lifted(self.facts.scores, self.ladder.codes))
        shares = sum(
            (end - self.facts.scores[place]) * self.ladder.worth[place]
            for place, end in lifted.items()
        )
        chance = self.facts.chances[number]
        if shares > 0 and chance > 0:
            price = action.rupiah + DAY_RUPIAH * action.days.value
            price += SEAT_RUPIAH * action.seats.value + 1
            yield _Option(number, shares, chance, price, frozenset(lifted))

    def modes(self) -> Iterator[Mode]:
        present = self.ladder.level(self.shares)
        options = self.options
        for state in range(len(self.ladder.edges)):
            if state > present:
                used = _cheapest(options, self.ladder.edges[state - 1] - self._start(state - 1))
                options = [one for one in options if one not in used]
            found: dict[str, Mode] = {}
            for level in range(state + 1, state + 1 + LEVELS_AT_ONCE):
                if level <= len(self.ladder.edges):
                    for mode in self._best(state, level, options):
                        found.setdefault(mode.code, mode)
            yield from found.values()

    def _start(self, state: int) -> int:
        """Shares in a state: the present ones, or those nearest to them."""
        edges = (0, *self.ladder.edges, 1 << 40)
        return min(max(self.shares, edges[state]), edges[state + 1] - 1)

    def _best(self, state: int, level: int, options: Sequence[_Option]) -> list[Mode]:
        """Cheapest likely, cheapest sure, and the best value between them."""
        missing = self.ladder.edges[level - 1] - self._start(state)
        sets = [_cheapest(options, math.ceil(missing * reserve)) for reserve in RESERVES]
        modes = {mode.code: mode for mode in (self._mode(state, one) for one in sets if one)}
        ranked = sorted(modes.values(), key=lambda mode: (sum(mode.uses), mode.code))
        able = [mode for mode in ranked if _reaches(mode, level) > 0]
        likely = [mode for mode in able if _reaches(mode, level) >= 0.5][:1]
        sure = [mode for mode in able if _reaches(mode, level) >= 0.85][:1]
        value = sorted(able, key=lambda mode: -_reaches(mode, level) / (1 + sum(mode.uses)))[:1]
        likeliest = sorted(able, key=lambda mode: -_reaches(mode, level))[:1]
        found = {mode.code: mode for mode in (*likely, *sure, *value, *likeliest)}
        return list(found.values())[: self.facts.kept]

    def mode_of(self, codes: Sequence[str]) -> Mode | None:
        """The mode of exactly these actions in the present state; None where one has no use."""
        numbers = {self.place[code] for code in codes if code in self.place}
        chosen = [one for one in self.options if one.number in numbers]
        if not chosen or len(chosen) < len(codes):
            return None
        return self._mode(self.ladder.level(self.shares), chosen)

    def _mode(self, state: int, chosen: Sequence[_Option]) -> Mode:
        actions = [
            self.facts.catalogue.actions[one.number]
            for one in sorted(chosen, key=lambda one: one.number)
        ]
        codes = tuple(action.code for action in actions)
        return Mode(
            code="+".join(codes),
            state=state,
            uses=_uses(actions, self.facts.uses),
            outcomes=self._outcomes(state, chosen),
            actions=codes,
        )

    def _outcomes(self, state: int, chosen: Sequence[_Option]) -> Outcomes:
        """Distribution over levels of what the actions bring together, each by itself."""
        spread: Floats = np.ones(1)
        for one in chosen:
            wider = np.zeros(len(spread) + one.shares)
            wider[: len(spread)] += (1 - one.chance) * spread
            wider[one.shares :] += one.chance * spread
            spread = wider
        start, edges = self._start(state), self.ladder.edges
        reached: dict[int, float] = {}
        bounds = [0, *(max(0, edge - start) for edge in edges), len(spread)]
        for level in range(len(edges) + 1):
            low, high = min(bounds[level], len(spread)), min(bounds[level + 1], len(spread))
            share = float(spread[low:high].sum())
            if share > 1e-12:
                reached[level] = reached.get(level, 0.0) + share
        total = sum(reached.values())
        return tuple((level, share / total) for level, share in sorted(reached.items()))


def _apart(options: Sequence[_Option]) -> Iterator[_Option]:
    """The best value first, without those that lift an indicator already lifted."""
    lifted: set[int] = set()
    for one in sorted(options, key=lambda one: (one.price / (one.shares * one.chance), one.number)):
        if not one.lifted & lifted:
            lifted |= one.lifted
            yield one


def _reaches(mode: Mode, level: int) -> float:
    return sum(share for reached, share in mode.outcomes if reached >= level)


def _uses(actions: Sequence[Action], uses: Sequence[Use]) -> tuple[float, ...]:
    amounts = dict.fromkeys((use.code for use in uses), 0.0)
    for action in actions:
        amounts[DAYS] += action.days.value
        amounts[SEATS] += action.seats.value
        for source, figure in action.costs:
            amounts[source] += figure.value
    return tuple(amounts.values())


def _cheapest(options: Sequence[_Option], needed: int) -> list[_Option]:
    """The cheapest options that bring so many shares in expectation; all where that is too few.

    A knapsack over shares: `least[k]` is the least price for at least k.
    """
    if needed <= 0:
        return []
    if sum(one.expected for one in options) < needed:
        return [one for one in options if one.expected]
    least = np.full(needed + 1, np.inf)
    least[0] = 0.0
    taken = np.zeros((len(options), needed + 1), dtype=bool)
    for place, one in enumerate(options):
        before = np.concatenate(
            [np.full(min(one.expected, needed + 1), least[0]), least[: -one.expected or None]]
        )[: needed + 1]
        better = before + one.price < least
        taken[place] = better
        least = np.where(better, before + one.price, least)
    chosen, rest = [], needed
    for place in reversed(range(len(options))):
        if taken[place, rest]:
            chosen.append(options[place])
            rest = max(0, rest - options[place].expected)
    return chosen


def ladder_drift(
    instrument: Instrument, scores: Sequence[int], drift: Drift, *, months: int | None
) -> tuple[Outcomes, ...]:
    """Next year's levels without work: one down by thin margins and old reports, one up rarely."""
    ladder = ladder_of(instrument)
    shares = ladder.shares(scores)
    present = ladder.level(shares)
    found = []
    for state in range(len(ladder.edges) + 1):
        edge = ladder.edges[state - 1] if state else 0
        spare = (shares - edge) // ladder.spare if state == present else 0
        age = months if state == present else 0
        drop = drift.chance(spare, age) if state else 0.0
        rise = min(drift.rise.value, 1 - drop) if state < len(ladder.edges) else 0.0
        moves = ((state - 1, drop), (state, 1 - drop - rise), (state + 1, rise))
        found.append(tuple((reached, share) for reached, share in moves if share > 0))
    return tuple(found)
