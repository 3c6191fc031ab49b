"""The criteria of a kabupaten's own theme as an instrument: questions of yes or no, in TOML."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

LONGEST_CODE = 40
_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Question:
    """A criterion as it is written: its words, and its code (a shared one, or made here)."""

    code: str
    words: str


def slug(name: str) -> str:
    """A short code of a name.

    >>> slug("Kampung Nelayan Maju!")
    'kampung-nelayan-maju'
    """
    return _NOT_A_LETTER.sub("-", name.lower()).strip("-")[:LONGEST_CODE].strip("-")


def questions_of(theme: str, lines: Sequence[str], known: dict[str, str]) -> list[Question]:
    """One question per line; words that another theme asks already are the same question.

    `known`: words → code of the criteria that are asked in the kabupaten.
    """
    own = f"k_{theme.replace('-', '_')}"
    by_words = {_plain(words): code for words, code in known.items()}
    kept = dict.fromkeys(" ".join(_readable(line).split()) for line in lines)
    return [
        Question(by_words.get(_plain(words), f"{own}_{number}"), words)
        for number, words in enumerate((one for one in kept if one), 1)
    ]


def _plain(words: str) -> str:
    return " ".join(words.lower().split()).rstrip(".?")


@dataclass(frozen=True, slots=True)
class Head:
    """What an instrument says of itself."""

    id: str
    title: str
    source: str
    seen: date


def toml_of(head: Head, questions: Sequence[Question]) -> str:
    """The instrument's text: one dimension, no level."""
    parts = [
        "[instrument]\n"
        f"id = {_quoted(head.id)}\n"
        'version = "1"\n'
        f"title = {_quoted(head.title)}\n"
        f"source = {_quoted(head.source)}\n"
        f"seen = {_quoted(head.seen.isoformat())}\n"
    ]
    parts += [
        "[[criterion]]\n"
        f"code = {_quoted(one.code)}\n"
        f"name = {_quoted(one.words)}\n"
        'dimension = "kriteria"\n'
        f"source = {_quoted(head.source)}\n"
        for one in questions
    ]
    parts.append(
        '[[dimension]]\ncode = "kriteria"\nname = "Kriteria"\naggregate = "share_of_max"\n'
    )
    return "\n".join(parts)


def _quoted(text: str) -> str:
    """A TOML basic string: JSON's, whose escapes TOML knows too."""
    return json.dumps(_readable(text), ensure_ascii=False)


def _readable(text: str) -> str:
    """Without control characters and lone surrogates, which TOML refuses."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
