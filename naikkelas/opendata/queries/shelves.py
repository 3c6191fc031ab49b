"""What there is of an area, for the catalogue of machines and that of people."""

from naikkelas.opendata.models import Edition
from naikkelas.opendata.queries.editions import editions_of, newest_of_each_day
from naikkelas.opendata.queries.places import Place, places_below
from naikkelas.opendata.rules import dcat
from naikkelas.opendata.rules.tables import TABLES

CUTOFFS_LISTED = 12
"""Months in a catalogue; older ones are reached from the page of a table."""


def shelf_of(place: Place, base: str) -> dcat.Shelf:
    """Everything of an area, for `dcat.catalogue`. `base` is the absolute address of `/data/`."""
    held = newest_of_each_day(editions_of(place))
    days = place.cutoffs[:CUTOFFS_LISTED]
    return dcat.Shelf(
        base=base,
        area_code=place.code,
        area_name=place.name,
        publisher=publisher_of(place),
        is_example=place.is_example,
        issues={
            code: [
                _issue(held[code, day]) if (code, day) in held else dcat.Issue(day) for day in days
            ]
            for code in TABLES
        },
        below=[(one.code, one.name) for one in places_below(place)],
    )


def publisher_of(place: Place) -> dcat.Publisher:
    """Who answers for an area's data."""
    contact = str(place.settings["data_contact"])
    return dcat.Publisher(place.producer, place.licence.name, place.licence.url, contact)


def _issue(edition: Edition) -> dcat.Issue:
    files = {one.extension: dcat.File(one.size, one.sha256) for one in edition.files.all()}
    return dcat.Issue(edition.cutoff, edition.revision, edition.known_at, files)
