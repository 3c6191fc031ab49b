"""What becomes of a kampung in a year without work: indexes drop as reports grow old, a few rise.

The thinner the margin above the threshold and the older the last report, the likelier the drop.
All figures are assumptions until transitions have been learned.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from naikkelas.instruments.rules import Instrument
from naikkelas.roadmap.rules.catalogue import ASSUMED, Figure
from naikkelas.roadmap.rules.modes import state_of
from naikkelas.roadmap.solver.world import Outcomes


def _assumed(value: float) -> Figure:
    return Figure(value, ASSUMED)


@dataclass(frozen=True, slots=True)
class Drift:
    """Yearly probabilities of a passed index to be lost, and of a failing one to pass by itself.

    `drop`: with no point to spare and a report of this month. Each point to spare multiplies it by
    `per_point`; each year since the last report adds `per_year` of it. Never above `most`. A
    kampung that never reported counts as silent for `never_months`.
    """

    drop: Figure = field(default_factory=lambda: _assumed(0.08))
    per_point: Figure = field(default_factory=lambda: _assumed(0.5))
    per_year: Figure = field(default_factory=lambda: _assumed(0.75))
    most: Figure = field(default_factory=lambda: _assumed(0.6))
    never_months: Figure = field(default_factory=lambda: _assumed(36))
    rise: Figure = field(default_factory=lambda: _assumed(0.0))

    def chance(self, spare: int, months: int | None) -> float:
        """Probability that a dimension with so many points to spare is lost within a year."""
        silent = self.never_months.value if months is None else max(0, months)
        aged = self.drop.value * (1 + self.per_year.value * silent / 12)
        return float(min(self.most.value, aged * self.per_point.value ** max(0, spare)))


NO_DRIFT = Drift(drop=Figure(0.0, ASSUMED))


def drift_of(
    instrument: Instrument, scores: Sequence[int], drift: Drift, *, months: int | None
) -> tuple[Outcomes, ...]:
    """Next year's states from each state, without work.

    `months` since the last report (None: never). A dimension that does not pass now would, once
    gained, stand at its threshold with a fresh report.
    """
    present = state_of(instrument, scores)
    drops = [
        drift.chance(_spare(instrument, scores, place), months)
        if present >> place & 1
        else drift.chance(0, 0)
        for place in range(len(instrument.dimensions))
    ]
    return tuple(
        _from_state(state, drops, drift.rise.value)
        for state in range(1 << len(instrument.dimensions))
    )


def _spare(instrument: Instrument, scores: Sequence[int], place: int) -> int:
    dimension = instrument.dimensions[place]
    assert dimension.sum_needed is not None
    return sum(scores[position] for position in dimension.positions) - dimension.sum_needed


def _from_state(state: int, drops: Sequence[float], rise: float) -> Outcomes:
    """Each dimension goes its own way."""
    reached = {0: 1.0}
    for place, drop in enumerate(drops):
        stays = 1 - drop if state >> place & 1 else rise
        both = [(0, 1 - stays), (1 << place, stays)]
        reached = {
            mask | bit: share * chance
            for mask, share in reached.items()
            for bit, chance in both
            if chance > 0
        }
    return tuple(sorted(reached.items()))
