"""Reading a list page by page, by a key that never changes."""

from collections.abc import Sequence
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from naikkelas.api.errors import CursorUnfit
from naikkelas.api.rules.cursors import cursor_after, key_of

Row = TypeVar("Row", bound=Model)


def page(
    listing: str, rows: "QuerySet[Row]", *, after: str | None, count: int
) -> tuple[Sequence[Row], str | None]:
    """The rows after a cursor, by primary key, and the cursor of the next page."""
    if after:
        rows = rows.filter(pk__gt=_key(listing, after, rows.model))
    found = list(rows.order_by("pk")[: count + 1])
    more = len(found) > count
    return found[:count], cursor_after(listing, found[count - 1].pk) if more else None


def _key(listing: str, cursor: str, model: type[Model]) -> Any:
    """The key in the kind of the table's own; a cursor that somebody made up is refused."""
    text = key_of(listing, cursor)
    try:
        return UUID(text) if model._meta.pk.get_internal_type() == "UUIDField" else text
    except ValueError as error:
        raise CursorUnfit from error
