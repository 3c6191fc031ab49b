"""What the screens show of a plan: the planner's answer in the words of the office, as plain data.

It is stored with the scenario as JSON, so that what was shown can be shown again in ten years,
whatever the planner has become.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

FORMAT = "naikkelas-outcome/1"
RUPIAH, DAYS, SEATS = "rupiah", "hari", "kursi"
LEAST_RISE = 0.005
"""A way with less chance of rising is not called one."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """A year as expected under the plan, with the 80 % interval, and as now."""

    year: int
    target: float
    newly: float
    shortfall: float
    gain: float
    low: float | None = None
    high: float | None = None
    idle: float | None = None
    idle_low: float | None = None
    idle_high: float | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """One goal of the planner: what no plan can beat, what this one certainly reaches."""

    goal: str
    bound: float
    value: float
    gap: float


@dataclass(frozen=True, slots=True)
class Limit:
    """A resource: what there is and what the plan uses, year by year."""

    code: str
    name: str
    unit: str
    group: str
    amounts: tuple[float, ...]
    used: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """One way of working on a kampung for a year."""

    code: str
    actions: tuple[str, ...]
    names: tuple[str, ...]
    rupiah: float
    days: float
    seats: float
    chance: float
    """Probability of standing in a better state next year."""
    counting: float
    """Probability of newly reaching a class that counts for the target."""
    level: str
    """The class that it aims at."""

    @property
    def only_keeps(self) -> bool:
        """Whether it raises nothing, but keeps what there is from being lost."""
        return self.chance < LEAST_RISE


@dataclass(frozen=True, slots=True)
class Choice:
    """One kampung: where it stands, what was decided for the first year, and why."""

    code: str
    name: str
    group: str
    level: str
    state: str
    counts: bool
    chosen: str
    ways: tuple[Way, ...]
    reasons: tuple[str, ...]
    binding: tuple[str, ...] = ()
    displaced_by: tuple[str, ...] = ()
    after_failure: str = ""
    later: tuple[float, ...] = ()
    """Probability of being worked on in each year, the first included."""
    without_data: bool = False

    @property
    def way(self) -> Way | None:
        """The way that was chosen; None for rest."""
        return next((one for one in self.ways if one.code == self.chosen), None)

    @property
    def cheapest(self) -> Way | None:
        """The cheapest way that raises something."""
        rising = (one for one in self.ways if not one.only_keeps)
        return min(rising, key=lambda one: (one.rupiah, one.days), default=None)

    @property
    def is_chosen(self) -> bool:
        return bool(self.chosen)


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One action in one kampung, in a quarter."""

    kampung: str
    action: str
    name: str
    year: int
    quarter: int
    owner: str
    mentor: str
    days: float
    seats: float
    costs: Mapping[str, float]
    position: int

    @property
    def rupiah(self) -> float:
        return sum(self.costs.values())


@dataclass(frozen=True, slots=True)
class Warned:
    """A kampung that is likely to drop or to fall silent."""

    kampung: str
    kind: str
    chance: float
    reason: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A kampung whose first year differs from the previous plan's, and why."""

    kampung: str
    before: str
    now: str
    reason: str


@dataclass(frozen=True)
class Outcome:
    """The whole answer."""

    start_year: int
    ending: str
    seconds: float
    years: tuple[Outlook, ...]
    proofs: tuple[Proof, ...]
    limits: tuple[Limit, ...]
    groups: Mapping[str, str]
    sources: Mapping[str, str]
    choices: tuple[Choice, ...]
    steps: tuple[PlannedStep, ...]
    warned: tuple[Warned, ...] = ()
    changed: tuple[Changed, ...] = ()
    conflicts: tuple[str, ...] = ()
    remedies: tuple[str, ...] = ()
    """What would make a target that is out of reach feasible, computed."""
    notes: tuple[str, ...] = ()

    @cached_property
    def by_code(self) -> dict[str, Choice]:
        return {one.code: one for one in self.choices}

    @property
    def chosen(self) -> tuple[Choice, ...]:
        return tuple(one for one in self.choices if one.is_chosen)

    @property
    def shortfall(self) -> float:
        return sum(one.shortfall for one in self.years)

    @property
    def rupiah(self) -> float:
        """What the first year's steps cost."""
        return sum(step.rupiah for step in self.steps if step.year == self.start_year)

    @property
    def worst_gap(self) -> float:
        return max((one.gap for one in self.proofs), default=0.0)

    def proof(self, goal: str) -> Proof | None:
        return next((one for one in self.proofs if one.goal == goal), None)


def to_json(outcome: Outcome) -> dict[str, Any]:
    """Plain data for a JSON column."""
    plain: dict[str, Any] = json.loads(json.dumps({"format": FORMAT, **asdict(outcome)}))
    return plain


def from_json(data: Mapping[str, Any]) -> Outcome:
    """What `to_json` gave; a field that a later version added gets its default."""
    if data.get("format") != FORMAT:
        raise ValueError(f"Unknown format of an outcome: {data.get('format')!r}")
    found: Outcome = _built(Outcome, {name: data[name] for name in data if name != "format"})
    return found


def _built(kind: Any, value: Any) -> Any:
    """A value of the type that the field declares."""
    if value is None:
        return None
    if isinstance(kind, type) and hasattr(kind, "__dataclass_fields__"):
        hints = _hints(kind)
        return kind(**{name: _built(hints[name], value[name]) for name in value if name in hints})
    if get_origin(kind) is tuple:
        inner = get_args(kind)[0]
        return tuple(_built(inner, one) for one in value)
    if get_origin(kind) in (Union, UnionType):
        return _built(next(one for one in get_args(kind) if one is not type(None)), value)
    return value


_KNOWN: dict[type, dict[str, Any]] = {}


def _hints(kind: type) -> dict[str, Any]:
    if kind not in _KNOWN:
        _KNOWN[kind] = get_type_hints(kind)
    return _KNOWN[kind]
