"""Keeping what was published up to what is known: new month ends, and revisions of old ones."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.utils import timezone

from naikkelas.classification.models import Basis
from naikkelas.classification.queries import changed_at
from naikkelas.lib.actors import Actor
from naikkelas.opendata.actions.publishing import publish
from naikkelas.opendata.models import Edition
from naikkelas.opendata.queries import Place, editions_of, newest_of_each_day, place_of
from naikkelas.opendata.rules.files import extensions_of

_SETTLING = timedelta(hours=1)
"""Snapshots follow the reports within minutes; what was checked sooner is checked once more."""
_DAILY = timedelta(days=1)


def refresh_published(*, by: Actor) -> int:
    """Publish the newest cut-off of each table that somebody asked for, and what changed of it.

    Returns how many editions are new. May be run at any time and again.
    """
    before = Edition.objects.count()
    codes = Edition.objects.order_by().values_list("area_code", flat=True).distinct()
    for place in filter(None, map(place_of, sorted(codes))):
        for table, cutoff in _due(place):
            publish(place, table, cutoff, by=by)
    return Edition.objects.count() - before


def _due(place: Place) -> Iterator[tuple[str, date]]:
    """(table, cut-off) that is missing, or that knows less than the reports."""
    held = newest_of_each_day(editions_of(place))
    changes = changed_at(place.code, Basis.VERIFIED).values()
    changed = max(changes, default=None)
    newest = place.cutoffs[:1]
    for table in sorted({table for table, _ in held}):
        for cutoff in sorted({*newest, *(day for of, day in held if of == table)}):
            edition = held.get((table, cutoff))
            if cutoff in place.cutoffs and (edition is None or _is_old(edition, changed, newest)):
                yield table, cutoff


def _is_old(edition: Edition, changed: datetime | None, newest: list[date]) -> bool:
    """Themes, plans and codes have no moment of change: the newest day is looked at daily."""
    if changed is not None and edition.checked_at < changed + _SETTLING:
        return True
    if not {one.extension for one in edition.files.all()}.issuperset(extensions_of(edition.rows)):
        return True  # made before there was one of the forms
    return edition.cutoff in newest and edition.checked_at < timezone.now() - _DAILY
