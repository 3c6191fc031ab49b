"""Which level a Rumah DataKu has reached, criterion by criterion.

Source: Panduan Pengelolaan Rumah Data Kependudukan dan Informasi Keluarga, BKKBN 2020, as far as
its requirements could be found (`reference/rumah_dataku.csv`, column `status`). A requirement that
was not found is never assumed: a level with one in it can be neither reached nor missed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, takewhile
from typing import Any  # an answer: bool, int, a code or several of them, or None

from naikkelas.lib.fields import Option
from naikkelas.registry.rules import reference

UNKNOWN = "belum_ditemukan"
ORIENTATIONS = ("dasar", "analisis_data", "lengkap")
"""Each includes the one before."""
_ORIENTATION_WANTED = {"sederhana": 1, "lengkap": 2, "paripurna": 3}


class Standing(StrEnum):
    """How a criterion of a level stands."""

    MET = "terpenuhi"
    MISSED = "belum"
    NOT_TOLD = "belum_diisi"
    NOT_FOUND = UNKNOWN


STANDING_WORDS: Mapping[Standing, str] = {
    Standing.MET: "terpenuhi",
    Standing.MISSED: "belum terpenuhi",
    Standing.NOT_TOLD: "belum diisi",
    Standing.NOT_FOUND: "syarat belum ditemukan",
}


@dataclass(frozen=True, slots=True)
class Requirement:
    """One line of the guideline: a criterion of a level; `least` is a number of kinds."""

    level: str
    criterion: str
    name: str
    words: str
    least: int | None
    is_known: bool
    source: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A requirement and how it stands with these answers."""

    requirement: Requirement
    standing: Standing

    @property
    def is_met(self) -> bool:
        return self.standing is Standing.MET

    @property
    def standing_words(self) -> str:
        return STANDING_WORDS[self.standing]


@dataclass(frozen=True, slots=True)
class Level:
    """A level with its judged requirements."""

    code: str
    name: str
    judged: tuple[Judged, ...]

    @property
    def is_met(self) -> bool:
        return all(one.is_met for one in self.judged)

    @property
    def is_knowable(self) -> bool:
        """Whether all its requirements were found."""
        return all(one.standing is not Standing.NOT_FOUND for one in self.judged)

    @property
    def missing(self) -> tuple[Judged, ...]:
        """What is not met or not told yet; requirements that were not found are no task."""
        todo = {Standing.MISSED, Standing.NOT_TOLD}
        return tuple(one for one in self.judged if one.standing in todo)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The level reached (None: not even the first), and all levels in their order."""

    reached: Level | None
    levels: tuple[Level, ...]

    @property
    def following(self) -> Level | None:
        """The next level up; None above the highest."""
        at = self.levels.index(self.reached) + 1 if self.reached else 0
        return self.levels[at] if at < len(self.levels) else None


def options(criterion: str) -> tuple[Option, ...]:
    """The kinds that a criterion counts, in the order of the screen."""
    rows = reference.rows("rumah_dataku_pilihan")
    return tuple(Option(row["kode"], row["nama"]) for row in rows if row["kriteria"] == criterion)


def requirements() -> tuple[Requirement, ...]:
    """Every line of the guideline, lowest level first."""
    return tuple(
        Requirement(
            level=row["tingkat"],
            criterion=row["kriteria"],
            name=row["nama_kriteria"],
            words=row["syarat"],
            least=int(row["nilai_minimal"]) if row["nilai_minimal"] else None,
            is_known=row["status"] != UNKNOWN,
            source=row["sumber"],
        )
        for row in reference.rows("rumah_dataku")
    )


def level_names() -> dict[str, str]:
    """Level code to its name, lowest first."""
    return {row["tingkat"]: row["nama_tingkat"] for row in reference.rows("rumah_dataku")}


def judge(answers: Mapping[str, Any]) -> Verdict:
    """The level that these answers reach; answers by criterion, None where it was not told.

    `sk_struktur` is yes or no, `orientasi` one code, the others are codes or how many there are.
    """
    names = level_names()
    levels = tuple(
        Level(code, names[code], tuple(Judged(one, _standing(one, answers)) for one in group))
        for code, group in groupby(requirements(), key=lambda one: one.level)
    )
    met = tuple(takewhile(lambda level: level.is_met, levels))
    return Verdict(met[-1] if met else None, levels)


def _standing(requirement: Requirement, answers: Mapping[str, Any]) -> Standing:
    if not requirement.is_known:
        return Standing.NOT_FOUND
    if requirement.least == 0:  # not required at this level
        return Standing.MET
    answer = answers.get(requirement.criterion)
    if answer is None:
        return Standing.NOT_TOLD
    return Standing.MET if _fits(requirement, answer) else Standing.MISSED


def _fits(requirement: Requirement, answer: Any) -> bool:
    if requirement.criterion == "sk_struktur":
        return answer is True
    if requirement.criterion == "orientasi":
        place = ORIENTATIONS.index(answer) + 1 if answer in ORIENTATIONS else 0
        return place >= _ORIENTATION_WANTED[requirement.level]
    count = answer if isinstance(answer, int) else len(set(answer))
    return requirement.least is not None and count >= requirement.least
