"""A line to the database that has ended is seen before a request uses it, without asking."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

pytestmark = [pytest.mark.django_db, pytest.mark.postgres_only]


@pytest.fixture
def line() -> Iterator[BaseDatabaseWrapper]:
    """A line of its own beside that of the tests."""
    other = connection.copy()
    other.connect()
    yield other
    other.close()


def _ended(line: BaseDatabaseWrapper) -> bool:
    deadline = time.monotonic() + 10
    while line.is_usable() and time.monotonic() < deadline:
        time.sleep(0.01)
    return not line.is_usable()


def test_a_line_that_stands_is_used_on(line: BaseDatabaseWrapper) -> None:
    with line.cursor() as cursor:
        cursor.execute("SELECT 37")
        assert cursor.fetchone() == (37,)

    assert line.is_usable()


def test_a_line_that_the_server_ended_is_not_used(line: BaseDatabaseWrapper) -> None:
    with line.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [backend])

    assert _ended(line)


def test_a_line_that_was_closed_here_is_not_used(line: BaseDatabaseWrapper) -> None:
    line.connection.close()

    assert not line.is_usable()


def test_a_request_after_the_end_of_its_line_gets_a_new_one(line: Any) -> None:
    with line.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [backend])
    assert _ended(line)

    line.health_check_done = False  # as at the beginning of a request
    line.health_check_enabled = True
    line.close_if_unusable_or_obsolete()
    with line.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchone() != (backend,)
