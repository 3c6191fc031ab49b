"""A plan in the words and charts of the office."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from naikkelas.areas.rules import DECLARED, INSTRUMENTS, VERIFIED
from naikkelas.lib.dates import id_date
from naikkelas.lib.numbers import id_number, id_percent, id_rupiah
from naikkelas.registry.models import KampungKB
from naikkelas.roadmap.models import Scenario, Step
from naikkelas.roadmap.rules.outcome import RUPIAH, Choice, Limit, Outcome, PlannedStep, Proof, Way
from naikkelas.ui.charts import Caption, Chart, OutlookPoint, Tile, TileGroup, outlook, tile_map

SOURCE = "perencana Naik Kelas"
GOALS = {
    "kekurangan": ("Kekurangan terhadap target", "kampung", "sekecil mungkin"),
    "kenaikan": ("Kenaikan kelas", "bobot", "sebesar mungkin"),
    "ketimpangan": ("Ketimpangan antar-kecamatan", "bobot", "sekecil mungkin"),
    "biaya": ("Biaya semua tahun", "rupiah", "sekecil mungkin"),
    "perubahan": ("Beda dari rencana sebelumnya", "keputusan", "sekecil mungkin"),
}
QUARTERS = (1, 2, 3, 4)
LEAST_SHOWN = 0.05


BASES = {DECLARED: "kelas dilaporkan", VERIFIED: "kelas terverifikasi"}


def source_line(scenario: Scenario, *, assumed: bool) -> str:
    """What the figures of a plan rest on: rule, basis, day, versions, planner."""
    rule = INSTRUMENTS.get(scenario.instrument, scenario.instrument)
    basis = BASES.get(scenario.basis, scenario.basis)
    doubt = "; memuat angka asumsi" if assumed else ""
    return (
        f"Sumber: {scenario.name}. {rule}, {basis}, per {id_date(scenario.cutoff)}; katalog versi "
        f"{scenario.catalogue.number}, sumber daya versi {scenario.means.number}{doubt}; "
        f"{scenario.solver_version}."
    )


def target_curve(found: Outcome, *, example: bool) -> Chart:
    """New kampung in a counting class per year: target, plan with interval, and as now."""
    points = [
        OutlookPoint(
            label=str(year.year),
            target=year.target,
            value=year.newly,
            interval=_interval(year.low, year.high),
            other=year.idle,
            other_interval=_interval(year.idle_low, year.idle_high),
        )
        for year in found.years
    ]
    has_idle = any(year.idle is not None for year in found.years)
    caption = Caption(
        title="Kampung yang baru mencapai Mandiri ke atas",
        unit="kampung per tahun",
        source=f"{SOURCE}; perkiraan, bukan janji",
        example=example,
    )
    return outlook(
        points, caption, name="Dengan rencana", other_name="Tanpa kegiatan" if has_idle else ""
    )


def _interval(low: float | None, high: float | None) -> tuple[float, float] | None:
    return None if low is None or high is None else (low, high)


def chosen_map(
    found: Outcome,
    scenario: Scenario,
    kampung: Mapping[str, KampungKB],
    labels: Mapping[str, str],
    group: str = "",
) -> Chart:
    """All kampung by kecamatan, those of the first year framed."""
    groups = [
        TileGroup(
            name,
            [
                _tile(choice, scenario, kampung.get(choice.code))
                for choice in found.choices
                if choice.group == code
            ],
        )
        for code, name in found.groups.items()
        if not group or code == group
    ]
    caption = Caption(
        title=f"Kampung yang dikerjakan pada {found.start_year}",
        unit="satu kotak satu kampung, warna kelas sekarang, bingkai tebal: dikerjakan",
        cutoff=scenario.cutoff,
        source=f"{SOURCE}, {INSTRUMENTS.get(scenario.instrument, scenario.instrument)}",
        example=scenario.is_example,
    )
    return tile_map(groups, caption, labels)


def _tile(choice: Choice, scenario: Scenario, kampung: KampungKB | None) -> Tile:
    return Tile(
        choice.name,
        choice.level,
        url=explanation_url(scenario, kampung) if kampung else "",
        note="dikerjakan tahun pertama" if choice.is_chosen else "",
        marked=choice.is_chosen,
    )


def explanation_url(scenario: Scenario, kampung: KampungKB) -> str:
    return reverse("roadmap:explanation", args=[scenario.pk, kampung.pk])


# The strip --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Quarter:
    """What a kampung does in a quarter."""

    number: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StripRow:
    """One kampung of the first year: its quarters, its aim, and how likely."""

    choice: Choice
    url: str
    quarters: tuple[Quarter, ...]
    rupiah: float


@dataclass(frozen=True, slots=True)
class StripGroup:
    """A kecamatan: its kampung of the first year, and how many are expected in later years."""

    code: str
    name: str
    rows: tuple[StripRow, ...]
    later: tuple[float, ...]
    rupiah: float
    days: float


def strip(
    found: Outcome, scenario: Scenario, kampung: Mapping[str, KampungKB], group: str = ""
) -> list[StripGroup]:
    """The first year kampung by kampung, later years as expected numbers, by kecamatan."""
    by_kampung = _steps_by_kampung(found.steps)
    return [
        _strip_group(code, name, found, by_kampung, scenario, kampung)
        for code, name in found.groups.items()
        if not group or code == group
    ]


def _steps_by_kampung(steps: Iterable[PlannedStep]) -> dict[str, list[PlannedStep]]:
    found: dict[str, list[PlannedStep]] = {}
    for step in steps:
        found.setdefault(step.kampung, []).append(step)
    return found


def _strip_group(
    code: str,
    name: str,
    found: Outcome,
    steps: Mapping[str, Sequence[PlannedStep]],
    scenario: Scenario,
    kampung: Mapping[str, KampungKB],
) -> StripGroup:
    own = [choice for choice in found.choices if choice.group == code]
    rows = tuple(
        _strip_row(choice, steps.get(choice.code, ()), scenario, kampung.get(choice.code))
        for choice in own
        if choice.is_chosen
    )
    years = range(1, len(found.years))
    return StripGroup(
        code=code,
        name=name,
        rows=rows,
        later=tuple(sum(_at(choice.later, year) for choice in own) for year in years),
        rupiah=sum(row.rupiah for row in rows),
        days=sum(row.choice.way.days for row in rows if row.choice.way),
    )


def _at(values: Sequence[float], place: int) -> float:
    return values[place] if place < len(values) else 0.0


def _strip_row(
    choice: Choice, steps: Sequence[PlannedStep], scenario: Scenario, kampung: KampungKB | None
) -> StripRow:
    return StripRow(
        choice=choice,
        url=explanation_url(scenario, kampung) if kampung else "",
        quarters=tuple(
            Quarter(number, tuple(step.name for step in steps if step.quarter == number))
            for number in QUARTERS
        ),
        rupiah=choice.way.rupiah if choice.way else 0.0,
    )


# Costs and limits -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Used:
    """A resource in the first year: what there is, what is used, what is left."""

    limit: Limit
    amount: float
    used: float

    @property
    def left(self) -> float:
        return max(0.0, self.amount - self.used)

    @property
    def percent(self) -> float:
        return min(100.0, 100 * self.used / self.amount) if self.amount else 0.0

    @property
    def is_binding(self) -> bool:
        return self.amount > 0 and self.left <= 0.02 * self.amount

    @property
    def is_money(self) -> bool:
        return self.limit.unit == RUPIAH

    @property
    def words(self) -> str:
        """`Rp12.000.000 dari Rp20.000.000`."""
        if self.is_money:
            return f"{id_rupiah(self.used)} dari {id_rupiah(self.amount)}"
        used, amount = id_number(round(self.used, 1)), id_number(round(self.amount, 1))
        return f"{used} dari {amount} {self.limit.unit}"


def used_in(found: Outcome, year: int = 0) -> list[Used]:
    """Every resource in a year."""
    return [Used(one, one.amounts[year], one.used[year]) for one in found.limits]


@dataclass(frozen=True, slots=True)
class Share:
    """A name with its rupiah and steps, for tables of costs."""

    name: str
    rupiah: float
    steps: int


def by_owner(steps: Iterable[PlannedStep]) -> list[Share]:
    """What each SKPD or post has to bring, the most first."""
    found: dict[str, list[PlannedStep]] = {}
    for step in steps:
        found.setdefault(step.owner, []).append(step)
    shares = (Share(name, sum(s.rupiah for s in own), len(own)) for name, own in found.items())
    return sorted(shares, key=lambda one: (-one.rupiah, one.name))


def by_source(found: Outcome) -> list[Share]:
    """Rupiah of the first year by source of funds."""
    totals: dict[str, float] = {}
    counts: dict[str, int] = {}
    for step in found.steps:
        for source, rupiah in step.costs.items():
            totals[source] = totals.get(source, 0.0) + rupiah
            counts[source] = counts.get(source, 0) + 1
    shares = [Share(found.sources.get(one, one), totals[one], counts[one]) for one in totals]
    return sorted(shares, key=lambda one: -one.rupiah)


@dataclass(frozen=True, slots=True)
class ProofInWords:
    """One goal with its bound and gap."""

    name: str
    wish: str
    value: str
    bound: str
    gap: str


def proofs(found: Outcome) -> list[ProofInWords]:
    """What was proven of every goal, in its own unit."""
    return [_proof(one) for one in found.proofs]


def _proof(one: Proof) -> ProofInWords:
    name, unit, wish = GOALS.get(one.goal, (one.goal, "", ""))
    return ProofInWords(
        name=name,
        wish=wish,
        value=_amount(one.value, unit),
        bound=_amount(one.bound, unit),
        gap=id_percent(100 * one.gap, 2),
    )


def _amount(value: float, unit: str) -> str:
    if unit == "rupiah":
        return id_rupiah(value)
    return f"{id_number(value, 2)} {unit}".strip()


# Kampung ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Listed:
    """A kampung in the list of a scenario."""

    choice: Choice
    url: str
    group: str

    @property
    def why(self) -> str:
        return self.choice.reasons[0] if self.choice.reasons else ""


def listed(
    found: Outcome, scenario: Scenario, kampung: Mapping[str, KampungKB], wanted: str, group: str
) -> Iterator[Listed]:
    """The kampung that were asked for: chosen, not, or all; of one kecamatan or all."""
    for choice in found.choices:
        if group and choice.group != group:
            continue
        if (wanted == "ya" and not choice.is_chosen) or (wanted == "tidak" and choice.is_chosen):
            continue
        known = kampung.get(choice.code)
        url = explanation_url(scenario, known) if known else ""
        yield Listed(choice, url, found.groups.get(choice.group, choice.group))


def way_cost(way: Way) -> str:
    """`Rp4.500.000 · 6 hari · 2 kursi`."""
    parts = [id_rupiah(way.rupiah)]
    if way.days:
        parts.append(f"{id_number(round(way.days, 1))} hari pendamping")
    if way.seats:
        parts.append(f"{id_number(round(way.seats, 1))} kursi")
    return " · ".join(parts)


def chance(share: float) -> str:
    """`±6 dari 10`: an estimate without false decimals."""
    return f"±{id_number(round(10 * share))} dari 10"


def later_years(found: Outcome, choice: Choice) -> list[tuple[int, str]]:
    """Year and how likely the kampung is worked on, the years in which it may be at all."""
    years = [year.year for year in found.years]
    return [
        (year, chance(share))
        for year, share in list(zip(years, choice.later, strict=False))[1:]
        if share >= LEAST_SHOWN
    ]


# Differences ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Differing:
    """A kampung that two scenarios treat differently."""

    name: str
    group: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure in two scenarios."""

    name: str
    first: str
    second: str
    change: str


def differing(first: Outcome, second: Outcome) -> list[Differing]:
    """Kampung whose first year differs."""
    found = []
    for choice in first.choices:
        other = second.by_code.get(choice.code)
        if other is not None and other.chosen != choice.chosen:
            group = first.groups.get(choice.group, choice.group)
            found.append(Differing(choice.name, group, _doing(choice), _doing(other)))
    return found


def _doing(choice: Choice) -> str:
    way = choice.way
    return ", ".join(way.names) if way else "istirahat"


def compared(first: Outcome, second: Outcome) -> list[Compared]:
    """The figures by which people compare plans."""
    rows = [
        ("Kampung dikerjakan tahun pertama", len(first.chosen), len(second.chosen), 0),
        (
            "Perkiraan naik semua tahun",
            sum(year.newly for year in first.years),
            sum(year.newly for year in second.years),
            1,
        ),
        ("Kekurangan terhadap target", first.shortfall, second.shortfall, 1),
    ]
    found = [
        Compared(name, id_number(a, digits), id_number(b, digits), _signed(b - a, digits))
        for name, a, b, digits in rows
    ]
    change = second.rupiah - first.rupiah
    sign = "+" if change > 0 else ""
    rupiah = Compared(
        "Biaya tahun pertama",
        id_rupiah(first.rupiah),
        id_rupiah(second.rupiah),
        f"{sign}{id_rupiah(change)}",
    )
    return [*found, rupiah]


def _signed(value: float, digits: int) -> str:
    shown = id_number(value, digits)
    return f"+{shown}" if value > 0 and shown.strip("0,") else shown


# Steps ------------------------------------------------------------------------------------------


def step_url(step: Step) -> str:
    return reverse("roadmap:step", args=[step.pk])


def uuid_of(text: str) -> UUID | None:
    """A key out of an address; None where it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


# The annex --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AnnexRow:
    """One action over all its kampung, as a work plan lists it."""

    name: str
    owner: str
    places: tuple[str, ...]
    quarters: str
    costs: Mapping[str, float]
    rupiah: float


@dataclass(frozen=True, slots=True)
class AnnexGroup:
    """What one SKPD or post brings: its actions, and their sums by source."""

    owner: str
    rows: tuple[AnnexRow, ...]
    sums: tuple[float, ...]

    @property
    def rupiah(self) -> float:
        return sum(row.rupiah for row in self.rows)


def source_sums(rows: Iterable[AnnexRow], found: Outcome) -> tuple[float, ...]:
    """Rupiah by source, in the order of the columns."""
    costs = [row.costs for row in rows]
    return tuple(sum(one.get(code, 0.0) for one in costs) for code in found.sources)


def annex_groups(found: Outcome) -> list[AnnexGroup]:
    """By who answers for it, as SKPD read a work plan."""
    by_key: dict[tuple[str, str], list[PlannedStep]] = {}
    for step in found.steps:
        by_key.setdefault((step.owner, step.action), []).append(step)
    groups: dict[str, list[AnnexRow]] = {}
    for (owner, _), steps in sorted(by_key.items()):
        groups.setdefault(owner, []).append(_annex_row(found, owner, steps))
    return [
        AnnexGroup(owner, tuple(rows), source_sums(rows, found)) for owner, rows in groups.items()
    ]


def _annex_row(found: Outcome, owner: str, steps: Sequence[PlannedStep]) -> AnnexRow:
    costs: dict[str, float] = {}
    for step in steps:
        for source, rupiah in step.costs.items():
            costs[source] = costs.get(source, 0.0) + rupiah
    quarters = sorted({step.quarter for step in steps})
    return AnnexRow(
        name=steps[0].name,
        owner=owner,
        places=tuple(
            dict.fromkeys(
                found.by_code[step.kampung].name if step.kampung in found.by_code else step.kampung
                for step in steps
            )
        ),
        quarters=", ".join(f"TW {number}" for number in quarters),
        costs=costs,
        rupiah=sum(costs.values()),
    )
