"""What this room keeps about persons: who recorded; texts may name people."""

from naikkelas.lib.personal import (
    WITH_ARCHIVE,
    Basis,
    Catalogue,
    Entry,
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


CATALOGUE: Catalogue = {
    "kegiatan": Table(
        public=(
            *("id", "kampung", "kabupaten_code", "source_id", "tanggal", "tempat", "jenis_post"),
            *("kategori", "inpres_kegiatan", "sasaran", "instansi", "instansi_lainnya"),
            *("jumlah_foto", "broken_rules", "doubts", "row_hash", "batch_id", "recorded_at"),
            *("endorsed_at", "withdrawn_at", "rkm_item"),
        ),
        personal=(
            author("recorded_by"),
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
            *("revision", "is_example", "opened_at", "changed_at"),
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
}
