"""What a person may enter in each question, by its kind; all different, so none is mistaken."""

from collections.abc import Iterator, Sequence
from datetime import date

from naikkelas.activities.rules.reporting import ACTIVITY
from naikkelas.api.rules.survey import asked_fields
from naikkelas.lib.fields import Field, Kind
from naikkelas.registry.rules.schema import Form

TRAINED = "pokja_anggota_terlatih"
"""May not be more than the members, whose sample is larger than the first one."""
ELSEWHERE = frozenset({"tanggal", "kelompok", "rkm_item"})
Value = int | str | bool | tuple[str, ...] | date


def sample(field: Field, number: int) -> Value:
    """A value that a report holds; `number` makes it different from those of other fields."""
    match field.kind:
        case Kind.FLAG:
            return True
        case Kind.COUNT:
            return number
        case Kind.CHOICE:
            return field.options[number % len(field.options)].code
        case Kind.CHOICES:
            first = number % (len(field.options) - 1)
            return tuple(one.code for one in field.options[first : first + 2])
        case Kind.DATE:
            return date(2025, 6, 1 + number % 28)
        case _:
            return f"Catatan {number}"


def samples(fields: Sequence[Field], start: int = 3) -> Iterator[tuple[Field, Value]]:
    """A value for each field."""
    for number, field in enumerate(fields, start):
        yield field, sample(field, number)


def whole_report(form: Form, start: int = 3) -> dict[str, Value]:
    """An answer to everything that a phone asks of a report, true to its hard rules."""
    values = {field.name: value for field, value in samples(asked_fields(form), start)}
    values.pop("pengarah", None)  # asked only where there is no PLKB
    return values | ({TRAINED: start} if TRAINED in values else {})


def whole_activity() -> dict[str, Value]:
    """An answer to what a phone asks of an activity, but for its day and what it belongs to."""
    fields = [field for field in ACTIVITY.fields if field.name not in ELSEWHERE]
    values = {field.name: value for field, value in samples(fields)}
    return values | {"judul": "Posyandu balita", "peserta_l": 137, "peserta_p": 173}


def stored(value: Value) -> int | str | bool | date:
    """A value as the database keeps it."""
    return "|".join(value) if isinstance(value, tuple) else value


def ticked(value: Value) -> object:
    """A value as a person gives it to an app: flags are a choice, lists are ticks."""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    return list(value) if isinstance(value, tuple) else value


def written(value: Value) -> str:
    """A value as an instance writes it."""
    given = ticked(value)
    return " ".join(given) if isinstance(given, list) else str(given)
