"""What is planned: units that can be moved between states, what that uses, and what limits it.

The model is the weakly coupled Markov decision process of docs/adr (planner): every unit is a small
chain of its own; only limits, the target and fairness couple them. A unit is a kampung, a state
says which of its indexes pass, but nothing here depends on that.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from math import isfinite

Outcomes = tuple[tuple[int, float], ...]
"""Next year's states with their probabilities; they add up to 1."""

SURE = 1e-9
"""Probabilities add up to one within this."""


class BadWorld(ValueError):
    """The numbers contradict each other; the message says which, in plain Indonesian."""


@dataclass(frozen=True, slots=True)
class State:
    """Where a unit can stand. `worth` is the weight of its level; `counts` for the target.

    A unit that counts already counts anew only where it reaches a higher `rung`.
    """

    code: str
    level: str
    worth: float
    counts: bool
    rung: int = 0


@dataclass(frozen=True, slots=True)
class Use:
    """Something that modes use up: rupiah of one source, mentor days, training seats."""

    code: str
    name: str
    is_money: bool


@dataclass(frozen=True, slots=True)
class Mode:
    """One way of working on a unit for one year while it stands in `state`.

    `uses` runs along `World.uses` (rupiah, days, seats); `actions` are codes of the catalogue.
    `bonus` is worth that it brings beside the state reached; it counts as gain of its year.
    """

    code: str
    state: int
    uses: tuple[float, ...]
    outcomes: Outcomes
    actions: tuple[str, ...] = ()
    bonus: float = 0.0

    def chance(self, state: int) -> float:
        """Probability of standing in exactly this state next year."""
        return sum(share for reached, share in self.outcomes if reached == state)


@dataclass(frozen=True, slots=True)
class Unit:
    """A kampung: its group (kecamatan), where it stands, its modes by state, its drift at rest.

    `drift[s]` is what becomes of it in a year without any work while it stands in s: drops, and
    rises of its own. `modes` holds those of every state; none for a state means that only rest is
    possible there.
    """

    code: str
    group: int
    state: int
    modes: tuple[Mode, ...]
    drift: tuple[Outcomes, ...]


@dataclass(frozen=True, slots=True)
class Cap:
    """A limit: the units in it (all when None) use at most `amounts[year]` of one use."""

    code: str
    name: str
    use: int
    amounts: tuple[float, ...]
    units: tuple[int, ...] | None = None


class Wish(StrEnum):
    """What a lock asks of a unit in a year."""

    MUST = "harus"
    """It is worked on, by whatever mode."""
    MUST_NOT = "jangan"
    """It rests."""
    MODE = "cara"
    """It is worked on by exactly the mode named; only possible in the first year."""


@dataclass(frozen=True, slots=True)
class Lock:
    """A wish of the office that the plan must respect. `year` counts from 0."""

    unit: int
    year: int
    wish: Wish
    mode: str = ""


@dataclass(frozen=True)
class World:
    """Everything that a plan depends on, and nothing else.

    `target[t]` new units in counting states are wanted in year t. `fairness` is phi: each group's
    gain is to be at least phi x its share of units x the whole gain; 0 asks for nothing.
    `discount` weighs the gain of year t by discount ** t. `previous` is the first-year mode of an
    earlier plan by unit code ("" for rest), from which the last goal strays as little as it can.
    """

    states: tuple[State, ...]
    uses: tuple[Use, ...]
    groups: tuple[str, ...]
    units: tuple[Unit, ...]
    years: int
    caps: tuple[Cap, ...]
    target: tuple[float, ...]
    fairness: float = 0.5
    discount: float = 0.95
    locks: tuple[Lock, ...] = ()
    previous: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _check_shape(self)
        for unit in self.units:
            _check_unit(self, unit)
        for cap in self.caps:
            _check_cap(self, cap)
        _check_locks(self)

    @cached_property
    def place(self) -> Mapping[str, int]:
        """Position of each unit by its code."""
        return {unit.code: number for number, unit in enumerate(self.units)}

    def gain(self, state: int, outcomes: Outcomes) -> float:
        """Expected change of worth, drops included."""
        start = self.states[state].worth
        return sum(share * (self.states[reached].worth - start) for reached, share in outcomes)

    def brings(self, mode: Mode) -> float:
        """Expected gain of a mode with its bonus."""
        return self.gain(mode.state, mode.outcomes) + mode.bonus

    @cached_property
    def swing(self) -> float:
        """The most that a unit's worth can change in a year, up or down."""
        worths = [state.worth for state in self.states] or [0.0]
        most = max((mode.bonus for unit in self.units for mode in unit.modes), default=0.0)
        return max(worths) - min(worths) + most

    def newly(self, state: int, outcomes: Outcomes) -> float:
        """Probability of standing next year in a counting state that does not count now."""
        start = self.states[state]
        ends = ((self.states[reached], share) for reached, share in outcomes)
        return sum(
            share
            for end, share in ends
            if end.counts and (not start.counts or end.rung > start.rung)
        )

    def price(self, mode: Mode) -> float:
        """Rupiah of a mode, all sources together."""
        return sum(amount for use, amount in zip(self.uses, mode.uses, strict=True) if use.is_money)


def _check_shape(world: World) -> None:
    if world.years < 1:
        raise BadWorld("Rencana perlu sekurangnya satu tahun.")
    if len(world.target) != world.years:
        raise BadWorld("Target harus diisi untuk setiap tahun rencana.")
    if any(not isfinite(one) or one < 0 for one in world.target):
        raise BadWorld("Target tidak boleh negatif.")
    if not 0 <= world.fairness <= 1:
        raise BadWorld("Batas pemerataan harus antara 0 dan 1.")
    if not 0 < world.discount <= 1:
        raise BadWorld("Faktor tahun depan harus lebih dari 0 dan paling banyak 1.")
    if len({unit.code for unit in world.units}) != len(world.units):
        raise BadWorld("Ada kampung yang tercantum dua kali.")


def _check_unit(world: World, unit: Unit) -> None:
    states = range(len(world.states))
    if unit.state not in states or unit.group not in range(len(world.groups)):
        raise BadWorld(f"Kampung {unit.code}: keadaan atau kecamatannya tidak dikenal.")
    if len(unit.drift) != len(world.states):
        raise BadWorld(f"Kampung {unit.code}: peluang tanpa kegiatan harus ada untuk tiap keadaan.")
    for outcomes in (*unit.drift, *(mode.outcomes for mode in unit.modes)):
        _check_outcomes(unit, outcomes, len(world.states))
    for mode in unit.modes:
        if mode.state not in states or len(mode.uses) != len(world.uses):
            raise BadWorld(f"Kampung {unit.code}, cara {mode.code}: bentuknya tidak sesuai.")
        if any(not isfinite(amount) or amount < 0 for amount in mode.uses):
            raise BadWorld(f"Kampung {unit.code}, cara {mode.code}: biaya tidak boleh negatif.")
        if not isfinite(mode.bonus) or mode.bonus < 0:
            raise BadWorld(f"Kampung {unit.code}, cara {mode.code}: manfaat tidak boleh negatif.")
    if len({(mode.state, mode.code) for mode in unit.modes}) != len(unit.modes):
        raise BadWorld(f"Kampung {unit.code}: ada cara yang tercantum dua kali.")


def _check_outcomes(unit: Unit, outcomes: Outcomes, states: int) -> None:
    shares = [share for _, share in outcomes]
    if any(not 0 <= share <= 1 for share in shares) or abs(sum(shares) - 1) > SURE:
        raise BadWorld(f"Kampung {unit.code}: peluang harus antara 0 dan 1 dan berjumlah 1.")
    if any(not 0 <= reached < states for reached, _ in outcomes):
        raise BadWorld(f"Kampung {unit.code}: ada keadaan yang tidak dikenal.")


def _check_cap(world: World, cap: Cap) -> None:
    if len(cap.amounts) != world.years or any(
        amount != amount or amount < 0 for amount in cap.amounts
    ):
        raise BadWorld(f"Batas {cap.name}: jumlah tiap tahun harus nol atau lebih.")
    if cap.use not in range(len(world.uses)):
        raise BadWorld(f"Batas {cap.name}: jenis sumber dayanya tidak dikenal.")
    if cap.units is not None and any(not 0 <= one < len(world.units) for one in cap.units):
        raise BadWorld(f"Batas {cap.name}: ada kampung yang tidak dikenal.")


def _check_locks(world: World) -> None:
    asked: dict[tuple[int, int], Lock] = {}
    for lock in world.locks:
        if not 0 <= lock.unit < len(world.units) or not 0 <= lock.year < world.years:
            raise BadWorld("Kunci menyebut kampung atau tahun yang tidak ada dalam rencana.")
        code = world.units[lock.unit].code
        other = asked.setdefault((lock.unit, lock.year), lock)
        if Wish.MUST_NOT in {lock.wish, other.wish} and lock.wish != other.wish:
            raise BadWorld(
                f"Kampung {code}: kunci “harus” dan “jangan” pada tahun yang sama. "
                "Hapus salah satunya."
            )
        if lock.wish == Wish.MODE:
            _check_mode_lock(world, lock, other)


def _check_mode_lock(world: World, lock: Lock, other: Lock) -> None:
    unit = world.units[lock.unit]
    if other.wish == Wish.MODE and other.mode != lock.mode:
        raise BadWorld(f"Kampung {unit.code}: dua kunci menyebut cara yang berbeda. Sisakan satu.")
    known = {mode.code for mode in unit.modes if mode.state == unit.state}
    if lock.year or lock.mode not in known:
        raise BadWorld(f"Kampung {unit.code}: cara “{lock.mode}” tidak tersedia tahun pertama.")
