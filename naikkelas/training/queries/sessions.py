"""Sessions and who takes part."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.core import signing
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from naikkelas.areas.queries import local_now
from naikkelas.lib.actors import Actor
from naikkelas.registry import access as registry
from naikkelas.registry.models import Kader, KampungKB
from naikkelas.registry.queries.pokja import HIDDEN, kader_of
from naikkelas.registry.rules.meetings import CODE_SECONDS, is_door_open
from naikkelas.training import access
from naikkelas.training.models import (
    Certificate,
    Participant,
    Presence,
    SessionInvitation,
    TestSitting,
    TrainingSession,
)
from naikkelas.training.queries.results import completions, standing_certificates
from naikkelas.training.rules.completion import Completion

_SALT = "naikkelas.training.attendance"


def seated_of(session: TrainingSession) -> "QuerySet[Participant]":
    """Those with a seat, by kampung and seat."""
    found = session.participants.filter(state=Participant.State.SEATED)
    return found.select_related("kader__kampung").order_by("kader__kampung__village_id", "seat")


def present_on(session: TrainingSession, day: date) -> "QuerySet[Presence]":
    """Who was noted as present on a day."""
    return Presence.objects.filter(participant__session=session, day=day, withdrawn_at__isnull=True)


def own_place(session: TrainingSession, actor: Actor) -> Participant | None:
    """The seat of a person by their own account."""
    found = session.participants.filter(
        state=Participant.State.SEATED, kader__account_id=actor.pk, kader__left_on__isnull=True
    )
    return found.select_related("kader__kampung", "session__curriculum").first()


# The code ---------------------------------------------------------------------------------------


def code_token(session: TrainingSession) -> str:
    """What the code on the trainer's screen says: this session, signed, for some minutes."""
    return signing.dumps(session.pk.hex, salt=_SALT)


def session_of_code(token: str, now: datetime | None = None) -> TrainingSession | None:
    """The session of a code that holds now; None for all others."""
    try:
        key = signing.loads(token, salt=_SALT, max_age=timedelta(seconds=CODE_SECONDS))
    except signing.BadSignature:
        return None
    rows = TrainingSession.objects.filter(pk=UUID(key), cancelled_at__isnull=True)
    session = rows.select_related("curriculum", "area").first()
    return session if session and door_is_open(session, now) else None


def door_is_open(session: TrainingSession, now: datetime | None = None) -> bool:
    """Whether people may note themselves now: around the hours of the present day."""
    day = local_now(session.area_id).date()
    if day not in session.days or session.cancelled_at:
        return False
    return is_door_open(session.starts_at(day), session.ends_at(day), now or timezone.now())


# Pages ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """A participant as a page shows them; the name only for who may read names there."""

    participant: Participant
    name: str
    is_named: bool
    completion: Completion
    before: TestSitting | None
    after: TestSitting | None
    certificate: Certificate | None
    may_sit: bool

    @property
    def is_waiting(self) -> bool:
        """Whether they have no seat yet."""
        return self.participant.state == Participant.State.WAITING


def rows_of(session: TrainingSession, actor: Actor) -> list[Row]:
    """The participants from the kampung that the person sees: five queries, however many."""
    found = access.participants_for(actor).filter(session=session)
    people = list(
        found.exclude(state=Participant.State.CANCELLED).order_by(
            "state", "kader__kampung__village_id", "seat", "registered_at"
        )
    )
    for one in people:
        one.session = session
    reached = completions(people)
    sat = _first_and_best(people)
    given = {one.participant_id: one for one in standing_certificates(people)}
    return [
        Row(
            participant=one,
            name=one.kader.name if named else HIDDEN,
            is_named=named,
            completion=reached[one.pk],
            before=sat.get((one.pk, TestSitting.Kind.BEFORE)),
            after=sat.get((one.pk, TestSitting.Kind.AFTER)),
            certificate=given.get(one.pk),
            may_sit=access.may_sit(actor, one),
        )
        for one in people
        for named in [registry.may_see_people(actor, one.kader.kampung)]
    ]


def _first_and_best(people: list[Participant]) -> dict[tuple[UUID, str], TestSitting]:
    """The first test and the best last one of each person."""
    found: dict[tuple[UUID, str], TestSitting] = {}
    for one in TestSitting.objects.filter(participant__in=people).order_by("number"):
        key = (one.participant_id, one.kind)
        if key not in found or one.right * found[key].asked > found[key].right * one.asked:
            found[key] = one
    return found


def list_of(actor: Actor) -> "QuerySet[TrainingSession]":
    """Sessions for the list, the newest first, with how many kampung were asked."""
    found = access.sessions_for(actor).select_related("curriculum", "area")
    asked = Count(
        "invitations",
        filter=Q(invitations__withdrawn_at__isnull=True),
        distinct=True,
    )
    return found.annotate(asked=asked).order_by("-starts_on", "-id")


def invited_to(session: TrainingSession) -> list[SessionInvitation]:
    """The kampung that are asked, by village."""
    rows = session.invitations.filter(withdrawn_at__isnull=True)
    return list(rows.select_related("kampung__village__parent").order_by("kampung__village_id"))


def registrable(session: TrainingSession, kampung: KampungKB) -> list[Kader]:
    """Who of a kampung could still take part, by name."""
    here = session.participants.exclude(state=Participant.State.CANCELLED)
    people = kader_of(kampung).exclude(pk__in=here.values("kader_id"))
    return list(people)


def next_test(participant: Participant, kind: str, tries: int) -> int | None:
    """The number of the try that is next; None where none is left."""
    done = list(TestSitting.objects.filter(participant=participant).values_list("kind", flat=True))
    if kind == TestSitting.Kind.BEFORE:
        return None if done else 1
    number = done.count(kind) + 1
    return number if number <= tries else None
