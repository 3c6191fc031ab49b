"""Money of the centre across kabupaten: what each could make of it, and who gets how much.

Every kabupaten is an input of the planner of its own. Its value curve comes from solving it with
more and more money of one source; the sharing gives every next rupiah to the steepest curve and is
then solved again, as is the sharing by the number of kampung that it is compared with.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil
from typing import Any

from naikkelas.instruments.rules import builtin
from naikkelas.roadmap.rules.catalogue_file import SMALL_RUPIAH, plain
from naikkelas.roadmap.rules.plan_file import digest_of, dumped
from naikkelas.roadmap.rules.plan_input import PlanInput
from naikkelas.roadmap.rules.plan_world import world_of
from naikkelas.roadmap.rules.plan_writing import rounded
from naikkelas.roadmap.rules.reading_json import BadFile
from naikkelas.roadmap.solver.curves import (
    MISSING,
    POINTS,
    Curve,
    Reached,
    curve_of,
    reached,
    share_out,
)
from naikkelas.roadmap.solver.locks import conflicts
from naikkelas.roadmap.solver.master import Clock, Deadline
from naikkelas.roadmap.solver.programmes import Programmes
from naikkelas.roadmap.solver.world import BadWorld, World

SHARING_FORMAT = "naikkelas-pembagian/1"
_ALIKE: Mapping[str, Callable[[PlanInput], object]] = {
    "instrumen": lambda asked: asked.instrument,
    "mulai": lambda asked: asked.start,
    "tahun": lambda asked: asked.years,
    "aturan.bobot": lambda asked: dict(asked.rules.weights),
    "aturan.diskonto": lambda asked: asked.rules.discount,
    "aturan.target.kelas": lambda asked: set(asked.rules.counting),
    "aturan.naik_ke_tertinggi_dihitung": lambda asked: asked.rules.climbing_counts,
}
"""What must be the same everywhere, or values of two kabupaten could not be compared."""


class UnknownSource(ValueError):
    """No catalogue pays for anything from this source."""

    def __init__(self, source: str, known: Sequence[str]) -> None:
        super().__init__(
            f"--sumber {source}: tidak ada tindakan di berkas mana pun yang memakainya. "
            f"Yang ada: {', '.join(known) or 'tidak ada'}."
        )


@dataclass(frozen=True)
class Kabupaten:
    """One input: how messages call it, what it asks, and the limit that the money comes on top of.

    `cap` is None where nothing in its catalogue is paid from the source.
    """

    origin: str
    asked: PlanInput
    world: World
    cap: int | None
    warnings: tuple[str, ...]

    @cached_property
    def _solved(self) -> dict[int, Reached]:
        return {}

    def usable(self, most: int) -> int:
        """Rupiah a year beyond which nothing more could be paid for."""
        if self.cap is None:
            return 0
        use = self.world.caps[self.cap].use
        every = (
            max((mode.uses[use] for mode in unit.modes), default=0.0) for unit in self.world.units
        )
        return min(most, ceil(sum(every)))

    def insist_on_locks(self, deadline: Deadline) -> None:
        """Refuse locks that do not fit without the money of the centre."""
        found = conflicts(self.world, Programmes(self.world), deadline)
        if found:
            raise BadFile(self.origin, [f"aturan.kunci: {one}" for one in found])

    def solve(self, money: Sequence[int], seconds: float) -> tuple[Reached, ...]:
        """What each amount brings; nothing is solved twice."""
        new = [one for one in money if one not in self._solved]
        found = reached(self.world, self.cap, new, seconds=seconds)
        self._solved.update(zip(new, found, strict=True))
        return tuple(self._solved[one] for one in money)


@dataclass(frozen=True)
class Share:
    """What a kabupaten gets a year by its curve, and what it would get by its kampung."""

    kabupaten: Kabupaten
    curve: Curve
    given: int
    even: int
    nothing: Reached
    with_given: Reached
    with_even: Reached


@dataclass(frozen=True)
class Sharing:
    """Money of one source across kabupaten, by year."""

    source: str
    rupiah: int
    shares: tuple[Share, ...]
    warnings: tuple[str, ...]


def kabupaten_of(inputs: Sequence[tuple[str, PlanInput]], source: str) -> tuple[Kabupaten, ...]:
    """The inputs made comparable. Raises `BadFile`, `UnknownSource`."""
    known = sorted({one for _, asked in inputs for one in asked.catalogue.sources})
    if source not in known:
        raise UnknownSource(source, known)
    _insist_alike(inputs)
    _insist_apart(inputs)
    return tuple(_kabupaten(origin, asked, source) for origin, asked in inputs)


def _insist_alike(inputs: Sequence[tuple[str, PlanInput]]) -> None:
    first, model = inputs[0]
    for origin, asked in inputs[1:]:
        told = [
            f"{key}: berbeda dari {first}. Samakan, supaya nilai kedua kabupaten sebanding."
            for key, value in _ALIKE.items()
            if value(asked) != value(model)
        ]
        if told:
            raise BadFile(origin, told)


def _insist_apart(inputs: Sequence[tuple[str, PlanInput]]) -> None:
    owner: dict[str, str] = {}
    for origin, asked in inputs:
        twice = [one.code for one in asked.kampung if one.code in owner]
        if twice:
            told = f"kampung: {twice[0]} juga ada di {owner[twice[0]]}. Sisakan di satu berkas."
            raise BadFile(origin, [told])
        owner.update((one.code, origin) for one in asked.kampung)


def _kabupaten(origin: str, asked: PlanInput, source: str) -> Kabupaten:
    try:
        built = world_of(asked, builtin(asked.instrument))
    except BadWorld as problem:
        raise BadFile(origin, [str(problem)]) from problem
    codes = [cap.code for cap in built.world.caps]
    cap = codes.index(f"dana:{source}") if f"dana:{source}" in codes else None
    warnings = [f"{origin}: {one}" for one in built.warnings]
    if cap is None and source in asked.catalogue.sources:
        told = (
            f"sumber_daya.dana: tidak ada pagu “{source}” untuk seluruh kabupaten, jadi dana pusat "
            "tidak menambah apa-apa. Tulis pagunya tanpa kecamatan; boleh 0."
        )
        raise BadFile(origin, [told])
    if cap is None:
        warnings.append(f"{origin}: tidak ada tindakan dalam katalog yang memakai “{source}”.")
    return Kabupaten(origin, asked, built.world, cap, tuple(warnings))


def share(
    found: Sequence[Kabupaten],
    source: str,
    rupiah: int,
    *,
    seconds: float,
    clock: Clock = time.perf_counter,
) -> Sharing:
    """Who gets how much of `rupiah` a year. Raises `OutOfTime`, `BadFile`.

    Never worse than by the number of kampung: where curves, which are straight between their
    points, promise more than comes true, that sharing is taken.
    """
    end = clock() + seconds
    for one in found:
        one.insist_on_locks(Deadline(end, clock))
    even = _by_kampung(found, rupiah)
    curves = []
    for one, part in zip(found, even, strict=True):
        most = one.usable(rupiah)
        grid = {most * number // (POINTS - 1) for number in range(POINTS)}
        money = sorted({0, min(part, most), *grid})
        curves.append(curve_of(one.world, one.solve(money, end - clock())))
    given = tuple(int(part) for part in share_out(curves, float(rupiah)))
    by_curves, by_count = (
        [one.solve([part], end - clock())[0] for one, part in zip(found, parts, strict=True)]
        for parts in (given, even)
    )
    if _value(by_curves) < _value(by_count):
        given, by_curves = even, by_count
    shares = [
        Share(one, curve, part, fair, one.solve([0], end - clock())[0], *brings)
        for one, curve, part, fair, *brings in zip(
            found, curves, given, even, by_curves, by_count, strict=True
        )
    ]
    return Sharing(source, rupiah, tuple(shares), tuple(_warnings(found, rupiah)))


def _by_kampung(found: Sequence[Kabupaten], rupiah: int) -> tuple[int, ...]:
    total = sum(len(one.world.units) for one in found)
    return tuple(rupiah * len(one.world.units) // max(1, total) for one in found)


def _value(every: Sequence[Reached]) -> float:
    return sum(one.value() for one in every)


def _warnings(found: Sequence[Kabupaten], rupiah: int) -> Iterator[str]:
    if 0 < rupiah < SMALL_RUPIAH:
        yield f"--pusat: {rupiah} rupiah: satuan rupiah? Tulis penuh, tanpa ribu atau juta."
    for one in found:
        yield from one.warnings


# Writing ----------------------------------------------------------------------------------------


def write_sharing(sharing: Sharing) -> str:
    """The sharing as text: the same inputs give the same bytes."""
    return dumped(sharing_data(sharing))


def sharing_data(sharing: Sharing) -> dict[str, Any]:
    """The sharing as JSON data, `naikkelas-pembagian/1`. See docs/plan-format.md."""
    shares = sharing.shares
    given, even = sum(one.given for one in shares), sum(one.even for one in shares)
    return {
        "format": SHARING_FORMAT,
        "sumber": sharing.source,
        "rupiah_per_tahun": sharing.rupiah,
        "bobot_kurang": plain(MISSING),
        "kabupaten": [_share(one) for one in shares],
        "jumlah": {
            "bagian": given,
            "sisa": sharing.rupiah - given,
            "sebanding": even,
            "tanpa": _together([one.nothing for one in shares]),
            "dengan_bagian": _together([one.with_given for one in shares]),
            "dengan_sebanding": _together([one.with_even for one in shares]),
        },
        "peringatan": list(sharing.warnings),
    }


def _share(one: Share) -> dict[str, Any]:
    asked = one.kabupaten.asked
    return {
        "berkas": one.kabupaten.origin,
        "masukan_sha256": digest_of(asked, builtin(asked.instrument)),
        "kampung": len(asked.kampung),
        "bagian": one.given,
        "sebanding": one.even,
        "kurva": [
            {"rupiah": int(money), "nilai": rounded(value)} for money, value in one.curve.points
        ],
        "tanpa": _together([one.nothing]),
        "dengan_bagian": _together([one.with_given]),
        "dengan_sebanding": _together([one.with_even]),
    }


def _together(every: Sequence[Reached]) -> dict[str, Any]:
    return {
        "kenaikan": rounded(sum(one.gain for one in every)),
        "kurang": rounded(sum(one.shortfall for one in every)),
        "nilai": rounded(_value(every)),
    }
