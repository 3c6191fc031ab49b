"""Seats: registering people, the waiting list, giving a seat back.

The session is held while seats change hands, and the database refuses what would overbook it
(`session_is_never_overbooked`, `one_person_per_seat`), so two desks at once cannot.
"""

from typing import Any  # what the trail is told
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from naikkelas.audit.actions import record
from naikkelas.lib.actors import Actor, covers
from naikkelas.lib.dates import id_date
from naikkelas.lib.ids import uuid7
from naikkelas.lib.refusals import require
from naikkelas.registry.models import Kader
from naikkelas.training import access
from naikkelas.training.errors import (
    NotAParticipant,
    PersonUnfit,
    SessionBegun,
    SessionCancelled,
)
from naikkelas.training.models import Participant, TrainingSession
from naikkelas.training.rules.seats import free_seat, moved_up

State = Participant.State


@transaction.atomic
def register(
    session: TrainingSession, kader: Kader, *, by: Actor, id: UUID | None = None
) -> Participant:
    """Give somebody a seat, or a place on the waiting list; who has one keeps it."""
    session = _held(session)
    kader = Kader.objects.select_related("kampung").get(pk=kader.pk)
    kampung = kader.kampung
    require(access.may_register(by, kampung))
    is_here = covers(session.area_id, kampung.village_id) and kampung.is_active
    if kader.left_on or not is_here:
        raise PersonUnfit
    rows = session.participants.exclude(state=State.CANCELLED)
    known = rows.filter(kader=kader).first()
    if known:
        return known
    seat = free_seat(_taken(session), session.seats)
    row = Participant.objects.create(
        id=id or uuid7(),
        session=session,
        kader=kader,
        kabupaten_code=session.kabupaten_code,
        state=State.SEATED if seat else State.WAITING,
        seat=seat,
        registered_by=by.pk,
        registered_at=timezone.now(),
    )
    _count(session)
    _record("participant.register", row, by, state=str(row.get_state_display()).lower())
    return row


@transaction.atomic
def cancel(participant: Participant, *, by: Actor) -> Participant:
    """Give a seat or a place on the waiting list back; the first who waits moves up."""
    session = _held(participant.session)
    row = _locked(participant)
    require(access.may_register(by, row.kader.kampung) or access.may_run(by, session))
    if row.state == State.CANCELLED:
        return row
    if row.presence.filter(withdrawn_at__isnull=True).exists():
        raise SessionBegun("Orang ini sudah hadir, jadi kursinya tidak dibatalkan lagi.")
    row.state, row.seat = State.CANCELLED, None
    row.cancelled_at, row.cancelled_by = timezone.now(), by.pk
    row.save(update_fields=["state", "seat", "cancelled_at", "cancelled_by"])
    _record("participant.cancel", row, by)
    fill_from_waiting(session, by)
    return row


def fill_from_waiting(session: TrainingSession, by: Actor) -> None:
    """Free seats go to those who wait, in the order in which they came; the session is held."""
    waiting = list(
        session.participants.filter(state=State.WAITING)
        .select_related("kader__kampung", "session__curriculum")
        .order_by("registered_at", "id")
    )
    for row, seat in moved_up(_taken(session), session.seats, waiting):
        row.state, row.seat = State.SEATED, seat
        row.save(update_fields=["state", "seat"])
        _record("participant.move_up", row, by)
    _count(session)


def seated(participant: Participant) -> Participant:
    """The participant, held, with a seat in a session that stands; else refused."""
    row = _locked(participant)
    if row.state != State.SEATED:
        raise NotAParticipant
    if row.session.cancelled_at:
        raise SessionCancelled
    return row


def _held(session: TrainingSession) -> TrainingSession:
    rows = TrainingSession.objects.select_for_update(of=("self",)).select_related("curriculum")
    session = rows.get(pk=session.pk)
    if session.cancelled_at:
        raise SessionCancelled
    return session


def _locked(participant: Participant) -> Participant:
    rows = Participant.objects.select_for_update(of=("self",))
    return rows.select_related("kader__kampung", "session__curriculum").get(pk=participant.pk)


def _taken(session: TrainingSession) -> set[int]:
    seats = session.participants.filter(seat__isnull=False).values_list("seat", flat=True)
    return {seat for seat in seats if seat is not None}


def _count(session: TrainingSession) -> None:
    session.taken = len(_taken(session))
    session.save(update_fields=["taken"])


def _record(verb: str, row: Participant, by: Actor, **more: Any) -> None:
    """No names: the kampung and the session say enough."""
    record(
        verb,
        row,
        by=by,
        kabupaten=row.kabupaten_code,
        kampung=row.kader.kampung.nama,
        session=row.session.curriculum.name,
        day=id_date(row.session.starts_on),
        **more,
    )
