"""From what is asked to the solver's world, with everything told that the asker should know."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from naikkelas.classification.rules.points import score_when_empty
from naikkelas.instruments.rules import Instrument
from naikkelas.roadmap.rules.catalogue_file import digest
from naikkelas.roadmap.rules.drift import drift_of
from naikkelas.roadmap.rules.ladder import ladder_drift, ladder_modes, ladder_state, ladder_states
from naikkelas.roadmap.rules.modes import (
    DAYS,
    SEATS,
    SOURCES,
    TooManyActions,
    keeping_modes,
    modes_of,
    state_of,
    states_of,
    uses_of,
)
from naikkelas.roadmap.rules.plan_input import KampungFacts, PlanInput
from naikkelas.roadmap.rules.serving import bonus_of
from naikkelas.roadmap.solver.world import (
    BadWorld,
    Cap,
    Lock,
    Mode,
    Outcomes,
    State,
    Unit,
    Wish,
    World,
)

_NAMED = 5
"""How many kampung a warning names before it counts the rest."""


@dataclass(frozen=True)
class Built:
    """The world of an input and what is worth telling about it."""

    world: World
    warnings: tuple[str, ...]


def world_of(asked: PlanInput, instrument: Instrument) -> Built:
    """Units with their modes and drift, limits, target, locks. `BadWorld` on contradictions."""
    builder = _Builder(asked, instrument)
    world = builder.world()
    return Built(world, (*asked.remarks, *asked.warnings, *builder.warnings(world)))


class _Builder:
    """The parts of one world."""

    def __init__(self, asked: PlanInput, instrument: Instrument) -> None:
        self.asked, self.instrument = asked, instrument
        self.uses = uses_of(asked.catalogue)
        self.use_at = {use.code: place for place, use in enumerate(self.uses)}
        self.group_at = {group.code: place for place, group in enumerate(asked.groups)}
        self.empty = tuple(score_when_empty(one) for one in instrument.indicators)
        self.is_ladder = instrument.level_table is None
        self.earlier = {} if asked.previous is None else self._ordered(asked.previous.actions)

    def world(self) -> World:
        asked, rules = self.asked, self.asked.rules
        units = tuple(map(self._named_unit, asked.kampung))
        return World(
            states=self._states(),
            uses=self.uses,
            groups=tuple(group.code for group in asked.groups),
            units=units,
            years=asked.years,
            caps=tuple(self._caps()),
            target=self._target(),
            fairness=rules.fairness,
            discount=rules.discount,
            locks=tuple(self._locks(units)),
            previous=self._previous(units),
        )

    def _states(self) -> tuple[State, ...]:
        rules = self.asked.rules
        states = ladder_states if self.is_ladder else states_of
        return states(
            self.instrument, rules.weights, rules.counting, climbing_counts=rules.climbing_counts
        )

    def _target(self) -> tuple[float, ...]:
        rules = self.asked.rules
        if rules.target is not None:
            return rules.target
        needed = math.ceil(Fraction(str(rules.share)) * len(self.asked.kampung))
        return (float(needed),) * self.asked.years

    # Units

    def _named_unit(self, one: KampungFacts) -> Unit:
        try:
            return self._unit(one)
        except TooManyActions as many:
            raise BadWorld(f"Kampung {one.code}: {many}") from many

    def _unit(self, one: KampungFacts) -> Unit:
        scores = one.scores if one.scores is not None else self.empty
        if one.group not in self.group_at:
            raise BadWorld(f"Kampung {one.code}: kecamatan “{one.group}” tidak ada dalam daftar.")
        find_state = ladder_state if self.is_ladder else state_of
        drift = self._drift(one, scores)
        chances = {**self.asked.chances, **one.chances}
        keeping = keeping_modes(self.asked.catalogue, self.uses, drift, chances)
        state = find_state(self.instrument, scores)
        modes = self._modes(scores, self._wanted(one.code), chances)
        return Unit(
            code=one.code,
            group=self.group_at[one.group],
            state=state,
            modes=self._with_bonus(one, state, modes, chances) + keeping,
            drift=drift,
        )

    def _modes(
        self, scores: Sequence[int], wanted: list[tuple[str, ...]], chances: Mapping[str, float]
    ) -> tuple[Mode, ...]:
        asked, uses = self.asked, self.uses
        if self.is_ladder:
            return ladder_modes(
                self.instrument, scores, asked.catalogue, uses, chances=chances, wanted=wanted
            )
        rise = asked.rules.drift.rise.value
        return modes_of(
            self.instrument,
            scores,
            asked.catalogue,
            uses,
            chances=chances,
            rises=(rise,) * len(self.instrument.dimensions) if rise else (),
            wanted=wanted,
        )

    def _with_bonus(
        self,
        one: KampungFacts,
        state: int,
        modes: tuple[Mode, ...],
        chances: Mapping[str, float],
    ) -> tuple[Mode, ...]:
        """The modes of the present state with what they bring to themes besides.

        Of the present state only: what would be missing in a later one nobody knows.
        """
        if not one.serves:
            return modes
        usual = {each.code: each.chance.mean for each in self.asked.catalogue.actions}
        means = {**usual, **chances}
        weight = self.asked.rules.themes
        return tuple(
            replace(mode, bonus=bonus_of(one.serves, mode.actions, means, weight))
            if mode.state == state
            else mode
            for mode in modes
        )

    def _drift(self, one: KampungFacts, scores: Sequence[int]) -> tuple[Outcomes, ...]:
        drift, months = self.asked.rules.drift, self._silent(one)
        if self.is_ladder:
            return ladder_drift(self.instrument, scores, drift, months=months)
        return drift_of(self.instrument, scores, drift, months=months)

    def _silent(self, one: KampungFacts) -> int | None:
        """Months since the last report; a kampung with scores but no month is taken as fresh."""
        if one.reported is None:
            return 0 if one.scores is not None else None
        end = self.asked.cutoff
        return (end.year - one.reported.year) * 12 + end.month - one.reported.month

    def _wanted(self, code: str) -> list[tuple[str, ...]]:
        """Sets that must be at hand: the earlier plan's, and those that locks name."""
        locked = [lock.actions for lock in self.asked.rules.locks if lock.kampung == code]
        earlier = self.earlier.get(code, ())
        return [actions for actions in (*locked, earlier) if actions]

    def _ordered(self, actions: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        """Known actions in the order of the catalogue, as the codes of modes have them."""
        known = [action.code for action in self.asked.catalogue.actions]
        return {
            kampung: tuple(code for code in known if code in done)
            for kampung, done in actions.items()
        }

    # Limits

    def _caps(self) -> Iterator[Cap]:
        yield from self._money_caps()
        yield from self._mentor_caps()
        yield from self._seat_caps()

    def _money_caps(self) -> Iterator[Cap]:
        lines: dict[tuple[str, str], list[tuple[float, ...]]] = {}
        for one in self.asked.means.money:
            lines.setdefault((one.source, one.group), []).append(one.rupiah)
        for (source, group), amounts in lines.items():
            if source in self.use_at:
                name = f"Pagu {SOURCES.get(source, source)}"
                yield self._cap(f"dana:{source}", name, source, amounts, group)

    def _seat_caps(self) -> Iterator[Cap]:
        lines: dict[str, list[tuple[float, ...]]] = {}
        for one in self.asked.means.seats:
            lines.setdefault(one.group, []).append(one.seats)
        for group, amounts in lines.items():
            yield self._cap("kursi", "Kursi pelatihan", SEATS, amounts, group)

    def _cap(
        self, code: str, name: str, use: str, amounts: list[tuple[float, ...]], group: str
    ) -> Cap:
        within = [
            place for place, one in enumerate(self.asked.kampung) if not group or one.group == group
        ]
        return Cap(
            code=f"{code}:{group}" if group else code,
            name=f"{name}, {self._group_name(group)}" if group else name,
            use=self.use_at[use],
            amounts=tuple(map(sum, zip(*amounts, strict=True))),
            units=tuple(within) if group else None,
        )

    def _group_name(self, code: str) -> str:
        return self.asked.groups[self.group_at[code]].name

    def _mentor_caps(self) -> Iterator[Cap]:
        """Days of each mentor for the kampung that name them; of a kecamatan's for the others."""
        if not self.asked.means.mentors:
            return
        for code, (name, days, units) in self.mentored().items():
            yield Cap(code, name, self.use_at[DAYS], days, units)

    def mentored(self) -> dict[str, tuple[str, tuple[float, ...], tuple[int, ...]]]:
        """Code of a cap of days → name, days by year, units; nothing where there is no unit."""
        own: dict[str, list[int]] = {}
        rest: dict[str, list[int]] = {}
        for place, one in enumerate(self.asked.kampung):
            (own if one.mentor else rest).setdefault(one.mentor or one.group, []).append(place)
        found: dict[str, tuple[str, tuple[float, ...], tuple[int, ...]]] = {}
        pools: dict[str, list[tuple[float, ...]]] = {}
        for mentor in self.asked.means.mentors:
            if mentor.code in own:
                name = f"Pendamping {mentor.name}"
                units = tuple(own[mentor.code])
                found[f"pendamping:{mentor.code}"] = (name, mentor.days, units)
            elif mentor.group in rest:
                pools.setdefault(mentor.group, []).append(mentor.days)
        for group, days in pools.items():
            total = tuple(map(sum, zip(*days, strict=True)))
            name = f"Pendamping {self._group_name(group)}"
            found[f"hari:{group}"] = (name, total, tuple(rest.pop(group)))
        alone = tuple(sorted(place for places in rest.values() for place in places))
        if alone:
            found["hari:tanpa"] = ("Kampung tanpa pendamping", (0.0,) * self.asked.years, alone)
        return found

    # Wishes

    def _locks(self, units: Sequence[Unit]) -> Iterator[Lock]:
        at = {unit.code: place for place, unit in enumerate(units)}
        for lock in self.asked.rules.locks:
            if lock.kampung not in at:
                raise BadWorld(f"Kunci menyebut kampung {lock.kampung}, yang tidak ada.")
            unit = units[at[lock.kampung]]
            code = "+".join(lock.actions) if lock.wish == Wish.MODE else ""
            if code and code not in _codes_now(unit):
                raise BadWorld(
                    f"Kampung {unit.code}: tindakan {', '.join(lock.actions)} tidak dapat dikunci "
                    "bersama. Periksa syaratnya dan apakah masih ada yang dapat diangkat."
                )
            yield Lock(at[lock.kampung], lock.year, lock.wish, code)

    def _previous(self, units: Sequence[Unit]) -> dict[str, str]:
        """The earlier plan's decisions that can still be taken."""
        found = {}
        for unit in units:
            if unit.code in self.earlier:
                code = "+".join(self.earlier[unit.code])
                if not code or code in _codes_now(unit):
                    found[unit.code] = code
        return found

    # What is worth telling

    def warnings(self, world: World) -> Iterator[str]:
        yield from self._unlimited()
        yield from self._about_kampung()
        yield from self._about_target(world)
        yield from self._about_previous(world)
        yield from self._hopeless()
        assumed = [one for one in self.asked.catalogue.actions if one.has_assumptions]
        if assumed:
            total = len(self.asked.catalogue.actions)
            yield (
                f"{len(assumed)} dari {total} tindakan memakai angka asumsi. Periksa dan sebutkan "
                "sumbernya dalam katalog."
            )

    def _hopeless(self) -> Iterator[str]:
        chances = {one.code: one.chance.mean for one in self.asked.catalogue.actions}
        chances |= self.asked.chances
        own = {code for one in self.asked.kampung for code, chance in one.chances.items() if chance}
        codes = [code for code, chance in chances.items() if not chance and code not in own]
        if codes:
            yield (
                f"Tidak pernah berhasil, jadi tidak direncanakan: {', '.join(codes)}. Periksa "
                "peluangnya."
            )

    def _unlimited(self) -> Iterator[str]:
        listed = {one.source for one in self.asked.means.money}
        for source in self.asked.catalogue.sources:
            if source not in listed:
                name = SOURCES.get(source, source)
                yield f"Pagu {name} tidak dibatasi: belum ada angkanya dalam sumber_daya.dana."
        if self.asked.catalogue.actions and not self.asked.means.mentors:
            yield "Hari pendamping tidak dibatasi: sumber_daya.pendamping kosong."
        if self.asked.catalogue.actions and not self.asked.means.seats:
            yield "Kursi pelatihan tidak dibatasi: sumber_daya.kursi kosong."

    def _about_kampung(self) -> Iterator[str]:
        if not self.asked.kampung:
            yield "Tidak ada kampung dalam masukan: rencananya kosong."
        silent = [one.name for one in self.asked.kampung if one.scores is None]
        if silent:
            yield (
                f"{_named(silent)} belum pernah melapor: dihitung dari laporan kosong. Laporan "
                "pertama dapat mengubah rencana ini."
            )
        alone = self.mentored().get("hari:tanpa") if self.asked.means.mentors else None
        if alone is not None:
            names = [self.asked.kampung[place].name for place in alone[2]]
            yield f"{_named(names)} tanpa pendamping: tidak ada hari pendamping untuknya."

    def _about_target(self, world: World) -> Iterator[str]:
        may = sum(not world.states[unit.state].counts for unit in world.units)
        if not self.asked.rules.climbing_counts and sum(world.target) > may:
            yield (
                f"Target seluruhnya {sum(world.target):g} kampung, sedangkan yang belum masuk "
                f"kelas target hanya {may}."
            )

    def _about_previous(self, world: World) -> Iterator[str]:
        previous = self.asked.previous
        if previous is None:
            return
        now = digest(self.asked.catalogue)
        if previous.catalogue and previous.catalogue != now:
            yield (
                f"Katalog berubah sejak rencana sebelumnya ({previous.catalogue[:12]} → "
                f"{now[:12]}): biaya dan peluangnya dihitung ulang."
            )
        known = set(self.asked.catalogue.by_code)
        gone = {code for done in previous.actions.values() for code in done if code not in known}
        if gone:
            yield f"Tindakan rencana sebelumnya yang tidak ada lagi: {', '.join(sorted(gone))}."
        lost = [
            unit.code
            for unit in world.units
            if previous.actions.get(unit.code) and unit.code not in world.previous
        ]
        if lost:
            yield f"Keputusan sebelumnya tidak tersedia lagi untuk {_named(lost)}."
        absent = sorted(set(previous.actions) - {unit.code for unit in world.units})
        if absent:
            yield f"Ada dalam rencana sebelumnya tetapi tidak dalam masukan: {_named(absent)}."


def _codes_now(unit: Unit) -> set[str]:
    return {mode.code for mode in unit.modes if mode.state == unit.state}


def _named(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    told = ", ".join(names[:_NAMED])
    return f"{told} dan {more} kampung lain" if more > 0 else told


def cap_of_days(world: World, unit: int) -> Cap | None:
    """The limit that the days of a unit's mentor are counted against."""
    for cap in world.caps:
        if world.uses[cap.use].code == DAYS and cap.units is not None and unit in cap.units:
            return cap
    return None
