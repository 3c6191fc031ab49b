"""The catalogue of actions: what can be done, what it lifts, what it takes, how likely it works.

Data of the kabupaten, versioned. A figure without a source is an assumption and is shown as such
until the office confirms it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

ASSUMED = "asumsi"
"""What stands in the place of a source that nobody has named."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and who says so; an empty source makes it an assumption.

    Units by place: rupiah, mentor days, training seats, months, or a probability in 0–1.
    """

    value: float
    source: str = ""

    @property
    def is_assumed(self) -> bool:
        return not self.source or self.source == ASSUMED


@dataclass(frozen=True, slots=True)
class Chance:
    """Prior probability of success, and how many attempts that knowledge is worth."""

    mean: float
    attempts: float
    source: str = ""

    @property
    def is_assumed(self) -> bool:
        return not self.source or self.source == ASSUMED


@dataclass(frozen=True, slots=True)
class Lift:
    """One indicator that an action brings from any score in `start`..`end`-1 up to `end`.

    Scores are those of the instrument; 0 stands for "no score". A kampung whose score is below
    `start` is not helped by it, one at `end` or above does not need it. `most`, where given, is the
    highest score that it still helps (clearing double rows helps only where there is no score).
    """

    indicator: str
    start: int
    end: int
    most: int | None = None

    def serves(self, score: int) -> bool:
        return self.start <= score < self.end and (self.most is None or score <= self.most)


@dataclass(frozen=True, slots=True)
class Action:
    """One action. `costs` by source of funds (rupiah); `needs` are actions to be done before.

    `needs` bind only where the needed action still has something to lift in the kampung.
    `responsible` is an SKPD or a post; `inpres` are the numbers of kegiatan of Inpres 3/2022.
    """

    code: str
    name: str
    lifts: tuple[Lift, ...]
    costs: tuple[tuple[str, Figure], ...]
    days: Figure
    seats: Figure
    months: Figure
    responsible: str
    chance: Chance
    needs: tuple[str, ...] = ()
    inpres: tuple[int, ...] = ()

    @property
    def rupiah(self) -> float:
        return sum(figure.value for _, figure in self.costs)

    @property
    def has_assumptions(self) -> bool:
        figures: Sequence[Figure | Chance] = (
            self.days,
            self.seats,
            self.months,
            self.chance,
            *(figure for _, figure in self.costs),
        )
        return any(figure.is_assumed for figure in figures)

    def lifted(self, scores: Sequence[int], codes: Sequence[str]) -> Iterator[tuple[int, int]]:
        """(position, new score) of every indicator that it would raise from these scores."""
        for lift in self.lifts:
            if lift.indicator in codes:
                place = codes.index(lift.indicator)
                if lift.serves(scores[place]):
                    yield place, lift.end


@dataclass(frozen=True)
class Catalogue:
    """The actions for one instrument, under a name and a version of their own."""

    code: str
    name: str
    instrument: str
    actions: tuple[Action, ...]

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        """Reckoned once, the same in every process: what depends on a catalogue is kept by it."""
        told = repr((self.code, self.name, self.instrument, self.actions))
        return int.from_bytes(sha256(told.encode()).digest()[:7])

    @cached_property
    def by_code(self) -> dict[str, Action]:
        return {action.code: action for action in self.actions}

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """Sources of funds that any action draws on, in the order of their first mention."""
        found = dict.fromkeys(source for action in self.actions for source, _ in action.costs)
        return tuple(found)
