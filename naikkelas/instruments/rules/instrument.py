"""What an instrument is: measures, formulas, bands, dimensions, levels and steps, all frozen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from naikkelas.instruments.rules.formula import Node, names_in

Kind = Literal["flag", "count", "list", "decimal"]
PassState = Literal[0, 1, 2]  # below the threshold, at or above it, no index
NO_INDEX: PassState = 2


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure that a row must bring. Breaking `least`, `most` or `not_above` makes it absent."""

    code: str
    name: str
    kind: Kind
    report: str | None = None  # the flag that says whether the report holding this figure exists
    columns: tuple[str, ...] = ()  # raw columns; several only for lists, whose union is taken
    counts_rows: bool = False  # a list counts its rows (repeats too) instead of its kinds
    kinds: frozenset[str] | None = None  # only these codes count
    excluded: frozenset[str] = frozenset()  # these codes never count
    excluded_numbers: frozenset[int] = frozenset()  # rows so numbered by their source never count
    options: frozenset[str] | None = None  # a code outside these is a wrong cell
    least: float | None = None
    most: float | None = None
    not_above: str | None = None

    @property
    def is_checked(self) -> bool:
        """Whether a figure can be thrown away at scoring time."""
        return not (self.least is None and self.most is None and self.not_above is None)

    def counted(self, codes: Iterable[str]) -> int:
        """How many of these list codes count: rows or kinds, without the excluded ones."""
        counting = [
            code
            for code in codes
            if code not in self.excluded and (self.kinds is None or code in self.kinds)
        ]
        return len(counting if self.counts_rows else set(counting))


@dataclass(frozen=True, slots=True)
class Derived:
    """A named intermediate figure."""

    code: str
    formula: Node
    text: str


@dataclass(frozen=True, slots=True)
class Band:
    """Values from `start` (inclusive) to the start of the next band."""

    score: int | None
    start: float  # -inf for the lowest band
    text: str  # the bounds as shown, "2–4"
    rule: str  # what it means, in Indonesian


@dataclass(frozen=True, slots=True)
class Indicator:
    """A value (count or rounded percent) and the bands that turn it into a score."""

    code: str
    name: str
    dimension: str
    order: int
    unit: str
    value: Node
    value_text: str
    numerator: Node | None
    denominator: Node | None
    bands: tuple[Band, ...]  # ascending
    score_if_absent: int | None
    no_score_if: Node | None
    counts_as: int | None  # what the index uses when there is no score
    integer: bool
    source: str

    @property
    def highest_score(self) -> int:
        """The best score that any band gives (3 for sarana, 4 for most)."""
        return max(band.score for band in self.bands if band.score is not None)

    @property
    def highest_counted(self) -> int:
        """The most that one row can add to its dimension's sum."""
        return max(self.highest_score, self.counts_as or 0, self.score_if_absent or 0)

    @property
    def lowest_score(self) -> int:
        """The worst score that any band gives."""
        return min(band.score for band in self.bands if band.score is not None)

    @property
    def may_lack_score(self) -> bool:
        """Whether some row can be left without a score."""
        banded = any(band.score is None for band in self.bands)
        return banded or self.score_if_absent is None or self.no_score_if is not None

    @property
    def may_break_index(self) -> bool:
        """Whether some row can leave its whole dimension without an index."""
        return self.may_lack_score and self.counts_as is None

    def band_of(self, value: float) -> Band:
        """The band of a filled value; a value beyond the ends belongs to the end band."""
        found = self.bands[0]
        for band in self.bands[1:]:
            if value >= band.start:
                found = band
        return found


@dataclass(frozen=True, slots=True)
class Dimension:
    """A group of indicators; its index is their mean, or their share of the highest sum."""

    code: str
    name: str
    share_of_max: bool
    threshold: float | None
    decimals: int
    positions: tuple[int, ...]  # of its indicators in the instrument
    divisor: int  # sum of counted scores / divisor = index
    highest_sum: int  # of counted scores
    sum_needed: int | None  # smallest sum whose index reaches the threshold, exactly
    may_lack_index: bool


@dataclass(frozen=True, slots=True)
class Level:
    """A class. `order` 0 is a state before the ladder (Belum Lapor)."""

    code: str
    order: int
    label: str
    colour: str


@dataclass(frozen=True, slots=True)
class LevelBand:
    """Composite values of at most `up_to` (above the band before) have this level."""

    level: str
    up_to: float


@dataclass(frozen=True, slots=True)
class Composite:
    """One figure over all dimensions: the mean of their indexes."""

    code: str
    name: str
    bands: tuple[LevelBand, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What one application of a step does to one measure."""

    measure: str
    effect: Literal["set", "add", "remove"]
    amount: float


@dataclass(frozen=True, slots=True)
class Step:
    """Something a Pokja can do for an indicator; `{n}` in the words is how many times."""

    code: str
    indicator: str
    words: str
    changes: tuple[Change, ...]

    @property
    def is_repeatable(self) -> bool:
        """Whether doing it again changes more (adding one option, not ticking a box)."""
        return any(change.effect != "set" for change in self.changes)

    def said(self, times: int) -> str:
        """The words with their number."""
        return self.words.replace("{n}", str(times))


@dataclass(frozen=True, eq=False)
class Instrument:
    """A published or built-in definition, compiled. Compare by `sha256`."""

    id: str
    version: str
    title: str
    source: str
    seen: str
    sha256: str
    text: str = field(repr=False)
    measures: tuple[Measure, ...] = field(repr=False)
    derived: tuple[Derived, ...] = field(repr=False)
    indicators: tuple[Indicator, ...] = field(repr=False)
    dimensions: tuple[Dimension, ...] = field(repr=False)
    levels: tuple[Level, ...] = field(repr=False)  # by order; none where nothing is classed
    steps: tuple[Step, ...] = field(repr=False)
    score_labels: Mapping[int, str] = field(repr=False)
    level_table: Mapping[tuple[PassState, ...], str | None] | None = field(repr=False)
    composite: Composite | None = field(repr=False)
    absent_level: str | None = field(repr=False)
    absent_when: Node | None = field(repr=False)

    @cached_property
    def measure_by_code(self) -> dict[str, Measure]:
        return {measure.code: measure for measure in self.measures}

    @cached_property
    def derived_by_code(self) -> dict[str, Derived]:
        return {derived.code: derived for derived in self.derived}

    @cached_property
    def indicator_by_code(self) -> dict[str, Indicator]:
        return {indicator.code: indicator for indicator in self.indicators}

    @cached_property
    def level_by_code(self) -> dict[str, Level]:
        return {level.code: level for level in self.levels}

    @cached_property
    def level_position(self) -> dict[str, int]:
        """Code of a level → its position in `levels`, the number in `Scores.level`."""
        return {level.code: position for position, level in enumerate(self.levels)}

    @cached_property
    def levelled(self) -> tuple[Dimension, ...]:
        """The dimensions that the level table asks for: those with a threshold."""
        return tuple(one for one in self.dimensions if one.sum_needed is not None)

    @cached_property
    def needed(self) -> tuple[str, ...]:
        """Codes of the measures that scoring reads, in the instrument's order."""
        reached: set[str] = set()
        for indicator in self.indicators:
            self._reach(indicator.value, reached)
            if indicator.no_score_if is not None:
                self._reach(indicator.no_score_if, reached)
        if self.absent_when is not None:
            self._reach(self.absent_when, reached)
        return tuple(measure.code for measure in self.measures if measure.code in reached)

    def _reach(self, node: Node, reached: set[str]) -> None:
        for name in names_in(node):
            if name in reached:
                continue
            reached.add(name)
            if name in self.derived_by_code:
                self._reach(self.derived_by_code[name].formula, reached)
            else:
                above = self.measure_by_code[name].not_above
                if above is not None:
                    reached.add(above)

    def blank(self) -> dict[str, float | None]:
        """Every measure absent: what to start from when building a row by hand."""
        return {measure.code: None for measure in self.measures}

    def steps_for(self, indicator: str) -> tuple[Step, ...]:
        """What can be done for one indicator, in the instrument's order."""
        return tuple(step for step in self.steps if step.indicator == indicator)
