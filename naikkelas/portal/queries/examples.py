"""Good examples that a kabupaten has published: what was done about a problem, never by whom."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from naikkelas.lib.scrubbing import scrubbed
from naikkelas.practices.models import Practice, PracticeQuerySet, PracticeVersion
from naikkelas.practices.queries.collection import published
from naikkelas.registry.models import KampungKB


def _public(area_code: str) -> PracticeQuerySet:
    live = KampungKB.objects.live().within(area_code)
    return Practice.objects.public().filter(kampung__in=live)


def examples(area_code: str, text: str = "", indicator: str = "") -> "QuerySet[PracticeVersion]":
    """What is published in an area, newest first, narrowed by words and by an indicator."""
    found = published(_public(area_code)).select_related(
        "practice__kampung__village__parent", "practice__kampung__site"
    )
    if indicator:
        found = found.filter(indicators__contains=PracticeVersion.joined((indicator,)))
    if text:
        words = Q(title__icontains=text) | Q(problem__icontains=text)
        found = found.filter(words | Q(practice__kampung__nama__icontains=text))
    return found


@dataclass(frozen=True)
class Example:
    """One good example as it is published, its texts without numbers of persons or phones."""

    version: PracticeVersion
    title: str
    problem: str
    steps: tuple[str, ...]

    @property
    def kampung(self) -> KampungKB:
        return self.version.practice.kampung


def example(pk: UUID) -> Example | None:
    """The published version; None where nothing of it is public."""
    version = examples("").filter(practice=pk).first()
    if version is None:
        return None
    steps = version.steps.values_list("words", flat=True)
    return Example(
        version, scrubbed(version.title), scrubbed(version.problem), tuple(map(scrubbed, steps))
    )
