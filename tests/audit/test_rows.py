"""A row that is written by its kept statement is the row that Django would have written."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from naikkelas.accounts.models import User
from naikkelas.audit.actions.rows import Changed, at_once, insert, together
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


def _written(events: list[Event], *, ends_badly: bool = False) -> None:
    with transaction.atomic(), together():
        for event in events:
            insert(event)
        if ends_badly:
            raise ZeroDivisionError


def test_rows_written_together_go_before_the_next_question(sari: User) -> None:
    first, second, third = _event(sari), _event(sari), _event(sari)

    with transaction.atomic(), together():
        insert(first)
        insert(second)
        seen = Event.objects.filter(pk__in=[first.pk, second.pk]).count()
        insert(third)

    assert seen == 2
    assert Event.objects.filter(pk=third.pk).exists()


@pytest.mark.postgres_only
def test_rows_written_together_are_one_message(sari: User) -> None:
    with CaptureQueriesContext(connection) as asked, transaction.atomic(), together():
        insert(_event(sari))
        insert(_event(sari))

    assert sum("INSERT" in one["sql"] for one in asked.captured_queries) == 1
    assert Event.objects.filter(verb="kampung.edit").count() == 2


def test_a_key_that_is_taken_refuses_all_that_were_written_together(sari: User) -> None:
    first, second, third = _event(sari), _event(sari), _event(sari)
    insert(first)
    third.pk = first.pk

    with pytest.raises(IntegrityError):
        _written([second, third])

    assert list(Event.objects.filter(verb="kampung.edit")) == [first]


def test_rows_that_waited_are_gone_with_what_failed(sari: User) -> None:
    with pytest.raises(ZeroDivisionError):
        _written([_event(sari)], ends_badly=True)

    with transaction.atomic(), together():
        pass

    assert not Event.objects.filter(verb="kampung.edit").exists()


def test_rows_of_a_part_that_is_undone_are_undone(sari: User) -> None:
    kept, undone = _event(sari), _event(sari)

    with transaction.atomic(), together():
        insert(kept)
        with pytest.raises(ZeroDivisionError):
            _written([undone], ends_badly=True)

    assert list(Event.objects.filter(verb="kampung.edit")) == [kept]


def _in_one_statement(events: list[Event], *, ends_badly: bool = False) -> None:
    with at_once("SELECT", []):
        for event in events:
            insert(event)
        if ends_badly:
            raise ZeroDivisionError


@pytest.mark.postgres_only
def test_rows_of_one_statement_are_stored_where_its_condition_holds(sari: User) -> None:
    first, second = _event(sari), _event(sari)

    with at_once("SELECT FROM accounts_user WHERE id = %s FOR UPDATE", [sari.pk]):
        insert(first)
        insert(second)

    columns = [field.attname for field in Event._meta.concrete_fields if field.name != "id"]
    kept = Event.objects.filter(pk__in=[first.pk, second.pk]).values(*columns)
    theirs = _event(sari)
    theirs.save()
    assert list(kept) == [Event.objects.values(*columns).get(pk=theirs.pk)] * 2


@pytest.mark.postgres_only
def test_rows_of_one_statement_are_not_stored_where_it_does_not(sari: User) -> None:
    with pytest.raises(Changed), at_once("SELECT FROM accounts_user WHERE id = %s", [-1]):
        insert(_event(sari))

    assert not Event.objects.filter(verb="kampung.edit").exists()


@pytest.mark.postgres_only
def test_a_key_that_is_taken_refuses_all_rows_of_the_statement(sari: User) -> None:
    first, second, third = _event(sari), _event(sari), _event(sari)
    insert(first)
    third.pk = first.pk

    with pytest.raises(IntegrityError):
        _in_one_statement([second, third])

    assert list(Event.objects.filter(verb="kampung.edit")) == [first]


@pytest.mark.postgres_only
def test_a_block_that_fails_stores_nothing_and_leaves_nothing_waiting(sari: User) -> None:
    with pytest.raises(ZeroDivisionError):
        _in_one_statement([_event(sari)], ends_badly=True)
    insert(later := _event(sari))

    assert list(Event.objects.filter(verb="kampung.edit")) == [later]
