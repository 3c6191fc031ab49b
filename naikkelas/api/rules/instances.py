"""What an app sends: a filled-in form in XML, read without trust.

Entities, document types and anything that would be fetched are refused before they are expanded;
an instance is flat but for its sections, and no name may stand in it twice. A form of an older
version is read by the same names: what was renamed or dropped since stands in `FORMER`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any  # a stored value: bool, int, float, text, list or date
from uuid import UUID
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from naikkelas.api.errors import Malformed, UnknownAnswer
from naikkelas.api.rules.survey import ADDED, NO, YES
from naikkelas.lib.fields import Field, Kind
from naikkelas.registry.errors import UnfitAnswer

LARGEST_INSTANCE = 96 * 1024
"""Bytes of the XML; the longest form with all texts full has 40 KB, an envelope 256 KB."""
DEEPEST = 6
MOST_ANSWERS = 600

FORMER: Mapping[str, Mapping[str, str]] = MappingProxyType({})
"""Form → name in older versions → name now, or nothing where it is asked no more. Phones keep
forms for half a year (≥ 180 days); `tests/api/asked.txt` lists every name that was ever asked."""


@dataclass(frozen=True, slots=True)
class Instance:
    """A filled-in form: which form, which version, whose identifier, and the answers as text."""

    id: UUID
    form: str
    version: str
    answers: Mapping[str, str]

    def text(self, name: str) -> str:
        """The answer to a question, empty where it was not answered."""
        return self.answers.get(name, "")


def read_instance(xml: bytes) -> Instance:
    """Read what was sent; `Malformed` for whatever is no filled-in form of ours."""
    if len(xml) > LARGEST_INSTANCE:
        raise Malformed
    try:
        root = fromstring(xml, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise Malformed from error
    form, version = root.get("id", ""), root.get("version", "")
    if not form or len(form) > 40 or len(version) > 40:
        raise Malformed
    answers = dict(_unique(_leaves(root)))
    former = FORMER.get(form, {})
    named = {former.get(name, name): text for name, text in answers.items()}
    return Instance(_identifier(root), form, version, named)


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _identifier(root: Element) -> UUID:
    """The instanceID of the metadata: `uuid:` and a UUID, as every app makes it."""
    found = [one.text or "" for one in root.iter() if _local(one) == "instanceID"]
    try:
        return UUID(found[0].strip().removeprefix("uuid:")) if len(found) == 1 else _nothing()
    except ValueError as error:
        raise Malformed from error


def _nothing() -> UUID:
    raise Malformed


def _leaves(root: Element) -> Iterator[tuple[str, str]]:
    """Questions with their answers; sections and the metadata are looked through and past."""
    waiting = [(child, 1) for child in root]
    while waiting:
        element, depth = waiting.pop()
        if depth > DEEPEST:
            raise Malformed
        if len(element):
            if _local(element) != "meta":
                waiting += [(child, depth + 1) for child in element]
        elif _local(element) not in {"meta", "instanceID"}:
            yield _local(element), _plain(element.text or "")


def _plain(text: str) -> str:
    return text.replace("\x00", "").strip()


def _unique(leaves: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for name, text in leaves:
        if name in seen or len(seen) >= MOST_ANSWERS or len(name) > 60:
            raise Malformed
        seen.add(name)
        yield name, text


# Answers as they are stored ---------------------------------------------------------------------


def values_of(
    instance: Instance, fields: Mapping[str, Field], besides: frozenset[str]
) -> dict[str, Any]:
    """The answers to these fields in their own kinds; `besides` are questions of the form itself.

    What is left over and says something is refused (`UnknownAnswer`), so that nothing that a
    person typed goes missing silently.
    """
    for name, text in instance.answers.items():
        known = name in fields or name in besides or name.partition("_")[0] in ADDED
        if text and not known:
            raise UnknownAnswer(f"Isian “{name}” tidak dikenal. Muat ulang formulir di aplikasi.")
    return {name: _value(field, instance.text(name)) for name, field in fields.items()}


def month_of(text: str) -> tuple[int, int]:
    """Year and month of a month question (`2025-07-01`)."""
    try:
        day = date.fromisoformat(text[:10])
    except ValueError as error:
        raise UnfitAnswer("bulan", "Pilih bulan laporan.") from error
    return day.year, day.month


def _value(field: Field, text: str) -> Any:
    if not text:
        return None
    try:
        return _READERS[field.kind](text)
    except (ValueError, KeyError) as error:
        raise UnfitAnswer(field.name, f"{field.label}: isian ini tidak dapat dibaca.") from error


def _count(text: str) -> int:
    """A whole number; `37.0` is one too, as some calculations write it."""
    whole, _, rest = text.partition(".")
    if len(text) > 20 or rest.strip("0"):
        raise ValueError(text)
    return int(whole)


_FLAGS = {YES: True, NO: False}
_READERS: Mapping[Kind, Callable[[str], Any]] = MappingProxyType(
    {
        Kind.FLAG: _FLAGS.__getitem__,
        Kind.COUNT: _count,
        Kind.CHOICE: str,
        Kind.CHOICES: str.split,
        Kind.CODES: str,
        Kind.DATE: lambda text: date.fromisoformat(text[:10]),
        Kind.DECIMAL: float,
        Kind.TEXT: str,
    }
)
