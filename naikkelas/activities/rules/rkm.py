"""What a plan item asks, how proposals and edits meet it, and what the plan adds up to. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any  # a stored value: int, text or None

from naikkelas.lib.dates import MONTHS, MONTHS_SHORT
from naikkelas.lib.fields import Field, Kind, Option
from naikkelas.lib.numbers import id_rupiah
from naikkelas.registry.errors import UnfitAnswer
from naikkelas.registry.rules import reference
from naikkelas.registry.rules.answers import answers
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
        Field("kader", "Kader penanggung jawab", Kind.TEXT, "RKM", max_length=36, personal=True),
        Field("responsible", "Penanggung jawab", Kind.TEXT, "RKM", max_length=120, personal=True),
        _listed("instansi", "Mitra", Kind.CHOICES, "instansi", 1000),
        Field("instansi_lainnya", "Mitra lain", Kind.TEXT, "RKM", max_length=200),
    ),
)
LABELS: Mapping[str, str] = {
    **{field.name: field.label for field in ITEM.fields},
    "state": "Keadaan",
    "spent": "Biaya terpakai",
    "result": "Hasil",
}
"""Everything about an item that people change, in words."""
COURSE = ("state", "spent", "result")
"""How an item goes: changes without a revision of the plan."""
NAMES = tuple(field.name for field in ITEM.fields)


_ALL_BUT_MONEY = Form(
    ITEM.code,
    ITEM.name,
    ITEM.description,
    tuple(field for field in ITEM.fields if field.kind is not Kind.COUNT),
)


def item_values(given: Mapping[str, Any]) -> dict[str, Any]:
    """Every column of an item with a value that it can hold, else `UnfitAnswer`."""
    values = answers(_ALL_BUT_MONEY, {name: given[name] for name in given if name != "cost"})
    if not values["name"]:
        raise UnfitAnswer("name", "Tulis nama kegiatannya.")
    return {**values, "cost": _money(given.get("cost"))}


def _money(given: object) -> int | None:
    if given is None or given == "":
        return None
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given <= COST_CAP:
        raise UnfitAnswer("cost", "Biaya: isi rupiah tanpa koma, misalnya 2.500.000.")
    return given


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
    kader: str = ""
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
    known: list[Proposal] = []
    struck: list[Proposal] = []
    for one in proposals:
        place = (one.source, one.key)
        if place not in present:
            new.setdefault(place, one)
        else:
            (struck if present[place] else known).append(one)
    return Sorted(tuple(new.values()), tuple(known), tuple(struck))


def summed(amounts: Sequence[int | None]) -> int | None:
    """The sum of what is known; None where nothing is."""
    known = [one for one in amounts if one is not None]
    return sum(known) if known else None


# In words ---------------------------------------------------------------------------------------

STATES: Mapping[str, str] = {
    "rencana": "Direncanakan",
    "berjalan": "Berjalan",
    "selesai": "Selesai",
    "batal": "Tidak jadi",
}


def months_in_words(months: str) -> str:
    """`Mar, Jul`; empty where no month is planned.

    >>> months_in_words("3|7")
    'Mar, Jul'
    """
    return ", ".join(MONTHS_SHORT[int(one) - 1] for one in split(months))


def in_words(name: str, value: object) -> str:
    """A stored answer of an item as people read it; empty where nothing was filled in."""
    if value is None or value == "":
        return ""
    if name in {"cost", "spent"}:
        return id_rupiah(int(str(value)))
    if name == "state":
        return STATES[str(value)]
    field = ITEM.by_name.get(name)
    if field is None or not field.options:
        return str(value)
    known = {option.code: option.name for option in field.options}
    return ", ".join(known.get(one, one) for one in split(str(value)))
