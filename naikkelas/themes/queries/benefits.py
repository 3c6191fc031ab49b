"""What actions of the roadmap would bring to the themes of kampung at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from naikkelas.themes.queries.boards import whole_ground
from naikkelas.themes.queries.catalogue import Catalogue
from naikkelas.themes.queries.standing import Standing
from naikkelas.themes.rules.overlap import Benefit, benefits
from naikkelas.themes.rules.reference import served_by


@dataclass(frozen=True, slots=True)
class JointBenefit:
    """An action with the criteria that it would meet: their words, and the themes that ask them."""

    action: str
    criteria: tuple[tuple[str, tuple[str, ...]], ...]


def benefits_of(
    catalogue: Catalogue, carried: Mapping[str, object], held: Mapping[str, Standing]
) -> list[Benefit]:
    """For one kampung: the themes that it carries, and how their criteria stand."""
    wanted = {code for criteria in served_by().values() for code in criteria}
    met = [code for code in wanted if code in held and held[code].is_met]
    return benefits(served_by(), {code: _asking(catalogue, carried, code) for code in wanted}, met)


def joint_benefits(kabupaten_code: str) -> dict[UUID, list[JointBenefit]]:
    """For every kampung of a kabupaten that carries a theme: nine queries, for the planner."""
    ground = whole_ground(kabupaten_code)
    catalogue, measures = ground.catalogue, ground.catalogue.measures
    found = {}
    for one in ground.kampung:
        carried = ground.memberships.get(one.pk, {})
        found[one.pk] = [
            JointBenefit(
                benefit.action,
                tuple(
                    (measures[code].name, _names(catalogue, carried, code))
                    for code in benefit.criteria
                ),
            )
            for benefit in benefits_of(catalogue, carried, ground.standings[one.pk])
        ]
    return {kampung: served for kampung, served in found.items() if served}


def _asking(catalogue: Catalogue, carried: Mapping[str, object], criterion: str) -> list[str]:
    return [theme.code for theme in catalogue.asking(criterion) if theme.code in carried]


def _names(catalogue: Catalogue, carried: Mapping[str, object], criterion: str) -> tuple[str, ...]:
    return tuple(catalogue.themes[code].name for code in _asking(catalogue, carried, criterion))
