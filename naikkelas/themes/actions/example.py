"""The themes of the example, in one go."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from naikkelas.audit.actions import record
from naikkelas.lib.actors import Act, Actor, may
from naikkelas.lib.refusals import NotYours, require
from naikkelas.registry.models import KampungKB
from naikkelas.themes.models import (
    AnswerCheck,
    CriterionAnswer,
    ThemeAward,
    ThemeMembership,
)


@transaction.atomic
def load_example(
    kabupaten_code: str,
    memberships: Sequence[ThemeMembership],
    awards: Sequence[ThemeAward],
    answers: Sequence[CriterionAnswer],
    checks: Sequence[AnswerCheck],
    *,
    by: Actor,
) -> int:
    """Store what was invented for example kampung; one event for all of it."""
    require(may(by, Act.IMPORT, kabupaten_code))
    if KampungKB.objects.within(kabupaten_code).filter(is_example=False).exists():
        raise NotYours
    at = timezone.now()
    recorded: list[ThemeMembership | ThemeAward | CriterionAnswer] = [
        *memberships,
        *awards,
        *answers,
    ]
    for row in recorded:
        row.kabupaten_code, row.recorded_by, row.recorded_at = kabupaten_code, by.pk, at
    for one in checks:
        one.kabupaten_code, one.checked_by, one.checked_at = kabupaten_code, by.pk, at
    tables: tuple[Sequence[Model], ...] = (memberships, awards, answers, checks)
    for rows in tables:
        if rows:
            type(rows[0])._default_manager.bulk_create(rows, batch_size=500)
    count = sum(map(len, tables))
    record("theme.load_example", ThemeMembership(), by=by, kabupaten=kabupaten_code, rows=count)
    return count
