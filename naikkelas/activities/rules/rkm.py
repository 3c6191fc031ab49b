"""What a plan item asks, how proposals and edits meet it, and what the plan adds up to. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from naikkelas.lib.dates import MONTHS
from naikkelas.lib.fields import Field, Kind, Option
from naikkelas.registry.rules import reference
from naikkelas.registry.rules.schema import Form

COST_CAP = 100_000_000_000
"""Rupiah: more than any village has in a year; a slip of the keyboard."""


def _listed(name: str, label: str, kind: Kind, source: str, length: int) -> Field:
    return Field(name, label, kind, "RKM", reference.options(source), max_length=length)


ITEM = Form(
    "rkm",
    "Kegiatan RKM",
    "Satu baris untuk satu kegiatan yang direncanakan.",
    (
        Field("name", "Nama kegiatan", Kind.TEXT, "RKM", max_length=250),
        _listed("inpres_kegiatan", "Kegiatan Inpres 3/2022", Kind.CHOICE, "inpres_3_2022", 10),
        _listed("seksi", "Seksi", Kind.CHOICE, "seksi_pokja", 60),
        _listed("sasaran", "Sasaran", Kind.CHOICES, "sasaran_kegiatan", 200),
        Field("tempat", "Tempat", Kind.TEXT, "RKM", max_length=200),
        Field(
            "months",
            "Bulan",
            Kind.CHOICES,
            "RKM",
            tuple(Option(str(number), name) for number, name in enumerate(MONTHS, 1)),
            max_length=40,
        ),
        Field("cost", "Biaya (rupiah)", Kind.COUNT, "RKM", cap=COST_CAP),
        _listed("sumber_dana", "Sumber dana", Kind.CHOICE, "sumber_dana", 30),
        Field("responsible", "Penanggung jawab", Kind.TEXT, "RKM", max_length=120, personal=True),
        _listed("instansi", "Mitra", Kind.CHOICES, "instansi", 1000),
        Field("instansi_lainnya", "Mitra lain", Kind.TEXT, "RKM", max_length=200),
    ),
)
NAMES = tuple(field.name for field in ITEM.fields)
_BLANK: Mapping[str, object] = {name: None if name == "cost" else "" for name in NAMES}


def split(codes: str) -> tuple[str, ...]:
    """The codes of a stored list."""
    return tuple(one for one in codes.split("|") if one)


def joined_months(months: Iterable[int]) -> str:
    """Months as they are stored: in order, each once.

    >>> joined_months([7, 3, 7])
    '3|7'
    """
    return "|".join(map(str, sorted(set(months))))


@dataclass(frozen=True, slots=True)
class Proposal:
    """An item that somebody else suggests. `key` names it within its source, for good and all.

    `cost` in rupiah, None where nobody knows it; `months` 1–12.
    """

    source: str
    key: str
    name: str
    months: tuple[int, ...] = ()
    cost: int | None = None
    sumber_dana: str = ""
    inpres_kegiatan: str = ""
    seksi: str = ""
    sasaran: str = ""
    tempat: str = ""
    responsible: str = ""
    instansi: str = ""
    instansi_lainnya: str = ""

    @property
    def values(self) -> dict[str, object]:
        """The columns of an item."""
        own = {name: getattr(self, name) for name in NAMES if name != "months"}
        return {**own, "months": joined_months(self.months)}


@dataclass(frozen=True, slots=True)
class Sorted:
    """Proposals by what became of them: `struck` are those that the village struck out before."""

    new: tuple[Proposal, ...]
    known: tuple[Proposal, ...]
    struck: tuple[Proposal, ...]


def sort(proposals: Iterable[Proposal], present: Mapping[tuple[str, str], bool]) -> Sorted:
    """Which proposals are news, given (source, key) → whether struck out of what is there."""
    new: dict[tuple[str, str], Proposal] = {}
    known, struck = [], []
    for one in proposals:
        place = (one.source, one.key)
        if place not in present:
            new.setdefault(place, one)
        else:
            (struck if present[place] else known).append(one)
    return Sorted(tuple(new.values()), tuple(known), tuple(struck))


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that two people changed differently since the version that one of them saw."""

    name: str
    label: str
    theirs: object
    yours: object


@dataclass(frozen=True, slots=True)
class Merged:
    """What an edit comes to: columns to change, and fields on which the two sides differ."""

    changes: Mapping[str, object]
    clashes: tuple[Clash, ...]


def merge(
    base: Mapping[str, object], current: Mapping[str, object], mine: Mapping[str, object]
) -> Merged:
    """Put one person's edit of `base` onto `current`.

    Fields that only one side changed are taken from that side; the same change on both sides is no
    clash.
    """
    changes, clashes = {}, []
    for name, value in mine.items():
        if value == base[name] or value == current[name]:
            continue
        if current[name] == base[name]:
            changes[name] = value
        else:
            label = ITEM.field(name).label
            clashes.append(Clash(name, label, current[name], value))
    return Merged(changes, tuple(clashes))


def blank() -> dict[str, object]:
    """An item of which nothing was said."""
    return dict(_BLANK)


def summed(amounts: Sequence[int | None]) -> int | None:
    """The sum of what is known; None where nothing is."""
    known = [one for one in amounts if one is not None]
    return sum(known) if known else None
