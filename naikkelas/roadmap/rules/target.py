"""The yearly target of a kabupaten: a rule as data, applied to levels at two cut-offs."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal

Mode = Literal["newly_reached", "any_rise"]


@dataclass(frozen=True, slots=True)
class TargetRule:
    """Which share of all live kampung must do what in a year.

    `newly_reached`: at one of `levels` or above now, and not at the baseline (decision 3).
    `any_rise`: a higher level than at the baseline, whichever (the other wording of the press).
    """

    share: Fraction
    levels: tuple[str, ...]
    mode: Mode = "newly_reached"

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> "TargetRule":
        """Read the setting `target_rule`; the share as it is written, not as binary."""
        return cls(
            share=Fraction(str(value["share"])),
            levels=tuple(value.get("levels", ())),
            mode=value.get("mode", "newly_reached"),
        )

    def needed(self, kampung: int) -> int:
        """Rounded up to whole kampung: 5 % of 135 is 7."""
        return math.ceil(self.share * kampung)


@dataclass(frozen=True, slots=True)
class Standing:
    """One kampung at the baseline and now; a level is None where the rule gives none."""

    kampung: str
    before: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class Progress:
    """Who counts for the year, who fell back, and how many were asked for."""

    kampung: int
    needed: int
    reached: tuple[Standing, ...]
    dropped: tuple[Standing, ...]

    @property
    def net(self) -> int:
        return len(self.reached) - len(self.dropped)

    @property
    def missing(self) -> int:
        """How many are still to come; 0 once the target is met."""
        return max(0, self.needed - len(self.reached))


def progress(
    rule: TargetRule, standings: Sequence[Standing], orders: Mapping[str, int]
) -> Progress:
    """Apply the rule; `orders` gives the order of every level, and none is below them all."""

    def order(level: str | None) -> int:
        return -1 if level is None else orders[level]

    threshold = min((orders[level] for level in rule.levels), default=0)
    if rule.mode == "any_rise":
        reached = [one for one in standings if order(one.now) > order(one.before)]
        dropped = [one for one in standings if order(one.now) < order(one.before)]
    else:
        reached = [one for one in standings if order(one.before) < threshold <= order(one.now)]
        dropped = [one for one in standings if order(one.now) < threshold <= order(one.before)]
    return Progress(len(standings), rule.needed(len(standings)), tuple(reached), tuple(dropped))


def baseline_of(cutoff: date) -> date:
    """31 December of the year before the cut-off's."""
    return date(cutoff.year - 1, 12, 31)
