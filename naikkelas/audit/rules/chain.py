"""The hash chain: each event's digest holds that of the event before it (ADR 17).

digest = SHA-256(previous digest ‖ canonical JSON of the event), both as UTF-8 text; the first
event of a chain follows the empty text. Canonical: keys sorted, no spaces, no escapes of letters,
times in UTC with microseconds, `kampung_id` only where it is known. So anyone can recompute a chain
from an export, without this code.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any  # JSON values
from uuid import UUID

FIELDS = (
    "id",
    "at",
    "actor_id",
    "actor_post",
    "verb",
    "kabupaten_code",
    "kampung_id",
    "subject_type",
    "subject_id",
    "before",
    "after",
    "data",
    "request_id",
)
"""What of an event is sealed: all of it."""
LATER = frozenset({"kampung_id"})
"""Columns that older events do not have: an empty one is left out, so their digests still hold."""

_encode = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
).encode


def canonical(event: Mapping[str, Any]) -> str:
    """The one text of an event.

    >>> canonical({"verb": "a.b", "id": UUID(int=7), "at": datetime(2025, 7, 1, tzinfo=UTC)})
    '{"at":"2025-07-01T00:00:00.000000Z","id":"00000000000000000000000000000007","verb":"a.b"}'
    """
    told = ((name, value) for name, value in event.items() if name not in LATER or value)
    return _encode({name: _plain(value) for name, value in told})


def digest_of(previous: str, event: Mapping[str, Any]) -> str:
    """The digest of an event that follows the event of another digest; 64 hexadecimal digits."""
    return sha256((previous + canonical(event)).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
    return value.hex if isinstance(value, UUID) else value
