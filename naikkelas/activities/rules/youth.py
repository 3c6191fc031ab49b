"""Which part of those who came to activities is young. Pure.

Pemuda are people of 16 to 30 (UU 40/2009). Only people whose age was told are counted: a sex of an
activity whose bands are everybody who came, or whose 16–30 was told beside another band. Who tells
that seven were young and nothing of the others says no share, and an empty band is not zero.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from naikkelas.activities.rules.reporting import AGES, SEXES

YOUNG = "16_30"
LEAST_FOR_PERCENT = 10
"""With fewer people one of them moves the share by more than a tenth: then only the counts."""
COLUMNS = tuple(f"{sex}_{age}" for sex in SEXES for age in AGES)
TOTALS = tuple(f"peserta_{sex}" for sex in SEXES)

_AT = list(AGES).index(YOUNG)


@dataclass(frozen=True, slots=True)
class YouthShare:
    """`youth` of `people` whose age was told, from `counted` of `activities` of a year."""

    year: int
    youth: int
    people: int
    counted: int
    activities: int

    @property
    def percent(self) -> float | None:
        """Hundredths; None where too few are known to say it."""
        return 100 * self.youth / self.people if self.people >= LEAST_FOR_PERCENT else None

    @property
    def left_out(self) -> int:
        """Activities that tell too little of ages."""
        return self.activities - self.counted


def youth_share(year: int, activities: Iterable[Sequence[int | None]]) -> YouthShare:
    """The share over activities, each given as its `COLUMNS`, then its `TOTALS`."""
    told = [_told_of_both(row) for row in activities]
    return YouthShare(
        year,
        youth=sum(young for young, _ in told),
        people=sum(people for _, people in told),
        counted=sum(people > 0 for _, people in told),
        activities=len(told),
    )


def _told_of_both(row: Sequence[int | None]) -> tuple[int, int]:
    """Young people and all people of an activity whose age is known."""
    young, people = zip(*(_told(row, place) for place in range(len(SEXES))), strict=True)
    return sum(young), sum(people)


def _told(row: Sequence[int | None], place: int) -> tuple[int, int]:
    """The same of one sex: nobody where too little was told of it."""
    bands = row[place * len(AGES) : (place + 1) * len(AGES)]
    told = [one for one in bands if one is not None]
    total = row[len(COLUMNS) + place]
    is_known = sum(told) == total or (bands[_AT] is not None and len(told) > 1)
    return (bands[_AT] or 0, sum(told)) if is_known else (0, 0)
