"""Good examples and what followed them, counted once for every screen, paper and file."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from naikkelas.practices.models import Exemplar, Practice, Replication
from naikkelas.registry.models import KampungQuerySet


@dataclass(frozen=True, slots=True)
class Totals:
    """Published practices and kampung contoh of a day; copies that began in a period."""

    published: int
    exemplars: int
    copies: int


def totals(kampung: KampungQuerySet, since: date, until: date) -> Totals:
    """Of these kampung, both days counted. Three queries."""
    named = Exemplar.objects.filter(
        Q(until__isnull=True) | Q(until__gte=until),
        Q(ended_on__isnull=True) | Q(ended_on__gt=until),
        kampung__in=kampung,
        since__lte=until,
    )
    begun = Replication.objects.filter(kampung__in=kampung, adopted_on__range=(since, until))
    return Totals(
        published=Practice.objects.public().filter(kampung__in=kampung).count(),
        exemplars=named.order_by().values("kampung_id").distinct().count(),
        copies=begun.count(),
    )
