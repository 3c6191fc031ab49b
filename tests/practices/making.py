"""Good examples made without their actions, for walks through the house."""

from datetime import UTC, date, datetime
from typing import Any

from naikkelas.practices.models import Exemplar, Practice, PracticeStep, PracticeVersion
from naikkelas.practices.rules.practised import Practised
from naikkelas.registry.models import KampungKB

AT = datetime(2025, 7, 3, 3, 7, tzinfo=UTC)


def told(**more: Any) -> Practised:
    """What Sukamaju tells of its Saturday class for fathers."""
    defaults: dict[str, Any] = {
        "title": "Kelas ayah Sabtu malam",
        "problem": "Ayah jarang ikut BKB.",
        "steps": ("Ajak RT", "Adakan Sabtu malam", "Catat yang hadir"),
        "indicators": ("partisipasi_poktan",),
        "contact": "ketua",
        "from_on": date(2025, 3, 1),
    }
    return Practised(**(defaults | more))


def make_practice(kampung: KampungKB, title: str = "Kelas ayah", **more: Any) -> Practice:
    """A published practice that answers participation and CPR, unless told."""
    words = {
        "problem": more.pop("problem", "Ayah jarang ikut."),
        "indicators": PracticeVersion.joined(more.pop("indicators", ("partisipasi_poktan", "cpr"))),
        "from_on": more.pop("from_on", date(2025, 3, 1)),
    }
    defaults: dict[str, Any] = {
        "kabupaten_code": kampung.kabupaten_code,
        "state": "terbit",
        "published_number": 1,
        "published_at": AT,
        "written_by": 0,
        "written_at": AT,
    }
    practice = Practice.objects.create(kampung=kampung, **(defaults | more))
    version = PracticeVersion.objects.create(
        practice=practice, number=1, title=title, contact="ketua", saved_by=0, saved_at=AT, **words
    )
    PracticeStep.objects.create(version=version, position=1, words="Ajak RT")
    return practice


def make_exemplar(kampung: KampungKB, **more: Any) -> Exemplar:
    """A kampung contoh since June 2025, unless told."""
    defaults: dict[str, Any] = {
        "kabupaten_code": kampung.kabupaten_code,
        "since": date(2025, 6, 1),
        "reason": "Poktannya hidup.",
        "named_by": 0,
        "named_at": AT,
    }
    return Exemplar.objects.create(kampung=kampung, **(defaults | more))
