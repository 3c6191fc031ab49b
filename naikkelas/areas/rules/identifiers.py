"""What other systems call an area: BPS, OpenSID, OpenKab; an operator's list `kode,sistem,nilai`.

A code of BPS can't be computed from that of Kemendagri. OpenSID and OpenKab name a village by its
Kemendagri code, but installations keep the code of the day when they were set up, so a list says
which village a code means today. Codes may be written with dots or without.
"""

import csv
import re
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from types import MappingProxyType

from naikkelas.areas.errors import RowError
from naikkelas.areas.rules import codes

COLUMNS = ("kode", "sistem", "nilai")
_BPS = re.compile(r"\d{2}(\d{2}(\d{3}(\d{3})?)?)?")
_VILLAGE = re.compile(r"\d{10}")


def _bps(text: str) -> str:
    digits = text.replace(".", "").replace(" ", "")
    return digits if _BPS.fullmatch(digits) else ""


def _undotted(text: str) -> str:
    digits = text.replace(".", "").replace(" ", "")
    return digits if _VILLAGE.fullmatch(digits) else ""


def _dotted(text: str) -> str:
    return codes.normalise(_undotted(text))


@dataclass(frozen=True, slots=True)
class Scheme:
    """One system: its name, how its codes look, and the one form in which they are kept."""

    name: str
    shape: str
    normal: Callable[[str], str]


SCHEMES: Mapping[str, Scheme] = MappingProxyType(
    {
        "bps": Scheme("BPS", "2, 4, 7, atau 10 angka", _bps),
        "opensid": Scheme("OpenSID", "10 angka, misalnya 6301102004", _undotted),
        "openkab": Scheme("OpenKab", "10 angka, misalnya 63.01.10.2004", _dotted),
    }
)


@dataclass(frozen=True, slots=True)
class Pair:
    """An area of ours and what a system calls it, in that system's normal form."""

    row: int
    code: str
    scheme: str
    value: str


@dataclass(frozen=True, slots=True)
class Read:
    """What a file says, or the errors that forbid all of it."""

    pairs: tuple[Pair, ...]
    errors: tuple[RowError, ...]


def read(text: str, known: Set[str], scope: str = "") -> Read:
    """Check every row: known codes within the scope, shapes, and that no name stands for two."""
    lines = text.lstrip("\ufeff").splitlines()
    delimiter = ";" if lines and lines[0].count(";") > lines[0].count(",") else ","
    reader = csv.DictReader(lines, delimiter=delimiter, skipinitialspace=True)
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or [])]
    if missing:
        remedy = "Tulis baris pertama: kode,sistem,nilai."
        return Read((), (RowError(1, missing[0], "Kolom ini tidak ada.", remedy),))
    pairs: list[Pair] = []
    errors: list[RowError] = []
    taken: dict[tuple[str, str], int] = {}
    for cells in reader:
        found = _pair(reader.line_num, cells, known, scope)
        if isinstance(found, Pair):
            found = _twice(found, taken) or found
        if isinstance(found, Pair):
            pairs.append(found)
        else:
            errors.append(found)
    if not pairs and not errors:
        errors.append(RowError(1, "kode", "Tidak ada baris.", "Isi sedikitnya satu padanan."))
    return Read(tuple(pairs), tuple(errors))


def _pair(
    row: int, cells: Mapping[str, str | None], known: Set[str], scope: str
) -> Pair | RowError:
    code = codes.normalise(cells["kode"] or "")
    name = (cells["sistem"] or "").strip().lower()
    if scope and code != scope and not code.startswith(f"{scope}."):
        return RowError(row, "kode", f"Kode “{code}” di luar wilayah Anda.", "Hapus baris ini.")
    if code not in known:
        return RowError(row, "kode", f"Kode “{code}” tidak dikenal.", "Periksa kodenya.")
    scheme = SCHEMES.get(name)
    if scheme is None:
        remedy = f"Tulis {', '.join(SCHEMES)}."
        return RowError(row, "sistem", f"Sistem “{name}” tidak dikenal.", remedy)
    value = scheme.normal((cells["nilai"] or "").strip())
    if not value:
        problem = f"“{cells['nilai'] or ''}” bukan kode {scheme.name}."
        return RowError(row, "nilai", problem, f"Tulis {scheme.shape}.")
    return Pair(row, code, name, value)


def _twice(pair: Pair, taken: dict[tuple[str, str], int]) -> RowError | None:
    """Two rows about one area, or one code of a system for two areas."""
    for column, key in (("kode", pair.code), ("nilai", f"={pair.value}")):
        first = taken.setdefault((pair.scheme, key), pair.row)
        if first != pair.row:
            problem = f"Sama dengan baris {first}."
            return RowError(pair.row, column, problem, "Sisakan satu baris.")
    return None
