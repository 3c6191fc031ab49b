"""What trainings did in a period, counted once for every screen, paper and file."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Sum

from naikkelas.registry.models import KampungQuerySet
from naikkelas.training.models import Certificate, Presence


@dataclass(frozen=True, slots=True)
class Totals:
    """By the day on which people were there, and the day on which certificates were given."""

    sessions: int
    """Trainings at which somebody of these kampung was present."""
    people: int
    kampung: int
    certificates: int
    hours: int
    """Hours that the standing certificates tell, added up over their holders."""


def totals(kampung: KampungQuerySet, since: date, until: date) -> Totals:
    """Of the people of these kampung, both days counted. Two queries."""
    came = (
        Presence.objects.filter(
            withdrawn_at__isnull=True,
            day__range=(since, until),
            participant__session__cancelled_at__isnull=True,
            participant__kader__kampung__in=kampung,
        )
        .order_by()
        .aggregate(
            sessions=Count("participant__session", distinct=True),
            people=Count("participant__kader", distinct=True),
            kampung=Count("participant__kader__kampung", distinct=True),
        )
    )
    given = (
        Certificate.objects.filter(
            revoked_at__isnull=True,
            issued_on__range=(since, until),
            participant__kader__kampung__in=kampung,
        )
        .order_by()
        .aggregate(certificates=Count("pk"), hours=Sum("hours", default=0))
    )
    return Totals(**came, **given)
