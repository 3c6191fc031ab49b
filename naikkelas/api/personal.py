"""What this room keeps about persons: who sent from which phone; refused texts may name people."""

from naikkelas.lib.personal import Basis, Catalogue, Entry, Retention, Scrub, Table, author

CATALOGUE: Catalogue = {
    "submission": Table(
        public=(
            *("id", "instance_id", "content_sha256", "form", "version", "state", "kampung"),
            *("kabupaten_code", "tried_at", "refusal", "kept_at"),
        ),
        personal=(
            author("sent_by", "device", "received_at"),
            Entry(
                ("xml", "why"),
                "orang yang disebut dalam teks bebas",
                "tidak ada kiriman yang hilang: yang ditolak dapat diperiksa dan diperbaiki",
                Basis.PUBLIC_TASK,
                Retention("180 hari sesudah diterima", 180, "kept_at"),
                Scrub.BY_HAND,
                label="isi kiriman yang tidak disimpan sebagai laporan",
            ),
        ),
    ),
}
