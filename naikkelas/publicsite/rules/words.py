"""The words of public pages in English; the Indonesian ones stand in the templates themselves.

Programme terms (Kampung KB, Pokja, poktan …) stay Indonesian in both languages, as in GLOSSARY.md.
Rooms above add words of their own by a file of the same form (`known`).
"""

import csv
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

_FILE = Path(__file__).parent.parent / "reference" / "english.csv"


def known(file: Path) -> Mapping[str, str]:
    """Indonesian → English of a file with these two columns."""
    with file.open(encoding="utf-8", newline="") as lines:
        return MappingProxyType({row["indonesia"]: row["english"] for row in csv.DictReader(lines)})


ENGLISH = known(_FILE)
"""What is missing is shown in Indonesian; a test reads all templates."""


def said(words: str, language: str) -> str:
    """The words in a language.

    >>> said("Kegiatan", "en"), said("Kegiatan", "id")
    ('Activities', 'Kegiatan')
    """
    return ENGLISH.get(words, words) if language == "en" else words
