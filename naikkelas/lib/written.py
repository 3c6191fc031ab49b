"""Questions to the database in SQL that is written out: those that every request asks.

Building such a query anew costs the server more than answering it costs the database. PostgreSQL
keeps the plan of each as well (`config.postgresql`).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast  # a connection of Django; columns of a row
from uuid import UUID

Row = tuple[Any, ...]


def rows(connection: Any, query: str, values: Sequence[object]) -> list[Row]:
    """The rows of a query with `%s` for each of its values, on any of the databases."""
    if hasattr(connection, "ask"):
        return cast("list[Row]", connection.ask(query, values))
    with connection.cursor() as cursor:
        cursor.execute(query, [_stored(connection, value) for value in values])
        return cast("list[Row]", cursor.fetchall())


def _stored(connection: Any, value: object) -> object:
    """A value as SQLite keeps it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value.hex if isinstance(value, UUID) else value
