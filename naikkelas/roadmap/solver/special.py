"""The few special functions of statistics that NumPy lacks. Pure NumPy."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

_SHIFT = 8
"""Stirling's series is taken this far up, where five terms leave less than 1e-12."""
_TERMS = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188)
_HALF_LOG_TAU = 0.5 * np.log(2 * np.pi)


def log_gamma(values: ArrayLike) -> Floats:
    """The logarithm of the gamma function for positive numbers."""
    start = np.asarray(values, dtype=np.float64)
    below = np.zeros_like(start)
    for step in range(_SHIFT):
        below += np.log(start + step)
    moved = start + _SHIFT
    inverse = 1.0 / moved
    series = inverse * _polynomial(inverse * inverse)
    return np.asarray((moved - 0.5) * np.log(moved) - moved + _HALF_LOG_TAU + series - below)


def _polynomial(square: Floats) -> Floats:
    total = np.zeros_like(square)
    for term in reversed(_TERMS):
        total = total * square + term
    return total


def log_beta(first: ArrayLike, second: ArrayLike) -> Floats:
    """The logarithm of the beta function."""
    one, other = np.asarray(first, np.float64), np.asarray(second, np.float64)
    return log_gamma(one) + log_gamma(other) - log_gamma(one + other)


def logit(shares: ArrayLike) -> Floats:
    """Log odds of probabilities strictly between 0 and 1."""
    values = np.asarray(shares, dtype=np.float64)
    return np.asarray(np.log(values) - np.log1p(-values))


def expit(odds: ArrayLike) -> Floats:
    """Probabilities of log odds."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.asarray(odds, dtype=np.float64))))
