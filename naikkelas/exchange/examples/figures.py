"""The figures of a KKBPK report that earn given scores, and stay there when couples come or go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from naikkelas.exchange.examples.dice import Dice, apportion
from naikkelas.exchange.examples.layout import (
    LONG_ACTING,
    METHODS,
    PARTICIPANTS,
    POKTAN,
    SHORT_ACTING,
    Row,
)
from naikkelas.exchange.examples.scores import Scores

_UPPER = {
    "partisipasi_poktan": (9, 20, 30),
    "cpr": (29, 40, 50),
    "mkjp": (19, 22, 24),
    "unmet_need": (6, 9, 12),
}
"""Highest whole percent of the first three bands, low to high."""

_AIM = {
    "partisipasi_poktan": ((1.5, 7), (12, 18), (23, 28), (34, 56)),
    "cpr": ((17, 27), (32, 38), (43, 48), (55, 76)),
    "mkjp": ((8, 17), (20.4, 21.6), (23.2, 23.8), (27, 45)),
    "unmet_need": ((14.5, 20), (10.6, 11.4), (7.6, 8.4), (2, 5)),
}
"""Percent to aim at for score 1, 2, 3, 4: the middle of a band, away from its edges."""

_LONG_WEIGHTS = (13, 8, 2, 26)
_SHORT_WEIGHTS = (7, 102, 32)
"""Users of each method, national medians of 2023."""

_TRIES = 2_000


def earned(row: Row, counts: Mapping[str, int]) -> Scores:
    """The four output scores of complete, sound figures; the engine has the last word."""
    number = {name: int(value or 0) for name, value in row.items()}
    users = sum(number[name] for name in METHODS)
    unmet = number["ingin_anak_tunda"] + number["tidak_ingin_anak_lagi"]
    ratios = [_percent(number[name], counts[base]) for name, base in PARTICIPANTS.items()]
    percents = {
        "partisipasi_poktan": round(sum(ratios) / 5),
        "cpr": _percent(users, counts["pus"]),
        "mkjp": _percent(sum(number[name] for name in LONG_ACTING), users),
        "unmet_need": _percent(unmet, counts["pus"]),
    }
    bands = {
        code: 1 + sum(percent > upper for upper in _UPPER[code])
        for code, percent in percents.items()
    }
    return bands | {"unmet_need": 5 - bands["unmet_need"]}


def _percent(part: int, whole: int) -> int:
    return round(part / whole * 100) if whole > 0 else 0


@dataclass(frozen=True)
class Habits:
    """What a kampung keeps doing between two changes of its scores. Shares, not counts."""

    attendance: Mapping[str, float]
    users: float
    long_acting: float
    unmet: float
    long_mix: tuple[float, ...]
    short_mix: tuple[float, ...]
    insured: float

    def figures(self, counts: Mapping[str, int], people: int, dice: Dice, wobble: float) -> Row:
        """One month's figures; they move by the wobble (a share) from month to month."""
        pus = counts["pus"]
        users = min(pus, round(pus * self.users * _around(dice, wobble)))
        long_users = round(users * self.long_acting)
        unmet = min(pus - users, round(pus * self.unmet))
        later = round(unmet * dice.uniform(0.35, 0.55))
        resting = pus - users - unmet
        pregnant = min(resting, round(pus * dice.uniform(0.02, 0.06)))
        methods = dict(zip(LONG_ACTING, apportion(long_users, self.long_mix), strict=True))
        methods |= dict(
            zip(SHORT_ACTING, apportion(users - long_users, self.short_mix), strict=True)
        )
        return {
            **{
                name: round(counts[base] * min(0.95, self.attendance[name] * _around(dice, wobble)))
                for name, base in PARTICIPANTS.items()
            },
            **{name: methods[name] for name in METHODS},
            "hamil": pregnant,
            "ingin_anak_segera": resting - pregnant,
            "ingin_anak_tunda": later,
            "tidak_ingin_anak_lagi": unmet - later,
            "pengguna_bpjs": round(people * self.insured),
        }


class FigureWriter:
    """Writes the KKBPK figures of one kampung; new habits only when its scores change."""

    def __init__(self, dice: Dice) -> None:
        self._dice = dice
        self._scores: Scores = {}
        self._habits: Habits | None = None

    def month(
        self, scores: Scores, owned: Sequence[str], counts: Mapping[str, int], people: int
    ) -> Row:
        """A month's figures: a little different from the last, earning just these scores."""
        if self._habits is not None and scores == self._scores:
            for wobble in (0.03, 0.02, 0.01, 0.005, 0):
                row = self._habits.figures(counts, people, self._dice, wobble)
                if is_steady(row, counts, scores):
                    return row
        self._scores = scores
        self._habits = habits(scores, owned, counts, self._dice)
        return self._habits.figures(counts, people, self._dice, 0)


def habits(scores: Scores, owned: Sequence[str], counts: Mapping[str, int], dice: Dice) -> Habits:
    """Habits whose figures earn the scores, also when every family count is 2 % off."""
    for _ in range(_TRIES):
        drawn = _draw(scores, owned, dice)
        if is_steady(drawn.figures(counts, 1, dice, 0), counts, scores):
            return drawn
    raise RuntimeError(f"No figures for {scores} in a kampung of {counts}")


def is_steady(row: Row, counts: Mapping[str, int], scores: Scores) -> bool:
    """Whether the figures earn the scores with these counts and with 2 % fewer or more."""
    return all(
        earned(row, {name: round(count * factor) for name, count in counts.items()}) == scores
        for factor in (0.98, 1, 1.02)
    )


def _draw(scores: Scores, owned: Sequence[str], dice: Dice) -> Habits:
    aim = {code: dice.uniform(*_AIM[code][score - 1]) / 100 for code, score in scores.items()}
    least = {1: 0, 2: 1, 3: 2, 4: 3}[scores["partisipasi_poktan"]]
    spare = [name for name in POKTAN if name not in owned]
    running = [*owned, *spare[: max(0, least - len(owned))]]
    mean = min(aim["partisipasi_poktan"] * 5 / max(1, len(running)), 0.8)
    weights = {name: mean * dice.uniform(0.75, 1.2) for name in running}
    return Habits(
        attendance={f"peserta_{name}": weights.get(name, 0.0) for name in POKTAN},
        users=aim["cpr"],
        long_acting=aim["mkjp"],
        unmet=aim["unmet_need"],
        long_mix=tuple(weight * dice.uniform(0.6, 1.6) for weight in _LONG_WEIGHTS),
        short_mix=tuple(weight * dice.uniform(0.6, 1.6) for weight in _SHORT_WEIGHTS),
        insured=dice.uniform(0.62, 0.93),
    )


def _around(dice: Dice, wobble: float) -> float:
    return dice.uniform(1 - wobble, 1 + wobble)
