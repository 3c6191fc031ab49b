"""What kampung do: activities with the Inpres 3/2022 code, the function and the usual partners."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind of activity. `agencies` are the partners that take part in it, usual ones first."""

    title: str
    inpres: str | None
    function: str
    targets: tuple[str, ...]
    agencies: tuple[str, ...]
    place: str


_HALL, _POST, _SCHOOL, _MOSQUE, _FIELD, _OFFICE = (
    "balai",
    "posyandu",
    "sekolah",
    "langgar",
    "lapangan",
    "rumah_dataku",
)

PLACES = {
    _HALL: ("Balai {jenis} {nama}", "Aula kantor {jenis} {nama}", "Rumah Ketua RT 02 {nama}"),
    _POST: ("Posyandu Melati {nama}", "Posyandu Mawar {nama}", "Poskesdes {nama}"),
    _SCHOOL: ("Ruang kelas sekolah di {nama}", "PAUD di {nama}"),
    _MOSQUE: ("Langgar RT 03 {nama}", "Masjid di {nama}"),
    _FIELD: ("Lapangan {nama}", "Pekarangan warga RT 04 {nama}", "Lingkungan RT 01 {nama}"),
    _OFFICE: ("Rumah DataKu {nama}", "Sekretariat Kampung KB {nama}"),
}
"""Places by kind, to be filled with the village's kind (desa, kelurahan) and name."""

_PPKB = "opd_ppkb"
_DESA = "pemerintah_desa_kelurahan"
_PUSKESMAS = "puskesmas"
_DINKES = "dinas_kesehatan"
_BKKBN = "perwakilan_bkkbn"

KINDS: tuple[Kind, ...] = (
    Kind("Pemutakhiran data Rumah DataKu", "1.a.01", "pendidikan", ("seluruh_penduduk",),
         (_PPKB, _DESA, "bps", "dinas_kominfo"), _OFFICE),
    Kind("Rembuk warga membaca data keluarga", "1.a.01", "sosial_budaya", ("seluruh_penduduk",),
         (_DESA, _PPKB, "komponen_masyarakat", _BKKBN), _OFFICE),
    Kind("Pelayanan jemput bola KTP dan KIA", "1.a.02", "perlindungan",
         ("seluruh_penduduk", "remaja"), ("dinas_dukcapil", _DESA), _HALL),
    Kind("Penyuluhan akta kelahiran dan hak anak", "1.a.02", "perlindungan",
         ("keluarga_balita",), ("dinas_dukcapil", "kanwil_kemenkumham", _DESA), _HALL),
    Kind("Senam sehat dan periksa tekanan darah", "2.b.01", "kasih_sayang",
         ("seluruh_penduduk", "lansia"), (_PUSKESMAS, _DESA, "dinas_pemuda_olahraga"), _FIELD),
    Kind("Gerakan makan sayur dan buah keluarga", "2.b.01", "kasih_sayang",
         ("keluarga_balita", "pus"), (_PUSKESMAS, "dinas_ketahanan_pangan", "dinas_pertanian"),
         _HALL),
    Kind("Kunjungan rumah keluarga sehat", "2.b.02", "kasih_sayang", ("seluruh_penduduk",),
         (_PUSKESMAS, _DINKES), _FIELD),
    Kind("Kelas BKB 1.000 hari pertama kehidupan", "2.b.03", "kasih_sayang",
         ("keluarga_balita",), (_PPKB, _PUSKESMAS, "komponen_masyarakat"), _POST),
    Kind("Pertemuan BKB dan mengisi kartu kembang anak", "2.b.03", "pendidikan",
         ("keluarga_balita", "balita"), (_PPKB, "lembaga_pendidikan"), _POST),
    Kind("Pertemuan BKR: berbicara dengan anak remaja", "2.b.04", "kasih_sayang",
         ("keluarga_remaja",), (_PPKB, "komponen_masyarakat", "lembaga_pendidikan"), _HALL),
    Kind("Penyuluhan BKL lansia tangguh", "2.b.05", "kasih_sayang",
         ("lansia", "keluarga_lansia"), (_PPKB, _PUSKESMAS, "dinas_sosial"), _POST),
    Kind("Kunjungan lansia hidup sendiri", "2.b.05", "perlindungan", ("lansia",),
         ("komponen_masyarakat", "dinas_sosial", "swasta"), _FIELD),
    Kind("Temu PIK-R: merencanakan masa depan", "2.b.06", "pendidikan", ("remaja",),
         (_PPKB, "lembaga_pendidikan", _BKKBN), _SCHOOL),
    Kind("Lomba duta GenRe tingkat kampung", "2.b.06", "sosial_budaya", ("remaja",),
         (_PPKB, "dinas_pemuda_olahraga", "dinas_pariwisata", _BKKBN), _HALL),
    Kind("Penyuluhan kesehatan reproduksi dan KB", "2.b.07", "reproduksi", ("pus",),
         (_PPKB, _PUSKESMAS, _BKKBN), _HALL),
    Kind("Pemutaran film pilihan ber-KB", "2.b.07", "reproduksi", ("pus", "remaja"),
         (_PPKB, _BKKBN, "dinas_kominfo"), _FIELD),
    Kind("Bimbingan calon pengantin", "2.b.08", "keagamaan", ("remaja",),
         ("kanwil_kemenag", _PPKB, _PUSKESMAS), _MOSQUE),
    Kind("Pengajian keluarga sakinah", "2.b.09", "keagamaan", ("seluruh_penduduk",),
         ("kanwil_kemenag", "komponen_masyarakat"), _MOSQUE),
    Kind("Penyuluhan cegah kekerasan pada anak", "2.b.10", "perlindungan",
         ("keluarga_remaja", "remaja"), ("dinas_pppa", "tni_polri", "kanwil_kemenkumham"), _HALL),
    Kind("Kelas ASI dan makanan pendamping ASI", "2.b.11", "kasih_sayang",
         ("keluarga_balita",), (_PUSKESMAS, _DINKES), _POST),
    Kind("Deklarasi rumah tanpa asap rokok", "2.b.12", "pembinaan_lingkungan",
         ("seluruh_penduduk",), (_DESA, _DINKES, "lembaga_pendidikan"), _HALL),
    Kind("Penggerakan kader untuk pelayanan KB", "3.c.01", "reproduksi", ("pus",),
         (_PPKB, "komponen_masyarakat", "tni_polri"), _HALL),
    Kind("Kelas ibu hamil", "3.c.02", "reproduksi", ("pus",), (_PUSKESMAS, _DESA), _POST),
    Kind("Pembinaan kader posyandu", "3.c.03", "kasih_sayang", ("balita",),
         ("dinas_pmd", _PUSKESMAS, _DESA), _POST),
    Kind("Posyandu balita dan penimbangan serentak", "3.c.04", "kasih_sayang",
         ("balita", "keluarga_balita"), (_PUSKESMAS, _DESA, "komponen_masyarakat"), _POST),
    Kind("Posyandu lansia", "3.c.04", "kasih_sayang", ("lansia",),
         (_PUSKESMAS, "komponen_masyarakat"), _POST),
    Kind("Pelayanan KB bergerak", "3.c.05", "reproduksi", ("pus",),
         (_PPKB, _PUSKESMAS, "rumah_sakit_klinik", "tni_polri"), _POST),
    Kind("Pertemuan P2K2 keluarga penerima manfaat", "3.c.06", "ekonomi", ("keluarga_balita",),
         ("dinas_sosial", _DESA), _HALL),
    Kind("Skrining kesehatan calon pengantin", "3.d.01", "reproduksi", ("remaja",),
         (_PUSKESMAS, "kanwil_kemenag", "rumah_sakit_klinik"), _POST),
    Kind("Pendampingan ibu hamil oleh tim pendamping keluarga", "3.d.03", "reproduksi",
         ("pus",), (_PPKB, _PUSKESMAS), _FIELD),
    Kind("Pembagian tablet tambah darah untuk remaja putri", "3.d.05", "reproduksi",
         ("remaja",), (_PUSKESMAS, "lembaga_pendidikan", "dinas_pendidikan"), _SCHOOL),
    Kind("Pemberian makanan tambahan anak balita", "3.d.08", "kasih_sayang", ("balita",),
         (_PUSKESMAS, "dinas_ketahanan_pangan", "swasta", "bumn_bumd"), _POST),
    Kind("Bantuan telur dan ikan untuk keluarga berisiko stunting", "3.d.13", "kasih_sayang",
         ("keluarga_balita",), ("dinas_peternakan_keswan", "dinas_kelautan_perikanan", "swasta"),
         _HALL),
    Kind("Memasak DASHAT dengan pangan setempat", "3.d.15", "kasih_sayang",
         ("keluarga_balita", "balita"), (_PPKB, "komponen_masyarakat", "dinas_ketahanan_pangan"),
         _HALL),
    Kind("Bermain sambil belajar di PAUD", "3.e.01", "pendidikan", ("balita",),
         ("lembaga_pendidikan", "dinas_pendidikan"), _SCHOOL),
    Kind("Penyuluhan cegah putus sekolah", "3.e.04", "pendidikan",
         ("keluarga_remaja", "remaja"), ("dinas_pendidikan", "lembaga_pendidikan"), _SCHOOL),
    Kind("Taman baca dan literasi keluarga", "3.e.06", "pendidikan", ("seluruh_penduduk",),
         ("dinas_pendidikan", _DESA, "bumn_bumd"), _OFFICE),
    Kind("Latihan hadrah dan olahraga remaja", "3.e.07", "sosial_budaya", ("remaja",),
         ("dinas_pemuda_olahraga", "dinas_pariwisata", _DESA), _FIELD),
    Kind("Penyaluran bantuan pangan", "3.f.02", "perlindungan", ("pus",),
         ("dinas_sosial", _DESA, "pemerintah_daerah"), _HALL),
    Kind("Pendaftaran peserta jaminan kesehatan", "3.f.03", "perlindungan",
         ("seluruh_penduduk",), (_DINKES, "dinas_sosial", _DESA), _HALL),
    Kind("Penyuluhan modal usaha keluarga", "3.g.04", "ekonomi", ("pus",),
         ("dinas_koperasi", "bumn_bumd", "swasta"), _HALL),
    Kind("Pasar murah dan pameran hasil UPPKA", "3.g.05", "ekonomi", ("seluruh_penduduk",),
         ("dinas_perdagangan", "dinas_koperasi", _PPKB), _FIELD),
    Kind("Pelatihan keripik pisang untuk UPPKA", "3.g.06", "ekonomi", ("pus",),
         ("dinas_perindustrian", "dinas_ketenagakerjaan", _PPKB), _HALL),
    Kind("Rapat rutin Pokja Kampung KB", "3.g.07", "sosial_budaya", ("seluruh_penduduk",),
         (_DESA, _PPKB, "pemerintah_daerah"), _OFFICE),
    Kind("Pertemuan UPPKA dan simpan pinjam", "3.g.08", "ekonomi", ("pus",),
         (_PPKB, "komponen_masyarakat", "dinas_koperasi"), _HALL),
    Kind("Penyuluhan olahan ikan untuk keluarga nelayan", "3.g.09", "ekonomi",
         ("pus",), ("dinas_kelautan_perikanan", "dinas_perdagangan"), _HALL),
    Kind("Pemicuan berhenti buang air sembarangan", "4.h.01", "pembinaan_lingkungan",
         ("seluruh_penduduk",), (_PUSKESMAS, _DESA, "dinas_pupr"), _FIELD),
    Kind("Gotong royong perbaikan jalan dan saluran", "4.h.02", "pembinaan_lingkungan",
         ("seluruh_penduduk",), (_DESA, "dinas_pupr", "tni_polri", "dinas_perhubungan"), _FIELD),
    Kind("Pemantauan jentik oleh jumantik", "4.h.03", "pembinaan_lingkungan",
         ("seluruh_penduduk",), (_PUSKESMAS, "komponen_masyarakat"), _FIELD),
    Kind("Menanam pekarangan pangan lestari", None, "pembinaan_lingkungan",
         ("seluruh_penduduk",), ("dinas_pertanian", "dinas_ketahanan_pangan",
                                 "dinas_kehutanan_lh"), _FIELD),
    Kind("Bank sampah warga", None, "pembinaan_lingkungan", ("seluruh_penduduk",),
         ("dinas_kehutanan_lh", _DESA, "swasta"), _FIELD),
)  # fmt: skip
"""The kinds that the examples choose from, in the order of the Inpres codes."""


AGENCIES: tuple[tuple[str, float], ...] = (
    ("puskesmas", 30),
    ("pemerintah_desa_kelurahan", 30),
    ("komponen_masyarakat", 14),
    ("dinas_kesehatan", 10),
    ("lembaga_pendidikan", 9),
    ("kanwil_kemenag", 9),
    ("dinas_sosial", 9),
    ("tni_polri", 9),
    ("dinas_pertanian", 5),
    ("dinas_dukcapil", 5),
    ("dinas_pppa", 5),
    ("dinas_pendidikan", 5),
    ("dinas_ketahanan_pangan", 4),
    ("dinas_pmd", 4),
    ("swasta", 4),
    ("dinas_koperasi", 3),
    ("dinas_kelautan_perikanan", 3),
    ("bumn_bumd", 3),
    ("dinas_pemuda_olahraga", 3),
    ("dinas_kehutanan_lh", 2),
    ("dinas_pupr", 2),
    ("dinas_perdagangan", 2),
    ("dinas_peternakan_keswan", 2),
    ("dinas_ketenagakerjaan", 1),
    ("rumah_sakit_klinik", 1),
)
"""Agencies of other sectors with how often they take part (a guess, made to look plausible)."""

OWN = ("opd_ppkb", "perwakilan_bkkbn")
"""The agencies that run the programme; the corrected rule does not count them."""
