"""Settling what waits: a person of the kampung sends it in their own name, or lets it be.

Nothing is settled by itself, and the bytes stay until they are cleared.
"""

import json
from collections.abc import Mapping
from typing import Any  # JSON values
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from naikkelas.activities import access
from naikkelas.activities.actions import envelopes
from naikkelas.activities.errors import AlreadySettled
from naikkelas.activities.models import Envelope, OtherBody
from naikkelas.activities.rules import letters
from naikkelas.audit.actions import record
from naikkelas.lib.actors import Actor
from naikkelas.lib.refusals import require
from naikkelas.registry.models import KampungKB

State = Envelope.State


@transaction.atomic
def adopt(envelope: Envelope, *, by: Actor) -> Envelope:
    """Send a waiting envelope in one's own name; what refuses it now is raised, and it waits on.

    A clash is settled in favour of the envelope: its values take the place of those that stand.
    """
    envelope = _held(envelope, by)
    sent = bytes(envelope.body or b"")
    letter = letters.opened(sent)
    if envelope.state == State.CLASHED:
        letter = letters.upon(letter, *_current(envelope))
    landed = envelopes.applied(envelope.kampung, letter, by)
    envelope.state = State.ACCEPTED
    envelope.record = landed.record
    envelope.answer = envelopes.accepted(letter, envelope.sha256, landed).text
    _settle(envelope, by)
    envelope.save()
    record("envelope.adopt", envelope, by=by, **_told(envelope))
    return envelope


@transaction.atomic
def drop(envelope: Envelope, *, by: Actor) -> Envelope:
    """Say that a waiting envelope is not needed: what stands stays."""
    envelope = _held(envelope, by)
    _settle(envelope, by)
    envelope.save(update_fields=["settled_at", "settled_by"])
    record("envelope.drop", envelope, by=by, **_told(envelope))
    return envelope


@transaction.atomic
def drop_other(other: OtherBody, *, by: Actor) -> OtherBody:
    """Say that another content under a number that is taken is not needed."""
    _lock(other.envelope, by)
    other = OtherBody.objects.select_for_update().get(pk=other.pk)
    if other.settled_at:
        raise AlreadySettled
    other.settled_at, other.settled_by = timezone.now(), by.pk
    other.save(update_fields=["settled_at", "settled_by"])
    record("envelope.drop", other.envelope, by=by, **_told(other.envelope))
    return other


def _held(envelope: Envelope, by: Actor) -> Envelope:
    kampung = _lock(envelope, by)
    envelope = Envelope.objects.select_for_update().get(pk=envelope.pk)
    envelope.kampung = kampung
    if not envelope.is_waiting:
        raise AlreadySettled
    return envelope


def _lock(envelope: Envelope, by: Actor) -> KampungKB:
    kampung = KampungKB.objects.select_for_update().get(pk=envelope.kampung_id)
    require(access.may_report(by, kampung))
    return kampung


def _current(envelope: Envelope) -> tuple[UUID, Mapping[str, Any]]:
    """The version that the clash was with, and what stood there."""
    told = json.loads(envelope.answer)
    return UUID(told["current"]), {field["name"]: field["theirs"] for field in told["fields"]}


def _settle(envelope: Envelope, by: Actor) -> None:
    envelope.settled_at, envelope.settled_by = timezone.now(), by.pk


def _told(envelope: Envelope) -> dict[str, Any]:
    """What the trail says of it: no content, which may name people."""
    return {
        "kabupaten": envelope.kabupaten_code,
        "kind": envelope.kind,
        "kampung": envelope.kampung.nama,
    }
