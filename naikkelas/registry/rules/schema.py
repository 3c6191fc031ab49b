"""The four forms of the registry, column by column as in the neutral report set.

Columns and lists: national website, August 2023; caps: architecture decision 7, in people,
families, couples or members. `RECORD` columns (id, kampung, dates, marks) are not asked of people.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any  # keywords of Field, passed on

from naikkelas.lib.fields import Field, Kind, Option
from naikkelas.registry.rules import reference

PEOPLE_CAP = 200_000
FAMILY_CAP = 100_000
MEMBER_CAP = 1_000


@dataclass(frozen=True, slots=True)
class Form:
    """One form: its code in files and URLs, its name for people, its fields in screen order."""

    code: str
    name: str
    description: str
    fields: tuple[Field, ...]
    short_name: str = ""  # where the name has no room, as on the tabs of a phone
    by_name: Mapping[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        named = MappingProxyType({one.name: one for one in self.fields})
        object.__setattr__(self, "by_name", named)  # as a frozen class is given what it derives

    def field(self, name: str) -> Field:
        """The field of a column; KeyError for a column that the form does not have."""
        return self.by_name[name]

    def names_of(self, *kinds: Kind) -> tuple[str, ...]:
        """The columns of these kinds, in order."""
        return tuple(field.name for field in self.fields if field.kind in kinds)


def _count(name: str, label: str, group: str, cap: int, **more: Any) -> Field:
    return Field(name, label, Kind.COUNT, group, cap=cap, **more)


def _flag(name: str, label: str, group: str, help: str = "") -> Field:
    return Field(name, label, Kind.FLAG, group, help=help)


def _listed(name: str, label: str, kind: Kind, group: str, source: str, length: int = 0) -> Field:
    return Field(name, label, kind, group, reference.options(source), max_length=length)


KAMPUNG = Form(
    "kampung",
    "Informasi kampung",
    "Satu Kampung KB untuk satu desa atau kelurahan.",
    (
        Field("nama", "Nama Kampung KB", Kind.TEXT, "Kampung", max_length=120),
        Field("tanggal_pencanangan", "Tanggal pencanangan", Kind.DATE, "Kampung"),
        Field(
            "cakupan_wilayah",
            "Cakupan wilayah",
            Kind.CHOICE,
            "Kampung",
            tuple(
                Option(code, name)
                for code, name in (("desa", "Desa/kelurahan"), ("dusun", "Dusun"), ("rw", "RW"))
            ),
            max_length=10,
        ),
        _listed("kriteria", "Kriteria lokasi", Kind.CHOICES, "Kampung", "kriteria_lokasi", 600),
        Field("gambaran_umum", "Gambaran umum", Kind.TEXT, "Kampung", max_length=5000),
        Field("lintang", "Lintang", Kind.DECIMAL, "Letak"),
        Field("bujur", "Bujur", Kind.DECIMAL, "Letak"),
        _flag("contoh_kabupaten", "Percontohan kabupaten", "Percontohan"),
        _flag("contoh_provinsi", "Percontohan provinsi", "Percontohan"),
    ),
)

_POKTAN = tuple(
    _flag(row["kode"], f"{row['nama']} ({row['kepanjangan']})", "Poktan dan sarana")
    for row in reference.rows("poktan_dan_sarana")
)
_MECHANISMS = tuple(
    field
    for column, code in reference.MECHANISMS.items()
    for field in (
        _flag(column, reference.names("mekanisme_operasional")[code], "Mekanisme operasional"),
        _listed(
            f"frekuensi_{column}",
            "Frekuensi",
            Kind.CHOICE,
            "Mekanisme operasional",
            "frekuensi",
            20,
        ),
    )
)

PROFIL = Form(
    "profil",
    "Profil",
    "Pokja, pendamping, sumber dana, poktan, sarana, data, dan mekanisme. Dilaporkan tiap bulan.",
    (
        _flag("pokja_ada", "Pokja sudah dibentuk", "Pokja"),
        _flag("pokja_sk", "Pokja memiliki SK", "Pokja"),
        _count("pokja_anggota", "Jumlah anggota Pokja", "Pokja", MEMBER_CAP),
        _flag("pokja_terlatih", "Pokja pernah dilatih", "Pokja"),
        Field("pokja_pelatihan", "Nama pelatihan", Kind.TEXT, "Pokja", max_length=300),
        _count("pokja_anggota_terlatih", "Jumlah anggota terlatih", "Pokja", MEMBER_CAP),
        _flag("plkb_ada", "Ada PKB/PLKB pendamping", "Pendamping"),
        Field("plkb_nip", "NIP PKB/PLKB", Kind.TEXT, "Pendamping", max_length=25, personal=True),
        Field(
            "plkb_nama", "Nama pendamping", Kind.TEXT, "Pendamping", max_length=120, personal=True
        ),
        Field(
            "plkb_kontak",
            "Kontak pendamping",
            Kind.TEXT,
            "Pendamping",
            max_length=60,
            personal=True,
        ),
        _listed(
            "pengarah",
            "Pendamping bila tidak ada PKB/PLKB",
            Kind.CHOICE,
            "Pendamping",
            "pendamping_selain_plkb",
            40,
        ),
        _flag("regulasi_ada", "Ada regulasi daerah", "Regulasi dan dana"),
        _listed("regulasi", "Jenis regulasi", Kind.CHOICES, "Regulasi dan dana", "regulasi", 120),
        _listed(
            "sumber_dana", "Sumber dana", Kind.CHOICES, "Regulasi dan dana", "sumber_dana", 160
        ),
        _flag("rkm_ada", "Ada rencana kerja masyarakat (RKM)", "Perencanaan dan data"),
        _flag("penggunaan_data_ada", "Data dipakai dalam perencanaan", "Perencanaan dan data"),
        _listed(
            "penggunaan_data",
            "Data yang dipakai",
            Kind.CHOICES,
            "Perencanaan dan data",
            "penggunaan_data",
            160,
        ),
        *_POKTAN,
        Field(
            "program_tambahan",
            "Program tambahan",
            Kind.CODES,
            "Poktan dan sarana",
            help="Baris program lain menurut sistem asal; kode dipisah tanda |.",
            max_length=300,
        ),
        *_MECHANISMS,
    ),
)

_AGES = tuple(
    _count(
        f"{sex}_{row['kode'][1:]}", f"{row['nama']} ({label})", "Penduduk menurut umur", PEOPLE_CAP
    )
    for sex, label in (("l", "laki-laki"), ("p", "perempuan"))
    for row in reference.rows("kelompok_umur")
)

PENDUDUK = Form(
    "penduduk",
    "Penduduk",
    "Jumlah penduduk menurut umur dan jenis kelamin, serta jumlah keluarga.",
    (
        *_AGES,
        *(
            _count(
                row["kode"],
                row["nama"],
                "Keluarga dan sasaran",
                PEOPLE_CAP if row["kode"] == "remaja" else FAMILY_CAP,
                help=row["keterangan"],
            )
            for row in reference.rows("jenis_keluarga")
        ),
    ),
)

KKBPK = Form(
    "kkbpk",
    "Perkembangan KKBPK",
    "Peserta poktan, peserta KB menurut metode, dan PUS bukan peserta KB. Dilaporkan tiap bulan.",
    (
        *(
            _count(
                f"peserta_{row['kode']}",
                f"Peserta {row['nama']}",
                "Peserta poktan",
                PEOPLE_CAP if row["kode"] == "pik_r" else FAMILY_CAP,
                not_above=row["penyebut_partisipasi"],
                help=row["keterangan"],
            )
            for row in reference.rows("poktan_dan_sarana")
            if row["jenis"] == "poktan"
        ),
        *(
            _count(row["kode"], row["nama"], "Peserta KB menurut metode", FAMILY_CAP)
            for row in reference.rows("kontrasepsi")
        ),
        *(
            _count(row["kode"], row["nama"], "PUS bukan peserta KB", FAMILY_CAP)
            for row in reference.rows("bukan_peserta_kb")
        ),
        _count("pengguna_bpjs", "Pengguna BPJS Kesehatan", "Jaminan kesehatan", PEOPLE_CAP),
    ),
    short_name="KKBPK",
)

# The forms that are reported in versions, in the order in which a Pokja fills them.
REPORTS = (PROFIL, PENDUDUK, KKBPK)
FORMS = MappingProxyType({form.code: form for form in (KAMPUNG, *REPORTS)})
AGE_COLUMNS = tuple(field.name for field in _AGES)
