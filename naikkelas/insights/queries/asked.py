"""What a person asked the list of kampung for, and what a row of it holds."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from naikkelas.insights.queries.searching import LONGEST
from naikkelas.insights.rules import is_fragile

KECAMATAN = len("63.01.03")
# What `urut` may say, to the column that it sorts by; a leading minus turns it round.
ORDERS: Mapping[str, str] = {
    "kode": "kode_desa",
    "nama": "nama",
    "kelas": "order",
    "lain": "across_order",
    "input": "indeks_input",
    "proses": "indeks_proses",
    "output": "indeks_output",
    "poin": "poin",
    "kelengkapan": "kelengkapan",
    "laporan": "laporan_terakhir",
}
INDEXES = ("input", "proses", "output")
COMPLETENESS: Mapping[str, tuple[int, int]] = {
    "rendah": (0, 49),
    "sedang": (50, 89),
    "lengkap": (90, 100),
}
# The parts of an area by which its list can be narrowed, by the length of the area's code.
PARTS: Mapping[int, str] = {0: "provinsi", 2: "kabupaten", 5: "kecamatan"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person asked the list for; empty means all."""

    text: str = ""
    part: str = ""  # code of a province, kabupaten or kecamatan
    level: str = ""
    missing: str = ""  # an index below its threshold
    completeness: str = ""
    only_fragile: bool = False
    only_silent: bool = False
    only_different: bool = False  # on the other basis
    order: str = "kode"

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the order was asked for."""
        return self.filters > 0

    @property
    def filters(self) -> int:
        """How many filters are set; the order is none."""
        values = asdict(self)
        return sum(bool(value) for name, value in values.items() if name != "order")

    @property
    def is_too_long(self) -> bool:
        """Whether the search is longer than any name; nothing is found then."""
        return len(self.text) > LONGEST

    @property
    def column(self) -> str:
        """What is sorted by."""
        return ORDERS[self.order.removeprefix("-")]

    @property
    def is_turned(self) -> bool:
        """Whether the largest comes first."""
        return self.order.startswith("-")

    @classmethod
    def of(cls, parameters: Mapping[str, str]) -> "Wanted":
        order = parameters.get("urut", "")
        parts = (parameters.get(name, "") for name in ("kecamatan", "kabupaten", "provinsi"))
        return cls(
            text=parameters.get("cari", "").strip(),
            part=next(filter(None, parts), ""),
            level=parameters.get("kelas", ""),
            missing=parameters.get("kurang", ""),
            completeness=parameters.get("kelengkapan", ""),
            only_fragile=parameters.get("rapuh") == "ya",
            only_silent=parameters.get("belum_lapor") == "ya",
            only_different=parameters.get("beda") == "ya",
            order=order if order.removeprefix("-") in ORDERS else "kode",
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One kampung of the list; the place is named by the list."""

    kampung_uuid: str
    kode_desa: str
    nama: str
    level: str | None
    other: str | None  # under the other rule
    across: str | None  # on the other basis
    never_reported: bool
    index_input: float | None
    index_proses: float | None
    index_output: float | None
    points: int
    completeness: int
    last_entry: date | None
    kecamatan: str = ""

    @property
    def is_fragile(self) -> bool:
        return is_fragile(self.level, self.other)

    @property
    def is_different(self) -> bool:
        """Whether the class is another one on the other basis."""
        return self.level != self.across


def sort_keys(column: str) -> Sequence[str]:
    """The column, then what makes the order of any two kampung certain."""
    return (column, "kode_desa", "kampung_uuid")
