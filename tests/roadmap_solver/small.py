"""Small worlds drawn at random, and one that can be followed by hand."""

from dataclasses import replace

from hypothesis import strategies as st

from naikkelas.roadmap.solver.world import Cap, Lock, Mode, Outcomes, State, Unit, Use, Wish, World

STATES = (
    State("00", "dasar", 0.0, counts=False),
    State("01", "berkembang", 1.0, counts=False),
    State("11", "mandiri", 2.0, counts=True),
)
USES = (Use("desa", "Dana desa", is_money=True), Use("hari", "Hari pendamping", is_money=False))
STAYS: tuple[Outcomes, ...] = tuple(((state, 1.0),) for state in range(3))
CHANCES = st.sampled_from((0.0, 0.2, 0.37, 0.5, 0.81, 1.0))
BONUSES = st.sampled_from((0.0, 0.0, 0.05))
AMOUNTS = st.sampled_from((0.0, 1.0, 2.0, 3.0, 5.0))


def rise(state: int, chance: float) -> Outcomes:
    """One state up with this chance, else it stays."""
    return ((state + 1, chance), (state, 1.0 - chance))


def unit(code: str, state: int = 0, group: int = 0, *modes: Mode) -> Unit:
    return Unit(code, group, state, modes, STAYS)


def mode(code: str, state: int, money: float, days: float, chance: float) -> Mode:
    return Mode(code, state, (money, days), rise(state, chance))


def village(
    *units: Unit, years: int = 1, money: float = 10.0, days: float = 10.0, target: float = 1.0
) -> World:
    """A world of these units under one budget and one number of days, each the same every year."""
    groups = max((one.group for one in units), default=0) + 1
    caps = (
        Cap("uang", "Dana desa", 0, (money,) * years),
        Cap("hari", "Hari pendamping", 1, (days,) * years),
    )
    names = tuple(f"Kecamatan {number}" for number in range(groups))
    return World(STATES, USES, names, units, years, caps, (target,) * years)


@st.composite
def modes(draw: st.DrawFn) -> tuple[Mode, ...]:
    found = []
    for state in range(2):
        for number in range(draw(st.integers(0, 2))):
            uses = draw(AMOUNTS), draw(AMOUNTS)
            outcomes, bonus = rise(state, draw(CHANCES)), draw(BONUSES)
            found.append(Mode(f"{state}{number}", state, uses, outcomes, bonus=bonus))
    return tuple(found)


@st.composite
def drifts(draw: st.DrawFn) -> tuple[Outcomes, ...]:
    """Staying, or falling a little."""
    falls = draw(st.sampled_from((0.0, 0.1)))
    return (((0, 1.0),), ((0, falls), (1, 1 - falls)), ((1, falls), (2, 1 - falls)))


@st.composite
def worlds(draw: st.DrawFn, most_units: int = 3, most_years: int = 2) -> World:
    years = draw(st.integers(1, most_years))
    units = tuple(
        Unit(
            f"K{number}",
            draw(st.integers(0, 1)),
            draw(st.integers(0, 2)),
            draw(modes()),
            draw(drifts()),
        )
        for number in range(draw(st.integers(1, most_units)))
    )
    some = tuple(range(draw(st.integers(1, len(units)))))
    caps = (
        Cap("uang", "Dana desa", 0, tuple(draw(AMOUNTS) for _ in range(years))),
        Cap("hari", "Hari", 1, tuple(draw(AMOUNTS) for _ in range(years)), some),
    )
    target = tuple(draw(st.sampled_from((0.0, 0.6, 1.0, 2.0))) for _ in range(years))
    fairness = draw(st.sampled_from((0.0, 0.5, 1.0)))
    return World(STATES, USES, ("A", "B"), units, years, caps, target, fairness, 0.95)


@st.composite
def locked_worlds(draw: st.DrawFn) -> World:
    """With a lock on each of some units and years, contradictory ones among them."""
    world = draw(worlds())
    found = []
    for number, one in enumerate(world.units):
        for year in range(world.years):
            wish = draw(st.sampled_from((None, None, Wish.MUST, Wish.MUST_NOT, Wish.MODE)))
            here = [mode.code for mode in one.modes if mode.state == one.state]
            if wish == Wish.MODE and year == 0 and here:
                found.append(Lock(number, 0, wish, draw(st.sampled_from(here))))
            elif wish in {Wish.MUST, Wish.MUST_NOT}:
                found.append(Lock(number, year, wish))
    return replace(world, locks=tuple(found))
