"""The five files of the neutral report set: their columns, option codes and writing.

The order of the columns is that of the format; codes come from the registry's option lists.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from naikkelas.registry.rules import reference

Cell: TypeAlias = str | int | None
Row: TypeAlias = dict[str, Cell]


def _codes(name: str) -> tuple[str, ...]:
    return tuple(row["kode"] for row in reference.rows(name))


POKTAN = reference.POKTAN
SARANA = reference.SARANA
METHODS = reference.METHODS
NON_USERS = reference.NON_USERS
FAMILY_COUNTS = reference.FAMILIES
PARTICIPANTS = reference.TARGETS
"""Each participant count with the family count that it is divided by."""
MECHANISMS = tuple(reference.MECHANISMS)
LONG_ACTING = tuple(row["kode"] for row in reference.rows("kontrasepsi") if row["mkjp"] == "true")
SHORT_ACTING = tuple(code for code in METHODS if code not in LONG_ACTING)
FREQUENCIES = _codes("frekuensi")
FUNDS = _codes("sumber_dana")
DATA_USES = _codes("penggunaan_data")
REGULATIONS = _codes("regulasi")
OTHER_GUIDES = _codes("pendamping_selain_plkb")
AGENCY_CODES = _codes("instansi")
AGE_GROUPS = tuple(code.removeprefix("u") for code in _codes("kelompok_umur"))
AGE_COLUMNS = tuple(f"{sex}_{group}" for sex in "lp" for group in AGE_GROUPS)

SITE_CRITERIA = (
    "utama_peserta_kb_rendah",
    "utama_keluarga_miskin_tinggi",
    "wilayah_pesisir",
    "wilayah_terpencil",
    "wilayah_padat_penduduk",
    "khusus_program_kb",
    "khusus_pembangunan_keluarga",
)
"""The location criteria that the examples choose from (the portal has 18)."""

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "kampung": (
        "id",
        "kode_desa",
        "nama",
        "tanggal_pencanangan",
        "cakupan_wilayah",
        "kriteria",
        "gambaran_umum",
        "lintang",
        "bujur",
        "contoh_kabupaten",
        "contoh_provinsi",
        "aktif",
        "cacat",
    ),
    "profil": (
        "id",
        "kampung_id",
        "bulan",
        "tahun",
        "tanggal_isi",
        "aktif",
        "pokja_ada",
        "pokja_sk",
        "pokja_anggota",
        "pokja_terlatih",
        "pokja_pelatihan",
        "pokja_anggota_terlatih",
        "plkb_ada",
        "plkb_nip",
        "plkb_nama",
        "plkb_kontak",
        "pengarah",
        "regulasi_ada",
        "regulasi",
        "sumber_dana",
        "rkm_ada",
        "penggunaan_data_ada",
        "penggunaan_data",
        *POKTAN,
        *SARANA,
        "program_tambahan",
        *MECHANISMS,
        *(f"frekuensi_{name}" for name in MECHANISMS),
        "cacat",
    ),
    "penduduk": (
        "id",
        "kampung_id",
        "tanggal_isi",
        "aktif",
        *AGE_COLUMNS,
        *FAMILY_COUNTS,
        "cacat",
    ),
    "kkbpk": (
        "id",
        "kampung_id",
        "bulan",
        "tahun",
        "tanggal_isi",
        "aktif",
        *PARTICIPANTS,
        *METHODS,
        *NON_USERS,
        "pengguna_bpjs",
        "cacat",
    ),
    "intervensi": (
        "id",
        "kampung_id",
        "tanggal",
        "tempat",
        "judul",
        "deskripsi",
        "jenis_post",
        "kategori",
        "inpres_kegiatan",
        "sasaran",
        "instansi",
        "instansi_lainnya",
        "jumlah_foto",
        "cacat",
    ),
}
"""File name without `.csv` → its columns in order."""


def listed(codes: Iterable[str]) -> str:
    """The codes as one list cell, `a|b`; none chosen is an empty cell."""
    return "|".join(codes)


def chosen(options: Sequence[str], picked: Iterable[str]) -> str:
    """The picked codes as a list cell in the order of the option list, as a form stores them."""
    wanted = set(picked)
    return listed(option for option in options if option in wanted)


def flag(value: bool) -> str:
    """`ya` or `tidak`; a flag that nobody filled in is None instead."""
    return "ya" if value else "tidak"


def write(directory: Path, name: str, rows: Iterable[Row]) -> int:
    """Write one file of the set (UTF-8, comma, LF) and return the number of its rows."""
    columns = COLUMNS[name]
    count = 0
    with (directory / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        for row in rows:
            writer.writerow([row.get(column) for column in columns])
            count += 1
    return count
