"""What an activity (kegiatan, "intervensi" at the national portal) tells. Pure."""

from naikkelas.lib.fields import Field, Kind, Option
from naikkelas.registry.rules import reference
from naikkelas.registry.rules.schema import Form


def _listed(name: str, label: str, kind: Kind, source: str, length: int) -> Field:
    return Field(name, label, kind, "Kegiatan", reference.options(source), max_length=length)


KEGIATAN = Form(
    "intervensi",
    "Kegiatan",
    "Satu baris untuk satu kegiatan yang sudah dilaksanakan.",
    (
        Field("tanggal", "Tanggal kegiatan", Kind.DATE, "Kegiatan"),
        Field("tempat", "Tempat", Kind.TEXT, "Kegiatan", max_length=200),
        Field("judul", "Judul kegiatan", Kind.TEXT, "Kegiatan", max_length=250),
        Field("deskripsi", "Uraian", Kind.TEXT, "Kegiatan", max_length=5000),
        Field(
            "jenis_post",
            "Jenis unggahan",
            Kind.CHOICE,
            "Kegiatan",
            (Option("kegiatan", "Kegiatan"), Option("sebelum_sesudah", "Sebelum–sesudah")),
            max_length=20,
        ),
        _listed("kategori", "Fungsi keluarga", Kind.CHOICE, "fungsi_keluarga", 30),
        _listed("inpres_kegiatan", "Kegiatan Inpres 3/2022", Kind.CHOICE, "inpres_3_2022", 10),
        _listed("sasaran", "Sasaran", Kind.CHOICES, "sasaran_kegiatan", 200),
        _listed("instansi", "Instansi yang terlibat", Kind.CHOICES, "instansi", 1000),
        Field("instansi_lainnya", "Instansi lain", Kind.TEXT, "Kegiatan", max_length=200),
        Field("jumlah_foto", "Jumlah foto", Kind.COUNT, "Kegiatan", cap=1000),
    ),
)
