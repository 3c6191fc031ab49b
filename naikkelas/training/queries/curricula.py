"""Which curricula a kabupaten teaches by: its own newest versions, and those of the house."""

from collections.abc import Mapping
from dataclasses import dataclass

from naikkelas.training.models import CurriculumVersion
from naikkelas.training.rules.curricula import Curriculum, builtin, is_teachable, parsed


@dataclass(frozen=True, slots=True)
class InForce:
    """The version of a curriculum that new sessions take; `row` is None while nobody used it."""

    curriculum: Curriculum
    number: int
    row: CurriculumVersion | None
    is_own: bool

    @property
    def is_teachable(self) -> bool:
        """Whether its bank is large enough."""
        return is_teachable(self.curriculum)


def builtin_number(code: str) -> int:
    """The version of a curriculum of the house; 0 where it has none of that code."""
    found = builtin().get(code)
    return found.version if found else 0


def all_in_force(kabupaten_code: str) -> Mapping[str, InForce]:
    """Code → what new sessions take: those of the house first, then those of the kabupaten."""
    newest: dict[str, CurriculumVersion] = {}
    for row in CurriculumVersion.objects.filter(kabupaten_code=kabupaten_code).order_by("number"):
        newest[row.code] = row
    found = {code: _in_force(one, newest.pop(code, None)) for code, one in builtin().items()}
    return found | {code: _own(row) for code, row in sorted(newest.items())}


def _in_force(one: Curriculum, row: CurriculumVersion | None) -> InForce:
    if row is None or (not row.is_own and row.number < one.version):
        return InForce(one, one.version, None, is_own=False)
    return _own(row)


def _own(row: CurriculumVersion) -> InForce:
    return InForce(parsed(row.text), row.number, row, row.is_own)


def in_force(kabupaten_code: str, code: str) -> InForce:
    """One of them; `CurriculumVersion.DoesNotExist` for an unknown code."""
    found = all_in_force(kabupaten_code).get(code)
    if found is None:
        raise CurriculumVersion.DoesNotExist(code)
    return found
