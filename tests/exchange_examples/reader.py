"""A small as-of reader of the five files, written apart from the product's own on purpose.

It knows decision 2 (newest `tanggal_isi` on or before the cut-off, then the larger id; the marks
do not matter) and feeds the engine row by row, with list columns counted as the measure says.
"""

import csv
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from pathlib import Path

from naikkelas.instruments.rules import Instrument, Scorecard, builtin, score_one

FORMS = ("profil", "penduduk", "kkbpk")
POKTAN = ("bkb", "bkr", "bkl", "uppka", "pik_r")
SARANA = ("sekretariat", "rumah_dataku")
MECHANISMS = {
    "rapat_perencanaan": "rapat_perencanaan",
    "rapat_koordinasi": "rapat_koordinasi",
    "sosialisasi": "sosialisasi",
    "monev": "monitoring_evaluasi",
    "penyusunan_laporan": "penyusunan_laporan",
}
RENAMED = {"plkb_pendamping": "plkb_ada", "regulasi": "regulasi_ada"}

Row = dict[str, str]


class Files:
    """The five files of a folder, every cell as text."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def rows(self, name: str) -> list[Row]:
        with (self.directory / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    @cached_property
    def kampung(self) -> dict[str, str]:
        """Source id → village code."""
        return {row["id"]: row["kode_desa"] for row in self.rows("kampung")}

    @cached_property
    def reports(self) -> dict[str, dict[str, list[Row]]]:
        """Form → kampung id → versions, the newest last."""
        found: dict[str, dict[str, list[Row]]] = {}
        for form in FORMS:
            rows = sorted(self.rows(form), key=lambda row: (row["tanggal_isi"], int(row["id"])))
            for row in rows:
                found.setdefault(form, {}).setdefault(row["kampung_id"], []).append(row)
        return found

    @cached_property
    def activities(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in self.rows("intervensi"):
            found.setdefault(row["kampung_id"], []).append(row)
        return found

    def newest(self, form: str, kampung: str, cutoff: date) -> Row | None:
        """The version that counts at the cut-off."""
        versions = self.reports[form].get(kampung, ())
        known = [row for row in versions if row["tanggal_isi"] <= cutoff.isoformat()]
        return known[-1] if known else None

    def cards(self, instrument: str, cutoff: date) -> dict[str, Scorecard]:
        """Village code → scorecard."""
        built = builtin(instrument)
        return {
            code: score_one(built, self._values(built, kampung, cutoff))
            for kampung, code in self.kampung.items()
        }

    def levels(self, instrument: str, cutoff: date) -> dict[str, str | None]:
        return {code: card.level for code, card in self.cards(instrument, cutoff).items()}

    def _values(
        self, instrument: Instrument, kampung: str, cutoff: date
    ) -> dict[str, float | None]:
        newest = {form: self.newest(form, kampung, cutoff) for form in FORMS}
        answers: Row = {}
        for row in newest.values():
            answers |= row or {}
        lists = _lists(newest["profil"]) | self._agencies(kampung, cutoff)
        values: dict[str, float | None] = {}
        for measure in instrument.measures:
            form = measure.code.removesuffix("_ada")
            names = [name for name in measure.columns or (measure.code,) if name in lists]
            if form in FORMS:
                values[measure.code] = float(newest[form] is not None)
            elif measure.code == "kegiatan":
                values[measure.code] = len(self._done(kampung, cutoff, this_year=True))
            elif names:
                values[measure.code] = measure.counted(
                    code for name in names for code in lists[name]
                )
            else:
                values[measure.code] = _number(answers.get(RENAMED.get(measure.code, measure.code)))
        return values

    def _agencies(self, kampung: str, cutoff: date) -> dict[str, list[str]]:
        return {
            name: [
                code
                for row in self._done(kampung, cutoff, this_year=this_year)
                for code in _codes(row["instansi"])
            ]
            for name, this_year in (
                ("instansi_tahun_pelaporan", True),
                ("instansi_tahun_sebelumnya", False),
            )
        }

    def _done(self, kampung: str, cutoff: date, *, this_year: bool) -> list[Row]:
        """Activities of the 12 months up to the cut-off, or those before."""
        a_year_ago = cutoff.replace(year=cutoff.year - 1).isoformat()
        return [
            row
            for row in self.activities.get(kampung, ())
            if row["tanggal"] <= cutoff.isoformat() and (row["tanggal"] > a_year_ago) is this_year
        ]


def _lists(profile: Row | None) -> dict[str, list[str]]:
    if profile is None:
        return {}
    extra = _codes(profile["program_tambahan"])
    return {
        "sumber_dana": _codes(profile["sumber_dana"]),
        "penggunaan_data": _codes(profile["penggunaan_data"]),
        "poktan": [*_ticked(profile, POKTAN), *(code for code in extra if code not in SARANA)],
        "sarana": [*_ticked(profile, SARANA), *(code for code in extra if code in SARANA)],
        "mekanisme_operasional": [MECHANISMS[name] for name in _ticked(profile, MECHANISMS)],
    }


def _codes(cell: str) -> list[str]:
    return cell.split("|") if cell else []


def _ticked(row: Row, names: Iterable[str]) -> list[str]:
    return [name for name in names if row[name] == "ya"]


def _number(cell: str | None) -> float | None:
    """A count or a flag as the engine takes it; an empty cell is absent; list text is neither."""
    if not cell:
        return None
    return {"ya": 1.0, "tidak": 0.0}[cell] if cell in ("ya", "tidak") else float(cell)
