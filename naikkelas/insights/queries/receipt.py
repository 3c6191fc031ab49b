"""What one activity did to the class of its kampung, by the engine itself before and after it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from naikkelas.activities.models import Kegiatan
from naikkelas.activities.queries import versions_of
from naikkelas.classification import queries as classification
from naikkelas.classification.queries import Basis
from naikkelas.classification.queries.one import Card
from naikkelas.insights.queries.kampung import figure
from naikkelas.registry.models import KampungKB

_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Move:
    """An indicator whose score or figure changed; figures in words, scores as they count."""

    name: str
    score_before: int | None
    score_after: int | None
    figure_before: str
    figure_after: str

    @property
    def is_rise(self) -> bool:
        return (self.score_after or 0) > (self.score_before or 0)


@dataclass(frozen=True, slots=True)
class Effect:
    """The class of a basis before and after an activity, and the indicators that moved."""

    basis: Basis
    before: Card
    after: Card
    moves: tuple[Move, ...]

    @property
    def level_moved(self) -> bool:
        return self.before.level != self.after.level


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was sent, what counts now, and what it did to both classes."""

    activity: Kegiatan
    declared: Effect
    verified: Effect


def receipt_of(
    kampung: KampungKB, record: UUID, *, cutoff: date, instrument: str
) -> Receipt | None:
    """The receipt of an activity of the kampung at a cut-off; None where there is none.

    Computed as of the moment before and the moment at which the newest version of the activity
    was recorded, so that what came later changes no receipt. Ten queries.
    """
    versions = list(versions_of(record).filter(kampung=kampung))
    if not versions:
        return None
    newest, first = versions[0], versions[-1]
    effects = [
        _effect(kampung, first, newest, cutoff=cutoff, instrument=instrument, basis=basis)
        for basis in Basis
    ]
    declared, verified = sorted(effects, key=lambda one: one.basis != Basis.DECLARED)
    return Receipt(newest, declared, verified)


def _effect(
    kampung: KampungKB,
    first: Kegiatan,
    newest: Kegiatan,
    *,
    cutoff: date,
    instrument: str,
    basis: Basis,
) -> Effect:
    before, after = (
        classification.card(
            kampung, cutoff=cutoff, instrument=instrument, known_at=known_at, basis=basis
        )
        for known_at in (first.recorded_at - _INSTANT, newest.recorded_at)
    )
    return Effect(basis, before, after, tuple(_moves(before, after)))


def _moves(before: Card, after: Card) -> Iterator[Move]:
    for old in before.scorecard.scores:
        new = after.scorecard.score(old.code)
        words = figure(old), figure(new)
        if old.score != new.score or words[0] != words[1]:
            yield Move(new.name, old.counted, new.counted, *words)
