"""The catalogue for people: areas, tables, what each column means, and each indicator."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from naikkelas.areas.queries import path_of
from naikkelas.instruments.queries import in_use
from naikkelas.opendata.models import Edition
from naikkelas.opendata.queries import (
    Place,
    editions_of,
    newest_of_each_day,
    place_of,
    places_below,
    publisher_of,
)
from naikkelas.opendata.rules.addresses import NEWEST, slug_of
from naikkelas.opendata.rules.metadata import metadata_of
from naikkelas.opendata.rules.tables import EXTENSIONS, TABLES, Table
from naikkelas.opendata.views.asking import page, place_at, table_at
from naikkelas.web.permissions import PUBLIC, page_for


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file on the page: size and checksum once it was made."""

    extension: str
    url: str
    size: int | None
    sha256: str
    fixed_url: str = ""
    """The address of this revision, which never gives another content."""


@dataclass(frozen=True, slots=True)
class DayLine:
    """A cut-off on the page, with the newest edition where one was made."""

    cutoff: date
    edition: Edition | None
    files: tuple[FileLine, ...]


@page_for(PUBLIC)
def home(request: HttpRequest) -> HttpResponse:
    """The nation, which leads to the areas; without any kampung a page that says so."""
    place = place_of("")
    if place is None:
        return page("opendata/empty.html", "home", {})
    return _area(place)


@page_for(PUBLIC)
def area(request: HttpRequest, slug: str) -> HttpResponse:
    """The tables of an area, and the areas below it."""
    return _area(place_at(slug))


def _area(place: Place) -> HttpResponse:
    newest = place.cutoffs[0] if place.cutoffs else None
    context = {
        "place": place,
        "is_example": place.is_example,
        "newest": newest,
        "tables": TABLES.values(),
        "below": places_below(place),
        "above": _above(place),
        "publisher": publisher_of(place),
        "catalogue_url": reverse("opendata:area_catalogue", args=[place.slug]),
    }
    return page("opendata/area.html", "home", context)


def _above(place: Place) -> list[tuple[str, str]]:
    """(name, address) of the areas above, the nation first."""
    if not place.code:
        return []
    found = [("Indonesia", reverse("opendata:home"))]
    return found + [
        (str(one), reverse("opendata:area", args=[slug_of(one.code)]))
        for one in path_of(place.code)[:-1]
    ]


@page_for(PUBLIC)
def table(request: HttpRequest, slug: str, table: str) -> HttpResponse:
    """One table of an area: its files by cut-off, revisions, and what its columns mean."""
    place, wanted = place_at(slug), table_at(table)
    editions = list(editions_of(place, wanted.code))
    held = newest_of_each_day(editions)
    days = [_day(place, wanted, day, held.get((wanted.code, day))) for day in place.cutoffs]
    context = {
        "place": place,
        "is_example": place.is_example,
        "table": wanted,
        "above": [*_above(place), (place.name, reverse("opendata:area", args=[place.slug]))],
        "newest": days[0] if days else None,
        "older": days[1:],
        "newest_url": [
            (extension, _url(place, wanted, f"{NEWEST}.{extension}")) for extension in EXTENSIONS
        ],
        "revised": [
            (one, _url(place, wanted, _fixed(one, "csv", one.revision - 1)))
            for one in editions
            if one.revision > 1
        ],
        "publisher": publisher_of(place),
        "catalogue_url": reverse("opendata:area_catalogue", args=[place.slug]),
    }
    return page("opendata/table.html", "home", context)


def _day(place: Place, table: Table, cutoff: date, edition: Edition | None) -> DayLine:
    made = {one.extension: one for one in edition.files.all()} if edition else {}
    lines = tuple(
        FileLine(
            extension,
            _url(place, table, f"{cutoff.isoformat()}.{extension}"),
            made[extension].size if extension in made else None,
            made[extension].sha256 if extension in made else "",
            _url(place, table, _fixed(edition, extension)) if edition else "",
        )
        for extension in EXTENSIONS
        if not made or extension in made
    )
    return DayLine(cutoff, edition, lines)


def _fixed(edition: Edition, extension: str, revision: int = 0) -> str:
    return f"{edition.cutoff.isoformat()}.r{revision or edition.revision}.{extension}"


def _url(place: Place, table: Table, name: str) -> str:
    return reverse("opendata:file", args=[place.slug, table.code, name])


@page_for(PUBLIC)
def dictionary(request: HttpRequest) -> HttpResponse:
    """Every column of every table."""
    return page("opendata/dictionary.html", "dictionary", {"tables": TABLES.values()})


@page_for(PUBLIC)
def metadata(request: HttpRequest) -> HttpResponse:
    """Each indicator as Satu Data Indonesia asks for it, under the nation's rule."""
    place = place_of("") or Place("", "Indonesia")
    found = metadata_of(in_use(place.instrument), place.producer)
    return page("opendata/metadata.html", "metadata", {"indicators": found})
