"""Takes numbers of persons out of words that everybody reads.

A second wall: forms refuse such numbers, reports that were written for the office may hold them.
Sixteen digits may be a NIK or a KK number, eighteen a NIP; 08… and +62… are telephones.
"""

import re

HIDDEN = "[disembunyikan]"
_PARTS = r"[ .\-()/]{0,2}"
_PATTERNS = (
    re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"),
    re.compile(rf"(?<!\d)\d(?:{_PARTS}\d){{15}}(?:{_PARTS}\d\d)?(?!\d)"),
    re.compile(rf"(?<![\d.])(?:\+?{_PARTS}62{_PARTS}|0)8{_PARTS}\d(?:{_PARTS}\d){{6,11}}(?!\d)"),
    re.compile(r"(?<![\d.])\(?0[2-7]\d{1,2}\)?[ \-]{1,2}\d(?:[ \-]?\d){5,7}(?!\d)"),
)
# The key of a photo is no number of a person, though one in 150 holds what looks like a telephone.
_KEY = re.compile(r"(?<=\(foto:)((?=[\d-]*[a-f])[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12})(?![\w-])")


def guarded(text: str) -> str:
    """The words without numbers of persons, telephones and e-mail addresses.

    >>> guarded("NIK 6301-0512-3456-0007, WA 0812.3456.7890 atau +62 (813) 555 12345")
    'NIK [disembunyikan], WA [disembunyikan] atau [disembunyikan]'
    >>> guarded("Rp1.250.000.000 pada 31-07-2025 pukul 10.42, RT 03/RW 07")
    'Rp1.250.000.000 pada 31-07-2025 pukul 10.42, RT 03/RW 07'
    >>> guarded("![Balai](foto:08123456-0812-4456-7890-08123456789a)")
    '![Balai](foto:08123456-0812-4456-7890-08123456789a)'
    """
    parts = _KEY.split(text)  # every second one is a key
    parts[::2] = [_without_numbers(words) for words in parts[::2]]
    return "".join(parts)


def _without_numbers(words: str) -> str:
    for pattern in _PATTERNS:
        words = pattern.sub(HIDDEN, words)
    return words


def names_a_number(text: str) -> bool:
    """Whether the words hold a number that has no place in public."""
    return guarded(text) != text
