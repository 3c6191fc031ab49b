"""Facts of the profile that follow from records, so that nobody enters them twice."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any  # a stored answer: bool, int, text

from naikkelas.registry.rules import reference


@dataclass(frozen=True, slots=True)
class Derived:
    """What a column is, from which record, and where that record is changed (an address)."""

    value: Any
    from_what: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A record's time: `since` None means from before it was noted, `stopped_on` None it goes on.

    The day of stopping is the first one without it.
    """

    name: str
    since: date | None = None
    stopped_on: date | None = None

    def is_known(self, on: date) -> bool:
        """Whether the record says anything of a day."""
        return self.since is None or self.since <= on

    def is_active(self, on: date) -> bool:
        """Whether the group works on a day."""
        return self.is_known(on) and (self.stopped_on is None or on < self.stopped_on)


DASHAT = "dashat"
PROFILE_KINDS = (*reference.POKTAN, *reference.SARANA)
"""Kinds of groups that are columns of the profile, in its order; DASHAT is none."""
KINDS = (*PROFILE_KINDS, DASHAT)
MANY = 3
"""Names that are said before the rest is only counted."""


def kind_names() -> dict[str, str]:
    """Kind of a group to what people call it."""
    return {**reference.names("poktan_dan_sarana"), DASHAT: "DASHAT"}


def presence(spans: Iterable[Span], on: date) -> tuple[bool, str] | None:
    """Whether there is such a group on a day, and from which records; None where none says.

    One that was never noted is not absent: then the profile goes on asking.
    """
    known = [span for span in spans if span.is_known(on)]
    if not known:
        return None
    active = [span for span in known if span.is_active(on)]
    if active:
        return True, _listed([span.name for span in active])
    stopped = [f"{span.name}, berhenti" for span in known]
    return False, _listed(stopped)


def _listed(names: list[str]) -> str:
    shown, more = names[:MANY], len(names) - MANY
    return "; ".join(shown) + (f"; dan {more} lagi" if more > 0 else "")


def day_of_month(year: int, month: int, today: date) -> date:
    """The day on which the facts of a month's report hold: its last, or today within it."""
    return min(today, date(year, month, monthrange(year, month)[1]))


def filled(given: Mapping[str, Any], facts: Mapping[str, Derived]) -> dict[str, Any]:
    """The given answers, and what follows from records where nothing was given."""
    missing = {
        column: fact.value
        for column, fact in facts.items()
        if given.get(column) is None or given.get(column) == ""
    }
    return dict(given) | missing
