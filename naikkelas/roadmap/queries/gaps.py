"""Reads of the way up: the gap of a kampung or of all, and where a kabupaten's target stands.

Everything of an area is computed from one reading of its reports (`Ground`), so that a page or a
command asks the database once, however many rules and cut-offs it shows.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from naikkelas.areas.queries import setting, several_settings
from naikkelas.areas.rules import CORRECTED, DECLARED, PORTAL, VERIFIED
from naikkelas.classification import queries as classification
from naikkelas.classification.queries import Card
from naikkelas.classification.rules.classify import classify, classify_days
from naikkelas.classification.rules.facts import Facts
from naikkelas.classification.rules.measures import Measured
from naikkelas.classification.rules.points import counted
from naikkelas.instruments.queries import in_use
from naikkelas.instruments.rules import Instrument
from naikkelas.roadmap.rules import gap, words
from naikkelas.roadmap.rules.advice import (
    Adviser,
    BranchAdvice,
    GoalAdvice,
    Option,
    Situation,
    advise,
)
from naikkelas.roadmap.rules.target import (
    Progress,
    Standing,
    TargetRule,
    baseline_of,
    progress,
)

NEAREST_SHOWN = 5
_TRIED = 3
"""For each kampung that is shown near, how many are solved to find one whose figures are known."""
_REPORT_FIRST = "Sebagian angkanya belum dilaporkan, jadi jaraknya belum dapat dihitung."


def beside(instrument: str) -> str:
    """The rule that is always shown beside this one (decision 4)."""
    return PORTAL if instrument == CORRECTED else CORRECTED


def across(basis: str) -> str:
    """The class that is always shown beside the one of this basis (ADR 16)."""
    return DECLARED if basis == VERIFIED else VERIFIED


# One kampung ------------------------------------------------------------------------------------


def situation(card: Card) -> Situation:
    """A kampung at a cut-off under a rule, as the gap solver takes it."""
    return Situation(card.instrument, card.measures, card.scorecard)


def goals(card: Card, corrected: Card | None = None) -> tuple[GoalAdvice, ...]:
    """The way to every higher class; with the corrected card each option is tried under both."""
    other = None if corrected is None else situation(corrected)
    return advise(situation(card), other)


def nearest(card: Card) -> BranchAdvice | None:
    """The cheapest branch of the goal that is fewest points away, as `goals` gives it; nothing else
    is worked out. None where there is no class above.
    """
    above = gap.goals(card.instrument, card.scorecard)
    if not above:
        return None
    goal = min(above, key=lambda one: one.points)
    return Adviser(situation(card)).branch(goal.branches[0])


# All kampung of an area -------------------------------------------------------------------------


@dataclass
class Ground:
    """The reports of an area, read once; standings and figures are computed as asked for.

    A basis tells whether all reports count or the accepted ones only.
    """

    area_code: str
    facts: Facts
    _rules: dict[str, Instrument] = field(default_factory=dict)
    _standings: dict[tuple[str, date, bool], pl.DataFrame] = field(default_factory=dict)
    """May be shared by threads and let go of entries: it is never asked again for what was put."""
    _measures: dict[tuple[str, date, bool], dict[str, NDArray[np.float64]]] = field(
        default_factory=dict
    )

    @classmethod
    def of(cls, area_code: str) -> "Ground":
        return cls(area_code, classification.facts(area_code))

    def rule(self, instrument: str) -> Instrument:
        """The instrument of an id, looked up once."""
        if instrument not in self._rules:
            self._rules[instrument] = in_use(instrument)
        return self._rules[instrument]

    @cached_property
    def accepted(self) -> Facts:
        """What of the facts was accepted; the facts themselves where that is all."""
        return self.facts.accepted()

    def facts_on(self, basis: str) -> Facts:
        """The facts that count on a basis."""
        return self.accepted if basis == VERIFIED else self.facts

    def standings(self, instrument: str, cutoff: date, basis: str = DECLARED) -> pl.DataFrame:
        """As `classification.queries.classify`, one row per kampung in the order of the facts."""
        facts = self.facts_on(basis)
        key = (instrument, cutoff, facts is self.facts)
        found = self._standings.get(key)
        if found is None:
            found = self._standings[key] = classify(facts, self.rule(instrument), cutoff)
        return found

    def standings_on(
        self, instrument: str, cutoffs: Iterable[date], basis: str = DECLARED
    ) -> list[pl.DataFrame]:
        """`standings` at each of the days; those not computed before in one pass."""
        days, facts = list(cutoffs), self.facts_on(basis)
        kept = {day: (instrument, day, facts is self.facts) for day in days}
        found = {day: self._standings.get(key) for day, key in kept.items()}
        new = [day for day, rows in found.items() if rows is None]
        made = classify_days(facts, self.rule(instrument), new)
        for day, computed in zip(new, made, strict=True):
            found[day] = self._standings[kept[day]] = computed
        return [rows for day in days if (rows := found[day]) is not None]

    def situation(
        self, row: int, instrument: str, cutoff: date, basis: str = DECLARED
    ) -> Situation:
        """One kampung by its position."""
        facts = self.facts_on(basis)
        key = (instrument, cutoff, facts is self.facts)
        if key not in self._measures:
            self._measures[key] = Measured(facts, cutoff).columns(self.rule(instrument))
        values = {code: _figure(column[row]) for code, column in self._measures[key].items()}
        return Situation.of(self.rule(instrument), values)

    def points_to(
        self, level: str, instrument: str, cutoff: date, basis: str = DECLARED
    ) -> NDArray[np.int16]:
        """Fewest points to at least a level, for every kampung; -1 where no way leads."""
        rule = self.rule(instrument)
        standings = self.standings(instrument, cutoff, basis)
        return gap.points_to(rule, counted(standings, rule), level)


def _figure(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


# The target -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mover:
    """A kampung that counts for the year, or that fell back."""

    kampung_uuid: str
    kode_desa: str
    nama: str
    before: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class Near:
    """A kampung and how many points it lacks for the target; `option` is its best way, solved.

    `across` is its level on the other basis; `waits` tells that it counts there already, so that
    accepting its reports is all that is missing.
    Where figures are missing (`needs_report`) the distance is a guess, so the report comes first.
    """

    kampung_uuid: str
    kode_desa: str
    nama: str
    klasifikasi: str | None
    points: int
    level: str
    option: Option | None
    words: str
    across: str | None = None
    waits: bool = False
    needs_report: bool = False


@dataclass(frozen=True, slots=True)
class TargetStatus:
    """Where a year's target stands at a cut-off; `across` is the same on the other basis."""

    area_code: str
    cutoff: date
    baseline: date
    instrument: str
    rule: TargetRule
    basis: str
    progress: Progress
    across: Progress
    reached: tuple[Mover, ...]
    dropped: tuple[Mover, ...]
    nearest: tuple[Near, ...]

    @property
    def year(self) -> int:
        return self.cutoff.year


def target(
    area_code: str,
    cutoff: date,
    instrument: str,
    *,
    ground: Ground | None = None,
    nearest: int = NEAREST_SHOWN,
) -> TargetStatus:
    """The kabupaten's target rule applied to the kampung of an area.

    On the basis that the setting `target_basis` names; the other stands beside it. The baseline is
    classified from what is known now, like the cut-off itself (decision 2), so a late report moves
    both ends and never only one.
    """
    ground = ground or Ground.of(area_code)
    values = several_settings(area_code, ("target_rule", "target_basis"))
    rule, basis = TargetRule.of(values["target_rule"]), str(values["target_basis"])
    now = ground.standings(instrument, cutoff, basis)
    found = _progress(ground, rule, instrument, cutoff, basis)
    known = {row["kampung_uuid"]: row for row in now.iter_rows(named=True)}
    return TargetStatus(
        area_code=area_code,
        cutoff=cutoff,
        baseline=baseline_of(cutoff),
        instrument=instrument,
        rule=rule,
        basis=basis,
        progress=found,
        across=_progress(ground, rule, instrument, cutoff, across(basis)),
        reached=tuple(_mover(one, known) for one in found.reached),
        dropped=tuple(_mover(one, known) for one in found.dropped),
        nearest=tuple(_nearest(ground, rule, instrument, cutoff, basis, nearest)),
    )


def verified_progress(ground: Ground, cutoff: date, instrument: str) -> tuple[TargetRule, Progress]:
    """The target rule of the ground's area, and who counts for it on accepted facts only.

    The same as `target` tells of that basis, without the kampung that are near.
    """
    rule = TargetRule.of(setting(ground.area_code, "target_rule"))
    return rule, _progress(ground, rule, instrument, cutoff, VERIFIED)


def _progress(
    ground: Ground, rule: TargetRule, instrument: str, cutoff: date, basis: str
) -> Progress:
    now = ground.standings(instrument, cutoff, basis)
    # The rows of both are the kampung of the same facts, in the same order.
    earlier = ground.standings(instrument, baseline_of(cutoff), basis)["klasifikasi"]
    standings = [
        Standing(uuid, then, level)
        for uuid, then, level in zip(now["kampung_uuid"], earlier, now["klasifikasi"], strict=True)
    ]
    orders = {level.code: level.order for level in ground.rule(instrument).levels}
    return progress(rule, standings, orders)


def _mover(one: Standing, known: Mapping[str, dict[str, str]]) -> Mover:
    row = known[one.kampung]
    return Mover(one.kampung, row["kode_desa"], row["nama"], one.before, one.now)


def _nearest(
    ground: Ground, rule: TargetRule, instrument: str, cutoff: date, basis: str, count: int
) -> Iterator[Near]:
    """The kampung with the fewest points to the lowest counting class, solved; those whose way
    rests on figures that nobody reported come last.
    """
    level = _lowest_counting(rule, ground.rule(instrument))
    points = ground.points_to(level, instrument, cutoff, basis)
    silent = ground.standings(instrument, cutoff, basis)["belum_pernah_lapor"].to_numpy()
    order = [int(row) for row in np.lexsort((points, silent)) if points[row] > 0]
    waiting: list[Near] = []
    ready = 0
    for row in order[: _TRIED * count]:
        near = _near(ground, row, instrument, cutoff, level, basis)
        if near.needs_report:
            waiting.append(near)
        elif ready < count:
            ready += 1
            yield near
        if ready == count or (silent[row] and ready + len(waiting) >= count):
            break
    yield from waiting[: count - ready]


def _near(ground: Ground, row: int, instrument: str, cutoff: date, level: str, basis: str) -> Near:
    """One kampung on its way; what the other basis says of it stands beside it."""
    now = ground.standings(instrument, cutoff, basis).row(row, named=True)
    elsewhere = ground.standings(instrument, cutoff, across(basis))["klasifikasi"]
    beyond = ground.points_to(level, instrument, cutoff, across(basis))
    option = None
    if not now["belum_pernah_lapor"]:
        option = _best_option(ground, row, instrument, cutoff, level, basis)
    needs_report = now["belum_pernah_lapor"] or (
        option is not None and any(work.assumed for work in option.works)
    )
    said = words.sentence(option.works, ground.rule(instrument)) if option else ""
    return Near(
        kampung_uuid=now["kampung_uuid"],
        kode_desa=now["kode_desa"],
        nama=now["nama"],
        klasifikasi=now["klasifikasi"],
        points=int(ground.points_to(level, instrument, cutoff, basis)[row]),
        level=option.level if option else level,
        option=None if needs_report else option,
        words=_REPORT_FIRST if needs_report else said,
        across=elsewhere[row],
        waits=bool(beyond[row] == 0),
        needs_report=needs_report,
    )


def _lowest_counting(rule: TargetRule, instrument: Instrument) -> str:
    known = [level.code for level in instrument.levels if level.code in rule.levels]
    return known[0] if known else gap.COUNTING[0]


def _best_option(
    ground: Ground, row: int, instrument: str, cutoff: date, level: str, basis: str
) -> Option | None:
    now = ground.situation(row, instrument, cutoff, basis)
    adviser = Adviser(now, ground.situation(row, beside(instrument), cutoff, basis))
    for branch in gap.ways_to(now.instrument, now.card, level):
        options = adviser.branch(branch, 1).options
        if options:
            return options[0]
    return None


# The gap of all, for the command line and exports -----------------------------------------------

GAP_SCHEMA = {
    "kode_desa": pl.String,
    "kampung_id_asal": pl.Int64,
    "nama": pl.String,
    "klasifikasi": pl.String,
    "tujuan": pl.String,
    "cabang": pl.String,
    "poin": pl.Int64,
    "pilihan": pl.Int64,
    "langkah": pl.String,
    "memenuhi_terkoreksi": pl.String,
    "catatan": pl.String,
}


def gap_rows(
    area_code: str,
    cutoff: date,
    instrument: str,
    basis: str = DECLARED,
    progress: Callable[[int, str], None] | None = None,
) -> pl.DataFrame:
    """One row per kampung, goal and branch, with the best of its smallest sets in words.

    `tujuan` is "at least"; `cabang` the indexes to gain; `pilihan` how many smallest sets there
    are; `memenuhi_terkoreksi` ya, tidak or empty. A kampung of the highest class has no row.
    """
    ground = Ground.of(area_code)
    rows: list[tuple[object, ...]] = []
    for position in range(ground.facts.count):
        if progress:
            progress(100 * position // ground.facts.count, f"Kampung {position + 1}")
        rows += _rows_of(ground, position, cutoff, instrument, basis)
    return pl.DataFrame(rows, schema=GAP_SCHEMA, orient="row")


def _rows_of(
    ground: Ground, position: int, cutoff: date, instrument: str, basis: str
) -> Iterator[tuple[object, ...]]:
    now = ground.standings(instrument, cutoff, basis).row(position, named=True)
    other = None if instrument == CORRECTED else CORRECTED
    advice = advise(
        ground.situation(position, instrument, cutoff, basis),
        ground.situation(position, other, cutoff, basis) if other else None,
        shown=1,
    )
    for goal in advice:
        for branch in goal.branches:
            yield (
                *(now[name] for name in ("kode_desa", "kampung_id_asal", "nama", "klasifikasi")),
                goal.goal.level,
                "+".join(branch.branch.dimensions),
                branch.branch.points,
                branch.branch.count,
                *_best_in_words(branch, ground.rule(instrument)),
                now["catatan"],
            )


def _best_in_words(branch: BranchAdvice, instrument: Instrument) -> tuple[str | None, str | None]:
    if not branch.options:
        return None, None
    best = branch.options[0]
    verdict = None if best.both is None else ("ya" if best.both else "tidak")
    return words.sentence(best.works, instrument), verdict
