"""The real IDM scores beside the clone: read once, in columns."""

import csv
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from naikkelas.instruments.rules import Instrument, builtin
from naikkelas.roadmap.rules.additions import Additions

Integers = NDArray[np.int64]

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "idm"
LEVELS = ("sangat_tertinggal", "tertinggal", "berkembang", "maju", "mandiri")


@dataclass(frozen=True)
class Idm:
    """Village-years with their fifty scores and what was published of them."""

    villages: tuple[str, ...]
    years: Integers
    scores: Integers
    """(village-year, indicator)."""
    official: tuple[dict[str, str], ...]
    additions: Additions

    @property
    def instrument(self) -> Instrument:
        return self.additions.instrument

    @cached_property
    def units(self) -> Integers:
        """IDM in whole units (`Additions.unit` is 1)."""
        sums = np.stack(
            [self.scores[:, list(one.positions)].sum(axis=1) for one in self.instrument.dimensions]
        )
        return np.asarray(np.array(self.additions.weights) @ sums)

    @cached_property
    def bounds(self) -> Integers:
        """Fewest units of each level."""
        return np.array([self.additions.least(level) for level in LEVELS])

    @cached_property
    def level(self) -> Integers:
        """Position in LEVELS, computed from the scores."""
        return self.level_of(self.units)

    def level_of(self, units: Integers) -> Integers:
        return np.asarray(np.searchsorted(self.bounds, units, side="right") - 1)

    @cached_property
    def published_level(self) -> Integers:
        names = [one["status"].lower().replace(" ", "_") for one in self.official]
        return np.array([LEVELS.index(name) for name in names])

    @cached_property
    def row(self) -> dict[tuple[str, int], int]:
        """Row of a village in a year."""
        keys = zip(self.villages, self.years.tolist(), strict=True)
        return {key: place for place, key in enumerate(keys)}

    def pairs(self, before: int, after: int) -> tuple[Integers, Integers]:
        """Rows of the villages that have both years, in the order of their codes."""
        both = [
            (self.row[village, before], self.row[village, after])
            for village in sorted({*self.villages})
            if (village, before) in self.row and (village, after) in self.row
        ]
        first, second = np.array(both).T
        return first, second

    def kabupaten(self, rows: Integers) -> list[str]:
        """The first four digits of each row's village."""
        return [self.villages[row][:4] for row in rows.tolist()]


def read(folder: Path = FOLDER) -> Idm:
    """Scores and published results, in one order; the scores that an indicator knows included."""
    instrument = builtin("idm-2021")
    rows, official = _rows(folder / "nilai.csv"), _rows(folder / "resmi.csv")
    assert [(one["kode_desa"], one["tahun"]) for one in rows] == [
        (one["kode_desa"], one["tahun"]) for one in official
    ]
    codes = [indicator.code for indicator in instrument.indicators]
    scores = np.array([[int(row[code]) for code in codes] for row in rows])
    known = {code: tuple(np.unique(scores[:, place]).tolist()) for place, code in enumerate(codes)}
    for row in _rows(folder / "tindakan.csv"):
        code = row["kode_indikator"]
        known[code] = tuple(sorted({*known[code], int(row["skor"])}))
    return Idm(
        villages=tuple(row["kode_desa"] for row in rows),
        years=np.array([int(row["tahun"]) for row in rows]),
        scores=scores,
        official=tuple(official),
        additions=Additions(instrument, known),
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
