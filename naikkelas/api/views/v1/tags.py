"""ETags: what a program has already, and what it saw before it changes something."""

import hashlib

from naikkelas.api.errors import ConditionFailed, ConditionMissing


def tag_of(content: bytes) -> str:
    """The strong ETag of an answer."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def has_already(tag: str, if_none_match: str) -> bool:
    """Whether the program holds this answer; it may have weakened the tag on its way."""
    return tag in {one.removeprefix("W/") for one in _listed(if_none_match)}


def insist_on_seen(tag: str, if_match: str) -> None:
    """Refuse a change that was not made from this very answer (RFC 9110, 13.1.1)."""
    known = _listed(if_match)
    if not known:
        raise ConditionMissing
    if known != {"*"} and tag not in known:
        raise ConditionFailed


def _listed(header: str) -> set[str]:
    return {one.strip() for one in header.split(",") if one.strip()}
