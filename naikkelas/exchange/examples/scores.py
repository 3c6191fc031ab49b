"""What an example kampung is to score, drawn before any figure: scores that fit a state.

A state is three digits, one per index in the order input, proses, output: "110" passes input
and proses. The bands here only steer the drawing; whether the files really come out so is for
the engine to say (`check.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from naikkelas.exchange.examples.dice import Dice

Scores = dict[str, int]

DIMENSIONS: Mapping[str, tuple[str, ...]] = {
    "input": ("pokja", "sumber_dana", "poktan", "sarana", "pkb_regulasi"),
    "proses": ("penggunaan_data", "mekanisme_operasional", "lintas_sektor"),
    "output": ("partisipasi_poktan", "cpr", "mkjp", "unmet_need"),
}

PASSING = {"input": 15, "proses": 9, "output": 12}
"""Sum of scores at which the mean reaches 3.00."""

SHARES: Mapping[str, tuple[float, ...]] = {
    "pokja": (1, 0.4, 32, 66.6),
    "sumber_dana": (2, 34, 56, 8),
    "poktan": (3, 6, 33, 58),
    "sarana": (13, 23, 64),
    "pkb_regulasi": (2, 18, 80),
    "penggunaan_data": (46, 9, 23, 22),
    "mekanisme_operasional": (8, 4, 10, 78),
    "lintas_sektor": (8, 35, 21, 36),
    "partisipasi_poktan": (25, 15, 13, 47),
    "cpr": (10, 2, 4, 84),
    "mkjp": (40, 7, 5, 48),
    "unmet_need": (53, 13, 14, 20),
}
"""Share of each score 1, 2, … among kampung that report, after the national spread of 2023."""

_TRIES = 20_000


@dataclass(frozen=True)
class Wish:
    """What a draw of one dimension must fulfil."""

    passes: bool
    least: Mapping[str, int]
    most: Mapping[str, int]
    total: int | None = None

    def granted(self, dimension: str, scores: Scores) -> bool:
        total = sum(scores.values())
        if self.total is not None and total != self.total:
            return False
        if (total >= PASSING[dimension]) is not self.passes:
            return False
        return all(
            self.least.get(code, 1) <= score <= self.most.get(code, 4)
            for code, score in scores.items()
        )


def draw(dimension: str, wish: Wish, dice: Dice) -> Scores:
    """Scores of one dimension as reporting kampung have them, among those that fit the wish."""
    for _ in range(_TRIES):
        scores = {code: _score(code, dice) for code in DIMENSIONS[dimension]}
        if wish.granted(dimension, scores):
            return scores
    raise RuntimeError(f"No {dimension} scores fit {wish}")


def drift(dimension: str, before: Scores, wish: Wish, dice: Dice) -> Scores:
    """Last year's scores with the odd indicator changed; the wish still holds."""
    for _ in range(_TRIES):
        scores = {
            code: _score(code, dice) if dice.chance(0.15) else score
            for code, score in before.items()
        }
        if wish.granted(dimension, scores):
            return scores
    raise RuntimeError(f"No change of {before} fits {wish}")


def _score(code: str, dice: Dice) -> int:
    shares: Sequence[float] = SHARES[code]
    return dice.weighted(range(1, len(shares) + 1), shares)
