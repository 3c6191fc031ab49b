"""Which criteria the kampung's own records answer, so that nobody is asked."""

from collections.abc import Mapping
from dataclasses import dataclass

from naikkelas.themes.rules.reference import Recorded


@dataclass(frozen=True, slots=True)
class Found:
    """A record that exists: what it is called, and the page of the kampung that holds it."""

    words: str
    page: str


def answered(one: Recorded, found: Mapping[str, Found]) -> tuple[Found, ...]:
    """The records that make the answer a yes; none where they do not. They never make it a no."""
    present = tuple(found[record] for record in one.records if record in found)
    is_enough = len(present) == len(one.records) if one.needs_all else bool(present)
    return present if is_enough else ()
