"""From the planner's file to what the office reads: plan, forecast, reasons, warnings, remedies."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache

from naikkelas.instruments.rules import Instrument
from naikkelas.lib.numbers import id_number, id_rupiah
from naikkelas.roadmap.rules import plan_file
from naikkelas.roadmap.rules.modes import DAYS as DAYS_USE
from naikkelas.roadmap.rules.modes import SEATS as SEATS_USE
from naikkelas.roadmap.rules.modes import SOURCES
from naikkelas.roadmap.rules.outcome import (
    DAYS,
    RUPIAH,
    SEATS,
    Changed,
    Choice,
    Limit,
    Outcome,
    Outlook,
    PlannedStep,
    Proof,
    Warned,
)
from naikkelas.roadmap.rules.plan_input import KampungFacts
from naikkelas.roadmap.rules.planning import PlanOutput, make_plan
from naikkelas.roadmap.rules.reasons import in_ten, reasons, way_of
from naikkelas.roadmap.rules.remedies import NoTimeLeft, remedy
from naikkelas.roadmap.rules.schedule import Step
from naikkelas.roadmap.solver.explaining import Explanation, explain
from naikkelas.roadmap.solver.forecast import Doubt, Forecast, forecast
from naikkelas.roadmap.solver.master import OutOfTime, Unsolved
from naikkelas.roadmap.solver.plan import REST, Plan
from naikkelas.roadmap.solver.warning import Standing, warn
from naikkelas.roadmap.solver.whatif import bought as solved_again
from naikkelas.roadmap.solver.world import Mode, Unit, World

Progress = Callable[[int, str], None]
MISSED = 0.05
"""Expected kampung below the target that are worth telling."""
WORTH_TELLING = 1e-3
LONGEST_WHAT_IF = 30.0
VISITS = 3
"""Warned kampung that a mentor can go to in a quarter."""
PATHS = 2000
STEEPEST = 4
"""Points a year beyond which a warning takes no change for steeper (asumsi)."""
LEAST_WORTH = 0.1
"""What even the lowest class is worth to early warning: its silence costs something too."""


def _silent(percent: int, words: str) -> None:
    """Nobody watches."""


def answer(
    text: str,
    *,
    seconds: float,
    seed: int,
    worths: Mapping[str, float] | None = None,
    before: Outcome | None = None,
    progress: Progress = _silent,
) -> Outcome:
    """Answer a file; ValueError in words where it contradicts itself.

    `worths`: how many attempts the learned chance of an action is worth.
    """
    progress(15, "Mencari rencana terbaik")
    made = make_plan(plan_file.read_input(text), seconds=seconds, seed=seed)
    progress(60, "Memperkirakan hasilnya")
    told = _Told(made)
    looking = _forecast(made, seed, Doubt(by_action=worths or {}))
    progress(75, "Menjelaskan tiap kampung")
    found = told.outcome(looking, before)
    if found.shortfall < MISSED or found.conflicts:
        return found
    progress(85, "Mencari apa yang membuat target terjangkau")
    return replace(found, remedies=(_remedy(made, seconds),))


def _remedy(made: PlanOutput, seconds: float) -> str:
    """What would make the target reachable; that time was short is said, the plan stays."""
    try:
        return remedy(made, seconds).sentence
    except NoTimeLeft as late:
        return str(late)


def _forecast(made: PlanOutput, seed: int, doubt: Doubt) -> Forecast | None:
    if not made.has_plan or not made.world.units:
        return None
    return forecast(made.world, made.plan, paths=PATHS, seed=seed, doubt=doubt)


@dataclass
class _Told:
    """A made plan in words."""

    made: PlanOutput

    @property
    def world(self) -> World:
        return self.made.world

    @property
    def plan(self) -> Plan:
        return self.made.plan

    @cached_property
    def names(self) -> dict[str, str]:
        return {one.code: one.name for one in self.made.asked.kampung}

    @cached_property
    def groups(self) -> dict[str, str]:
        return {one.code: one.name for one in self.made.asked.groups}

    @cached_property
    def later(self) -> list[list[float]]:
        """By unit and year: how likely it is worked on."""
        shares = [[0.0] * self.world.years for _ in self.world.units]
        for part in self.plan.policy:
            if part.mode != REST and part.year:
                shares[part.unit][part.year] += part.mass
        for unit, mode in enumerate(self._decisions):
            shares[unit][0] = 0.0 if mode is None else 1.0
        return shares

    @property
    def _decisions(self) -> Sequence[Mode | None]:
        return self.plan.decisions if self.made.has_plan else [None] * len(self.world.units)

    # The whole -----------------------------------------------------------------------------------

    def outcome(self, looking: Forecast | None, before: Outcome | None) -> Outcome:
        asked = self.made.asked
        found = Outcome(
            start_year=asked.first_year,
            ending=str(self.plan.ending),
            seconds=round(self.plan.seconds, 2),
            years=tuple(self._years(looking)),
            proofs=tuple(
                Proof(str(one.goal), one.bound, one.value, one.gap) for one in self.plan.stages
            ),
            limits=tuple(self._limits()),
            groups=self.groups,
            sources={
                use.code: SOURCES.get(use.code, use.name) for use in self.world.uses if use.is_money
            },
            choices=tuple(map(self._choice, range(len(self.world.units)))),
            steps=tuple(self._step(place, step) for place, step in enumerate(self.made.steps)),
            warned=tuple(self._warned()),
            conflicts=self.plan.conflicts,
            notes=self.made.warnings,
        )
        return found if before is None else replace(found, changed=tuple(_changed(before, found)))

    def _years(self, looking: Forecast | None) -> Iterator[Outlook]:
        for place, year in enumerate(self.plan.years):
            plain = Outlook(
                year=self.made.asked.first_year + place,
                target=self.world.target[place],
                newly=round(year.newly, 3),
                shortfall=round(year.shortfall, 3),
                gain=round(year.gain, 3),
            )
            if looking is None:
                yield plain
                continue
            plan, idle = looking.plan.newly[place], looking.as_now.newly[place]
            yield replace(
                plain,
                low=plan.middle_80[0],
                high=plan.middle_80[1],
                idle=round(idle.mean, 3),
                idle_low=idle.middle_80[0],
                idle_high=idle.middle_80[1],
            )

    def _limits(self) -> Iterator[Limit]:
        for place, cap in enumerate(self.world.caps):
            use = self.world.uses[cap.use]
            unit = RUPIAH if use.is_money else {DAYS_USE: DAYS, SEATS_USE: SEATS}[use.code]
            used = tuple(round(year.used[place], 3) for year in self.plan.years)
            yield Limit(
                code=cap.code,
                name=cap.name,
                unit=unit,
                group=_group_of(cap.code, self.groups),
                amounts=cap.amounts,
                used=used or (0.0,) * self.world.years,
            )

    def _step(self, place: int, step: Step) -> PlannedStep:
        start = self.made.asked.start
        due = step.due(start)
        action = self.made.asked.catalogue.by_code[step.action]
        group = _group_of(step.days_of, self.groups)
        return PlannedStep(
            kampung=step.kampung,
            action=step.action,
            name=action.name,
            year=due.year,
            quarter=(due.month - 1) // 3 + 1,
            owner=step.responsible,
            mentor=f"Pendamping Kec. {self.groups[group]}" if group and step.days else "",
            days=step.days,
            seats=step.seats,
            costs={source: rupiah for source, rupiah in step.costs if rupiah},
            position=place,
        )

    # A kampung -----------------------------------------------------------------------------------

    def _choice(self, place: int) -> Choice:
        unit = self.world.units[place]
        state = self.world.states[unit.state]
        decided = self._decisions[place]
        now = [mode for mode in unit.modes if mode.state == unit.state]
        facts = self.made.asked.kampung[place]
        why = explain(self.world, self.plan, place) if self.made.has_plan else None
        rests = decided is None and why is not None
        return Choice(
            code=unit.code,
            name=self.names[unit.code],
            group=self.world.groups[unit.group],
            level=state.level,
            state=state.code,
            counts=state.counts,
            chosen="" if decided is None else decided.code,
            ways=tuple(
                sorted(
                    (way_of(self.made, mode) for mode in now),
                    key=lambda way: (way.rupiah, way.days),
                )
            ),
            reasons=tuple(self._reasons(place, why)),
            binding=tuple(self._cap_names(why)) if rests else (),
            displaced_by=tuple(self.world.units[one].code for one in why.displaced_by)
            if rests and why is not None
            else (),
            after_failure=self._after_failure(unit, why) if decided is not None else "",
            later=tuple(round(share, 3) for share in self.later[place]),
            without_data=facts.scores is None,
        )

    def _cap_names(self, why: Explanation | None) -> list[str]:
        return [self.world.caps[one.cap].name for one in why.binding] if why else []

    def _reasons(self, place: int, why: Explanation | None) -> Iterator[str]:
        """The decision in sentences, every figure from the plan."""
        if self.made.asked.kampung[place].scores is None:
            yield "Belum pernah melapor, jadi dihitung dari laporan kosong. Laporan lebih dahulu."
        if why is None:
            yield "Kunci pada skenario ini bertentangan, jadi tidak ada keputusan."
        else:
            yield from reasons(self.made, why)

    def _after_failure(self, unit: Unit, why: Explanation | None) -> str:
        """What the plan means to do in the second year if nothing was gained."""
        branch = (
            next((one for one in why.branches if one.state == unit.state), None) if why else None
        )
        if branch is None or not branch.modes or why is None or why.chosen is None:
            return ""
        code = max(branch.modes, key=lambda one: one[1])[0]
        if code == REST:
            return "istirahat tahun berikutnya, lalu dihitung lagi."
        if code == why.chosen.code:
            return "ulangi cara yang sama tahun berikutnya."
        known = self.made.asked.catalogue.by_code
        names = [known[one].name for one in code.split("+") if one in known]
        return f"tahun berikutnya coba: {', '.join(names)}."

    # Early warning -------------------------------------------------------------------------------

    def _warned(self) -> Iterator[Warned]:
        """As many as there are visits, the largest expected loss first."""
        seen = {}
        for facts, unit in zip(self.made.asked.kampung, self.world.units, strict=True):
            one = _seen(self.made.instrument, facts, self.made.asked.cutoff)
            if one is not None:
                seen[unit.code] = (one, self.world.states[unit.state].worth + LEAST_WORTH)
        standings = [
            Standing(code, worth, float(one.margin), one.heading, one.months)
            for code, (one, worth) in seen.items()
        ]
        capacity = VISITS * max(1, len(self.made.asked.means.mentors))
        for alarm in warn(standings, capacity=min(capacity, len(standings))):
            is_drop = alarm.drop >= alarm.silence
            yield Warned(
                kampung=alarm.code,
                kind="turun kelas" if is_drop else "berhenti melapor",
                chance=round(alarm.drop if is_drop else alarm.silence, 3),
                reason=seen[alarm.code][0].words,
            )


@dataclass(frozen=True, slots=True)
class _Seen:
    """The weakest passed index of a kampung: points to spare, their change in a year, silence."""

    margin: int
    change: int | None
    """None where the scores of a year ago are not known."""
    months: float

    @property
    def heading(self) -> float:
        """The change as the curves take it: a leap of many points, such as from a first report,
        says no more than a few; what is not known points nowhere.
        """
        return float(min(max(self.change or 0, -STEEPEST), STEEPEST))

    @property
    def words(self) -> str:
        near = "tepat di ambang" if self.margin == 0 else f"{self.margin} poin di atas ambang"
        silent = (
            f"; laporan terakhir {id_number(self.months)} bulan lalu" if self.months >= 2 else ""
        )
        return f"Indeks terlemah yang lulus {near}{self._headed}{silent}."

    @property
    def _headed(self) -> str:
        if self.change is None:
            return "; setahun lalu belum ada laporan"
        if self.change == 0:
            return "; tetap sejak setahun lalu"
        way = "naik" if self.change > 0 else "turun"
        return f"; {way} {abs(self.change)} poin sejak setahun lalu"


def _seen(instrument: Instrument, facts: KampungFacts, cutoff: date) -> _Seen | None:
    """What early warning looks at; None where no index passes or nothing was reported."""
    if facts.scores is None:
        return None
    spare = _spare(instrument, facts.scores)
    passed = [place for place, points in enumerate(spare) if points >= 0]
    if not passed:
        return None
    before = None if facts.earlier is None else _spare(instrument, facts.earlier)
    weakest = min(passed, key=lambda place: (spare[place], -before[place] if before else 0))
    return _Seen(
        margin=spare[weakest],
        change=None if before is None else spare[weakest] - before[weakest],
        months=0 if facts.reported is None else _months(facts.reported, cutoff),
    )


def _spare(instrument: Instrument, scores: Sequence[int]) -> list[int]:
    """Points above the threshold of each index; below it they are negative."""
    return [
        sum(scores[place] for place in one.positions) - one.sum_needed
        for one in instrument.dimensions
        if one.sum_needed is not None
    ]


def _months(earlier: date, later: date) -> float:
    return float((later.year - earlier.year) * 12 + later.month - earlier.month)


def _group_of(code: str, groups: Mapping[str, str]) -> str:
    """The kecamatan that the code of a limit ends with; empty for those of all."""
    last = code.rpartition(":")[2]
    return last if last in groups else ""


# Changes ----------------------------------------------------------------------------------------


def _changed(before: Outcome, now: Outcome) -> Iterator[Changed]:
    """Every kampung whose first year is another one now, with what explains it best."""
    for choice in now.choices:
        old = before.by_code.get(choice.code)
        if old is None or old.chosen == choice.chosen:
            continue
        yield Changed(choice.name, _doing(old), _doing(choice), _why_changed(old, choice))


def _doing(choice: Choice) -> str:
    return ", ".join(choice.way.names) if choice.way else "istirahat"


def _why_changed(old: Choice, new: Choice) -> str:
    if old.state != new.state:
        return f"Keadaannya berubah: indeks yang lulus {old.state} menjadi {new.state}."
    if new.reasons and new.reasons[0].startswith("Dikunci"):
        return new.reasons[0]
    if old.way is not None:
        same = next((way for way in new.ways if way.code == old.chosen), None)
        if same is None:
            return "Cara yang lama tidak diperlukan atau tidak tersedia lagi."
        if abs(same.chance - old.way.chance) >= 0.05:
            return (
                f"Peluang cara yang lama menjadi {in_ten(same.chance)}, "
                f"dahulu {in_ten(old.way.chance)}."
            )
        if abs(same.rupiah - old.way.rupiah) >= 1:
            return (
                f"Biaya cara yang lama menjadi {id_rupiah(same.rupiah)}, "
                f"dahulu {id_rupiah(old.way.rupiah)}."
            )
    return "Memberi tempat kepada, atau mengambil tempat dari, kampung lain yang berubah."


# What if ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Bought:
    """What more of one limit changes, by year and in all; positive is more."""

    name: str
    more: tuple[float, ...]
    newly: tuple[float, ...]
    gain: float
    shortfall: float
    cost: float
    seconds: float

    @property
    def in_all(self) -> float:
        return sum(self.newly)

    @property
    def is_nothing(self) -> bool:
        return abs(self.shortfall) < WORTH_TELLING and abs(self.gain) < WORTH_TELLING


class NoSuchLimit(ValueError):
    """More of something that the plan does not limit buys nothing."""


class TooLong(ValueError):
    """The question was not answered in the time that it may take."""


def bought(text: str, code: str, more: Sequence[float], *, seconds: float, seed: int) -> Bought:
    """Solve a file again with more of one limit, by year; the plan itself is remembered."""
    made = _made(text, seconds, seed)
    place = next((n for n, cap in enumerate(made.world.caps) if cap.code == code), None)
    if place is None or not made.has_plan:
        raise NoSuchLimit("Sumber daya ini tidak dibatasi dalam rencana, jadi tidak ditambah.")
    try:
        found = solved_again(made.world, made.plan, place, tuple(more), seconds=LONGEST_WHAT_IF)
    except (OutOfTime, Unsolved) as late:
        raise TooLong("Waktu habis sebelum ada jawaban. Coba lagi sebentar lagi.") from late
    return Bought(
        name=made.world.caps[place].name,
        more=found.more,
        newly=found.newly,
        gain=found.gain,
        shortfall=found.shortfall,
        cost=found.cost,
        seconds=found.seconds,
    )


@lru_cache(maxsize=4)
def _made(text: str, seconds: float, seed: int) -> PlanOutput:
    """The plan of a file, made once per process: several questions are asked of one scenario."""
    return make_plan(plan_file.read_input(text), seconds=seconds, seed=seed)
