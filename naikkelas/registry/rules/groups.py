"""What is asked of a group, of a Rumah DataKu and of an innovation, field by field."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any  # a stored value: bool, int, text, date or None

from naikkelas.lib.fields import Field, Kind
from naikkelas.registry.errors import UnfitAnswer
from naikkelas.registry.rules import dataku
from naikkelas.registry.rules.answers import answers
from naikkelas.registry.rules.schema import PEOPLE_CAP, Form

EARLIEST = date(1980, 1, 1)
"""Poktan are older than the programme; the first ones date from the eighties."""

KELOMPOK = Form(
    "kelompok",
    "Kelompok",
    "Poktan, Sekretariat, Rumah DataKu, atau DASHAT di kampung.",
    (
        Field("nama", "Nama", Kind.TEXT, max_length=120, help="Misalnya: BKB Melati."),
        Field("since", "Sejak kapan ada", Kind.DATE, help="Perkiraan boleh."),
        Field("decree", "Nomor SK", Kind.TEXT, max_length=120, help="Kosongkan bila belum ada."),
        Field("members", "Jumlah anggota", Kind.COUNT, cap=PEOPLE_CAP),
        Field("last_met_on", "Pertemuan terakhir", Kind.DATE),
    ),
)

INOVASI = Form(
    "inovasi",
    "Inovasi",
    "Hal baru yang dibuat kampung untuk menjawab masalahnya sendiri.",
    (
        Field("title", "Nama inovasi", Kind.TEXT, max_length=160),
        Field("problem", "Masalah yang dijawab", Kind.TEXT, max_length=500),
        Field("what", "Apa yang dilakukan", Kind.TEXT, max_length=1000),
        Field("since", "Sejak kapan", Kind.DATE),
        Field("is_youth_led", "Dipimpin pemuda (umur 16–30 tahun)", Kind.FLAG),
    ),
)

DATAKU = Form(
    "dataku",
    "Rumah DataKu",
    "Apa yang sudah ada di Rumah DataKu, menurut enam kriteria panduan.",
    (
        Field(
            "sk_struktur",
            "Ada SK dan struktur lengkap",
            Kind.FLAG,
            help="Struktur: satu ketua dan sedikitnya dua kader.",
        ),
        Field(
            "orientasi",
            "Orientasi pengelola",
            Kind.CHOICE,
            options=dataku.options("orientasi"),
            max_length=20,
        ),
        Field("sarana", "Sarana", Kind.CHOICES, options=dataku.options("sarana"), max_length=200),
        Field(
            "jenis_data",
            "Jenis data",
            Kind.CHOICES,
            options=dataku.options("jenis_data"),
            max_length=200,
        ),
        Field(
            "penyajian",
            "Jumlah bentuk penyajian data",
            Kind.COUNT,
            cap=100,
            help="Misalnya tabel, grafik, dan peta dihitung tiga.",
        ),
        Field(
            "pemanfaatan",
            "Data dipakai untuk",
            Kind.CHOICES,
            options=dataku.options("pemanfaatan"),
            max_length=100,
        ),
    ),
)

REQUIRED: Mapping[str, frozenset[str]] = MappingProxyType(
    {"kelompok": frozenset({"nama"}), "inovasi": frozenset({"title", "what"})}
)
FORMS = (KELOMPOK, INOVASI, DATAKU)


def checked(form: Form, given: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Every column in its own kind and possible, else `UnfitAnswer` with what to do."""
    values = answers(form, given)
    for name, field in form.by_name.items():
        value = values[name]
        if value == "" and name in REQUIRED.get(form.code, ()):
            raise UnfitAnswer(name, f"{field.label}: isi dahulu.")
        if field.kind is Kind.DATE and value is not None:
            insist_on_day(name, field.label, value, today)
        if field.kind is Kind.COUNT and value is not None:
            _insist_on_count(field, value)
    return values


def insist_on_day(column: str, label: str, day: date, today: date) -> None:
    """A day that has come, and not from before there were such groups."""
    if day > today:
        raise UnfitAnswer(column, f"{label}: tanggal ini belum tiba. Isi hari ini atau sebelumnya.")
    if day < EARLIEST:
        raise UnfitAnswer(column, f"{label}: tanggal ini terlalu lama. Periksa tahunnya.")


def _insist_on_count(field: Field, value: int) -> None:
    if value < 0:
        raise UnfitAnswer(field.name, f"{field.label}: isi angka nol atau lebih.")
    if field.cap is not None and value > field.cap:
        raise UnfitAnswer(field.name, f"{field.label}: angka ini terlalu besar. Periksa lagi.")


def dataku_answers(values: Mapping[str, Any]) -> dict[str, Any]:
    """Stored columns of a Rumah DataKu as `dataku.judge` reads them; empty is not told."""
    several = DATAKU.names_of(Kind.CHOICES)
    return {
        name: None if value == "" else value.split("|") if name in several else value
        for name, value in values.items()
    }
