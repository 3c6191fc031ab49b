"""What attempts taught about the chances of each action."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from naikkelas.instruments.queries import in_use
from naikkelas.roadmap.models import Attempt as Stored
from naikkelas.roadmap.queries.stored import newest_catalogue, read_catalogue
from naikkelas.roadmap.solver.learning import Attempt, Learned, Prior, learn

ALL = "semua"
"""Attempts are recorded per action; the step within it is not told apart."""


def learned(kabupaten_code: str, only: Collection[str] | None = None) -> dict[str, Learned]:
    """Prior, attempts and posterior of every action of the newest catalogue, or of those asked for
    and those that were tried; none without a catalogue.

    Attempts under another instrument are left out: they say nothing about this one.
    """
    version = newest_catalogue(kabupaten_code)
    if version is None:
        return {}
    catalogue = read_catalogue(version)
    priors = {one.code: Prior(one.chance.mean, one.chance.attempts) for one in catalogue.actions}
    rows = Stored.objects.filter(
        kabupaten_code=kabupaten_code, instrument=version.instrument, action__in=list(priors)
    ).values_list("action", "outcome")
    outcomes = sorted((action, outcome == Stored.Outcome.WORKED) for action, outcome in rows)
    wanted = tuple(code for code in priors if only is None or code in only)
    return dict(_learned(tuple(priors.items()), tuple(outcomes), version.instrument, wanted))


@lru_cache(maxsize=32)
def _learned(
    priors: tuple[tuple[str, Prior], ...],
    outcomes: tuple[tuple[str, bool], ...],
    instrument: str,
    wanted: tuple[str, ...],
) -> tuple[tuple[str, Learned], ...]:
    """By all that it follows from: a second view costs nothing, and none is out of date."""
    found = learn(
        dict(priors),
        [Attempt(action, ALL, instrument, worked) for action, worked in outcomes],
        instrument=instrument,
        steps=[(code, ALL) for code in wanted],
    )
    return tuple((action, one) for (action, _), one in found.items())


@dataclass(frozen=True, slots=True)
class Tried:
    """What a plan uses in the catalogue's place: only of actions that were tried."""

    chances: dict[str, float]
    worths: dict[str, float]
    """How many attempts each chance is worth: the more, the narrower the intervals."""


def tried(kabupaten_code: str) -> Tried:
    """The posterior of every action that has attempts."""
    found = {action: one for action, one in learned(kabupaten_code).items() if one.attempts}
    return Tried(
        {action: one.posterior.mean for action, one in found.items()},
        {action: round(one.posterior.worth, 2) for action, one in found.items()},
    )


def names_of_actions(kabupaten_code: str) -> dict[str, str]:
    """Code → name of the newest catalogue; empty without one."""
    version = newest_catalogue(kabupaten_code)
    return {one.code: one.name for one in read_catalogue(version).actions} if version else {}


def indicator_names(instrument: str) -> dict[str, str]:
    """Code → name of the indicators of an instrument."""
    return {one.code: one.name for one in in_use(instrument).indicators}
