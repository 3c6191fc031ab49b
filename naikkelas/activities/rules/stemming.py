"""Words of an Indonesian sentence as short stems: light, the same on both sides of a comparison.

Not a dictionary stemmer: it takes off the usual affixes by rule (me-, pe-, di-, ber-, ter-, ke-,
se-; -kan, -an, -i, -nya, -lah), restores the letter that a nasal has swallowed, and stops where
less than three letters would stay. The rules follow Nazief and Adriani (1996) without their word
list. `kerja` may repeat it in the phone: it needs no data but the abbreviations.
"""

import csv
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any  # JSON values

_WORD = re.compile(r"[a-z]+|\d+")
_SHORTEST = 3
_VOWELS = "aiueo"
_COMMON = """
dan di ke dari yang untuk pada dengan oleh dalam tentang para atau serta agar ada hari bulan tahun
rt rw desa kelurahan dusun kecamatan kabupaten kegiatan acara rutin bersama secara se tanggal hadir
peserta orang org
"""
_STOP = frozenset(_COMMON.split())
"""Words that stand in every report and tell nothing."""
_SUFFIXES = ("nya", "lah", "kah", "kan", "an", "i")
_PREFIXES = (
    ("meny", "s"),
    ("peny", "s"),
    ("meng", ""),
    ("peng", ""),
    ("mem", "p"),
    ("pem", "p"),
    ("men", "t"),
    ("pen", "t"),
)
"""Prefix, and the letter that it swallows before a vowel."""
_PLAIN_PREFIXES = ("ber", "ter", "per", "me", "pe", "di", "ke", "se")


@cache
def abbreviations() -> MappingProxyType[str, tuple[str, ...]]:
    """What cadres write short, to the words that it stands for."""
    text = (files("naikkelas.activities") / "reference" / "singkatan.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return MappingProxyType({row["singkatan"]: tuple(row["panjang"].split()) for row in rows})


def words(text: str) -> Iterator[str]:
    """The words of a text in small letters, abbreviations written out, empty words left out."""
    for word in _WORD.findall(text.lower()):
        for one in abbreviations().get(word, (word,)):
            if one not in _STOP:
                yield one


@cache
def stem(word: str) -> str:
    """A word without its usual affixes.

    >>> stem("penyuluhan"), stem("pelatihan"), stem("pemeriksaan"), stem("timbang")
    ('suluh', 'latih', 'periksa', 'timbang')
    """
    if word.isdigit() or len(word) <= _SHORTEST + 1:
        return word
    return _without_prefix(_without_suffix(word))


def _without_suffix(word: str) -> str:
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) > _SHORTEST:
            return word[: -len(suffix)]
    return word


def _without_prefix(word: str) -> str:
    for prefix, swallowed in _PREFIXES:
        rest = word[len(prefix) :]
        if word.startswith(prefix) and len(rest) >= _SHORTEST:
            return (swallowed if rest[0] in _VOWELS else "") + rest
    for prefix in _PLAIN_PREFIXES:
        rest = word[len(prefix) :]
        if word.startswith(prefix) and len(rest) > _SHORTEST and rest[0] not in _VOWELS:
            return rest
    return word


def stems(text: str) -> list[str]:
    """The stems of a text in their order.

    >>> stems("Penimbangan balita & bumil di posyandu")
    ['timbang', 'balita', 'ibu', 'hamil', 'posyandu']
    """
    return [stem(word) for word in words(text)]


def terms(text: str) -> list[str]:
    """Stems, and pairs and triples of neighbours ("rumah dataku"), each once, in their order."""
    found = stems(text)
    joined = [
        " ".join(found[at : at + length])
        for length in (1, 2, 3)
        for at in range(len(found) - length + 1)
    ]
    return list(dict.fromkeys(joined))


def for_phones() -> dict[str, Any]:
    """The lists of these rules, for the phone that repeats them (`phone/inpres.js`)."""
    return {
        "stop": sorted(_STOP),
        "suffixes": _SUFFIXES,
        "prefixes": _PREFIXES,
        "plain": _PLAIN_PREFIXES,
        "short": {word: list(long) for word, long in abbreviations().items()},
        "least": _SHORTEST,
    }
