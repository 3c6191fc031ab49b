"""A form on paper: the same questions in the same order as on screen, with room to write. Pure.

Some fill in on paper first and type it in later; both must read alike, so the paper is made from
the same definition as the screen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from naikkelas.lib.fields import Field, Kind, Option
from naikkelas.registry.rules.answers import CONDITIONS
from naikkelas.registry.rules.schema import Form
from naikkelas.registry.rules.totals import TOTALS

LONG_TEXT = 300
MANY = 40
"""Lists longer than this stand in an annex; the question has room for the code."""
_DIGITS = 6


class Room(StrEnum):
    """What there is to write into."""

    BOXES = "kotak"
    TICKS = "centang"
    CODE = "kode"
    LINE = "garis"
    LINES = "beberapa_garis"
    DAY = "tanggal"


@dataclass(frozen=True, slots=True)
class Question:
    """One question: what it asks, when it is asked, what to write into, what was reported last."""

    name: str
    label: str
    room: Room
    choices: tuple[Option, ...] = ()
    is_many: bool = False
    hint: str = ""
    only_if: str = ""
    last: str = ""

    @property
    def boxes(self) -> range:
        """One box for each digit."""
        return range(_DIGITS)


@dataclass(frozen=True, slots=True)
class AgeLine:
    """One age group of the population table: men and women."""

    label: str
    men: Question
    women: Question


@dataclass(frozen=True, slots=True)
class Part:
    """A group of questions, as the section of the screen."""

    number: int
    name: str
    questions: tuple[Question, ...]
    ages: tuple[AgeLine, ...]
    sums: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The columns in the order in which they stand on the paper."""
        pairs = tuple(one.name for line in self.ages for one in (line.men, line.women))
        return pairs or tuple(one.name for one in self.questions)


@dataclass(frozen=True, slots=True)
class Annex:
    """A long list with its codes, after the questions."""

    label: str
    choices: tuple[Option, ...]


def parts(form: Form, last: Mapping[str, str] | None = None) -> list[Part]:
    """The groups of a form in their order; `last` are answers in words, printed small."""
    groups = groupby(form.fields, key=lambda field: field.group)
    return [
        _part(form, number, name, list(fields), last or {})
        for number, (name, fields) in enumerate(groups, 1)
    ]


def annexes(form: Form) -> list[Annex]:
    """The lists that are too long to stand beside their question."""
    return [Annex(field.label, field.options) for field in form.fields if len(field.options) > MANY]


def _part(form: Form, number: int, name: str, fields: list[Field], last: Mapping[str, str]) -> Part:
    questions = {field.name: _question(form, field, last.get(field.name, "")) for field in fields}
    men = [field for field in fields if f"p{field.name[1:]}" in questions and _is_age(form, field)]
    ages = tuple(_age(field, questions) for field in men)
    return Part(
        number,
        name,
        () if ages else tuple(questions.values()),
        ages,
        tuple(total.label for total in TOTALS.get(name, ())),
    )


def _is_age(form: Form, field: Field) -> bool:
    return form.code == "penduduk" and field.name.startswith("l_")


def _age(field: Field, questions: Mapping[str, Question]) -> AgeLine:
    label = field.label.partition(" (")[0].replace(" tahun", "")
    return AgeLine(label, questions[field.name], questions[f"p{field.name[1:]}"])


def _question(form: Form, field: Field, last: str) -> Question:
    is_long = len(field.options) > MANY
    return Question(
        field.name,
        field.label,
        _room(field),
        () if is_long else _choices(field),
        field.kind is Kind.CHOICES,
        "Tulis kodenya; daftar kode ada di lampiran." if is_long else field.help,
        _only_if(form, field),
        last,
    )


def _only_if(form: Form, field: Field) -> str:
    condition = CONDITIONS.get(field.name)
    if condition is None or condition.parent not in form.by_name:
        return ""
    answer = "ya" if condition.answer else "tidak"
    return f"Isi bila “{form.field(condition.parent).label}” dijawab {answer}."


def _choices(field: Field) -> tuple[Option, ...]:
    if field.kind is Kind.FLAG:
        return (Option("ya", "Ya"), Option("tidak", "Tidak"))
    return field.options


def _room(field: Field) -> Room:
    match field.kind:
        case Kind.COUNT:
            return Room.BOXES
        case Kind.DATE:
            return Room.DAY
        case Kind.FLAG | Kind.CHOICE | Kind.CHOICES:
            return Room.CODE if len(field.options) > MANY else Room.TICKS
        case _:
            return Room.LINES if field.max_length > LONG_TEXT else Room.LINE
