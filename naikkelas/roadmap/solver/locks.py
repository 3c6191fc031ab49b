"""Locks that cannot all be kept within the limits, and which ones they are."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from naikkelas.roadmap.solver.choosing import Cut, choose
from naikkelas.roadmap.solver.layout import OVERUSE
from naikkelas.roadmap.solver.lexicographic import begin, optimise
from naikkelas.roadmap.solver.master import Deadline, Master, OutOfTime
from naikkelas.roadmap.solver.programmes import FITS, REST_ACTION, Floats, Programmes, members_of
from naikkelas.roadmap.solver.rounding import FirstYear
from naikkelas.roadmap.solver.world import Lock, Wish, World

OVER = 1e-6
"""Limits are overdrawn when the scaled sum of it is more than this."""


class Contradiction(ValueError):
    """The locks cannot be kept within the limits; `solve` names them."""


def binding(world: World) -> tuple[Lock, ...]:
    """The locks that demand work and so may not fit."""
    return tuple(lock for lock in world.locks if lock.wish != Wish.MUST_NOT)


def conflicts(world: World, programmes: Programmes, deadline: Deadline) -> tuple[str, ...]:
    """Sentences naming what stands against the locks; none when they can be kept together."""
    if not binding(world):
        return ()
    alone = tuple(_closed(world, programmes))
    if alone:
        return alone
    single = tuple(_single_limits(world, programmes))
    if single:
        return single
    if _fits_together(world, binding(world), deadline):
        return ()
    return (_together(world, deadline),)


def _closed(world: World, programmes: Programmes) -> list[str]:
    """Units whose lock leaves nothing that could be done in the first year."""
    found = []
    opened = programmes.first_open()
    for lock in binding(world):
        if lock.year == 0 and not opened[lock.unit].any():
            unit = world.units[lock.unit]
            if not programmes.known[lock.unit, unit.state, 1:].any():
                why = "tidak ada cara kerja untuk keadaannya sekarang. Hapus kuncinya"
            else:
                why = (
                    "setiap caranya sendiri sudah melampaui suatu batas tahun pertama. Hapus "
                    "kuncinya atau tambah sumber dayanya"
                )
            found.append(f"Kampung {unit.code}: kunci “{lock.wish}” tahun ke-1, tetapi {why}.")
    return list(dict.fromkeys(found))


def _single_limits(world: World, programmes: Programmes) -> list[str]:
    """Limits that the locks overdraw already at the least that they can do with."""
    found = []
    for number, cap in enumerate(world.caps):
        members = members_of(cap, len(world.units))
        for year, amount in enumerate(cap.amounts):
            least = _least(programmes, cap.use, year)
            needed = float(least[members].sum())
            if needed > amount * (1 + FITS) + FITS:
                found.append(_sentence(world, number, year, needed, least))
    return found


def _least(programmes: Programmes, use: int, year: int) -> Floats:
    """The least that each unit can use of something in a year (expected), locks kept."""
    weights = programmes.no_weights()
    weights.uses[:, use, year] = -1.0
    return -programmes.best(weights, programmes.first_open()).value


def _sentence(world: World, cap: int, year: int, needed: float, least: Floats) -> str:
    one = world.caps[cap]
    units = [unit for unit in members_of(one, len(world.units)).tolist() if least[unit] > FITS]
    names = ", ".join(world.units[unit].code for unit in units)
    return (
        f"Batas {one.name} tahun ke-{year + 1}: kunci untuk kampung {names} memerlukan "
        f"sedikitnya {_number(needed)}, tersedia {_number(one.amounts[year])}."
    )


def _number(value: float) -> str:
    """1234567.5 → 1.234.567,5."""
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    return text.replace(",", " ").replace(".", ",").replace(" ", ".")


def _fits_together(world: World, locks: Sequence[Lock], deadline: Deadline) -> bool:
    """Whether a plan (with mixed actions) keeps these locks within all limits."""
    programmes = Programmes(replace(world, locks=(*locks, *_resting(world))))
    if not programmes.first_open().any(axis=1).all():
        return False
    master = Master(programmes, overuse=True)
    begin(master)
    optimum = optimise(master, {OVERUSE: 1.0}, OVER / 2, deadline)
    return optimum.solution.objective <= OVER and _wholly(master, deadline)


def _wholly(master: Master, deadline: Deadline) -> bool:
    """Whether whole first actions exist, those rest that may."""
    opened = master.programmes.first_open().copy()
    may_rest = opened[:, REST_ACTION]
    opened[may_rest, REST_ACTION + 1 :] = False
    nothing = Cut(0.0, np.zeros(opened.shape))
    choice = choose(FirstYear.of(master), opened, [nothing], 0.0, 0, deadline)
    if choice.late:
        raise OutOfTime
    return len(choice.first) > 0


def _resting(world: World) -> tuple[Lock, ...]:
    return tuple(lock for lock in world.locks if lock.wish == Wish.MUST_NOT)


def _together(world: World, deadline: Deadline) -> str:
    """A smallest set of locks that cannot be kept together: each of it is needed for that."""
    kept = list(binding(world))
    for lock in list(kept):
        fewer = [one for one in kept if one is not lock]
        if not _fits_together(world, fewer, deadline):
            kept = fewer
    return named(world, kept)


def named(world: World, locks: Sequence[Lock]) -> str:
    names = ", ".join(
        f"{world.units[lock.unit].code} (“{lock.wish}”, tahun ke-{lock.year + 1})" for lock in locks
    )
    return (
        f"Kunci kampung {names} tidak dapat dipenuhi bersama-sama dalam batas yang ada. "
        "Hapus salah satunya atau tambah sumber dayanya."
    )
