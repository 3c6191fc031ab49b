"""Resources and rules of a kabupaten's plan, per year and kecamatan, as data.

`read` and `write` know the format `naikkelas-means/1`; `doubts` finds what is possible but odd,
such as rupiah that were probably meant in thousands or millions.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from math import isfinite
from typing import Any  # parsed JSON

FORMAT = "naikkelas-means/1"
SMALLEST_LIKELY_RUPIAH = 1_000
LONGEST_YEARS = 10
MOST_MENTORS = 500
MOST_DAYS = 366
THEME_WEIGHT = 0.01
"""A hundredth of a level for one criterion of one theme (asumsi)."""


class BadMeans(ValueError):
    """Means that contradict themselves; the text says where and what to do."""


@dataclass(frozen=True, slots=True)
class Money:
    """Rupiah of one source of funds, one amount per year."""

    source: str
    name: str
    amounts: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Mentors:
    """Who accompanies the kampung of a kecamatan, and how many days a year each can give."""

    kecamatan: str
    name: str
    count: int
    days_each: float

    @property
    def days(self) -> float:
        return self.count * self.days_each


@dataclass(frozen=True, slots=True)
class MeansData:
    """Everything that a scenario can vary besides the catalogue.

    `target_share` None takes the setting of the area. `weights` are the worth of each level.
    `theme_weight` is what meeting one criterion of one theme is worth, in levels.
    `assumed` tells that nobody has confirmed the figures yet.
    """

    start_year: int
    years: int
    money: tuple[Money, ...]
    seats: tuple[float, ...]
    mentors: tuple[Mentors, ...]
    weights: Mapping[str, float]
    fairness: float = 0.5
    discount: float = 0.95
    target_share: float | None = None
    theme_weight: float = THEME_WEIGHT
    assumed: bool = False

    def __post_init__(self) -> None:
        _check(self)

    def days_of(self, kecamatan: str) -> float:
        """Mentor days of a kecamatan in a year."""
        return sum(one.days for one in self.mentors if one.kecamatan == kecamatan)


def read(text: str) -> MeansData:
    """Means from their JSON; `BadMeans` says what is wrong with it."""
    try:
        data = json.loads(text)
        if data["format"] != FORMAT:
            raise BadMeans(f"Format “{data['format']}” tidak dikenal; yang dibaca: {FORMAT}.")
        return _of(data)
    except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise BadMeans(f"Sumber daya tidak dapat dibaca: {error}.") from error


def _of(data: Mapping[str, Any]) -> MeansData:
    return MeansData(
        start_year=int(data["start_year"]),
        years=int(data["years"]),
        money=tuple(
            Money(one["source"], one["name"], tuple(map(float, one["amounts"])))
            for one in data["money"]
        ),
        seats=tuple(map(float, data["seats"])),
        mentors=tuple(Mentors(**one) for one in data["mentors"]),
        weights={str(level): float(worth) for level, worth in data["weights"].items()},
        fairness=float(data["fairness"]),
        discount=float(data["discount"]),
        target_share=data["target_share"],
        theme_weight=float(data.get("theme_weight", THEME_WEIGHT)),  # older ones know no themes
        assumed=bool(data["assumed"]),
    )


def write(means: MeansData) -> str:
    """The JSON of means; the same means give the same text."""
    return json.dumps({"format": FORMAT, **asdict(means)}, ensure_ascii=False, indent=1)


def _check(means: MeansData) -> None:
    if not 1 <= means.years <= LONGEST_YEARS:
        raise BadMeans(f"Rencana berlaku 1 sampai {LONGEST_YEARS} tahun.")
    for name, amounts in (*((one.name, one.amounts) for one in means.money), _seats(means)):
        if len(amounts) != means.years:
            raise BadMeans(f"{name}: isi satu angka untuk tiap tahun rencana.")
        if any(not isfinite(amount) or amount < 0 for amount in amounts):
            raise BadMeans(f"{name}: angkanya tidak boleh negatif.")
    for one in means.mentors:
        if not 0 <= one.count <= MOST_MENTORS or not 0 <= one.days_each <= MOST_DAYS:
            raise BadMeans(
                f"Pendamping {one.name}: paling banyak {MOST_MENTORS} orang dan {MOST_DAYS} hari."
            )
    _check_rules(means)


def _seats(means: MeansData) -> tuple[str, tuple[float, ...]]:
    return "Kursi pelatihan", means.seats


def _check_rules(means: MeansData) -> None:
    if not 0 <= means.fairness <= 1:
        raise BadMeans("Batas pemerataan diisi 0 sampai 100 persen.")
    if not 0 < means.discount <= 1:
        raise BadMeans("Bobot tahun berikutnya diisi lebih dari 0 sampai 100 persen.")
    if means.target_share is not None and not 0 <= means.target_share <= 1:
        raise BadMeans("Target diisi 0 sampai 100 persen dari semua kampung.")
    if not 0 <= means.theme_weight <= 1:
        raise BadMeans("Bobot kriteria tema diisi 0 sampai 1.")
    if any(not isfinite(worth) or worth < 0 for worth in means.weights.values()):
        raise BadMeans("Bobot kelas tidak boleh negatif.")


def doubts(means: MeansData) -> Iterator[str]:
    """What can be meant but probably is not."""
    for one in means.money:
        if any(0 < amount < SMALLEST_LIKELY_RUPIAH for amount in one.amounts):
            yield (
                f"{one.name}: ada angka di bawah Rp{SMALLEST_LIKELY_RUPIAH:,}. ".replace(",", ".")
                + "Isi dalam rupiah penuh, bukan ribuan atau jutaan."
            )
    if not any(amount for one in means.money for amount in one.amounts):
        yield "Semua anggaran nol, jadi hanya tindakan tanpa biaya yang dapat dipilih."
    if not any(one.days for one in means.mentors):
        yield "Tidak ada hari pendampingan, jadi tindakan yang perlu pendamping tidak terpilih."
