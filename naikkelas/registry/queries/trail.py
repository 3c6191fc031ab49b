"""The events about a kampung: its own, of reports and evidence, of imports that brought them."""

from django.db.models import Model, QuerySet

from naikkelas.audit.models import Event
from naikkelas.audit.queries import about
from naikkelas.registry.models import (
    KKBPK,
    Evidence,
    Kader,
    KaderConsent,
    KaderTraining,
    KampungKB,
    Penduduk,
    Pokja,
    PokjaSeat,
    Profil,
    Seksi,
)

NEWEST_VERSIONS = 200


def trail_of(kampung: KampungKB) -> "QuerySet[Event]":
    """Newest first; reaches back 200 versions of each report. Ten queries before the events'."""
    subjects: list[tuple[str, list[object]]] = [("registry.kampungkb", [kampung.pk])]
    batches: set[object] = {kampung.batch_id}
    for model in (Profil, Penduduk, KKBPK):
        rows = model.objects.filter(kampung=kampung).order_by("-recorded_at")
        known = list(rows.values_list("pk", "batch_id")[:NEWEST_VERSIONS])
        subjects.append((model._meta.label_lower, [pk for pk, _ in known]))
        batches |= {batch for _, batch in known}
    evidence = Evidence.objects.filter(kampung=kampung).order_by("-added_at")
    pieces: list[object] = list(evidence.values_list("pk", flat=True)[:NEWEST_VERSIONS])
    subjects.append(("registry.evidence", pieces))
    subjects += _people(kampung)
    subjects.append(("exchange.importbatch", list(batches - {None})))
    return about(subjects)


def _people(kampung: KampungKB) -> list[tuple[str, list[object]]]:
    """The Pokja of a kampung and its people: their events say posts, never names."""
    ways: list[tuple[type[Model], str]] = [
        (Pokja, "kampung"),
        (Kader, "kampung"),
        (Seksi, "pokja__kampung"),
        (PokjaSeat, "pokja__kampung"),
        (KaderConsent, "kader__kampung"),
        (KaderTraining, "kader__kampung"),
    ]
    return [
        (
            model._meta.label_lower,
            list(model._default_manager.filter(**{way: kampung}).values_list("pk", flat=True)),
        )
        for model, way in ways
    ]
