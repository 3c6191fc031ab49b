"""What was published."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from naikkelas.opendata.models import Edition, EditionFile
from naikkelas.opendata.queries.places import Place


def edition_of(
    place: Place, table: str, cutoff: date, revision: int | None = None
) -> Edition | None:
    """One edition, the newest revision of the day unless told; None where none was made."""
    found = Edition.objects.filter(area_code=place.code, table=table, cutoff=cutoff)
    if revision is not None:
        found = found.filter(revision=revision)
    return found.order_by("-revision").first()


def editions_of(place: Place, table: str = "") -> QuerySet[Edition]:
    """All editions of an area with their files, newest cut-off and revision first."""
    found = Edition.objects.filter(area_code=place.code).prefetch_related("files")
    if table:
        found = found.filter(table=table)
    return found.order_by("table", "-cutoff", "-revision")


def file_of(edition: Edition, extension: str) -> EditionFile | None:
    """The file of an edition with an ending; a table may be too long for a workbook."""
    return edition.files.filter(extension=extension).first()


def newest_of_each_day(editions: Iterable[Edition]) -> dict[tuple[str, date], Edition]:
    """(table, cut-off) → its newest revision."""
    found: dict[tuple[str, date], Edition] = {}
    for edition in editions:
        found.setdefault((edition.table, edition.cutoff), edition)
    return found
