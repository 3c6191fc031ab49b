"""Figures as Indonesians write and read them: 1.234,5 · 12,5% · Rp1.250.000."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeAlias

Number: TypeAlias = int | float | Decimal

MINUS = "\N{MINUS SIGN}"
_SPACES = re.compile(r"[\s\u00a0\u202f]+")
# Either dots group the thousands exactly, or there are none: "1.5" is too easily read as 15.
_INDONESIAN = re.compile(r"([-+\u2212]?)(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?")


def id_number(value: Number, decimals: int | None = None) -> str:
    """`1.234,5`; rounds half up to `decimals`, or shows what there is (at most six decimals)."""
    exact = _rounded(value, 6 if decimals is None else decimals)
    text = f"{abs(exact):,f}"
    whole, _, fraction = text.partition(".")
    if decimals is None:
        fraction = fraction.rstrip("0")
    shown = whole.replace(",", ".") + (f",{fraction}" if fraction else "")
    return f"{MINUS}{shown}" if exact < 0 else shown


def id_percent(value: Number, decimals: int | None = None) -> str:
    """`12,5%` of a value that already counts in hundredths (12.5, not 0.125)."""
    return f"{id_number(value, decimals)}%"


def id_rupiah(value: Number) -> str:
    """`Rp1.250.000`, whole rupiah."""
    shown = id_number(value, 0)
    return f"{MINUS}Rp{shown[1:]}" if shown.startswith(MINUS) else f"Rp{shown}"


def id_signed(value: Number, decimals: int | None = None) -> str:
    """`+3`, `−2` or `0`: a change, whose sign is always said."""
    shown = id_number(value, decimals)
    return f"+{shown}" if _rounded(value, 6 if decimals is None else decimals) > 0 else shown


def parse_number(text: str) -> Decimal:
    """The value of `1.234,5`, `1234,5`, `1 234` or `−7`.

    Raises ValueError for anything else, also for `1.5` and `1,234.5`: a dot that does not group
    thousands was written by another convention, and guessing would change the figure.
    """
    found = _INDONESIAN.fullmatch(_SPACES.sub("", text))
    if found is None:
        raise ValueError(text)
    sign, whole, fraction = found.groups()
    value = Decimal(f"{whole.replace('.', '')}.{fraction or 0}")
    return -value if sign in ("-", MINUS) else value


def _rounded(value: Number, decimals: int) -> Decimal:
    """Half up, from the digits that a person sees (2.675 becomes 2.68, unlike its binary value)."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return abs(rounded) if rounded == 0 else rounded
