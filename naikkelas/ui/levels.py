"""The levels of Kampung KB on screen: one colour, one number and one word, always together."""

from collections.abc import Mapping
from dataclasses import dataclass

SCALE_NAME = "Klasifikasi Kampung KB"
UNKNOWN = "Tanpa kelas"
NO_LEVEL = ""
"""The code under which labels may hold another word for that."""

# Code in data -> national name, lowest first; a kabupaten may use other names (a setting).
NATIONAL_LABELS: dict[str, str] = {
    "belum_lapor": "Belum Lapor",
    "dasar": "Dasar",
    "berkembang": "Berkembang",
    "mandiri": "Mandiri",
    "berkelanjutan": "Berkelanjutan",
}
NUMBERS: dict[str, int] = {code: number for number, code in enumerate(NATIONAL_LABELS)}


@dataclass(frozen=True, slots=True)
class Level:
    """How a level is shown; `number` is empty where the rule in force gives no level."""

    code: str
    number: str
    label: str

    @property
    def css_class(self) -> str:
        """`level-0` … `level-4`, or `level-none`."""
        return f"level-{self.number or 'none'}"


def level(code: str | None, labels: Mapping[str, str] | None = None) -> Level:
    """The level of a code; an absent or foreign code is shown as such, never as a level."""
    if code is None or code not in NUMBERS:
        return Level(code="", number="", label=(labels or {}).get(NO_LEVEL) or UNKNOWN)
    label = (labels or {}).get(code) or NATIONAL_LABELS[code]
    return Level(code=code, number=str(NUMBERS[code]), label=label)


def levels(labels: Mapping[str, str] | None = None) -> list[Level]:
    """All five, lowest first."""
    return [level(code, labels) for code in NATIONAL_LABELS]
