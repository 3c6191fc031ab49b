"""What came of trainings: completion, certificates."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import QuerySet

from naikkelas.training.models import Certificate, Participant, Presence, TestSitting
from naikkelas.training.rules.completion import Completion, completion
from naikkelas.training.rules.curricula import parsed

AFTER = TestSitting.Kind.AFTER


def completion_of(participant: Participant) -> Completion:
    """What one participant has reached; two queries."""
    return completions([participant])[participant.pk]


def completions(people: Iterable[Participant]) -> Mapping[UUID, Completion]:
    """Participant → what they reached, for people whose session is at hand; two queries."""
    people = list(people)
    days: dict[UUID, int] = defaultdict(int)
    scores: dict[UUID, list[tuple[int, int]]] = defaultdict(list)
    there = Presence.objects.filter(participant__in=people, withdrawn_at__isnull=True)
    for key in there.values_list("participant_id", flat=True):
        days[key] += 1
    sat = TestSitting.objects.filter(participant__in=people, kind=AFTER)
    for key, right, asked in sat.values_list("participant_id", "right", "asked"):
        scores[key].append((right, asked))
    return {
        one.pk: completion(
            parsed(one.session.curriculum.text),
            len(one.session.days),
            days[one.pk],
            scores[one.pk],
        )
        for one in people
    }


def certificate_of_token(token: str) -> Certificate | None:
    """The certificate of a public address, standing or revoked."""
    found = Certificate.objects.filter(token=token)
    return found.select_related("participant__kader", "participant__session__curriculum").first()


def standing_certificates(people: Iterable[Participant]) -> "QuerySet[Certificate]":
    """The certificates that were not taken back."""
    return Certificate.objects.filter(participant__in=list(people), revoked_at__isnull=True)
