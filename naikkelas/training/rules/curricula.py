"""Curricula as data: lessons, a bank of questions, what they answer, when they are passed. Pure.

No official curriculum and no official hours were found (shared/domain/programme.md § 9 item 6), so
those in `reference/kurikulum/` are our own, and each says so with the source of its facts.
"""

import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any  # values of TOML and JSON

FEWEST_QUESTIONS = 8
MOST_QUESTIONS = 100
MOST_HOURS = 80
LONGEST = 2_000
_OWN = "disusun sendiri, belum ada kurikulum resmi yang ditemukan"


@dataclass(frozen=True, slots=True)
class Lesson:
    """A short lesson: a heading and paragraphs, read in some minutes."""

    title: str
    paragraphs: tuple[str, ...]

    @property
    def minutes(self) -> int:
        """How long reading takes at 130 words a minute, at least one."""
        words = sum(len(one.split()) for one in self.paragraphs)
        return max(1, round(words / 130))


@dataclass(frozen=True, slots=True)
class Question:
    """One question: `right` is the only right answer, `why` explains it after the last test."""

    code: str
    text: str
    right: str
    wrong: tuple[str, ...]
    why: str

    @property
    def options(self) -> tuple[str, ...]:
        """All answers; the right one is the first."""
        return (self.right, *self.wrong)


@dataclass(frozen=True, slots=True)
class Curriculum:
    """What is taught, to answer which gap, and when somebody has passed.

    `indicators` are codes of the instrument, `facts` columns of the profil or marks of a report.
    `passing` and `attendance` are percentages; `drawn` is how many questions one test asks,
    `tries` how often the last test may be sat.
    """

    code: str
    name: str
    aim: str
    hours: int
    passing: int
    attendance: int
    drawn: int
    tries: int
    indicators: tuple[str, ...]
    facts: tuple[str, ...]
    theme: str
    source: str
    note: str
    topics: tuple[str, ...]
    lessons: tuple[Lesson, ...]
    questions: tuple[Question, ...]
    version: int = 1

    def question(self, code: str) -> Question | None:
        """A question of the bank by its code."""
        return next((one for one in self.questions if one.code == code), None)


class CurriculumFaulty(ValueError):
    """A curriculum that cannot be taught so; `faults` says all that is wrong, in words."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__(" ".join(self.faults))


def read(told: Mapping[str, Any]) -> Curriculum:
    """A curriculum from its data; `CurriculumFaulty` names all faults at once."""
    made = Curriculum(
        code=str(told["kode"]),
        name=_line(told["nama"], 160),
        aim=_line(told.get("tujuan", ""), 600),
        hours=int(told["jam"]),
        passing=int(told["nilai_lulus"]),
        attendance=int(told["kehadiran_minimal"]),
        drawn=int(told["soal_per_tes"]),
        tries=int(told.get("kesempatan_tes_akhir", 2)),
        indicators=tuple(told.get("indikator", ())),
        facts=tuple(told.get("fakta", ())),
        theme=str(told.get("tema", "")),
        source=_line(told.get("sumber", ""), 600),
        note=_line(told.get("catatan", _OWN), 300),
        topics=tuple(_line(one, 300) for one in told.get("topik", ())),
        lessons=tuple(map(_lesson, told.get("pelajaran", ()))),
        questions=tuple(map(_question, told.get("soal", ()))),
        version=int(told.get("versi", 1)),
    )
    if faults := tuple(faults_of(made)):
        raise CurriculumFaulty(faults)
    return made


def _line(text: object, longest: int) -> str:
    return " ".join(str(text).split())[:longest]


def _lesson(told: Mapping[str, Any]) -> Lesson:
    texts = (_line(one, LONGEST) for one in told["isi"])
    return Lesson(_line(told["judul"], 160), tuple(one for one in texts if one))


def _question(told: Mapping[str, Any]) -> Question:
    return Question(
        code=str(told["kode"]),
        text=_line(told["tanya"], 600),
        right=_line(told["benar"], 300),
        wrong=tuple(_line(one, 300) for one in told["salah"]),
        why=_line(told.get("penjelasan", ""), 600),
    )


def faults_of(curriculum: Curriculum) -> Iterable[str]:
    """What is wrong with a curriculum, each in one sentence."""
    if not curriculum.name:
        yield "Isi nama kurikulum."
    if not 1 <= curriculum.hours <= MOST_HOURS:
        yield f"Jam pelajaran harus 1 sampai {MOST_HOURS}."
    for value, what in ((curriculum.passing, "Nilai lulus"), (curriculum.attendance, "Kehadiran")):
        if not 1 <= value <= 100:
            yield f"{what} harus 1 sampai 100 persen."
    if not 1 <= curriculum.tries <= 5:
        yield "Kesempatan tes akhir harus 1 sampai 5 kali."
    yield from _faults_of_bank(curriculum)


def _faults_of_bank(curriculum: Curriculum) -> Iterable[str]:
    bank = curriculum.questions
    if len(bank) > MOST_QUESTIONS:
        yield f"Paling banyak {MOST_QUESTIONS} soal."
    if len({one.code for one in bank}) < len(bank):
        yield "Ada dua soal dengan kode yang sama."
    if curriculum.drawn < 1:
        yield "Satu tes harus menanyakan paling sedikit satu soal."
    for number, one in enumerate(bank, 1):
        if not (one.text and one.right and one.wrong and all(one.wrong)):
            yield f"Soal {number}: isi pertanyaan, satu jawaban benar, dan jawaban yang salah."
        elif len(set(one.options)) < len(one.options):
            yield f"Soal {number}: ada dua jawaban yang sama."
        elif len(one.options) > 6:
            yield f"Soal {number}: paling banyak enam jawaban."


def is_teachable(curriculum: Curriculum) -> bool:
    """Whether a session can be planned with it: its bank is large enough to draw from."""
    return len(curriculum.questions) >= max(FEWEST_QUESTIONS, curriculum.drawn)


def told(curriculum: Curriculum) -> dict[str, Any]:
    """The data of a curriculum, as `read` takes it."""
    return {
        "kode": curriculum.code,
        "versi": curriculum.version,
        "nama": curriculum.name,
        "tujuan": curriculum.aim,
        "jam": curriculum.hours,
        "nilai_lulus": curriculum.passing,
        "kehadiran_minimal": curriculum.attendance,
        "soal_per_tes": curriculum.drawn,
        "kesempatan_tes_akhir": curriculum.tries,
        "indikator": list(curriculum.indicators),
        "fakta": list(curriculum.facts),
        "tema": curriculum.theme,
        "sumber": curriculum.source,
        "catatan": curriculum.note,
        "topik": list(curriculum.topics),
        "pelajaran": [
            {"judul": one.title, "isi": list(one.paragraphs)} for one in curriculum.lessons
        ],
        "soal": [
            {
                "kode": one.code,
                "tanya": one.text,
                "benar": one.right,
                "salah": list(one.wrong),
                "penjelasan": one.why,
            }
            for one in curriculum.questions
        ],
    }


def text_of(curriculum: Curriculum) -> str:
    """The canonical JSON, so that the same curriculum always has the same hash."""
    return json.dumps(told(curriculum), ensure_ascii=False, sort_keys=True)


def digest(text: str) -> str:
    """SHA-256 of a stored text."""
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def parsed(text: str) -> Curriculum:
    """A stored text, read once per process."""
    return read(json.loads(text))


def with_question(curriculum: Curriculum, question: Question) -> Curriculum:
    """The same with one question more; its code is the next free one."""
    taken = {one.code for one in curriculum.questions}
    number = next(n for n in range(1, len(taken) + 2) if f"k{n}" not in taken)
    return replace(
        curriculum, questions=(*curriculum.questions, replace(question, code=f"k{number}"))
    )


def without_question(curriculum: Curriculum, code: str) -> Curriculum:
    """The same without a question."""
    left = tuple(one for one in curriculum.questions if one.code != code)
    return replace(curriculum, questions=left)


@cache
def builtin() -> Mapping[str, Curriculum]:
    """The curricula that come with the house, by code, in the order of their files."""
    folder = files("naikkelas.training") / "reference" / "kurikulum"
    entries = sorted(
        (one for one in folder.iterdir() if one.name.endswith(".toml")), key=lambda one: one.name
    )
    found = (read(tomllib.loads(one.read_text("utf-8"))) for one in entries)
    return {one.code: one for one in found}
