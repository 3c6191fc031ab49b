"""Tests: which questions a person gets, in which order, and what they were worth. Pure.

The draw follows from a seed that only the server knows, the kind and the number of the try. It
sorts by hashes and uses no generator of the language, so that the same seed gives the same test
for ever, in whatever version the phone's test comes back to.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any  # JSON values

from naikkelas.training.rules.curricula import Curriculum, Question

BEFORE, AFTER = "pra", "pasca"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A question as one person gets it: `order` are places in `Question.options`."""

    question: Question
    order: tuple[int, ...]

    @property
    def options(self) -> tuple[str, ...]:
        """The answers in the order in which they are shown."""
        return tuple(self.question.options[place] for place in self.order)

    @property
    def right_place(self) -> int:
        """Where the right answer is shown, counted from 0."""
        return self.order.index(0)


@dataclass(frozen=True, slots=True)
class Mark:
    """How many of the questions that were asked were answered right."""

    right: int
    asked: int

    @property
    def percent(self) -> float:
        """The score in hundredths."""
        return 100 * self.right / self.asked


def draw(curriculum: Curriculum, seed: str, kind: str, number: int) -> tuple[Drawn, ...]:
    """The test of a person: `drawn` questions of the bank without repeats, answers shuffled."""
    start = f"{seed}|{kind}|{number}"
    bank = sorted(curriculum.questions, key=lambda one: _chance(start, one.code))
    return tuple(
        Drawn(one, _shuffled(len(one.options), f"{start}|{one.code}"))
        for one in bank[: curriculum.drawn]
    )


def _shuffled(count: int, start: str) -> tuple[int, ...]:
    return tuple(sorted(range(count), key=lambda place: _chance(start, str(place))))


def _chance(start: str, what: str) -> bytes:
    return hashlib.sha256(f"{start}|{what}".encode()).digest()


def mark(drawn: Sequence[Drawn], answers: Mapping[str, Any]) -> Mark:
    """What the answers are worth: question → chosen place; no answer is no right answer."""
    right = sum(_chosen(answers, one) == one.right_place for one in drawn)
    return Mark(right, len(drawn))


def _chosen(answers: Mapping[str, Any], one: Drawn) -> int | None:
    place = answers.get(one.question.code)
    is_place = type(place) is int and 0 <= place < len(one.order)
    return place if is_place else None


def kept_answers(drawn: Sequence[Drawn], answers: Mapping[str, Any]) -> dict[str, int | None]:
    """What is stored of the answers: one entry for each question that was asked, nothing else."""
    return {one.question.code: _chosen(answers, one) for one in drawn}


def told(drawn: Sequence[Drawn]) -> list[dict[str, Any]]:
    """What is stored of a draw."""
    return [{"soal": one.question.code, "urutan": list(one.order)} for one in drawn]


def shown(drawn: Sequence[Drawn]) -> list[dict[str, Any]]:
    """What a phone gets: the texts in their order, nothing that tells which answer is right."""
    return [
        {"kode": one.question.code, "tanya": one.question.text, "pilihan": list(one.options)}
        for one in drawn
    ]
