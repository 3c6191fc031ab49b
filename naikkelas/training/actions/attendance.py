"""Who was there on which day: ticked by the trainer, or noted by the code that is shown there."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from naikkelas.areas.queries import local_now
from naikkelas.audit.actions import record
from naikkelas.lib.actors import Actor
from naikkelas.lib.dates import id_date
from naikkelas.training.actions.participants import seated
from naikkelas.training.actions.sessions import locked
from naikkelas.training.errors import AlreadyThere, CodeExpired, NotAParticipant, NotYetBegun
from naikkelas.training.models import Participant, Presence, TrainingSession
from naikkelas.training.queries import sessions as queries

Way = Presence.Way


@transaction.atomic
def tick(
    session: TrainingSession,
    day: date,
    present: Collection[UUID],
    *,
    by: Actor,
    seen: Collection[UUID] | None = None,
) -> int:
    """Note who was there on a day as the whole list says; how many are present afterwards.

    Who noted themself by the code after the list was opened (`seen`) stays present.
    """
    session = locked(session, by)
    _insist_on_day(session, day)
    people = list(queries.seated_of(session))
    standing = {
        row.participant_id: row for row in queries.present_on(session, day).select_for_update()
    }
    before = len(standing)
    for person in people:
        row = standing.get(person.pk)
        is_news = seen is not None and row is not None and person.pk not in seen
        if row is None and person.pk in present:
            _note(person, day, Way.TICKED, by)
        elif row is not None and person.pk not in present and not is_news:
            row.withdrawn_at = timezone.now()
            row.save(update_fields=["withdrawn_at"])
    after = queries.present_on(session, day).count()
    record(
        "session.attend",
        session,
        by=by,
        kabupaten=session.kabupaten_code,
        session=session.curriculum.name,
        day=id_date(day),
        before={"present": before},
        after={"present": after},
    )
    return after


@transaction.atomic
def check_in(token: str, *, by: Actor) -> Presence:
    """Note one's own presence by the code: a participant with an account."""
    session = queries.session_of_code(token)
    if session is None:
        raise CodeExpired
    found = queries.own_place(session, by)
    if found is None:
        raise NotAParticipant(
            "Akun Anda tidak terdaftar sebagai peserta pelatihan ini. Minta pelatih mencentang."
        )
    row = seated(found)
    day = local_now(session.area_id).date()
    if row.presence.filter(day=day, withdrawn_at__isnull=True).exists():
        raise AlreadyThere
    noted = _note(row, day, Way.CODE, by)
    record(
        "session.check_in",
        session,
        by=by,
        kabupaten=session.kabupaten_code,
        session=session.curriculum.name,
        day=id_date(day),
    )
    return noted


def _insist_on_day(session: TrainingSession, day: date) -> None:
    if day not in session.days or day > local_now(session.area_id).date():
        raise NotYetBegun


def _note(person: Participant, day: date, way: str, by: Actor) -> Presence:
    return Presence.objects.create(
        participant=person,
        kabupaten_code=person.kabupaten_code,
        day=day,
        way=way,
        noted_by=by.pk,
        noted_at=timezone.now(),
    )
