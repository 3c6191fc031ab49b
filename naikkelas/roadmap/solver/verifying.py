"""Is a plan what it says? All computed again in plain Python, sharing nothing with the solver.

Checks the first year's decisions against limits and locks to the last rupiah, the policy's flow of
probability, the later years' limits in expectation, and every figure shown (goals, years, uses).
"""

from collections import defaultdict
from collections.abc import Iterator
from math import isclose, isfinite

from naikkelas.roadmap.solver.plan import REST, Ending, Expected, Goal, Plan
from naikkelas.roadmap.solver.world import Cap, Lock, Mode, Outcomes, Wish, World

NEAR = 1e-5
"""Figures agree within this share (the LP solver works to 1e-7, summed up over many units)."""
EXACT = 1e-8
"""The first year's whole decisions have no other error than that of adding up."""

Mass = dict[tuple[int, int, int], dict[str, float]]
"""(unit, year, state) → mode code → mass."""


def faults(world: World, plan: Plan) -> list[str]:
    """What is wrong with the plan, in sentences; an empty list when nothing is."""
    if len(plan.decisions) != len(world.units):
        return ["Rencana tidak memuat keputusan untuk setiap kampung."]
    if not plan.stages:
        return list(_empty_answer(plan))
    checks = (_decisions, _first_year, _locks, _masses, _flow, _later_limits, _figures, _stages)
    return [fault for check in checks for fault in check(world, plan)]


def _empty_answer(plan: Plan) -> Iterator[str]:
    if plan.ending == Ending.CERTIFIED:
        yield "Rencana disebut terbukti, tetapi tidak memuat bukti apa pun."
    if any(mode is not None for mode in plan.decisions):
        yield "Rencana tanpa bukti tidak boleh memuat keputusan."
    if not plan.conflicts:
        yield "Rencana tanpa keputusan harus menyebut sebabnya."


# ---- the first year


def _decisions(world: World, plan: Plan) -> Iterator[str]:
    for unit, mode in zip(world.units, plan.decisions, strict=True):
        if mode is not None and (mode.state != unit.state or mode not in unit.modes):
            yield f"Kampung {unit.code}: cara {mode.code} bukan cara untuk keadaannya sekarang."


def _first_year(world: World, plan: Plan) -> Iterator[str]:
    for cap in world.caps:
        used = sum(
            mode.uses[cap.use]
            for number, mode in enumerate(plan.decisions)
            if mode is not None and _is_under(cap, number)
        )
        if used > cap.amounts[0] * (1 + EXACT) + EXACT:
            yield f"Batas {cap.name} tahun ke-1 terlampaui: {used:g} dari {cap.amounts[0]:g}."


def _is_under(cap: Cap, unit: int) -> bool:
    return cap.units is None or unit in cap.units


# ---- locks


def _locks(world: World, plan: Plan) -> Iterator[str]:
    mass = _by_place(plan)
    for lock in world.locks:
        if lock.year == 0:
            if not _is_kept(lock, plan.decisions[lock.unit]):
                yield _broken(world, lock)
        elif any(
            _breaks(world, lock, state, codes)
            for (unit, year, state), codes in mass.items()
            if unit == lock.unit and year == lock.year
        ):
            yield _broken(world, lock)


def _is_kept(lock: Lock, mode: Mode | None) -> bool:
    if lock.wish == Wish.MUST_NOT:
        return mode is None
    return mode is not None and lock.wish in {Wish.MUST, Wish.MODE} and _is_named(lock, mode)


def _is_named(lock: Lock, mode: Mode) -> bool:
    return lock.wish != Wish.MODE or mode.code == lock.mode


def _breaks(world: World, lock: Lock, state: int, codes: dict[str, float]) -> bool:
    rests = codes.get(REST, 0.0)
    if lock.wish == Wish.MUST_NOT:
        return sum(codes.values()) - rests > NEAR
    has_modes = any(mode.state == state for mode in world.units[lock.unit].modes)
    return has_modes and rests > NEAR


def _broken(world: World, lock: Lock) -> str:
    code = world.units[lock.unit].code
    return f"Kampung {code}: kunci “{lock.wish}” tahun ke-{lock.year + 1} dilanggar."


# ---- the policy


def _by_place(plan: Plan) -> Mass:
    mass: Mass = defaultdict(dict)
    for part in plan.policy:
        codes = mass[part.unit, part.year, part.state]
        codes[part.mode] = codes.get(part.mode, 0.0) + part.mass
    return mass


def _masses(world: World, plan: Plan) -> Iterator[str]:
    for part in plan.policy:
        if not isfinite(part.mass) or part.mass < 0:
            yield f"Kampung {world.units[part.unit].code}: bagian rencana dengan peluang buruk."
    mass = _by_place(plan)
    for number, (unit, mode) in enumerate(zip(world.units, plan.decisions, strict=True)):
        code = REST if mode is None else mode.code
        whole = mass.get((number, 0, unit.state), {}).get(code, 0.0)
        if not isclose(whole, 1.0, abs_tol=NEAR):
            yield f"Kampung {unit.code}: rencana tahun ke-1 tidak sama dengan keputusannya."


def _flow(world: World, plan: Plan) -> Iterator[str]:
    """Who is where next year follows from who does what now."""
    arriving: dict[tuple[int, int, int], float] = defaultdict(float)
    for number, unit in enumerate(world.units):
        arriving[number, 0, unit.state] = 1.0
    mass = _by_place(plan)
    for (number, year, state), codes in mass.items():
        for code, share in codes.items():
            outcomes = _outcomes(world, number, state, code)
            if not outcomes:
                yield f"Kampung {world.units[number].code}: cara “{code}” tidak dikenal."
            for reached, chance in outcomes:
                if year + 1 < world.years:
                    arriving[number, year + 1, reached] += share * chance
    for place in set(arriving) | set(mass):
        doing = sum(mass.get(place, {}).values())
        if not isclose(arriving.get(place, 0.0), doing, abs_tol=NEAR):
            yield (
                f"Kampung {world.units[place[0]].code}: peluang tahun ke-{place[1] + 1} "
                "tidak sama dengan hasil tahun sebelumnya."
            )


def _outcomes(world: World, unit: int, state: int, code: str) -> Outcomes:
    if code == REST:
        return world.units[unit].drift[state]
    mode = _mode(world, unit, state, code)
    return () if mode is None else mode.outcomes


def _mode(world: World, unit: int, state: int, code: str) -> Mode | None:
    for mode in world.units[unit].modes:
        if mode.state == state and mode.code == code:
            return mode
    return None


def _bonus(world: World, unit: int, state: int, code: str) -> float:
    mode = None if code == REST else _mode(world, unit, state, code)
    return 0.0 if mode is None else mode.bonus


# ---- figures


def _used(world: World, plan: Plan, year: int, use: int, cap: Cap | None) -> float:
    return sum(
        part.mass * mode.uses[use]
        for part in plan.policy
        if part.year == year and (cap is None or _is_under(cap, part.unit))
        if (mode := _mode(world, part.unit, part.state, part.mode)) is not None
    )


def _later_limits(world: World, plan: Plan) -> Iterator[str]:
    for cap in world.caps:
        for year in range(1, world.years):
            used = _used(world, plan, year, cap.use, cap)
            if used > cap.amounts[year] * (1 + NEAR) + NEAR:
                yield f"Batas {cap.name} tahun ke-{year + 1} terlampaui dalam perkiraan."


def _figures(world: World, plan: Plan) -> Iterator[str]:
    if len(plan.years) != world.years:
        yield "Rencana tidak memuat perkiraan untuk setiap tahun."
        return
    for year, shown in enumerate(plan.years):
        newly, gain = _brings(world, plan, year)
        pairs = [(shown.newly, newly), (shown.gain, gain)]
        pairs.append((shown.shortfall, max(0.0, world.target[year] - newly)))
        pairs += _uses_shown(world, plan, year, shown)
        if not all(_agree(one, other) for one, other in pairs):
            yield f"Angka tahun ke-{year + 1} tidak sama dengan hitungan ulangnya."


def _uses_shown(
    world: World, plan: Plan, year: int, shown: Expected
) -> Iterator[tuple[float, float]]:
    for number, cap in enumerate(world.caps):
        yield shown.used[number], _used(world, plan, year, cap.use, cap)
    for use in range(len(world.uses)):
        yield shown.uses[use], _used(world, plan, year, use, None)


def _brings(world: World, plan: Plan, year: int) -> tuple[float, float]:
    newly = gain = 0.0
    for part in plan.policy:
        if part.year == year:
            outcomes = _outcomes(world, part.unit, part.state, part.mode)
            extra = _bonus(world, part.unit, part.state, part.mode)
            gain += part.mass * (world.gain(part.state, outcomes) + extra)
            newly += part.mass * world.newly(part.state, outcomes)
    return newly, gain


def _agree(one: float, other: float) -> bool:
    return isclose(one, other, rel_tol=NEAR, abs_tol=NEAR)


def _stages(world: World, plan: Plan) -> Iterator[str]:
    if [stage.goal for stage in plan.stages] != list(Goal):
        yield "Rencana tidak memuat setiap tujuan dalam urutannya."
        return
    for stage, value in zip(plan.stages, _values(world, plan), strict=True):
        if not _agree(stage.value, value):
            yield f"Tujuan {stage.goal}: nilainya {value:g}, bukan {stage.value:g}."
        better = stage.bound - stage.value if stage.goal != Goal.GAIN else stage.value - stage.bound
        if better > NEAR * (1 + abs(stage.value)):
            yield f"Tujuan {stage.goal}: batasnya lebih buruk daripada rencana itu sendiri."


def _values(world: World, plan: Plan) -> tuple[float, ...]:
    brought = [_brings(world, plan, year) for year in range(world.years)]
    pairs = zip(world.target, brought, strict=True)
    return (
        sum(max(0.0, wanted - newly) for wanted, (newly, _) in pairs),
        sum(gain * world.discount**year for year, (_, gain) in enumerate(brought)),
        _unfairness(world, plan),
        sum(_price(world, plan, year) for year in range(world.years)),
        float(sum(_changed(world, plan))),
    )


def _price(world: World, plan: Plan, year: int) -> float:
    money = [number for number, use in enumerate(world.uses) if use.is_money]
    return sum(_used(world, plan, year, use, None) for use in money)


def _unfairness(world: World, plan: Plan) -> float:
    gains: dict[int, float] = defaultdict(float)
    for part in plan.policy:
        outcomes = _outcomes(world, part.unit, part.state, part.mode)
        extra = _bonus(world, part.unit, part.state, part.mode)
        whole_gain = world.gain(part.state, outcomes) + extra
        gain = part.mass * whole_gain * world.discount**part.year
        gains[world.units[part.unit].group] += gain
    whole = sum(gains.values())
    sizes: dict[int, int] = defaultdict(int)
    for unit in world.units:
        sizes[unit.group] += 1
    return sum(
        max(0.0, world.fairness * size / len(world.units) * whole - gains[group])
        for group, size in sizes.items()
        if world.fairness
    )


def _changed(world: World, plan: Plan) -> Iterator[bool]:
    for unit, mode in zip(world.units, plan.decisions, strict=True):
        if unit.code in world.previous:
            yield world.previous[unit.code] != (REST if mode is None else mode.code)
