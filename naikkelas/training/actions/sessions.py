"""Planning sessions: when, where, for whom, with how many seats; calling them off."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date, time
from typing import Any  # columns of a row
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from naikkelas.areas.models import Area
from naikkelas.areas.queries import setting
from naikkelas.audit.actions import record
from naikkelas.lib.actors import Actor, covers
from naikkelas.lib.dates import id_date
from naikkelas.lib.ids import uuid7
from naikkelas.lib.refusals import require
from naikkelas.registry.access import visible_to
from naikkelas.training import access
from naikkelas.training.actions import curricula
from naikkelas.training.actions.participants import fill_from_waiting
from naikkelas.training.errors import (
    BankTooSmall,
    PersonUnfit,
    ReasonMissing,
    SeatsTaken,
    SessionBegun,
    SessionCancelled,
    SessionUnfit,
)
from naikkelas.training.models import Presence, SessionInvitation, TrainingSession
from naikkelas.training.rules.curricula import is_teachable, parsed

MOST_DAYS = 10
MOST_SEATS = 500


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody plans; `cost` in rupiah, empty where nobody knows it yet."""

    curriculum: str
    starts_on: date
    ends_on: date
    starts: time
    ends: time
    place: str
    seats: int
    trainer: str = ""
    cost: int | None = None


@transaction.atomic
def plan(
    area: Area, told: Plan, *, by: Actor, id: UUID | None = None, is_example: bool = False
) -> TrainingSession:
    """A session more; the same identifier again gives the first answer."""
    require(access.may_train(by, area.code))
    _insist_it_can_be(told)
    known = TrainingSession.objects.filter(pk=id, area=area).first() if id else None
    if known:
        return known
    kabupaten = area.code[:5]
    version = curricula.adopt(kabupaten, told.curriculum, by=by)
    if not is_teachable(parsed(version.text)):
        raise BankTooSmall
    session = TrainingSession.objects.create(
        id=id or uuid7(),
        kabupaten_code=kabupaten,
        area=area,
        curriculum=version,
        time_zone=str(setting(area.code, "time_zone")),
        is_example=is_example,
        planned_by=by.pk,
        planned_at=timezone.now(),
        **_columns(told),
    )
    _record("session.plan", session, by)
    return session


@transaction.atomic
def change(session: TrainingSession, told: Plan, *, by: Actor) -> TrainingSession:
    """Change place, trainer, hours and seats; days and curriculum only while nobody was there."""
    session = locked(session, by)
    _insist_it_can_be(told)
    columns = _columns(told)
    moved = (told.starts_on, told.ends_on) != (session.starts_on, session.ends_on)
    if told.curriculum != session.curriculum.code:
        moved, columns["curriculum"] = True, _version(session, told, by)
    if moved and has_begun(session):
        raise SessionBegun
    if told.seats < session.taken:
        raise SeatsTaken
    for name, value in columns.items():
        setattr(session, name, value)
    session.save(update_fields=list(columns))
    fill_from_waiting(session, by)
    _record("session.change", session, by)
    return session


def _version(session: TrainingSession, told: Plan, by: Actor) -> object:
    version = curricula.adopt(session.kabupaten_code, told.curriculum, by=by)
    if not is_teachable(parsed(version.text)):
        raise BankTooSmall
    return version


@transaction.atomic
def cancel(session: TrainingSession, *, reason: str, by: Actor) -> TrainingSession:
    """Call a session off with a reason; not once somebody was there."""
    session = locked(session, by)
    why = " ".join(reason.split())[:300]
    if not why:
        raise ReasonMissing
    if has_begun(session):
        raise SessionBegun
    session.cancelled_at, session.cancelled_by = timezone.now(), by.pk
    session.cancelled_reason = why
    session.save(update_fields=["cancelled_at", "cancelled_by", "cancelled_reason"])
    _record("session.cancel", session, by)
    return session


@transaction.atomic
def invite(session: TrainingSession, reasons: Mapping[UUID, str], *, by: Actor) -> int:
    """Ask kampung to send people; `reasons` is kampung → the gap it is asked for. How many are new.

    Who was asked already stays so.
    """
    # The kampung first, as by those who give certificates, so that nobody waits in a ring.
    kampung = list(visible_to(by).live().filter(pk__in=reasons).select_for_update(of=("self",)))
    session = locked(session, by)
    if len(kampung) < len(reasons) or any(
        not covers(session.area_id, one.village_id) for one in kampung
    ):
        raise PersonUnfit
    standing = session.invitations.filter(withdrawn_at__isnull=True)
    known = set(standing.values_list("kampung_id", flat=True))
    fresh = [one for one in kampung if one.pk not in known]
    SessionInvitation.objects.bulk_create(
        SessionInvitation(
            session=session,
            kampung=one,
            kabupaten_code=session.kabupaten_code,
            reason=reasons[one.pk][:300],
            invited_by=by.pk,
            invited_at=timezone.now(),
        )
        for one in fresh
    )
    if fresh:
        _record("session.invite", session, by, count=len(fresh))
    return len(fresh)


@transaction.atomic
def withdraw_invitations(session: TrainingSession, kampung: Collection[UUID], *, by: Actor) -> int:
    """No longer ask these; people who were registered stay so. How many were taken back."""
    session = locked(session, by)
    rows = session.invitations.filter(withdrawn_at__isnull=True, kampung__in=kampung)
    count = rows.update(withdrawn_at=timezone.now())
    if count:
        _record("session.uninvite", session, by, count=count)
    return count


# What the actions share -------------------------------------------------------------------------


def locked(session: TrainingSession, by: Actor) -> TrainingSession:
    """The session, held: seats, presence and certificates of it wait for each other."""
    session = held(session)
    require(access.may_run(by, session))
    if session.cancelled_at:
        raise SessionCancelled
    return session


def held(session: TrainingSession) -> TrainingSession:
    """The row, held by whoever may touch some part of it."""
    rows = TrainingSession.objects.select_for_update(of=("self",))
    return rows.select_related("curriculum").get(pk=session.pk)


def has_begun(session: TrainingSession) -> bool:
    """Whether anybody was noted as present."""
    present = Presence.objects.filter(participant__session=session, withdrawn_at__isnull=True)
    return present.exists()


def _insist_it_can_be(told: Plan) -> None:
    days = (told.ends_on - told.starts_on).days + 1
    if not 1 <= days <= MOST_DAYS:
        raise SessionUnfit(f"Pelatihan berlangsung 1 sampai {MOST_DAYS} hari. Periksa tanggalnya.")
    if told.ends <= told.starts:
        raise SessionUnfit("Jam selesai harus setelah jam mulai.")
    if not 1 <= told.seats <= MOST_SEATS:
        raise SessionUnfit(f"Jumlah kursi harus 1 sampai {MOST_SEATS}.")
    if not told.place.strip():
        raise SessionUnfit("Isi tempat pelatihan.")
    if told.cost is not None and told.cost < 0:
        raise SessionUnfit("Biaya tidak boleh kurang dari nol.")


def _columns(told: Plan) -> dict[str, Any]:
    columns = asdict(told)
    del columns["curriculum"]
    return columns | {name: " ".join(columns[name].split())[:160] for name in ("place", "trainer")}


def _record(verb: str, session: TrainingSession, by: Actor, **more: Any) -> None:
    record(
        verb,
        session,
        by=by,
        kabupaten=session.kabupaten_code,
        session=session.curriculum.name,
        day=id_date(session.starts_on),
        **more,
    )
