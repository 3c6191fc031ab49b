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

CATALOGUE: Catalogue = {
    "kegiatan": Table(
        public=(
            *("id", "kampung", "kabupaten_code", "source_id", "tanggal", "tempat", "jenis_post"),
            *("kategori", "inpres_kegiatan", "sasaran", "instansi", "instansi_lainnya"),
            *("jumlah_foto", "broken_rules", "doubts", "row_hash", "batch_id", "recorded_at"),
            *("endorsed_at", "withdrawn_at"),
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
    )
}
