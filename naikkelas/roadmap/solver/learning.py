"""How likely an action works, learned from attempts: prior → posterior, pooled where data are thin.

Four floors, each the prior of the next:

1. the catalogue: an action succeeds with `Prior.mean`, knowledge worth `Prior.attempts` attempts;
2. the programme: experts err together, so one shift of the log odds is common to all actions;
3. the action: beta around its shifted mean, as strong as the catalogue's knowledge of it;
4. the step (which indicator, from which score, or from which state): beta around its action, with
   a strength that all actions share.

The shift and the strength are summed over on a grid, so nothing is estimated and then believed
(empirical Bayes would be too sure with few attempts). With no attempt the posterior is the prior;
with many it is their frequency.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from naikkelas.roadmap.solver.special import Floats, expit, log_beta

LEAST = 1e-3
"""Nothing is impossible or certain: prior means are taken within this of 0 and 1."""
FEWEST = 1.0
"""Attempts that any prior is worth at the least."""
SHIFT_SPREAD = 0.8
"""Standard deviation of the programme's shift of log odds: experts who say 0.6 mean 0.4–0.77."""
MIXED = (
    "Percobaan menurut versi instrumen lain tidak boleh dicampur; pilih percobaan versi {wanted}."
)

_SHIFTS = np.linspace(-2.4, 2.4, 25)
_STRENGTHS = np.geomspace(1.5, 96.0, 10)
_ODDS = np.linspace(-13.0, 13.0, 157)
_MEANS = expit(_ODDS)
_FINE_ODDS = np.linspace(-13.0, 13.0, 521)
_FINE = expit(_FINE_ODDS)
_SHIFT_WEIGHTS = -0.5 * (_SHIFTS / SHIFT_SPREAD) ** 2

Cell = tuple[str, str]
"""Code of the action, name of the step."""


class MixedVersions(ValueError):
    """Attempts under another version of the instrument say nothing about this one."""


@dataclass(frozen=True, slots=True)
class Prior:
    """What is believed of an action before any attempt: mean, and its worth in attempts."""

    mean: float
    attempts: float


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try of an action on one step, and whether the step was reached when it was checked."""

    action: str
    step: str
    instrument: str
    succeeded: bool


@dataclass(frozen=True, slots=True)
class Belief:
    """A probability as known: its mean and the middle 50 and 80 percent."""

    mean: float
    middle_50: tuple[float, float]
    middle_80: tuple[float, float]
    spread: float
    """Standard deviation."""

    @property
    def worth(self) -> float:
        """Attempts that would give a beta distribution of this mean and spread."""
        return max(self.mean * (1 - self.mean) / max(self.spread, 1e-6) ** 2 - 1, 0.1)


@dataclass(frozen=True, slots=True)
class Learned:
    """What was believed of one action on one step, what was seen, and what is believed now."""

    action: str
    step: str
    prior: Belief
    posterior: Belief
    attempts: int
    successes: int


def learn(
    priors: Mapping[str, Prior],
    attempts: Iterable[Attempt],
    *,
    instrument: str,
    steps: Iterable[Cell] = (),
) -> dict[Cell, Learned]:
    """The beliefs about every (action, step) that was tried or is asked for in `steps`.

    Attempts at actions without a prior are of no catalogue: they raise KeyError.
    """
    tally = _tally(attempts, instrument)
    cells = sorted({*tally, *steps})
    before = _beliefs(priors, cells, {})
    after = _beliefs(priors, cells, tally) if tally else before
    counts = {cell: tally.get(cell, _NONE) for cell in cells}
    return {
        cell: Learned(*cell, before[cell], after[cell], hits + misses, hits)
        for cell, (hits, misses) in counts.items()
    }


_NONE = (0, 0)
_Tally = Mapping[Cell, tuple[int, int]]


def _tally(attempts: Iterable[Attempt], instrument: str) -> dict[Cell, tuple[int, int]]:
    """Successes and failures by cell; the order of the attempts is lost here, on purpose."""
    hits: Counter[Cell] = Counter()
    misses: Counter[Cell] = Counter()
    for attempt in attempts:
        if attempt.instrument != instrument:
            raise MixedVersions(MIXED.format(wanted=instrument))
        (hits if attempt.succeeded else misses)[attempt.action, attempt.step] += 1
    return {cell: (hits[cell], misses[cell]) for cell in {*hits, *misses}}


def _beliefs(
    priors: Mapping[str, Prior], cells: Iterable[Cell], tally: _Tally
) -> dict[Cell, Belief]:
    wanted = list(cells)
    actions = sorted({action for action, _ in wanted})
    likely = {action: _likelihood(action, tally) for action in actions}
    joint = {action: _prior_of(priors[action])[:, None, :] + likely[action] for action in actions}
    evidence = {action: _log_sum(joint[action], axis=2) for action in actions}
    hyper = _SHIFT_WEIGHTS[:, None] + sum(evidence.values(), np.zeros((len(_SHIFTS), 1)))
    weights = np.exp(hyper - _log_sum(hyper.ravel(), axis=0))
    # Weight of (strength, mean of the action), the shift summed out.
    shares = {
        action: np.einsum(
            "dk,dkg->kg", weights, np.exp(joint[action] - evidence[action][:, :, None])
        )
        for action in actions
    }
    return {cell: _belief(shares[cell[0]], *tally.get(cell, _NONE)) for cell in wanted}


def _prior_of(prior: Prior) -> Floats:
    """Log weight of each mean of an action, by shift of the programme: (shift, mean)."""
    centre = _centre(float(np.clip(prior.mean, LEAST, 1 - LEAST)))
    means = expit(centre + _SHIFTS)[:, None]
    worth = max(prior.attempts, FEWEST)
    # The density over log odds: the Jacobian turns the exponents a - 1 and b - 1 into a and b.
    density = means * worth * np.log(_MEANS) + (1 - means) * worth * np.log1p(-_MEANS)
    return np.asarray(density - _log_sum(density, axis=1)[:, None])


def _centre(mean: float) -> float:
    """Log odds around which the shifts average to this mean: the catalogue means its means."""
    weights = np.exp(_SHIFT_WEIGHTS) / np.exp(_SHIFT_WEIGHTS).sum()
    low, high = -12.0, 12.0
    for _ in range(50):
        middle = (low + high) / 2
        if float(weights @ expit(middle + _SHIFTS)) < mean:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _likelihood(action: str, tally: _Tally) -> Floats:
    """Log likelihood of an action's attempts, its steps summed out: (1, strength, mean)."""
    strength, mean = _STRENGTHS[:, None], _MEANS[None, :]
    total = np.zeros((len(_STRENGTHS), len(_MEANS)))
    for (own, _), (hits, misses) in sorted(tally.items()):
        if own == action:
            first, second = mean * strength, (1 - mean) * strength
            total += log_beta(first + hits, second + misses) - log_beta(first, second)
    return total[None, :, :]


def _belief(shares: Floats, hits: int, misses: int) -> Belief:
    """The mixture of betas, each of one strength and mean, weighted by `shares`."""
    first = _MEANS[None, :] * _STRENGTHS[:, None] + hits
    second = (1 - _MEANS[None, :]) * _STRENGTHS[:, None] + misses
    kept = shares > shares.max() * 1e-6
    share, one, other = shares[kept] / shares[kept].sum(), first[kept], second[kept]
    both = one + other
    mean = float(share @ (one / both))
    second_moment = float(share @ (one * (one + 1) / (both * (both + 1))))
    return Belief(
        mean,
        *_middles(share, one, other),
        spread=float(np.sqrt(max(second_moment - mean**2, 0.0))),
    )


def _middles(
    share: Floats, one: Floats, other: Floats
) -> tuple[tuple[float, float], tuple[float, float]]:
    """The middle 50 and 80 percent of a mixture of betas, from its density over log odds."""
    constant = np.log(share) - log_beta(one, other)
    logs = np.log(_FINE)[:, None] * one + np.log1p(-_FINE)[:, None] * other + constant
    below = np.cumsum(np.exp(logs).sum(axis=1))
    below = (below - 0.5 * np.diff(below, prepend=0.0)) / below[-1]
    found = np.interp([0.25, 0.75, 0.1, 0.9], below, _FINE)
    return (float(found[0]), float(found[1])), (float(found[2]), float(found[3]))


def _log_sum(logs: Floats, axis: int) -> Floats:
    top = logs.max(axis=axis, keepdims=True)
    total = np.log(np.exp(logs - top).sum(axis=axis, keepdims=True)) + top
    return np.asarray(total.squeeze(axis=axis))
