"""Keeping what other systems call an area, from an operator's list."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from naikkelas.areas import access
from naikkelas.areas.errors import IdentifiersRefused, RowError
from naikkelas.areas.models import Area, AreaIdentifier
from naikkelas.areas.rules import identifiers
from naikkelas.areas.rules.identifiers import Pair
from naikkelas.audit import actions as trail
from naikkelas.lib.actors import Actor
from naikkelas.lib.refusals import require


@transaction.atomic
def put_identifiers(csv_text: str, source: str, *, by: Actor) -> int:
    """Keep every pair that is new; returns how many. One wrong row refuses the whole file.

    A newer pair of an area and a system replaces the older one, which stays as what it was called
    until then.
    """
    require(access.may_configure(by, by.home))
    known = set(Area.objects.within(by.home).values_list("code", flat=True))
    read = identifiers.read(csv_text, known, by.home)
    if read.errors:
        raise IdentifiersRefused(read.errors)
    held = _held(read.pairs)
    new = [pair for pair in read.pairs if held.get((pair.scheme, pair.code)) != pair.value]
    if taken := _taken(new):
        raise IdentifiersRefused(taken)
    _store(new, source, by)
    return len(new)


def _held(pairs: Iterable[Pair]) -> dict[tuple[str, str], str]:
    rows = AreaIdentifier.objects.current().filter(area__in={pair.code for pair in pairs})
    return {(row.scheme, row.area_id): row.value for row in rows.select_for_update()}


def _taken(new: list[Pair]) -> list[RowError]:
    """Codes that stand for another area, which this file does not rename."""
    renamed = {(pair.scheme, pair.code) for pair in new}
    rows = AreaIdentifier.objects.current().filter(value__in={pair.value for pair in new})
    owner = {
        (row.scheme, row.value): row.area_id
        for row in rows
        if (row.scheme, row.area_id) not in renamed
    }
    return [
        RowError(
            pair.row,
            "nilai",
            f"“{pair.value}” sudah dipakai untuk {owner[pair.scheme, pair.value]}.",
            "Periksa kodenya, atau ganti juga padanan wilayah itu dalam berkas yang sama.",
        )
        for pair in new
        if (pair.scheme, pair.value) in owner
    ]


def _store(new: list[Pair], source: str, by: Actor) -> None:
    if not new:
        return
    now = timezone.now()
    old = AreaIdentifier.objects.current()
    for scheme in {pair.scheme for pair in new}:
        areas = [pair.code for pair in new if pair.scheme == scheme]
        old.filter(scheme=scheme, area__in=areas).update(replaced_at=now)
    AreaIdentifier.objects.bulk_create(
        AreaIdentifier(
            area_id=pair.code,
            scheme=pair.scheme,
            value=pair.value,
            source=source[:200],
            recorded_by=by.pk,
            recorded_at=now,
        )
        for pair in new
    )
    trail.record(
        "area.identify",
        Area(code=by.home),
        by=by,
        kabupaten=by.home[:5],
        source=source[:200],
        stored=len(new),
    )
