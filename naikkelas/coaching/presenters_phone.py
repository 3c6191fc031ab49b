"""What this room gives the app for work without a signal (`settings.PHONE_PROVISIONS`)."""

from typing import Any  # JSON values

from naikkelas.coaching import access
from naikkelas.coaching.models import Desk, PlannedVisit
from naikkelas.coaching.queries.checklist import checklist
from naikkelas.lib.actors import Actor
from naikkelas.registry.models import KampungKB


def visit(kampung: KampungKB, actor: Actor) -> dict[str, Any] | None:
    """The checklist with the open follow-ups, and what is planned; None for who does not mentor."""
    if not access.may_visit(actor, kampung):
        return None
    ahead = PlannedVisit.objects.ahead().filter(kampung=kampung).order_by("day").first()
    return {
        "checks": [
            {"sort": one.sort, "key": one.key, "words": one.words, "why": one.why}
            for one in checklist(kampung)
        ],
        "owners": [[code, label] for code, label in Desk.choices],
        "ahead": {"id": str(ahead.pk), "day": ahead.day.isoformat(), "reasons": ahead.reasons}
        if ahead
        else None,
    }
