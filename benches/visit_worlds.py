"""Invented kabupaten in which it is known what a visit does.

135 kampung in 11 kecamatan, a mentor in each. Scores (twelve indicators, 12 to 48 points) wander:
a level of their own, a drift of the kampung, of its kecamatan and of the month, and a passing error
in each report. Mentors visit two or three kampung a month, rather the lowest scores of the month
end before, and choose the action by the score too. Whoever is low by bad luck rises without help.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from naikkelas.coaching.rules.effects import Panel, Visit

Floats = NDArray[np.float64]
KAMPUNG, KECAMATAN, MONTHS = 135, 11, 36
MENTORS = tuple(f"mentor-{number:02}" for number in range(KECAMATAN))


@dataclass(frozen=True)
class Truth:
    """What a simulated kabupaten is made of; points of score."""

    actions: Mapping[str, float] = field(
        default_factory=lambda: {"data": 1.2, "pokja": 0.6, "rapat": 0.0, "rkm": 0.9}
    )
    """Points that one visit adds in the end."""
    grows: int = 6
    """Months until it is all there; 1 is at once."""
    differs: float = 0.5
    """Spread of that effect from visit to visit."""
    passing: float = 1.5
    """Spread of the error of one report, gone at the next."""
    drift: float = 0.06
    """Spread of what a kampung gains or loses by itself in a month."""
    eager: float = 0.0
    """How much rather mentors go where a rise was coming anyhow: what no score shows."""
    visits: int = 2
    """Visits of a mentor in a month."""
    mentors: float = 0.0
    """Spread between mentors of what a visit adds, whatever the action."""


USUAL = Truth()
AT_ONCE = replace(USUAL, grows=1)
EAGER = replace(USUAL, eager=20.0)
BY_MENTOR = replace(USUAL, actions={"data": 0.8}, mentors=0.5)


def many_actions(seed: int) -> Truth:
    """Twelve actions with effects drawn anew, and few visits: where borrowing should help."""
    chance = np.random.default_rng([seed, 59])
    drawn = chance.normal(0.6, 0.4, 12)
    actions = {f"tindakan-{number:02}": float(one) for number, one in enumerate(drawn)}
    return replace(USUAL, actions=actions, visits=1)


@dataclass(frozen=True)
class VisitWorld:
    """What the estimator is told, and what it is not."""

    panel: Panel
    visits: tuple[Visit, ...]
    """Groups: the action."""
    by_mentor: tuple[Visit, ...]
    truth: Mapping[str, float]
    """Points that one visit of an action or a mentor adds."""

    @property
    def mean_effect(self) -> float:
        """The true effect of the visits as they happened, whatever the action."""
        return float(np.mean([self.truth[one.groups[0]] for one in self.visits]))


def draw(truth: Truth, seed: int) -> VisitWorld:
    """A kabupaten of this truth; every seed another."""
    chance = np.random.default_rng([seed, 53])
    rest = chance.integers(0, KECAMATAN, KAMPUNG - KECAMATAN)
    blocks = np.sort(np.concatenate([np.arange(KECAMATAN), rest]))
    own, level = chance.normal(0.03, truth.drift, KAMPUNG), chance.normal(27.0, 4.0, KAMPUNG)
    better = chance.normal(0.0, truth.mentors, KECAMATAN)
    lifts, scores = np.zeros((KAMPUNG, MONTHS + truth.grows)), np.zeros((KAMPUNG, MONTHS))
    visits: list[Visit] = []
    for month in range(MONTHS):
        if month:
            wish = truth.eager * own - scores[:, month - 1] + chance.gumbel(0, 2.0, KAMPUNG)
            chosen = np.flatnonzero(_place(-wish, blocks) < truth.visits)
            names = _actions(truth, scores[:, month - 1], blocks, chance)
            lift = np.array([truth.actions[name] for name in names]) + better[blocks]
            lift += chance.normal(0, truth.differs, KAMPUNG)
            lifts[chosen, month : month + truth.grows] += lift[chosen, None] / truth.grows
            visits += [Visit(kampung, month, (names[kampung],)) for kampung in chosen.tolist()]
        shared = chance.normal(0.04, 0.15, KECAMATAN)[blocks] + chance.normal(0, 0.1)
        level = level + own + shared + lifts[:, month] + chance.normal(0, 0.25, KAMPUNG)
        seen = level + chance.normal(0, truth.passing, KAMPUNG)
        scores[:, month] = np.clip(np.round(seen), 12, 48)
    mentors = tuple(replace(one, groups=(MENTORS[blocks[one.kampung]],)) for one in visits)
    usual = float(np.mean(list(truth.actions.values())))
    by_mentor = {name: usual + float(better[number]) for number, name in enumerate(MENTORS)}
    return VisitWorld(Panel(scores, blocks), tuple(visits), mentors, {**truth.actions, **by_mentor})


def _actions(
    truth: Truth, scores: Floats, blocks: NDArray[np.int64], chance: np.random.Generator
) -> list[str]:
    """What would be worked on in each kampung: the lower its score, the rather an early action."""
    names = list(truth.actions)
    rank = _place(scores, blocks) / np.bincount(blocks)[blocks] + chance.normal(0, 0.5, KAMPUNG)
    found = np.clip((rank + 0.25) * len(names), 0, len(names) - 1).astype(np.int64)
    return [names[place] for place in found.tolist()]


def _place(values: Floats, blocks: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many of the own kecamatan come before, by rising value."""
    order = np.lexsort((values, blocks))
    starts = np.concatenate([[0], np.cumsum(np.bincount(blocks))])
    found = np.empty(len(values), dtype=np.int64)
    found[order] = np.arange(len(values)) - starts[blocks[order]]
    return found
