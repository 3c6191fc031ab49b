"""Names of the programme in English: posts, sections, themes, indicators, classes, groups, methods.

`reference/names.csv` holds them with their source; most are our own translation, since no official
one is known. The local name stands beside the English one. What people named themselves is in no
list and stays as it is.
"""

import csv
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from naikkelas.ui.levels import NO_LEVEL, UNKNOWN

_FILE = Path(__file__).parent.parent / "reference" / "names.csv"
_LEVELS = "kelas"


def _read() -> Mapping[str, Mapping[str, str]]:
    """List → name (of classes: code) → English."""
    found: dict[str, dict[str, str]] = {}
    with _FILE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found.setdefault(row["daftar"], {})[row["nama"]] = row["english"]
    return MappingProxyType({name: MappingProxyType(rows) for name, rows in found.items()})


NAMES = _read()
"""List → name there → its English; a test holds every list of the programme against it."""


def named(of: str, name: str, language: str) -> str:
    """The name in the language of the page, the local one beside it.

    >>> named("jabatan", "Ketua", "en"), named("jabatan", "Ketua", "id")
    ('Chair (Ketua)', 'Ketua')
    >>> named("kontrasepsi", "IUD", "en"), named("tema", "Kampung Durian", "en")
    ('IUD', 'Kampung Durian')
    """
    if language != "en":
        return name
    english = NAMES[of].get(name, name)
    if english == name:
        return name
    return f"{english} · {name}" if "(" in name else f"{english} ({name})"


def short(of: str, name: str, language: str) -> str:
    """The English name alone, for charts whose table tells both.

    >>> short("kontrasepsi", "Suntik", "en"), short("kontrasepsi", "Suntik", "id")
    ('Injectables', 'Suntik')
    """
    return NAMES[of].get(name, name) if language == "en" else name


def levels_in(labels: Mapping[str, str], language: str) -> Mapping[str, str]:
    """The words of the classes here (code → word), in English with the local one beside.

    >>> dict(levels_in({"berkelanjutan": "Paripurna"}, "en"))
    {'berkelanjutan': 'Sustainable (Paripurna)', '': 'No class (Tanpa kelas)'}
    """
    if language != "en":
        return labels
    known = NAMES[_LEVELS]
    found = {code: f"{known[code]} ({word})" for code, word in labels.items() if code in known}
    return {**labels, **found, NO_LEVEL: f"{known['tanpa_kelas']} ({UNKNOWN})"}
