"""What becomes of an envelope of kind `tes`: a test that was sat on a phone, marked here."""

from typing import Any  # JSON values
from uuid import UUID

from django.utils import timezone

from naikkelas.activities.actions.arriving import Landed
from naikkelas.activities.rules import clocks
from naikkelas.activities.rules.letters import Letter
from naikkelas.lib.actors import Actor
from naikkelas.registry.models import KampungKB
from naikkelas.training.actions.tests import sit
from naikkelas.training.errors import TestUnreadable
from naikkelas.training.models import Participant, TestSitting


def tes(kampung: KampungKB, letter: Letter, by: Actor) -> Landed:
    """Mark the answers; the score goes back beside the receipt."""
    key, kind, number, answers = _content(letter.body)
    found = Participant.objects.filter(pk=key, kader__kampung=kampung).first()
    if found is None:
        raise TestUnreadable
    is_wrong = clocks.is_wrong(letter.made_at, timezone.now())
    sitting = sit(
        found,
        kind,
        number,
        answers,
        by=by,
        id=letter.id,
        made_at=None if is_wrong else letter.made_at,
        way=TestSitting.Way.PHONE,
    )
    told = f"{sitting.get_kind_display()}: {sitting.right} dari {sitting.asked} jawaban benar."
    return Landed(sitting.pk, sitting.pk, (told,))


def _content(body: Any) -> tuple[UUID, str, int, dict[str, Any]]:
    """Participant, kind, number and answers; refused where they cannot be read."""
    kind, number, answers = (body.get(name) for name in ("kind", "number", "answers"))
    is_fit = isinstance(kind, str) and type(number) is int and isinstance(answers, dict)
    try:
        key = UUID(str(body.get("participant")))
    except ValueError as error:
        raise TestUnreadable from error
    if not is_fit:
        raise TestUnreadable
    return key, kind, number, answers
