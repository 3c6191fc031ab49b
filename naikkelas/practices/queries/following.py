"""What followed from good examples: copies with their results, and study visits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from naikkelas.practices.models import Practice, Replication, ReplicationStep, StudyVisit
from naikkelas.practices.queries.results import Result, result_of
from naikkelas.registry.models import KampungKB


@dataclass(frozen=True, slots=True)
class Copies:
    """How many kampung copied a practice: those that stopped are counted too."""

    begun: int
    at_work: int
    stopped: int


def copies_of(practice: Practice) -> Copies:
    """Counts of one practice, stopped copies among them."""
    ends = list(practice.replications.values_list("stopped_on", flat=True))
    stopped = sum(end is not None for end in ends)
    return Copies(len(ends), len(ends) - stopped, stopped)


def replications_of(kampung: KampungKB) -> "QuerySet[Replication]":
    """What a kampung copied, newest first, with the practice at hand."""
    return kampung.replications.select_related("practice__kampung")


@dataclass(frozen=True)
class Copy:
    """A copy with its steps and what the reports say before and after."""

    replication: Replication
    title: str
    codes: tuple[str, ...]
    steps: Sequence[ReplicationStep]
    result: Result

    @property
    def done(self) -> int:
        return sum(step.done_on is not None for step in self.steps)


def copy_of(replication: Replication, cutoff: date) -> Copy:
    """One copy; the version is the one that was copied."""
    version = replication.practice.versions.get(number=replication.number)
    return Copy(
        replication=replication,
        title=version.title,
        codes=version.codes,
        steps=list(replication.steps.all()),
        result=result_of(
            replication.kampung,
            replication.adopted_on,
            replication.stopped_on,
            version.codes,
            cutoff=cutoff,
        ),
    )


def visits_of(kampung: KampungKB) -> "QuerySet[StudyVisit]":
    """Visits of and to a kampung, newest first."""
    both = StudyVisit.objects.filter(Q(guest=kampung) | Q(host=kampung))
    return both.select_related("guest", "host", "practice")
