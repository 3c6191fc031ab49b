"""What the actions of this room have in common."""

from naikkelas.practices.errors import KampungClosed, ReasonMissing
from naikkelas.registry.models import KampungKB

LONGEST_REASON = 300


def held(kampung: KampungKB) -> KampungKB:
    """The kampung, locked; refused once it is no longer active."""
    kampung = KampungKB.objects.select_for_update().get(pk=kampung.pk)
    if not kampung.is_active or kampung.withdrawn_at:
        raise KampungClosed
    return kampung


def reason_of(text: str) -> str:
    """A reason on one line; refused where there is none."""
    kept = " ".join(text.split())[:LONGEST_REASON]
    if not kept:
        raise ReasonMissing
    return kept
