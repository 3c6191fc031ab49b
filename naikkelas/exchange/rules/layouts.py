"""The five tables of the neutral report set: their columns, headings and what each needs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

from naikkelas.activities.rules import KEGIATAN
from naikkelas.lib.fields import Field, Kind, Option
from naikkelas.registry.rules import reference
from naikkelas.registry.rules.schema import KAMPUNG, KKBPK, PENDUDUK, PROFIL, Form

WIDE = frozenset({"id", "kampung_id"})
"""Whole numbers of 64 bits: identifiers of the source, not counts."""

_ID = Field("id", "ID asal", Kind.COUNT, "Baris")
_KAMPUNG_ID = Field("kampung_id", "ID kampung asal", Kind.COUNT, "Baris")
_VILLAGE = Field("kode_desa", "Kode desa/kelurahan", Kind.TEXT, "Baris", max_length=13)
_MONTH = Field("bulan", "Bulan", Kind.COUNT, "Baris")
_YEAR = Field("tahun", "Tahun", Kind.COUNT, "Baris")
_ENTERED = Field("tanggal_isi", "Tanggal isi", Kind.DATE, "Baris")
_ACTIVE = Field("aktif", "Aktif", Kind.FLAG, "Baris")
_MARKED = Field("aktif", "Aktif di sistem asal", Kind.FLAG, "Baris")

IGNORED = frozenset(
    {
        "cacat",
        "masalah",
        "barisasal",
        "berkasasal",
        "catatan",
        "namadesa",
        "namakampung",
        "kecamatan",
    }
)
"""Headings that are known and carry nothing to store."""


@dataclass(frozen=True)
class Layout:
    """One table: `record` are the columns about the row itself, the others are the form's.

    Of each group in `needs` at least one column must be there.
    """

    form: Form
    sheet: str
    record: tuple[Field, ...]
    needs: tuple[tuple[str, ...], ...]
    order: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """The name of the table; its file is `<code>.csv`."""
        return self.form.code

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        return (*self.record, *(replace(f, label=heading(f, self.form)) for f in self.form.fields))

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        return MappingProxyType({field.name: field for field in self.fields})

    @cached_property
    def headings(self) -> Mapping[str, str]:
        """Every accepted spelling of a heading, as a key, to the column's name."""
        return MappingProxyType(dict(self._spellings()))

    def _spellings(self) -> Iterator[tuple[str, str]]:
        for field in self.fields:
            yield key_of(field.label), field.name
        for spelling, name in _ALIASES.items():
            if name in self.by_name:
                yield spelling, name
        for field in self.fields:
            yield key_of(field.name), field.name

    @property
    def neutral(self) -> tuple[str, ...]:
        """The columns of the neutral set in their order (no `kode_desa` in reports)."""
        if self.form is KAMPUNG:
            return ("id", "kode_desa", *(field.name for field in self.form.fields), "aktif")
        record = tuple(field.name for field in self.record if field.name != "kode_desa")
        if self.form is PENDUDUK:
            record = tuple(name for name in record if name not in {"bulan", "tahun"})
        return (*record, *(self.order or (field.name for field in self.form.fields)))

    def missing(self, columns: frozenset[str]) -> tuple[tuple[str, ...], ...]:
        """The groups of `needs` of which no column is there."""
        return tuple(group for group in self.needs if not columns.intersection(group))


_ALIASES = {
    "desa": "kode_desa",
    "kodekelurahan": "kode_desa",
    "kodedesa": "kode_desa",
    "kodewilayah": "kode_desa",
    "idkampung": "kampung_id",
    "tanggalpengisian": "tanggal_isi",
    "tanggalkegiatan": "tanggal",
    "namakampungkb": "nama",
}


def key_of(heading: str) -> str:
    """A heading without capitals, spaces and signs: `Kode desa` and `kode_desa` meet.

    >>> key_of("Kode  Desa/Kelurahan *")
    'kodedesakelurahan'
    """
    return "".join(letter for letter in heading.casefold() if letter.isalnum())


def heading(field: Field, form: Form) -> str:
    """The field's label, made unique where a form uses one label for several fields."""
    if field.name.startswith("frekuensi_"):
        return f"Frekuensi {form.field(field.name.removeprefix('frekuensi_')).label.lower()}"
    return field.label


def _neutral_profil() -> tuple[str, ...]:
    """The neutral file puts the five frequencies after the five mechanisms."""
    names = tuple(field.name for field in PROFIL.fields)
    late = tuple(name for name in names if name.startswith("frekuensi_"))
    return (*(name for name in names if name not in late), *late)


_WHICH = ("kampung_id", "kode_desa")
KAMPUNG_TABLE = Layout(KAMPUNG, "Kampung", (_ID, _VILLAGE, _ACTIVE), (("kode_desa",), ("nama",)))
PROFIL_TABLE = Layout(
    PROFIL,
    "Profil",
    (_ID, _KAMPUNG_ID, _VILLAGE, _MONTH, _YEAR, _ENTERED, _MARKED),
    (_WHICH, ("tahun",), ("bulan",), ("tanggal_isi",)),
    _neutral_profil(),
)
PENDUDUK_TABLE = Layout(
    PENDUDUK,
    "Penduduk",
    (_ID, _KAMPUNG_ID, _VILLAGE, _MONTH, _YEAR, _ENTERED, _MARKED),
    (_WHICH, ("tanggal_isi",)),
)
KKBPK_TABLE = Layout(
    KKBPK,
    "KKBPK",
    (_ID, _KAMPUNG_ID, _VILLAGE, _MONTH, _YEAR, _ENTERED, _MARKED),
    (_WHICH, ("tahun",), ("bulan",), ("tanggal_isi",)),
)
KEGIATAN_TABLE = Layout(
    KEGIATAN, "Kegiatan", (_ID, _KAMPUNG_ID, _VILLAGE), (_WHICH, ("tanggal",), ("judul",))
)
# In the order of dependence: kampung before their reports, penduduk before those it bounds.
LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {
        layout.code: layout
        for layout in (KAMPUNG_TABLE, PENDUDUK_TABLE, PROFIL_TABLE, KKBPK_TABLE, KEGIATAN_TABLE)
    }
)


def vocabulary(field: Field) -> dict[str, str]:
    """Every spelling of a list's choices, case folded, to the code: code, name, portal's name.

    Withdrawn choices are known too: history keeps them.
    """
    spelled = {option.name.casefold(): option.code for option in _choices(field)}
    if field.name == "instansi":
        for row in reference.rows("instansi"):
            spelled[row["nama_portal"].casefold()] = row["kode"]
    return spelled | {option.code.casefold(): option.code for option in _choices(field)}


def _choices(field: Field) -> tuple[Option, ...]:
    if field.name == "inpres_kegiatan":
        known = reference.names("inpres_3_2022")
        return tuple(Option(code, name) for code, name in known.items())
    return field.options


def recognise(cells: list[str], name: str = "") -> tuple[Layout | None, int]:
    """The table whose headings these cells are, and how many of them it knows.

    The name of the file or sheet decides between equals; cells that lack what every table needs
    belong to none.
    """
    keys = [key_of(cell) for cell in cells]
    ranked = sorted(
        LAYOUTS.values(),
        key=lambda layout: (
            _known(layout, keys),
            key_of(name) in {key_of(layout.sheet), layout.code},
        ),
    )
    best = ranked[-1]
    count = _known(best, keys)
    return (best, count) if count >= 2 else (None, count)


def _known(layout: Layout, keys: list[str]) -> int:
    return len({layout.headings[key] for key in keys if key in layout.headings})
