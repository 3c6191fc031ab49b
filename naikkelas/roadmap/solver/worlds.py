"""Invented kabupaten with named parameters, on which planners and forecasts are measured.

Shaped like the real ones (135 kampung in 11 kecamatan, 93 / 25 / 3 / 14 by level, a target of 5 %
a year); costs, days, seats and chances are inventions. A family says which resource binds, how
many mentors there are, how far beliefs are from the truth. Families are tuned on DEVELOPMENT
seeds; figures that are shown come from TEST seeds.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from math import ceil, prod

import numpy as np
from numpy.typing import NDArray

from naikkelas.roadmap.solver.special import Floats
from naikkelas.roadmap.solver.world import Cap, Mode, Outcomes, State, Unit, Use, World

Integers = NDArray[np.int64]

DEVELOPMENT = range(1, 100)
TEST = range(10_001, 10_100)

INDEXES = ("input", "proses", "output")
LEVELS = {3: "berkembang", 5: "mandiri", 6: "mandiri", 7: "berkelanjutan"}
WORTHS = {"dasar": 0.0, "berkembang": 1.0, "mandiri": 2.0, "berkelanjutan": 3.0}
SPLIT = ((0, 48), (1, 21), (2, 15), (4, 9), (3, 25), (5, 2), (6, 1), (7, 14))
"""How many of 135 kampung stand in each state; those of Dasar are spread by guess."""

USES = (
    Use("kabupaten", "APBD kabupaten", is_money=True),
    Use("desa", "Dana desa", is_money=True),
    Use("hari", "Hari pendampingan", is_money=False),
    Use("kursi", "Kursi pelatihan", is_money=False),
)
APBD, VILLAGE, DAYS, SEATS = range(4)

JUTA = 1e6
_PRICE = np.array([5.0, 6.0, 11.0]) * JUTA
"""Rupiah for one missing point of each index."""
_POINT_DAYS = np.array([1.5, 2.0, 3.0])
_POINT_SEATS = np.array([3.0, 2.0, 0.5])
_POINT_CHANCE = np.array([0.86, 0.84, 0.78])
"""Chance of gaining one missing point; points are independent."""
_VILLAGE = np.array([0.6, 0.5, 0.2])
"""Share of the money that comes from the village, on the average."""
_ATTENTION = 0.8
"""Who works on two indexes in one year succeeds this much less in each; three: once more."""
_EFFORTS = (("hemat", 1.0, 1.0), ("sedang", 1.6, 1.5), ("penuh", 2.4, 2.2))
"""Name, factor of cost, and how many independent tries the effort is worth."""


class Binds(StrEnum):
    """The resource that is short."""

    BUDGET = "APBD"
    """Money of the kabupaten; what villages pay themselves is ample."""
    MONEY = "uang saja"
    """Both sources of money, in the same measure, and nothing else: best case of rules of thumb."""
    SEATS = "kursi"
    MENTORS = "pendamping"
    ALL = "semua"
    NOTHING = "tidak ada"


_SHARE = 0.1
"""Share of the kampung that a binding resource can serve in the cheapest way in a year."""
_ENOUGH, _PLENTY = 2.0, 8.0
"""Times as much of a resource that does not bind, and of every one where nothing does."""


@dataclass(frozen=True, slots=True)
class Family:
    """The named parameters of a kind of world."""

    name: str
    binds: Binds = Binds.BUDGET
    mentors: int = 1
    """Mentors of each kecamatan."""
    wrong: bool = False
    """Whether the truth differs from what the planner believes (`simulating.wrong`)."""
    kampung: int = 135
    kecamatan: int = 11
    years: int = 5
    efforts: int = 3
    """Modes per goal."""
    share: float = _SHARE


FAMILIES = tuple(
    Family(
        f"{binds.value} mengikat" + (", peluang keliru" if wrong else ""),
        binds,
        mentors=2 if binds in {Binds.MENTORS, Binds.ALL} else 1,
        wrong=wrong,
    )
    for wrong in (False, True)
    for binds in Binds
)


def draw(family: Family, seed: int) -> World:
    """The world of this family with this seed; always the same."""
    chance = np.random.default_rng([seed, family.kampung, *family.binds.encode()])
    groups = tuple(f"Kecamatan {number + 1}" for number in range(family.kecamatan))
    homes = np.sort(chance.integers(0, family.kecamatan, family.kampung))
    states = _starts(family.kampung, chance)
    units = tuple(
        _unit(number, int(home), int(state), family.efforts, chance)
        for number, (home, state) in enumerate(zip(homes, states, strict=True))
    )
    return World(
        states=STATES,
        uses=USES,
        groups=groups,
        units=units,
        years=family.years,
        caps=tuple(_caps(family, units, homes)),
        target=(float(ceil(0.05 * family.kampung)),) * family.years,
    )


def _state(bits: int) -> State:
    level = LEVELS.get(bits, "dasar")
    code = "".join("1" if bits >> place & 1 else "0" for place in range(len(INDEXES)))
    return State(code, level, WORTHS[level], counts=WORTHS[level] >= WORTHS["mandiri"])


STATES = tuple(_state(bits) for bits in range(8))


def _starts(kampung: int, chance: np.random.Generator) -> Integers:
    """The split of 135, scaled to as many kampung and dealt out."""
    bits, counts = np.array(SPLIT).T
    edges = np.round(np.cumsum(counts) / counts.sum() * kampung)
    sizes = np.diff(edges, prepend=0.0).astype(int)
    return np.asarray(chance.permutation(np.repeat(bits, sizes)))


@dataclass(frozen=True, slots=True)
class _Nature:
    """What is drawn of one kampung; arrays along the three indexes."""

    price: Floats
    days: Floats
    seats: Floats
    wins: Floats
    drops: Floats
    rises: Floats
    travel: float
    village: Floats
    """Share of the money that the village pays itself, by index."""


def _nature(chance: np.random.Generator) -> _Nature:
    points = 1 + chance.binomial(5, [0.3, 0.3, 0.35])  # missing points, once the index is missing
    return _Nature(
        price=_PRICE * points * np.exp(chance.normal(0, 0.35, 3)),
        days=_POINT_DAYS * points.astype(float) * np.exp(chance.normal(0, 0.2, 3)),
        seats=np.round(_POINT_SEATS * points),
        wins=np.clip(_POINT_CHANCE**points * np.exp(chance.normal(0, 0.12, 3)), 0.05, 0.95),
        drops=chance.uniform(0.01, 0.08, 3),
        rises=chance.uniform(0.0, 0.03, 3),
        travel=float(chance.uniform(1.0, 4.0)),
        village=chance.beta(_VILLAGE * 4, (1 - _VILLAGE) * 4),
    )


def _unit(number: int, home: int, state: int, efforts: int, chance: np.random.Generator) -> Unit:
    nature = _nature(chance)
    modes = tuple(
        _mode(start, goal, effort, nature)
        for start in range(len(STATES))
        for goal in _goals(start)
        for effort in _EFFORTS[:efforts]
    )
    drift = tuple(_outcomes(start, nature.rises, nature.drops) for start in range(len(STATES)))
    return Unit(f"K{number + 1:03}", home, state, modes, drift)


def _mode(
    start: int, goal: tuple[int, ...], effort: tuple[str, float, float], nature: _Nature
) -> Mode:
    """Work on these indexes at once; whoever is worked on loses less of what it has."""
    name, factor, tries = effort
    places = list(goal)
    rupiah, village = nature.price[places] * factor, nature.village[places]
    gains = nature.rises.copy()
    wins = nature.wins[places] * _ATTENTION ** (len(places) - 1)
    gains[places] = 1 - (1 - wins) ** tries
    uses = (
        float(rupiah @ (1 - village)),
        float(rupiah @ village),
        nature.travel + float(nature.days[places].sum()) * factor**0.5,
        float(nature.seats[places].sum()) * (1.0 if tries < 2 else 2.0),
    )
    return Mode(
        code=f"{'+'.join(INDEXES[place] for place in places)}/{name}",
        state=start,
        uses=uses,
        outcomes=_outcomes(start, gains, nature.drops * 0.7),
        actions=tuple(f"{INDEXES[place]}-{name}" for place in places),
    )


def _goals(start: int) -> Iterator[tuple[int, ...]]:
    """Every set of indexes that could be gained from this state."""
    missing = [place for place in range(3) if not start >> place & 1]
    for size in range(1, len(missing) + 1):
        yield from combinations(missing, size)


def _outcomes(start: int, gains: Floats, drops: Floats) -> Outcomes:
    """Each index is gained or lost by itself."""
    passes = [
        1 - float(drops[place]) if start >> place & 1 else float(gains[place]) for place in range(3)
    ]
    shares = [
        (end, prod(p if end >> place & 1 else 1 - p for place, p in enumerate(passes)))
        for end in range(8)
    ]
    kept = [(end, share) for end, share in shares if share > 0]
    total = sum(share for _, share in kept)
    return tuple((end, share / total) for end, share in kept)


def _caps(family: Family, units: Sequence[Unit], homes: Integers) -> Iterator[Cap]:
    """What is short serves `share` of the kampung in the cheapest way; others serve more."""
    yearly = _typical(units) * len(units) * family.share
    village = 1.0 if family.binds == Binds.MONEY else _PLENTY
    money = min(_times(family, Binds.BUDGET), village)
    for use, times in ((APBD, money), (VILLAGE, village), (SEATS, _times(family, Binds.SEATS))):
        amount = round(float(yearly[use] * times), 2)
        yield Cap(USES[use].code, USES[use].name, use, (amount,) * family.years)
    per_mentor = float(yearly[DAYS]) / family.kecamatan * _times(family, Binds.MENTORS)
    for group in range(family.kecamatan):
        own = tuple(int(unit) for unit in np.flatnonzero(homes == group))
        name = f"Pendamping kecamatan {group + 1}"
        days = (round(per_mentor * family.mentors, 2),) * family.years
        yield Cap(f"pendamping-{group + 1}", name, DAYS, days, own)


def _times(family: Family, resource: Binds) -> float:
    """How much there is of a resource, in times of what binds."""
    if family.binds in {Binds.NOTHING, Binds.MONEY}:
        return _PLENTY
    return 1.0 if family.binds in {resource, Binds.ALL} else _ENOUGH


def _typical(units: Sequence[Unit]) -> Floats:
    """What the cheapest way to gain two indexes takes of each use, on the average."""
    taken = [
        min((mode.uses for mode in unit.modes if _is_pair(mode)), key=lambda uses: sum(uses[:2]))
        for unit in units
    ]
    return np.asarray(np.mean(taken, axis=0))


def _is_pair(mode: Mode) -> bool:
    return mode.state == 0 and len(mode.actions) == 2
