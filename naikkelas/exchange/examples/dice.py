"""Chance that falls the same on every machine: integers and plain arithmetic from PCG64.

Distributions that need logarithms or roots are left out on purpose, since their last digit may
differ between platforms; skewed quantities are drawn from tables of quantiles instead.
"""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

T = TypeVar("T")


class Dice:
    """One stream of chance; streams with other numbers are independent of it."""

    def __init__(self, seed: int, *stream: int) -> None:
        self._generator = np.random.Generator(np.random.PCG64([seed, *stream]))

    def uniform(self, low: float, high: float) -> float:
        """A number in [low, high)."""
        return low + (high - low) * float(self._generator.random())

    def chance(self, probability: float) -> bool:
        return self.uniform(0, 1) < probability

    def between(self, low: int, high: int) -> int:
        """A whole number from low to high, both possible."""
        return int(self._generator.integers(low, high + 1))

    def pick(self, options: Sequence[T]) -> T:
        return options[self.between(0, len(options) - 1)]

    def weighted(self, options: Sequence[T], weights: Sequence[float]) -> T:
        """One option, each as likely as its weight says."""
        aim = self.uniform(0, sum(weights))
        for option, weight in zip(options, weights, strict=True):
            aim -= weight
            if aim < 0:
                return option
        return options[-1]

    def shuffled(self, options: Sequence[T]) -> list[T]:
        return [options[int(at)] for at in self._generator.permutation(len(options))]

    def some(self, options: Sequence[T], count: int) -> list[T]:
        """That many different options (all, when there are fewer), in random order."""
        return self.shuffled(options)[:count]

    def quantile(self, table: Sequence[float]) -> float:
        """A draw from the distribution whose evenly spaced quantiles the table gives."""
        place = self.uniform(0, len(table) - 1)
        below = int(place)
        return table[below] + (place - below) * (table[below + 1] - table[below])


def apportion(total: int, weights: Sequence[float]) -> list[int]:
    """Whole numbers in proportion to the weights that add up to total (largest remainder)."""
    whole = sum(weights)
    if total <= 0 or whole <= 0:
        return [0] * len(weights)
    exact = [total * weight / whole for weight in weights]
    parts = [int(value) for value in exact]
    by_remainder = sorted(range(len(parts)), key=lambda at: (parts[at] - exact[at], at))
    for at in by_remainder[: total - sum(parts)]:
        parts[at] += 1
    return parts
