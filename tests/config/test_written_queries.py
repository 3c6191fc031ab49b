"""Queries that are written out: asked alike on both databases, planned once on PostgreSQL."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from naikkelas.accounts.models import User
from naikkelas.areas.models import Area
from naikkelas.config.environment import BadEnvironment, database
from naikkelas.lib.written import rows
from tests.people import make_kampung

pytestmark = pytest.mark.django_db


@pytest.fixture
def line() -> Iterator[Any]:
    """A line of its own beside that of the tests, outside their transaction."""
    other = connection.copy()
    other.connect()
    yield other
    other.close()


def test_a_key_is_found_on_any_database(sukamaju: Area) -> None:
    kampung = make_kampung(sukamaju)
    query = "SELECT nama FROM registry_kampungkb WHERE id = %s"

    assert rows(connection, query, [kampung.pk]) == [(kampung.nama,)]
    assert rows(connection, query, [uuid4()]) == []


def test_a_moment_is_compared_on_any_database(sari: User) -> None:
    at = datetime(2025, 7, 3, 4, 5, 6, tzinfo=UTC)
    User.objects.filter(pk=sari.pk).update(last_login=at)
    query = "SELECT id FROM accounts_user WHERE last_login = %s"

    assert rows(connection, query, [at]) == [(sari.pk,)]


def test_it_is_counted_as_any_other_query(sari: User) -> None:
    with CaptureQueriesContext(connection) as asked:
        rows(connection, "SELECT name FROM accounts_user WHERE id = %s", [sari.pk])

    assert len(asked) == 1


@pytest.mark.postgres_only
def test_its_plan_is_kept_from_the_sixth_time_on(line: Any) -> None:
    query = "SELECT %s::int + 37"
    kept = "SELECT count(*) FROM pg_prepared_statements WHERE statement = 'SELECT $1::int + 37'"

    before = [(rows(line, query, [n]), rows(line, kept, []))[1] for n in range(5)]
    after = (rows(line, query, [5]), rows(line, kept, []))

    assert before == [[(0,)]] * 5
    assert after == ([(42,)], [(1,)])


@pytest.mark.postgres_only
def test_it_goes_on_after_what_was_undone(line: Any) -> None:
    """The driver forgets its plans when a transaction is undone."""
    query = "SELECT %s::text"
    for number in range(8):
        assert rows(line, query, [str(number)]) == [(str(number),)]

    line.set_autocommit(False)
    rows(line, query, ["undone"])
    line.rollback()
    line.set_autocommit(True)

    assert rows(line, query, ["after"]) == [("after",)]


@pytest.mark.postgres_only
def test_a_new_line_begins_anew(line: Any) -> None:
    query = "SELECT pg_backend_pid(), %s::int"
    first = [rows(line, query, [1])[0] for _ in range(8)]

    line.close()
    second = rows(line, query, [2])

    assert len(set(first)) == 1
    assert second[0][0] != first[0][0]
    assert second[0][1] == 2


@pytest.mark.postgres_only
def test_numbers_of_every_size_are_sent(line: Any) -> None:
    for number in (1, 2**20, 2**40, -(2**15)):
        assert rows(line, "SELECT %s::bigint", [number]) == [(number,)]


# How soon --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "after"),
    [("", 5), ("?prepare_threshold=0", 0), ("?sslmode=require&prepare_threshold=off", None)],
)
def test_an_operator_says_when_plans_are_kept(
    monkeypatch: pytest.MonkeyPatch, told: str, after: int | None
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgresql://nk@db/nk{told}")

    assert database(Path())["OPTIONS"]["prepare_threshold"] == after


def test_what_is_no_number_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nk@db/nk?prepare_threshold=lima")

    with pytest.raises(BadEnvironment, match="prepare_threshold=lima"):
        database(Path())


@pytest.mark.postgres_only
def test_no_plan_is_kept_where_the_operator_says_so(line: Any) -> None:
    line.connection.prepare_threshold = None
    for number in range(8):
        rows(line, "SELECT %s::int + 73", [number])
    kept = "SELECT count(*) FROM pg_prepared_statements WHERE statement = 'SELECT $1::int + 73'"

    assert rows(line, kept, []) == [(0,)]
