"""What came of something that a kampung did: its own figures before and after, never typed.

Nothing here says that the one caused the other: much else happens in a village.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from naikkelas.classification import queries as classification
from naikkelas.classification.queries import Basis, Card
from naikkelas.instruments.queries import in_use
from naikkelas.instruments.rules import Instrument, Score
from naikkelas.lib.numbers import id_number
from naikkelas.registry.models import KampungKB

PERCENT = "persen"


@dataclass(frozen=True, slots=True)
class Side:
    """One figure on one basis, before and after, in words; None where it is absent."""

    before: str | None
    after: str | None
    change: float | None = None
    """Difference of the scores or indexes; None unless both are known."""


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator or an index, as declared and as verified."""

    code: str
    name: str
    declared: Side
    verified: Side


@dataclass(frozen=True)
class Result:
    """The figures of a kampung on two days; `after_on` None where nothing is known since."""

    before_on: date
    after_on: date | None
    levels: dict[str, tuple[str | None, str | None]]
    indicators: tuple[Row, ...]
    indexes: tuple[Row, ...]
    other_raises: tuple[str, ...]
    instrument: str

    @property
    def declared_levels(self) -> tuple[str | None, str | None]:
        return self.levels[Basis.DECLARED]

    @property
    def verified_levels(self) -> tuple[str | None, str | None]:
        return self.levels[Basis.VERIFIED]


def result_of(
    kampung: KampungKB,
    since: date,
    until: date | None,
    indicators: Sequence[str],
    *,
    cutoff: date,
    rule: Instrument | None = None,
) -> Result:
    """The eve of the first day, and the last day (the cut-off where it still goes on).

    Five queries once the rule is given.
    """
    known = classification.dossier(kampung)
    before_on, after_on = since - timedelta(days=1), min(until or cutoff, cutoff)
    rule = rule or in_use(classification.instrument_of(kampung.village_id))
    has_after = after_on >= since
    cards = {
        basis: tuple(
            classification.card(kampung, cutoff=day, instrument=rule, known=known, basis=basis)
            for day in (before_on, after_on)[: 1 + has_after]
        )
        for basis in Basis
    }
    declared = cards[Basis.DECLARED]
    return Result(
        before_on=before_on,
        after_on=after_on if has_after else None,
        levels={basis: _levels(pair) for basis, pair in cards.items()},
        indicators=tuple(_indicator_rows(cards, indicators)),
        indexes=tuple(_index_rows(cards)),
        other_raises=tuple(_raised(declared, set(indicators))),
        instrument=rule.title,
    )


Pair = tuple[Card, ...]


def _levels(pair: Pair) -> tuple[str | None, str | None]:
    first, *rest = (None if card.never_reported else card.level for card in pair)
    return first, rest[0] if rest else None


def _indicator_rows(cards: dict[Basis, Pair], indicators: Sequence[str]) -> Iterator[Row]:
    rule = cards[Basis.DECLARED][0].instrument
    for indicator in rule.indicators:
        if indicator.code in indicators:
            sides = [_side_of_scores(cards[basis], indicator.code) for basis in Basis]
            yield Row(indicator.code, indicator.name, *sides)


def _side_of_scores(pair: Pair, code: str) -> Side:
    scores = [_told(card, code) for card in pair]
    return _side(
        [figure(score) if score else None for score in scores],
        [score.score if score else None for score in scores],
    )


def _side(words: Sequence[str | None], values: Sequence[float | None]) -> Side:
    """Before and after; a single entry has no after."""
    before, after = (*words, None)[:2]
    first, second = (*values, None)[:2]
    return Side(before, after, None if first is None or second is None else second - first)


def _told(card: Card, code: str) -> Score | None:
    """The score where its figures are there: a score for lack of a report tells nothing."""
    score = card.scorecard.score(code)
    return None if card.never_reported or score.missing or score.value is None else score


def figure(score: Score) -> str:
    """`38% (skor 2)`, `3 kelompok (skor 3)`."""
    assert score.value is not None
    unit = "%" if score.unit == PERCENT else f" {score.unit}"
    tail = "" if score.score is None else f" (skor {score.score})"
    return f"{id_number(score.value)}{unit}{tail}"


def _index_rows(cards: dict[Basis, Pair]) -> Iterator[Row]:
    for dimension in cards[Basis.DECLARED][0].instrument.dimensions:
        sides = [_side_of_indexes(cards[basis], dimension.code) for basis in Basis]
        yield Row(dimension.code, dimension.name, *sides)


def _side_of_indexes(pair: Pair, code: str) -> Side:
    values = [None if card.never_reported else card.scorecard.indexes[code] for card in pair]
    return _side([None if value is None else id_number(value, 2) for value in values], values)


def _raised(pair: Pair, named: set[str]) -> Iterator[str]:
    """Names of indicators that rose although the practice does not name them: it is not alone."""
    first, last = pair[0], pair[-1]
    for indicator in first.instrument.indicators:
        if indicator.code in named:
            continue
        before, after = _told(first, indicator.code), _told(last, indicator.code)
        if before and after and (after.score or 0) > (before.score or 0):
            yield indicator.name
