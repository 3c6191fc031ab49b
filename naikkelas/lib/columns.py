"""Frames in and out of a table at the speed of the database's own bulk road.

PostgreSQL: COPY, in binary on the way in; SQLite: executemany. The connection is Django's wrapper,
passed in, so that this module knows nothing of Django. Identifiers are hexadecimal text of 32
characters in frames, instants are UTC.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, Protocol, TypeVar

import polars as pl
from psycopg import ClientCursor

from naikkelas.lib import copying

_ROWS_AT_A_TIME = 20_000
T = TypeVar("T")
R = TypeVar("R")


class Connection(Protocol):
    """What is used of `django.db.connection`."""

    vendor: str

    def cursor(self) -> Any:  # Django's cursor wrapper has no public type
        """A database cursor, usable as a context manager."""


def write_frame(connection: Connection, table: str, frame: pl.DataFrame) -> int:
    """Insert all rows of the frame, columns by name; returns the number of rows.

    Runs in the caller's transaction. NULL is a null of the frame, the empty string stays one.
    """
    if frame.is_empty():
        return 0
    put = _copy_in if connection.vendor == "postgresql" else _insert_many
    with connection.cursor() as cursor:
        put(cursor, table, frame)
    return frame.height


def read_frame(
    connection: Connection, query: str, params: Sequence[Any], schema: Mapping[str, Any]
) -> pl.DataFrame:
    """The rows of a query as a frame; `schema` names the columns in order, with their types."""
    fetch = _copy_out if connection.vendor == "postgresql" else _fetch_all
    with connection.cursor() as cursor:
        return fetch(cursor, query, params, dict(schema))


def _copy_in(cursor: Any, table: str, frame: pl.DataFrame) -> None:
    names = _names(frame)
    cursor.execute(f"SELECT {names} FROM {table} LIMIT 0")
    types = [column.type_code for column in cursor.description]
    write = partial(copying.encoded, types=types)
    with cursor.copy(f"COPY {table} ({names}) FROM STDIN (FORMAT binary)") as copy:
        copy.write(copying.BEGIN)
        for rows in _one_ahead(write, frame.iter_slices(_ROWS_AT_A_TIME)):
            copy.write(rows.data)
        copy.write(copying.END)


def _one_ahead(make: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
    """`make` of each item, the next one already in the making while one is used: the server takes
    rows in on its own core while the next are written here.
    """
    with ThreadPoolExecutor(1) as worker:
        waiting: Future[R] | None = None
        for item in items:
            following = worker.submit(make, item)
            if waiting is not None:
                yield waiting.result()
            waiting = following
        if waiting is not None:
            yield waiting.result()


def _insert_many(cursor: Any, table: str, frame: pl.DataFrame) -> None:
    marks = ", ".join(["%s"] * frame.width)
    query = f"INSERT INTO {table} ({_names(frame)}) VALUES ({marks})"
    for part in frame.iter_slices(_ROWS_AT_A_TIME):
        cursor.executemany(query, _plain(part).iter_rows())


def _names(frame: pl.DataFrame) -> str:
    return ", ".join(f'"{name}"' for name in frame.columns)


def _plain(frame: pl.DataFrame) -> pl.DataFrame:
    """Dates and instants as the text in which Django stores them in SQLite."""
    return frame.with_columns(
        pl.col(pl.Date).dt.strftime("%Y-%m-%d"),
        pl.col(pl.Datetime).dt.strftime("%Y-%m-%d %H:%M:%S%.6f"),
    )


def _copy_out(
    cursor: Any, query: str, params: Sequence[Any], schema: dict[str, Any]
) -> pl.DataFrame:
    # Bound here: Django's cursor that counts queries takes a statement without parameters only.
    bound = ClientCursor(cursor.connection).mogrify(query, params) if params else query
    with cursor.copy(f"COPY ({bound}) TO STDOUT (FORMAT csv)") as copy:
        data = b"".join(copy)
    frame = pl.read_csv(
        data or b"", has_header=False, schema=_text_for_booleans(schema), raise_if_empty=False
    )
    return frame.with_columns(
        *(pl.col(name).eq("t") for name, kind in schema.items() if kind == pl.Boolean),
        *(pl.col(name).str.replace_all("-", "") for name in _identifiers(schema)),
    )


def _text_for_booleans(schema: dict[str, Any]) -> dict[str, Any]:
    # PostgreSQL writes t and f, which Polars does not read as booleans.
    return {name: pl.String if kind == pl.Boolean else kind for name, kind in schema.items()}


def _identifiers(schema: dict[str, Any]) -> Iterator[str]:
    return (name for name, kind in schema.items() if kind == pl.String and name.endswith("_uuid"))


def _fetch_all(
    cursor: Any, query: str, params: Sequence[Any], schema: dict[str, Any]
) -> pl.DataFrame:
    cursor.execute(query, params)
    rows = cursor.fetchall()
    if not rows:
        return pl.DataFrame(schema=schema)
    # Column by column, since guessing the types of rows costs more than reading them.
    columns = zip(schema.items(), zip(*rows, strict=True), strict=True)
    return pl.DataFrame([_column(name, kind, values) for (name, kind), values in columns])


def _column(name: str, kind: Any, values: Sequence[Any]) -> pl.Series:
    """SQLite has no types of its own: dates come as dates or text, booleans as such or as numbers,
    whole figures where fractions are meant.
    """
    found = pl.Series(name, values, strict=False)
    if kind == pl.Date and found.dtype == pl.String:
        return found.str.to_date()
    return found.cast(kind)
