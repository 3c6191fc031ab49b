"""The events about a kampung: its own, of reports and evidence, of imports that brought them."""

from django.db.models import QuerySet

from naikkelas.audit.models import Event
from naikkelas.audit.queries import about
from naikkelas.registry.models import KKBPK, Evidence, KampungKB, Penduduk, Profil

NEWEST_VERSIONS = 200


def trail_of(kampung: KampungKB) -> "QuerySet[Event]":
    """Newest first; reaches back 200 versions of each report. Four queries before the events'."""
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
    subjects.append(("exchange.importbatch", list(batches - {None})))
    return about(subjects)
