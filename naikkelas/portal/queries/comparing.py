"""Up to four kampung side by side: verified class, indicators by dimension, and what is next."""

from collections.abc import Sequence
from dataclasses import dataclass

from naikkelas.classification import queries as classification
from naikkelas.classification.queries import Card
from naikkelas.instruments.rules import Instrument, Score
from naikkelas.instruments.rules.instrument import Indicator
from naikkelas.portal.queries.asking import Asked, asked
from naikkelas.publicsite.queries.sites import public_kampung
from naikkelas.registry.models import KampungKB
from naikkelas.roadmap.queries import goals
from naikkelas.roadmap.rules.advice import GoalAdvice

MOST = 4


@dataclass(frozen=True, slots=True)
class Work:
    """An indicator to raise, by how many points."""

    name: str
    points: int


@dataclass(frozen=True)
class Compared:
    """One kampung with its verified card at the day in view.

    `next_level` is the class that the first way leads to, `next_points` how many indicator points
    it takes, `next_works` which ones; empty at the highest class.
    """

    kampung: KampungKB
    asked: Asked
    card: Card
    next_level: str
    next_points: int | None
    next_works: tuple[Work, ...]


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator with the score of each kampung, in their order."""

    indicator: Indicator
    scores: tuple[Score, ...]


@dataclass(frozen=True, slots=True)
class Dimension:
    """One dimension with its index and its indicators; `threshold` is what an index must reach."""

    code: str
    name: str
    threshold: float | None
    indexes: tuple[float | None, ...]
    rows: tuple[IndicatorRow, ...]


@dataclass(frozen=True)
class Comparison:
    """What stands side by side; `dimensions` are those of the rule that all share."""

    kampung: tuple[Compared, ...]
    dimensions: tuple[Dimension, ...]
    is_one_rule: bool


def chosen(codes: Sequence[str]) -> list[KampungKB]:
    """The kampung of the village codes that were chosen, in that order, four at most."""
    wanted = list(dict.fromkeys(code for code in codes if code))[:MOST]
    rows = public_kampung().filter(village_id__in=wanted).select_related("village", "site")
    found = {one.village_id: one for one in rows}
    return [found[code] for code in wanted if code in found]


def compare(kampung: Sequence[KampungKB], parameters: dict[str, str]) -> Comparison:
    """Each at the day in view and under the rule in force where it lies."""
    compared = tuple(_compared(one, parameters) for one in kampung)
    rules = {one.card.instrument.id for one in compared}
    dimensions: tuple[Dimension, ...] = ()
    if len(rules) == 1:
        dimensions = tuple(_dimensions(compared[0].card.instrument, compared))
    return Comparison(compared, dimensions, len(rules) <= 1)


def _compared(kampung: KampungKB, parameters: dict[str, str]) -> Compared:
    seen = asked(kampung.village_id, parameters)
    known = classification.dossier(kampung, known_at=seen.known_at)
    cards = [
        classification.card(
            kampung, cutoff=seen.view.cutoff, instrument=rule, known=known, basis=seen.view.basis
        )
        for rule in (seen.view.instrument, seen.view.beside)
    ]
    card, beside = cards
    first = next(iter(goals(card, beside)), None)
    return Compared(
        kampung=kampung,
        asked=seen,
        card=card,
        next_level=first.goal.level if first else "",
        next_points=first.goal.points if first else None,
        next_works=_works(first, card.instrument) if first else (),
    )


def _works(goal: GoalAdvice, rule: Instrument) -> tuple[Work, ...]:
    """Indicators and points of the best option; no figures of people, which may be small."""
    for branch in goal.branches:
        for option in branch.options:
            return tuple(
                Work(rule.indicator_by_code[work.indicator].name, work.points)
                for work in option.works
            )
    return ()


def _dimensions(rule: Instrument, compared: Sequence[Compared]) -> list[Dimension]:
    found = []
    for dimension in rule.dimensions:
        own = [rule.indicators[place] for place in dimension.positions]
        rows = tuple(
            IndicatorRow(
                indicator,
                tuple(one.card.scorecard.score(indicator.code) for one in compared),
            )
            for indicator in own
        )
        indexes = tuple(one.card.scorecard.indexes[dimension.code] for one in compared)
        found.append(Dimension(dimension.code, dimension.name, dimension.threshold, indexes, rows))
    return found
