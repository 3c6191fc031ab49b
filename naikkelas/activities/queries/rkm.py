"""Reads of year plans: the plans of a kampung, one plan with what came of it, and its paper."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any  # a stored value: int, text or None

from django.db.models import Count, Q, QuerySet, Sum

from naikkelas.activities.models import (
    RKM,
    Kegiatan,
    RKMItem,
    RKMItemQuerySet,
    RKMItemVersion,
    RKMVersion,
)
from naikkelas.activities.rules import rkm as rules
from naikkelas.lib.actors import Actor
from naikkelas.lib.dates import MONTHS
from naikkelas.registry.models import Kader, KampungKB
from naikkelas.registry.queries import people
from naikkelas.registry.rules import reference

_NAMES_OF_PEOPLE = frozenset({"kader", "responsible"})
_ENDED: Mapping[str, str] = {
    RKMItem.State.DONE: "terlaksana",
    RKMItem.State.DROPPED: "tidak jadi",
}


def plans_of(kampung: KampungKB) -> QuerySet[RKM]:
    """The plans of a kampung, the newest first, each with `count` and `done` of its items."""
    standing = Q(items__struck_at__isnull=True)
    return RKM.objects.filter(kampung=kampung).annotate(
        count=Count("items", filter=standing),
        done=Count("items", filter=standing & Q(items__state=RKMItem.State.DONE)),
    )


def plan_of(kampung: KampungKB, year: int) -> RKM | None:
    """The plan of a year; None where nobody has begun one."""
    found = RKM.objects.filter(kampung=kampung, year=year).first()
    if found:
        found.kampung = kampung
    return found


def items_in_force(kampung: KampungKB, year: int) -> RKMItemQuerySet:
    """What an activity of a year may carry out: the standing items of an approved plan."""
    found = RKMItem.objects.standing().filter(rkm__kampung=kampung, rkm__year=year)
    return found.filter(rkm__revision__gt=0).select_related("rkm")


@dataclass(frozen=True, slots=True)
class Offer:
    """An item of an earlier plan that may be taken over; `was_struck`: taken, then struck out."""

    item: RKMItem
    was_struck: bool

    @property
    def is_ticked(self) -> bool:
        """Whether it is taken unless somebody says no: it was left undone."""
        return not self.item.is_finished and not self.was_struck

    @property
    def label(self) -> str:
        """Its name, and what a reader has to know before ticking it."""
        ended = _ENDED.get(self.item.state, "")
        notes = ", ".join(one for one in (ended, "pernah dicoret" * self.was_struck) if one)
        return f"{self.item.name} ({notes})" if notes else self.item.name


@dataclass(frozen=True, slots=True)
class LastYear:
    """What an earlier plan gives: `offered`, the unfinished first; `known` stand here already."""

    offered: tuple[Offer, ...] = ()
    known: tuple[RKMItem, ...] = ()


def last_year_for(plan: RKM, present: Mapping[tuple[str, str], bool]) -> LastYear:
    """The newest earlier plan of the kampung, given what is `present_in` this one: two queries.

    Of a plan on which nobody ever agreed only what is unfinished: nothing of it was carried out.
    """
    earlier = RKM.objects.filter(kampung_id=plan.kampung_id, year__lt=plan.year).first()
    if earlier is None:
        return LastYear()
    items = list(earlier.items.standing().select_related("rkm"))
    if not earlier.agreed_on:
        items = [one for one in items if not one.is_finished]
    here = {place for place, is_struck in present.items() if not is_struck}
    offers = [Offer(one, place_of(one) in present) for one in items if place_of(one) not in here]
    return LastYear(
        tuple(sorted(offers, key=lambda one: one.item.is_finished)),
        tuple(one for one in items if place_of(one) in here),
    )


def place_of(item: RKMItem) -> tuple[str, str]:
    """(source, key) by which a later plan takes an item over; a step stays the step that it was."""
    if item.source == RKMItem.Source.OWN:
        return RKMItem.Source.LAST_YEAR, str(item.pk)
    return item.source, item.source_key


def present_in(plan: RKM | None) -> dict[tuple[str, str], bool]:
    """(source, key) → whether struck out, of all items of a plan that were proposed."""
    if plan is None:
        return {}
    rows = plan.items.exclude(source_key="").values_list("source", "source_key", "struck_at")
    return {(source, key): struck is not None for source, key, struck in rows}


# One plan and what came of it -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """An item with the activities that carried it out; `people` reached, None where not counted.

    `months_done` counts the months of the plan's year with an activity.
    """

    item: RKMItem
    activities: int
    people: int | None
    months_done: int
    is_late: bool

    @property
    def state(self) -> str:
        """How it goes: one with activities is running, whatever nobody has said yet."""
        is_begun = self.activities and self.item.state == RKMItem.State.PLANNED
        return str(RKMItem.State.RUNNING if is_begun else self.item.state)

    @property
    def looks_done(self) -> bool:
        """Whether as many months as were planned saw an activity, and nobody has closed it yet."""
        planned = len(self.item.month_numbers)
        return not self.item.is_finished and 0 < planned <= self.months_done

    @property
    def state_name(self) -> str:
        return str(RKMItem.State(self.state).label)

    @property
    def months(self) -> str:
        return rules.months_in_words(self.item.months)

    @property
    def seksi(self) -> str:
        return reference.names("seksi_pokja").get(self.item.seksi, self.item.seksi)

    @property
    def inpres(self) -> str:
        return reference.names("inpres_3_2022").get(self.item.inpres_kegiatan, "")

    @property
    def sasaran(self) -> str:
        return rules.in_words("sasaran", self.item.sasaran)

    @property
    def partners(self) -> str:
        known = (rules.in_words("instansi", self.item.instansi), self.item.instansi_lainnya)
        return ", ".join(one for one in known if one)

    @property
    def fund(self) -> str:
        return reference.names("sumber_dana").get(self.item.sumber_dana, "")

    @property
    def responsible(self) -> str:
        """Who answers for it; the page decides who may read it."""
        known = (str(self.item.kader or ""), self.item.responsible)
        return ", ".join(one for one in known if one)

    @property
    def overspent(self) -> int | None:
        """Rupiah above the plan; None where either is unknown or nothing is above."""
        cost, spent = self.item.cost, self.item.spent
        return spent - cost if cost is not None and spent is not None and spent > cost else None


@dataclass(frozen=True, slots=True)
class Group:
    """Items that share a month, a seksi or a source of funds. Money in rupiah, None: unknown."""

    name: str
    count: int
    done: int
    late: int
    cost: int | None
    spent: int | None
    unpriced: int

    @property
    def percent(self) -> float:
        return 100 * self.done / self.count if self.count else 0.0


@dataclass(frozen=True, slots=True)
class Whole:
    """A plan as its page shows it."""

    rows: tuple[Row, ...]
    struck: tuple[RKMItem, ...]
    total: Group
    by_month: tuple[Group, ...]
    by_seksi: tuple[Group, ...]
    by_fund: tuple[Group, ...]

    @property
    def present(self) -> dict[tuple[str, str], bool]:
        """What `present_in` tells, without asking the database again."""
        items = (*(one.item for one in self.rows), *self.struck)
        return {(one.source, one.source_key): one.is_struck for one in items if one.source_key}


def whole(plan: RKM, today: date) -> Whole:
    """All of a plan: three queries, whatever its size."""
    items = list(plan.items.select_related("kader"))
    for one in items:
        one.rkm = plan
    reached = _reached(plan)
    rows = tuple(_row(one, reached, today) for one in items if not one.is_struck)
    return Whole(
        rows,
        tuple(one for one in items if one.is_struck),
        _group("Jumlah", rows),
        _by_month(rows),
        _grouped(rows, lambda row: row.seksi or "Belum ada seksi"),
        _grouped(rows, lambda row: row.fund or "Belum ada sumber dana"),
    )


def _row(item: RKMItem, reached: Mapping[object, tuple[int, int | None, int]], today: date) -> Row:
    """An item for whose every planned month something was done is not late, only not closed."""
    row = Row(item, *reached.get(item.pk, (0, None, 0)), is_late=item.is_late(today))
    return replace(row, is_late=row.is_late and not row.looks_done)


def _reached(plan: RKM) -> dict[object, tuple[int, int | None, int]]:
    """Item → how many activities, people, and months; who was not counted is not zero."""
    found = Kegiatan.objects.filter(rkm_item__rkm=plan, withdrawn_at__isnull=True)
    counted = (
        found.order_by()
        .values_list("rkm_item")
        .annotate(
            Count("pk"),
            Sum("peserta_l"),
            Sum("peserta_p"),
            months=Count("tanggal__month", filter=Q(tanggal__year=plan.year), distinct=True),
        )
    )
    return {
        key: (count, rules.summed([men, women]), months)
        for key, count, men, women, months in counted
    }


def _by_month(rows: Sequence[Row]) -> tuple[Group, ...]:
    groups = [
        _group(name, [row for row in rows if number in row.item.month_numbers])
        for number, name in enumerate(MONTHS, 1)
    ]
    undated = _group("Belum ada bulan", [row for row in rows if not row.item.months])
    return (*groups, *([undated] if undated.count else []))


def _grouped(rows: Sequence[Row], name_of: Any) -> tuple[Group, ...]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(name_of(row), []).append(row)
    return tuple(_group(name, some) for name, some in sorted(found.items()))


def _group(name: str, rows: Sequence[Row]) -> Group:
    return Group(
        name,
        count=len(rows),
        done=sum(row.state == RKMItem.State.DONE for row in rows),
        late=sum(row.is_late for row in rows),
        cost=rules.summed([row.item.cost for row in rows]),
        spent=rules.summed([row.item.spent for row in rows]),
        unpriced=sum(row.item.cost is None for row in rows),
    )


def row_of(item: RKMItem, today: date) -> Row:
    """One item as its page shows it."""
    return _row(item, _reached(item.rkm), today)


@dataclass(frozen=True, slots=True)
class Past:
    """A version of an item: when, by which post, and what it changed of the one before."""

    number: int
    at: datetime
    who: str
    changes: tuple[tuple[str, str, str], ...]


def history_of(item: RKMItem, reader: Actor) -> list[Past]:
    """What became of an item, the newest first; names of people stay out."""
    versions = list(item.versions.all())
    village = item.rkm.kampung.village_id
    who = {key: people.who_now(key, reader=reader, code=village) for key in _writers(versions)}
    older: list[RKMItemVersion | None] = [*versions[1:], None]
    return [
        Past(one.number, one.recorded_at, str(who.get(one.recorded_by, "")), _differing(one, was))
        for one, was in zip(versions, older, strict=True)
    ]


def _writers(versions: Iterable[RKMItemVersion]) -> set[int]:
    return {one.recorded_by for one in versions}


def _differing(
    version: RKMItemVersion, before: RKMItemVersion | None
) -> tuple[tuple[str, str, str], ...]:
    """(label, was, is) of each answer that differs; of the first version nothing."""
    if before is None:
        return ()
    found = []
    for name, label in rules.LABELS.items():
        was, now = before.values.get(name), version.values.get(name)
        if name in _NAMES_OF_PEOPLE:
            if was != now:
                found.append((label, "", "diubah"))
        elif was != now:
            found.append((label, rules.in_words(name, was), rules.in_words(name, now)))
    if before.values.get("is_struck") != version.values.get("is_struck"):
        found.append(("Rencana", "", "dicoret" if version.values.get("is_struck") else "kembali"))
    return tuple(found)


def activities_of(item: RKMItem) -> list[Kegiatan]:
    """What carried an item out, the newest first."""
    return list(item.activities.filter(withdrawn_at__isnull=True))


MASK = "••••••"
"""Stands for a name that the reader may not see."""

# The paper --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the printed plan, in words; `cost` and `spent` in rupiah."""

    number: int
    name: str
    seksi: str
    sasaran: str
    tempat: str
    months: str
    cost: int | None
    fund: str
    responsible: str
    partners: str
    state: str
    spent: int | None


@dataclass(frozen=True, slots=True)
class Paper:
    """A plan to be printed: as approved, or as it stands now where `version` is None."""

    lines: tuple[Line, ...]
    version: RKMVersion | None
    total: int | None
    unpriced: int
    by_fund: tuple[tuple[str, int], ...]


def paper(plan: RKM, version: RKMVersion | None = None, *, with_names: bool = True) -> Paper:
    """The lines of a plan, or of one of its approved versions; people only `with_names`."""
    if version is None:
        items: Sequence[Mapping[str, Any]] = list(plan.items.standing().values())
    else:
        items = version.items
    kader = _kader_in(items) if with_names else None
    lines = tuple(_line(number, one, kader) for number, one in enumerate(items, 1))
    funds: dict[str, int] = defaultdict(int)
    for line in lines:
        if line.cost is not None:
            funds[line.fund or "Belum ada sumber dana"] += line.cost
    return Paper(
        lines,
        version,
        rules.summed([line.cost for line in lines]),
        sum(line.cost is None for line in lines),
        tuple(sorted(funds.items())),
    )


def _kader_in(items: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Key to name of the kader that items name; their names stand nowhere else."""
    keys = {str(key) for one in items if (key := one.get("kader_id") or one.get("kader"))}
    return {str(one.pk): one.name for one in Kader.objects.filter(pk__in=keys)} if keys else {}


def _responsible(item: Mapping[str, Any], kader: Mapping[str, str] | None) -> str:
    if kader is None:
        return MASK if item.get("kader_id") or item.get("kader") or item["responsible"] else ""
    named = kader.get(str(item.get("kader_id") or item.get("kader") or ""), "")
    return ", ".join(one for one in (named, item["responsible"]) if one)


def _line(number: int, item: Mapping[str, Any], kader: Mapping[str, str] | None) -> Line:
    partners = [rules.in_words("instansi", item["instansi"]), item["instansi_lainnya"]]
    return Line(
        number,
        item["name"],
        rules.in_words("seksi", item["seksi"]),
        rules.in_words("sasaran", item["sasaran"]),
        item["tempat"],
        rules.months_in_words(item["months"]),
        item["cost"],
        rules.in_words("sumber_dana", item["sumber_dana"]),
        _responsible(item, kader),
        ", ".join(one for one in partners if one),
        rules.in_words("state", item["state"]),
        item["spent"],
    )


# Files ------------------------------------------------------------------------------------------

COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("number", "nomor", "No."),
    ("name", "kegiatan", "Kegiatan"),
    ("seksi", "seksi", "Seksi"),
    ("sasaran", "sasaran", "Sasaran"),
    ("tempat", "tempat", "Tempat"),
    ("months", "bulan", "Bulan"),
    ("cost", "biaya", "Biaya (rupiah)"),
    ("fund", "sumber_dana", "Sumber dana"),
    ("responsible", "penanggung_jawab", "Penanggung jawab"),
    ("partners", "mitra", "Mitra"),
    ("state", "keadaan", "Keadaan"),
    ("spent", "biaya_terpakai", "Biaya terpakai (rupiah)"),
)
"""Columns of the files: those of a `Line`, their names for machines, their headings."""


def table(lines: Iterable[Line]) -> list[tuple[int | str | None, ...]]:
    """The cells of the files, in the order of `COLUMNS`."""
    return [tuple(getattr(line, name) for name, *_ in COLUMNS) for line in lines]


def years_to_begin(this_year: int, taken: Iterable[int]) -> list[int]:
    """Years for which a plan may be begun: the next one first, which is what people plan."""
    offered = [this_year + 1, this_year, this_year + 2]
    return [year for year in offered if year not in set(taken)]
