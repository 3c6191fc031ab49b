"""What a kampung would be if: steps ticked or figures typed, scored at once under both rules."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from naikkelas.classification import queries as classification
from naikkelas.classification.queries import Card
from naikkelas.insights.queries.kampung import figure
from naikkelas.insights.queries.viewpoint import Viewpoint
from naikkelas.instruments.rules import Instrument, Measure, Score, score_indicator, score_one
from naikkelas.instruments.rules.instrument import Step
from naikkelas.registry.models import KampungKB
from naikkelas.roadmap.rules import steps
from naikkelas.roadmap.rules.advice import GoalAdvice, Situation, advise
from naikkelas.roadmap.rules.steps import Doing

# A typed figure `pus` stands in the address as `angka_pus`, apart from the steps.
FIGURE = "angka_"
_MOST = 200_000


@dataclass(frozen=True, slots=True)
class TryStep:
    """A step that can be tried: a tick, or a number up to `most`."""

    step: Step
    times: int
    most: int
    is_done: bool  # a tick that the kampung already has

    @property
    def words(self) -> str:
        return self.step.words.replace("{n} ", "").replace("{n}", "")


@dataclass(frozen=True, slots=True)
class TryFigure:
    """A figure that can be typed over."""

    measure: Measure
    now: float | None
    wanted: float | None


@dataclass(frozen=True, slots=True)
class TryIndicator:
    """One indicator with its steps, before and after."""

    name: str
    before: Score
    after: Score
    figure: str
    steps: tuple[TryStep, ...]

    @property
    def change(self) -> int:
        return (self.after.counted or 0) - (self.before.counted or 0)


@dataclass(frozen=True, slots=True)
class TryIndex:
    """One index before and after."""

    name: str
    before: float | None
    after: float | None
    passed: bool | None


@dataclass(frozen=True)
class WhatIf:
    """The kampung as it is and as it would be, under both rules.

    From what was declared, like the way up: trying what is done already would be no trial.
    """

    kampung: KampungKB
    view: Viewpoint
    card: Card
    before: Situation
    after: Situation
    other_before: Situation
    other_after: Situation
    indicators: tuple[tuple[str, tuple[TryIndicator, ...]], ...]  # by dimension
    indexes: tuple[TryIndex, ...]
    figures: tuple[TryFigure, ...]
    remaining: tuple[GoalAdvice, ...]
    is_changed: bool


def what_if(kampung: KampungKB, view: Viewpoint, parameters: Mapping[str, str]) -> WhatIf:
    """Apply what the address says to the kampung's figures at the cut-off."""
    known = classification.dossier(kampung)
    card, other = (
        classification.card(kampung, cutoff=view.cutoff, instrument=rule, known=known)
        for rule in (view.instrument, view.beside)
    )
    doings = tuple(_doings(card, other.instrument, parameters))
    typed = dict(_typed(card.instrument, parameters))
    before, after = _now(card), _then(card, typed, doings)
    return WhatIf(
        kampung=kampung,
        view=view,
        card=card,
        before=before,
        after=after,
        other_before=_now(other),
        other_after=_then(other, typed, doings),
        indicators=tuple(_by_dimension(before, after, other.instrument, doings)),
        indexes=tuple(_indexes(before, after)),
        figures=tuple(_figures(card, typed)),
        remaining=advise(after, shown=1),
        is_changed=bool(doings or typed),
    )


def _now(card: Card) -> Situation:
    return Situation(card.instrument, card.measures, card.scorecard)


def _then(card: Card, typed: Mapping[str, float], doings: tuple[Doing, ...]) -> Situation:
    values = steps.filled_in(card.instrument, card.measures, typed)
    values = steps.apply(card.instrument, values, doings)
    return Situation(card.instrument, values, score_one(card.instrument, values))


def _doings(card: Card, guard: Instrument, parameters: Mapping[str, str]) -> Iterator[Doing]:
    """Steps of the address, at most as often as they can be done; what is no number is left out."""
    for step in card.instrument.steps:
        times = _whole(parameters.get(step.code, ""))
        if times:
            most = steps.most_times(card.instrument, guard, card.measures, step)
            times = min(times, most) if step.is_repeatable else 1
        if times:
            yield Doing(step, times)


def _typed(instrument: Instrument, parameters: Mapping[str, str]) -> Iterator[tuple[str, float]]:
    for measure in instrument.measures:
        number = _whole(parameters.get(FIGURE + measure.code, ""))
        if number is not None:
            yield measure.code, float(number)


def _whole(text: str) -> int | None:
    """A whole number from 0 to what a village can have; None for anything else."""
    digits = text.strip().replace(".", "")
    if not digits.isascii() or not digits.isdigit() or len(digits) > 7:
        return None
    return min(int(digits), _MOST)


def _by_dimension(
    before: Situation, after: Situation, guard: Instrument, doings: tuple[Doing, ...]
) -> Iterator[tuple[str, tuple[TryIndicator, ...]]]:
    instrument = before.instrument
    times = {doing.step.code: doing.times for doing in doings}
    for dimension in instrument.dimensions:
        own = [instrument.indicators[place] for place in dimension.positions]
        yield (
            dimension.name,
            tuple(
                TryIndicator(
                    name=one.name,
                    before=before.card.score(one.code),
                    after=after.card.score(one.code),
                    figure=figure(before.card.score(one.code)),
                    steps=tuple(_try_steps(before, guard, one.code, times)),
                )
                for one in own
            ),
        )


def _try_steps(
    before: Situation, guard: Instrument, indicator: str, times: Mapping[str, int]
) -> Iterator[TryStep]:
    for step in before.instrument.steps_for(indicator):
        most = steps.most_times(before.instrument, guard, before.values, step)
        done = not step.is_repeatable and not steps.changes_something(before.values, step)
        if done or (most and _may_help(before, indicator, step)):
            yield TryStep(step, times.get(step.code, 0), most, done)


def _may_help(before: Situation, indicator: str, step: Step) -> bool:
    """Whether doing it once does not lower the indicator (taking away a second sarana would)."""
    values = steps.apply(before.instrument, before.values, (Doing(step, 1),))
    after = score_indicator(before.instrument, indicator, values).counted or 0
    return after >= (before.card.score(indicator).counted or 0)


def _indexes(before: Situation, after: Situation) -> Iterator[TryIndex]:
    for dimension in before.instrument.dimensions:
        yield TryIndex(
            name=dimension.name,
            before=before.card.indexes[dimension.code],
            after=after.card.indexes[dimension.code],
            passed=after.card.passed[dimension.code],
        )


def _figures(card: Card, typed: Mapping[str, float]) -> Iterator[TryFigure]:
    for code in card.instrument.needed:
        measure = card.instrument.measure_by_code[code]
        if measure.kind in {"count", "list"}:
            yield TryFigure(measure, card.measures[code], typed.get(code))
