"""What a report asks: one description per figure, shared by forms, imports and exports."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a cell is read. Every kind can be absent, which is neither zero nor no."""

    FLAG = "flag"  # ya / tidak
    COUNT = "count"  # whole number
    CHOICE = "choice"  # one code of a list
    CHOICES = "choices"  # several codes, joined by | in files
    CODES = "codes"  # codes of the source, repeats kept and order kept
    DATE = "date"
    DECIMAL = "decimal"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a reference list: the code is stored, the name is shown."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Field:
    """One figure or answer of a form.

    `name` is the column in files and in the database; `group` is the heading under which a form
    shows it; `cap` the largest value that can be true (a hard rule, in units of the figure).
    """

    name: str
    label: str
    kind: Kind
    group: str = ""
    options: tuple[Option, ...] = ()
    cap: int | None = None
    not_above: str = ""
    help: str = ""
    max_length: int = 0
    personal: bool = False

    @property
    def codes(self) -> frozenset[str]:
        """The codes that the list allows; empty where the field has no list."""
        return frozenset(option.code for option in self.options)
