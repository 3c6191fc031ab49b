"""Who comes: session, person and posts in one query, since every request asks for all three."""

from functools import cache
from typing import Any, NamedTuple  # Any: how a column is converted

from django.db import connections
from django.utils import timezone

from naikkelas.accounts.models import SEAT_COLUMNS, SEAT_ORDER, SEATS, User, seats_in
from naikkelas.lib.written import Row, rows

_OF_SESSION = f"""
    SELECT session.session_data, {{person}}, {SEAT_COLUMNS}
    FROM django_session session
    LEFT JOIN usersessions_usersession device ON device.session_key = session.session_key
    LEFT JOIN accounts_user person ON person.id = device.user_id
    LEFT JOIN ({SEATS}) ON held.user_id = person.id AND person.is_active
    WHERE session.session_key = %s AND session.expire_date > %s
    {SEAT_ORDER}
"""
_OF_KEY = f"""
    SELECT {{person}}, {SEAT_COLUMNS}
    FROM accounts_user person
    LEFT JOIN ({SEATS}) ON held.user_id = person.id AND person.is_active
    WHERE person.id = %s
    {SEAT_ORDER}
"""


class Visitor(NamedTuple):
    """The data of a session as stored, and the person that it was begun by; None where no device
    stands beside the session, or nobody has signed in."""

    session_data: str
    person: User | None


def visitor_of(session_key: str) -> Visitor | None:
    """Whose session this is; None for one that has ended or never was."""
    now = timezone.now()
    asked = _ask(_OF_SESSION, [*[now] * 4, session_key, now])
    if not asked:
        return None
    return Visitor(asked[0][0], _person([row[1:] for row in asked]))


def person_of(key: int) -> User | None:
    """The person of this key with their posts."""
    return _person(_ask(_OF_KEY, [*[timezone.now()] * 4, key]))


def _ask(query: str, values: list[object]) -> list[Row]:
    return rows(connections[User.objects.db], _with_columns(query), values)


@cache
def _with_columns(query: str) -> str:
    return query.format(person=", ".join(f"person.{column}" for column in _layout().columns))


def _person(asked: list[Row]) -> User | None:
    """Rows of a person's columns and then a seat's, as the person with their seats."""
    layout = _layout()
    if not asked or asked[0][layout.key] is None:
        return None
    width = len(layout.names)
    values = list(asked[0][:width])
    connection = connections[User.objects.db]
    for place, column, converter in layout.converters:
        values[place] = converter(values[place], column, connection)
    person = User.from_db(User.objects.db, layout.names, values)
    person.posts = tuple(seats_in(row[width:] for row in asked if row[width] is not None))
    return person


class _Layout(NamedTuple):
    """The columns of a person in the order of the queries, and how some of them are converted."""

    columns: list[str]
    names: list[str]
    key: int
    converters: list[tuple[int, Any, Any]]


@cache
def _layout() -> _Layout:
    connection, fields = connections[User.objects.db], User._meta.concrete_fields
    columns = [field.get_col(User._meta.db_table) for field in fields]
    converters = [
        (place, column, converter)
        for place, column in enumerate(columns)
        for converter in (
            *connection.ops.get_db_converters(column),
            *column.get_db_converters(connection),
        )
    ]
    names = [field.attname for field in fields]
    quoted = [connection.ops.quote_name(str(field.column)) for field in fields]
    return _Layout(quoted, names, names.index("id"), converters)
