"""Sums that a person expects to see under a group of figures, and what they should come to."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from naikkelas.registry.rules import reference, schema

Figures = Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Total:
    """One sum under a group; `against` names the figures of the penduduk report it is held to."""

    label: str
    columns: tuple[str, ...]
    against: tuple[str, ...] = ()
    against_label: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A sum of what is filled in so far, with the figure that it should come to where known."""

    total: Total
    value: int
    expected: int | None

    @property
    def difference(self) -> int | None:
        """Positive when there is too much; None while nothing is known to compare with."""
        return None if self.expected is None else self.value - self.expected


_MEN = tuple(name for name in schema.AGE_COLUMNS if name.startswith("l_"))
_WOMEN = tuple(name for name in schema.AGE_COLUMNS if name.startswith("p_"))

TOTALS: Mapping[str, tuple[Total, ...]] = MappingProxyType(
    {
        "Penduduk menurut umur": (
            Total("Laki-laki", _MEN),
            Total("Perempuan", _WOMEN),
            Total("Jumlah penduduk", schema.AGE_COLUMNS),
        ),
        "Peserta KB menurut metode": (Total("Jumlah peserta KB", reference.METHODS),),
        "PUS bukan peserta KB": (
            Total("Jumlah bukan peserta KB", reference.NON_USERS),
            Total(
                "Peserta dan bukan peserta KB",
                (*reference.METHODS, *reference.NON_USERS),
                ("pus",),
                "PUS menurut laporan penduduk",
            ),
        ),
    }
)
"""Group of a form to its sums."""


def shown(group: str, figures: Figures, penduduk: Figures) -> list[Shown]:
    """The sums of a group; what is not filled in adds nothing."""
    return [
        Shown(
            total, sum(figures.get(name) or 0 for name in total.columns), _expected(total, penduduk)
        )
        for total in TOTALS.get(group, ())
    ]


def _expected(total: Total, penduduk: Figures) -> int | None:
    parts = [part for name in total.against if (part := penduduk.get(name)) is not None]
    return sum(parts) if parts and len(parts) == len(total.against) else None
