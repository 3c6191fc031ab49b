"""Which example kampung stood where at the end of each year, and the scores that say so.

The table is made so that the cut-off of 31 July 2025 has the published figures of Tanah Laut
(93 Dasar, 25 Berkembang, 3 Mandiri, 14 Paripurna), and so that the years before it show rises,
a few drops, and a target that was missed in 2023 and met in 2024.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from naikkelas.exchange.examples.dice import Dice
from naikkelas.exchange.examples.scores import DIMENSIONS, PASSING, Scores, Wish, draw, drift

START = date(2022, 8, 1)
ANCHORS = (date(2022, 12, 31), date(2023, 12, 31), date(2024, 12, 31), date(2025, 7, 31))
"""The cut-offs at which the path of every kampung is fixed; between them it moves by chance."""

OLD_ACTIVITIES = "lintas_sektor_lama"
OWN_AGENCIES = "lintas_sektor_pengelola_sendiri"
ABOVE_TARGET = "peserta_melebihi_sasaran"
NO_PUS = "pus_nol"

NEVER = ("", "", "", "")

Path = tuple[str, str, str, str]

PATHS: tuple[tuple[int, Path, str], ...] = (
    # Mandiri or Paripurna by 2022: three stay, one drops in 2023.
    (2, ("111", "111", "111", "111"), ""),
    (1, ("101", "101", "111", "111"), ""),
    (1, ("111", "110", "110", "110"), ""),
    # Six newly in 2023 (seven were asked for); one of them drops in 2024.
    (3, ("110", "111", "111", "111"), ""),
    (1, ("100", "111", "111", "111"), ""),
    (1, ("100", "101", "101", "101"), ""),
    (1, ("100", "101", "100", "100"), ""),
    # Seven newly in 2024; one of them drops in 2025.
    (1, ("100", "110", "111", "111"), ""),
    (1, ("100", "110", "111", "111"), OLD_ACTIVITIES),
    (1, ("110", "110", "111", "111"), ABOVE_TARGET),
    (1, ("000", "001", "111", "111"), ""),
    (1, ("100", "100", "111", "111"), ""),
    (1, ("010", "010", "011", "011"), ""),
    (1, ("100", "110", "111", "110"), ""),
    # Three newly in 2025 up to July, one of them only because its PUS is zero.
    (1, ("110", "110", "110", "111"), ""),
    (1, ("100", "100", "110", "111"), ""),
    (1, ("", "000", "100", "101"), NO_PUS),
    # Berkembang (with the two that dropped to it above: 25).
    (3, ("110", "110", "110", "110"), ""),
    (1, ("110", "110", "110", "110"), OLD_ACTIVITIES),
    (5, ("100", "110", "110", "110"), ""),
    (1, ("100", "110", "110", "110"), OWN_AGENCIES),
    (1, ("010", "110", "110", "110"), ""),
    (3, ("100", "100", "110", "110"), ""),
    (2, ("000", "100", "110", "110"), ""),
    (5, ("100", "100", "100", "110"), ""),
    (2, ("", "100", "110", "110"), ""),
    # Dasar that report: drops from Berkembang first, then the many that never left.
    (1, ("110", "110", "100", "100"), ""),
    (1, ("100", "110", "010", "010"), ""),
    (1, ("100", "100", "110", "100"), ""),
    (1, ("110", "100", "100", "100"), ""),
    (14, ("100", "100", "100", "100"), ""),
    (8, ("000", "100", "100", "100"), ""),
    (6, ("000", "000", "100", "100"), ""),
    (4, ("", "100", "100", "100"), ""),
    (3, ("", "", "100", "100"), ""),
    (1, ("", "", "", "100"), ""),
    (2, ("010", "010", "010", "010"), ""),
    (1, ("000", "000", "010", "010"), ""),
    (3, ("001", "001", "001", "001"), ""),
    (2, ("000", "001", "001", "001"), ""),
    (2, ("", "000", "001", "001"), ""),
    (1, ("", "", "001", "001"), ""),
    (14, ("000", "000", "000", "000"), ""),
    (7, ("", "000", "000", "000"), ""),
    (5, ("", "", "000", "000"), ""),
    (3, ("", "", "", "000"), ""),
    # Never reported anything: "Belum Lapor".
    (12, NEVER, ""),
)
"""How many kampung, their state at each anchor ("" = nothing reported yet), and what makes
their level differ under the corrected rule."""

_NEAR_MISSES = 8
"""Berkembang kampung that end one point of output short of Paripurna."""


@dataclass(frozen=True)
class Plan:
    """The way of one kampung through the anchors. Scores are None while a form is absent."""

    path: Path
    fragile: str
    scores: tuple[Mapping[str, Scores | None], ...]
    has_profile: bool
    has_population: bool

    @property
    def final(self) -> str:
        return self.path[-1]

    @property
    def first(self) -> int | None:
        """The anchor by which it had reported, or None if it never did."""
        return next((at for at, state in enumerate(self.path) if state), None)


def plans(dice: Dice) -> list[Plan]:
    """One plan per kampung, in random order."""
    paths = [(path, fragile) for count, path, fragile in PATHS for _ in range(count)]
    near = 0
    made = []
    for path, fragile in paths:
        is_near = path[-1] == "110" and not fragile and near < _NEAR_MISSES
        near += is_near
        made.append(_plan(path, fragile, is_near, dice))
    return dice.shuffled(made)


def _plan(path: Path, fragile: str, is_near: bool, dice: Dice) -> Plan:
    kkbpk_from = _first_kkbpk(path, is_near, dice)
    states: list[Mapping[str, Scores | None]] = []
    for at, state in enumerate(path):
        last = at == len(path) - 1
        scores: dict[str, Scores | None] = dict.fromkeys(DIMENSIONS)
        for place, dimension in enumerate(DIMENSIONS):
            if state and not (dimension == "output" and at < kkbpk_from):
                before = states[-1][dimension] if states else None
                aim = _special(dimension, state[place] == "1", fragile, last, is_near)
                scores[dimension] = _next(dimension, state[place] == "1", before, aim, dice)
        states.append(scores)
    has_profile = _has_profile(path, dice)
    has_kkbpk = kkbpk_from < len(path)
    counts_people = dice.chance(0.93 if has_kkbpk else 0.7)
    needs_people = any(state.endswith("1") for state in path) or not (has_profile or has_kkbpk)
    return Plan(path, fragile, tuple(states), has_profile, needs_people or counts_people)


def _next(
    dimension: str, passes: bool, before: Scores | None, special: Wish | None, dice: Dice
) -> Scores:
    """The scores at the next anchor.

    Agencies are counted over all years, so `lintas_sektor` never falls. A dimension that rises
    loses no indicator on the way, one that drops gains none.
    """
    if special is not None:
        return draw(dimension, special, dice)
    if before is None:
        return draw(dimension, Wish(passes, {}, {}), dice)
    kept = {code: score for code, score in before.items() if code == "lintas_sektor"}
    if (sum(before.values()) >= PASSING[dimension]) is passes:
        return drift(dimension, before, Wish(passes, kept, {}), dice)
    if passes:
        return draw(dimension, Wish(passes, before, {}), dice)
    most = {code: score for code, score in before.items() if code not in kept}
    return draw(dimension, Wish(passes, kept, most), dice)


def _special(dimension: str, passes: bool, fragile: str, last: bool, is_near: bool) -> Wish | None:
    """The narrower wish for a kampung whose level hangs on one point, if it is one."""
    if dimension == "proses" and fragile in (OLD_ACTIVITIES, OWN_AGENCIES):
        if not passes:
            return Wish(passes, {}, {"lintas_sektor": 2})
        return Wish(passes, {"lintas_sektor": 3}, {"lintas_sektor": 3}, total=PASSING["proses"])
    if dimension != "output" or not last:
        return None
    if fragile == ABOVE_TARGET:
        return Wish(passes, {"partisipasi_poktan": 4}, {}, total=PASSING["output"])
    if fragile == NO_PUS:
        # Without the zero it would score 4, 1, 4, 1 and not pass.
        return Wish(False, {"partisipasi_poktan": 4, "mkjp": 4}, {}, total=10)
    return Wish(False, {}, {}, total=PASSING["output"] - 1) if is_near else None


def _has_profile(path: Path, dice: Dice) -> bool:
    if any(state[:2] not in ("", "00") for state in path):
        return True
    return path != NEVER and dice.chance(0.6 if path[-1].endswith("1") else 0.85)


def _first_kkbpk(path: Path, is_near: bool, dice: Dice) -> int:
    """The anchor by which KKBPK reports began; the number of anchors when they never did."""
    first = next((at for at, state in enumerate(path) if state), len(path))
    needed = next((at for at, state in enumerate(path) if state.endswith("1")), None)
    if needed is None and not is_near:
        needed = len(path) - 1
        if not dice.chance(0.85 if path[-1] == "110" else 0.6):
            return len(path)
    if first == len(path):
        return first
    return dice.between(first, len(path) - 1 if needed is None else needed)
