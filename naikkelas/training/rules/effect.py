"""What a training changed: the mean gain from the first to the last test, with its doubt. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

FEW = 10
"""Fewer pairs than this are called few, whatever the interval says."""
_STUDENT = (
    *(12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228),
    *(2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086),
    *(2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042),
)
"""Two-sided 95 % points of Student's t with 1 to 30 degrees of freedom (standard table)."""


@dataclass(frozen=True, slots=True)
class Gain:
    """Mean of the paired differences in points of a hundred; `low` and `high` bound it at 95 %.

    One pair has no interval. Each person counts once: first "tes awal", first "tes akhir", since
    a test that may be sat again would gain by luck alone.
    """

    pairs: int
    before: float | None
    after: float | None
    mean: float | None
    low: float | None = None
    high: float | None = None

    @property
    def is_few(self) -> bool:
        """Whether there are too few pairs to lean on."""
        return self.pairs < FEW

    @property
    def in_words(self) -> str:
        """The caution that stands beside the figure."""
        if not self.pairs:
            return "belum ada peserta dengan tes awal dan tes akhir"
        if self.pairs == 1:
            return "baru satu peserta, jadi belum dapat disimpulkan"
        if self.low is not None and self.high is not None and self.low <= 0 <= self.high:
            return "belum jelas naik: rentangnya mencakup nol"
        return "peserta masih sedikit, baca dengan hati-hati" if self.is_few else ""


def t_point(freedom: int) -> float:
    """The 95 % point; beyond the table an approximation that errs by less than 0.002."""
    if freedom <= len(_STUDENT):
        return _STUDENT[freedom - 1]
    return 1.960 + 2.372 / freedom + 2.8 / freedom**2


def gain(pairs: Sequence[tuple[float, float]]) -> Gain:
    """The gain of people of whom both scores (before, after) are known."""
    count = len(pairs)
    if not count:
        return Gain(0, None, None, None)
    differences = [after - before for before, after in pairs]
    mean = sum(differences) / count
    before, after = (sum(one[side] for one in pairs) / count for side in (0, 1))
    if count == 1:
        return Gain(1, before, after, mean)
    spread = sqrt(sum((one - mean) ** 2 for one in differences) / (count - 1))
    reach = t_point(count - 1) * spread / sqrt(count)
    return Gain(count, before, after, mean, mean - reach, mean + reach)
