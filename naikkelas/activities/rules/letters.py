"""What a phone sends: one envelope as exact bytes, read once at the door. Pure.

The bytes themselves are the identity of what was sent: their SHA-256 is computed on the phone and
here, and both must be equal (docs/api/kerja.md).
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any  # JSON values
from uuid import UUID

LARGEST = 256 * 1024
"""Bytes of one envelope; photos travel apart. The longest form with all texts full has 40 KB."""
_KIND = re.compile(r"[a-z][a-z_.]{0,39}")
_HALVES = re.compile(rb"\\u[dD][89a-fA-F]")
_SORTED = json.JSONEncoder(sort_keys=True, default=str)
_EARLIEST, _LATEST = 1970, 9998


class Unreadable(ValueError):
    """Bytes that are no envelope; nothing can be kept under a number that is not there."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One envelope, opened. `made_at` is the phone's clock, which may be wrong by years."""

    id: UUID
    kind: str
    schema: int
    kampung: UUID
    made_at: datetime | None
    base: UUID | None
    record: UUID | None
    settles: UUID | None
    body: Mapping[str, Any]
    changes: Mapping[str, tuple[Any, Any]]
    met_a_row: bool = False
    """Its number met a row that exists: whoever takes it in looks before writing."""
    content: str = ""
    """The SHA-256 of what it says as it came, without the phone's clock: what was packed again an
    hour later is the same content."""

    @property
    def wanted(self) -> dict[str, Any]:
        """What the changes shall make of the fields."""
        return {name: new for name, (_, new) in self.changes.items()}

    def with_content(self, body: Mapping[str, Any], changes: Mapping[str, Any]) -> "Letter":
        """The same envelope with its content in another schema."""
        return replace(self, body=body, changes=changes)


def digest_of(sent: bytes) -> str:
    """The SHA-256 of what was sent, in hexadecimal: the receipt that phone and server compare."""
    return hashlib.sha256(sent).hexdigest()


def opened(sent: bytes) -> Letter:
    """The envelope in these bytes; `Unreadable` for what is none."""
    told = _object(sent)
    letter = Letter(
        id=_key(told, "id"),
        kind=_kind(told),
        schema=_whole(told.get("schema", 1)),
        kampung=_key(told, "kampung"),
        made_at=moment(told.get("made_at")),
        base=_key_or_none(told, "base"),
        record=_key_or_none(told, "record"),
        settles=_key_or_none(told, "settles"),
        body=_mapping(told, "body"),
        changes=_changes(told),
    )
    return replace(letter, content=_content_digest(letter))


def says_the_same(one: Letter, other: Letter) -> bool:
    """Whether two envelopes bring the same thing, whatever their numbers and what they settle."""
    return all(
        getattr(one, name) == getattr(other, name)
        for name in ("kind", "schema", "kampung", "base", "record", "body", "changes")
    )


def _content_digest(letter: Letter) -> str:
    told = (
        *(letter.kind, letter.schema, letter.kampung, letter.base, letter.record, letter.settles),
        *(letter.body, letter.changes),
    )
    try:
        text = _SORTED.encode(told)
    except RecursionError as error:
        raise Unreadable("Kiriman ini tidak dapat dibaca.") from error
    return hashlib.sha256(text.encode()).hexdigest()


def upon(letter: Letter, current: UUID, standing: Mapping[str, Any]) -> Letter:
    """The same edit upon the version that stands now, whose values of the fields are `standing`."""
    changes = {name: (standing.get(name, old), new) for name, (old, new) in letter.changes.items()}
    return replace(letter, base=current, changes=changes)


def moment(text: object) -> datetime | None:
    """An instant of the phone's clock; None where there is none that can be stored."""
    if not isinstance(text, str):
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo and _EARLIEST <= at.year <= _LATEST else None


def _object(sent: bytes) -> Mapping[str, Any]:
    if len(sent) > LARGEST:
        raise Unreadable("Kiriman ini terlalu besar.")
    try:
        text = sent.decode()
        told = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Unreadable("Kiriman ini tidak dapat dibaca.") from error
    if not isinstance(told, dict) or _holds_no_text(sent, told):
        raise Unreadable("Kiriman ini tidak dapat dibaca.")
    return told


def _no_constant(name: str) -> None:
    raise ValueError(name)  # NaN and Infinity are no JSON


def _holds_no_text(sent: bytes, told: object) -> bool:
    """Whether it holds what no database stores as text: NUL, or half of a pair of surrogates."""
    if b"\\u0000" in sent:
        return True
    if not _HALVES.search(sent):
        return False
    try:
        json.dumps(told, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False


def _key(told: Mapping[str, Any], name: str) -> UUID:
    found = _key_or_none(told, name)
    if found is None:
        raise Unreadable(f"Kiriman ini tanpa “{name}”.")
    return found


def _key_or_none(told: Mapping[str, Any], name: str) -> UUID | None:
    text = told.get(name)
    if text is None:
        return None
    try:
        return UUID(text)
    except (ValueError, TypeError, AttributeError) as error:
        raise Unreadable(f"“{name}” pada kiriman ini bukan nomor yang dikenal.") from error


def _kind(told: Mapping[str, Any]) -> str:
    kind = told.get("kind")
    if not isinstance(kind, str) or not _KIND.fullmatch(kind):
        raise Unreadable("Kiriman ini tanpa jenis.")
    return kind


def _whole(number: object) -> int:
    if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number < 1000:
        raise Unreadable("Versi kiriman ini tidak dikenal.")
    return number


def _mapping(told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = told.get(name)
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise Unreadable("Isi kiriman ini tidak dapat dibaca.")
    return found


def _changes(told: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    found = _mapping(told, "changes")
    if not all(isinstance(pair, list) and len(pair) == 2 for pair in found.values()):
        raise Unreadable("Perubahan pada kiriman ini tidak dapat dibaca.")
    return {name: (pair[0], pair[1]) for name, pair in found.items()}


def receipt_of(key: UUID) -> str:
    """A number that a person can read out: the last eight digits of the identifier.

    >>> receipt_of(UUID(int=0x1234ABCD))
    'TT-1234-ABCD'
    """
    digits = key.hex[-8:].upper()
    return f"TT-{digits[:4]}-{digits[4:]}"
