"""Worlds so small that everything about them can be said by hand."""

from collections.abc import Sequence

from naikkelas.roadmap.solver.plan import Ending, Part, Plan
from naikkelas.roadmap.solver.world import Cap, Lock, Mode, State, Unit, Use, World

STATES = (State("0", "dasar", 0.0, False), State("1", "mandiri", 2.0, True))
USES = (Use("apbd", "APBD", True), Use("hari", "Hari", False))
STAYS = (((0, 1.0),), ((1, 1.0),))


def way(code: str, price: float, chance: float, days: float = 1.0) -> Mode:
    """A mode that lifts from 0 to 1 with this chance."""
    outcomes = tuple((end, share) for end, share in ((0, 1 - chance), (1, chance)) if share)
    return Mode(code, 0, (price, days), outcomes, (code,))


def unit(number: int, *modes: Mode, state: int = 0) -> Unit:
    return Unit(f"K{number}", 0, state, modes, STAYS)


def world(
    *units: Unit,
    budget: float = 100.0,
    days: float = 100.0,
    years: int = 2,
    target: float = 1.0,
    locks: Sequence[Lock] = (),
) -> World:
    return World(
        states=STATES,
        uses=USES,
        groups=("Pelaihari",),
        units=units,
        years=years,
        caps=(
            Cap("apbd", "APBD", 0, (budget,) * years),
            Cap("hari", "Hari", 1, (days,) * years),
        ),
        target=(target,) * years,
        discount=1.0,
        locks=tuple(locks),
    )


def plan_of(*decisions: Mode | None, policy: Sequence[Part] = ()) -> Plan:
    """A plan of which only the decisions and the policy matter."""
    return Plan(Ending.CERTIFIED, decisions, (), (), (), (), tuple(policy), 0.0)
