"""Writing one row with a statement that is put together once for its table.

What every submission of a phone writes goes this way: building the statement anew each time costs
the server more than the database needs to store the row (`python -m benches submissions`).
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache
from typing import Any  # columns of a row
from uuid import UUID

from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Model

Statement = tuple[str, list[Any]]
_AS_THEY_ARE = frozenset({str, int, bool, UUID, date, datetime, type(None)})
"""Values that the driver of PostgreSQL takes from a plain column without a word of the field."""
_PLAIN = frozenset(
    {
        "BooleanField",
        "CharField",
        "DateField",
        "DateTimeField",
        "ForeignKey",
        "IntegerField",
        "PositiveIntegerField",
        "PositiveSmallIntegerField",
        "SmallIntegerField",
        "TextField",
        "UUIDField",
    }
)
_waiting: ContextVar[list[Statement] | None] = ContextVar("waiting", default=None)


def insert(row: Model) -> None:
    """Add a row whose key is set; `IntegrityError` where it is taken. No signals are sent."""
    connection = connections[router.db_for_write(type(row))]
    statement = _statement(type(row), connection.vendor), _values(row, connection)
    waiting = _waiting.get()
    if waiting is None:
        _send(connection, [statement])
    else:
        waiting.append(statement)
    row._state.adding, row._state.db = False, connection.alias


@contextmanager
def together(alias: str = "default") -> Iterator[None]:
    """Within a transaction: rows of `insert` go to the database in one message instead of one each.

    They go before whatever else is asked of the database, and at the end of the block, so nothing
    can tell that they waited, but that an `IntegrityError` comes that much later.
    """
    connection, waiting = connections[alias], list[Statement]()

    def first_what_waits(
        execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Mapping[str, Any]
    ) -> Any:
        _send_waiting(connection, waiting)
        return execute(sql, params, many, context)

    token = _waiting.set(waiting)
    try:
        with connection.execute_wrapper(first_what_waits):
            yield
            _send_waiting(connection, waiting)
    finally:
        _waiting.reset(token)


def _send_waiting(connection: BaseDatabaseWrapper, waiting: list[Statement]) -> None:
    if waiting:
        sent = waiting.copy()
        waiting.clear()  # first, since sending is asking too
        _send(connection, sent)


def _send(connection: BaseDatabaseWrapper, statements: list[Statement]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Several in one message; put together one by one, since the driver remembers how it
            # has read a statement only up to fifty values.
            cursor.execute("; ".join(cursor.mogrify(text, row) for text, row in statements))
        else:
            for text, row in statements:
                cursor.execute(text, row)


def _values(row: Model, connection: BaseDatabaseWrapper) -> list[Any]:
    own = row.__dict__
    found = []
    for field, is_plain in _fields(type(row), connection.vendor):
        value = own[field.attname]
        if not (is_plain and type(value) in _AS_THEY_ARE):
            value = field.get_db_prep_save(value, connection=connection)
        found.append(value)
    return found


@cache
def _fields(model: type[Model], vendor: str) -> tuple[tuple["Field[Any, Any]", bool], ...]:
    """The columns in the order of the statement, and which of them take values as they are."""
    fields = model._meta.local_concrete_fields
    is_postgres = vendor == "postgresql"
    return tuple((field, is_postgres and type(field).__name__ in _PLAIN) for field in fields)


@cache
def _statement(model: type[Model], vendor: str) -> str:
    quoted = connections["default"].ops.quote_name
    fields = [field for field, _ in _fields(model, vendor)]
    columns = ", ".join(quoted(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    return f"INSERT INTO {quoted(model._meta.db_table)} ({columns}) VALUES ({places})"
