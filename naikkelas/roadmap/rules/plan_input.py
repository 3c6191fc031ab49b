"""What a plan is asked for: facts of the kampung, catalogue, means, rules. Plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from naikkelas.classification.rules.points import COUNTING
from naikkelas.roadmap.rules.catalogue import Catalogue
from naikkelas.roadmap.rules.drift import Drift
from naikkelas.roadmap.solver.world import Wish

SHARE = 0.05
"""Each year at least this share of all kampung newly reaches a counting level."""
WEIGHTS: Mapping[str, float] = {
    "belum_lapor": 0.0,
    "dasar": 0.0,
    "berkembang": 1.0,
    "mandiri": 2.0,
    "berkelanjutan": 3.0,
}
"""Worth of the levels where the input names none (asumsi)."""


@dataclass(frozen=True, slots=True)
class Group:
    """A kecamatan."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Served:
    """A criterion of thematic villages that the kampung misses, and the themes that ask it."""

    criterion: str
    themes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ThemeWeight:
    """What serving themes is worth, in levels: per criterion and theme, and at most (asumsi)."""

    each: float = 0.01
    most: float = 0.05


@dataclass(frozen=True, slots=True)
class KampungFacts:
    """A kampung as the planner sees it.

    `scores` along the instrument's indicators, 0 for "no score", None where nothing was ever
    reported. `mentor` is a code of `Means.mentors`, empty for none. `reported` is the first day of
    the month of its last report. `chances` by action code go before those of the whole plan.
    `earlier` are the scores a year before the day of the facts, None where they are not known.
    `serves` tells by action code which criteria of its themes would be met besides.
    """

    code: str
    name: str
    group: str
    scores: tuple[int, ...] | None
    mentor: str = ""
    reported: date | None = None
    chances: Mapping[str, float] = field(default_factory=dict)
    earlier: tuple[int, ...] | None = None
    serves: Mapping[str, tuple[Served, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Money:
    """Rupiah of one source by year; for one kecamatan only where `group` is filled."""

    source: str
    rupiah: tuple[float, ...]
    group: str = ""


@dataclass(frozen=True, slots=True)
class Mentor:
    """Someone with days by year: for the kampung that name them, or for a kecamatan together."""

    code: str
    name: str
    days: tuple[float, ...]
    group: str = ""


@dataclass(frozen=True, slots=True)
class Seats:
    """Training seats by year; for one kecamatan only where `group` is filled."""

    seats: tuple[float, ...]
    group: str = ""


@dataclass(frozen=True, slots=True)
class Means:
    """What there is. A kind of which nothing is listed is not limited, and that is said."""

    money: tuple[Money, ...] = ()
    mentors: tuple[Mentor, ...] = ()
    seats: tuple[Seats, ...] = ()


@dataclass(frozen=True, slots=True)
class LockOn:
    """A wish of the office for a kampung in a year of the plan (0 is the first)."""

    kampung: str
    year: int
    wish: Wish
    actions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """What is wanted. `target`: new kampung by year; None: `share` of all, rounded up."""

    target: tuple[float, ...] | None = None
    share: float = SHARE
    counting: tuple[str, ...] = COUNTING
    climbing_counts: bool = False
    fairness: float = 0.5
    discount: float = 0.95
    weights: Mapping[str, float] = field(default_factory=lambda: dict(WEIGHTS))
    locks: tuple[LockOn, ...] = ()
    drift: Drift = field(default_factory=Drift)
    themes: ThemeWeight = field(default_factory=ThemeWeight)


@dataclass(frozen=True, slots=True)
class Previous:
    """An earlier plan: its catalogue, and the actions of its first year by kampung."""

    catalogue: str
    actions: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class PlanInput:
    """Everything that a plan follows from, and nothing else.

    `cutoff` is the day of the facts, `start` the first day of the first year's first month.
    `chances` are learned means by action code and take the place of the catalogue's.
    """

    instrument: str
    cutoff: date
    start: date
    years: int
    groups: tuple[Group, ...]
    kampung: tuple[KampungFacts, ...]
    catalogue: Catalogue
    means: Means = field(default_factory=Means)
    rules: Rules = field(default_factory=Rules)
    chances: Mapping[str, float] = field(default_factory=dict)
    previous: Previous | None = None
    remarks: tuple[str, ...] = ()
    """What its maker should tell every reader of the plan, such as kampung that were left out."""
    warnings: tuple[str, ...] = ()
    """What the reading of the file already found worth telling."""

    @property
    def first_year(self) -> int:
        return self.start.year
