"""Two people edit one record: changes of different fields are put together, of one asked about.

An edit names the version it started from (`base`) and, field by field, what stood there and what
shall stand there. A field that nobody else changed since takes the new value; one that both sides
changed to different values is a clash, and nothing is written until a person has chosen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any  # a stored value or its JSON: bool, int, float, text, list, date or None

Changes = Mapping[str, tuple[Any, Any]]
"""Field to (what the person saw, what the person wants)."""


@dataclass(frozen=True, slots=True)
class Clash:
    """One field that somebody else changed too, to something else."""

    name: str
    theirs: Any
    yours: Any


@dataclass(frozen=True, slots=True)
class Merged:
    """What is to be written (only fields that change anything), and what needs a choice first."""

    values: dict[str, Any]
    clashes: tuple[Clash, ...]


def merge(base: Mapping[str, Any], current: Mapping[str, Any], changes: Changes) -> Merged:
    """Put the changes of one person upon what others have made of the record since `base`.

    >>> merge({"a": 1, "b": 2}, {"a": 1, "b": 3}, {"a": (1, 7)})
    Merged(values={'a': 7}, clashes=())
    >>> merge({"b": 2}, {"b": 3}, {"b": (2, 5)}).clashes
    (Clash(name='b', theirs=3, yours=5),)
    """
    values: dict[str, Any] = {}
    clashes = []
    for name, (seen, wanted) in changes.items():
        now = current.get(name)
        if same(now, wanted):
            continue  # both sides want the same, or it stands there already
        if same(now, seen) or same(now, base.get(name)):
            values[name] = wanted
        else:
            clashes.append(Clash(name, theirs=now, yours=wanted))
    return Merged(values, tuple(clashes))


def same(one: Any, other: Any) -> bool:
    """Whether two values say the same, one as it is stored and one as a phone writes it.

    Not filled in is one thing however it is written; zero and no are something else.

    >>> same(None, ""), same("a|b", ["a", "b"]), same(date(2025, 7, 3), "2025-07-03")
    (True, True, True)
    >>> same(0, None), same(False, None), same(True, 1)
    (False, False, False)
    """
    return _plain(one) == _plain(other)


def _plain(value: Any) -> tuple[str, Any]:
    """Kind and value, so that True is not 1."""
    if value is None or value == "" or value == [] or value == ():
        return ("", None)
    if isinstance(value, bool):
        return ("flag", value)
    if isinstance(value, int | float):
        return ("number", value)
    if isinstance(value, list | tuple):
        return ("text", "|".join(map(str, value)))
    if isinstance(value, date):
        return ("text", value.isoformat())
    return ("text", str(value).strip())
