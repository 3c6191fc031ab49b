"""What can be true in a report, as plain data: one set of limits for forms, imports and templates.

`registry.rules.checks` applies it to one report, `exchange.rules.checks` to columns of an import.
Hard rules are refused (an import "as reported" stores and marks them), soft rules only flag:
architecture decision 7. A mark is written `rule:column`; several are joined by `|`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from naikkelas.lib.fields import Field, Kind
from naikkelas.registry.rules import reference, schema


class Hard(StrEnum):
    """Rules that no true report breaks."""

    NEGATIVE = "negatif"
    ABOVE_CAP = "melebihi_batas"
    TRAINED_ABOVE_MEMBERS = "terlatih_melebihi_anggota"
    FUTURE_MONTH = "bulan_mendatang"
    FUTURE_DATE = "tanggal_mendatang"
    BEFORE_PROGRAMME = "pencanangan_terlalu_awal"
    ABOVE_TARGET = "peserta_melebihi_sasaran"  # hard in our own form, soft in an import


class Soft(StrEnum):
    """What is stored and flagged for a second look."""

    ABOVE_TARGET = "peserta_melebihi_sasaran"
    SUM_IS_NOT_PUS = "jumlah_kb_bukan_pus"
    PUS_ABOVE_FAMILIES = "pus_melebihi_keluarga"
    FAMILIES_ABOVE_PEOPLE = "keluarga_melebihi_penduduk"
    FAMILY_SIZE = "ukuran_keluarga_janggal"
    YOUTH_ABOVE_AGES = "remaja_melebihi_penduduk"
    BPJS_ABOVE_PEOPLE = "bpjs_melebihi_penduduk"
    TEN_TIMES_MEDIAN = "sepuluh_kali_median"
    SUDDEN_CHANGE = "berubah_mendadak"
    COPY_OF_LAST = "sama_dengan_laporan_lalu"
    OUTSIDE_INDONESIA = "di_luar_indonesia"
    UNLIKE_RECORDS = "berbeda_dari_catatan"


@dataclass(frozen=True, slots=True)
class NotAbove:
    """`column` may not exceed the sum of `limits`, once that sum is filled in and positive.

    The figures of `limits` are those of the same report, or of the newest penduduk report of the
    kampung when `of_penduduk` is set.
    """

    form: str
    rule: Hard | Soft
    column: str
    limits: tuple[str, ...]
    of_penduduk: bool = False


# A target of zero is a limit too (nobody can take part), members of zero are not: portal-exact 12.
TRAINED = NotAbove(
    "profil", Hard.TRAINED_ABOVE_MEMBERS, "pokja_anggota_terlatih", ("pokja_anggota",)
)
PARTICIPANTS = tuple(
    NotAbove("kkbpk", Soft.ABOVE_TARGET, column, (target,), of_penduduk=True)
    for column, target in reference.TARGETS.items()
)
YOUTH_AGES = tuple(f"{sex}_{ages}" for sex in "lp" for ages in ("10_14", "15_19", "20_24"))
PLAUSIBLE = (
    NotAbove("penduduk", Soft.PUS_ABOVE_FAMILIES, "pus", ("keluarga",)),
    NotAbove("penduduk", Soft.FAMILIES_ABOVE_PEOPLE, "keluarga", schema.AGE_COLUMNS),
    NotAbove("penduduk", Soft.YOUTH_ABOVE_AGES, "remaja", YOUTH_AGES),
    NotAbove(
        "kkbpk", Soft.BPJS_ABOVE_PEOPLE, "pengguna_bpjs", schema.AGE_COLUMNS, of_penduduk=True
    ),
)

# Users and non-users together are the couples of childbearing age (PUS) of the penduduk report.
COUPLES = (*reference.METHODS, *reference.NON_USERS)
COUPLES_TOTAL = "pus"

FIRST_PENCANANGAN = date(2016, 1, 1)
"""The programme was proclaimed on 14 January 2016."""
FIRST_REPORT_YEAR = 2016

MEDIAN_FACTOR = 10
"""More than this many times the median of the kampung's other versions is doubtful."""
MEDIAN_FLOOR = 20
"""Below this figure a multiple of the median says nothing."""
SUDDEN_FACTOR = 5
"""A figure that grows fivefold, or falls to a fifth, from one version to the next."""
SUDDEN_FLOOR = 100
"""Smaller figures swing without meaning anything."""

FAMILY_SIZE = (1.5, 10)
"""People for each family between which the average of a village lies (the nation: about 3.5)."""

INDONESIA: Mapping[str, tuple[float, float]] = MappingProxyType(
    {"lintang": (-11.5, 6.5), "bujur": (94.5, 141.5)}
)
"""Degrees between which every village of Indonesia lies (Rote to Sabang, Sabang to Merauke)."""

EARTH: Mapping[str, int] = MappingProxyType({"lintang": 90, "bujur": 180})
"""Degrees beyond which there is no place at all."""

LARGEST = 2**31 - 1
"""Counts are 32-bit, at the portal (portal-exact 11) and here."""

_CAP_GROUPS = {
    schema.PEOPLE_CAP: "people",
    schema.FAMILY_CAP: "families",
    schema.MEMBER_CAP: "members",
}
CAP_GROUPS: Mapping[str, str] = MappingProxyType(
    {
        field.name: _CAP_GROUPS[field.cap]
        for form in schema.REPORTS
        for field in form.fields
        if field.kind is Kind.COUNT and field.cap in _CAP_GROUPS
    }
)
"""Column to the key of the setting `hard_caps` (people, families, members) that bounds it."""


def cap_of(field: Field, hard_caps: Mapping[str, int] | None = None) -> int | None:
    """The largest value of a count that can be true, in its own unit; None where there is none."""
    return (hard_caps or {}).get(CAP_GROUPS.get(field.name, ""), field.cap)


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a broken rule says and what to do; both may name {label}, {value}, {limit}, {of}."""

    message: str
    remedy: str


SENTENCES: Mapping[str, Sentence] = MappingProxyType(
    {
        Hard.NEGATIVE: Sentence(
            "{label} tidak boleh negatif ({value}).", "Isi angka nol atau lebih."
        ),
        Hard.ABOVE_CAP: Sentence(
            "{label} terlalu besar: {value}, paling banyak {limit}.",
            "Periksa kelebihan angka atau titik ribuan.",
        ),
        Hard.TRAINED_ABOVE_MEMBERS: Sentence(
            "Anggota terlatih ({value}) lebih banyak daripada anggota Pokja ({limit}).",
            "Perbaiki salah satu angka.",
        ),
        Hard.FUTURE_MONTH: Sentence(
            "Laporan untuk bulan yang belum tiba: {value}.", "Perbaiki bulan atau tahun."
        ),
        Hard.FUTURE_DATE: Sentence(
            "{label} belum tiba: {value}.", "Isi tanggal hari ini atau sebelumnya."
        ),
        Hard.BEFORE_PROGRAMME: Sentence(
            "Pencanangan {value} terlalu awal; program dimulai Januari 2016.",
            "Perbaiki tanggal pencanangan atau kosongkan.",
        ),
        Soft.ABOVE_TARGET: Sentence(
            "{label} ({value}) lebih banyak daripada sasarannya ({of}: {limit}).",
            "Periksa jumlah peserta dan jumlah sasaran.",
        ),
        Soft.SUM_IS_NOT_PUS: Sentence(
            "Peserta KB dan bukan peserta KB berjumlah {value}, sedangkan PUS {limit}.",
            "Samakan jumlahnya dengan PUS pada laporan penduduk.",
        ),
        Soft.PUS_ABOVE_FAMILIES: Sentence(
            "PUS ({value}) lebih banyak daripada keluarga ({limit}).", "Periksa kedua angka."
        ),
        Soft.FAMILIES_ABOVE_PEOPLE: Sentence(
            "Keluarga ({value}) lebih banyak daripada penduduk ({limit}).", "Periksa kedua angka."
        ),
        Soft.FAMILY_SIZE: Sentence(
            "{value} keluarga untuk {limit} penduduk: rata-rata per keluarga janggal.",
            "Periksa jumlah keluarga dan penduduk menurut umur.",
        ),
        Soft.YOUTH_ABOVE_AGES: Sentence(
            "Remaja ({value}) lebih banyak daripada penduduk umur 10–24 tahun ({limit}).",
            "Periksa kedua angka.",
        ),
        Soft.BPJS_ABOVE_PEOPLE: Sentence(
            "Pengguna BPJS ({value}) lebih banyak daripada penduduk ({limit}).",
            "Periksa kedua angka.",
        ),
        Soft.TEN_TIMES_MEDIAN: Sentence(
            "{label} ({value}) lebih dari sepuluh kali angka yang biasa di kampung ini ({limit}).",
            "Periksa kelebihan angka.",
        ),
        Soft.SUDDEN_CHANGE: Sentence(
            "{label} berubah mendadak: dari {limit} menjadi {value}.",
            "Periksa angka ini dan angka laporan sebelumnya.",
        ),
        Soft.COPY_OF_LAST: Sentence(
            "Semua angka sama dengan laporan sebelumnya.",
            "Pastikan angka memang tidak berubah.",
        ),
        Soft.OUTSIDE_INDONESIA: Sentence(
            "{label} {value} berada di luar Indonesia.",
            "Periksa apakah lintang dan bujur tertukar.",
        ),
        Soft.UNLIKE_RECORDS: Sentence(
            "{label}: laporan ini berkata {value}, catatan kampung berkata {limit} ({of}).",
            "Perbaiki laporannya, atau ubah catatannya bila keadaannya memang berubah.",
        ),
    }
)


def mark(rule: str, column: str) -> str:
    """`rule:column`, as kept in `broken_rules` and `doubts`."""
    return f"{rule}:{column}"
