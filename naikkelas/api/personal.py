"""What this room keeps about persons: answers may repeat the words of a report."""

from naikkelas.lib.personal import Basis, Catalogue, Entry, Retention, Scrub, Table

CATALOGUE: Catalogue = {
    "answer": Table(
        public=("id", "token", "key", "request_hash", "status", "location", "made_at"),
        personal=(
            Entry(
                ("body",),
                "orang yang disebut dalam teks bebas kegiatan",
                "program yang mengulang kiriman mendapat jawaban yang sama",
                Basis.PUBLIC_TASK,
                Retention("2 hari, lalu dihapus"),
                Scrub.BY_HAND,
            ),
        ),
    ),
    "webhook": Table(public=("id", "token", "address", "after", "made_at", "ended_at")),
    "delivery": Table(
        public=(
            *("id", "webhook", "body", "changes", "state", "tries", "due_at", "last_status"),
            *("last_problem", "made_at", "done_at"),
        )
    ),
}
