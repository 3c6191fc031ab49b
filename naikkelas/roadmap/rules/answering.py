"""From the planner's file to what the office reads: plan, forecast, reasons, warnings, remedies."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

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
    Way,
)
from naikkelas.roadmap.rules.plan_input import Means, PlanInput
from naikkelas.roadmap.rules.planning import PlanOutput, make_plan
from naikkelas.roadmap.rules.schedule import Step
from naikkelas.roadmap.solver.forecast import Forecast, forecast
from naikkelas.roadmap.solver.plan import REST, Plan
from naikkelas.roadmap.solver.warning import Standing, warn
from naikkelas.roadmap.solver.world import Cap, Mode, Unit, Wish, World

Progress = Callable[[int, str], None]
FULL = 0.98
"""A limit of which this share is used is called spent."""
MISSED = 0.05
"""Expected kampung below the target that are worth telling."""
FACTORS = (1.25, 1.5, 2.0, 3.0)
MOST = 5.0
VISITS = 3
"""Warned kampung that a mentor can go to in a quarter."""
DISPLACING = 3
_QUICK_PATHS, _PATHS = 400, 2000


def _silent(percent: int, words: str) -> None:
    """Nobody watches."""


def answer(
    text: str,
    *,
    seconds: float,
    seed: int,
    before: Outcome | None = None,
    progress: Progress = _silent,
) -> Outcome:
    """Answer a file; ValueError in words where it contradicts itself."""
    return answer_input(
        plan_file.read_input(text), seconds=seconds, seed=seed, before=before, progress=progress
    )


def answer_input(
    asked: PlanInput,
    *,
    seconds: float,
    seed: int,
    before: Outcome | None = None,
    progress: Progress = _silent,
    quick: bool = False,
) -> Outcome:
    """The same from plain data. `quick` leaves out remedies and walks fewer paths."""
    progress(15, "Mencari rencana terbaik")
    made = make_plan(asked, seconds=seconds, seed=seed)
    progress(60, "Memperkirakan hasilnya")
    told = _Told(made)
    looking = _forecast(made, seed, _QUICK_PATHS if quick else _PATHS)
    progress(75, "Menjelaskan tiap kampung")
    found = told.outcome(looking, before)
    if quick or found.shortfall < MISSED or found.conflicts:
        return found
    progress(85, "Mencari apa yang membuat target terjangkau")
    return replace(found, remedies=tuple(_remedies(made, found, seconds, seed)))


def _forecast(made: PlanOutput, seed: int, paths: int) -> Forecast | None:
    if not made.has_plan or not made.world.units:
        return None
    return forecast(made.world, made.plan, paths=paths, seed=seed)


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

    @cached_property
    def binding(self) -> dict[int, list[Cap]]:
        """By unit: the limits that are spent in the first year."""
        if not self.plan.years:
            return {}
        found: dict[int, list[Cap]] = {}
        for place, cap in enumerate(self.world.caps):
            used, amount = self.plan.years[0].used[place], cap.amounts[0]
            if used >= FULL * amount:
                members = range(len(self.world.units)) if cap.units is None else cap.units
                for unit in members:
                    found.setdefault(unit, []).append(cap)
        return found

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
        return Choice(
            code=unit.code,
            name=self.names[unit.code],
            group=self.world.groups[unit.group],
            level=state.level,
            state=state.code,
            counts=state.counts,
            chosen="" if decided is None else decided.code,
            ways=tuple(sorted(map(self._way, now), key=lambda way: (way.rupiah, way.days))),
            reasons=tuple(self._reasons(place, unit, decided, now)),
            binding=tuple(
                cap.name for cap in self.binding.get(place, ()) if decided is None and now
            )[:DISPLACING],
            displaced_by=() if decided is not None else tuple(self._displacing(place, now)),
            after_failure="" if decided is None else self._after_failure(place, decided),
            later=tuple(round(share, 3) for share in self.later[place]),
            without_data=facts.scores is None,
        )

    def _way(self, mode: Mode) -> Way:
        amounts = dict(zip((use.code for use in self.world.uses), mode.uses, strict=True))
        catalogue = self.made.asked.catalogue.by_code
        best = max(mode.outcomes, key=lambda one: self.world.states[one[0]].worth)[0]
        return Way(
            code=mode.code,
            actions=mode.actions,
            names=tuple(catalogue[code].name for code in mode.actions),
            rupiah=self.world.price(mode),
            days=amounts.get(DAYS_USE, 0.0),
            seats=amounts.get(SEATS_USE, 0.0),
            chance=round(_chance_of_rise(self.world, mode), 4),
            counting=round(self.world.newly(mode.state, mode.outcomes), 4),
            level=self.world.states[best].level,
        )

    def _reasons(
        self, place: int, unit: Unit, decided: Mode | None, now: Sequence[Mode]
    ) -> Iterator[str]:
        wishes = {lock.wish for lock in self.world.locks if lock.unit == place and not lock.year}
        if wishes - {Wish.MUST_NOT}:
            yield "Dikunci: kantor meminta kampung ini dikerjakan."
        if Wish.MUST_NOT in wishes:
            yield "Dikunci: kantor meminta kampung ini tidak dikerjakan tahun ini."
            return
        if self.made.asked.kampung[place].scores is None:
            yield "Belum pernah melapor, jadi dihitung dari laporan kosong. Laporan lebih dahulu."
        if decided is not None:
            yield from self._why_chosen(decided)
            return
        if not now:
            yield (
                "Sudah di kelas tertinggi."
                if unit.state == len(self.world.states) - 1
                else "Tidak ada tindakan di katalog yang menaikkannya."
            )
            return
        yield from self._why_not(place, now)

    def _why_chosen(self, mode: Mode) -> Iterator[str]:
        way = self._way(mode)
        counting = (
            f", dan {_share(way.counting)} mencapai kelas yang dihitung untuk target"
            if way.counting
            else ""
        )
        yield (f"Dengan {id_rupiah(way.rupiah)}, peluang naiknya {_share(way.chance)}{counting}.")

    def _why_not(self, place: int, now: Sequence[Mode]) -> Iterator[str]:
        """From the worth of each mode at the margin: how much is lacking, and what is spent."""
        values = self.plan.values[place] if place < len(self.plan.values) else {}
        best = max(now, key=lambda mode: values.get(mode.code, float("-inf")))
        gap = values.get(REST, 0.0) - values.get(best.code, 0.0)
        spent = [cap for cap in self.binding.get(place, ()) if best.uses[cap.use] > 0]
        way = self._way(best)
        if spent:
            names = ", ".join(cap.name for cap in spent)
            yield (
                f"{names} habis dipakai kampung yang hasilnya lebih besar. Cara terbaiknya di sini "
                f"{id_rupiah(way.rupiah)} dengan peluang naik {_share(way.chance)}."
            )
        elif gap > 1e-6:
            yield (
                f"Cara terbaiknya {id_rupiah(way.rupiah)}, peluang naik {_share(way.chance)}; "
                "lebih baik dikerjakan pada tahun lain atau sesudah kampung lain."
            )
        else:
            yield "Setara dengan kampung yang dikerjakan, tetapi tidak cukup tempat tahun ini."

    def _displacing(self, place: int, now: Sequence[Mode]) -> Iterator[str]:
        """Chosen kampung that use what this one would need, those with the smallest gain first."""
        spent = {cap.code: cap for cap in self.binding.get(place, ())}
        if not spent or not now:
            return
        rivals: list[tuple[float, str]] = []
        for other, mode in enumerate(self._decisions):
            if mode is None or other == place:
                continue
            shared = [
                cap
                for cap in spent.values()
                if mode.uses[cap.use] > 0 and (cap.units is None or other in cap.units)
            ]
            if shared:
                gain = self.world.gain(mode.state, mode.outcomes)
                rivals.append((gain, self.world.units[other].code))
        yield from (code for _, code in sorted(rivals)[:DISPLACING])

    def _after_failure(self, place: int, mode: Mode) -> str:
        """What the policy does in the second year if nothing was gained."""
        state = self.world.units[place].state
        parts = [
            part
            for part in self.plan.policy
            if part.unit == place and part.year == 1 and part.state == state and part.mass > 1e-6
        ]
        if not parts:
            return ""
        likely = max(parts, key=lambda part: part.mass)
        if likely.mode == REST:
            return "istirahat tahun berikutnya, lalu dihitung lagi."
        if likely.mode == mode.code:
            return "ulangi cara yang sama tahun berikutnya."
        known = self.made.asked.catalogue.by_code
        names = [known[code].name for code in likely.mode.split("+") if code in known]
        return f"tahun berikutnya coba: {', '.join(names)}."

    # Early warning -------------------------------------------------------------------------------

    def _warned(self) -> Iterator[Warned]:
        asked, instrument = self.made.asked, self.made.instrument
        margins = {}
        standings = []
        for facts, unit in zip(asked.kampung, self.world.units, strict=True):
            if facts.scores is None:
                continue
            spare = [
                sum(facts.scores[place] for place in one.positions) - one.sum_needed
                for one in instrument.dimensions
                if one.sum_needed is not None
            ]
            passed = [points for points in spare if points >= 0]
            if not passed:
                continue
            months = 0 if facts.reported is None else _months(facts.reported, asked.cutoff)
            margins[unit.code] = (min(passed), months)
            worth = self.world.states[unit.state].worth
            standings.append(Standing(unit.code, worth + 0.1, float(min(passed)), 0.0, months))
        capacity = VISITS * max(1, len(asked.means.mentors))
        for alarm in warn(standings, capacity=min(capacity, len(standings))):
            margin, months = margins[alarm.code]
            is_drop = alarm.drop >= alarm.silence
            yield Warned(
                kampung=alarm.code,
                kind="turun kelas" if is_drop else "berhenti melapor",
                chance=round(alarm.drop if is_drop else alarm.silence, 3),
                reason=_why_warned(margin, months),
            )


def _why_warned(margin: int, months: float) -> str:
    near = "tepat di ambang" if margin == 0 else f"{margin} poin di atas ambang"
    silent = f"; laporan terakhir {id_number(months)} bulan lalu" if months >= 2 else ""
    return f"Indeks terlemah yang lulus {near}{silent}."


def _months(earlier: date, later: date) -> float:
    return float((later.year - earlier.year) * 12 + later.month - earlier.month)


def _share(chance: float) -> str:
    """`±6 dari 10`: a chance without false decimals."""
    return f"±{id_number(round(10 * chance))} dari 10"


def _chance_of_rise(world: World, mode: Mode) -> float:
    start = world.states[mode.state].worth
    return sum(
        share
        for reached, share in mode.outcomes
        if reached != mode.state and world.states[reached].worth >= start
    )


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
                f"Peluang cara yang lama menjadi {_share(same.chance)}, "
                f"dahulu {_share(old.way.chance)}."
            )
        if abs(same.rupiah - old.way.rupiah) >= 1:
            return (
                f"Biaya cara yang lama menjadi {id_rupiah(same.rupiah)}, "
                f"dahulu {id_rupiah(old.way.rupiah)}."
            )
    return "Memberi tempat kepada, atau mengambil tempat dari, kampung lain yang berubah."


# Remedies ---------------------------------------------------------------------------------------


def _remedies(made: PlanOutput, found: Outcome, seconds: float, seed: int) -> Iterator[str]:
    """For each kind of resource that is spent: how much more would close the gap, by solving."""
    kinds = {
        "dana": ("dana", any(one.unit == RUPIAH and _is_spent(one) for one in found.limits)),
        "hari": (
            "hari pendamping",
            any(one.unit == DAYS and _is_spent(one) for one in found.limits),
        ),
        "kursi": (
            "kursi pelatihan",
            any(one.unit == SEATS and _is_spent(one) for one in found.limits),
        ),
    }
    spent = [kind for kind, (_, is_spent) in kinds.items() if is_spent]
    for kind in spent:
        yield _remedy(made, (kind,), kinds[kind][0], found.shortfall, seconds, seed)
    if len(spent) != 1:
        yield _remedy(made, tuple(kinds), "semua sumber daya", found.shortfall, seconds, seed)


def _is_spent(limit: Limit) -> bool:
    return any(
        used >= FULL * amount for used, amount in zip(limit.used, limit.amounts, strict=True)
    )


def _remedy(
    made: PlanOutput,
    kinds: tuple[str, ...],
    name: str,
    missing: float,
    seconds: float,
    seed: int,
) -> str:
    def shortfall(factor: float) -> float:
        means = _scaled(made.asked.means, kinds, factor)
        return make_plan(
            replace(made.asked, means=means), seconds=min(seconds, 4.0), seed=seed
        ).plan.shortfall

    with_most = shortfall(MOST)
    if with_most >= MISSED:
        better = missing - with_most
        return (
            f"Menambah {name} saja tidak cukup: bahkan {id_number(MOST)} kali lipat masih kurang "
            f"{id_number(with_most, 1)} kampung"
            + (f" ({id_number(better, 1)} lebih baik)." if better > MISSED else ".")
        )
    for factor in FACTORS:
        if shortfall(factor) < MISSED:
            return f"Target terjangkau bila {name} menjadi {id_number(factor)} kali lipat."
    return f"Target terjangkau bila {name} menjadi {id_number(MOST)} kali lipat."


def _scaled(means: Means, kinds: tuple[str, ...], factor: float) -> Means:
    def more(amounts: tuple[float, ...]) -> tuple[float, ...]:
        return tuple(factor * amount for amount in amounts)

    return Means(
        money=tuple(replace(one, rupiah=more(one.rupiah)) for one in means.money)
        if "dana" in kinds
        else means.money,
        mentors=tuple(replace(one, days=more(one.days)) for one in means.mentors)
        if "hari" in kinds
        else means.mentors,
        seats=tuple(replace(one, seats=more(one.seats)) for one in means.seats)
        if "kursi" in kinds
        else means.seats,
    )
