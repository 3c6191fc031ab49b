"""A kampung in each state that it may stand in: what serves it there, and where that may lead."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from naikkelas.classification.rules.points import subsets
from naikkelas.instruments.rules import Instrument
from naikkelas.roadmap.rules.catalogue import Action, Catalogue
from naikkelas.roadmap.rules.choices import Choices
from naikkelas.roadmap.rules.parts import (
    Floats,
    Ints,
    Part,
    effective,
    either,
    outcomes_of,
    subset_transform,
    union,
)
from naikkelas.roadmap.solver.world import BadWorld, Mode, Use

DAYS, SEATS = "hari", "kursi"
_MOST_ACTIONS = 18


class TooManyActions(BadWorld):
    """More actions serve one kampung than can be enumerated."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that modes depend on: equal facts have equal modes."""

    instrument: Instrument = field(compare=False)
    rule: str
    scores: tuple[int, ...]
    catalogue: Catalogue
    uses: tuple[Use, ...]
    chances: tuple[float, ...]
    rises: tuple[float, ...]
    kept: int


@dataclass(frozen=True, slots=True)
class Work:
    """A set of actions, what it takes, and what it may gain, wherever it is done."""

    codes: tuple[str, ...]
    uses: tuple[float, ...]
    shares: Floats


def state_of(instrument: Instrument, scores: Sequence[int]) -> int:
    """The dimensions that these counted scores pass, as bits; without an index none is passed."""
    return sum(
        1 << place
        for place in range(len(instrument.dimensions))
        if lacking_of(instrument, scores, place) <= 0
    )


def lacking_of(instrument: Instrument, scores: Sequence[int], place: int) -> int:
    """Points that a dimension lacks; an indicator without a score lacks at least its first."""
    dimension = instrument.dimensions[place]
    if dimension.sum_needed is None:
        raise ValueError(f"{instrument.id}: {dimension.code} has no threshold")
    own = [scores[position] for position in dimension.positions]
    return max(dimension.sum_needed - sum(own), own.count(0))


class Kampung:
    """The facts with what follows from them for every state."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.instrument = facts.instrument
        self.actions = facts.catalogue.actions
        self.codes = [indicator.code for indicator in facts.instrument.indicators]
        self.place = {action.code: number for number, action in enumerate(self.actions)}
        self.dimension_of = [0] * len(self.codes)
        for number, dimension in enumerate(facts.instrument.dimensions):
            for position in dimension.positions:
                self.dimension_of[position] = number
        self.present = state_of(facts.instrument, facts.scores)
        self.parts: dict[tuple[object, ...], Part] = {}
        self.known: dict[tuple[int, ...], list[Work]] = {}
        self.fallen = self._fallen()
        self.now = self._lifts(facts.scores)
        self.below = self._lifts(self.fallen)

    def _lifts(self, scores: Sequence[int]) -> list[tuple[tuple[int, int], ...]]:
        """(position, new score) of each action from these scores."""
        return [tuple(action.lifted(scores, self.codes)) for action in self.actions]

    def _fallen(self) -> tuple[int, ...]:
        """The scores once every passed dimension has lost the point that is cheapest to regain."""
        scores = list(self.facts.scores)
        for number, dimension in enumerate(self.instrument.dimensions):
            if self.present >> number & 1:
                able = [
                    place
                    for place in dimension.positions
                    if scores[place] > self.instrument.indicators[place].lowest_score
                ]
                if able:
                    scores[min(able, key=self._price_of_point)] -= 1
        return tuple(scores)

    def _price_of_point(self, place: int) -> tuple[float, int]:
        """Rupiah per expected success of the cheapest action that gives the lost point back."""
        code, score = self.codes[place], self.facts.scores[place] - 1
        prices = [
            action.rupiah / chance
            for action, chance in zip(self.actions, self.facts.chances, strict=True)
            if chance > 0
            and any(lift.indicator == code and lift.serves(score) for lift in action.lifts)
        ]
        return min(prices, default=float("inf")), place

    def lacking(self, number: int) -> int:
        """Points to the threshold: a dimension that passes now would lack one."""
        if self.present >> number & 1:
            return 1
        return lacking_of(self.instrument, self.facts.scores, number)

    @cached_property
    def uses(self) -> Floats:
        """What each action takes, along the uses."""
        rows = [used_by(action, self.facts.uses) for action in self.actions]
        return np.array(rows, dtype=np.float64).reshape(len(rows), len(self.facts.uses))

    @cached_property
    def weights(self) -> tuple[Floats, Floats, Floats]:
        """Which uses are rupiah, days, seats."""
        uses = self.facts.uses
        return (
            np.array([float(use.is_money) for use in uses]),
            np.array([float(use.code == DAYS) for use in uses]),
            np.array([float(use.code == SEATS) for use in uses]),
        )


def used_by(action: Action, uses: Sequence[Use]) -> list[float]:
    amounts = {DAYS: action.days.value, SEATS: action.seats.value}
    for source, figure in action.costs:
        amounts[source] = amounts.get(source, 0.0) + figure.value
    unknown = [code for code, amount in amounts.items() if amount and not _has(uses, code)]
    if unknown:
        raise ValueError(f"{action.code}: {', '.join(unknown)} is no use of the world")
    return [amounts.get(use.code, 0.0) for use in uses]


def _has(uses: Sequence[Use], code: str) -> bool:
    return any(use.code == code for use in uses)


class Standing:
    """A kampung in one of the states: what serves it there, in parts that do not touch."""

    def __init__(self, kampung: Kampung, state: int) -> None:
        self.kampung, self.state = kampung, state
        self.failing = (1 << len(kampung.instrument.dimensions)) - 1 & ~state
        self.serving = [self._served(number) for number in range(len(kampung.actions))]
        self.needed = {
            number: self._needs(number) for number, dims in enumerate(self.serving) if dims
        }
        waiting = [need for needs in self.needed.values() for need in needs]
        while waiting:
            number = waiting.pop()
            if number not in self.needed:
                self.needed[number] = self._needs(number)
                waiting += self.needed[number]
        self.parts = [self._part(mask, actions) for mask, actions in self._groups()]

    def _served(self, number: int) -> int:
        """Failing dimensions that the action lifts something in."""
        dims = self.kampung.dimension_of
        served = 0
        for position, _ in self.kampung.below[number]:
            served |= 1 << dims[position]
        return served & self.failing

    def _needs(self, number: int) -> tuple[int, ...]:
        """Actions that must be done too, since they still have something to lift here."""
        kampung = self.kampung
        codes = kampung.actions[number].needs
        return tuple(
            sorted(kampung.place[code] for code in codes if self._is_open(kampung.place[code]))
        )

    def _is_open(self, number: int) -> bool:
        """Whether the action has something left to lift; not in a dimension gained since."""
        if self.serving[number]:
            return True
        kept = self.state & self.kampung.present
        dims = self.kampung.dimension_of
        return any(kept >> dims[position] & 1 for position, _ in self.kampung.now[number])

    def _groups(self) -> list[tuple[int, tuple[int, ...]]]:
        """Dimensions and actions that hang together by lifts or needs."""
        groups: list[tuple[int, set[int]]] = []
        for number, needs in self.needed.items():
            mask, members = self.serving[number], {number, *needs}
            apart = []
            for other_mask, others in groups:
                if other_mask & mask or others & members:
                    mask, members = mask | other_mask, members | others
                else:
                    apart.append((other_mask, others))
            groups = [*apart, (mask, members)]
        return [(mask, tuple(sorted(members))) for mask, members in groups if mask]

    def _part(self, mask: int, actions: tuple[int, ...]) -> Part:
        serving = tuple(self.serving[number] for number in actions)
        bit = {number: 1 << place for place, number in enumerate(actions)}
        needs = tuple(sum(bit[need] for need in self.needed[number]) for number in actions)
        key = (mask, actions, serving, needs)
        if key not in self.kampung.parts:
            self.kampung.parts[key] = self._weighed(mask, actions, serving, needs)
        return self.kampung.parts[key]

    def _weighed(
        self, mask: int, actions: tuple[int, ...], serving: tuple[int, ...], needs: tuple[int, ...]
    ) -> Part:
        if len(actions) > _MOST_ACTIONS:
            raise TooManyActions(
                f"{len(actions)} tindakan melayani satu kampung sekaligus; paling banyak "
                f"{_MOST_ACTIONS}. Gabungkan tindakan yang selalu dikerjakan bersama."
            )
        kampung = self.kampung
        sets = np.arange(1 << len(actions))
        gained = self._gained(mask, actions, effective(sets, needs))
        first = np.zeros((len(sets), 1 << len(kampung.instrument.dimensions)))
        first[sets, gained] = 1.0
        shares = subset_transform(first, [kampung.facts.chances[number] for number in actions])
        done = (sets[:, None] >> np.arange(len(actions)) & 1).astype(np.float64)
        return Part(
            mask,
            actions,
            needs,
            serving,
            shares,
            np.flatnonzero(effective(sets, needs) == sets),
            done @ kampung.uses[list(actions)],
        )

    def _gained(self, mask: int, actions: Sequence[int], took_effect: Ints) -> Ints:
        """Dimensions that pass once exactly these actions have taken effect."""
        kampung = self.kampung
        raised: dict[int, Ints] = {}
        for bit, number in enumerate(actions):
            took = took_effect >> bit & 1
            for position, score in kampung.below[number]:
                start = kampung.fallen[position]
                before = raised.get(position, np.zeros_like(took_effect))
                raised[position] = np.maximum(before, took * (score - start))
        gained = np.zeros_like(took_effect)
        for number, dimension in enumerate(kampung.instrument.dimensions):
            if mask >> number & 1:
                own = [place for place in dimension.positions if place in raised]
                points = sum((raised[place] for place in own), np.zeros_like(took_effect))
                passes = points >= kampung.lacking(number)
                for place in dimension.positions:
                    if kampung.fallen[place] == 0:
                        passes = passes & (raised.get(place, np.zeros_like(took_effect)) > 0)
                gained |= passes.astype(np.int64) << number
        return gained

    def modes(self) -> tuple[Mode, ...]:
        """The best modes for every goal: one failing dimension or more."""
        size = len(self.kampung.instrument.dimensions)
        found: dict[str, Mode] = {}
        for places in subsets(size):
            goal = sum(1 << place for place in places)
            if goal & self.state == 0:
                for mode in self._best(goal):
                    found.setdefault(mode.code, mode)
        return tuple(found.values())

    def _best(self, goal: int) -> Iterator[Mode]:
        """The kept sets of a goal; other states that leave the same parts open share them."""
        parts = [part for part in self.parts if part.mask & goal]
        if not parts or goal & ~union(parts):
            return
        known, key = self.kampung.known, (goal, *map(id, parts))
        if key not in known:
            choices = Choices.of(parts, goal, self.kampung.weights)
            known[key] = [
                self._work(list(zip(parts, choices.rows_of(choice), strict=True)))
                for choice in choices.best(self.kampung.facts.kept)
            ]
        for work in known[key]:
            yield self._mode(work)

    def mode_of(self, codes: Sequence[str]) -> Mode | None:
        """The mode of exactly these actions; None where they do not go together here."""
        kampung = self.kampung
        numbers = {kampung.place[code] for code in codes if code in kampung.place}
        if len(numbers) < len(codes) or not numbers:
            return None
        chosen = []
        for part in self.parts:
            row = sum(1 << bit for bit, number in enumerate(part.actions) if number in numbers)
            if row and row not in part.possible:
                return None
            numbers -= set(part.actions)
            chosen.append((part, row))
        return None if numbers else self._mode(self._work([one for one in chosen if one[1]]))

    def _work(self, chosen: Sequence[tuple[Part, int]]) -> Work:
        kampung = self.kampung
        numbers = sorted(
            number
            for part, row in chosen
            for bit, number in enumerate(part.actions)
            if row >> bit & 1
        )
        return Work(
            codes=tuple(kampung.actions[number].code for number in numbers),
            uses=tuple(kampung.uses[numbers].sum(axis=0).tolist()),
            shares=either([part.shares[row] for part, row in chosen]),
        )

    def _mode(self, work: Work) -> Mode:
        shares = either([work.shares, *self._risen()])
        return Mode(
            code="+".join(work.codes),
            state=self.state,
            uses=work.uses,
            outcomes=outcomes_of(shares, self.state),
            actions=work.codes,
        )

    def _risen(self) -> Iterator[Floats]:
        """What becomes of failing dimensions by itself, as masks of gained dimensions."""
        size = 1 << len(self.kampung.instrument.dimensions)
        for number, chance in enumerate(self.kampung.facts.rises):
            if self.failing >> number & 1 and chance:
                shares = np.zeros(size)
                shares[0], shares[1 << number] = 1 - chance, chance
                yield shares
