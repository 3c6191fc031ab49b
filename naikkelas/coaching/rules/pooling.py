"""Intervals, and how small numbers borrow from each other."""

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LEVEL = 0.95
"""How often an interval should hold the truth."""
_NORMAL = NormalDist()
_Z = _NORMAL.inv_cdf(0.5 + LEVEL / 2)
SPREAD_SCALE = 1.0
"""Half-Cauchy scale of the spread between groups, in points of score: more is rare."""
_SPREADS = np.geomspace(0.02, 12.0, 33)
_GRID = np.linspace(-8.0, 8.0, 1601)
_BELOW = np.array([_NORMAL.cdf(value) for value in _GRID])


@dataclass(frozen=True, slots=True)
class Interval:
    """A best estimate and the ends between which the truth lies `LEVEL` of the time."""

    mean: float
    low: float
    high: float

    @classmethod
    def around(cls, mean: float, deviation: float) -> "Interval":
        return cls(float(mean), float(mean - _Z * deviation), float(mean + _Z * deviation))

    @property
    def tells(self) -> int:
        """1 where surely a rise, -1 where surely a fall, 0 where either may be."""
        return int(self.low > 0) - int(self.high < 0)

    def holds(self, value: float) -> bool:
        return self.low <= value <= self.high


def t_factor(freedom: int) -> float:
    """How much wider the t interval of `LEVEL` is than the normal one.

    Cornish-Fisher expansion (Abramowitz & Stegun 26.7.5): within 0.1 % from four degrees upwards.
    """
    z, n = _Z, float(freedom)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return 1 + sum(term / n ** (power + 1) for power, term in enumerate(terms)) / z


def pooled(estimates: Floats, covariance: Floats) -> list[Interval]:
    """Each estimate drawn towards the mean of all, the more the less is known of it.

    Normal groups around a common mean (flat prior), their spread summed over a grid with a
    half-Cauchy prior (Gelman 2006). A single group stays as it is.
    """
    if len(estimates) < 2:
        return [
            Interval.around(mean, math.sqrt(variance))
            for mean, variance in zip(estimates, np.diag(covariance), strict=True)
        ]
    parts = [_given(spread, estimates, covariance) for spread in _SPREADS]
    # The grid is even on the log of the spread: its Jacobian is the spread itself.
    logs = np.array([log for log, _, _ in parts]) + np.log(
        _SPREADS / (1 + (_SPREADS / SPREAD_SCALE) ** 2)
    )
    weights = np.exp(logs - logs.max())
    weights /= weights.sum()
    means, deviations = np.array([one for _, one, _ in parts]), np.array([one for *_, one in parts])
    return [
        _mixed(weights, means[:, place], deviations[:, place]) for place in range(len(estimates))
    ]


def _given(spread: float, estimates: Floats, covariance: Floats) -> tuple[float, Floats, Floats]:
    """Log evidence of a spread; means and deviations of the groups under it."""
    ones = np.ones(len(estimates))
    total = np.linalg.inv(covariance + spread**2 * np.eye(len(estimates)))
    precision = float(total.sum())
    middle = float(ones @ total @ estimates) / precision
    off = estimates - middle
    evidence = 0.5 * (np.linalg.slogdet(total)[1] - math.log(precision) - off @ total @ off)
    shrink = spread**2 * total
    means = middle + shrink @ off
    towards = ones - shrink @ ones
    inner = spread**2 * (np.eye(len(estimates)) - shrink)
    variance = np.diag(inner) + towards**2 / precision
    return float(evidence), means, np.sqrt(np.maximum(variance, 0.0))


def _mixed(weights: Floats, means: Floats, deviations: Floats) -> Interval:
    tail = (1 - LEVEL) / 2
    return Interval(
        float(weights @ means),
        _quantile(tail, weights, means, deviations),
        _quantile(1 - tail, weights, means, deviations),
    )


def _quantile(share: float, weights: Floats, means: Floats, deviations: Floats) -> float:
    """Where the mixture of normals has `share` below it, by bisection."""
    reach = float(_GRID[-1] * deviations.max())
    low, high = float(means.min()) - reach, float(means.max()) + reach
    for _ in range(40):
        middle = (low + high) / 2
        if np.interp((middle - means) / deviations, _GRID, _BELOW) @ weights < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2
