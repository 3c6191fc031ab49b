"""Minutes of meetings with their corrections, decisions, and the tasks that come of them."""

from datetime import date
from typing import Any  # columns of an event, passed on
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from naikkelas.audit.actions import record
from naikkelas.lib.actors import Actor
from naikkelas.lib.dates import id_date
from naikkelas.lib.refusals import require
from naikkelas.registry import access
from naikkelas.registry.actions.meetings import LONGEST_REASON, insist_it_began, locked
from naikkelas.registry.errors import (
    DecisionClosed,
    IdentifierTaken,
    MinutesChanged,
    MinutesMissing,
    MinutesReasonMissing,
    OutcomeMissing,
    UnfitDecision,
)
from naikkelas.registry.models import Decision, Kader, Meeting, Minutes
from naikkelas.registry.queries import meetings as queries

LONGEST_MINUTES = 20_000
LONGEST_WHAT = 300
_State = Decision.State


@transaction.atomic
def write(
    meeting: Meeting, text: str, *, base: UUID | None, by: Actor, reason: str = ""
) -> Minutes:
    """Write the minutes, or correct them with a reason: one more version replaces `base`.

    `base` is the version that the person saw, None where there was none; the same text again
    changes nothing.
    """
    meeting = locked(meeting, by)
    insist_it_began(meeting)
    standing = queries.minutes_of(meeting)
    tidy = text.replace("\r\n", "\n").strip()[:LONGEST_MINUTES]
    if not tidy:
        raise MinutesMissing
    if standing and standing.text == tidy:
        return standing
    if (standing.pk if standing else None) != base:
        raise MinutesChanged
    if standing and not reason.strip():
        raise MinutesReasonMissing
    now = timezone.now()
    if standing:
        standing.withdrawn_at = now
        standing.save(update_fields=["withdrawn_at"])
    minutes = Minutes.objects.create(
        meeting=meeting,
        kabupaten_code=meeting.kabupaten_code,
        version=standing.version + 1 if standing else 1,
        text=tidy,
        replaces=standing,
        reason=_line(reason) if standing else "",
        written_by=by.pk,
        written_at=now,
    )
    if standing:
        _record("minutes.correct", minutes, meeting, by, version=minutes.version)
    else:
        _record("minutes.write", minutes, meeting, by)
    return minutes


@transaction.atomic
def decide(
    meeting: Meeting,
    what: str,
    *,
    by: Actor,
    kader: UUID | None = None,
    due_on: date | None = None,
    id: UUID | None = None,
) -> Decision:
    """Note what the meeting decided; with a day it is a task, of a person or of the whole Pokja."""
    meeting = locked(meeting, by)
    insist_it_began(meeting)
    if id and (first := Decision.objects.filter(pk=id).first()):
        return _same(first, meeting)
    if not what.strip():
        raise UnfitDecision
    if due_on and due_on < meeting.held_on:
        raise UnfitDecision("Tenggat tidak boleh sebelum hari rapat.")
    if kader and not due_on:
        raise UnfitDecision("Isi juga paling lambat tanggal berapa tugas ini selesai.")
    decision = Decision.objects.create(
        meeting=meeting,
        kampung=meeting.kampung,
        kabupaten_code=meeting.kabupaten_code,
        what=_line(what, LONGEST_WHAT),
        kader=_person(meeting, kader),
        due_on=due_on,
        state=_State.OPEN if due_on else _State.NOTED,
        decided_by=by.pk,
        decided_at=timezone.now(),
        **({"id": id} if id else {}),
    )
    if due_on:
        _record("task.give", decision, meeting, by, due=id_date(due_on))
    else:
        _record("decision.note", decision, meeting, by)
    return decision


@transaction.atomic
def finish(task: Decision, *, by: Actor, outcome: str = "") -> Decision:
    """Say that a task is done, and what came of it."""
    task = _held(task, by)
    if task.state != _State.OPEN:
        raise DecisionClosed
    told = _close(task, _State.DONE, outcome, by)
    _record("task.finish", task, task.meeting, by, **told)
    return task


@transaction.atomic
def withdraw(decision: Decision, *, reason: str, by: Actor) -> Decision:
    """Take a task or decision back with a reason; it stays in the minutes."""
    decision = _held(decision, by)
    if decision.state not in (_State.OPEN, _State.NOTED):
        raise DecisionClosed
    if not reason.strip():
        raise OutcomeMissing
    told = _close(decision, _State.WITHDRAWN, reason, by)
    _record("task.withdraw", decision, decision.meeting, by, **told)
    return decision


@transaction.atomic
def reopen(task: Decision, *, by: Actor) -> Decision:
    """Open a task again that was done or withdrawn by mistake."""
    task = _held(task, by)
    if task.state not in (_State.DONE, _State.WITHDRAWN):
        raise DecisionClosed
    before = task.state
    task.state = _State.OPEN if task.due_on else _State.NOTED
    task.closed_at, task.closed_by = None, None  # what was told as it closed stays
    task.save(update_fields=["state", "closed_at", "closed_by"])
    told = {"before": {"state": before}, "after": {"state": task.state}}
    _record("task.reopen", task, task.meeting, by, **told)
    return task


def _close(decision: Decision, state: str, words: str, by: Actor) -> dict[str, Any]:
    """Close it; the state before and after, for the trail."""
    before = decision.state
    decision.state, decision.outcome = state, _line(words)
    decision.closed_at, decision.closed_by = timezone.now(), by.pk
    decision.save(update_fields=["state", "outcome", "closed_at", "closed_by"])
    return {"before": {"state": before}, "after": {"state": state}}


def _held(decision: Decision, by: Actor) -> Decision:
    rows = Decision.objects.select_for_update(of=("self",))
    decision = rows.select_related("meeting__kampung", "kampung").get(pk=decision.pk)
    require(access.may_hold_meetings(by, decision.kampung))
    return decision


def _same(first: Decision, meeting: Meeting) -> Decision:
    if first.meeting_id != meeting.pk:
        raise IdentifierTaken("Keputusan lain sudah memakai nomor ini. Muat ulang halaman.")
    return first


def _person(meeting: Meeting, key: UUID | None) -> Kader | None:
    if key is None:
        return None
    found = Kader.objects.filter(kampung=meeting.kampung, pk=key).first()
    if found is None:
        raise UnfitDecision("Orang ini tidak tercatat di kampung ini. Pilih orang lain.")
    return found


def _line(text: str, longest: int = LONGEST_REASON) -> str:
    return " ".join(text.split())[:longest]


def _record(
    verb: str, subject: Minutes | Decision, meeting: Meeting, by: Actor, **more: Any
) -> None:
    record(
        verb,
        subject,
        by=by,
        kabupaten=meeting.kabupaten_code,
        kampung=meeting.kampung.nama,
        day=id_date(meeting.held_on),
        **more,
    )
