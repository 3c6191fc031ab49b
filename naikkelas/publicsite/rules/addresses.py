"""Addresses of sites: the one that a village code gives, and those that people choose."""

import re
from unicodedata import normalize

LONGEST = 60
_CODE = re.compile(r"(?:^|-)(\d{10})$")
_CHOSEN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
RESERVED = frozenset({"tentang", "peta", "wilayah", "data", "cari", "portal", "admin", "kampung"})


def slugged(name: str) -> str:
    """A name as a part of an address: small letters, digits and single hyphens.

    >>> slugged("Sei  Jelai (Tambang Ulang)"), slugged("Kampung Él-Ñino")
    ('sei-jelai-tambang-ulang', 'kampung-el-nino')
    """
    plain = normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def address_of(name: str, village_code: str) -> str:
    """The address that every kampung has, with the code of its village at the end.

    >>> address_of("Sukamaju", "63.01.03.1003")
    'sukamaju-6301031003'
    """
    digits = village_code.replace(".", "")
    words = slugged(name)[: LONGEST - len(digits) - 1].strip("-")
    return f"{words}-{digits}" if words else digits


def village_of(slug: str) -> str:
    """The village code at the end of an address; empty where there is none.

    >>> village_of("sukamaju-6301031003"), village_of("sukamaju")
    ('63.01.03.1003', '')
    """
    found = _CODE.search(slug)
    if not found:
        return ""
    digits = found[1]
    return ".".join((digits[:2], digits[2:4], digits[4:6], digits[6:]))


def is_choosable(slug: str) -> bool:
    """Whether people may choose it: a plain word of 3 letters or more that looks like no code."""
    return (
        3 <= len(slug) <= LONGEST
        and _CHOSEN.fullmatch(slug) is not None
        and not village_of(slug)
        and slug not in RESERVED
    )
