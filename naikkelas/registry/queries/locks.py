"""Reads of locked months, and who locked them."""

from django.db.models import Q

from naikkelas.areas.rules import codes
from naikkelas.registry.models import MonthLock

LOCKS_SHOWN = 60


def locked_months(kabupaten_code: str) -> frozenset[tuple[int, int]]:
    """The (year, month) pairs of a kabupaten that take no reports now."""
    standing = MonthLock.objects.filter(kabupaten_code=kabupaten_code, reopened_at__isnull=True)
    return frozenset(standing.values_list("tahun", "bulan"))


def standing_lock(kabupaten_code: str, year: int, month: int) -> MonthLock | None:
    """The lock that stands on a month; None where the month is open."""
    return MonthLock.objects.filter(
        kabupaten_code=kabupaten_code, tahun=year, bulan=month, reopened_at__isnull=True
    ).first()


def locked_within(area_code: str) -> frozenset[tuple[str, int, int]]:
    """(kabupaten, year, month) of every locked month that an import into an area may touch."""
    standing = MonthLock.objects.filter(_touches(area_code), reopened_at__isnull=True)
    return frozenset(standing.values_list("kabupaten_code", "tahun", "bulan"))


def turns_of_locks(area_code: str) -> int:
    """How often months of an area were locked or reopened; grows with each turn of a key."""
    touched = MonthLock.objects.filter(_touches(area_code))
    return touched.count() + touched.filter(reopened_at__isnull=False).count()


def _touches(area_code: str) -> Q:
    """Kabupaten inside the area, or the one around it."""
    if len(area_code) >= len("63.01"):
        return Q(kabupaten_code=area_code[:5])
    first, after = codes.subtree(area_code) if area_code else ("", None)
    found = Q(kabupaten_code__gte=first)
    return found & Q(kabupaten_code__lt=after) if after else found


def locks_of(kabupaten_code: str) -> list[MonthLock]:
    """The turns of the key of a kabupaten, newest month first."""
    return list(MonthLock.objects.filter(kabupaten_code=kabupaten_code)[:LOCKS_SHOWN])
