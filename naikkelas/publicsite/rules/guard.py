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


def guarded(text: str) -> str:
    """The words without numbers of persons, telephones and e-mail addresses.

    >>> guarded("NIK 6301-0512-3456-0007, WA 0812.3456.7890 atau +62 (813) 555 12345")
    'NIK [disembunyikan], WA [disembunyikan] atau [disembunyikan]'
    >>> guarded("Rp1.250.000.000 pada 31-07-2025 pukul 10.42, RT 03/RW 07")
    'Rp1.250.000.000 pada 31-07-2025 pukul 10.42, RT 03/RW 07'
    """
    for pattern in _PATTERNS:
        text = pattern.sub(HIDDEN, text)
    return text


def names_a_number(text: str) -> bool:
    """Whether the words hold a number that has no place in public."""
    return guarded(text) != text
