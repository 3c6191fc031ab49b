"""The public tables, column by column: the one definition that files, dictionary and catalogue use.

`Column.missing` says what an empty cell means; an empty cell never means zero. Indicators come from
the instrument, measures of reports from the forms of the registry, so that no name stands twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any  # Polars types

import polars as pl

from naikkelas.areas.rules.settings import PORTAL
from naikkelas.instruments.rules import builtin
from naikkelas.registry.rules.schema import FORMS

TYPES: Mapping[str, Any] = MappingProxyType(
    {
        "teks": pl.String,
        "bilangan bulat": pl.Int64,
        "desimal": pl.Float64,
        "tanggal": pl.Date,
        "ya/tidak": pl.Boolean,
    }
)
"""Type in the dictionary → type in a frame."""

POINT, BOUNDARY, OF_KAMPUNG = "titik", "batas", "titik kampung"
POINT_OF_AREA, NO_PLACE = "titik wilayah", ""
DRAWN: Mapping[str, str] = MappingProxyType(
    {
        POINT: "titik kampung (kolom lintang dan bujur)",
        OF_KAMPUNG: "titik kampung yang disebut baris itu",
        BOUNDARY: "batas wilayah pada baris itu",
        POINT_OF_AREA: "satu titik di dalam batas wilayah pada baris itu, dihitung dari batasnya",
        NO_PLACE: "tidak ada, karena barisnya tidak bertempat; isinya sama dengan JSON",
    }
)
"""What GeoJSON draws of a row; where its place is not known the geometry is null (RFC 7946)."""
_KEMENDAGRI = "Kode dan data wilayah Kemendagri"
_REPORTS = "Laporan kampung yang sudah disahkan"
_CLASSES = "Dihitung Naik Kelas dari laporan yang disahkan menurut aturan yang disebut"
_ALWAYS = "Selalu terisi"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `unit` is empty where the column is no quantity."""

    code: str
    label: str
    meaning: str
    type: str
    missing: str
    source: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One public table. `place` is a key of `DRAWN`; `left_out`: what is not told, and why."""

    code: str
    title: str
    description: str
    columns: tuple[Column, ...]
    keywords: tuple[str, ...]
    place: str = NO_PLACE
    left_out: str = ""

    @property
    def schema(self) -> dict[str, Any]:
        """Columns with their types in a frame, in the order of the files."""
        return {column.code: TYPES[column.type] for column in self.columns}

    @property
    def drawn(self) -> str:
        """What its GeoJSON draws, in words."""
        return DRAWN[self.place]


EXTENSIONS: Mapping[str, str] = MappingProxyType(
    {
        "csv": "text/csv",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "json": "application/json",
        "geojson": "application/geo+json",
        "parquet": "application/vnd.apache.parquet",
    }
)
"""Ending → media type, as registered with IANA."""


def _text(code: str, label: str, meaning: str, missing: str, source: str) -> Column:
    return Column(code, label, meaning, "teks", missing, source)


def _count(
    code: str, label: str, meaning: str, unit: str, missing: str = _ALWAYS, source: str = _CLASSES
) -> Column:
    return Column(code, label, meaning, "bilangan bulat", missing, source, unit)


def _day(code: str, label: str, meaning: str, missing: str, source: str) -> Column:
    return Column(code, label, meaning, "tanggal", missing, source)


def _flag(code: str, label: str, meaning: str, missing: str, source: str) -> Column:
    return Column(code, label, meaning, "ya/tidak", missing, source)


_EXAMPLE = _flag(
    "contoh",
    "Data contoh",
    "Ya: baris ini dibuat untuk mencoba, bukan keadaan yang sebenarnya.",
    _ALWAYS,
    "Naik Kelas",
)
_BPS = _text(
    "kode_bps",
    "Kode BPS",
    "Kode wilayah menurut BPS, yang berbeda dari kode Kemendagri.",
    "Belum ada padanan dengan sumber yang disebut",
    "Padanan yang dimasukkan kantor, dengan sumbernya",
)
_VILLAGE = (
    _text("kode_desa", "Kode desa", "Kode Kemendagri desa atau kelurahan.", _ALWAYS, _KEMENDAGRI),
    _text(
        "kampung_id_asal",
        "ID asal",
        "Nomor kampung di sistem asalnya.",
        "Kampung didaftarkan langsung di sini",
        "Sistem asal",
    ),
    _text("nama", "Nama", "Nama Kampung KB.", "Belum diisi", "Pendaftaran kampung"),
)
_RULE = _text(
    "aturan", "Aturan", "Aturan yang menghasilkan kelas, skor, dan indeks.", _ALWAYS, "Naik Kelas"
)
_CUTOFF = _day("tanggal_hitung", "Tanggal hitung", "Semua angka dihitung per hari ini.", _ALWAYS,
               "Naik Kelas")  # fmt: skip
_INDEXES = tuple(
    Column(
        f"indeks_{one.code}",
        f"Indeks {one.name}",
        f"Rata-rata skor dimensi {one.name}.",
        "desimal",
        "Aturan tidak memberi indeks",
        _CLASSES,
        "skor 1–4",
    )
    for one in builtin(PORTAL).dimensions
)

_LIES = "Letak kampung, WGS 84. Pada data contoh titik tengah desanya, bukan letak kampung."
KAMPUNG = Table(
    "kampung",
    "Kampung KB dan kelasnya",
    "Semua Kampung KB yang aktif dengan kode, letak, dan kelas terverifikasi pada tanggal hitung.",
    (
        *_VILLAGE,
        _text("nama_desa", "Desa", "Nama desa atau kelurahan.", _ALWAYS, _KEMENDAGRI),
        _text("kode_kecamatan", "Kode kecamatan", "Kode Kemendagri.", _ALWAYS, _KEMENDAGRI),
        _text("nama_kecamatan", "Kecamatan", "Nama kecamatan.", _ALWAYS, _KEMENDAGRI),
        _text("kode_kabupaten", "Kode kabupaten", "Kode Kemendagri.", _ALWAYS, _KEMENDAGRI),
        _text("nama_kabupaten", "Kabupaten/kota", "Nama kabupaten atau kota.", _ALWAYS,
              _KEMENDAGRI),
        _text("kode_provinsi", "Kode provinsi", "Kode Kemendagri.", _ALWAYS, _KEMENDAGRI),
        _BPS,
        _text("kode_opensid", "Kode desa OpenSID", "Kode desa di aplikasi OpenSID.",
              "Belum ada padanan dengan sumber yang disebut", _BPS.source),
        _text("kode_openkab", "Kode desa OpenKab", "Kode desa di aplikasi OpenKab.",
              "Belum ada padanan dengan sumber yang disebut", _BPS.source),
        _day("tanggal_pencanangan", "Tanggal pencanangan", "Hari kampung dicanangkan.",
             "Belum diisi", "Pendaftaran kampung"),
        Column("lintang", "Lintang", _LIES, "desimal", "Belum diisi",
               "Pendaftaran kampung", "derajat"),
        Column("bujur", "Bujur", _LIES, "desimal", "Belum diisi",
               "Pendaftaran kampung", "derajat"),
        _CUTOFF,
        _RULE,
        _text("kelas", "Kelas terverifikasi", "Kode kelas dari laporan yang sudah disahkan.",
              "Aturan tidak memberi kelas", _CLASSES),
        _text("sebutan_kelas", "Sebutan kelas", "Sebutan kelas itu di wilayah ini.",
              "Aturan tidak memberi kelas", "Pengaturan wilayah"),
        _text("kelas_terkoreksi", "Kelas menurut aturan terkoreksi",
              "Kelas terverifikasi menurut aturan yang cacatnya diperbaiki.",
              "Aturan tidak memberi kelas", _CLASSES),
        *_INDEXES,
        _count("kelengkapan", "Kelengkapan", "Bagian jawaban yang dibaca aturan dan terisi.",
               "persen"),
        _day("laporan_terakhir", "Laporan terakhir",
             "Hari masuknya laporan atau kegiatan terbaru yang dihitung.",
             "Belum ada laporan yang disahkan", _REPORTS),
        _flag("belum_pernah_lapor", "Belum pernah lapor",
              "Tidak ada laporan yang disahkan dan tidak ada kegiatan dalam 12 bulan.",
              _ALWAYS, _REPORTS),
        _flag("ganda", "Ganda menurut sumber", "Kampung aktif kedua di desa yang sama.",
              _ALWAYS, "Sistem asal"),
        _EXAMPLE,
    ),
    ("kampung kb", "klasifikasi", "kelas", "desa"),
    POINT,
)  # fmt: skip

SCORES = Table(
    "skor",
    "Skor indikator",
    "Skor dua belas indikator dan tiga indeks tiap kampung, dari laporan yang disahkan.",
    (
        *_VILLAGE,
        _CUTOFF,
        _RULE,
        *(
            _count(
                one.code,
                one.name,
                "Skor: " + "; ".join(f"{band.score} {band.rule}" for band in one.bands),
                "skor 1–4",
                "Aturan tidak memberi skor",
            )
            for one in builtin(PORTAL).indicators
        ),
        *_INDEXES,
        _EXAMPLE,
    ),
    ("indikator", "skor", "indeks"),
    OF_KAMPUNG,
)

_LEVEL_COUNTS = (
    ("kampung", "Kampung", "Kampung KB yang aktif."),
    ("belum_pernah_lapor", "Belum pernah lapor", "Tanpa laporan yang disahkan."),
    ("belum_lapor", "Belum Lapor", "Kelas Belum Lapor (hanya aturan terkoreksi)."),
    ("dasar", "Dasar", "Kelas Dasar."),
    ("berkembang", "Berkembang", "Kelas Berkembang."),
    ("mandiri", "Mandiri", "Kelas Mandiri."),
    ("berkelanjutan", "Berkelanjutan", "Kelas tertinggi; sebutannya diatur wilayah."),
    ("tanpa_kelas", "Tanpa kelas", "Aturan tidak memberi kelas."),
    ("naik", "Naik", "Kelasnya lebih tinggi dari akhir bulan sebelumnya."),
    ("turun", "Turun", "Kelasnya lebih rendah dari akhir bulan sebelumnya."),
    ("segar", "Melapor dalam 92 hari", "Laporan atau kegiatan terbaru paling lama 92 hari."),
)
SUMMARY = Table(
    "ringkasan",
    "Ringkasan wilayah",
    "Banyaknya kampung menurut kelas terverifikasi untuk wilayah itu dan wilayah di bawahnya "
    "sampai kecamatan, menurut dua aturan.",
    (
        _text("kode_wilayah", "Kode wilayah", "Kode Kemendagri; “nasional” untuk Indonesia.",
              _ALWAYS, _KEMENDAGRI),
        _text("nama_wilayah", "Wilayah", "Nama wilayah.", _ALWAYS, _KEMENDAGRI),
        _count("tingkat", "Tingkat", "0 nasional, 1 provinsi, 2 kabupaten/kota, 3 kecamatan.", "",
               source=_KEMENDAGRI),
        _text("kode_induk", "Kode induk", "Wilayah di atasnya.", "Indonesia atau provinsi",
              _KEMENDAGRI),
        _CUTOFF,
        _RULE,
        *(_count(code, label, meaning, "kampung") for code, label, meaning in _LEVEL_COUNTS),
        Column("kelengkapan_rata", "Kelengkapan rata-rata", "Rata-rata kelengkapan laporan.",
               "desimal", "Tidak ada kampung", _CLASSES, "persen"),
        _EXAMPLE,
    ),
    ("ringkasan", "wilayah", "kelas"),
    BOUNDARY,
)  # fmt: skip

REPORTS = Table(
    "laporan",
    "Jumlah dari laporan",
    "Jumlah tiap ukuran menurut kecamatan dari laporan terverifikasi yang berlaku pada tanggal "
    "hitung. Jumlah di bawah lima, dan jumlah lain yang membukanya, tidak dimuat.",
    (
        _text("kode_kabupaten", "Kode kabupaten", "Kode Kemendagri.", _ALWAYS, _KEMENDAGRI),
        _text("kode_wilayah", "Kode wilayah", "Kecamatan, atau kabupaten untuk jumlah seluruhnya.",
              _ALWAYS, _KEMENDAGRI),
        _text("nama_wilayah", "Wilayah", "Nama wilayah.", _ALWAYS, _KEMENDAGRI),
        _CUTOFF,
        _text("kelompok", "Kelompok", "Bagian formulir.", _ALWAYS, "Formulir laporan"),
        _text("ukuran", "Ukuran", "Kode kolom pada laporan.", _ALWAYS, "Formulir laporan"),
        _text("nama_ukuran", "Nama ukuran", "Pertanyaan pada laporan.", _ALWAYS,
              "Formulir laporan"),
        _text("satuan", "Satuan", "Satuan dari jumlahnya.", _ALWAYS, "Formulir laporan"),
        _count("kampung_melapor", "Kampung yang melapor", "Kampung yang mengisi ukuran ini.",
               "kampung", source=_REPORTS),
        _count("jumlah", "Jumlah", "Jumlah dari kampung yang melapor.", "menurut kolom satuan",
               "Tidak ada kampung yang mengisi, atau disamarkan (lihat kolom disamarkan)",
               _REPORTS),
        _flag("disamarkan", "Disamarkan",
              "Ya: jumlahnya ada tetapi tidak dimuat agar tidak menunjuk orang.", _ALWAYS,
              "Naik Kelas"),
        _EXAMPLE,
    ),
    ("penduduk", "keluarga", "KB", "poktan"),
    POINT_OF_AREA,
    "Jumlah satu sampai empat, dan jumlah lain yang membukanya: dari situ orang dapat ditunjuk.",
)  # fmt: skip

ACTIVITIES = Table(
    "kegiatan",
    "Kegiatan yang disahkan",
    "Kegiatan kampung dalam 12 bulan sampai tanggal hitung yang sudah disahkan kabupaten.",
    (
        *_VILLAGE,
        _day("tanggal", "Tanggal", "Hari kegiatan.", _ALWAYS, "Laporan kegiatan"),
        _text("fungsi_keluarga", "Fungsi keluarga", "Kode seksi atau fungsi keluarga.",
              "Tidak diisi", "Laporan kegiatan"),
        _text("inpres_kegiatan", "Kegiatan Inpres", "Kode kegiatan Inpres 3/2022.", "Tidak diisi",
              "Laporan kegiatan"),
        _text("sasaran", "Sasaran", "Kode sasaran, dipisah tanda |.", "Tidak diisi",
              "Laporan kegiatan"),
        _text("instansi", "Instansi", "Kode instansi yang terlibat, dipisah tanda |.",
              "Tidak diisi", "Laporan kegiatan"),
        _count("peserta_l", "Peserta laki-laki", "Yang hadir.", "orang",
               "Tidak dihitung, atau disamarkan karena kecil", "Laporan kegiatan"),
        _count("peserta_p", "Peserta perempuan", "Yang hadir.", "orang",
               "Tidak dihitung, atau disamarkan karena kecil", "Laporan kegiatan"),
        _EXAMPLE,
    ),
    ("kegiatan", "inpres 3/2022"),
    OF_KAMPUNG,
    "Judul, uraian, tempat, dan nama instansi di luar daftar: semuanya ditulis bebas dan dapat "
    "menyebut nama atau alamat orang (“Kunjungan ke rumah Bu …”), yang tidak dapat disaring dengan "
    "pasti. Di situs kampung tulisan itu dapat diturunkan lagi; berkas yang sudah terunduh tidak "
    "dapat ditarik. Foto hanya di situs kampung, dengan izinnya.",
)  # fmt: skip

THEMES = Table(
    "tema",
    "Kampung tematik",
    "Tema yang disandang kampung pada tanggal hitung, dengan tingkat yang sudah ditetapkan.",
    (
        *_VILLAGE,
        _text("tema", "Tema", "Kode tema.", _ALWAYS, "Catatan tema"),
        _text("nama_tema", "Nama tema", "Nama tema.", _ALWAYS, "Catatan tema"),
        _day("sejak", "Sejak", "Hari pertama menyandang tema.", "Tidak dicatat", "Catatan tema"),
        _text("tingkat", "Tingkat", "Tingkat yang ditetapkan lembaga penanggung jawab.",
              "Belum ditetapkan", "Catatan tema"),
        _EXAMPLE,
    ),
    ("tema", "kampung tematik"),
    OF_KAMPUNG,
    "Nomor SK, yang ditulis bebas, dan berkasnya, yang memuat nama orang.",
)  # fmt: skip

STEPS = Table(
    "langkah",
    "Langkah peta jalan",
    "Langkah tahun pertama dari peta jalan yang berlaku dan dihitung paling lambat pada tanggal "
    "hitung.",
    (
        *_VILLAGE,
        _text("tindakan", "Tindakan", "Kode tindakan pada katalog.", _ALWAYS, "Peta jalan"),
        _text("nama_tindakan", "Nama tindakan", "Nama tindakan.", _ALWAYS, "Peta jalan"),
        _count("tahun", "Tahun", "Tahun rencana.", "", source="Peta jalan"),
        _count("triwulan", "Triwulan", "Triwulan rencana.", "", source="Peta jalan"),
        _day("rencana", "Rencana", "Tenggat menurut rencana semula.", _ALWAYS, "Peta jalan"),
        _EXAMPLE,
    ),
    ("peta jalan", "rencana"),
    OF_KAMPUNG,
    "Penanggung jawab, karena orang; biaya, karena perkiraan yang belum dianggarkan.",
)  # fmt: skip

INSTRUMENTS = Table(
    "instrumen",
    "Instrumen klasifikasi",
    "Indikator, batas skor, dan sumber dari tiap aturan yang dipakai.",
    (
        _text("aturan", "Aturan", "Kode aturan.", _ALWAYS, "Berkas aturan"),
        _text("versi", "Versi", "Versi aturan.", _ALWAYS, "Berkas aturan"),
        _text("judul", "Judul", "Nama aturan.", _ALWAYS, "Berkas aturan"),
        _text("sha256", "SHA-256", "Sidik naskah aturan.", _ALWAYS, "Berkas aturan"),
        _text("dimensi", "Dimensi", "Kelompok indikator.", _ALWAYS, "Berkas aturan"),
        _text("indikator", "Indikator", "Kode indikator.", _ALWAYS, "Berkas aturan"),
        _text("nama_indikator", "Nama indikator", "Nama indikator.", _ALWAYS, "Berkas aturan"),
        _text("satuan", "Satuan", "Satuan dari nilainya.", _ALWAYS, "Berkas aturan"),
        _text("rumus", "Rumus", "Cara nilai dihitung.", _ALWAYS, "Berkas aturan"),
        _count("skor", "Skor", "Skor yang diberi batas ini.", "", "Batas tanpa skor",
               "Berkas aturan"),
        _text("batas", "Batas", "Nilai yang masuk batas ini.", _ALWAYS, "Berkas aturan"),
        _text("arti", "Arti", "Arti batas ini.", "Tidak ditulis", "Berkas aturan"),
        _text("sumber", "Sumber", "Asal angkanya.", _ALWAYS, "Berkas aturan"),
    ),
    ("instrumen", "indikator"),
)  # fmt: skip

AREAS = Table(
    "wilayah",
    "Wilayah dan kodenya",
    "Wilayah itu dan semua wilayah di bawahnya sampai desa, yang kodenya berlaku pada tanggal "
    "hitung.",
    (
        _text("kode_wilayah", "Kode wilayah", "Kode Kemendagri dengan titik.", _ALWAYS,
              _KEMENDAGRI),
        _text("nama_wilayah", "Wilayah", "Nama resmi.", _ALWAYS, _KEMENDAGRI),
        _text("jenis", "Jenis", "Provinsi, kabupaten, kota, kecamatan, desa, kelurahan, desa adat.",
              _ALWAYS, _KEMENDAGRI),
        _count("tingkat", "Tingkat", "1 provinsi, 2 kabupaten/kota, 3 kecamatan, 4 desa.", "",
               source=_KEMENDAGRI),
        _text("kode_induk", "Kode induk", "Wilayah di atasnya.", "Provinsi", _KEMENDAGRI),
        _BPS,
        _day("berlaku_sejak", "Berlaku sejak", "Hari pertama kode ini.", "Sejak awal",
             _KEMENDAGRI),
    ),
    ("wilayah", "kode", "kemendagri"),
    BOUNDARY,
)  # fmt: skip

TABLES: Mapping[str, Table] = MappingProxyType(
    {
        table.code: table
        for table in (
            *(KAMPUNG, SCORES, SUMMARY, REPORTS, ACTIVITIES, THEMES, STEPS),
            *(INSTRUMENTS, AREAS),
        )
    }
)
"""Code in addresses → table."""


def fit(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with the columns of the definition, in order and of their types.

    A column that is not in the frame is an error of ours: KeyError-like from Polars.
    """
    return frame.select(pl.col(name).cast(kind) for name, kind in table.schema.items())


# Measures of reports ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of a report that is added up; `group` holds those that are parts of one whole."""

    form: str
    code: str
    label: str
    group: str
    unit: str


_WHOLES = frozenset({"Peserta KB menurut metode", "PUS bukan peserta KB"})
COUPLES = "PUS menurut keikutsertaan KB"
"""Methods and reasons together: their sum is (nearly) the number of couples, which is told too."""
_PEOPLE = frozenset({"remaja", "peserta_pik_r"})


def measures(columns: Mapping[str, tuple[str, ...]]) -> tuple[Measure, ...]:
    """The figures that are added up, of those that the classification reads (form → columns)."""
    return tuple(
        Measure(form, field.name, field.label, _group(field.group), _unit(field.name, field.group))
        for form, names in columns.items()
        if form in ("penduduk", "kkbpk")
        for field in FORMS[form].fields
        if field.name in names
    )


def _group(group: str) -> str:
    return COUPLES if group in _WHOLES else group


def _unit(name: str, group: str) -> str:
    if name in _PEOPLE:
        return "orang"
    return "pasangan" if group in _WHOLES or name == "pus" else "keluarga"
