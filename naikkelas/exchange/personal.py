"""What this room keeps about persons: who uploaded; the files themselves may name companions."""

from naikkelas.lib.personal import Basis, Catalogue, Entry, Retention, Scrub, Table, author

CATALOGUE: Catalogue = {
    "importbatch": Table(
        public=(
            *("id", "area_code", "state", "content_sha256", "as_reported", "endorsed"),
            *("is_example", "progress", "step", "counts", "uploaded_at", "heartbeat_at"),
            *("applied_at", "undone_at"),
        ),
        personal=(
            author("uploaded_by"),
            Entry(
                ("file_names", "problem"),
                "pengguna dan PKB/PLKB yang disebut di berkas",
                "menelusuri asal setiap angka yang diimpor",
                Basis.ARCHIVE,
                Retention("dua tahun sesudah diunggah, berikut berkasnya", 730, "uploaded_at"),
                Scrub.BY_HAND,
                label="nama berkas dan pesan masalahnya",
            ),
        ),
    ),
    "columnmapping": Table(
        public=(
            *("id", "area_code", "fingerprint", "name", "header_row", "columns", "words"),
            *("saved_at", "replaced_at"),
        ),
        personal=(author("saved_by"),),
    ),
}
