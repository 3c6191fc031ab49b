"""What to do for one indicator: the fewest times each step must be done, on the real figures.

Every answer is checked by the scoring engine itself, rounding and all: `times` is the smallest
whole number that reaches the score, never an estimate from the band's edge.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from naikkelas.instruments.rules import Instrument, Measure, Score, score_indicator
from naikkelas.instruments.rules.formula import SCALARS, Node, Program, compile_for, names_in
from naikkelas.instruments.rules.instrument import Change, Step

Values = Mapping[str, float | None]

# Where a target group is not known, a step is shown on a group of this size (and said so).
ASSUMED_GROUP = 100.0
_MOST_TIMES = 200_000  # no kampung has more people; ends the search where a step never suffices
_LONGEST_CHANGE = 2_000
_ADDITIVE = {"total", "add"}


@dataclass(frozen=True, slots=True)
class Doing:
    """One step done a number of times."""

    step: Step
    times: int

    @property
    def words(self) -> str:
        return self.step.said(self.times)


@dataclass(frozen=True, slots=True)
class Assumed:
    """A figure that nobody reported, and the value on which the step was worked out."""

    measure: str
    value: float


@dataclass(frozen=True, slots=True)
class Work:
    """What brings one indicator to a score: the doings, and the indicator before and after."""

    indicator: str
    doings: tuple[Doing, ...]
    before: Score
    after: Score
    assumed: tuple[Assumed, ...] = ()

    @property
    def points(self) -> int:
        return (self.after.counted or 0) - (self.before.counted or 0)

    @property
    def effort(self) -> tuple[int, int]:
        """Kinds of steps, then how often in all: what orders two ways of equal points."""
        return len(self.doings), sum(doing.times for doing in self.doings)


def apply(
    instrument: Instrument, values: Values, doings: Sequence[Doing]
) -> dict[str, float | None]:
    """The figures after the doings; the reports that hold them then exist."""
    after = dict(values)
    for doing in doings:
        for change in doing.step.changes:
            old, amount = after.get(change.measure) or 0.0, change.amount
            changed = {
                "set": amount,
                "add": old + amount * doing.times,
                "remove": old - amount * doing.times,
            }
            _put(instrument, after, change.measure, changed[change.effect])
    return after


def assume(
    instrument: Instrument, values: Values, assumed: Sequence[Assumed]
) -> dict[str, float | None]:
    """The figures with what was assumed, as far as they are still unknown."""
    filled = dict(values)
    for one in assumed:
        if not (filled.get(one.measure) or 0) > 0:
            _put(instrument, filled, one.measure, one.value)
    return filled


def filled_in(
    instrument: Instrument, values: Values, typed: Mapping[str, float]
) -> dict[str, float | None]:
    """The figures with some typed over; the reports that hold them then exist."""
    filled = dict(values)
    for code, value in typed.items():
        _put(instrument, filled, code, value)
    return filled


def most_times(instrument: Instrument, guard: Instrument, values: Values, step: Step) -> int:
    """How often a step can be done before a figure breaks a limit of either rule."""
    return max(0, min(_room(instrument, guard, values, change) for change in step.changes))


def changes_something(values: Values, step: Step) -> bool:
    """Whether something that the step sets is still below what it sets."""
    return any((values.get(one.measure) or 0.0) < one.amount for one in step.changes)


def _room(instrument: Instrument, guard: Instrument, values: Values, change: Change) -> int:
    now = values.get(change.measure) or 0.0
    if change.effect == "remove":
        return int(now // change.amount)
    if change.effect == "set":
        return _MOST_TIMES
    ends = [_MOST_TIMES, *_limits(instrument, values, change.measure)]
    ends += _limits(guard, values, change.measure)
    return int((min(ends) - now) // change.amount)


def _limits(instrument: Instrument, values: Values, code: str) -> Iterator[float]:
    """The largest values that a figure can have under a rule."""
    measure = instrument.measure_by_code.get(code)
    if measure is None:
        return
    if measure.most is not None:
        yield measure.most
    countable = _countable(measure)
    if countable is not None:
        yield len(countable)
    if measure.not_above is not None:
        yield max(values.get(measure.not_above) or 0.0, 0.0)


def _put(instrument: Instrument, values: dict[str, float | None], code: str, value: float) -> None:
    """Fill in a figure and let its report exist; the other rule may have no such figure."""
    measure = instrument.measure_by_code.get(code)
    if measure is not None:
        values[code] = value
        if measure.report is not None:
            values[measure.report] = 1.0


def smallest_work(
    instrument: Instrument, guard: Instrument, values: Values, indicator: str, score: int
) -> tuple[Work, ...]:
    """Ways to bring the indicator to at least `score`, least effort first; empty if none is known.

    `guard` is the corrected instrument: no step is done so often that a figure would break one of
    its limits (more participants than families), even where the rule in force would not mind.
    Where figures are missing that the steps need, they are assumed, and the work says so.
    """
    found = _Search(instrument, guard, values, indicator, score).ways()
    if found:
        return found
    before = score_indicator(instrument, indicator, values)
    for assumed in _assumptions(instrument, values, indicator):
        filled = assume(instrument, values, assumed)
        search = _Search(instrument, guard, filled, indicator, score)
        if search.score_after(()) >= score:
            after = score_indicator(instrument, indicator, filled)
            return (Work(indicator, (), before, after, assumed),)
        found = search.ways()
        if found:
            return tuple(replace(way, before=before, assumed=assumed) for way in found)
    return ()


def _assumptions(
    instrument: Instrument, values: Values, indicator: str
) -> Iterator[tuple[Assumed, ...]]:
    """First only the sizes of unknown groups, then also zero for unknown figures to be lowered."""
    changes = [
        change
        for step in instrument.steps_for(indicator)
        if step.is_repeatable
        for change in step.changes
    ]
    lowered = {change.measure for change in changes if change.effect == "remove"}
    measures = instrument.measure_by_code
    own_reports = {measures[change.measure].report for change in changes}
    read = _measures_of(instrument, indicator)
    groups = tuple(
        Assumed(code, ASSUMED_GROUP)
        for code in read
        if measures[code].kind == "count"
        and measures[code].report not in own_reports
        and not (values.get(code) or 0) > 0
    )
    if groups:
        yield groups
    absent = tuple(
        Assumed(code, 0.0) for code in read if code in lowered and values.get(code) is None
    )
    if absent:
        yield groups + absent


class _Search:
    """One indicator of one kampung: which doings reach the score."""

    def __init__(
        self, instrument: Instrument, guard: Instrument, values: Values, indicator: str, score: int
    ) -> None:
        self.instrument, self.guard, self.values = instrument, guard, values
        self.indicator, self.score = indicator, score
        steps = instrument.steps_for(indicator)
        self.once = [step for step in steps if not step.is_repeatable]
        self.often = [step for step in steps if step.is_repeatable]

    def ways(self) -> tuple[Work, ...]:
        """The least of each kind of way, least effort first; no way contains another."""
        found: list[Work] = []
        for doings in self._candidates():
            if not any(_adds_nothing(doings, way.doings) for way in found):
                found.append(self._work(doings))
        return tuple(sorted(found, key=lambda way: way.effort))

    def _candidates(self) -> Iterator[tuple[Doing, ...]]:
        useful = [step for step in self.once if changes_something(self.values, step)]
        for size in range(len(useful) + 1):
            for chosen in combinations(useful, size):
                once = tuple(Doing(step, 1) for step in chosen)
                if once and self._reaches(once):
                    yield once
                    continue
                yield from self._with_repeats(once)

    def _with_repeats(self, once: tuple[Doing, ...]) -> Iterator[tuple[Doing, ...]]:
        least = _MOST_TIMES
        for step in self.often:
            times = self._fewest(once, step)
            if times is not None:
                least = min(least, times)
                yield (*once, Doing(step, times))
        together = min(self._together(once, least), key=_times, default=())
        if together and _times(together) < least:
            yield (*once, *together)

    def _together(self, once: tuple[Doing, ...], least: int) -> Iterator[tuple[Doing, ...]]:
        """Several repeatable steps at once, in fewer than the `least` that one alone takes."""
        if len(self.often) > 1 and least > 1:
            yield from self._in_turn(once)
            yield from self._over_terms(once, least)

    def _in_turn(self, once: tuple[Doing, ...]) -> Iterator[tuple[Doing, ...]]:
        """One step as often as it can be, then the next: fewest where they do the same."""
        for first in range(len(self.often)):
            done = once
            for step in self.often[first:] + self.often[:first]:
                times = self._fewest(done, step)
                if times is not None:
                    yield (*done[len(once) :], Doing(step, times))
                    break
                if self._room(step, done) > 0:
                    done = (*done, Doing(step, self._room(step, done)))

    def _over_terms(self, once: tuple[Doing, ...], least: int) -> Iterator[tuple[Doing, ...]]:
        """Steps that each move one term of a sum, fewest in all: exact, by dynamic programming."""
        start = apply(self.instrument, self.values, once)
        for total, owners in _sums(self.instrument, self.indicator):
            needed = self._change_needed(start, total, [step for step, _ in owners])
            if needed is None:
                continue
            rows = [
                _frontier(self.instrument, start, step, term, min(self._room(step), least), needed)
                for step, term in owners
            ]
            times = _fewest_times(rows, needed)
            doings = tuple(
                Doing(step, count) for (step, _), count in zip(owners, times, strict=False) if count
            )
            if doings and self._reaches((*once, *doings)):
                yield doings

    def _fewest(self, once: tuple[Doing, ...], step: Step) -> int | None:
        """Fewest times of one step; doing it more often never lowers the score."""

        def enough(times: int) -> bool:
            return self._reaches((*once, Doing(step, times)))

        most = self._room(step, once)
        if most < 1 or not enough(most):
            return None
        return _first(enough, most)

    def _room(self, step: Step, done: tuple[Doing, ...] = ()) -> int:
        values = apply(self.instrument, self.values, done)
        return most_times(self.instrument, self.guard, values, step)

    def _change_needed(self, start: Values, total: Node, steps: Sequence[Step]) -> int | None:
        """By how much the sum must change, up or down, for the score; found on the formula."""
        indicator = self.instrument.indicator_by_code[self.indicator]
        now = _filled(_program(total)(_reader(self.instrument, start)))
        # The figures of the steps count as filled in: the sum itself is replaced by a number.
        doings = [Doing(step, 0) for step in steps]
        read = _reader(self.instrument, apply(self.instrument, start, doings))

        def enough(change: int) -> bool:
            node = _replaced(self.instrument, indicator.value, total, now + change)
            value = _program(node)(read)
            return value == value and (indicator.band_of(value).score or 0) >= self.score

        for sign in (1, -1):
            if enough(sign * _LONGEST_CHANGE):
                return sign * _first(partial(_signed, enough, sign), _LONGEST_CHANGE)
        return None

    def _reaches(self, doings: tuple[Doing, ...]) -> bool:
        return self.score_after(doings) >= self.score

    def score_after(self, doings: tuple[Doing, ...]) -> int:
        return self._scored(doings).counted or 0

    def _scored(self, doings: tuple[Doing, ...]) -> Score:
        after = apply(self.instrument, self.values, doings)
        return score_indicator(self.instrument, self.indicator, after)

    def _work(self, doings: tuple[Doing, ...]) -> Work:
        return Work(self.indicator, doings, self._scored(()), self._scored(doings))


def _adds_nothing(doings: Sequence[Doing], known: Sequence[Doing]) -> bool:
    """Whether these only add steps to a way that is no longer."""
    own, other = ({doing.step.code for doing in one} for one in (doings, known))
    return own > other and _times(doings) >= _times(known)


def _times(doings: Sequence[Doing]) -> int:
    return sum(doing.times for doing in doings)


def _countable(measure: Measure) -> frozenset[str] | None:
    """The kinds that a list can count, where they are known."""
    kinds = (
        measure.kinds
        if measure.options is None
        else measure.options & (measure.kinds or measure.options)
    )
    return None if kinds is None else kinds - measure.excluded


def _program(node: Node) -> Program:
    return compile_for(SCALARS, node)


@lru_cache(maxsize=64)
def _derived_programs(instrument: Instrument) -> dict[str, Program]:
    return {one.code: _program(one.formula) for one in instrument.derived}


def _filled(value: float) -> float:
    return 0.0 if value != value else value


def _reader(instrument: Instrument, values: Values) -> Callable[[str], float]:
    """Values and derived figures by name, NaN for absent."""

    def read(name: str) -> float:
        derived = _derived_programs(instrument).get(name)
        if derived is not None:
            value: float = derived(read)
            return value
        found = values.get(name)
        return math.nan if found is None else float(found)

    return read


@lru_cache(maxsize=1024)
def figures_of(instrument: Instrument, indicator: str) -> tuple[str, ...]:
    """Every measure that matters for an indicator and its steps: equal figures, equal work."""
    measures = instrument.measure_by_code
    touched = [c.measure for step in instrument.steps_for(indicator) for c in step.changes]
    codes = [code for code in [*_measures_of(instrument, indicator), *touched] if code in measures]
    limits = [measures[code].not_above for code in codes]
    reports = [measures[code].report for code in codes]
    return tuple(dict.fromkeys(code for code in [*codes, *limits, *reports] if code is not None))


@lru_cache(maxsize=1024)
def _measures_of(instrument: Instrument, indicator: str) -> list[str]:
    """Every measure that the indicator's value depends on, each once."""
    found: dict[str, None] = {}

    def walk(node: Node) -> None:
        for name in names_in(node):
            if name in instrument.derived_by_code:
                walk(instrument.derived_by_code[name].formula)
            else:
                found[name] = None

    walk(instrument.indicator_by_code[indicator].value)
    return list(found)


@lru_cache(maxsize=1024)
def _sums(
    instrument: Instrument, indicator: str
) -> tuple[tuple[Node, tuple[tuple[Step, Node], ...]], ...]:
    """Sums through which alone several steps move the indicator, each one term of its own."""
    return tuple(_found_sums(instrument, indicator))


def _found_sums(
    instrument: Instrument, indicator: str
) -> Iterator[tuple[Node, tuple[tuple[Step, Node], ...]]]:
    steps = [step for step in instrument.steps_for(indicator) if step.is_repeatable]
    formula = instrument.indicator_by_code[indicator].value
    for node in _nodes(instrument, formula):
        if node.kind not in _ADDITIVE or len(node.parts) < 2:
            continue
        elsewhere = _names_counted(instrument, _replaced(instrument, formula, node, 0.0))
        owners: list[tuple[Step, Node]] = []
        for step in steps:
            touched = {change.measure for change in step.changes}
            moved = [part for part in node.parts if _names_counted(instrument, part) & touched]
            if len(moved) != 1 or elsewhere & touched:
                continue
            if all(moved[0] is not taken for _, taken in owners):
                owners.append((step, moved[0]))
        if len(owners) > 1:
            yield node, tuple(owners)


def _names_counted(instrument: Instrument, node: Node) -> set[str]:
    """The measures whose size matters to a formula, not only whether they are filled in."""
    if node.kind in {"filled", "any_filled"}:
        return set()
    if node.kind == "name":
        derived = instrument.derived_by_code.get(node.detail)
        return {node.detail} if derived is None else _names_counted(instrument, derived.formula)
    return set().union(*(_names_counted(instrument, part) for part in node.parts))


def _nodes(instrument: Instrument, node: Node) -> Iterator[Node]:
    """The formula and everything in it, derived figures opened."""
    yield node
    if node.kind == "name" and node.detail in instrument.derived_by_code:
        yield from _nodes(instrument, instrument.derived_by_code[node.detail].formula)
    for part in node.parts:
        yield from _nodes(instrument, part)


def _replaced(instrument: Instrument, node: Node, old: Node, value: float) -> Node:
    """The formula with one of its parts taken to be a number."""
    if node is old:
        return Node("number", detail=value)
    if node.kind == "name" and node.detail in instrument.derived_by_code:
        formula = instrument.derived_by_code[node.detail].formula
        if any(part is old for part in _nodes(instrument, formula)):
            return _replaced(instrument, formula, old, value)
        return node
    return replace(
        node, parts=tuple(_replaced(instrument, part, old, value) for part in node.parts)
    )


def _frontier(
    instrument: Instrument, values: Values, step: Step, term: Node, most: int, needed: int
) -> list[tuple[int, int]]:
    """(fewest times, change of the term) for each change up to the needed one, in its direction."""
    sign, program = (1 if needed > 0 else -1), _program(term)

    def moved(times: int) -> float:
        after = apply(instrument, values, (Doing(step, times),)) if times else values
        return sign * _filled(program(_reader(instrument, after)))

    start, rows, times = moved(0), [(0, 0)], 0
    while times < most and rows[-1][1] < abs(needed):
        times = _next_rise(moved, times, most)
        change = moved(times) - start
        if change <= rows[-1][1] or change != round(change):
            break
        rows.append((times, round(change)))
    return rows


def _next_rise(moved: Callable[[int], float], times: int, most: int) -> int:
    """The fewest further times after which the term is higher than now; `most` if never."""
    now = moved(times)
    return times + _first(lambda more: moved(times + more) > now, most - times)


def _signed(enough: Callable[[int], bool], sign: int, size: int) -> bool:
    return enough(sign * size)


def _first(enough: Callable[[int], bool], most: int) -> int:
    """The smallest number from 1 up that is enough, when more never undoes it; else `most`."""
    high = 1
    while high < most and not enough(high):
        high = min(high * 2, most)
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def _fewest_times(rows: Sequence[Sequence[tuple[int, int]]], needed: int) -> list[int]:
    """How often each step, fewest in all, so that the changes add up; empty if they cannot."""
    size = abs(needed)
    cost = np.full(size + 1, np.inf)
    cost[0] = 0
    chosen: list[NDArray[np.int64]] = []
    for options in rows:
        best, pick = np.full(size + 1, np.inf), np.zeros(size + 1, dtype=np.int64)
        for number, (times, change) in enumerate(options):
            total = _moved_up(cost, min(change, size)) + times
            better = total < best
            best[better], pick[better] = total[better], number
        cost = best
        chosen.append(pick)
    if not np.isfinite(cost[size]):
        return []
    return _traced(rows, chosen, size)


def _moved_up(cost: NDArray[np.float64], change: int) -> NDArray[np.float64]:
    """Cost of each sum once a change is added; what goes beyond the end counts as the end."""
    moved = np.full_like(cost, np.inf)
    moved[change:] = cost[: len(cost) - change]
    moved[-1] = cost[len(cost) - 1 - change :].min()
    return moved


def _traced(
    rows: Sequence[Sequence[tuple[int, int]]], chosen: Sequence[NDArray[np.int64]], size: int
) -> list[int]:
    """Walk back from the end: which option of each step the fewest times came from."""
    costs = _forward_costs(rows, size)
    times, at = [0] * len(rows), size
    for place in range(len(rows) - 1, -1, -1):
        count, change = rows[place][chosen[place][at]]
        times[place] = count
        if at < size or change == 0:
            at -= change
        else:  # the last change may have gone beyond the end
            before = costs[place][size - min(change, size) :]
            at = size - min(change, size) + int(before.argmin())
    return times


def _forward_costs(
    rows: Sequence[Sequence[tuple[int, int]]], size: int
) -> list[NDArray[np.float64]]:
    costs = [np.full(size + 1, np.inf)]
    costs[0][0] = 0
    for options in rows:
        moved = [_moved_up(costs[-1], min(change, size)) + times for times, change in options]
        costs.append(np.min(moved, axis=0))
    return costs
