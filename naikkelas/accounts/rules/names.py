"""The names under which a person signs in: user name, e-mail address or phone number."""

import re

_SEPARATORS = re.compile(r"[\s().\-/]")


def phone_number(text: str) -> str:
    """An Indonesian number as `+62…`, whatever way it was typed; empty where it is none.

    >>> phone_number("0812-3456-7890"), phone_number("62 812 3456 7890"), phone_number("sari")
    ('+6281234567890', '+6281234567890', '')
    """
    digits = _SEPARATORS.sub("", text)
    for prefix in ("+62", "62", "0"):
        if digits.startswith(prefix):
            digits = digits.removeprefix(prefix).removeprefix("0")
            break
    return f"+62{digits}" if re.fullmatch(r"[2-9]\d{7,12}", digits) else ""
