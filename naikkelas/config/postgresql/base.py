"""Django's PostgreSQL in all but two things that every request does."""

import select
from collections.abc import Sequence
from functools import lru_cache
from itertools import count
from typing import Any

import psycopg
from django.db.backends.postgresql import base

_MOST_KEPT = 64
"""Queries with a cursor of their own; the house has some ten."""


class WrittenCursor(psycopg.RawCursor[Any]):
    """Sends values beside the query, whose plan the server keeps from the sixth time on.

    Django's own cursors write the values into the query, which is then read and planned each time.
    """

    def execute(self, query: Any, params: Any = None, **more: Any) -> "WrittenCursor":
        return super().execute(_numbered(query), params, **more)


@lru_cache(maxsize=2 * _MOST_KEPT)
def _numbered(query: str) -> str:
    """`%s`, as Django has it, in the numbers of PostgreSQL."""
    first, *others = query.split("%s")
    return first + "".join(f"${n}{text}" for n, text in zip(count(1), others, strict=False))


class DatabaseWrapper(base.DatabaseWrapper):
    """Sees whether the line to the database still stands without asking the database."""

    def is_usable(self) -> bool:
        """Whether the line is open and silent.

        A server that stops says so, and one that is killed leaves a line that has ended; both are
        something to read where nobody has asked. Django sends `SELECT 1` instead and waits.
        """
        if self.connection is None or self.connection.closed:
            return False
        watched = select.poll()
        watched.register(self.connection.fileno(), select.POLLIN)
        return not watched.poll(0)

    def init_connection_state(self) -> None:
        super().init_connection_state()
        self._written: dict[str, WrittenCursor] = {}

    def ask(self, query: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        """The rows of a query that is written out (`lib.written`), with `%s` for each value.

        Each query has a cursor that is kept: it remembers how values of each kind are sent and
        read.
        """
        self.ensure_connection()
        kept = self._written.get(query)
        if kept is None:
            if len(self._written) >= _MOST_KEPT:
                self._written.clear()
            kept = self._written[query] = WrittenCursor(self.connection)
        wrapped = self._prepare_cursor(kept)  # type: ignore[attr-defined]
        wrapped.execute(query, values)
        return wrapped.fetchall() if kept.pgresult and kept.pgresult.nfields else []
