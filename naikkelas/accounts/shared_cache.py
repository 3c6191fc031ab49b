"""A small cache in the database: shared by all processes, JSON instead of pickle.

It holds rate limits of the sign-in and codes that were used. Django's own `DatabaseCache` pickles
what it keeps, so whoever could write a row could run code (ASVS 1.5.2); memory of one process would
give each worker limits of its own (ADR 15).
"""

import json
import random
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

_FOREVER = datetime(9999, 1, 1, tzinfo=UTC)
_ADD = """
    UPDATE accounts_remembered SET value = CAST(CAST(value AS bigint) + %s AS text)
    WHERE key = %s AND until > %s RETURNING value
"""
_SWEEP = 100  # about one write in so many removes what has expired


class SharedCache(BaseCache):
    """Rows of `accounts.Remembered`."""

    def __init__(self, location: str, params: Mapping[str, Any]) -> None:
        super().__init__(dict(params))

    def _until(self, timeout: Any) -> datetime:  # Django's sentinel, seconds or None
        at = self.get_backend_timeout(DEFAULT_TIMEOUT if timeout is DEFAULT_TIMEOUT else timeout)
        return _FOREVER if at is None else datetime.fromtimestamp(at, tz=UTC)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        found = _rows().filter(pk=self.make_and_validate_key(key, version)).first()
        if found is None or found.until <= timezone.now():
            return default
        return json.loads(found.value)

    def set(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        name = self.make_and_validate_key(key, version)
        row = {"value": json.dumps(value), "until": self._until(timeout)}
        _rows().bulk_create(
            [_rows().model(key=name, **row)],
            update_conflicts=True,
            update_fields=["value", "until"],
            unique_fields=["key"],
        )
        if not random.randrange(_SWEEP):
            _rows().filter(until__lte=timezone.now()).delete()

    def add(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Whether the key was free: of two processes at once one gets True."""
        name = self.make_and_validate_key(key, version)
        _rows().filter(pk=name, until__lte=timezone.now()).delete()
        try:
            with transaction.atomic():
                _rows().create(key=name, value=json.dumps(value), until=self._until(timeout))
        except IntegrityError:
            return False
        return True

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Add to a count in one statement, so that of two processes none is lost; ValueError where
        there is no such count."""
        name = self.make_and_validate_key(key, version)
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        with connection.cursor() as cursor:
            cursor.execute(_ADD, [delta, name, now])
            row = cursor.fetchone()
        if row is None:
            raise ValueError(f"Key {key!r} not found")
        return int(row[0])

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        name = self.make_and_validate_key(key, version)
        live = _rows().filter(pk=name, until__gt=timezone.now())
        return bool(live.update(until=self._until(timeout)))

    def delete(self, key: str, version: int | None = None) -> bool:
        return bool(_rows().filter(pk=self.make_and_validate_key(key, version)).delete()[0])

    def clear(self) -> None:
        _rows().all().delete()


def _rows() -> Any:  # the manager; models are not loaded yet when settings name this module
    from naikkelas.accounts.models import Remembered

    return Remembered.objects
