"""How the answers of a kampung add up under the criteria of a theme: met, not met, unknown.

Unknown is never no. The engine of the instruments scores; here its scores are counted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from naikkelas.instruments.rules import Instrument, score_columns
from naikkelas.instruments.rules.instrument import Indicator


@dataclass(frozen=True, slots=True)
class Tally:
    """Questions of a theme in one kampung, and the level where its instrument has one."""

    met: int
    unmet: int
    unknown: int
    level: str = ""

    @property
    def total(self) -> int:
        return self.met + self.unmet + self.unknown

    @property
    def answered(self) -> int:
        return self.met + self.unmet

    @property
    def is_silent(self) -> bool:
        """Whether nothing at all is known, which is not a score of zero."""
        return self.answered == 0

    @property
    def percent(self) -> float | None:
        """Met of all, in hundredths, once every question is answered."""
        return None if self.unknown or not self.total else 100 * self.met / self.total


def is_question(indicator: Indicator) -> bool:
    """Whether an indicator is one of yes or no; others bring a figure of an assessor."""
    return indicator.highest_score == 1 and indicator.lowest_score == 0


def questions(instrument: Instrument) -> tuple[Indicator, ...]:
    """The questions of yes or no."""
    return tuple(one for one in instrument.indicators if is_question(one))


Answers = Mapping[str, float | None]


def tallies(instrument: Instrument, answers: Sequence[Answers]) -> list[Tally]:
    """One tally per kampung, in their order, by the columns of the engine."""
    if not answers:
        return []
    columns = {
        code: np.array([_figure(one.get(code)) for one in answers], dtype=np.float64)
        for code in instrument.needed
    }
    scores = score_columns(instrument, columns)
    places = [at for at, one in enumerate(instrument.indicators) if is_question(one)]
    asked = scores.scores[:, places]
    met, unmet = (asked == 1).sum(axis=1), (asked == 0).sum(axis=1)
    labels = {one.code: one.label for one in instrument.levels}
    return [
        Tally(int(yes), int(no), len(places) - int(yes) - int(no), labels.get(level or "", ""))
        for yes, no, level in zip(met, unmet, scores.level_codes(), strict=True)
    ]


def _figure(value: float | None) -> float:
    return float("nan") if value is None else value
