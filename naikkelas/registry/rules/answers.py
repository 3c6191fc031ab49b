"""Answers of one report as they are stored: every column, in its own kind, nothing else.

A parent that says no empties what hangs on it: without a Pokja there are no members.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any  # a stored value: bool, int, float, text, date or None

from naikkelas.lib.fields import Field, Kind
from naikkelas.registry.errors import UnfitAnswer
from naikkelas.registry.rules import reference
from naikkelas.registry.rules.limits import LARGEST
from naikkelas.registry.rules.schema import Form

EMPTY: Mapping[Kind, Any] = MappingProxyType(
    {
        kind: None if kind in {Kind.FLAG, Kind.COUNT, Kind.DATE, Kind.DECIMAL} else ""
        for kind in Kind
    }
)
"""What "not filled in" is stored as, which is neither zero nor no."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A column is only asked while `parent` has the answer `answer`."""

    parent: str
    answer: bool = True


CONDITIONS: Mapping[str, Condition] = MappingProxyType(
    {
        "pokja_sk": Condition("pokja_ada"),
        "pokja_anggota": Condition("pokja_ada"),
        "pokja_terlatih": Condition("pokja_ada"),
        "pokja_pelatihan": Condition("pokja_terlatih"),
        "pokja_anggota_terlatih": Condition("pokja_terlatih"),
        "plkb_nip": Condition("plkb_ada"),
        "pengarah": Condition("plkb_ada", answer=False),
        "regulasi": Condition("regulasi_ada"),
        "penggunaan_data": Condition("penggunaan_data_ada"),
        **{f"frekuensi_{column}": Condition(column) for column in reference.MECHANISMS},
    }
)


def answers(form: Form, given: Mapping[str, Any]) -> dict[str, Any]:
    """Every column of the form with a value of its kind, else `UnfitAnswer`."""
    known, values = form.by_name, read(form, given)
    for column, condition in CONDITIONS.items():  # parents come before what hangs on them
        if column in values and values[condition.parent] is not condition.answer:
            values[column] = EMPTY[known[column].kind]
    return values


def read(form: Form, given: Mapping[str, Any]) -> dict[str, Any]:
    """Every column in its own kind, also those that hang on another answer."""
    known = form.by_name
    if unknown := sorted(set(given) - set(known)):
        raise UnfitAnswer(unknown[0], f"Isian “{unknown[0]}” tidak dikenal pada {form.name}.")
    return {name: _value(field, given.get(name)) for name, field in known.items()}


def is_asked(column: str, values: Mapping[str, Any]) -> bool:
    """Whether the answer that a column hangs on is the one that asks for it."""
    condition = CONDITIONS.get(column)
    return condition is None or values.get(condition.parent) is condition.answer


def _value(field: Field, given: Any) -> Any:
    if given is None or given == "" or given == []:
        return EMPTY[field.kind]
    value = _READERS[field.kind](field, given)
    if isinstance(value, str) and field.max_length and len(value) > field.max_length:
        raise UnfitAnswer(
            field.name, f"{field.label} terlalu panjang. Paling banyak {field.max_length} huruf."
        )
    return value


def _flag(field: Field, given: Any) -> bool:
    if not isinstance(given, bool):
        raise UnfitAnswer(field.name, f"{field.label}: pilih ya atau tidak.")
    return given


def _count(field: Field, given: Any) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or abs(given) > LARGEST:
        raise UnfitAnswer(field.name, f"{field.label}: isi bilangan bulat, misalnya 37.")
    return given


def _decimal(field: Field, given: Any) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float):
        raise UnfitAnswer(field.name, f"{field.label}: isi angka, misalnya -3,798.")
    return float(given)


def _date(field: Field, given: Any) -> date:
    if not isinstance(given, date):
        raise UnfitAnswer(field.name, f"{field.label}: isi tanggal.")
    return given


def _choices(field: Field, given: Any) -> str:
    """Known codes once each, in the order of the list, joined as the column keeps them."""
    codes = str(given).split("|") if isinstance(given, str) else list(given)
    _insist_on_known(field, codes)
    return "|".join(option.code for option in field.options if option.code in codes)


def _choice(field: Field, given: Any) -> str:
    _insist_on_known(field, [given])
    return str(given)


def _insist_on_known(field: Field, codes: Iterable[Any]) -> None:
    if unknown := [code for code in codes if code not in field.codes]:
        raise UnfitAnswer(field.name, f"{field.label}: pilihan “{unknown[0]}” tidak dikenal.")


def _text(field: Field, given: Any) -> str:
    text = str(given).replace("\x00", "").strip()
    return _employee_number(field, text) if field.name == "plkb_nip" else text


def _employee_number(field: Field, text: str) -> str:
    """An 18-digit NIP. Sixteen digits are a NIK, which is never stored."""
    digits = "".join(text.split())
    is_number = digits.isascii() and digits.isdecimal()
    if is_number and len(digits) == 16:
        raise UnfitAnswer(
            field.name, "Ini tampaknya NIK, yang tidak disimpan di sini. Isi NIP 18 angka."
        )
    if not is_number or len(digits) != 18:
        raise UnfitAnswer(field.name, "NIP terdiri atas 18 angka. Perbaiki atau kosongkan.")
    return digits


_READERS: Mapping[Kind, Callable[[Field, Any], Any]] = MappingProxyType(
    {
        Kind.FLAG: _flag,
        Kind.COUNT: _count,
        Kind.CHOICE: _choice,
        Kind.CHOICES: _choices,
        Kind.CODES: _text,
        Kind.DATE: _date,
        Kind.DECIMAL: _decimal,
        Kind.TEXT: _text,
    }
)
