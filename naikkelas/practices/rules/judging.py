"""Several judges on one entry: their figures together, scored by the engine of all classes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from naikkelas.instruments.rules import Instrument, Measure, Scorecard, score_one
from naikkelas.lib.actors import covers

OWN_WORK = frozenset({"pkb", "ketua_pokja", "sekretaris_pokja", "pokja"})
"""Posts that work for the kampung of their areas, and so do not judge them."""


@dataclass(frozen=True, slots=True)
class Pooled:
    """What the judges gave for one criterion; None where nobody gave anything."""

    median: float | None
    mean: float | None
    given: int


def has_conflict(role: str, scopes: Iterable[str], village: str) -> bool:
    """Whether a post works for the kampung that it would judge."""
    return role in OWN_WORK and any(covers(scope, village) for scope in scopes)


def pooled(
    instrument: Instrument, sheets: Sequence[Mapping[str, float | None]]
) -> dict[str, Pooled]:
    """Each criterion over the sheets of the judges; a missing figure is no zero."""
    return {
        measure.code: _pool(measure, [sheet.get(measure.code) for sheet in sheets])
        for measure in instrument.measures
    }


def _pool(measure: Measure, values: Sequence[float | None]) -> Pooled:
    known = [value for value in values if value is not None]
    if not known:
        return Pooled(None, None, 0)
    middle = median(known)
    if measure.kind == "flag":
        middle = float(middle > 1 / 2)  # a tie is no yes
    elif measure.kind == "count":
        middle = float(int(middle + 1 / 2))
    return Pooled(middle, fmean(known), len(known))


def judged(instrument: Instrument, sheets: Sequence[Mapping[str, float | None]]) -> Scorecard:
    """The medians of the judges, scored like any village."""
    middles = {code: found.median for code, found in pooled(instrument, sheets).items()}
    return score_one(instrument, middles)


def fits(measure: Measure, value: float) -> bool:
    """Whether a criterion takes this figure."""
    if measure.kind == "flag":
        return value in {0.0, 1.0}
    least = 0.0 if measure.least is None else measure.least
    return value >= least and (measure.most is None or value <= measure.most)
