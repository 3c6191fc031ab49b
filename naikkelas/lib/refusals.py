"""Refusals: a rule of the programme says no, in one helpful Indonesian sentence."""

from typing import ClassVar


class Refused(Exception):
    """Base of every refusal. `code` is stable; `sentence` tells the person what to do next."""

    code: ClassVar[str] = "refused"
    sentence: ClassVar[str] = "Permintaan ini tidak dapat dijalankan."

    def __init__(self, sentence: str | None = None) -> None:
        super().__init__(sentence or self.sentence)

    def __str__(self) -> str:
        return str(self.args[0])


class NotYours(Refused):
    """The act lies outside the person's area or role; screens answer 404."""

    code = "not_yours"
    sentence = (
        "Wilayah atau peran Anda tidak mencakup tindakan ini. "
        "Hubungi operator kabupaten bila Anda seharusnya boleh."
    )


def require(allowed: bool) -> None:
    """Raise `NotYours` unless allowed."""
    if not allowed:
        raise NotYours
