"""Early warning: which kampung may drop or fall silent, ranked, cut at the capacity to visit.

Two risks within the coming year, each a logistic curve over what is known today: how far above its
threshold the weakest passed index stands, where it is heading, and how long nothing was reported.
The curves start as assumptions and are pulled towards what history shows.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from naikkelas.roadmap.solver.special import Floats, expit

Curve = tuple[float, ...]
"""Weights of: constant, margin (points), trend (points a year), months of silence / 12."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A kampung as seen today. `worth` is what its drop or silence would cost."""

    code: str
    worth: float
    margin: float
    """Points above the threshold of the weakest index that it passes; 0 just passes."""
    trend: float
    """Change of that margin a year."""
    months: float
    """Since its last report."""


@dataclass(frozen=True, slots=True)
class Happened:
    """What became of it within the year that followed."""

    dropped: bool
    silent: bool


@dataclass(frozen=True, slots=True)
class Risk:
    """The two curves."""

    drop: Curve
    silence: Curve


ASSUMED = Risk(drop=(-1.6, -0.7, -0.5, 0.4), silence=(-2.8, 0.0, -0.1, 1.6))
"""Before any history: assumptions, as strong as `_PULL` says."""
_PULL = np.array([0.5, 2.0, 2.0, 2.0])
"""Precision of the assumed weights; the constant is left nearly free."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """One kampung to visit, most urgent first."""

    code: str
    drop: float
    silence: float
    loss: float
    """Worth x probability that it drops or falls silent."""

    @property
    def chance(self) -> float:
        return 1 - (1 - self.drop) * (1 - self.silence)


def warn(
    standings: Sequence[Standing], *, capacity: int, risk: Risk = ASSUMED
) -> tuple[Alarm, ...]:
    """The `capacity` kampung with the largest expected loss, largest first."""
    return ranked(standings, risk)[: max(capacity, 0)]


def ranked(standings: Sequence[Standing], risk: Risk = ASSUMED) -> tuple[Alarm, ...]:
    """All of them by expected loss; equal ones by code, so that the order is always the same."""
    if not standings:
        return ()
    facts = _facts(standings)
    drops, silences = expit(facts @ np.array(risk.drop)), expit(facts @ np.array(risk.silence))
    alarms = [
        Alarm(one.code, drop, silence, one.worth * (1 - (1 - drop) * (1 - silence)))
        for one, drop, silence in zip(standings, drops.tolist(), silences.tolist(), strict=True)
    ]
    return tuple(sorted(alarms, key=lambda one: (-one.loss, one.code)))


def fit(history: Sequence[tuple[Standing, Happened]], prior: Risk = ASSUMED) -> Risk:
    """The curves after a history: the likeliest ones, the prior counted in."""
    if not history:
        return prior
    facts = _facts([standing for standing, _ in history])
    drops = np.array([float(after.dropped) for _, after in history])
    silences = np.array([float(after.silent) for _, after in history])
    return Risk(_fitted(facts, drops, prior.drop), _fitted(facts, silences, prior.silence))


def precision_at(alarms: Sequence[Alarm], happened: dict[str, bool], capacity: int) -> float:
    """Share of the first `capacity` alarms that came true; of no alarms none did."""
    first = alarms[:capacity]
    return sum(happened[one.code] for one in first) / len(first) if first else 0.0


def _facts(standings: Sequence[Standing]) -> Floats:
    return np.array([[1.0, min(one.margin, 10.0), one.trend, one.months / 12] for one in standings])


def _fitted(facts: Floats, came: Floats, prior: Curve) -> Curve:
    """Newton's steps on the log posterior, which is concave."""
    start = np.array(prior)
    weights = start.copy()
    for _ in range(30):
        chances = expit(facts @ weights)
        slope = facts.T @ (came - chances) - _PULL * (weights - start)
        bend = (facts * (chances * (1 - chances))[:, None]).T @ facts + np.diag(_PULL)
        step = np.linalg.solve(bend, slope)
        weights = weights + np.clip(step, -2.0, 2.0)
        if float(np.abs(step).max()) < 1e-9:
            break
    return tuple(weights.tolist())
