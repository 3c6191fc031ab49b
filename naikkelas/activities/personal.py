"""What this room keeps about persons: who recorded; texts may name people."""

from naikkelas.lib.personal import (
    WITH_ARCHIVE,
    Basis,
    Catalogue,
    Entry,
    Retention,
    Scrub,
    Table,
    author,
)

_IN_A_PLAN = "tahu siapa yang menjalankan kegiatan rencana"


def _named(*columns: str, purpose: str) -> Entry:
    return Entry(
        columns,
        "orang yang disebut dalam rencana kerja",
        purpose,
        Basis.PUBLIC_TASK,
        WITH_ARCHIVE,
        Scrub.BY_HAND,
    )


_UNTIL_CLEARED = Retention(
    "isi: 30 hari setelah diterima atau selesai, lalu dikosongkan; sidik dan jawabannya tetap"
)
_UNTIL_STORED = Retention(
    "sampai tersimpan bersama catatannya; yang tidak pernah utuh dihapus sesudah 180 hari"
)
_SEXES = ("l", "p")
_PEOPLE_COUNTED = (
    *(f"peserta_{sex}" for sex in _SEXES),
    *(f"{sex}_{age}" for sex in _SEXES for age in ("00_09", "10_15", "16_30", "31_59", "60_plus")),
    "is_youth_led",
)
"""Numbers of people, no persons."""

CATALOGUE: Catalogue = {
    "envelope": Table(
        public=(
            *("id", "kind", "schema", "kampung", "kabupaten_code", "made_at", "received_at"),
            *("sha256", "state", "code", "record", "settled_at"),
        ),
        personal=(
            author("sender"),
            author("settled_by"),
            Entry(
                ("body", "answer"),
                "orang yang disebut dalam kiriman",
                "kiriman HP tidak hilang dan tidak ganda",
                Basis.PUBLIC_TASK,
                _UNTIL_CLEARED,
                Scrub.BY_HAND,
                label="isi kiriman HP dan jawabannya",
            ),
        ),
    ),
    "otherbody": Table(
        public=("id", "envelope", "sha256", "received_at", "settled_at"),
        personal=(
            author("sender"),
            author("settled_by"),
            Entry(
                ("body",),
                "orang yang disebut dalam kiriman",
                "dua isi dengan nomor sama dapat dibandingkan",
                Basis.PUBLIC_TASK,
                _UNTIL_CLEARED,
                Scrub.BY_HAND,
                label="isi lain dengan nomor yang sama",
            ),
        ),
    ),
    "photoupload": Table(
        public=(
            *("id", "kampung", "kabupaten_code", "record", "kind", "size", "received", "sha256"),
            *("state", "refusal", "begun_at", "done_at"),
        ),
        personal=(
            author("sender"),
            Entry(
                ("caption",),
                "orang yang disebut dalam keterangan foto",
                "foto sampai bersama keterangannya",
                Basis.PUBLIC_TASK,
                _UNTIL_STORED,
                Scrub.BY_HAND,
                label="keterangan foto yang sedang dikirim",
            ),
        ),
    ),
    "kegiatan": Table(
        public=(
            *("id", "kampung", "kabupaten_code", "source_id", "tanggal", "tempat", "jenis_post"),
            *("kategori", "inpres_kegiatan", "sasaran", "instansi", "instansi_lainnya"),
            *("jumlah_foto", "broken_rules", "doubts", "row_hash", "batch_id", "recorded_at"),
            *("endorsed_at", "withdrawn_at", "rkm_item", "kelompok", "origin", "replaces", "state"),
            "made_at",
            *_PEOPLE_COUNTED,
        ),
        personal=(
            author("recorded_by"),
            author("withdrawn_by"),
            Entry(
                ("withdrawn_reason",),
                "orang yang disebut dalam alasan",
                "tahu mengapa laporan kegiatan ditarik",
                Basis.PUBLIC_TASK,
                WITH_ARCHIVE,
                Scrub.BY_HAND,
            ),
            Entry(
                ("judul", "deskripsi"),
                "orang yang disebut dalam teks bebas",
                "menceritakan kegiatan yang dinilai",
                Basis.PUBLIC_TASK,
                WITH_ARCHIVE,
                Scrub.BY_HAND,
            ),
        ),
    ),
    "rkm": Table(
        public=(
            *("id", "kampung", "kabupaten_code", "year", "state", "agreed_on", "approved_on"),
            *("meeting", "revision", "is_example", "opened_at", "changed_at"),
        ),
        personal=(
            author("opened_by"),
            author("agreed_by"),
            author("approved_by"),
            _named("decision", "revision_reason", purpose="menjelaskan keputusan tentang rencana"),
        ),
    ),
    "rkmitem": Table(
        public=(
            *("id", "rkm", "kabupaten_code", "number", "inpres_kegiatan", "seksi", "sasaran"),
            *("tempat", "months", "cost", "sumber_dana", "instansi", "instansi_lainnya", "state"),
            *("spent", "source", "source_key", "version", "struck_at", "recorded_at"),
            "changed_at",
        ),
        personal=(
            author("recorded_by"),
            author("changed_by"),
            author("struck_by"),
            Entry(
                ("kader",),
                "kader kampung",
                _IN_A_PLAN,
                Basis.PUBLIC_TASK,
                WITH_ARCHIVE,
                Scrub.KEEP,
            ),
            _named("name", "responsible", "result", purpose=_IN_A_PLAN),
        ),
    ),
    "rkmitemversion": Table(
        public=("id", "item", "number", "recorded_at"),
        personal=(author("recorded_by"), _named("values", purpose=_IN_A_PLAN)),
    ),
    "rkmversion": Table(
        public=("id", "rkm", "number", "agreed_on", "approved_on", "recorded_at"),
        personal=(
            author("recorded_by"),
            _named("items", "decision", "reason", purpose=_IN_A_PLAN),
        ),
    ),
    "kegiatanphoto": Table(
        public=(
            *("id", "kampung", "kabupaten_code", "record", "kind", "place", "replaces"),
            *("content_type", "size", "added_at", "withdrawn_at"),
        ),
        personal=(
            author("added_by"),
            author("withdrawn_by"),
            Entry(
                (
                    *("caption", "stored_name", "sha256", "sent_sha256", "image_hash"),
                    "taken_on",
                ),
                "orang yang tampak pada foto atau disebut keterangannya",
                "menunjukkan kegiatan yang dinilai",
                Basis.PUBLIC_TASK,
                WITH_ARCHIVE,
                Scrub.BY_HAND,
                label="foto kegiatan dan keterangannya",
            ),
        ),
    ),
}
