"""The names under which a person signs in: user name, e-mail address or phone number."""

import re
from dataclasses import dataclass

_SEPARATORS = re.compile(r"[\s().\-/]")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_USERNAME = re.compile(r"[a-z][a-z0-9._-]{2,59}")


@dataclass(frozen=True, slots=True)
class LoginName:
    """A login name in the form in which it is stored."""

    kind: str
    text: str

    @property
    def username(self) -> str:
        """The user name of an account that is opened under this name."""
        return self.text

    @property
    def columns(self) -> dict[str, str]:
        """The other column of the account that holds it."""
        return {} if self.kind == "username" else {self.kind: self.text}


def read(text: str) -> LoginName | None:
    """What was typed, tidied; None where it is no login name.

    >>> read(" Ani@Contoh.go.id "), read("0812"), read("bu ani")
    (LoginName(kind='email', text='ani@contoh.go.id'), None, None)
    """
    text = text.strip().lower()
    if number := phone_number(text):
        return LoginName("phone", number)
    if _EMAIL.fullmatch(text) and len(text) <= 60:
        return LoginName("email", text)
    return LoginName("username", text) if _USERNAME.fullmatch(text) else None


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
