"""The figures of a site: accepted reports with their day, small cells left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from naikkelas.lib.suppression import suppress, suppress_counts
from naikkelas.publicsite.queries.shown import Shown
from naikkelas.registry.models import Report
from naikkelas.registry.rules import reference

POKTAN = tuple(row for row in reference.rows("poktan_dan_sarana") if row["jenis"] == "poktan")
FAMILIES = reference.rows("jenis_keluarga")
METHODS = reference.rows("kontrasepsi")
NOT_USING = reference.rows("bukan_peserta_kb")
AGES = reference.rows("kelompok_umur")


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure: `value` None with `is_small` is a count of 1 to 4, without it was not filled."""

    name: str
    value: int | None
    is_small: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of one report with the day of its data."""

    on: date
    cells: tuple[Cell, ...]
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Ages:
    """Men and women by age, with the sums that may be told."""

    on: date
    rows: tuple[tuple[str, int | None, int | None], ...]
    men: int | None
    women: int | None
    total: int | None


def _counts(report: Report, rows: Sequence[dict[str, str]], prefix: str = "") -> Figures:
    """Small cells left out with what would give them away; a total only where all is known."""
    known = {row["kode"]: getattr(report, prefix + row["kode"]) for row in rows}
    filled = {code: int(value) for code, value in known.items() if value is not None}
    shown, total = suppress_counts(filled)
    hidden = {code for code in filled if shown[code] is None}
    cells = tuple(Cell(row["nama"], shown.get(row["kode"]), row["kode"] in hidden) for row in rows)
    return Figures(report.tanggal_isi, cells, total if len(filled) == len(known) else None)


def families(shown: Shown) -> Figures | None:
    """Families and target groups; each may be told unless it is small itself."""
    report = shown.report("penduduk")
    if report is None:
        return None
    values = [(row["nama"], getattr(report, row["kode"])) for row in FAMILIES]
    cells = tuple(
        Cell(name, None if value is None or 0 < value < 5 else value, bool(value and value < 5))
        for name, value in values
    )
    return Figures(report.tanggal_isi, cells)


def ages(shown: Shown) -> Ages | None:
    """The population by age and sex; None where a band was not filled in."""
    report = shown.report("penduduk")
    if report is None:
        return None
    bands = [row["kode"][1:] for row in AGES]
    table = [[getattr(report, f"{sex}_{band}") for sex in "lp"] for band in bands]
    if any(value is None for row in table for value in row):
        return None
    safe = suppress([[int(value) for value in row] for row in table])
    rows = tuple(
        (row["nama"], men, women) for row, (men, women) in zip(AGES, safe.cells, strict=True)
    )
    all_men, all_women = safe.column_totals
    return Ages(report.tanggal_isi, rows, all_men, all_women, safe.total)


def population(shown: Shown) -> tuple[int, date] | None:
    """How many people, and of which day; None where it was not told in full."""
    found = ages(shown)
    return (found.total, found.on) if found and found.total is not None else None


def poktan(shown: Shown) -> Figures | None:
    """Participants of each poktan."""
    report = shown.report("kkbpk")
    return _counts(report, POKTAN, "peserta_") if report else None


def methods(shown: Shown) -> Figures | None:
    """Users by contraceptive method."""
    report = shown.report("kkbpk")
    return _counts(report, METHODS) if report else None


def not_using(shown: Shown) -> Figures | None:
    """Couples who use none, by reason."""
    report = shown.report("kkbpk")
    return _counts(report, NOT_USING) if report else None


def groups(shown: Shown) -> list[tuple[str, bool | None]]:
    """Poktan and places of the accepted profil, without those whose evidence has run out."""
    report = shown.report("profil")
    gone = shown.card.lapsed.get("profil", {})
    return [
        (
            f"{row['nama']} ({row['kepanjangan']})",
            None if report is None or row["kode"] in gone else getattr(report, row["kode"]),
        )
        for row in reference.rows("poktan_dan_sarana")
    ]
