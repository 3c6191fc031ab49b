"""The tree and the reports of an area for DHIS2."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from naikkelas.areas.models import Area
from naikkelas.areas.rules import codes
from naikkelas.exchange.rules import dhis2
from naikkelas.registry.models import KampungKB, KampungQuerySet
from naikkelas.registry.queries.reports import MODELS
from naikkelas.registry.rules.schema import REPORTS

_SINCE = date(2016, 1, 1)
"""When the programme began: no unit opened before."""


def metadata(parts: Sequence[str]) -> dict[str, Any]:
    """Units from the nation down to the villages with a live kampung, elements and sets."""
    villages = villages_of(parts)
    wanted = {code for village in villages for code in codes.lineage(village) if code}
    areas = Area.objects.filter(pk__in=wanted).order_by("level", "code")
    units = [dhis2.Unit(dhis2.ROOT, "Indonesia", "")]
    units += [dhis2.Unit(one.code, one.name, one.parent_id or dhis2.ROOT) for one in areas]
    return dhis2.metadata(units, villages, _SINCE)


def villages_of(parts: Sequence[str]) -> list[str]:
    """The villages of these areas that have a live kampung."""
    return sorted(_kampung(parts).values_list("village_id", flat=True))


def _kampung(parts: Sequence[str]) -> KampungQuerySet:
    return KampungKB.objects.live().within_any(parts).filter(is_double=False)


def has_examples(parts: Sequence[str]) -> bool:
    """Whether any of the kampung is made up."""
    return _kampung(parts).filter(is_example=True).exists()


def data_values(parts: Sequence[str], year: int, month: int) -> dict[str, Any]:
    """The newest version of each report of a month, of every live kampung of these areas."""
    return dhis2.data_values(_reports(parts, year, month))


def _reports(parts: Sequence[str], year: int, month: int) -> Iterator[dhis2.Answers]:
    kampung = _kampung(parts)
    for form in REPORTS:
        rows = (
            MODELS[form.code]
            .objects.current()
            .filter(kampung__in=kampung, tahun=year, bulan=month)
            .select_related("kampung")
            .order_by("kampung__village_id", "tanggal_isi", "recorded_at", "id")
        )
        newest = {row.kampung.village_id: row for row in rows}
        for village, row in newest.items():
            values = {one.name: getattr(row, one.name) for one in dhis2.asked(form)}
            yield dhis2.Answers(form.code, village, year, month, row.tanggal_isi, values)
