"""A row that is written by its kept statement is the row that Django would have written."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from naikkelas.accounts.models import User
from naikkelas.audit.actions.rows import insert
from naikkelas.audit.models import Event
from naikkelas.lib.ids import uuid7

pytestmark = pytest.mark.django_db


def _event(by: User) -> Event:
    return Event(
        at=datetime(2025, 7, 3, 4, 5, 6, 789, tzinfo=UTC),
        actor=by,
        actor_post="PKB/PLKB 91.37.01.2004",
        verb="kampung.edit",
        before={"nama": None},
        after={"nama": "Sukamaju “baru” 100%"},
        data={"days": [1, 2.5, True]},
    )


def test_it_reads_back_as_a_saved_one(sari: User) -> None:
    mine, theirs = _event(sari), _event(sari)
    insert(mine)
    theirs.save()

    columns = [field.attname for field in Event._meta.concrete_fields if field.name != "id"]
    kept = Event.objects.filter(pk__in=[mine.pk, theirs.pk]).values(*columns)

    assert len(kept) == 2
    assert kept[0] == kept[1]
    assert not mine._state.adding


def test_a_key_that_is_taken_is_refused(sari: User) -> None:
    first, second = _event(sari), _event(sari)
    first.pk = second.pk = uuid7()
    insert(first)

    with pytest.raises(IntegrityError), transaction.atomic():
        insert(second)
