"""Real kabupaten of IDM, planned: the optimiser against three rules of thumb, year by year.

The villages, their scores and the recommended kegiatan with those who pay are real
(`tindakan.csv`); what a kegiatan costs, how often it works and what a kabupaten has are
**assumptions** of this bench, by the kind of kegiatan and nothing finer.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from benches import idm
from benches.idm import Idm
from naikkelas.roadmap.rules.catalogue import ASSUMED, Action, Catalogue, Chance, Figure, Lift
from naikkelas.roadmap.rules.drift import Drift
from naikkelas.roadmap.rules.ladder import (
    ladder_drift,
    ladder_modes,
    ladder_state,
    ladder_states,
)
from naikkelas.roadmap.rules.modes import DAYS, uses_of
from naikkelas.roadmap.solver.greedy import RULES
from naikkelas.roadmap.solver.plan import Plan
from naikkelas.roadmap.solver.simulating import Delivered, deliver, wrong
from naikkelas.roadmap.solver.solving import solve
from naikkelas.roadmap.solver.world import Cap, Mode, Unit, Use, World

JUTA = 1e6
YEARS, PATHS, SEED = 4, 10, 37
LARGEST = 4
"""How many kabupaten, those with the most villages."""
START = 2023
WEIGHTS = {level: float(place) for place, level in enumerate(idm.LEVELS)}
COUNTING = ("maju", "mandiri")
DRIFT = Drift(drop=Figure(0.02, ASSUMED), rise=Figure(0.04, ASSUMED))
SERVED = 0.05
"""Share of the villages that the money of the kabupaten can lift by one class a year, at the mean
price of their cheapest ways; mentor days last for twice as many."""
VILLAGE = 150 * JUTA
"""Dana Desa that a village can spend on this in a year."""

KINDS: tuple[tuple[str, float, float, float], ...] = (
    ("pembangunan", 150.0, 6.0, 0.45),
    ("pemasangan", 120.0, 4.0, 0.5),
    ("perbaikan", 110.0, 4.0, 0.55),
    ("peningkatan", 110.0, 4.0, 0.5),
    ("pengadaan", 70.0, 3.0, 0.5),
    ("penambahan", 60.0, 3.0, 0.5),
    ("pend", 5.0, 2.0, 0.85),
    ("review", 5.0, 2.0, 0.85),
    ("identifikasi", 10.0, 3.0, 0.7),
    ("", 25.0, 4.0, 0.65),
)
"""First word of the kegiatan, million rupiah, mentor days, chance of success: all assumed."""
FACTS = frozenset({"IKS20", "IKS21", "IKS22", "IKL02"})
"""Religions, languages, tribes, proneness to disasters: nobody should pay to raise them."""
PAYERS = (("desa", "dana_desa"), ("kabupaten", "apbd"), ("provinsi", "apbd"), ("pusat", "apbn"))
"""The first who is named pays."""


def catalogue(data: Idm, folder: Path = idm.FOLDER) -> Catalogue:
    """One action for every recommended kegiatan: up to the next score that its indicator knows."""
    with (folder / "tindakan.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kegiatan"].strip()]
    rows = [row for row in rows if row["kode_indikator"] not in FACTS]
    actions = [action for row in rows for action in _action(row, data)]
    return Catalogue("idm", "Kegiatan IDM", data.instrument.id, tuple(actions))


def _action(row: dict[str, str], data: Idm) -> Iterator[Action]:
    code, score = row["kode_indikator"], int(row["skor"])
    above = [one for one in data.additions.steps[code] if one > score]
    payer = next((source for column, source in PAYERS if row[column].strip()), "apbd")
    words = row["kegiatan"].lower()
    _, juta, days, chance = next(kind for kind in KINDS if words.startswith(kind[0]))
    if above:
        yield Action(
            code=f"{code}-{score}",
            name=row["kegiatan"],
            lifts=(Lift(code, score, above[0]),),
            costs=((payer, Figure(juta * JUTA, ASSUMED)),),
            days=Figure(days, ASSUMED),
            seats=Figure(0.0, ASSUMED),
            months=Figure(6.0, ASSUMED),
            responsible=next((row[column] for column, _ in PAYERS if row[column].strip()), ""),
            chance=Chance(chance, 4.0, ASSUMED),
        )


def world(data: Idm, home: str, known: Catalogue) -> World:
    """A kabupaten as it stood in START."""
    rows = [
        row
        for row, village in enumerate(data.villages)
        if village[:4] == home and data.years[row] == START
    ]
    groups = sorted({data.villages[row][:6] for row in rows})
    uses = uses_of(known)
    states = ladder_states(data.instrument, WEIGHTS, COUNTING, climbing_counts=True)
    units = []
    for row in rows:
        scores = data.scores[row].tolist()
        modes = ladder_modes(data.instrument, scores, known, uses)
        drift = ladder_drift(data.instrument, scores, DRIFT, months=6)
        state = ladder_state(data.instrument, scores)
        village = data.villages[row]
        units.append(Unit(village, groups.index(village[:6]), state, modes, drift))
    return World(
        states=states,
        uses=uses,
        groups=tuple(groups),
        units=tuple(units),
        years=YEARS,
        caps=tuple(_caps(units, uses, groups)),
        target=(float(np.ceil(0.05 * len(units))),) * YEARS,
    )


def _caps(units: Sequence[Unit], uses: Sequence[Use], groups: Sequence[str]) -> Iterator[Cap]:
    """APBD of the kabupaten, Dana Desa of each village for itself, days of each kecamatan."""
    codes = [use.code for use in uses]
    mean = np.mean([_cheapest(unit, uses) for unit in units], axis=0)
    apbd, village, days = (codes.index(code) for code in ("apbd", "dana_desa", DAYS))
    amount = round(float(mean[apbd]) * len(units) * SERVED, -3)
    yield Cap("apbd", "APBD", apbd, (amount,) * YEARS)
    for place, unit in enumerate(units):
        name = f"Dana Desa {unit.code}"
        yield Cap(f"desa-{unit.code}", name, village, (VILLAGE,) * YEARS, (place,))
    for number, group in enumerate(groups):
        members = tuple(place for place, unit in enumerate(units) if unit.group == number)
        amount = round(float(mean[days]) * len(members) * 2 * SERVED, 1)
        yield Cap(f"hari-{group}", f"Pendamping {group}", days, (amount,) * YEARS, members)


def _cheapest(unit: Unit, uses: Sequence[Use]) -> tuple[float, ...]:
    """What the cheapest way up from where it stands takes; nothing where there is none."""
    money = [place for place, use in enumerate(uses) if use.is_money]
    ways = [mode.uses for mode in unit.modes if mode.state == unit.state]
    nothing = (0.0,) * len(uses)
    return min(ways, key=lambda taken: sum(taken[place] for place in money), default=nothing)


@dataclass(frozen=True)
class Compared:
    """One kabupaten, one truth: the optimiser and the best of the rules by gain."""

    home: str
    villages: int
    wrong: bool
    ours: Delivered
    rules: dict[str, Delivered]

    @property
    def best(self) -> str:
        return max(self.rules, key=lambda name: float(self.rules[name].worth.mean()))

    @property
    def better(self) -> float:
        """Gain of the optimiser over the best rule, as a share."""
        best = float(self.rules[self.best].worth.mean())
        return float(self.ours.worth.mean()) / best - 1

    @property
    def half_width(self) -> float:
        """Of its 95 % interval, from the paired paths."""
        best = self.rules[self.best].worth
        differences = (self.ours.worth - best) / best.mean()
        return float(1.96 * differences.std(ddof=1) / np.sqrt(len(differences)))


def compare(data: Idm, paths: int = PATHS) -> Iterator[Compared]:
    """The largest kabupaten, with right and with wrong probabilities."""
    known = catalogue(data)
    years = data.years.tolist()
    homes = Counter(
        village[:4] for village, year in zip(data.villages, years, strict=True) if year == START
    )
    for home, villages in homes.most_common(LARGEST):
        place = world(data, home, known)
        for is_wrong in (False, True):
            truth = wrong(place, seed=SEED) if is_wrong else None
            played = partial(deliver, place, paths=paths, seed=SEED, truth=truth)
            rules = {name: played(rule) for name, rule in RULES.items()}
            yield Compared(home, villages, is_wrong, played(_planned), rules)


def _planned(given: World) -> Sequence[Mode | None]:
    plan: Plan = solve(given, seconds=60.0)
    return plan.decisions


def table(found: Iterable[Compared]) -> Iterator[str]:
    """The comparison in Markdown."""
    yield "| kabupaten | villages | chances | gain: plan | best rule | better | short of target |"
    yield "|---|---|---|---|---|---|---|"
    for one in found:
        best = one.rules[one.best]
        yield (
            f"| {one.home} | {one.villages} | {'wrong' if one.wrong else 'right'} | "
            f"{one.ours.worth.mean():.1f} | {best.worth.mean():.1f} ({one.best}) | "
            f"{one.better:+.1%} ± {one.half_width:.1%} | "
            f"{one.ours.shortfall.mean():.1f} against {best.shortfall.mean():.1f} |"
        )


def pooled(found: Sequence[Compared]) -> str:
    """All rows in one: how much better than the best rule of each, paired by path."""
    parts = [(one.ours.worth - (best := one.rules[one.best].worth)) / best.mean() for one in found]
    differences = np.concatenate(parts)
    half = 1.96 * differences.std(ddof=1) / np.sqrt(len(differences))
    behind = sum(one.better < -0.01 for one in found)
    return (
        f"Over all rows the plan is {differences.mean():+.1%} ± {half:.1%} to the best rule of\n"
        f"each row; in {behind} of {len(found)} rows it is behind by more than 1 %."
    )


if __name__ == "__main__":
    for line in table(compare(idm.read())):
        print(line, flush=True)
