"""Which themes kampung carry on a day, counted once for every screen, paper and file."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from naikkelas.registry.models import KampungQuerySet
from naikkelas.themes.models import CriterionAnswer, ThemeMembership


@dataclass(frozen=True, slots=True)
class Totals:
    """Of one day."""

    carrying: int
    """Kampung with at least one theme."""
    several: int
    """Kampung with two or more."""
    answered: int
    """Kampung with at least one answered criterion."""


def totals(kampung: KampungQuerySet, on: date) -> Totals:
    """Of these kampung. A membership without a first day counts as one of always. Two queries."""
    rows = ThemeMembership.objects.filter(
        Q(since__isnull=True) | Q(since__lte=on),
        Q(until__isnull=True) | Q(until__gt=on),
        kampung__in=kampung,
        withdrawn_at__isnull=True,
    )
    carried = Counter(rows.order_by().values_list("kampung_id", flat=True))
    answered = CriterionAnswer.objects.filter(
        kampung__in=kampung, replaced_at__isnull=True, value__isnull=False
    )
    return Totals(
        carrying=len(carried),
        several=sum(count > 1 for count in carried.values()),
        answered=answered.order_by().values("kampung_id").distinct().count(),
    )
