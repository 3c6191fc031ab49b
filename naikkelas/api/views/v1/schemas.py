"""What goes in and out, typed.

Names of members are those of the files of the house, so that a file, a form and an answer are one
vocabulary; null is what nobody filled in, which is neither 0 nor no.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field, create_model

from naikkelas.activities.actions.withdrawing import LONGEST_REASON
from naikkelas.activities.rules.reporting import ACTIVITY
from naikkelas.lib.fields import Field as Asked
from naikkelas.lib.fields import Kind
from naikkelas.registry.rules.limits import FIRST_REPORT_YEAR, LARGEST
from naikkelas.registry.rules.schema import REPORTS, Form

LONGEST_CODE = 13
Code = Annotated[
    str,
    Field(max_length=LONGEST_CODE, pattern=r"^\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?$"),
]
"""A code of Kemendagri with its dots: `63`, `63.01`, `63.01.10`, `63.01.10.2004`."""
LevelCode = Literal["belum_lapor", "dasar", "berkembang", "mandiri", "berkelanjutan"]
Basis = Literal["dilaporkan", "terverifikasi"]


class Strict(Schema):
    """What a program sends; a member that nobody knows is told, not passed over."""

    model_config = ConfigDict(extra="forbid", strict=False)


class ErrorField(Schema):
    """What is wrong where."""

    where: str = Field(description="JSON pointer atau nama parameter")
    code: str
    detail: str


class Problem(Schema):
    """RFC 9457. `code` never changes; the sentences may."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    errors: list[ErrorField]
    request_id: str


# Areas and kampung ------------------------------------------------------------------------------


class Wilayah(Schema):
    """One area of the Kemendagri tree."""

    kode: str
    nama: str
    tingkat: int = Field(description="1 provinsi … 4 desa/kelurahan")
    jenis: str
    induk: str | None
    berlaku: bool
    diganti_oleh: str | None


class Kampung(Schema):
    """One Kampung KB."""

    id: UUID
    kode_desa: str
    kode_kabupaten: str
    kampung_id_asal: int | None
    nama: str
    tanggal_pencanangan: date | None
    cakupan_wilayah: str | None
    kriteria: list[str]
    lintang: float | None
    bujur: float | None
    contoh_kabupaten: bool | None
    contoh_provinsi: bool | None
    aktif: bool
    data_contoh: bool
    dicatat_pada: datetime


# Reports and activities -------------------------------------------------------------------------


def _out(field: Asked) -> Any:
    return {
        Kind.FLAG: bool | None,
        Kind.COUNT: int | None,
        Kind.DECIMAL: float | None,
        Kind.DATE: date | None,
        Kind.CHOICES: list[str],
        Kind.CODES: list[str],
    }.get(field.kind, str | None)


def _in(field: Asked) -> Any:
    """The type of an answer; the limits that an area may set are asked by the action."""
    if field.kind == Kind.COUNT:
        return Annotated[int, Field(ge=0, le=LARGEST)] | None
    if field.kind in {Kind.CHOICE, Kind.CHOICES}:
        one = Literal[tuple(option.code for option in field.options)]  # type: ignore[valid-type]
        many = Annotated[list[one], Field(max_length=len(field.options))]  # type: ignore[valid-type]
        return one | None if field.kind == Kind.CHOICE else many
    if field.kind == Kind.CODES:
        return Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=60)]
    if field.kind == Kind.TEXT:
        return Annotated[str, Field(max_length=field.max_length or 300)] | None
    return _out(field)


def asked_of_programs(form: Form) -> tuple[Asked, ...]:
    """The fields that programs read and write: names and contacts of people stay out."""
    return tuple(field for field in form.fields if not field.personal)


def _members(form: Form, *, going_in: bool) -> Iterator[tuple[str, Any]]:
    """Going in, everything may be left out; coming out, everything is there."""
    for field in asked_of_programs(form):
        told: Any = Field(title=field.label)
        if going_in and field.kind in {Kind.CHOICES, Kind.CODES}:
            told = Field(default_factory=list, title=field.label)
        elif going_in:
            told = Field(None, title=field.label)
        yield field.name, ((_in if going_in else _out)(field), told)


def _answers(form: Form, name: str, *, going_in: bool) -> type[Schema]:
    base = Strict if going_in else Schema
    members = dict(_members(form, going_in=going_in))
    return create_model(name, __base__=base, __doc__=form.description, **members)


class Version(Schema):
    """One version of a monthly report, without its answers."""

    id: UUID
    kampung: UUID
    kode_desa: str
    tahun: int
    bulan: int
    tanggal_isi: date
    keadaan: str
    disahkan_pada: datetime | None
    hal_meragukan: list[str]
    dicatat_pada: datetime


class NewVersion(Strict):
    """What a report needs besides its answers."""

    kampung: UUID
    tahun: int = Field(ge=FIRST_REPORT_YEAR, le=9999)
    bulan: int = Field(ge=1, le=12)
    alasan: str = Field("", max_length=300, description="Wajib bila bulan itu sudah disahkan")


def _pascal(code: str) -> str:
    return code.title().replace("_", "")


REPORT_OUT: dict[str, type[Schema]] = {}
REPORT_IN: dict[str, type[Strict]] = {}
for _form in REPORTS:
    _name = _pascal(_form.code)
    REPORT_OUT[_form.code] = create_model(
        f"Laporan{_name}",
        __base__=Version,
        __doc__=f"Satu versi laporan {_form.name}.",
        isi=(_answers(_form, f"Isi{_name}", going_in=False), ...),
    )
    REPORT_IN[_form.code] = create_model(
        f"Laporan{_name}Baru",
        __base__=NewVersion,
        __doc__=f"Laporan {_form.name} untuk satu bulan.",
        isi=(_answers(_form, f"Isi{_name}Baru", going_in=True), ...),
    )

ActivityAnswers = _answers(ACTIVITY, "IsiKegiatan", going_in=False)
NewActivityAnswers = _answers(ACTIVITY, "IsiKegiatanBaru", going_in=True)


class Kegiatan(Schema):
    """One activity in its current version; `id` stays through all of them."""

    id: UUID
    versi: UUID
    kampung: UUID
    kode_desa: str
    keadaan: str
    disahkan_pada: datetime | None
    hal_meragukan: list[str]
    dicatat_pada: datetime
    isi: ActivityAnswers  # type: ignore[valid-type]


class KegiatanBaru(Strict):
    """An activity that was held."""

    kampung: UUID
    isi: NewActivityAnswers  # type: ignore[valid-type]


class KegiatanUbah(Strict):
    """Answers of an activity that are to be other ones; those that are left out stay."""

    isi: NewActivityAnswers  # type: ignore[valid-type]


class Penarikan(Strict):
    """Why an activity is taken back."""

    alasan: str = Field(min_length=1, max_length=LONGEST_REASON)


# Classes ----------------------------------------------------------------------------------------


class HasilAturan(Schema):
    """What one rule says of one kampung; an index is null where the rule gives none."""

    aturan: str
    klasifikasi: LevelCode | None
    indeks_input: float | None
    indeks_proses: float | None
    indeks_output: float | None
    skor: dict[str, int | None]


class KelasKampung(Schema):
    """One kampung at a cut-off, under the rule that was asked for and the one beside it."""

    kampung: UUID
    kode_desa: str
    kampung_id_asal: int | None
    nama: str
    utama: HasilAturan
    pembanding: HasilAturan
    belum_pernah_lapor: bool
    kelengkapan: int
    laporan_terakhir: date | None


class Sudut(Schema):
    """From where an answer looks."""

    wilayah: str
    per: date
    aturan: str
    pembanding: str
    dasar: Basis


class Kelas(Schema):
    """A page of classes."""

    sudut: Sudut
    data: list[KelasKampung]
    berikutnya: str | None


class Nilai(Schema):
    """The score of one indicator, with what it comes from."""

    kode: str
    nama: str
    dimensi: str
    skor: int | None
    nilai: float | None
    satuan: str
    aturan: str
    belum_diisi: bool


class KelasRinci(Schema):
    """One kampung at a cut-off in full."""

    sudut: Sudut
    kampung: UUID
    utama: HasilAturan
    pembanding: HasilAturan
    indikator: list[Nilai]
    kelengkapan: int
    laporan_terakhir: date | None


class Kenaikan(Schema):
    """One indicator that has to rise."""

    indikator: str
    dari: int
    ke: int


class Pilihan(Schema):
    """One smallest set of indicators as work, computed and scored again."""

    poin: int
    kelas: LevelCode
    kenaikan: list[Kenaikan]
    langkah: str
    memenuhi_pembanding: bool | None


class Cabang(Schema):
    """The indexes to be gained together, and the best ways to do so."""

    indeks: list[str]
    poin: int
    banyak_pilihan: int
    pilihan: list[Pilihan]


class Tujuan(Schema):
    """A class above the present one, "at least"."""

    kelas: LevelCode
    cabang: list[Cabang]


class Kekurangan(Schema):
    """What a kampung lacks for each class above its own."""

    sudut: Sudut
    kampung: UUID
    klasifikasi: LevelCode | None
    tujuan: list[Tujuan]


class Hitungan(Schema):
    """How far the target of the year is, on one basis."""

    kampung: int
    perlu: int
    tercapai: int
    turun: int
    bersih: int
    kurang: int


class Gerak(Schema):
    """A kampung that counts for the year, or fell back."""

    kampung: UUID
    kode_desa: str
    nama: str
    sebelum: LevelCode | None
    sekarang: LevelCode | None


class Terdekat(Schema):
    """A kampung with few points to go; `langkah` is its best way."""

    kampung: UUID
    kode_desa: str
    nama: str
    klasifikasi: LevelCode | None
    poin: int
    kelas: LevelCode
    langkah: str
    perlu_laporan: bool


class Target(Schema):
    """The target of the year at a cut-off."""

    sudut: Sudut
    acuan: date
    bagian: float
    kelas_yang_dihitung: list[str]
    hitungan: Hitungan
    di_dasar_lain: Hitungan
    naik: list[Gerak]
    turun: list[Gerak]
    terdekat: list[Terdekat]


class Angka(Schema):
    """One figure of a year's work; what is not known is null, which is not zero."""

    kode: str
    label: str
    satuan: str
    arti: str
    nilai: int | float | None


class Bab(Schema):
    """The figures of one kind of work."""

    judul: str
    angka: list[Angka]


class AngkaTahun(Schema):
    """What was done in a year up to the cut-off, counted as on the screens."""

    sudut: Sudut
    sejak: date
    bab: list[Bab]


class Tingkatan(Schema):
    """How many kampung are in each class."""

    belum_lapor: int
    dasar: int
    berkembang: int
    mandiri: int
    berkelanjutan: int
    tanpa_kelas: int


class RingkasanWilayah(Schema):
    """One area at one stored cut-off."""

    wilayah: str = Field(description="Kosong untuk seluruh Indonesia")
    per: date
    aturan: str
    dasar: Basis
    kampung: int
    kelas: Tingkatan
    belum_pernah_lapor: int
    naik: int
    turun: int
    melapor_3_bulan: int
    kelengkapan: float | None = Field(description="Rata-rata, persen")


class Ringkasan(Schema):
    """An area and the areas one level below."""

    ringkasan: RingkasanWilayah
    bawahan: list[RingkasanWilayah]
    per_tersedia: list[date]


class Riwayat(Schema):
    """An area through its stored cut-offs, oldest first."""

    data: list[RingkasanWilayah]


# Steps, instruments, the key itself -------------------------------------------------------------


class Langkah(Schema):
    """One step of the plan in force."""

    id: UUID
    kampung: UUID
    kode_desa: str
    tindakan: str
    nama: str
    tahun: int
    triwulan: int
    rencana_semula: date
    tenggat: date
    penanggung_jawab: str
    keadaan: str
    diubah_pada: datetime


class Instrumen(Schema):
    """A published rule."""

    id: str
    versi: str
    judul: str
    sumber: str
    sha256: str


class Indikator(Schema):
    """One indicator of a rule."""

    kode: str
    nama: str
    dimensi: str
    satuan: str
    skor_tertinggi: int


class InstrumenRinci(Instrumen):
    """A rule with its whole text, by which everything can be computed again."""

    indikator: list[Indikator]
    kelas: list[str]
    teks: str


class DaftarInstrumen(Schema):
    """Every rule that gives a class."""

    data: list[Instrumen]


class Saya(Schema):
    """What this key is."""

    program: str
    jabatan: str
    cakupan: list[str]
    wilayah: list[str] = Field(description="Teks kosong berarti seluruh Indonesia")
    berlaku_sampai: datetime


# Pages and queries ------------------------------------------------------------------------------


def page_of(item: type[Schema]) -> type[Schema]:
    """A page of a list: its rows, and the cursor of the next page (null on the last)."""
    return create_model(
        f"Halaman{item.__name__}",
        __base__=Schema,
        __doc__=f"Satu halaman {item.__name__}.",
        data=(list[item], ...),  # type: ignore[valid-type]
        berikutnya=(str | None, ...),
    )


class Paged(Strict):
    """How a list is read."""

    setelah: str | None = Field(None, max_length=200, description="Kursor `berikutnya`")
    banyak: int = Field(50, ge=1, le=200, description="Baris tiap halaman")


class InArea(Paged):
    """A list of what lies in an area."""

    wilayah: Code | None = Field(None, description="Wilayah dan bawahannya")


class AreasAsked(Paged):
    induk: Code | None = Field(None, description="Hanya bawahan langsung wilayah ini")
    tingkat: int | None = Field(None, ge=1, le=4)
    berlaku: bool | None = Field(None, description="Kode yang masih berlaku")


class KampungAsked(InArea):
    aktif: bool | None = None
    nama: str | None = Field(None, min_length=1, max_length=60, description="Bagian dari nama")


class ReportsAsked(InArea):
    kampung: UUID | None = None
    tahun: int | None = Field(None, ge=FIRST_REPORT_YEAR, le=9999)
    bulan: int | None = Field(None, ge=1, le=12)
    keadaan: (
        Literal["dikirim", "diverifikasi_pkb", "diverifikasi_kecamatan", "disahkan", "dikembalikan"]
        | None
    ) = None


class ActivitiesAsked(InArea):
    kampung: UUID | None = None
    dari: date | None = Field(None, description="Tanggal kegiatan paling awal")
    sampai: date | None = Field(None, description="Tanggal kegiatan paling akhir")
    keadaan: (
        Literal["dikirim", "diverifikasi_pkb", "diverifikasi_kecamatan", "disahkan", "dikembalikan"]
        | None
    ) = None


class StepsAsked(InArea):
    kampung: UUID | None = None
    keadaan: Literal["rencana", "berjalan", "selesai", "gagal", "batal"] | None = None


class Looking(Strict):
    """From where a class is looked at; what is left out comes from the settings of the area."""

    per: date | None = Field(None, description="Tanggal hitung")
    aturan: str | None = Field(None, max_length=60)
    dasar: Basis | None = None


class ClassesAsked(Looking):
    wilayah: Code | None = None
    setelah: str | None = Field(None, max_length=200)
    banyak: int = Field(50, ge=1, le=200)


class AreaLooked(Looking):
    wilayah: Code | None = None


class SummaryHistory(Strict):
    wilayah: Code | None = None
    aturan: str | None = Field(None, max_length=60)
    dasar: Basis | None = None


# Changes and subscriptions ----------------------------------------------------------------------


class Objek(Schema):
    """What a change is about; `alamat` is where it is read, empty where it is only listed."""

    jenis: str
    id: str
    alamat: str


class SatuPerubahan(Schema):
    """One change: what happened when and where, and nothing about a person."""

    id: UUID
    jenis: str
    pada: datetime
    wilayah: str
    objek: Objek | None


class Perubahan(Schema):
    """Changes in an order in which nothing comes late."""

    data: list[SatuPerubahan]
    berikutnya: str
    ada_lagi: bool


class ChangesAsked(Strict):
    setelah: str | None = Field(None, max_length=200, description="Kursor `berikutnya`")
    mulai: Literal["awal", "sekarang"] = Field("awal", description="Bila belum ada kursor")
    banyak: int = Field(50, ge=1, le=200)


class Berlangganan(Strict):
    """To which address changes are sent."""

    alamat: str = Field(max_length=500, description="https di internet umum")


class Langganan(Schema):
    """A subscription."""

    id: UUID
    alamat: str
    dibuat_pada: datetime


class LanggananBaru(Langganan):
    """A new subscription with the secret by which its deliveries are signed."""

    rahasia: str


class Kiriman(Schema):
    """One delivery, and what became of it."""

    id: UUID
    keadaan: Literal["menunggu", "terkirim", "mati"]
    perubahan: int
    percobaan: int
    dicoba_lagi_pada: datetime | None
    jawaban_terakhir: int | None
    masalah_terakhir: str | None
    dibuat_pada: datetime
    selesai_pada: datetime | None


class DeliveriesAsked(Paged):
    keadaan: Literal["menunggu", "terkirim", "mati"] | None = None
