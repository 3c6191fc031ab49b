"""Sitting a test: the questions are drawn anew on the server, so no right answer travels."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any  # JSON values
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from naikkelas.areas.queries import local_now
from naikkelas.audit.actions import record
from naikkelas.lib.actors import Actor
from naikkelas.lib.dates import id_date
from naikkelas.lib.ids import uuid7
from naikkelas.lib.refusals import require
from naikkelas.training import access
from naikkelas.training.actions.participants import seated
from naikkelas.training.errors import NotYetBegun, TestTaken, TestUnreadable
from naikkelas.training.models import Participant, TestSitting
from naikkelas.training.rules import testing
from naikkelas.training.rules.curricula import parsed

Kind = TestSitting.Kind


@transaction.atomic
def sit(
    participant: Participant,
    kind: str,
    number: int,
    answers: Mapping[str, Any],
    *,
    by: Actor,
    id: UUID | None = None,
    made_at: datetime | None = None,
    way: str = TestSitting.Way.ONLINE,
) -> TestSitting:
    """Mark the answers of try `number` (question → chosen place) and keep them.

    The same identifier again gives the first answer; a try that was sat stays as it was.
    """
    row = seated(participant)
    require(access.may_sit(by, row))
    if id and (known := TestSitting.objects.filter(participant=row, pk=id).first()):
        return known
    _insist_on_turn(row, kind, number)
    curriculum = parsed(row.session.curriculum.text)
    drawn = testing.draw(curriculum, row.seed, kind, number)
    found = testing.mark(drawn, answers)
    sitting = TestSitting.objects.create(
        id=id or uuid7(),
        participant=row,
        kabupaten_code=row.kabupaten_code,
        kind=kind,
        number=number,
        drawn=testing.told(drawn),
        answers=testing.kept_answers(drawn, answers),
        right=found.right,
        asked=found.asked,
        way=way,
        made_at=made_at,
        recorded_by=by.pk,
        recorded_at=timezone.now(),
    )
    record(
        "test.sit",
        sitting,
        by=by,
        kabupaten=row.kabupaten_code,
        kampung=row.kader.kampung.nama,
        session=row.session.curriculum.name,
        day=id_date(row.session.starts_on),
        kind=str(sitting.get_kind_display()).lower(),
    )
    return sitting


def _insist_on_turn(row: Participant, kind: str, number: int) -> None:
    """The first test once, the last one as often as the curriculum says, each in its turn."""
    if kind not in Kind.values:
        raise TestUnreadable
    kinds = TestSitting.objects.filter(participant=row).values_list("kind", flat=True)
    done = list(kinds)
    most = 1 if kind == Kind.BEFORE else parsed(row.session.curriculum.text).tries
    if number != done.count(kind) + 1 or number > most:
        raise TestTaken
    if kind == Kind.BEFORE and Kind.AFTER in done:
        raise TestTaken("Tes awal tidak dikerjakan lagi setelah tes akhir.")
    if kind == Kind.AFTER and local_now(row.session.area_id).date() < row.session.starts_on:
        raise NotYetBegun
