"""What can be done for a kampung in a year: every set of actions weighed exactly, the best kept.

Each action succeeds by itself with its chance, and takes effect where those it needs have succeeded
too. The distribution over the indexes gained is computed for every set at once (subset transform),
apart for dimensions that no action ties together. Of the sets that gain some indexes the best few
are kept: none of them is beaten in rupiah, days, seats and probability alike.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, reduce
from math import prod

import numpy as np
from numpy.typing import NDArray

from naikkelas.classification.rules.points import subsets
from naikkelas.instruments.rules import Instrument
from naikkelas.roadmap.rules.catalogue import Action, Catalogue
from naikkelas.roadmap.solver.world import BadWorld, Mode, Outcomes, State, Use

KEPT = 3
"""Modes per state and goal."""
LEAST = 0.3
"""A mode gains its goal at least this likely; where even the surest set is not sure, less."""
SURE = 0.9
"""Where no set is as likely as this, all that is asked of probabilities shrinks in proportion."""
DAYS, SEATS = "hari", "kursi"
DAY_RUPIAH, SEAT_RUPIAH = 250_000.0, 150_000.0
"""What a mentor's day and a training seat weigh against rupiah when the best value is looked for.

Assumptions that only choose among unbeaten sets; the planner's own limits decide what is scarce.
"""
SOURCES = {
    "apbn": "APBN",
    "apbd": "APBD",
    "dana_desa": "Dana Desa",
    "hibah_masyarakat": "Donasi/hibah masyarakat",
    "csr": "Perusahaan (CSR)",
    "swadaya_masyarakat": "Swadaya masyarakat",
}
"""Names of the sources of funds that the instrument knows; others are called by their code."""
_MOST_ACTIONS = 18
_MOST_CHOICES = 1 << 18
"""More combinations than this are thinned: of sets about as likely the cheapest and quickest."""
_SURE_ENOUGH = 1e-12

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class TooManyActions(BadWorld):
    """More actions serve one kampung than can be enumerated."""


# What modes are made of --------------------------------------------------------------------------


def uses_of(catalogue: Catalogue) -> tuple[Use, ...]:
    """Rupiah of each source that the catalogue draws on, mentor days, training seats."""
    money = [Use(one, SOURCES.get(one, one), is_money=True) for one in catalogue.sources]
    days = Use(DAYS, "hari pendamping", is_money=False)
    seats = Use(SEATS, "kursi pelatihan", is_money=False)
    return (*money, days, seats)


def states_of(
    instrument: Instrument,
    weights: Mapping[str, float],
    counting: Collection[str],
    *,
    climbing_counts: bool = False,
) -> tuple[State, ...]:
    """One state per combination of passed dimensions; bit i of its number is dimension i.

    `weights` are the worths of the levels. With `climbing_counts` a kampung that counts already
    counts again when it reaches a higher counting level (Mandiri → Paripurna).
    """
    ladder = [level.code for level in instrument.levels if level.code in counting]
    return tuple(
        State(
            code=code,
            level=level,
            worth=float(weights[level]),
            counts=level in counting,
            rung=ladder.index(level) if climbing_counts and level in counting else 0,
        )
        for code, level in _combinations(instrument)
    )


def state_of(instrument: Instrument, scores: Sequence[int]) -> int:
    """The dimensions that these counted scores pass, as bits; without an index none is passed."""
    return sum(
        1 << place
        for place in range(len(instrument.dimensions))
        if _lacking(instrument, scores, place) <= 0
    )


def _combinations(instrument: Instrument) -> Iterator[tuple[str, str]]:
    table = instrument.level_table
    if table is None:
        raise ValueError(f"{instrument.id}: levels do not follow from passed dimensions")
    size = len(instrument.dimensions)
    for number in range(1 << size):
        passed = tuple(number >> place & 1 for place in range(size))
        level = table[passed]  # type: ignore[index]  # states are 0, 1, 2
        assert level is not None
        yield "".join(map(str, passed)), level


def _lacking(instrument: Instrument, scores: Sequence[int], place: int) -> int:
    """Points that a dimension lacks; an indicator without a score lacks at least its first."""
    dimension = instrument.dimensions[place]
    if dimension.sum_needed is None:
        raise ValueError(f"{instrument.id}: {dimension.code} has no threshold")
    own = [scores[position] for position in dimension.positions]
    return max(dimension.sum_needed - sum(own), own.count(0))


# The modes of a kampung --------------------------------------------------------------------------


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


def modes_of(
    instrument: Instrument,
    scores: Sequence[int],
    catalogue: Catalogue,
    uses: Sequence[Use],
    *,
    chances: Mapping[str, float] | None = None,
    rises: Sequence[float] = (),
    kept: int = KEPT,
    wanted: Collection[tuple[str, ...]] = (),
) -> tuple[Mode, ...]:
    """The modes of every state that a kampung with these counted scores may stand in.

    `chances` override the catalogue's by action code; `rises` are the yearly probabilities that a
    failing dimension passes by itself. Sets of action codes in `wanted` are kept for the present
    state beside the best (an earlier plan's, a lock's); those that are not possible are left out.

    In a state other than the present one a failing dimension starts from its present scores or, if
    it passes now, from one point below its threshold.
    """
    facts = facts_of(instrument, scores, catalogue, uses, chances=chances, rises=rises, kept=kept)
    found = _modes(facts)
    if not wanted:
        return found
    present = state_of(instrument, scores)
    known = {mode.code for mode in found if mode.state == present}
    standing = _Standing(_Kampung(facts), present)
    extra = [standing.mode_of(codes) for codes in wanted if "+".join(codes) not in known]
    return found + tuple(
        {mode.code: mode for mode in extra if mode is not None and mode.code not in known}.values()
    )


def keeping_modes(
    catalogue: Catalogue,
    uses: Sequence[Use],
    drift: Sequence[Outcomes],
    chances: Mapping[str, float] | None = None,
) -> tuple[Mode, ...]:
    """Work that gains nothing but keeps: one mode per state that may drop, for each such action.

    An action without lifts (renewing the reports) keeps everything in place when it succeeds;
    otherwise the year passes as it would without it.
    """
    given = chances or {}
    return tuple(
        Mode(
            action.code,
            state,
            tuple(_used(action, uses)),
            _mixed(given.get(action.code, action.chance.mean), state, outcomes),
            (action.code,),
        )
        for action in catalogue.actions
        if not action.lifts
        for state, outcomes in enumerate(drift)
        if any(reached != state and share > 0 for reached, share in outcomes)
    )


def _mixed(chance: float, state: int, outcomes: Outcomes) -> Outcomes:
    """Staying with this chance, else what would happen anyway."""
    shares = {reached: (1 - chance) * share for reached, share in outcomes}
    shares[state] = shares.get(state, 0.0) + chance
    return tuple((one, share) for one, share in sorted(shares.items()) if share > 0)


def facts_of(
    instrument: Instrument,
    scores: Sequence[int],
    catalogue: Catalogue,
    uses: Sequence[Use],
    *,
    chances: Mapping[str, float] | None = None,
    rises: Sequence[float] = (),
    kept: int = KEPT,
) -> Facts:
    """The facts as the key by which modes are remembered."""
    given = chances or {}
    means = tuple(given.get(one.code, one.chance.mean) for one in catalogue.actions)
    if any(not 0 <= chance <= 1 for chance in (*means, *rises)):
        raise ValueError("peluang harus antara 0 dan 1")
    return Facts(
        instrument,
        instrument.sha256,
        tuple(int(score) for score in scores),
        catalogue,
        tuple(uses),
        means,
        tuple(rises),
        kept,
    )


def forget() -> None:
    """Forget all remembered modes (for measuring)."""
    _modes.cache_clear()


@lru_cache(maxsize=50_000)
def _modes(facts: Facts) -> tuple[Mode, ...]:
    kampung = _Kampung(facts)
    every = range(
        (1 << len(facts.instrument.dimensions)) - 1
    )  # nothing is left to gain in the last
    return tuple(mode for state in every for mode in _Standing(kampung, state).modes())


@dataclass(frozen=True, slots=True)
class _Part:
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
        useful = _closed(
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


def _closed(bits: int, needs: Sequence[int]) -> int:
    """The set with everything that it needs."""
    while True:
        more = bits
        for bit, needed in enumerate(needs):
            if bits >> bit & 1:
                more |= needed
        if more == bits:
            return bits
        bits = more


class _Kampung:
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
        self.parts: dict[tuple[object, ...], _Part] = {}
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
        return _lacking(self.instrument, self.facts.scores, number)

    @cached_property
    def uses(self) -> Floats:
        """What each action takes, along the uses."""
        rows = [_used(action, self.facts.uses) for action in self.actions]
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


def _used(action: Action, uses: Sequence[Use]) -> list[float]:
    amounts = {DAYS: action.days.value, SEATS: action.seats.value}
    for source, figure in action.costs:
        amounts[source] = amounts.get(source, 0.0) + figure.value
    unknown = [code for code, amount in amounts.items() if amount and not _has(uses, code)]
    if unknown:
        raise ValueError(f"{action.code}: {', '.join(unknown)} is no use of the world")
    return [amounts.get(use.code, 0.0) for use in uses]


def _has(uses: Sequence[Use], code: str) -> bool:
    return any(use.code == code for use in uses)


class _Standing:
    """A kampung in one of the states: what serves it there, in parts that do not touch."""

    def __init__(self, kampung: _Kampung, state: int) -> None:
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

    def _part(self, mask: int, actions: tuple[int, ...]) -> _Part:
        serving = tuple(self.serving[number] for number in actions)
        bit = {number: 1 << place for place, number in enumerate(actions)}
        needs = tuple(sum(bit[need] for need in self.needed[number]) for number in actions)
        key = (mask, actions, serving, needs)
        if key not in self.kampung.parts:
            self.kampung.parts[key] = self._weighed(mask, actions, serving, needs)
        return self.kampung.parts[key]

    def _weighed(
        self, mask: int, actions: tuple[int, ...], serving: tuple[int, ...], needs: tuple[int, ...]
    ) -> _Part:
        if len(actions) > _MOST_ACTIONS:
            raise TooManyActions(
                f"{len(actions)} tindakan melayani satu kampung sekaligus; paling banyak "
                f"{_MOST_ACTIONS}. Gabungkan tindakan yang selalu dikerjakan bersama."
            )
        kampung = self.kampung
        sets = np.arange(1 << len(actions))
        gained = self._gained(mask, actions, _effective(sets, needs))
        first = np.zeros((len(sets), 1 << len(kampung.instrument.dimensions)))
        first[sets, gained] = 1.0
        shares = subset_transform(first, [kampung.facts.chances[number] for number in actions])
        done = (sets[:, None] >> np.arange(len(actions)) & 1).astype(np.float64)
        return _Part(
            mask,
            actions,
            needs,
            serving,
            shares,
            np.flatnonzero(_effective(sets, needs) == sets),
            done @ kampung.uses[list(actions)],
        )

    def _gained(self, mask: int, actions: Sequence[int], effective: Ints) -> Ints:
        """Dimensions that pass once exactly these actions have taken effect."""
        kampung = self.kampung
        raised: dict[int, Ints] = {}
        for bit, number in enumerate(actions):
            took = effective >> bit & 1
            for position, score in kampung.below[number]:
                start = kampung.fallen[position]
                before = raised.get(position, np.zeros_like(effective))
                raised[position] = np.maximum(before, took * (score - start))
        gained = np.zeros_like(effective)
        for number, dimension in enumerate(kampung.instrument.dimensions):
            if mask >> number & 1:
                own = [place for place in dimension.positions if place in raised]
                points = sum((raised[place] for place in own), np.zeros_like(effective))
                passes = points >= kampung.lacking(number)
                for place in dimension.positions:
                    if kampung.fallen[place] == 0:
                        passes = passes & (raised.get(place, np.zeros_like(effective)) > 0)
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
        parts = [part for part in self.parts if part.mask & goal]
        if not parts or goal & ~_union(parts):
            return
        choices = _Choices.of(parts, goal, self.kampung)
        for choice in choices.best(self.kampung.facts.kept):
            rows = choices.rows_of(choice)
            yield self._mode(list(zip(parts, rows, strict=True)))

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
        return None if numbers else self._mode([one for one in chosen if one[1]])

    def _mode(self, chosen: Sequence[tuple[_Part, int]]) -> Mode:
        kampung = self.kampung
        numbers = sorted(
            number
            for part, row in chosen
            for bit, number in enumerate(part.actions)
            if row >> bit & 1
        )
        codes = tuple(kampung.actions[number].code for number in numbers)
        shares = _either([part.shares[row] for part, row in chosen])
        shares = _either([shares, *self._risen()])
        return Mode(
            code="+".join(codes),
            state=self.state,
            uses=tuple(float(amount) for amount in kampung.uses[numbers].sum(axis=0)),
            outcomes=_outcomes(shares, self.state),
            actions=codes,
        )

    def _risen(self) -> Iterator[Floats]:
        """What becomes of failing dimensions by itself, as masks of gained dimensions."""
        size = 1 << len(self.kampung.instrument.dimensions)
        for number, chance in enumerate(self.kampung.facts.rises):
            if self.failing >> number & 1 and chance:
                shares = np.zeros(size)
                shares[0], shares[1 << number] = 1 - chance, chance
                yield shares


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


def _effective(sets: Ints, needs: Sequence[int]) -> Ints:
    """Each set without the actions whose prerequisites are not in it."""
    while True:
        fewer = sets.copy()
        for bit, needed in enumerate(needs):
            if needed:
                fewer[sets & needed != needed] &= ~(1 << bit)
        if np.array_equal(fewer, sets):
            return sets
        sets = fewer


def _union(parts: Sequence[_Part]) -> int:
    union = 0
    for part in parts:
        union |= part.mask
    return union


def _either(several: Sequence[Floats]) -> Floats:
    """Distribution over what any of several independent ones gives (bits joined)."""
    shares = several[0]
    for others in several[1:]:
        joined = np.zeros_like(shares)
        for mask in np.flatnonzero(others):
            targets = np.arange(len(shares)) | mask
            np.add.at(joined, targets, shares * others[mask])
        shares = joined
    return shares


def _outcomes(shares: Floats, state: int) -> Outcomes:
    """Next year's states: what passes stays, what was gained is added."""
    reached: dict[int, float] = {}
    for mask in np.flatnonzero(shares > _SURE_ENOUGH).tolist():
        reached[state | mask] = reached.get(state | mask, 0.0) + float(shares[mask])
    total = sum(reached.values())
    return tuple((one, share / total) for one, share in sorted(reached.items()))


def _thinned(taken: Floats, chance: Floats, parts: int) -> NDArray[np.bool_]:
    """Of the sets that are about as likely the least in rupiah, in days, in seats, and by value."""
    classes = int(_MOST_CHOICES ** (1 / parts)) // 4
    about = np.floor(chance * (classes - 1)).astype(np.int64)
    value = taken @ np.array([1.0, DAY_RUPIAH, SEAT_RUPIAH])
    kept = np.zeros(len(chance), dtype=bool)
    for wish in (*taken.T, value):
        order = np.lexsort((-chance, value, wish, about))
        first = np.ones(len(order), dtype=bool)
        first[1:] = about[order][1:] != about[order][:-1]
        kept[order[first]] = True
    return kept


def _outer(columns: Sequence[Floats], join: np.ufunc) -> Floats:
    """One column over all combinations of rows."""
    joined: Floats = reduce(lambda one, other: join.outer(one, other).ravel(), columns)
    return joined


# Which sets are kept -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Choices:
    """Every combination of the parts' sets for one goal, with what it takes and its chance."""

    rows: tuple[Ints, ...]
    scale: float
    chance: Floats
    rupiah: Floats
    days: Floats
    seats: Floats
    count: Floats

    @classmethod
    def of(cls, parts: Sequence[_Part], goal: int, kampung: _Kampung) -> "_Choices":
        rows = [part.rows(goal) for part in parts]
        chances = [part.chance(goal)[own] for part, own in zip(parts, rows, strict=True)]
        best = prod(float(chance.max(initial=0.0)) for chance in chances)
        scale = min(1.0, best / SURE)
        # A combination is never likelier than one of its parts.
        able = [(chance >= LEAST * scale) & (chance > 0) for chance in chances]
        if prod(int(one.sum()) for one in able) > _MOST_CHOICES:
            able = [
                one
                & _thinned(part.uses[own] @ np.stack(kampung.weights, axis=1), chance, len(able))
                for part, own, one, chance in zip(parts, rows, able, chances, strict=True)
            ]
        rows = [own[one] for own, one in zip(rows, able, strict=True)]
        chance = _outer([own[one] for own, one in zip(chances, able, strict=True)], np.multiply)
        money, days, seats = (
            _outer([part.uses[own] @ weight for part, own in zip(parts, rows, strict=True)], np.add)
            for weight in kampung.weights
        )
        counts = [np.bitwise_count(own).astype(np.float64) for own in rows]
        count = _outer(counts, np.add)
        return cls(tuple(rows), scale, chance, money, days, seats, count)

    def rows_of(self, choice: int) -> list[int]:
        """The set of each part in one combination."""
        places = np.unravel_index(choice, tuple(len(own) for own in self.rows))
        return [int(own[place]) for own, place in zip(self.rows, places, strict=True)]

    def best(self, kept: int) -> list[int]:
        """Unbeaten choices: cheapest, fewest days, surest, best value; no more than `kept`."""
        if not len(self.chance) or float(self.chance.max()) <= 0:
            return []
        value = -self.chance / (1 + self.rupiah + DAY_RUPIAH * self.days + SEAT_RUPIAH * self.seats)
        tried = [
            self._first(0.5, self.rupiah),
            self._first(0.6, self.days),
            self._surest(),
            self._first(LEAST, value),
            self._first(0.7, self.rupiah),
        ]
        found = list(dict.fromkeys(one for one in tried if one is not None))
        return found[:kept]

    def _surest(self) -> int | None:
        """Cheapest of the sure ones; of the likely ones where nothing is sure."""
        sure = self._first(0.85, self.rupiah)
        return self._first(0.7, self.rupiah) if sure is None else sure

    def _first(self, least: float, wish: Floats) -> int | None:
        """The best by a wish among those likely enough; ties by all else, so it is unbeaten."""
        able = np.flatnonzero(self.chance >= least * self.scale)
        return self._lexicographic(able, wish) if len(able) else None

    def _lexicographic(self, able: Ints, wish: Floats) -> int:
        for column in (wish, self.rupiah, -self.chance, self.days, self.seats, self.count):
            own = column[able]
            able = able[own <= own.min()]
            if len(able) == 1:
                break
        return int(able[0])
