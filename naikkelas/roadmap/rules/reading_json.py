"""Reading JSON with every fault told by its place and remedy, all of them in one go."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

LARGEST = 1e15
"""No amount of rupiah, days or seats is above this; sums of such numbers stay exact enough."""
MOST_DIGITS = 1_000
_SHOWN = 20


class BadFile(ValueError):
    """A file that cannot be used; the text lists what is wrong, where, and what to do."""

    def __init__(self, origin: str, faults: list[str]) -> None:
        more = len(faults) - _SHOWN
        told = [*faults[:_SHOWN], *([f"dan {more} kesalahan lain"] if more > 0 else [])]
        super().__init__("\n".join(f"{origin}: {fault}" for fault in told))
        self.faults = tuple(faults)


@dataclass
class Faults:
    """What was found while reading one file."""

    origin: str
    found: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def insist(self) -> None:
        """Refuse the file when anything was found."""
        if self.found:
            raise BadFile(self.origin, self.found)


def parse(text: str, origin: str) -> Any:
    """The JSON data; twice the same key and NaN are refused, since one of two would be lost."""

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        data = dict(found)
        if len(data) < len(found):
            keys = [key for key, _ in found]
            twice = sorted({key for key in keys if keys.count(key) > 1})
            raise BadFile(origin, [f"{', '.join(twice)} tertulis dua kali. Sisakan satu."])
        return data

    def no_number(word: str) -> float:
        raise BadFile(origin, [f"{word} bukan angka. Tulis angka biasa atau null."])

    def whole(digits: str) -> int:
        if len(digits) > MOST_DIGITS:  # Python refuses thousands of digits in words of its own
            raise BadFile(origin, [f"{digits[:12]}…: terlalu besar. Paling banyak {LARGEST:g}."])
        return int(digits)

    try:
        return json.loads(text, object_pairs_hook=pairs, parse_constant=no_number, parse_int=whole)
    except json.JSONDecodeError as error:
        where = f"baris {error.lineno}, kolom {error.colno}"
        told = f"{where}: bukan JSON yang sah. Periksa koma, tanda kutip, dan kurung."
        raise BadFile(origin, [told]) from error
    except RecursionError as error:
        raise BadFile(
            origin, ["terlalu bertingkat untuk dibaca. Tulis seperti docs/plan-format.md."]
        ) from error


@dataclass(frozen=True, slots=True)
class Place:
    """A value of the file and where it stands; reading it wrongly adds a fault and goes on."""

    value: Any
    path: str
    faults: Faults

    def fault(self, words: str, key: str = "") -> None:
        """Say what is wrong at this place, or at one of its keys."""
        self.faults.found.append(f"{self._at(key)}: {words}.")

    def warn(self, words: str, key: str = "") -> None:
        """Say what should be looked at; the file is used all the same."""
        self.faults.warnings.append(f"{self._at(key)}: {words}.")

    def _at(self, key: str) -> str:
        return ".".join(part for part in (self.path, key) if part) or "berkas"

    def only(self, *keys: str) -> None:
        """Refuse unknown keys: a misspelt one would silently change the plan."""
        if not isinstance(self.value, dict):
            self.fault("harus berupa objek { … }")
            return
        for key in self.value:
            if key not in keys:
                told = f"tidak dikenal. Yang dikenal: {', '.join(keys)}"
                self.fault(told, key if key.isprintable() else repr(key))

    def has(self, key: str) -> bool:
        """Whether the key is there and filled."""
        return isinstance(self.value, dict) and self.value.get(key) is not None

    def child(self, key: str, default: Any = None) -> "Place":
        """The value of a key; a place of `default` when it is absent."""
        value = self.value.get(key) if isinstance(self.value, dict) else None
        return Place(default if value is None else value, self._at(key), self.faults)

    def format(self, wanted: str) -> None:
        """Insist on the name of the format."""
        if self.text("format") not in {"", wanted}:
            self.fault(f"harus “{wanted}”", "format")

    def text(self, key: str, default: str | None = None) -> str:
        """A text that is not empty."""
        if not self.has(key):
            if default is None:
                self.fault("belum diisi. Tulis teks", key)
            return default or ""
        value = self.value[key]
        if not isinstance(value, str) or not value.strip():
            self.fault("harus berupa teks yang terisi", key)
            return default or ""
        if not value.strip().isprintable():
            self.fault("berisi tanda yang tidak dapat dicetak. Ketik ulang teksnya", key)
            return default or ""
        return value.strip()

    def texts(self, key: str) -> list[str]:
        """A list of texts; empty when absent."""
        if not self.has(key):
            return []
        value = self.value[key]
        if not isinstance(value, list) or any(
            not isinstance(one, str) or not one.isprintable() for one in value
        ):
            self.fault('harus berupa daftar teks, misalnya ["a", "b"]', key)
            return []
        return value

    def truth(self, key: str, default: bool) -> bool:
        """true or false."""
        value = self.value.get(key) if isinstance(self.value, dict) else None
        if value is None:
            return default
        if not isinstance(value, bool):
            self.fault("harus true atau false", key)
            return default
        return value

    def number(
        self,
        key: str,
        *,
        least: float | None = None,
        most: float | None = None,
        default: float | None = None,
    ) -> float:
        """A number within limits."""
        if not self.has(key) and default is not None:
            return default
        return self.child(key).own_number(least=least, most=most)

    def own_number(self, *, least: float | None = None, most: float | None = None) -> float:
        """This very value as a number within limits."""
        value = self.value
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.fault("belum diisi. Tulis angka" if value is None else "harus berupa angka")
            return least or 0.0
        if not abs(value) <= LARGEST:
            self.fault(f"terlalu besar. Paling banyak {LARGEST:g}")
            return least or 0.0
        if (least is not None and value < least) or (most is not None and value > most):
            self.fault(f"{value:g} di luar batas. {_limits(least, most)}")
            return least or 0.0
        return float(value)

    def whole(
        self, key: str, *, least: int = 0, most: int | None = None, default: int | None = None
    ) -> int:
        """A whole number within limits."""
        value = self.number(key, least=least, most=most, default=default)
        if not value.is_integer() if isinstance(value, float) else False:
            self.fault("harus bilangan bulat", key)
        return int(value)

    def numbers(
        self, key: str, *, least: float | None = None, most: float | None = None
    ) -> list[float]:
        """A list of numbers; empty when absent."""
        return [one.own_number(least=least, most=most) for one in self.items(key, optional=True)]

    def items(self, key: str, *, optional: bool = False, label: str = "") -> Iterator["Place"]:
        """The elements of a list, each with its place; `label` names the key that tells them."""
        if not self.has(key):
            if not optional:
                self.fault("belum ada. Tulis daftar [ … ]", key)
            return
        value = self.value[key]
        if not isinstance(value, list):
            self.fault("harus berupa daftar [ … ]", key)
            return
        for number, one in enumerate(value):
            named = one.get(label) if label and isinstance(one, dict) else None
            told = f" ({named})" if isinstance(named, str) and named else ""
            yield Place(one, f"{self._at(key)}[{number}]{told}", self.faults)


def _limits(least: float | None, most: float | None) -> str:
    if least is not None and most is not None:
        return f"Tulis {least:g} sampai {most:g}"
    return f"Tulis {least:g} atau lebih" if least is not None else f"Tulis paling banyak {most:g}"
