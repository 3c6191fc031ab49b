"""What a Pokja reports of an activity, and whether it can be true. Pure.

The form is that of the national portal (`rules.kegiatan`) with the people who came. Bands of age:
16–30 are *pemuda* (UU 40/2009 on youth); the others are those of the programme's target groups.
Missing is not zero: who did not count the people leaves the figure empty.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any  # a stored value: bool, int, text, date or None

from naikkelas.activities.rules.kegiatan import KEGIATAN
from naikkelas.lib.dates import id_date
from naikkelas.lib.fields import Field, Kind
from naikkelas.lib.numbers import id_number
from naikkelas.registry.rules.limits import FIRST_PENCANANGAN
from naikkelas.registry.rules.schema import PEOPLE_CAP, Form

AGES: Mapping[str, str] = MappingProxyType(
    {
        "00_09": "0–9 tahun",
        "10_15": "10–15 tahun",
        "16_30": "16–30 tahun (pemuda)",
        "31_59": "31–59 tahun",
        "60_plus": "60 tahun ke atas",
    }
)
SEXES: Mapping[str, str] = MappingProxyType({"l": "Laki-laki", "p": "Perempuan"})
PARTICIPANTS = ("peserta_l", "peserta_p")
LATE_DAYS = 90
"""An activity older than this many days is taken, and marked for a second look (F31)."""
SHORTEST_TITLE = 5
MOST_PHOTOS = 5
"""Photos of one activity."""

_PEOPLE = "Peserta"
_NIK = re.compile(r"(?<!\d)\d{16}(?!\d)")
_PORTAL = tuple(field for field in KEGIATAN.fields if field.name != "jumlah_foto")


def _counts(sex: str) -> Iterator[Field]:
    name = SEXES[sex]
    yield Field(f"peserta_{sex}", f"Peserta {name.lower()}", Kind.COUNT, _PEOPLE, cap=PEOPLE_CAP)
    for code, age in AGES.items():
        yield Field(f"{sex}_{code}", f"{name} {age}", Kind.COUNT, _PEOPLE, cap=PEOPLE_CAP)


ACTIVITY = Form(
    "kegiatan",
    "Kegiatan",
    "Satu laporan untuk satu kegiatan yang sudah dilaksanakan.",
    (
        *_PORTAL,
        *_counts("l"),
        *_counts("p"),
        Field("is_youth_led", "Digerakkan pemuda", Kind.FLAG, _PEOPLE),
        Field("kelompok", "Kelompok yang mengadakan", Kind.TEXT, "Rencana", max_length=36),
        Field("rkm_item", "Kegiatan RKM", Kind.TEXT, "Rencana", max_length=36),
    ),
)
"""What is asked of a report here, in the order of the screen."""
KEYS = ("kelompok", "rkm_item")
"""Answers that are keys: of the group that held it (`registry.Kelompok`), of an `RKMItem`."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that cannot be, or (soft) that needs a second look; beside which field."""

    rule: str
    column: str
    sentence: str
    is_hard: bool = True

    @property
    def mark(self) -> str:
        """`rule:column`, as kept in `doubts`."""
        return f"{self.rule}:{self.column}"


def problems(values: Mapping[str, Any], today: date) -> list[Problem]:
    """Everything that speaks against an activity, in the order of the form; `today` is there."""
    found = [*_day(values.get("tanggal"), today), *_words(values), *_others(values)]
    found += [one for sex in SEXES for one in _people(values, sex)]
    order = {name: place for place, name in enumerate(ACTIVITY.by_name)}
    return sorted(found, key=lambda one: order[one.column])


def _day(day: date | None, today: date) -> Iterator[Problem]:
    column = "tanggal"
    if day is None:
        yield Problem("kosong", column, "Tanggal kegiatan belum diisi. Pilih tanggal kegiatan.")
    elif day > today:
        yield Problem(
            "tanggal_mendatang",
            column,
            f"Tanggal kegiatan belum tiba: {id_date(day)}. Isi tanggal hari ini atau sebelumnya.",
        )
    elif day < FIRST_PENCANANGAN:
        yield Problem(
            "sebelum_program",
            column,
            f"{id_date(day)} terlalu awal; program dimulai Januari 2016. Perbaiki tahunnya.",
        )
    elif today - day > timedelta(days=LATE_DAYS):
        yield Problem(
            "terlambat",
            column,
            f"Kegiatan ini lebih dari {LATE_DAYS} hari yang lalu. Pastikan tanggalnya benar.",
            is_hard=False,
        )


def _words(values: Mapping[str, Any]) -> Iterator[Problem]:
    title = values.get("judul") or ""
    if not title:
        yield Problem("kosong", "judul", "Judul kegiatan belum diisi. Tulis kegiatannya.")
    elif len(title) < SHORTEST_TITLE:
        yield Problem(
            "terlalu_pendek", "judul", "Judul terlalu pendek. Tulis, misalnya, “Posyandu balita”."
        )
    for column in ("tempat", "judul", "deskripsi"):
        if _NIK.search(values.get(column) or ""):
            label = ACTIVITY.field(column).label
            yield Problem(
                "nik",
                column,
                f"{label} memuat 16 angka seperti NIK, yang tidak disimpan di sini. Hapus.",
            )


def _others(values: Mapping[str, Any]) -> Iterator[Problem]:
    named = (values.get("instansi") or "").split("|")
    if "lainnya" in named and not values.get("instansi_lainnya"):
        yield Problem(
            "kosong", "instansi_lainnya", "Anda memilih instansi “Lainnya”. Tulis nama instansinya."
        )


def _people(values: Mapping[str, Any], sex: str) -> Iterator[Problem]:
    total_name = f"peserta_{sex}"
    names = (total_name, *(f"{sex}_{age}" for age in AGES))
    for name in names:
        value, label = values.get(name), ACTIVITY.field(name).label
        if value is not None and value < 0:
            yield Problem("negatif", name, f"{label} tidak boleh negatif. Isi nol atau lebih.")
        elif value is not None and value > PEOPLE_CAP:
            most = id_number(PEOPLE_CAP)
            yield Problem(
                "melebihi_batas",
                name,
                f"{label} terlalu besar: {id_number(value)}, paling banyak {most}. "
                "Periksa kelebihan angka.",
            )
    total = values.get(total_name)
    bands = sum(value for name in names[1:] if (value := values.get(name)) is not None)
    if total is not None and bands > total:
        yield Problem(
            "umur_melebihi_jumlah",
            total_name,
            f"Peserta {SEXES[sex].lower()} menurut umur berjumlah {id_number(bands)}, lebih banyak "
            f"daripada jumlahnya ({id_number(total)}). Perbaiki salah satu.",
        )


def doubts(found: list[Problem]) -> str:
    """The marks of the soft ones, as a row keeps them."""
    return "|".join(one.mark for one in found if not one.is_hard)


_DOUBTS: Mapping[str, str] = MappingProxyType(
    {"terlambat": f"Dilaporkan lebih dari {LATE_DAYS} hari setelah kegiatan"}
)


def doubt_in_words(mark: str) -> str:
    """A mark of `doubts` for people.

    >>> doubt_in_words("terlambat:tanggal")
    'Dilaporkan lebih dari 90 hari setelah kegiatan'
    """
    rule = mark.partition(":")[0]
    return _DOUBTS.get(rule, rule.replace("_", " ").capitalize())
