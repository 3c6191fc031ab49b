"""Who came to a meeting: ticked by the desk, or noted by the code that the secretary shows."""

import re
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any  # columns of a row, passed on
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from naikkelas.accounts.queries import system_user
from naikkelas.audit.actions import record
from naikkelas.lib.actors import Actor
from naikkelas.lib.dates import id_date
from naikkelas.registry.actions.meetings import insist_it_began, locked
from naikkelas.registry.errors import (
    AlreadyPresent,
    CodeExpired,
    DecisionClosed,
    GuestNameMissing,
    NotOnTheList,
    TooManyGuests,
)
from naikkelas.registry.models import Kader, Meeting, MeetingAttendance
from naikkelas.registry.queries import meetings as queries
from naikkelas.registry.rules import meetings as rules

MOST_WAITING = 60
_DIGITS = re.compile(r"\d{6}")
_State, _Way = MeetingAttendance.State, MeetingAttendance.Way


@transaction.atomic
def tick(
    meeting: Meeting,
    present: Collection[UUID],
    *,
    by: Actor,
    seen: Collection[UUID] | None = None,
    kader: Collection[UUID] = (),
    guests: Collection[str] = (),
) -> int:
    """Note who came as the whole list says; how many are present afterwards.

    `present` holds places on the list, `seen` those that were ticked when the person opened it,
    `kader` people of the kampung who were not on it yet, `guests` names of others. Who loses the
    tick is expected again; who noted themself by the code keeps the way in which they did, and
    stays present when that was after the list was opened.
    """
    meeting = locked(meeting, by)
    insist_it_began(meeting)
    before = 0
    for row in queries.on_the_list(meeting):
        before += row.state == _State.PRESENT
        is_news = seen is not None and row.state == _State.PRESENT and row.pk not in seen
        _set(row, row.pk in present or is_news, by)
    for one in Kader.objects.filter(kampung=meeting.kampung, pk__in=kader):
        _add(meeting, by, kader=one, age_band=_band(one, meeting.held_on))
    for name in guests:
        _add(meeting, by, guest_name=_guest(name), guest_key=rules.guest_key(name))
    after = queries.on_the_list(meeting).filter(state=_State.PRESENT).count()
    _record("meeting.attend", meeting, by, before={"present": before}, after={"present": after})
    return after


@transaction.atomic
def check_in(token: str, *, by: Actor) -> MeetingAttendance:
    """Note one's own attendance by the code: somebody of the kampung who has an account."""
    meeting = _by_code(token)
    kader = queries.kader_of(meeting.kampung, by)
    if kader is None:
        raise NotOnTheList
    row = queries.on_the_list(meeting).filter(kader=kader).first()
    if row and row.state == _State.PRESENT:
        raise AlreadyPresent
    columns = _noted(_State.PRESENT, _Way.CODE, by.pk) | {"age_band": _band(kader, meeting.held_on)}
    row = _update(row, columns) if row else _create(meeting, kader=kader, **columns)
    _record("meeting.check_in", meeting, by)
    return row


@transaction.atomic
def announce(token: str, name: str) -> MeetingAttendance:
    """Note the name that somebody without an account typed; the secretary confirms it."""
    meeting = _by_code(token)
    guest, key = _guest(name), rules.guest_key(name)
    rows = queries.on_the_list(meeting)
    row = rows.filter(guest_key=key).first()
    if row and row.state != _State.EXPECTED:
        raise AlreadyPresent
    if rows.filter(state=_State.WAITING).count() >= MOST_WAITING:
        raise TooManyGuests
    columns = _noted(_State.WAITING, _Way.CODE, None)
    if row is None:
        row = _create(meeting, guest_name=guest, guest_key=key, **columns)
    else:
        row = _update(row, columns)
    _record("meeting.announce", meeting, system_user())
    return row


@transaction.atomic
def confirm(meeting: Meeting, place: UUID, *, is_known: bool, by: Actor) -> MeetingAttendance:
    """Say that a guest who typed a name is here, or that nobody knows them."""
    meeting = locked(meeting, by)
    row = queries.on_the_list(meeting).filter(pk=place).first()
    if row is None or row.state != _State.WAITING:
        raise DecisionClosed("Nama ini sudah diputuskan. Muat ulang halaman.")
    state = _State.PRESENT if is_known else _State.REFUSED
    row = _update(row, _noted(state, _Way.CODE, by.pk))
    if is_known:
        _record("meeting.confirm", meeting, by)
    else:
        _record("meeting.turn_away", meeting, by)
    return row


def forget_strangers(days: int) -> int:
    """Take out the names that the secretary turned away, or never confirmed, so long ago; how many.

    That somebody was turned away stays; who it was is nobody's business any more.
    """
    before = timezone.now() - timedelta(days=days)
    rows = MeetingAttendance.objects.filter(
        state__in=(_State.REFUSED, _State.WAITING), noted_at__lt=before
    )
    named = list(rows.exclude(guest_name="").filter(kader__isnull=True))
    for row in named:
        row.state, row.guest_name, row.guest_key = _State.REFUSED, "", f"dihapus-{row.pk.hex}"
    MeetingAttendance.objects.bulk_update(named, ["state", "guest_name", "guest_key"])
    return len(named)


def _by_code(token: str) -> Meeting:
    """The meeting of a code that holds now, locked."""
    meeting = queries.meeting_of_code(token)
    if meeting is None:
        raise CodeExpired
    held = Meeting.objects.select_for_update(of=("self",)).select_related("kampung")
    return held.get(pk=meeting.pk)


def _set(row: MeetingAttendance, is_present: bool, by: Actor) -> None:
    if is_present and row.state != _State.PRESENT:
        band = _band(row.kader, row.meeting.held_on) if row.kader else row.age_band
        _update(row, _noted(_State.PRESENT, _Way.TICKED, by.pk) | {"age_band": band})
    elif not is_present and row.state == _State.PRESENT:
        _update(row, {"state": _State.EXPECTED, "way": "", "noted_by": None, "noted_at": None})


def _add(meeting: Meeting, by: Actor, **who: Any) -> None:
    """One more person who came; somebody who is on the list already is not added twice."""
    rows = queries.on_the_list(meeting)
    key = {name: who[name] for name in ("kader", "guest_key") if name in who}
    found = rows.filter(**key).first()
    if found is None:
        _create(meeting, **who, **_noted(_State.PRESENT, _Way.TICKED, by.pk))
    else:
        _set(found, True, by)


def _noted(state: str, way: str, by: int | None) -> dict[str, Any]:
    return {"state": state, "way": way, "noted_by": by, "noted_at": timezone.now()}


def _create(meeting: Meeting, **columns: Any) -> MeetingAttendance:
    return MeetingAttendance.objects.create(
        meeting=meeting,
        kabupaten_code=meeting.kabupaten_code,
        added_at=timezone.now(),
        **columns,
    )


def _update(row: MeetingAttendance, columns: dict[str, Any]) -> MeetingAttendance:
    for name, value in columns.items():
        setattr(row, name, value)
    row.save(update_fields=list(columns))
    return row


def _guest(name: str) -> str:
    """The name in one line; a telephone number or a NIK is not a name."""
    tidy = " ".join(name.split())[:120]
    if not rules.guest_key(tidy) or _DIGITS.search(tidy.replace(" ", "").replace("-", "")):
        raise GuestNameMissing
    return tidy


def _band(kader: Kader, on: date) -> str:
    """The age band of a person on a day, as far as it is still known."""
    return queries.band_on(kader, on)


def _record(verb: str, meeting: Meeting, by: Actor, **more: Any) -> None:
    record(
        verb,
        meeting,
        by=by,
        kabupaten=meeting.kabupaten_code,
        kampung=meeting.kampung.nama,
        kind=str(meeting.get_kind_display()),
        day=id_date(meeting.held_on),
        **more,
    )
