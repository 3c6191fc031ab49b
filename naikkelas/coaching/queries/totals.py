"""What mentoring did in a period, counted once for every screen, paper and file."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from naikkelas.coaching.models import FollowUp, FollowUpState, Visit
from naikkelas.registry.models import KampungQuerySet


@dataclass(frozen=True, slots=True)
class Totals:
    """Standing visits by their day; follow-ups as they are now, closed ones by their day."""

    visits: int
    visited: int
    """Kampung with at least one of the visits."""
    open: int
    late: int
    done: int


def totals(kampung: KampungQuerySet, since: date, until: date) -> Totals:
    """Of these kampung, both days counted; late is measured against the last day. Two queries."""
    visits = Visit.objects.standing().filter(kampung__in=kampung, day__range=(since, until))
    made = visits.order_by().aggregate(
        visits=Count("pk"), visited=Count("kampung_id", distinct=True)
    )
    is_open = Q(state=FollowUpState.OPEN)
    agreed = (
        FollowUp.objects.filter(kampung__in=kampung)
        .order_by()
        .aggregate(
            open=Count("pk", filter=is_open),
            late=Count("pk", filter=is_open & Q(due_on__lt=until)),
            done=Count("pk", filter=Q(state=FollowUpState.DONE, closed_on__range=(since, until))),
        )
    )
    return Totals(**made, **agreed)
