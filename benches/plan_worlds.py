"""Seeded worlds of the Kampung KB kind for the bench: eight states, three modes for every goal.

Invented figures: they show what the solver can do, never what a kabupaten will reach. What is real
are the shares of states (about 70 % Dasar), the target of five in a hundred, and the sizes.
"""

from dataclasses import dataclass
from math import ceil

import numpy as np

from naikkelas.roadmap.solver.world import Cap, Mode, Outcomes, State, Unit, Use, World

YEARS, INDEXES, PER_GOAL = 5, 3, 3
STATES = 1 << INDEXES
START = (0.50, 0.08, 0.06, 0.18, 0.05, 0.03, 0.02, 0.08)
FALL, RISE = 0.03, 0.02
EFFORT = (0.6, 1.0, 1.6)
Random = np.random.Generator


@dataclass(frozen=True)
class Village:
    """The modes and the drift of a kampung; many kampung of a nation share one."""

    modes: tuple[Mode, ...]
    drift: tuple[Outcomes, ...]


def level(state: int) -> int:
    """Dasar 0, Berkembang 1, Mandiri 2, Paripurna 3; bits: input, proses, output."""
    if state == STATES - 1:
        return 3
    if state & 4 and state & 3:
        return 2
    return int(state == 3)


def village(random: Random, kinds: int = PER_GOAL) -> Village:
    """A kampung with its own costs and chances by index."""
    dear, easy = random.lognormal(0, 0.5, INDEXES), random.uniform(0.4, 0.9, INDEXES)
    modes = tuple(
        _mode(random, state, goal, kind, dear, easy)
        for state in range(STATES)
        for goal in range(STATES)
        if goal & state == state and goal != state
        for kind in range(kinds)
    )
    return Village(modes, tuple(_drift(state) for state in range(STATES)))


def _mode(
    random: Random, state: int, goal: int, kind: int, dear: np.ndarray, easy: np.ndarray
) -> Mode:
    effort = EFFORT[kind] * random.uniform(0.8, 1.2)
    missing = [index for index in range(INDEXES) if (goal & ~state) >> index & 1]
    work = float(sum(dear[index] for index in missing)) * effort
    chances = {index: 1.0 - float(1 - easy[index]) ** effort for index in missing}
    own = float(random.uniform(0.2, 0.8))
    days, seats = 4 * work * float(random.uniform(0.7, 1.3)), float(random.integers(0, 6))
    uses = (15e6 * work * own, 15e6 * work * (1 - own), days, seats)
    return Mode(f"{state}-{goal}-{kind}", state, uses, _flipped(state, chances))


def _drift(state: int) -> Outcomes:
    has = {index: bool(state >> index & 1) for index in range(INDEXES)}
    return _flipped(state, {index: FALL if one else RISE for index, one in has.items()})


def _flipped(state: int, chances: dict[int, float]) -> Outcomes:
    """Each of these indexes changes with its chance, on its own."""
    outcomes = {state: 1.0}
    for index, chance in chances.items():
        after: dict[int, float] = {}
        for one, share in outcomes.items():
            flipped = one ^ (1 << index)
            after[flipped] = after.get(flipped, 0.0) + share * chance
            after[one] = after.get(one, 0.0) + share * (1 - chance)
        outcomes = after
    return tuple(outcomes.items())


def kabupaten(seed: int, kampung: int, groups: int, means: float, pool: list[Village]) -> World:
    """A kabupaten whose kampung are drawn from a pool; `means` says how rich it is."""
    random = np.random.default_rng(seed)
    group = np.sort(random.integers(0, groups, kampung))
    start = random.choice(STATES, kampung, p=START)
    kinds = (
        range(kampung) if len(pool) == kampung else random.integers(0, len(pool), kampung).tolist()
    )
    units = tuple(
        Unit(f"K{n:05}", int(group[n]), int(start[n]), pool[kind].modes, pool[kind].drift)
        for n, kind in enumerate(kinds)
    )
    return World(
        states=tuple(
            State(format(one, "03b")[::-1], str(level(one)), float(level(one)), level(one) >= 2)
            for one in range(STATES)
        ),
        uses=(
            Use("desa", "Dana desa", is_money=True),
            Use("apbd", "APBD", is_money=True),
            Use("hari", "Hari pendamping", is_money=False),
            Use("kursi", "Kursi pelatihan", is_money=False),
        ),
        groups=tuple(f"Kecamatan {number}" for number in range(groups)),
        units=units,
        years=YEARS,
        caps=_caps(random, kampung, group, groups, means),
        target=(float(ceil(0.05 * kampung)),) * YEARS,
    )


def _caps(
    random: Random, kampung: int, group: np.ndarray, groups: int, means: float
) -> tuple[Cap, ...]:
    caps = [
        Cap("desa", "Dana desa", 0, (3e6 * kampung * means,) * YEARS),
        Cap("apbd", "APBD", 1, (3e6 * kampung * means,) * YEARS),
        Cap("kursi", "Kursi pelatihan", 3, (1.2 * kampung * means,) * YEARS),
    ]
    for number in range(groups):
        members = tuple(np.flatnonzero(group == number).tolist())
        days = 2.0 * len(members) * means * float(random.uniform(0.6, 1.6))
        caps.append(Cap(f"hari-{number}", f"Pendamping {number}", 2, (days,) * YEARS, members))
    return tuple(caps)


def tanah_laut(seed: int, means: float) -> World:
    """135 kampung in eleven kecamatan, no two alike."""
    random = np.random.default_rng(seed)
    return kabupaten(seed, 135, 11, means, [village(random) for _ in range(135)])


def sizes(kabupaten: int, kampung: int, seed: int) -> list[int]:
    """Log-normal sizes that add up to the nation's kampung."""
    drawn = np.random.default_rng(seed).lognormal(0.0, 0.7, kabupaten)
    whole = np.maximum(5, np.floor(drawn / drawn.sum() * kampung)).astype(int)
    whole[np.argmax(whole)] += kampung - int(whole.sum())
    return [int(one) for one in whole]
