"""Population tables that hang together: ages, families, couples, and their slow growth."""

from dataclasses import dataclass
from datetime import date

from naikkelas.exchange.examples.dice import Dice, apportion
from naikkelas.exchange.examples.layout import AGE_COLUMNS, FAMILY_COUNTS, Row

BASE_DATE = date(2024, 12, 31)
_GROWTH_A_YEAR = 0.013

_AGE_SHAPE = (86, 89, 86, 83, 83, 82, 79, 76, 73, 66, 57, 46, 35, 26, 16, 17)
"""A young population, thousandths per five-year group; the same shape for both sexes."""

_PER_FAMILY = {"pus": 0.593, "keluarga_balita": 0.215, "keluarga_remaja": 0.325}
_PER_FAMILY["keluarga_lansia"] = 0.187
"""Shares of families, the ratios of the national medians of 2023."""

_DESA_SIZES = (420, 780, 1050, 1300, 1560, 1850, 2250, 2900, 4000, 5600, 8200)
_KELURAHAN_SIZES = (3600, 5200, 7400, 9800, 13500)


@dataclass(frozen=True)
class Population:
    """The true figures of one kampung, from which its reports are taken."""

    people: int
    ages: tuple[float, ...]
    family_size: float
    ratios: tuple[tuple[str, float], ...]
    youth_share: float

    def counts(self, day: date) -> dict[str, int]:
        """The six family counts on a day."""
        people = self.people_on(day)
        families = round(people / self.family_size)
        counts = {name: round(families * ratio) for name, ratio in self.ratios}
        counts |= {"keluarga": families, "remaja": round(people * self.youth_share)}
        return {name: counts[name] for name in FAMILY_COUNTS}

    def people_on(self, day: date) -> int:
        years = (day - BASE_DATE).days / 365.25
        return round(self.people * (1 + _GROWTH_A_YEAR * years))

    def table(self, day: date) -> Row:
        """A penduduk report as counted on a day: ages that sum to the people, then families."""
        ages = apportion(self.people_on(day), self.ages)
        return {**dict(zip(AGE_COLUMNS, ages, strict=True)), **self.counts(day)}


def size_of_village(is_kelurahan: bool, dice: Dice) -> float:
    """A plausible size before scaling to the kabupaten's total; kelurahan are towns."""
    return dice.quantile(_KELURAHAN_SIZES if is_kelurahan else _DESA_SIZES)


def population(people: int, dice: Dice) -> Population:
    """A population of that many people on the base date, of its own shape."""
    ages = tuple(share * dice.uniform(0.9, 1.1) for _ in "lp" for share in _AGE_SHAPE)
    ratios = tuple((name, share * dice.uniform(0.92, 1.08)) for name, share in _PER_FAMILY.items())
    return Population(
        people=people,
        ages=ages,
        family_size=dice.uniform(3.0, 3.5),
        ratios=ratios,
        youth_share=dice.uniform(0.14, 0.17),
    )
