"""Who is like whom: kampung of like size and like access, for a fair comparison.

A comparison is for learning. What comes out is a group without an order: nobody is first or last.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import asin, cos, log, log1p, radians, sin, sqrt
from statistics import pstdev, quantiles

import numpy as np
from numpy.typing import NDArray

GROUP = 10
"""How many peers are looked for."""
LEAST = 5
"""Fewer are no group: a single kampung would be recognised, and chance would speak."""
EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Features:
    """What is known of a kampung; None where it is not, which is never zero.

    `families` from its newest population report, `urban` whether it is a kelurahan, `town_km` the
    straight distance to the nearest kelurahan of the kabupaten.
    """

    key: str
    families: float | None
    urban: bool | None = None
    town_km: float | None = None


Column = Callable[[Features], float | None]


def _size(one: Features) -> float | None:
    return log(one.families) if one.families and one.families > 0 else None


def _urban(one: Features) -> float | None:
    return None if one.urban is None else float(one.urban)


def _access(one: Features) -> float | None:
    return None if one.town_km is None else log1p(one.town_km)


COLUMNS: dict[str, Column] = {"size": _size, "urban": _urban, "access": _access}
"""In the order in which they are kept: what too few have is left out from the end."""


@dataclass(frozen=True, slots=True)
class PeerGroup:
    """Keys in no order of merit; `compared` are the columns that were used, `left_out` the rest."""

    keys: tuple[str, ...]
    compared: tuple[str, ...]
    left_out: tuple[str, ...]


def peers_of(
    own: Features, everyone: Sequence[Features], *, size: int = GROUP, least: int = LEAST
) -> PeerGroup | None:
    """The nearest kampung on standardised columns; None without own size or with too few others.

    Deterministic: equal distances are decided by the key, and the answer is sorted by it.
    """
    if _size(own) is None:
        return None
    others = [one for one in everyone if one.key != own.key]
    columns = [name for name, column in COLUMNS.items() if column(own) is not None]
    while True:
        pool = [one for one in others if all(COLUMNS[name](one) is not None for name in columns)]
        if len(pool) >= least or len(columns) == 1:
            break
        columns.pop()
    if len(pool) < least:
        return None
    nearest = sorted(_distances(own, pool, columns))[:size]
    return PeerGroup(
        keys=tuple(sorted(key for _, key in nearest)),
        compared=tuple(columns),
        left_out=tuple(name for name in COLUMNS if name not in columns),
    )


def _distances(
    own: Features, pool: Sequence[Features], columns: Sequence[str]
) -> list[tuple[float, str]]:
    totals = [0.0] * len(pool)
    for name in columns:
        column = COLUMNS[name]
        mine = column(own) or 0.0
        values = [column(one) or 0.0 for one in pool]
        spread = pstdev([mine, *values]) or 1.0
        totals = [
            total + ((value - mine) / spread) ** 2
            for total, value in zip(totals, values, strict=True)
        ]
    # Rounded, so that equal kampung are equal on every machine.
    return [(round(total, 9), one.key) for total, one in zip(totals, pool, strict=True)]


@dataclass(frozen=True, slots=True)
class Spread:
    """How the values of a group lie; `known` of `of` kampung have the figure."""

    lowest: float
    lower: float
    middle: float
    upper: float
    highest: float
    known: int
    of: int


def spread_of(values: Sequence[float | None]) -> Spread | None:
    """Quartiles of those that are known; None where fewer than `LEAST` are."""
    known = sorted(value for value in values if value is not None)
    if len(known) < LEAST:
        return None
    lower, middle, upper = quantiles(known, n=4, method="inclusive")
    return Spread(known[0], lower, middle, upper, known[-1], len(known), len(values))


def nearest_km(
    places: Sequence[tuple[float, float]], towns: Sequence[tuple[float, float]]
) -> list[float]:
    """Of each place the straight way to its nearest town, in kilometres; the towns are some.

    As `km_between` for every pair, in one pass over the columns.
    """
    at, to = _on_sphere(places), _on_sphere(towns)
    chord = ((at[:, None, :] - to[None, :, :]) ** 2).sum(axis=2).min(axis=1) / 4
    return [float(one) for one in 2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(chord, 1)))]


def _on_sphere(places: Sequence[tuple[float, float]]) -> NDArray[np.float64]:
    """Places as points of a sphere of radius 1."""
    lat, lon = np.radians(np.array(places, dtype=np.float64).reshape(-1, 2)).T
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)


def km_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The straight way between two places (latitude, longitude), in kilometres."""
    (lat, lon), (lat2, lon2) = (tuple(map(radians, place)) for place in (one, other))
    chord = sin((lat2 - lat) / 2) ** 2 + cos(lat) * cos(lat2) * sin((lon2 - lon) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(chord)))
