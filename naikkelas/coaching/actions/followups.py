"""What was agreed: put off, closed, opened again, called up to the next desk."""

from datetime import date
from typing import Any  # what the trail tells

from django.db import transaction
from django.utils import timezone

from naikkelas.accounts.queries import system_user
from naikkelas.areas.queries import local_now, setting
from naikkelas.audit.actions import record
from naikkelas.coaching import access
from naikkelas.coaching.errors import (
    FollowUpClosed,
    FollowUpOpen,
    UnfitDay,
    UnknownBody,
    WordsMissing,
)
from naikkelas.coaching.models import Desk, FollowUp, FollowUpChange, FollowUpState
from naikkelas.coaching.queries.bodies import body_named
from naikkelas.coaching.rules.followups import Patience, called_in
from naikkelas.lib.actors import Actor
from naikkelas.lib.refusals import require

LONGEST = 500
FARTHEST_DAYS = 366


def _held(followup: FollowUp, by: Actor) -> FollowUp:
    found = FollowUp.objects.select_for_update(of=("self",)).select_related("kampung", "partner")
    followup = found.get(pk=followup.pk)
    require(access.may_close(by, followup))
    return followup


def _words(text: str) -> str:
    said = " ".join(text.split())[:LONGEST]
    if not said:
        raise WordsMissing
    return said


@transaction.atomic
def close(
    followup: FollowUp, words: str, *, by: Actor, is_done: bool = True, on: date | None = None
) -> FollowUp:
    """Close with what was done, or drop with why; `on` is the day where it was not today."""
    followup, said = _held(followup, by), _words(words)
    if not followup.is_open:
        raise FollowUpClosed
    before = followup.state
    followup.state = FollowUpState.DONE if is_done else FollowUpState.DROPPED
    followup.closed_on = on or local_now(followup.kabupaten_code).date()
    followup.closed_by, followup.closing = by.pk, said
    _save(followup, "state", "closed_on", "closed_by", "closing")
    _keep(followup, before, said, by)
    _record("followup.close", followup, by)
    return followup


@transaction.atomic
def reopen(followup: FollowUp, reason: str, *, by: Actor) -> FollowUp:
    """What was closed too early lives on; what was said stays among its changes."""
    followup, said = _held(followup, by), _words(reason)
    if followup.is_open:
        raise FollowUpOpen
    before = followup.state
    followup.state, followup.closing = FollowUpState.OPEN, ""
    followup.closed_on = followup.closed_by = None
    _save(followup, "state", "closed_on", "closed_by", "closing")
    _keep(followup, before, said, by)
    _record("followup.reopen", followup, by)
    return followup


@transaction.atomic
def put_off(followup: FollowUp, due_on: date, reason: str, *, by: Actor) -> FollowUp:
    """Agree on another day, with why."""
    followup, said = _held(followup, by), _words(reason)
    if not followup.is_open:
        raise FollowUpClosed
    today = local_now(followup.kabupaten_code).date()
    if not 0 <= (due_on - today).days <= FARTHEST_DAYS:
        raise UnfitDay
    followup.due_on = due_on
    _save(followup, "due_on")
    _keep(followup, followup.state, said, by)
    _record("followup.put_off", followup, by)
    return followup


@transaction.atomic
def pass_on(followup: FollowUp, name: str, reason: str, *, by: Actor) -> FollowUp:
    """Ask an SKPD or partner of the house's list to do it: its accounts see it from now on.

    Who owns it stays, and so does the desk that was called in; the newest one asked counts.
    """
    followup, said = _held(followup, by), _words(reason)
    require(access.may_pass_on(by, followup))
    if not followup.is_open:
        raise FollowUpClosed
    body = body_named(followup.kampung.village_id, name)
    if body is None:
        raise UnknownBody
    followup.asked_partner_id, followup.asked_name = body.partner, body.name
    followup.asked_on = local_now(followup.kabupaten_code).date()
    _save(followup, "asked_partner", "asked_name", "asked_on")
    _keep(followup, followup.state, f"Diteruskan ke {body.name}. {said}"[:LONGEST], by)
    _record("followup.pass_on", followup, by, body=body.name)
    return followup


def escalate_overdue() -> int:
    """Call in the next desk for all that is overdue long enough; how many. Twice is once."""
    by, count = system_user(), 0
    overdue = FollowUp.objects.open().exclude(escalated_to=Desk.KABUPATEN)
    for code in overdue.order_by("kabupaten_code").values_list("kabupaten_code").distinct():
        count += _escalate_within(code[0], by)
    return count


def _escalate_within(kabupaten_code: str, by: Actor) -> int:
    today = local_now(kabupaten_code).date()
    days = setting(kabupaten_code, "followup_days")
    patience = Patience(days["kecamatan"], days["kabupaten"])
    late = FollowUp.objects.overdue(today).filter(kabupaten_code=kabupaten_code)
    return sum(_escalate(one, today, patience, by) for one in late.select_related("kampung"))


@transaction.atomic
def _escalate(followup: FollowUp, today: date, patience: Patience, by: Actor) -> bool:
    followup = FollowUp.objects.select_for_update(of=("self",)).get(pk=followup.pk)
    desk = called_in(followup.owner, followup.due_on, followup.escalated_to, today, patience)
    if not desk or not followup.is_open:
        return False
    followup.escalated_to, followup.escalated_on = desk, today
    _save(followup, "escalated_to", "escalated_on")
    _keep(followup, followup.state, "", by)
    _record("followup.escalate", followup, by)
    return True


def _save(followup: FollowUp, *columns: str) -> None:
    followup.changed_at = timezone.now()
    followup.save(update_fields=[*columns, "changed_at"])


def _keep(followup: FollowUp, before: str, note: str, by: Actor) -> None:
    """One more change."""
    FollowUpChange.objects.create(
        followup=followup,
        kabupaten_code=followup.kabupaten_code,
        from_state=before,
        to_state=followup.state,
        due_on=followup.due_on,
        escalated_to=followup.escalated_to,
        note=note,
        changed_by=by.pk,
        changed_at=followup.changed_at,
    )


def _record(verb: str, followup: FollowUp, by: Actor, **more: Any) -> None:
    """The trail names the kampung and the desk, not the words, which may name people."""
    to = Desk(followup.escalated_to).label if followup.escalated_to else ""
    record(
        verb,
        followup,
        by=by,
        kabupaten=followup.kabupaten_code,
        kampung=followup.kampung.nama,
        state=str(FollowUpState(followup.state).label).lower(),
        due=followup.due_on.isoformat(),
        desk=str(to),
        **more,
    )
