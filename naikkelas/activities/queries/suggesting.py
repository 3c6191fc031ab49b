"""Suggestions of the Inpres activity, with what was chosen before in the kabupaten."""

from datetime import date
from functools import lru_cache

from naikkelas.activities.models import Kegiatan
from naikkelas.activities.rules import suggesting
from naikkelas.activities.rules.suggesting import Learned, Suggestion
from naikkelas.areas.queries import local_now
from naikkelas.registry.models import KampungKB

MOST_REPORTS = 5_000
"""The newest accepted reports from which is learned."""


def suggested(kampung: KampungKB, text: str) -> list[Suggestion]:
    """The likeliest activities of the Inpres for a title with its text."""
    return suggesting.suggest(text, learned_in(kampung.kabupaten_code))


def learned_in(kabupaten_code: str) -> Learned:
    """What was chosen in accepted reports of a kabupaten, learned anew each day."""
    return _learned(kabupaten_code, local_now(kabupaten_code).date())


@lru_cache(maxsize=32)
def _learned(kabupaten_code: str, day: date) -> Learned:
    accepted = Kegiatan.objects.filter(
        kabupaten_code=kabupaten_code, withdrawn_at__isnull=True, endorsed_at__isnull=False
    ).exclude(inpres_kegiatan="")
    rows = accepted.order_by("-recorded_at").values_list("judul", "deskripsi", "inpres_kegiatan")
    return suggesting.learn((f"{title}. {text}", code) for title, text, code in rows[:MOST_REPORTS])
