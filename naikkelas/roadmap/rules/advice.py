"""The way up in the words of the Pokja: every smallest set as work, tried under both rules.

Nothing is promised that was not computed: each option shown is applied to the kampung's own
figures and scored again, under the rule in force and under the corrected one (decision 4).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import islice, product

from naikkelas.instruments.rules import Instrument, Score, Scorecard, score_indicator, score_one
from naikkelas.roadmap.rules import gap
from naikkelas.roadmap.rules.gap import Branch, Gain, Goal, Raise, RaiseSet
from naikkelas.roadmap.rules.steps import (
    Doing,
    Values,
    Work,
    apply,
    assume,
    figures_of,
    smallest_work,
)

_KEPT = 256  # answers of a process: kampung that people look at while they are at work
SHOWN = 3  # options of a branch; all are counted, and the first are those that satisfy both rules
_TRIED = 4  # best sets of each dimension that are combined and tried
_REPAIRS = 4  # a step for one indicator may lower another; more rounds never helped


@dataclass(frozen=True)
class Situation:
    """One kampung under one rule: its figures and what they score."""

    instrument: Instrument
    values: Values
    card: Scorecard

    @classmethod
    def of(cls, instrument: Instrument, values: Values) -> "Situation":
        return cls(instrument, values, score_one(instrument, values))

    def after(self, works: Sequence[Work]) -> "Situation":
        """Once the works are done, as the rule would score it."""
        values = dict(self.values)
        for work in works:
            values = assume(self.instrument, values, work.assumed)
            values = apply(self.instrument, values, work.doings)
        return Situation.of(self.instrument, values)

    def reaches(self, level: str) -> bool:
        orders = {one.code: one.order for one in self.instrument.levels}
        return self.card.level is not None and orders[self.card.level] >= orders[level]


@dataclass(frozen=True)
class Option:
    """One smallest set as work, and what it gives under both rules.

    `both` is None where there is no second rule. `lacking` are the indicators that keep the level
    out of reach under the corrected rule, as they would stand then; `further` is the least that
    would have to be done besides.
    """

    raises: RaiseSet
    works: tuple[Work, ...]
    level: str
    both: bool | None
    lacking: tuple[Score, ...] = ()
    further: tuple[Work, ...] = ()

    @property
    def points(self) -> int:
        return sum(one.points for one in self.raises)


@dataclass(frozen=True)
class BranchAdvice:
    """One branch with its best options; `branch.count` says how many there are in all."""

    branch: Branch
    options: tuple[Option, ...]


@dataclass(frozen=True)
class GoalAdvice:
    """One goal with its branches, cheapest first."""

    goal: Goal
    branches: tuple[BranchAdvice, ...]


def advise(
    now: Situation, corrected: Situation | None = None, *, shown: int = SHOWN
) -> tuple[GoalAdvice, ...]:
    """Every goal above the present level with its branches and their best options.

    The same figures under the same rules are worked out once: a kampung is looked at by many, and
    its figures change a few times a month.
    """
    return _advise(_Asked.of(now), None if corrected is None else _Asked.of(corrected), shown)


@dataclass(frozen=True)
class _Asked:
    """A situation that equals any other with the same figures under the same rule."""

    rule: str
    figures: frozenset[tuple[str, float | None]]
    situation: Situation = field(compare=False)

    @classmethod
    def of(cls, situation: Situation) -> "_Asked":
        return cls(situation.instrument.sha256, frozenset(situation.values.items()), situation)


@lru_cache(maxsize=_KEPT)
def _advise(now: _Asked, corrected: _Asked | None, shown: int) -> tuple[GoalAdvice, ...]:
    adviser = Adviser(now.situation, corrected.situation if corrected else None)
    return tuple(
        GoalAdvice(goal, tuple(adviser.branch(branch, shown) for branch in goal.branches))
        for goal in gap.goals(now.situation.instrument, now.situation.card)
    )


@dataclass
class Adviser:
    """Turns the smallest sets of one kampung into work; asks each question once."""

    now: Situation
    corrected: Situation | None = None
    _known: dict[tuple[object, ...], tuple[Work, ...]] = field(default_factory=dict)
    _own: dict[Raise, tuple[Work, ...]] = field(default_factory=dict)
    _behind: dict[Raise, int] = field(default_factory=dict)

    def branch(self, branch: Branch, shown: int = SHOWN) -> BranchAdvice:
        """The best options of a branch: both rules first, then least effort."""
        parts = [self._best_sets(gain) for gain in branch.gains]
        combined = sorted(product(*parts), key=self._rank_of_parts)
        tried = islice(self._tried(branch, combined), shown + 2)
        options = sorted(tried, key=_option_rank)
        return BranchAdvice(branch, tuple(options[:shown]))

    def option(self, level: str, raises: RaiseSet) -> Option | None:
        """One set as work that reaches at least `level`; None if no step is known for it."""
        works = self._works(raises)
        if works is None:
            return None
        after = self.now.after(works)
        if not after.reaches(level):
            return None
        assert after.card.level is not None
        if self.corrected is None:
            return Option(raises, works, after.card.level, both=None)
        beside = self.corrected.after(works)
        if beside.reaches(level):
            return Option(raises, works, after.card.level, both=True)
        lacking = tuple(_lacking(after.card, beside.card))
        further = _further(beside, level)
        return Option(raises, works, after.card.level, False, lacking, further)

    def _tried(self, branch: Branch, combined: Sequence[tuple[RaiseSet, ...]]) -> Iterator[Option]:
        for parts in combined:
            option = self.option(branch.level, tuple(one for part in parts for one in part))
            if option is not None:
                yield option

    def _best_sets(self, gain: Gain) -> list[RaiseSet]:
        possible = [one for one in gain.sets if all(self._ways(part) for part in one)]
        return sorted(possible, key=self._rank)[:_TRIED]

    def _rank_of_parts(self, parts: Sequence[RaiseSet]) -> tuple[int, int, int]:
        ranks = [self._rank(part) for part in parts]
        return sum(r[0] for r in ranks), sum(r[1] for r in ranks), sum(r[2] for r in ranks)

    def _rank(self, raises: RaiseSet) -> tuple[int, int, int]:
        """Points that the corrected rule would not give, then kinds of steps, then how often."""
        ways = [self._ways(one)[0] for one in raises]
        short = sum(self._short(one) for one in raises)
        return short, sum(way.effort[0] for way in ways), sum(way.effort[1] for way in ways)

    def _short(self, one: Raise) -> int:
        if one not in self._behind:
            self._behind[one] = self._points_behind(one)
        return self._behind[one]

    def _points_behind(self, one: Raise) -> int:
        """By how much the indicator would stay behind under the corrected rule."""
        if self.corrected is None or one.indicator not in self._corrected_indicators:
            return 0
        way = self._ways(one)[0]
        instrument = self.corrected.instrument
        values = assume(instrument, self.corrected.values, way.assumed)
        after = score_indicator(instrument, one.indicator, apply(instrument, values, way.doings))
        return max(0, one.end - (after.counted or 0))

    @cached_property
    def _corrected_indicators(self) -> set[str]:
        assert self.corrected is not None
        return {indicator.code for indicator in self.corrected.instrument.indicators}

    @cached_property
    def _guard(self) -> Instrument:
        return self.now.instrument if self.corrected is None else self.corrected.instrument

    def _ways(self, one: Raise) -> tuple[Work, ...]:
        if one not in self._own:
            self._own[one] = self._asked(self.now.values, one.indicator, one.end)
        return self._own[one]

    def _asked(self, values: Values, indicator: str, score: int) -> tuple[Work, ...]:
        """Smallest work, solved once for the same figures."""
        instrument = self.now.instrument
        figures = (values.get(code) for code in figures_of(instrument, indicator))
        key = (indicator, score, *figures)
        if key not in self._known:
            self._known[key] = smallest_work(instrument, self._guard, values, indicator, score)
        return self._known[key]

    def _works(self, raises: RaiseSet) -> tuple[Work, ...] | None:
        """The raises as work, in whichever order of doing them asks less."""
        forth = self._in_order(raises, 1)
        back = self._in_order(raises, -1)
        found = [_merged(self.now, works) for works in (forth, back) if works is not None]
        return min(found, key=_effort, default=None)

    def _in_order(self, raises: RaiseSet, direction: int) -> list[Work] | None:
        """The works one after the other, each on the figures that the former ones leave.

        More users of contraceptives lower the share of long-acting methods, and the like: so what
        was raised, or stood well, is looked at again until all holds.
        """
        aims = self._aims(raises)
        works: list[Work] = []
        state = self.now
        for _ in range(_REPAIRS):
            missed = [one.code for one in state.card.scores if (one.counted or 0) < aims[one.code]]
            if not missed:
                return works
            for code in missed[::direction]:
                if (state.card.score(code).counted or 0) >= aims[code]:
                    continue
                ways = self._asked(state.values, code, aims[code])
                if not ways:
                    return None
                works.append(ways[0])
                state = state.after(ways[:1])
        return None

    def _aims(self, raises: RaiseSet) -> dict[str, int]:
        """The score that each indicator must have in the end: no index may be lost on the way."""
        start = gap.base_scores(self.now.instrument, self.now.card)
        codes = [indicator.code for indicator in self.now.instrument.indicators]
        aims = dict(zip(codes, start, strict=True))
        aims.update({one.indicator: one.end for one in raises})
        return aims


def _merged(now: Situation, works: Sequence[Work]) -> tuple[Work, ...]:
    """One work per indicator in the instrument's order, doings of the same step added up."""
    after = now.after(works).card
    merged: list[Work] = []
    for before, score in zip(now.card.scores, after.scores, strict=True):
        own = [work for work in works if work.indicator == score.code]
        if own:
            times: dict[str, Doing] = {}
            for doing in (doing for work in own for doing in work.doings):
                former = times.get(doing.step.code)
                count = doing.times + (former.times if former and doing.step.is_repeatable else 0)
                times[doing.step.code] = Doing(doing.step, count)
            assumed = tuple(dict.fromkeys(one for work in own for one in work.assumed))
            merged.append(Work(score.code, tuple(times.values()), before, score, assumed))
    return tuple(merged)


def _lacking(card: Scorecard, beside: Scorecard) -> Iterator[Score]:
    """The corrected scores that stay behind those of the rule in force, where an index fails."""
    reached = {score.code: score.counted or 0 for score in card.scores}
    for score in beside.scores:
        if beside.passed.get(score.dimension) is not True and (score.counted or 0) < reached.get(
            score.code, 0
        ):
            yield score


def _further(beside: Situation, level: str) -> tuple[Work, ...]:
    """The least that the corrected rule asks besides."""
    adviser = Adviser(beside)
    for branch in gap.ways_to(beside.instrument, beside.card, level):
        found = adviser.branch(branch, 1).options
        if found:
            return found[0].works
    return ()


def _effort(works: Sequence[Work]) -> tuple[int, int]:
    """Kinds of steps, then how often in all."""
    return sum(work.effort[0] for work in works), sum(work.effort[1] for work in works)


def _option_rank(option: Option) -> tuple[bool, int, int]:
    return option.both is False, *_effort(option.works)
