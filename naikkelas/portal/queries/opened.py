"""The files of open data that hold the figures of a page."""

from dataclasses import dataclass
from datetime import date

from naikkelas.opendata.queries import Place, place_of
from naikkelas.opendata.rules.tables import TABLES, Table
from naikkelas.portal.queries.asking import Asked

KABUPATEN = len("63.01")
_SHOWN = ("ringkasan", "kampung", "skor", "laporan")
"""Tables of which a page of statistics is made; the others stand on the page of the area."""


@dataclass(frozen=True)
class Opened:
    """The tables of the area, or of the kabupaten that it lies in, at a month end.

    `day` is the last one that is published up to the day in view.
    """

    place: Place
    day: date
    tables: tuple[Table, ...]


def opened(asked: Asked) -> Opened | None:
    """What can be taken along; None where nothing is published up to that day."""
    place = place_of(asked.view.area_code[:KABUPATEN])
    days = [day for day in place.cutoffs if day <= asked.view.cutoff] if place else []
    if place is None or not days:
        return None
    return Opened(place, max(days), tuple(TABLES[code] for code in _SHOWN))
