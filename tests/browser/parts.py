"""Which rows of the example stand behind the parts of an address, told by the address itself."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.apps import apps

from naikkelas.registry.models import KampungKB

ROWS: Mapping[str, str] = {
    "pendampingan/rencana/<uuid:key>": "coaching.PlannedVisit",
    "kunjungan/<uuid:key>": "coaching.Visit",
    "tindak-lanjut/<uuid:key>": "coaching.FollowUp",
    "pelatihan/<uuid:pk>": "training.TrainingSession",
    "pelatihan/<uuid:key>": "training.TrainingSession",
    "peserta/<uuid:key>": "training.Participant",
    "mitra/lembaga/<uuid:pk>": "partners.Mitra",
    "mitra/kebutuhan/<uuid:pk>": "partners.Need",
    "mitra/komitmen/<uuid:pk>": "partners.Commitment",
    "penyerahan/<uuid:key>": "partners.Delivery",
    "tema/<uuid:key>": "themes.Membership",
}
"""A piece of an address with one part → the model of the row that it names."""

_PART = re.compile(r"<(\w+):(\w+)>")


def parts_of(pattern: str, kampung: KampungKB) -> dict[str, Any] | None:
    """The parts of an address, or None where the example has no row for one of them.

    A row of a kampung stands behind an address of that kampung, whichever it is.
    """
    found: dict[str, Any] = {}
    for piece, label in ROWS.items():
        if piece in pattern:
            row = apps.get_model(label)._default_manager.first()
            if row is None:
                return None
            found |= {_PART.findall(piece)[0][1]: row.pk}
            if pattern.startswith("kampung/") and hasattr(row, "kampung_id"):
                found["pk"] = row.kampung_id
    for kind, name in _PART.findall(pattern):
        found.setdefault(name, _plain(kind, name, kampung))
    return None if None in found.values() else found


def _plain(kind: str, name: str, kampung: KampungKB) -> str | UUID | None:
    """The kampung itself, or the kabupaten; nothing for what only a row could tell."""
    if kind == "uuid":
        return kampung.pk if name == "pk" else None
    return kampung.village_id[:5] if name == "code" and kind == "str" else None
