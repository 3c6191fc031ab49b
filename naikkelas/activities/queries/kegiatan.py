"""Reads of activities."""

from datetime import date

from django.db.models import QuerySet

from naikkelas.activities.models import Kegiatan
from naikkelas.registry.models import KampungKB


def of_kampung(kampung: KampungKB, until: date | None = None) -> "QuerySet[Kegiatan]":
    """The activities of a kampung that are known now, the newest first."""
    known = Kegiatan.objects.filter(kampung=kampung, withdrawn_at__isnull=True)
    return known.filter(tanggal__lte=until) if until else known
