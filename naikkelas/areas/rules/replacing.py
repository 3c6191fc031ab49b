"""Reading an operator's list of code changes: `kode_lama,kode_baru,berlaku,nama`.

A row with both codes replaces one by the other; without `kode_lama` it tells of a new area
(pemekaran). `nama` is needed only where the new code is not known yet.
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from naikkelas.areas.errors import RowError
from naikkelas.areas.rules import codes

COLUMNS = ("kode_lama", "kode_baru", "berlaku")
_DAY_FIRST = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")


@dataclass(frozen=True, slots=True)
class Known:
    """What the tree holds about a code."""

    valid_from: date | None = None
    valid_until: date | None = None
    replaced_by: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One row, read: `old` may be empty, `name` too where the new code is known."""

    row: int
    old: str
    new: str
    since: date
    name: str

    @property
    def last_day(self) -> date:
        """The last day on which the old code was in force."""
        return self.since - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file asks for: changes in their order, or the errors that forbid all of them."""

    changes: tuple[Change, ...]
    errors: tuple[RowError, ...]


def read(text: str, known: Mapping[str, Known], scope: str = "") -> Plan:
    """Check every row against the tree as it is and as the rows before it will have made it."""
    rows, errors = _rows(text)
    changes = sorted(rows, key=lambda change: (change.since, len(change.new), change.row))
    tree, planned = dict(known), []
    for change in changes:
        if problem := _problem(change, tree, scope):
            errors.append(RowError(change.row, *problem))
        elif not _is_done(change, tree):
            _apply(change, tree)
            planned.append(change)
    errors += _left_behind(planned, tree)
    return Plan(tuple(planned), tuple(sorted(errors, key=lambda error: error.row)))


def _rows(text: str) -> tuple[list[Change], list[RowError]]:
    lines = text.lstrip("\ufeff").splitlines()
    delimiter = ";" if lines and lines[0].count(";") > lines[0].count(",") else ","
    reader = csv.DictReader(lines, delimiter=delimiter, skipinitialspace=True)
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or [])]
    if missing:
        remedy = "Tulis baris pertama: kode_lama,kode_baru,berlaku,nama."
        return [], [RowError(1, missing[0], "Kolom ini tidak ada.", remedy)]
    read = [
        _change(reader.line_num, {key: _cell(cells, key) for key in (*COLUMNS, "nama")})
        for cells in reader
    ]
    changes = [row for row in read if isinstance(row, Change)]
    errors = [row for row in read if isinstance(row, RowError)]
    if not changes and not errors:
        errors.append(RowError(1, COLUMNS[0], "Tidak ada baris.", "Isi sedikitnya satu perubahan."))
    return changes, errors


def _cell(cells: Mapping[str, str | None], column: str) -> str:
    return (cells.get(column) or "").strip()


def _change(row: int, cells: Mapping[str, str]) -> Change | RowError:
    old, new = codes.normalise(cells["kode_lama"]), codes.normalise(cells["kode_baru"])
    for column, code in (("kode_lama", old), ("kode_baru", new)):
        if not codes.is_code(code) and (code or column == "kode_baru"):
            remedy = "Tulis kode bertitik, misalnya 63.01.10.2004."
            return RowError(row, column, f"Kode “{code}” tidak dapat dibaca.", remedy)
    since = _day(cells["berlaku"])
    if since is None:
        remedy = "Tulis tanggal seperti 2025-07-31 atau 31/07/2025."
        return RowError(row, "berlaku", f"Tanggal “{cells['berlaku']}” tidak dapat dibaca.", remedy)
    return Change(row, old, new, since, " ".join(cells["nama"].split())[:100])


def _day(text: str) -> date | None:
    day_first = _DAY_FIRST.fullmatch(text)
    iso = "{2}-{1:0>2}-{0:0>2}".format(*day_first.groups()) if day_first else text
    try:
        return date.fromisoformat(iso)
    except ValueError:
        return None


def _problem(change: Change, tree: Mapping[str, Known], scope: str) -> tuple[str, str, str] | None:
    """(column, problem, remedy) of the first thing that is wrong; None for a good row."""
    return (
        _outside(change, scope)
        or _old_is_wrong(change, tree)
        or _new_is_wrong(change, tree)
        or None
    )


def _outside(change: Change, scope: str) -> tuple[str, str, str] | None:
    for column, code in (("kode_lama", change.old), ("kode_baru", change.new)):
        if scope and code and code != scope and not code.startswith(f"{scope}."):
            return column, f"Kode {code} di luar wilayah Anda.", "Hapus baris ini dari berkas."
    return None


def _old_is_wrong(change: Change, tree: Mapping[str, Known]) -> tuple[str, str, str] | None:
    if not change.old:
        return None
    if change.old == change.new:
        return "kode_baru", "Kode baru sama dengan kode lama.", "Tulis kode penggantinya."
    if codes.level_of(change.old) != codes.level_of(change.new):
        return (
            "kode_baru",
            "Tingkat wilayah kode baru berbeda dari kode lama.",
            "Ganti desa dengan desa, kecamatan dengan kecamatan.",
        )
    old = tree.get(change.old)
    if old is None:
        return (
            "kode_lama",
            f"Kode {change.old} tidak dikenal.",
            "Periksa kodenya, atau kosongkan bila ini wilayah baru.",
        )
    if old.valid_until is not None and not _is_done(change, tree):
        return (
            "kode_lama",
            f"Kode {change.old} sudah berakhir.",
            "Hapus baris ini, atau pakai kode yang masih berlaku.",
        )
    if old.valid_from and change.last_day < old.valid_from:
        return (
            "berlaku",
            f"Kode {change.old} baru berlaku sejak {old.valid_from.isoformat()}.",
            "Tulis tanggal sesudahnya.",
        )
    return None


def _new_is_wrong(change: Change, tree: Mapping[str, Known]) -> tuple[str, str, str] | None:
    new, parent = tree.get(change.new), codes.parent_of(change.new)
    if new is not None:
        if new.valid_until is None or _is_done(change, tree):
            return None
        return (
            "kode_baru",
            f"Kode {change.new} sudah berakhir.",
            "Pakai kode yang masih berlaku.",
        )
    if not change.name:
        return "nama", f"Kode {change.new} belum dikenal dan namanya kosong.", "Isi namanya."
    if parent and (parent not in tree or tree[parent].valid_until is not None):
        return (
            "kode_baru",
            f"Wilayah induk {parent} tidak dikenal atau sudah berakhir.",
            "Tambahkan baris untuk wilayah induknya, dengan tanggal yang sama atau lebih awal.",
        )
    return None


def _is_done(change: Change, tree: Mapping[str, Known]) -> bool:
    """Whether the tree already says so: the same file given twice changes nothing."""
    if not change.old:
        return change.new in tree
    old = tree.get(change.old)
    return old is not None and old.replaced_by == change.new and old.valid_until == change.last_day


def _apply(change: Change, tree: dict[str, Known]) -> None:
    tree.setdefault(change.new, Known(valid_from=change.since))
    if change.old:
        old = tree[change.old]
        tree[change.old] = replace(old, valid_until=change.last_day, replaced_by=change.new)


def _left_behind(planned: list[Change], tree: Mapping[str, Known]) -> list[RowError]:
    """An area that ends may not leave areas in force below it."""
    in_force = [code for code, known in tree.items() if known.valid_until is None]
    errors = []
    for change in planned:
        below = sum(code.startswith(f"{change.old}.") for code in in_force) if change.old else 0
        if below:
            remedy = "Tambahkan baris perubahan kode untuk setiap wilayah di bawahnya."
            problem = f"Masih ada {below} wilayah yang berlaku di bawah {change.old}."
            errors.append(RowError(change.row, "kode_lama", problem, remedy))
    return errors
