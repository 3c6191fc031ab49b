"""Writing one row with a statement that is put together once for its table.

What every submission of a phone writes goes this way: building the statement anew each time costs
the server more than the database needs to store the row (`python -m benches submissions`).
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from itertools import count
from typing import Any, TypeVar  # Any: columns of a row
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, JSONField, Model

from naikkelas.lib.written import rows

M = TypeVar("M", bound=Model)
Row = tuple[type[Model], list[Any]]
"""A row to be: its model, and the values of its columns."""
_AS_THEY_ARE = frozenset({str, int, bool, bytes, UUID, date, datetime, type(None)})
"""Values that the driver of PostgreSQL takes from a plain column without a word of the field."""
_PLAIN = frozenset(
    {
        "BigIntegerField",
        "BinaryField",
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
_AT_ONCE = 8
"""Rows in one statement: a submission has three."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    """Rows that wait for each other, and the database that they go to."""

    connection: BaseDatabaseWrapper
    rows: list[Row] = field(default_factory=list)

    def send(self) -> None:
        if self.rows:
            sent = self.rows.copy()
            self.rows.clear()  # first, since sending is asking too
            _send(self.connection, sent)


_waiting: ContextVar[_Waiting | None] = ContextVar("waiting", default=None)


def made(model: type[M], **columns: Any) -> M:
    """A new row of these columns, foreign keys by their columns, the others at their defaults.

    What calling the model does, in a third of the time.
    """
    values = [
        columns.pop(name) if name in columns else default() for name, default in _defaults(model)
    ]
    if columns:
        raise TypeError(f"{model.__name__} has no {', '.join(columns)}")
    return model(*values)


@cache
def _defaults(model: type[Model]) -> tuple[tuple[str, Callable[[], Any]], ...]:
    return tuple((one.attname, one.get_default) for one in model._meta.concrete_fields)


def insert(row: Model) -> None:
    """Add a row whose key is set; `IntegrityError` where it is taken. No signals are sent."""
    waiting = _waiting.get()
    connection = waiting.connection if waiting else connections[DEFAULT_DB_ALIAS]
    given = type(row), _values(row, connection)
    if waiting is None:
        _send(connection, [given])
    else:
        waiting.rows.append(given)
    row._state.adding, row._state.db = False, connection.alias


@contextmanager
def together() -> Iterator[None]:
    """Within a transaction: rows of `insert` go to the database in one message instead of one each.

    They go before whatever else is asked of the database, and at the end of the block, so nothing
    can tell that they waited, but that an `IntegrityError` comes that much later.
    """
    waiting = _Waiting(connections[DEFAULT_DB_ALIAS])

    def first_what_waits(
        execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Mapping[str, Any]
    ) -> Any:
        waiting.send()
        return execute(sql, params, many, context)

    token = _waiting.set(waiting)
    try:
        with waiting.connection.execute_wrapper(first_what_waits):
            yield
            waiting.send()
    finally:
        _waiting.reset(token)


class Changed(LookupError):
    """What the rows were made from is no longer so; none of them was stored."""


@contextmanager
def at_once(condition: str, values: Sequence[object]) -> Iterator[None]:
    """Rows of `insert` become one statement at the end of the block, which is its own transaction.

    They are stored where the query `condition` gives a row, which it may hold; `Changed` where it
    gives none. What else the block writes stands by itself: let it write nothing else. On
    PostgreSQL only.
    """
    waiting = _Waiting(connections[DEFAULT_DB_ALIAS])
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    # Within a transaction of somebody else a row that is taken must not end all of it.
    inner = transaction.atomic() if waiting.connection.in_atomic_block else nullcontext()
    with inner:
        statement = _statement_where(condition, tuple(model for model, _ in waiting.rows))
        given = [value for _, columns in waiting.rows for value in columns]
        if not rows(waiting.connection, statement, [*values, *given]):
            raise Changed


def _send(connection: BaseDatabaseWrapper, given: list[Row]) -> None:
    if connection.vendor == "postgresql":
        for start in range(0, len(given), _AT_ONCE):
            some = given[start : start + _AT_ONCE]
            statement = _statement_of_all(tuple(model for model, _ in some))
            rows(connection, statement, [value for _, values in some for value in values])
        return
    with connection.cursor() as cursor:
        for model, values in given:
            cursor.execute(_statement(model, connection.vendor), values)


def _values(row: Model, connection: BaseDatabaseWrapper) -> list[Any]:
    own = row.__dict__
    found = []
    for column, name, is_plain, encoder in _fields(type(row), connection.vendor):
        value = own[name]
        if is_plain and type(value) in _AS_THEY_ARE:
            # The driver has a type for each size of a number, and the server a plan for each type.
            found.append(str(value) if type(value) is int else value)
        elif encoder and value is not None:
            found.append(encoder.encode(value))
        else:
            found.append(column.get_db_prep_save(value, connection=connection))
    return found


_Column = tuple["Field[Any, Any]", str, bool, json.JSONEncoder | None]


@cache
def _fields(model: type[Model], vendor: str) -> tuple[_Column, ...]:
    """The columns in the order of the statement, with the names of their values, whether these are
    taken as they are, and how they become JSON where they are that."""
    is_postgres = vendor == "postgresql"

    def column(one: "Field[Any, Any]") -> _Column:
        is_plain = is_postgres and type(one).__name__ in _PLAIN
        is_json = is_postgres and isinstance(one, JSONField)
        encoder = getattr(one, "encoder", None) or json.JSONEncoder
        return one, one.attname, is_plain, encoder() if is_json else None

    return tuple(map(column, model._meta.local_concrete_fields))


@cache
def _statement_of_all(models: Sequence[type[Model]]) -> str:
    """One statement for several rows; which of them is written first, nobody can tell."""
    *others, last = (_statement(model, "postgresql") for model in models)
    if not others:
        return last
    before = ", ".join(f"row_{n} AS ({other})" for n, other in zip(count(), others, strict=False))
    return f"WITH {before} {last}"


@cache
def _statement_where(condition: str, models: Sequence[type[Model]]) -> str:
    """One statement for rows that are stored where `condition` gives a row, and then says so."""
    *others, last = (_insert_of(model, "SELECT {} FROM held", "postgresql") for model in models)
    before = (f", row_{n} AS ({other})" for n, other in enumerate(others))
    return f"WITH held AS ({condition}){''.join(before)} {last} RETURNING 1"


@cache
def _statement(model: type[Model], vendor: str) -> str:
    return _insert_of(model, "VALUES ({})", vendor)


def _insert_of(model: type[Model], given: str, vendor: str) -> str:
    quoted = connections[DEFAULT_DB_ALIAS].ops.quote_name
    named = [quoted(str(column.column)) for column, *_ in _fields(model, vendor)]
    places = given.format(", ".join(["%s"] * len(named)))
    return f"INSERT INTO {quoted(model._meta.db_table)} ({', '.join(named)}) {places}"
