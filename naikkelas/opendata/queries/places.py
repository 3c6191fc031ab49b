"""Of which areas and days there is something to publish."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any  # settings are any JSON

from naikkelas.areas.models import Area
from naikkelas.areas.queries import several_settings
from naikkelas.areas.rules.settings import INSTRUMENTS, LICENCES, Licence
from naikkelas.classification.models import AreaSummary, Basis, Snapshot
from naikkelas.classification.queries import stored_cutoffs
from naikkelas.lib.dates import month_end
from naikkelas.opendata.rules.addresses import slug_of
from naikkelas.registry.models import KampungKB

KABUPATEN = len("63.01")


@dataclass(frozen=True)
class Place:
    """An area of which data are published: the nation, a province or a kabupaten."""

    code: str
    name: str

    @property
    def slug(self) -> str:
        return slug_of(self.code)

    @property
    def is_large(self) -> bool:
        """Whether its files take too long to be made while somebody waits."""
        return len(self.code) < KABUPATEN

    @cached_property
    def settings(self) -> dict[str, Any]:
        """The settings in force, by key."""
        return several_settings(self.code)

    @property
    def instrument(self) -> str:
        """The rule in force."""
        return str(self.settings["instrument"])

    @property
    def rules(self) -> tuple[str, ...]:
        """Every rule that is computed: the one in force and the one beside it."""
        return tuple(INSTRUMENTS)

    @property
    def licence(self) -> Licence:
        return LICENCES[str(self.settings["data_licence"])]

    @property
    def producer(self) -> str:
        """Who answers for the data: the office, else the area by its name."""
        return str(self.settings["office_name"] or f"Pengelola Naik Kelas {self.name}")

    @cached_property
    def cutoffs(self) -> list[date]:
        """The month ends of which something is published, newest first.

        Beyond a kabupaten those of which the result of each kampung is kept.
        """
        days = set(stored_cutoffs(self.code, self.instrument, Basis.VERIFIED))
        if self.is_large:
            kept = Snapshot.objects.filter(
                kabupaten_code__startswith=self.code,
                instrument=self.instrument,
                basis=Basis.VERIFIED,
            )
            days &= set(kept.order_by().values_list("cutoff", flat=True).distinct())
        return sorted((day for day in days if day == month_end(day)), reverse=True)

    @cached_property
    def is_example(self) -> bool:
        """Whether any kampung here is made up."""
        return KampungKB.objects.within(self.code).filter(is_example=True).exists()


def place_of(area_code: str) -> Place | None:
    """The area of a code; None where nothing is published of it."""
    if len(area_code) > KABUPATEN:
        return None
    if not KampungKB.objects.live().within(area_code).exists():
        return None
    if not area_code:
        return Place("", "Indonesia")
    area = Area.objects.filter(pk=area_code).first()
    return Place(area.code, _full_name(area)) if area else None


def _full_name(area: Area) -> str:
    return f"Kabupaten {area}" if area.kind == "kabupaten" else str(area)


def places_below(place: Place) -> list[Place]:
    """The provinces of the nation, or the kabupaten of a province, that have kampung."""
    if not place.is_large:
        return []
    cells = AreaSummary.objects.filter(
        parent_code=place.code, depth=2 if place.code else 1, kampung__gt=0
    )
    codes = set(cells.order_by().values_list("area_code", flat=True).distinct())
    return [Place(one.code, _full_name(one)) for one in Area.objects.filter(pk__in=codes)]


def points_within(area_code: str) -> dict[str, dict[str, Any]]:
    """Code of a village → the point of its kampung as GeoJSON, longitude first."""
    known = (
        KampungKB.objects.live()
        .within(area_code)
        .filter(lintang__isnull=False, bujur__isnull=False)
    )
    rows = known.order_by().values_list("village_id", "bujur", "lintang")
    return {code: {"type": "Point", "coordinates": [east, north]} for code, east, north in rows}
