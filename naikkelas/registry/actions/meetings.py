"""Planning, changing, cancelling and restoring meetings, and whom they invite."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any  # columns of a row, passed on
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from naikkelas.areas.queries import local_now, setting
from naikkelas.audit.actions import record
from naikkelas.lib.actors import Actor
from naikkelas.lib.dates import id_date
from naikkelas.lib.refusals import require
from naikkelas.registry import access
from naikkelas.registry.errors import (
    IdentifierTaken,
    KampungClosed,
    MeetingCancelled,
    MeetingChanged,
    MeetingHappened,
    MeetingNotYet,
    MeetingReasonMissing,
    UnfitMeeting,
)
from naikkelas.registry.models import Kader, KampungKB, Meeting, MeetingAttendance
from naikkelas.registry.queries import meetings as queries
from naikkelas.registry.rules import meetings as rules
from naikkelas.registry.rules.limits import FIRST_REPORT_YEAR
from naikkelas.registry.rules.meetings import Plan

LONGEST_AHEAD = timedelta(days=730)
LONGEST_REASON = 300
LONGEST_TEXT = 160
MOST_GUESTS = 100
_SHOWN = ("kind", "held_on", "starts", "ends", "is_public")  # a place may be somebody's house


@transaction.atomic
def plan(kampung: KampungKB, told: Plan, *, by: Actor, id: UUID | None = None) -> Meeting:
    """Put a meeting on the agenda and invite people; the same identifier gives the first one."""
    kampung = KampungKB.objects.select_for_update().get(pk=kampung.pk)
    require(access.may_hold_meetings(by, kampung))
    if id and (first := Meeting.objects.filter(pk=id).first()):
        return _same(first, kampung)
    if not kampung.is_active or kampung.withdrawn_at:
        raise KampungClosed("Kampung ini sudah dinonaktifkan, jadi rapatnya tidak ditambah lagi.")
    now = timezone.now()
    meeting = Meeting(
        kampung=kampung,
        kabupaten_code=kampung.kabupaten_code,
        time_zone=setting(kampung.village_id, "time_zone"),
        planned_by=by.pk,
        planned_at=now,
        changed_at=now,
        **_columns(told, kampung),
        **({"id": id} if id else {}),
    )
    meeting.save(force_insert=True)
    _invite(meeting, told)
    _record("meeting.plan", meeting, by)
    return meeting


@transaction.atomic
def change(meeting: Meeting, told: Plan, *, seen: int, by: Actor) -> Meeting:
    """Change what was planned; `seen` is the `changes` of the page, so nobody's change is lost."""
    meeting = locked(meeting, by)
    if meeting.changes != seen:
        raise MeetingChanged
    columns = _columns(told, meeting.kampung)
    before = {name: getattr(meeting, name) for name in columns}
    changed = [name for name, value in columns.items() if value != before[name]]
    people = _invite(meeting, told)
    if not changed and not people:
        return meeting
    for name in changed:
        setattr(meeting, name, columns[name])
    _touch(meeting, *changed)
    told_before = {name: before[name] for name in changed if name in _SHOWN}
    told_after = {name: columns[name] for name in changed if name in _SHOWN}
    _record("meeting.change", meeting, by, before=told_before, after=told_after)
    return meeting


@transaction.atomic
def cancel(meeting: Meeting, *, reason: str, by: Actor) -> Meeting:
    """Call a meeting off; it stays on the page and in the calendars, as cancelled."""
    meeting = locked(meeting, by)
    if queries.has_happened(meeting):
        raise MeetingHappened
    if not reason.strip():
        raise MeetingReasonMissing
    meeting.cancelled_at, meeting.cancelled_by = timezone.now(), by.pk
    meeting.cancelled_reason = " ".join(reason.split())[:LONGEST_REASON]
    _touch(meeting, "cancelled_at", "cancelled_by", "cancelled_reason")
    # The reason stands in the row: it may name people, and an event cannot be scrubbed.
    _record("meeting.cancel", meeting, by)
    return meeting


@transaction.atomic
def restore(meeting: Meeting, *, by: Actor) -> Meeting:
    """Take a cancellation back."""
    meeting = locked(meeting, by, cancelled_too=True)
    if not meeting.cancelled_at:
        raise MeetingChanged
    meeting.cancelled_at, meeting.cancelled_by = None, None  # the reason that was given stays
    _touch(meeting, "cancelled_at", "cancelled_by")
    _record("meeting.restore", meeting, by)
    return meeting


def locked(meeting: Meeting, by: Actor, *, cancelled_too: bool = False) -> Meeting:
    """The meeting, held while something about it changes; the caller has opened a transaction."""
    held = Meeting.objects.select_for_update(of=("self",)).select_related("kampung")
    meeting = held.get(pk=meeting.pk)
    require(access.may_hold_meetings(by, meeting.kampung))
    if meeting.cancelled_at and not cancelled_too:
        raise MeetingCancelled
    return meeting


def insist_it_began(meeting: Meeting) -> None:
    """Refuse what can only be known on the day of the meeting or after."""
    if meeting.held_on > local_now(meeting.kampung.village_id).date():
        raise MeetingNotYet


def _same(first: Meeting, kampung: KampungKB) -> Meeting:
    if first.kampung_id != kampung.pk:
        raise IdentifierTaken("Rapat lain sudah memakai nomor ini. Muat ulang halaman.")
    return first


def _touch(meeting: Meeting, *columns: str) -> None:
    meeting.changes += 1
    meeting.changed_at = timezone.now()
    meeting.save(update_fields=[*columns, "changes", "changed_at"])


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


# What is planned --------------------------------------------------------------------------------


def _columns(told: Plan, kampung: KampungKB) -> dict[str, Any]:
    """The plan as columns of a row, once nothing speaks against it."""
    if told.kind not in Meeting.Kind.values:
        raise UnfitMeeting("Pilih jenis rapatnya.")
    if told.ends and told.ends <= told.starts:
        raise UnfitMeeting("Jam selesai harus sesudah jam mulai.")
    latest = local_now(kampung.village_id).date() + LONGEST_AHEAD
    if not told.held_on.year >= FIRST_REPORT_YEAR or told.held_on > latest:
        raise UnfitMeeting(f"Tanggal rapat paling lambat {id_date(latest)}. Periksa tahunnya.")
    return {
        "kind": told.kind,
        "held_on": told.held_on,
        "starts": told.starts,
        "ends": told.ends,
        "title": _line(told.title) or str(Meeting.Kind(told.kind).label),
        "place": _line(told.place),
        "agenda": "\n".join(told.agenda),
        "is_public": told.is_public,
    }


def _line(text: str) -> str:
    return " ".join(text.split())[:LONGEST_TEXT]


def _invite(meeting: Meeting, told: Plan) -> bool:
    """Bring the invitations in line with the plan; whether anything changed.

    Who is no longer invited leaves the list, unless they are on it as having come.
    """
    rows = list(queries.on_the_list(meeting))
    own = Kader.objects.filter(kampung=meeting.kampung, pk__in=told.kader)
    kader = set(own.values_list("pk", flat=True))
    guests = {rules.guest_key(name): name for name in told.guests if rules.guest_key(name)}
    if len(guests) > MOST_GUESTS:
        raise UnfitMeeting(f"Paling banyak {MOST_GUESTS} tamu dalam satu undangan.")
    left = [row for row in rows if row.is_invited and not _is_wanted(row, kader, guests)]
    _uninvite(left)
    kept = [row for row in rows if row not in left]
    present = {row.kader_id or row.guest_key for row in kept}
    for row in kept:
        if not row.is_invited and _is_wanted(row, kader, guests):
            row.is_invited = True
            row.save(update_fields=["is_invited"])
    new = [{"kader_id": key} for key in sorted(kader - present)] + [
        {"guest_name": _line(name)[:120], "guest_key": key}
        for key, name in guests.items()
        if key not in present
    ]
    MeetingAttendance.objects.bulk_create(_places(meeting, new))
    return bool(left or new)


def _is_wanted(row: MeetingAttendance, kader: set[UUID], guests: dict[str, str]) -> bool:
    return row.kader_id in kader if row.kader_id else row.guest_key in guests


def _uninvite(rows: Iterable[MeetingAttendance]) -> None:
    for row in rows:
        row.is_invited = False
        if row.state == MeetingAttendance.State.EXPECTED:
            row.withdrawn_at = timezone.now()
        row.save(update_fields=["is_invited", "withdrawn_at"])


def _places(meeting: Meeting, new: Iterable[dict[str, Any]]) -> list[MeetingAttendance]:
    return [
        MeetingAttendance(
            meeting=meeting,
            kabupaten_code=meeting.kabupaten_code,
            is_invited=True,
            state=MeetingAttendance.State.EXPECTED,
            added_at=timezone.now(),
            **columns,
        )
        for columns in new
    ]
