"""Which rows of the example stand behind the parts of an address, told by the address itself."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.apps import apps

from naikkelas.publicsite.queries.sites import site_of
from naikkelas.registry.models import KampungKB

_OF_KAMPUNG = {"pk": "kampung_id", "key": "pk"}
_OWN = {"pk": "pk"}

ROWS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "kampung/<uuid:pk>/contoh/<uuid:key>": ("practices.Practice", _OF_KAMPUNG),
    "kampung/<uuid:pk>/kunjungan-belajar/<uuid:key>": (
        "practices.StudyVisit",
        {"pk": "guest_id", "key": "pk"},
    ),
    "kampung/<uuid:pk>/tiruan/<uuid:key>": ("practices.Replication", _OF_KAMPUNG),
    "kampung/<uuid:pk>/kunjungan/<uuid:key>": (
        "coaching.Visit",
        {"pk": "kampung_id", "key": "record"},
    ),
    "kampung/<uuid:pk>/tindak-lanjut/<uuid:key>": ("coaching.FollowUp", _OF_KAMPUNG),
    "kampung/<uuid:pk>/pelatihan/<uuid:key>": (
        "training.SessionInvitation",
        {"pk": "kampung_id", "key": "session_id"},
    ),
    "kampung/<uuid:pk>/tema/<uuid:key>": ("themes.ThemeMembership", _OF_KAMPUNG),
    "contoh-baik/<uuid:pk>/": ("practices.Practice", _OWN),
    "portal/contoh-baik/<uuid:pk>/": ("practices.Practice", _OWN),
    "lomba/<uuid:pk>/nilai/<uuid:key>": (
        "practices.CompetitionEntry",
        {"pk": "competition_id", "key": "pk"},
    ),
    "lomba/<uuid:pk>/": ("practices.Competition", _OWN),
    "mitra/kebutuhan/<uuid:pk>": ("partners.Need", _OWN),
    "mitra/komitmen/<uuid:pk>": ("partners.Commitment", _OWN),
    "mitra/lembaga/<uuid:pk>": ("partners.Mitra", _OWN),
    "mitra/rakor/<uuid:pk>": ("partners.Rakor", _OWN),
    "mitra/surat/<uuid:pk>": ("partners.Letter", _OWN),
    "pelatihan/<uuid:pk>/peserta/<uuid:key>": (
        "training.Participant",
        {"pk": "session_id", "key": "pk"},
    ),
    "pelatihan/<uuid:pk>/": ("training.TrainingSession", _OWN),
    "pendampingan/rencana/<uuid:key>": ("coaching.PlannedVisit", {"key": "pk"}),
    "sertifikat/<str:token>": ("training.Certificate", {"token": "token"}),
}
"""How an address begins → the model of the row that it names, and where its parts come from."""

_WORDS: Mapping[str, str] = {
    "tema/<slug:code>": "drppa",
    "pelatihan/kurikulum/<slug:code>": "peran_seksi",
}
_PART = re.compile(r"<(\w+):(\w+)>")


def parts_of(pattern: str, kampung: KampungKB) -> dict[str, Any] | None:
    """The parts of an address, or None where the example has no row for one of them.

    A row of a kampung stands behind an address of that kampung, whichever it is.
    """
    found: dict[str, Any] = {}
    begins = next((piece for piece in ROWS if pattern.startswith(piece)), None)
    if begins is not None:
        label, parts = ROWS[begins]
        row = apps.get_model(label)._default_manager.order_by("pk").first()
        if row is None:
            return None
        found = {name: getattr(row, attribute) for name, attribute in parts.items()}
    for kind, name in _PART.findall(pattern):
        found.setdefault(name, _plain(pattern, kind, name, kampung))
    return None if None in found.values() else found


def _plain(pattern: str, kind: str, name: str, kampung: KampungKB) -> str | UUID | None:
    """The kampung itself, the kabupaten, or a code of the reference lists; nothing else."""
    if pattern.startswith("data/<area:slug>"):
        return {"slug": kampung.village_id[:5], "table": "kampung"}.get(name)
    if kind == "uuid":
        return kampung.pk if name == "pk" else None
    if name == "slug":
        return site_of(kampung).slug
    if name == "code" and kind == "str":
        return kampung.village_id[:5]
    known = (word for piece, word in _WORDS.items() if pattern.startswith(piece))
    return next(known, None) if name == "code" else None
