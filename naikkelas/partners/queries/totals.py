"""What partners did in a period, counted once for every screen, paper and file."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Sum

from naikkelas.partners.models import CommitmentPlace, CommitmentQuerySet, Delivery, Need
from naikkelas.partners.rules import course
from naikkelas.registry.models import KampungQuerySet


@dataclass(frozen=True, slots=True)
class Totals:
    """Standing commitments whose period touches these days, and what arrived in them."""

    needs: int
    """Needs that are published and open now."""
    commitments: int
    promised: int
    """Rupiah that these kampung share in; support in goods or people has no rupiah."""
    deliveries: int
    delivered: int
    helped: int
    """Kampung that something reached."""


def totals(
    kampung: KampungQuerySet, since: date, until: date, of: CommitmentQuerySet | None = None
) -> Totals:
    """Of these kampung, both days counted; with `of` only of these commitments. Three queries."""
    own = {} if of is None else {"commitment__in": of.order_by().values("pk")}
    needs = Need.objects.open().filter(kampung__in=kampung).count()
    promised = (
        CommitmentPlace.objects.filter(
            kampung__in=kampung,
            commitment__state__in=course.STANDING,
            commitment__starts_on__lte=until,
            commitment__ends_on__gte=since,
            **own,
        )
        .order_by()
        .aggregate(
            commitments=Count("commitment", distinct=True), promised=Sum("rupiah", default=0)
        )
    )
    arrived = (
        Delivery.objects.filter(
            kampung__in=kampung,
            withdrawn_at__isnull=True,
            delivered_on__range=(since, until),
            **own,
        )
        .order_by()
        .aggregate(
            deliveries=Count("pk"),
            delivered=Sum("rupiah", default=0),
            helped=Count("kampung_id", distinct=True),
        )
    )
    return Totals(needs=needs, **promised, **arrived)
