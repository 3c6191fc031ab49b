"""From the database to the planner: everything that a plan rests on, frozen as one file."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from naikkelas.areas.models import Area
from naikkelas.areas.queries import several_settings
from naikkelas.classification.queries import cutoff_from
from naikkelas.classification.rules.points import COUNTING, counted
from naikkelas.instruments.queries import in_use
from naikkelas.lib.dates import month_end
from naikkelas.roadmap.errors import (
    CatalogueMissing,
    MeansMissing,
    NoKampung,
    UnfitMeans,
    UnfitScenario,
)
from naikkelas.roadmap.models import CatalogueVersion, Means, Scenario
from naikkelas.roadmap.queries.gaps import Ground
from naikkelas.roadmap.queries.learning import tried
from naikkelas.roadmap.queries.stored import (
    kampung_by_village,
    newest_catalogue,
    newest_means,
    outcome_of,
    read_catalogue,
    standing_locks,
)
from naikkelas.roadmap.rules import answering, means, plan_file, plan_input
from naikkelas.roadmap.rules.answering import Bought
from naikkelas.roadmap.rules.catalogue import Catalogue
from naikkelas.roadmap.rules.catalogue_file import digest
from naikkelas.roadmap.rules.means import MeansData, Mentors, Money
from naikkelas.roadmap.rules.modes import SOURCES
from naikkelas.roadmap.rules.outcome import Outcome
from naikkelas.roadmap.rules.plan_input import KampungFacts, PlanInput, Served
from naikkelas.roadmap.rules.target import TargetRule
from naikkelas.roadmap.solver.world import Wish
from naikkelas.themes.queries.benefits import joint_benefits

YEARS = 5
FIRST_GUESS_DAYS = 48.0
ABSENT = -1


@dataclass(frozen=True)
class Frozen:
    """The planner's file with the versions that it was made from."""

    text: str
    worths: dict[str, float]
    instrument: str
    basis: str
    cutoff: date
    start_year: int
    years: int
    catalogue: CatalogueVersion
    means: Means


def frozen_inputs(kabupaten_code: str, *, previous: Scenario | None, seed: int) -> Frozen:
    """What a scenario asked for now would be computed from; refused where something is missing."""
    catalogue, resources = newest_catalogue(kabupaten_code), newest_means(kabupaten_code)
    if catalogue is None:
        raise CatalogueMissing
    if resources is None:
        raise MeansMissing
    values = several_settings(kabupaten_code)
    instrument, basis = str(values["instrument"]), str(values["target_basis"])
    if catalogue.instrument != instrument:
        raise UnfitScenario(
            f"Katalog ini untuk aturan {catalogue.instrument}, sedangkan yang berlaku "
            f"{instrument}. Simpan katalog untuk aturan yang berlaku."
        )
    cutoff = cutoff_from(str(values["cutoff"]), str(values["time_zone"]))
    data = _read(resources)
    groups, known = tuple(_groups(kabupaten_code)), tried(kabupaten_code)
    found = _kampung(kabupaten_code, instrument, cutoff, basis, read_catalogue(catalogue))
    asked = PlanInput(
        instrument=instrument,
        cutoff=cutoff,
        start=date(data.start_year, 1, 1),
        years=data.years,
        groups=groups,
        kampung=found.planned,
        remarks=found.left_out,
        catalogue=read_catalogue(catalogue),
        means=as_planned(data, groups),
        rules=_rules(
            data,
            TargetRule.of(values["target_rule"]),
            kabupaten_code,
            [level.code for level in in_use(instrument).levels],
        ),
        chances=known.chances,
        previous=_previous(previous),
    )
    if not asked.kampung:
        raise NoKampung
    return Frozen(
        text=plan_file.write_input(asked),
        worths=known.worths,
        instrument=instrument,
        basis=basis,
        cutoff=cutoff,
        start_year=data.start_year,
        years=data.years,
        catalogue=catalogue,
        means=resources,
    )


def _read(resources: Means) -> MeansData:
    try:
        return means.read(resources.text)
    except means.BadMeans as error:
        raise UnfitMeans(str(error)) from error


def _groups(kabupaten_code: str) -> Iterator[plan_input.Group]:
    for code, name in kecamatan_of(kabupaten_code).items():
        yield plan_input.Group(code, name)


def kecamatan_of(kabupaten_code: str) -> dict[str, str]:
    """Code → name of the kecamatan in force."""
    own = Area.objects.children_of(kabupaten_code).current()
    return dict(own.order_by("code").values_list("code", "name"))


@dataclass(frozen=True)
class _Found:
    """The kampung to plan, and those that share a village with one of them and are not planned."""

    planned: tuple[KampungFacts, ...]
    left_out: tuple[str, ...]


def _kampung(
    kabupaten_code: str, instrument: str, cutoff: date, basis: str, catalogue: Catalogue
) -> _Found:
    """Live kampung with their counted scores now and a year ago; one of each village."""
    ground = Ground.of(kabupaten_code)
    if not ground.facts.count:
        return _Found((), ())
    standings = ground.standings(instrument, cutoff, basis)
    scores = counted(standings, ground.rule(instrument))
    before = _a_year_ago(ground, instrument, cutoff, basis)
    first = kampung_by_village(standings["kode_desa"])
    serves = _serves(kabupaten_code, catalogue)
    planned, left_out = [], []
    for place, row in enumerate(standings.iter_rows(named=True)):
        code = row["kode_desa"]
        if code in first and first[code].pk != UUID(row["kampung_uuid"]):
            left_out.append(
                f"Di desa {code} ada lebih dari satu Kampung KB. Yang direncanakan "
                f"{first[code].nama}; {row['nama']} belum ikut. Bila kembar, gabungkan atau "
                "tutup salah satunya."
            )
            continue
        last = row["laporan_terakhir"]
        planned.append(
            KampungFacts(
                code=code,
                name=row["nama"],
                group=code.rpartition(".")[0],
                scores=None if row["belum_pernah_lapor"] else _plain(scores[place]),
                reported=last.replace(day=1) if last else None,
                earlier=before[place],
                serves=serves.get(UUID(row["kampung_uuid"]), {}),
            )
        )
    return _Found(tuple(planned), tuple(left_out))


def _serves(kabupaten_code: str, catalogue: Catalogue) -> dict[UUID, dict[str, tuple[Served, ...]]]:
    """By kampung and action: the criteria of its themes that would be met besides, in words."""
    known = set(catalogue.by_code)
    return {
        kampung: {
            one.action: tuple(Served(*criterion) for criterion in one.criteria)
            for one in found
            if one.action in known
        }
        for kampung, found in joint_benefits(kabupaten_code).items()
    }


def _a_year_ago(
    ground: Ground, instrument: str, cutoff: date, basis: str
) -> list[tuple[int, ...] | None]:
    """The counted scores twelve months before, in the order of the facts; None before any report.

    From what is known now, as the baseline of a target is.
    """
    earlier = month_end(date(cutoff.year - 1, cutoff.month, 1))
    standings = ground.standings(instrument, earlier, basis)
    scores = counted(standings, ground.rule(instrument))
    return [
        None if silent else _plain(scores[place])
        for place, silent in enumerate(standings["belum_pernah_lapor"])
    ]


def _plain(scores: Iterable[int]) -> tuple[int, ...]:
    return tuple(max(0, int(score)) for score in scores)


def as_planned(data: MeansData, groups: Iterable[plan_input.Group]) -> plan_input.Means:
    """Means as the planner takes them: every mentor a person with days of their own.

    Mentors of a kecamatan that is no more (its code was replaced) are left out.
    """
    known = {group.code for group in groups}
    teams = [one for one in data.mentors if one.kecamatan in known]
    return plan_input.Means(
        money=tuple(plan_input.Money(one.source, one.amounts) for one in data.money),
        mentors=tuple(
            plan_input.Mentor(
                code=f"{one.kecamatan}-{number}",
                name=f"Pendamping {number} Kec. {one.name}",
                days=(one.days_each,) * data.years,
                group=one.kecamatan,
            )
            for one in teams
            for number in range(1, one.count + 1)
        )
        or _nobody(known, data.years),
        seats=(plan_input.Seats(data.seats),),
    )


def _nobody(kecamatan: Iterable[str], years: int) -> tuple[plan_input.Mentor, ...]:
    """No mentors at all is a limit of zero; to the planner an empty list would be no limit."""
    return tuple(
        plan_input.Mentor(f"{code}-0", "Belum ada pendamping", (0.0,) * years, code)
        for code in sorted(kecamatan)
    )


def _weights(data: MeansData, levels: Iterable[str]) -> dict[str, float]:
    """The worth of every level of the rule in force."""
    return {level: data.weights.get(level, plan_input.WEIGHTS.get(level, 0.0)) for level in levels}


def _rules(
    data: MeansData, target: TargetRule, kabupaten_code: str, levels: Iterable[str]
) -> plan_input.Rules:
    share = float(target.share) if data.target_share is None else data.target_share
    return plan_input.Rules(
        share=share,
        counting=target.levels or COUNTING,
        fairness=data.fairness,
        discount=data.discount,
        weights=_weights(data, levels),
        themes=plan_input.ThemeWeight(each=data.theme_weight),
        locks=tuple(_locks(data, kabupaten_code)),
    )


def _locks(data: MeansData, kabupaten_code: str) -> Iterator[plan_input.LockOn]:
    for lock in standing_locks(kabupaten_code):
        year = lock.year - data.start_year
        if 0 <= year < data.years and lock.kampung.is_active:
            yield plan_input.LockOn(lock.kampung.village_id, year, Wish(lock.wish))


def _previous(scenario: Scenario | None) -> plan_input.Previous | None:
    if scenario is None or not scenario.is_done:
        return None
    return previous_of(outcome_of(scenario), digest(read_catalogue(scenario.catalogue)))


def previous_of(found: Outcome, catalogue: str) -> plan_input.Previous:
    """The first year of a plan, as the next one is told of it."""
    return plan_input.Previous(
        catalogue, {one.code: one.way.actions if one.way else () for one in found.choices}
    )


# What if ----------------------------------------------------------------------------------------


def bought(scenario: Scenario, kind: str, key: str, amount: float) -> Bought:
    """What more of one resource would change: `dana` of a source, `kursi`, `pendamping` of a
    kecamatan. Money and seats come in the first year, a mentor stays for all years.
    """
    data = means.read(scenario.means.text)
    once = (amount, *(0.0,) * (scenario.years - 1))
    if kind == "pendamping":
        team = next((one for one in data.mentors if one.kecamatan == key), None)
        days = team.days_each if team and team.days_each else FIRST_GUESS_DAYS
        code, more = f"hari:{key}", (amount * days,) * scenario.years
    else:
        code, more = ("kursi" if kind == "kursi" else f"dana:{key}"), once
    try:
        return answering.bought(
            scenario.inputs, code, more, seconds=scenario.seconds, seed=scenario.seed
        )
    except ValueError as error:
        raise UnfitScenario(str(error)) from error


def empty_means(kabupaten_code: str) -> MeansData:
    """Where the form begins before anything was saved."""
    values = several_settings(kabupaten_code)
    cutoff = cutoff_from(str(values["cutoff"]), str(values["time_zone"]))
    version = newest_catalogue(kabupaten_code)
    sources = read_catalogue(version).sources if version else ()
    nothing = (0.0,) * YEARS
    weights: Mapping[str, float] = plan_input.WEIGHTS
    return MeansData(
        start_year=cutoff.year + 1,
        years=YEARS,
        money=tuple(Money(one, SOURCES.get(one, one), nothing) for one in sources),
        seats=nothing,
        mentors=tuple(
            Mentors(code, name, 1, FIRST_GUESS_DAYS)
            for code, name in kecamatan_of(kabupaten_code).items()
        ),
        weights={level: worth for level, worth in weights.items() if level != "belum_lapor"},
        assumed=True,
    )
