"""Reads of year plans: the plans of a kampung, one plan with what came of it, and its paper."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any  # a stored value: int, text or None

from django.db.models import Count, Q, QuerySet, Sum

from naikkelas.activities.models import RKM, Kegiatan, RKMItem, RKMItemQuerySet, RKMVersion
from naikkelas.activities.rules import rkm as rules
from naikkelas.lib.dates import MONTHS
from naikkelas.registry.models import KampungKB
from naikkelas.registry.rules import reference


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


def unfinished_before(plan: RKM) -> list[RKMItem]:
    """What the newest earlier plan of the kampung left undone; none where there is none."""
    earlier = RKM.objects.filter(kampung_id=plan.kampung_id, year__lt=plan.year).first()
    if earlier is None:
        return []
    left = earlier.items.standing().filter(state__in=(RKMItem.State.PLANNED, RKMItem.State.RUNNING))
    return list(left.select_related("rkm"))


def present_in(plan: RKM | None) -> dict[tuple[str, str], bool]:
    """(source, key) → whether struck out, of all items of a plan that were proposed."""
    if plan is None:
        return {}
    rows = plan.items.exclude(source_key="").values_list("source", "source_key", "struck_at")
    return {(source, key): struck is not None for source, key, struck in rows}


# One plan and what came of it -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """An item with the activities that carried it out; `people` reached, None where not counted."""

    item: RKMItem
    activities: int
    people: int | None
    is_late: bool

    @property
    def state(self) -> str:
        """How it goes: one with activities is running, whatever nobody has said yet."""
        is_begun = self.activities and self.item.state == RKMItem.State.PLANNED
        return str(RKMItem.State.RUNNING if is_begun else self.item.state)

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
    def fund(self) -> str:
        return reference.names("sumber_dana").get(self.item.sumber_dana, "")

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


def whole(plan: RKM, today: date) -> Whole:
    """All of a plan: three queries, whatever its size."""
    items = list(plan.items.all())
    for one in items:
        one.rkm = plan
    reached = _reached(plan)
    rows = tuple(
        Row(one, *reached.get(one.pk, (0, None)), is_late=one.is_late(today))
        for one in items
        if not one.is_struck
    )
    return Whole(
        rows,
        tuple(one for one in items if one.is_struck),
        _group("Jumlah", rows),
        _by_month(rows),
        _grouped(rows, lambda row: row.seksi or "Belum ada seksi"),
        _grouped(rows, lambda row: row.fund or "Belum ada sumber dana"),
    )


def _reached(plan: RKM) -> dict[object, tuple[int, int | None]]:
    """Item → how many activities, and people; who was not counted is not zero."""
    found = Kegiatan.objects.filter(rkm_item__rkm=plan, withdrawn_at__isnull=True)
    counted = (
        found.order_by()
        .values_list("rkm_item")
        .annotate(Count("pk"), Sum("peserta_l"), Sum("peserta_p"))
    )
    return {key: (count, rules.summed([men, women])) for key, count, men, women in counted}


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


def activities_of(item: RKMItem) -> list[Kegiatan]:
    """What carried an item out, the newest first."""
    return list(item.activities.filter(withdrawn_at__isnull=True))


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


def paper(plan: RKM, version: RKMVersion | None = None) -> Paper:
    """The lines of a plan, or of one of its approved versions."""
    if version is None:
        items: Iterable[Mapping[str, Any]] = plan.items.standing().values()
    else:
        items = version.items
    lines = tuple(_line(number, one) for number, one in enumerate(items, 1))
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


def _line(number: int, item: Mapping[str, Any]) -> Line:
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
        item["responsible"],
        ", ".join(one for one in partners if one),
        rules.in_words("state", item["state"]),
        item["spent"],
    )
