"""Why a unit is worked on or not in the first year: every figure from the plan, none templated."""

from dataclasses import dataclass
from enum import StrEnum

from naikkelas.roadmap.solver.plan import REST, Plan
from naikkelas.roadmap.solver.world import Cap, Lock, Mode, Wish, World

FULL = 1e-6
WORTH = 1e-6
"""Differences of worth below this are none."""
SHOWN = 3


class Reason(StrEnum):
    """Why the decision is what it is."""

    LOCKED = "dikunci"
    """A lock of the office decides."""
    WORTH_IT = "terbaik"
    """The mode chosen is worth the most at the plan's prices."""
    NEXT_BEST = "pengganti"
    """Another mode is worth more but no longer fits into the first year as a whole."""
    NO_MODE = "tanpa cara"
    """Nothing can be done for its present state."""
    TOO_LARGE = "terlalu besar"
    """Each of its modes alone takes more than a limit of the first year allows."""
    NOT_WORTH_IT = "kalah"
    """Others bring more with the same means: at the plan's prices its best mode is worth less
    than waiting."""
    NO_ROOM = "tidak muat"
    """Its best mode is worth it, but what is left of a limit is not enough for it."""


@dataclass(frozen=True, slots=True)
class Option:
    """A mode of the present state, or rest (None). `worth` against resting, at the prices."""

    mode: Mode | None
    price: float
    worth: float


@dataclass(frozen=True, slots=True)
class Binding:
    """A limit of the first year that is used up or too small for the unit's best mode."""

    cap: int
    left: float
    needed: float


@dataclass(frozen=True, slots=True)
class Branch:
    """What the plan means to do in the second year if the unit then stands in `state`."""

    state: int
    chance: float
    modes: tuple[tuple[str, float], ...]
    """Mode codes (REST: none), each with its share."""


@dataclass(frozen=True)
class Explanation:
    """Why this decision. Options are best first; `cheapest` is the cheapest that brings gain."""

    unit: int
    chosen: Mode | None
    reason: Reason
    options: tuple[Option, ...]
    cheapest: Option | None
    next_best: Option | None
    binding: tuple[Binding, ...]
    displaced_by: tuple[int, ...]
    lacking: float
    """How much more its best mode would have to be worth to be as good as what is done now."""
    cheaper_by: float
    """The same in rupiah of the first year, where money has a price; else 0."""
    branches: tuple[Branch, ...]


def explain(world: World, plan: Plan, unit: int) -> Explanation:
    """Everything that can be said about one unit's first year."""
    options = _options(world, plan, unit)
    chosen = plan.decisions[unit]
    best = next((option for option in options if option.mode is not None), None)
    binding = _binding(world, plan, unit, best.mode if best else None)
    lacking = _lacking(options, chosen, best)
    return Explanation(
        unit=unit,
        chosen=chosen,
        reason=_reason(world, unit, chosen, options, binding),
        options=options,
        cheapest=_cheapest(world, options),
        next_best=next(
            (one for one in options if one.mode is not None and one.mode != chosen), None
        ),
        binding=binding,
        displaced_by=_displacing(world, plan, unit, best.mode if best else None, binding),
        lacking=lacking,
        cheaper_by=_in_rupiah(world, plan, unit, lacking),
        branches=_branches(plan, unit),
    )


def _options(world: World, plan: Plan, unit: int) -> tuple[Option, ...]:
    values = plan.values[unit] if plan.values else {}
    rest = values.get(REST, 0.0)
    state = world.units[unit].state
    found = [
        Option(mode, world.price(mode), values.get(mode.code, rest) - rest)
        for mode in world.units[unit].modes
        if mode.state == state
    ]
    ordered = sorted([*found, Option(None, 0.0, 0.0)], key=lambda one: (-one.worth, one.price))
    return tuple(ordered)


def _reason(
    world: World,
    unit: int,
    chosen: Mode | None,
    options: tuple[Option, ...],
    binding: tuple[Binding, ...],
) -> Reason:
    if _locks(world, unit):
        return Reason.LOCKED
    if len(options) == 1:
        return Reason.NO_MODE
    if chosen is not None:
        is_best = options[0].mode == chosen or options[0].worth <= _worth(options, chosen) + WORTH
        return Reason.WORTH_IT if is_best else Reason.NEXT_BEST
    if all(_is_too_large(world, unit, one.mode) for one in options if one.mode is not None):
        return Reason.TOO_LARGE
    if options[0].mode is not None and options[0].worth > WORTH and binding:
        return Reason.NO_ROOM
    return Reason.NOT_WORTH_IT


def _locks(world: World, unit: int) -> tuple[Lock, ...]:
    return tuple(lock for lock in world.locks if lock.unit == unit and lock.year == 0)


def _is_too_large(world: World, unit: int, mode: Mode) -> bool:
    return any(mode.uses[cap.use] > cap.amounts[0] * (1 + FULL) for cap in _caps(world, unit))


def _caps(world: World, unit: int) -> tuple[Cap, ...]:
    return tuple(cap for cap in world.caps if cap.units is None or unit in cap.units)


def _worth(options: tuple[Option, ...], chosen: Mode | None) -> float:
    return next(one.worth for one in options if one.mode == chosen)


def _cheapest(world: World, options: tuple[Option, ...]) -> Option | None:
    bringing = [one for one in options if one.mode is not None and world.brings(one.mode) > 0]
    return min(bringing, key=lambda one: (one.price, -one.worth), default=None)


def _binding(world: World, plan: Plan, unit: int, best: Mode | None) -> tuple[Binding, ...]:
    """Limits that the best mode would overdraw if it came on top of all other decisions."""
    if best is None or not plan.years:
        return ()
    own = plan.decisions[unit]
    found = []
    for number, cap in enumerate(world.caps):
        if cap.units is not None and unit not in cap.units:
            continue
        mine = own.uses[cap.use] if own is not None else 0.0
        left = cap.amounts[0] - plan.years[0].used[number] + mine
        if best.uses[cap.use] > left * (1 + FULL) + FULL:
            found.append(Binding(number, max(0.0, left), best.uses[cap.use]))
    return tuple(found)


def _displacing(
    world: World, plan: Plan, unit: int, best: Mode | None, binding: tuple[Binding, ...]
) -> tuple[int, ...]:
    """Units worked on that alone hold what the best mode lacks; those worth the least first."""
    if best is None or not binding:
        return ()
    found = []
    for other, mode in enumerate(plan.decisions):
        if mode is None or other == unit:
            continue
        frees = all(
            _is_in(world.caps[one.cap], other)
            and one.left + mode.uses[world.caps[one.cap].use] >= one.needed * (1 - FULL)
            for one in binding
        )
        if frees:
            values = plan.values[other] if plan.values else {}
            found.append((values.get(mode.code, 0.0) - values.get(REST, 0.0), other))
    return tuple(other for _, other in sorted(found)[:SHOWN])


def _is_in(cap: Cap, unit: int) -> bool:
    return cap.units is None or unit in cap.units


def _lacking(options: tuple[Option, ...], chosen: Mode | None, best: Option | None) -> float:
    if best is None or best.mode == chosen:
        return 0.0
    return max(0.0, _worth(options, chosen) - best.worth)


def _in_rupiah(world: World, plan: Plan, unit: int, lacking: float) -> float:
    """Worth in rupiah at the dearest money that the unit draws on in the first year."""
    if not plan.prices:
        return 0.0
    prices = [
        plan.prices[number][0]
        for number, cap in enumerate(world.caps)
        if world.uses[cap.use].is_money and _is_in(cap, unit)
    ]
    dearest = max(prices, default=0.0)
    return lacking / dearest if dearest > 0 else 0.0


def _branches(plan: Plan, unit: int) -> tuple[Branch, ...]:
    parts = [part for part in plan.policy if part.unit == unit and part.year == 1]
    found = []
    for state in sorted({part.state for part in parts}):
        here = [part for part in parts if part.state == state]
        chance = sum(part.mass for part in here)
        modes = sorted(((part.mode, part.mass / chance) for part in here), key=lambda one: -one[1])
        found.append(Branch(state, chance, tuple(modes)))
    return tuple(sorted(found, key=lambda one: -one.chance))


def is_locked_in(world: World, unit: int) -> bool:
    """Whether a lock demands work on the unit in the first year."""
    return any(lock.wish != Wish.MUST_NOT for lock in _locks(world, unit))
