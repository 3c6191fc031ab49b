"""Which curricula answer what a kampung lacks. Pure.

A kampung lacks the points of an indicator while the index to which it belongs fails: those are the
points that hold its class back. Points of passing indexes are no need for training.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from naikkelas.training.rules.curricula import Curriculum

UNTRAINED, SILENT = "pokja_terlatih", "belum_lapor"
"""Facts that a curriculum may answer beside indicators."""


@dataclass(frozen=True, slots=True)
class Lack:
    """What one kampung lacks: indicator → points, and the facts that do not hold there.

    `is_trained` tells whether somebody of its Pokja was trained by the records; None where no Pokja
    is recorded, which is not "no".
    """

    kampung: str
    code: str
    name: str
    points: Mapping[str, int]
    is_silent: bool
    is_trained: bool | None
    themes: Mapping[str, int] = field(default_factory=dict)
    """Themes that the kampung carries → criteria that are not met yet, by record or answer."""

    @property
    def facts(self) -> frozenset[str]:
        """The facts of the kampung that a curriculum may answer."""
        found = {UNTRAINED} if self.is_trained is False else set()
        return frozenset(found | ({SILENT} if self.is_silent else set()))


@dataclass(frozen=True, slots=True)
class Need:
    """That a curriculum would help a kampung: by how many points, and for which facts."""

    lack: Lack
    points: int
    indicators: tuple[str, ...]
    facts: frozenset[str]
    criteria: int = 0
    """Criteria of its theme that the kampung carries and does not meet yet."""

    @property
    def order(self) -> tuple[int, int, int, str]:
        """Untrained Pokja and silent kampung first, then the most points, then the own themes."""
        return (-len(self.facts), -self.points, -self.criteria, self.lack.code)


def need(curriculum: Curriculum, lack: Lack) -> Need | None:
    """The need of one kampung for a curriculum; None where it has none."""
    hit = tuple(code for code in curriculum.indicators if lack.points.get(code))
    facts = lack.facts & set(curriculum.facts)
    criteria = lack.themes.get(curriculum.theme, 0)
    if not (hit or facts or criteria):
        return None
    return Need(lack, sum(lack.points[code] for code in hit), hit, facts, criteria)


def needs(curriculum: Curriculum, lacks: Sequence[Lack]) -> list[Need]:
    """The kampung that need a curriculum, the most pressing first."""
    found = (need(curriculum, one) for one in lacks)
    return sorted((one for one in found if one), key=lambda one: one.order)


def in_words(one: Need, names: Mapping[str, str]) -> str:
    """Why: "Pokja belum pernah dilatih; kurang 3 poin (Pokja, Sarana)"."""
    said = []
    if UNTRAINED in one.facts:
        said.append("Pokja belum pernah dilatih")
    if SILENT in one.facts:
        said.append("belum pernah melapor")
    if one.points:
        listed = ", ".join(names.get(code, code) for code in one.indicators)
        said.append(f"kurang {one.points} poin ({listed})")
    if one.criteria:
        said.append(f"menyandang tema ini, {one.criteria} kriteria belum terpenuhi")
    text = "; ".join(said)
    return text[:1].upper() + text[1:]
