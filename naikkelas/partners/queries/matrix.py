"""Who does what where: the kegiatan of Inpres 3/2022 against kampung; a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from naikkelas.activities.models import Kegiatan, RKMItem
from naikkelas.lib.actors import Actor
from naikkelas.lib.dates import months_back
from naikkelas.partners import access
from naikkelas.partners.models import CommitmentPlace
from naikkelas.partners.queries.support import agency, kampung_in
from naikkelas.partners.rules import course
from naikkelas.partners.rules.inpres import Deed
from naikkelas.registry.models import KampungKB, State

MONTHS = 12


@dataclass(slots=True)
class Cell:
    """One kegiatan in one kampung: activities of twelve months, plan items, commitments."""

    declared: int = 0
    accepted: int = 0
    planned: int = 0
    promised: int = 0
    agencies: set[str] = field(default_factory=set)

    @property
    def is_missing(self) -> bool:
        """Nothing was done, planned or promised."""
        return not (self.declared or self.planned or self.promised)

    @property
    def mark(self) -> str:
        """The most that there is, as one word."""
        if self.declared:
            return "ada"
        if self.planned or self.promised:
            return "rencana"
        return "belum"


EMPTY = Cell()
Cells = dict[tuple[UUID, str], Cell]


@dataclass(frozen=True, slots=True)
class Row:
    """A kegiatan over all kampung of a part of an area."""

    deed: Deed
    instansi: str
    cells: tuple[Cell, ...]

    @property
    def responsible(self) -> str:
        return agency(self.instansi)

    @property
    def done(self) -> int:
        return sum(cell.declared > 0 for cell in self.cells)

    @property
    def accepted(self) -> int:
        return sum(cell.accepted > 0 for cell in self.cells)

    @property
    def planned(self) -> int:
        return sum(cell.planned > 0 for cell in self.cells)

    @property
    def promised(self) -> int:
        return sum(cell.promised > 0 for cell in self.cells)

    @property
    def missing(self) -> int:
        return sum(cell.is_missing for cell in self.cells)

    @property
    def agencies(self) -> str:
        """Who takes part anywhere, by name."""
        found = set().union(*(cell.agencies for cell in self.cells)) if self.cells else set()
        return ", ".join(sorted(map(agency, found)))


@dataclass(frozen=True, slots=True)
class Matrix:
    """The rows with the kampung in whose order their cells stand."""

    kampung: tuple[KampungKB, ...]
    rows: tuple[Row, ...]

    @property
    def missing(self) -> int:
        return sum(row.missing for row in self.rows)

    @property
    def size(self) -> int:
        return len(self.kampung) * len(self.rows)


def matrix(
    actor: Actor,
    scopes: Sequence[str],
    deeds: Sequence[Deed],
    responsible: dict[str, str],
    today: date,
    kecamatan: str = "",
    cutoff: date | None = None,
) -> Matrix:
    """All cells of a part of an area; four queries, whatever its size."""
    found = kampung_in(scopes, kecamatan)
    kampung = tuple(found.select_related("village__parent").order_by("village_id", "pk"))
    cells = cells_of(actor, [one.pk for one in kampung], today, cutoff)
    rows = tuple(
        Row(
            deed,
            responsible[deed.code],
            tuple(cells.get((one.pk, deed.code), EMPTY) for one in kampung),
        )
        for deed in deeds
    )
    return Matrix(kampung, rows)


def cells_of(actor: Actor, keys: Sequence[UUID], today: date, cutoff: date | None = None) -> Cells:
    """(kampung, kegiatan) → cell, where there is anything.

    Activities are those of the twelve months up to the cut-off, as the classes count them; plans
    and commitments are those of today.
    """
    cells: Cells = defaultdict(Cell)
    for key, code, agencies, count, accepted in _activities(keys, cutoff or today):
        cell = cells[key, code]
        cell.declared += count
        cell.accepted += accepted
        cell.agencies |= set(filter(None, agencies.split("|")))
    for key, code, count in _items(keys, today.year):
        cells[key, code].planned += count
    for key, code, instansi in _promises(actor, keys, today):
        cells[key, code].promised += 1
        cells[key, code].agencies |= {instansi} - {""}
    return dict(cells)


def _activities(keys: Sequence[UUID], cutoff: date) -> Iterable[tuple[Any, ...]]:
    found = Kegiatan.objects.filter(
        kampung__in=keys,
        withdrawn_at__isnull=True,
        tanggal__gt=months_back(cutoff, MONTHS),
        tanggal__lte=cutoff,
    ).exclude(inpres_kegiatan="")
    grouped = found.order_by().values_list("kampung", "inpres_kegiatan", "instansi")
    return grouped.annotate(count=Count("pk"), accepted=Count("pk", filter=Q(state=State.ENDORSED)))


def _items(keys: Sequence[UUID], year: int) -> Iterable[tuple[Any, ...]]:
    found = RKMItem.objects.standing().filter(rkm__kampung__in=keys, rkm__year=year)
    found = found.exclude(state=RKMItem.State.DROPPED).exclude(inpres_kegiatan="")
    grouped = found.order_by().values_list("rkm__kampung", "inpres_kegiatan")
    return grouped.annotate(Count("pk"))


def _promises(actor: Actor, keys: Sequence[UUID], today: date) -> Iterable[tuple[Any, ...]]:
    found = CommitmentPlace.objects.filter(
        kampung__in=keys,
        commitment__in=access.commitments_for(actor),
        commitment__state__in=course.STANDING,
        commitment__ends_on__gte=months_back(today, MONTHS),
    ).exclude(commitment__kegiatan="")
    return found.order_by().values_list(
        "kampung", "commitment__kegiatan", "commitment__mitra__instansi"
    )


HEADINGS = (
    "kode_desa",
    "kampung",
    "kecamatan",
    "kode_kegiatan",
    "kegiatan",
    "sasaran",
    "program",
    "skpd",
    "kegiatan_12_bulan",
    "kegiatan_disahkan",
    "rkm",
    "komitmen",
    "instansi_terlibat",
    "keadaan",
)


def table(found: Matrix) -> Iterable[tuple[str | int, ...]]:
    """Every cell as a row, for files."""
    for row in found.rows:
        for one, cell in zip(found.kampung, row.cells, strict=True):
            yield (
                one.village_id,
                one.nama,
                str(one.village.parent),
                *(row.deed.code, row.deed.name, row.deed.sasaran, row.deed.programme),
                row.responsible,
                *(cell.declared, cell.accepted, cell.planned, cell.promised),
                ", ".join(sorted(map(agency, cell.agencies))),
                cell.mark,
            )
