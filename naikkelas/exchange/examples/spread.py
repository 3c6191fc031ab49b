"""What is true of every kampung of the synthetic nation, and how its scores are spread."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from naikkelas.exchange.examples.columns import Floats, Ints, Truths
from naikkelas.exchange.examples.profiles import COUNTS
from naikkelas.exchange.examples.scores import SHARES

FIRST_ID = 1_001
"""Ids begin above 34, since activities numbered 26 and 34 are a quirk of the portal's rule."""

REPORTING = {"profil": 0.56, "penduduk": 0.5, "kkbpk": 0.42, "intervensi": 0.53}
"""Share of kampung that ever sent the form, after the national recap."""
DENSITY = {"profil": 2.0, "penduduk": 1.8, "kkbpk": 2.3, "intervensi": 9.0}
"""Rows per kampung in five years."""

_LIMITS: Mapping[str, Sequence[tuple[int, int]]] = {
    **COUNTS,
    "lintas_sektor": ((0, 0), (1, 3), (4, 6), (7, 12)),
}


@dataclass(frozen=True)
class Nation:
    """The kampung in the order of their codes: one element of each column is one kampung.

    `engagement` (0–1) ties a kampung's scores together: the most engaged report, and score well.
    `begin` and `end` are the first and last day of the reports, as ordinals.
    """

    codes: Sequence[str]
    names: pl.Series
    people: Floats
    engagement: Floats
    begin: int
    end: int

    @property
    def count(self) -> int:
        return len(self.codes)

    def reporting(self, form: str) -> Ints:
        """The kampung that ever sent the form."""
        return np.flatnonzero(self.engagement > 1 - REPORTING[form])


def scores_of(code: str, nation: Nation, form: str, who: Ints, chance: np.random.Generator) -> Ints:
    """A score per version, spread as among kampung that report; a good part is engagement."""
    share = REPORTING[form]
    rank = (nation.engagement[who] - (1 - share)) / share
    own = chance.random(nation.count)[who]
    follows = (chance.random(nation.count) < 0.6)[who]
    edges = np.cumsum(SHARES[code]) / sum(SHARES[code])
    found = 1 + np.searchsorted(edges[:-1], np.where(follows, rank, own), side="right")
    slips = chance.random(len(who)) < 0.06
    scores: Ints = np.maximum(1, found - slips)
    return scores


def count_of(code: str, score: Ints, chance: np.random.Generator) -> Ints:
    """A number of choices that earns the score."""
    low, high = np.array(_LIMITS[code]).T
    extra = np.rint(chance.random(len(score)) * (high - low)[score - 1]).astype(np.int64)
    counts: Ints = low[score - 1] + extra
    return counts


def choices_of(
    options: int, count: Ints, nation: Nation, who: Ints, chance: np.random.Generator
) -> Truths:
    """(rows, options): which options are chosen; a kampung keeps its order of preference."""
    ranks = chance.random((nation.count, options)).argsort(axis=1).argsort(axis=1)
    chosen: Truths = ranks[who] < count[:, None]
    return chosen
