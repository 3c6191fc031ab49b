"""When something that was agreed is called up to the next desk."""

from dataclasses import dataclass
from datetime import date

POKJA, VILLAGE, DISTRICT, OFFICE, KABUPATEN = "pokja", "desa", "kecamatan", "skpd", "kabupaten"
_RANK = {"": 0, POKJA: 0, VILLAGE: 0, DISTRICT: 1, OFFICE: 1, KABUPATEN: 2}


@dataclass(frozen=True, slots=True)
class Patience:
    """Days after its due day until the kecamatan, and until the kabupaten, is called in."""

    district: int
    kabupaten: int


def called_in(owner: str, due_on: date, escalated_to: str, today: date, patience: Patience) -> str:
    """The desk to call in now; empty where none is due, or where it was called in before.

    It only ever goes upward: what a kecamatan or an SKPD owns goes straight to the kabupaten.
    """
    late = (today - due_on).days
    at = max(_RANK[owner], _RANK[escalated_to])
    if at < 2 and late > patience.kabupaten:
        return KABUPATEN
    if at < 1 and late > patience.district:
        return DISTRICT
    return ""


def verdict(answer: str, due_on: date, day: date) -> bool | None:
    """What a check says of a step of the roadmap: it worked, it did not, or nothing yet.

    Seen as done it worked; not seen by the end of its day it did not; before that it may still.
    """
    if answer == "sesuai":
        return True
    return False if answer == "belum" and day > due_on else None
