"""Writing one row with a statement that is put together once for its table.

What every submission of a phone writes goes this way: building the statement anew each time costs
the server more than the database needs to store the row (`python -m benches submissions`).
"""

from functools import cache
from typing import Any  # columns of a row

from django.db import connection
from django.db.models import Field, Model


def insert(row: Model) -> None:
    """Add a row whose key is set; `IntegrityError` where it is taken. No signals are sent."""
    statement, fields = _statement(type(row))
    values = [
        field.get_db_prep_save(field.pre_save(row, add=True), connection=connection)
        for field in fields
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
    row._state.adding, row._state.db = False, connection.alias


@cache
def _statement(model: type[Model]) -> tuple[str, tuple["Field[Any, Any]", ...]]:
    """The statement and the columns in its order."""
    quoted = connection.ops.quote_name
    fields = tuple(model._meta.local_concrete_fields)
    columns = ", ".join(quoted(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    return f"INSERT INTO {quoted(model._meta.db_table)} ({columns}) VALUES ({places})", fields
