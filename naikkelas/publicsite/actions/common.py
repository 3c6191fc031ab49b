"""What the actions of this room have in common."""

from typing import Any  # values of an event

from naikkelas.publicsite.errors import ReasonNeeded
from naikkelas.registry.models import KampungKB

LONGEST_REASON = 300


def held(kampung: KampungKB) -> KampungKB:
    """The kampung, locked."""
    return KampungKB.objects.select_for_update().get(pk=kampung.pk)


def reason_of(text: str) -> str:
    """A reason on one line; refused where there is none."""
    kept = " ".join(text.split())[:LONGEST_REASON]
    if not kept:
        raise ReasonNeeded
    return kept


def told(kampung: KampungKB, **more: Any) -> dict[str, Any]:
    """What every event of this room carries; free text stays in the rows."""
    return {"kabupaten": kampung.kabupaten_code, "kampung": str(kampung), **more}
