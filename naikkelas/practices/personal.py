"""What this room keeps about persons: who wrote, sent and decided; texts that may name people."""

from naikkelas.lib.personal import WITH_ARCHIVE, Basis, Catalogue, Entry, Scrub, Table, author


def _free_text(*columns: str, purpose: str) -> Entry:
    return Entry(
        columns,
        "orang yang disebut dalam teks bebas",
        purpose,
        Basis.RECORD,
        WITH_ARCHIVE,
        Scrub.BY_HAND,
    )


CATALOGUE: Catalogue = {
    "practice": Table(
        public=(
            *("id", "kampung", "kabupaten_code", "innovation", "state", "number"),
            *("published_number", "published_at", "is_example", "written_at"),
        ),
        personal=(author("written_by"),),
    ),
    "practiceversion": Table(
        public=(
            *("id", "practice", "number", "contact", "indicators", "cost", "cost_source"),
            *("from_on", "until_on", "saved_at"),
        ),
        personal=(
            author("saved_by"),
            _free_text("title", "problem", purpose="menceritakan contoh baik"),
        ),
    ),
    "practicestep": Table(
        public=("id", "version", "position"),
        personal=(_free_text("words", purpose="menceritakan langkah contoh baik"),),
    ),
    "practicechange": Table(
        public=("id", "practice", "number", "from_state", "to_state", "changed_at"),
        personal=(
            author("changed_by"),
            _free_text("note", purpose="menjelaskan mengapa contoh dikembalikan atau ditarik"),
        ),
    ),
    "practiceattachment": Table(
        public=(*("id", "practice", "record", "photo", "has_consent", "added_at", "withdrawn_at"),),
        personal=(author("added_by"),),
    ),
    "exemplar": Table(
        public=(
            *("id", "kampung", "kabupaten_code", "practice", "since", "until", "ended_on"),
            *("is_example", "named_at"),
        ),
        personal=(
            author("named_by"),
            _free_text(
                "reason",
                "ended_reason",
                purpose="menjelaskan mengapa kampung ditetapkan sebagai contoh",
            ),
        ),
    ),
}
