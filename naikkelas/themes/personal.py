"""What this room keeps about persons: who recorded, answered and checked; texts that may name."""

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
    "themeedition": Table(
        public=(
            *("id", "kabupaten_code", "code", "number", "name", "body", "skpd", "legal_basis"),
            *("source", "status", "instrument", "levels", "is_closed", "is_example", "saved_at"),
        ),
        personal=(author("saved_by"),),
    ),
    "thememembership": Table(
        public=(
            *("id", "kampung", "kabupaten_code", "theme", "since", "decree_number", "decree_date"),
            *("evidence", "until", "is_example", "recorded_at", "withdrawn_at"),
        ),
        personal=(
            author("recorded_by"),
            _free_text("until_reason", purpose="menjelaskan mengapa tema tidak disandang lagi"),
        ),
    ),
    "themeaward": Table(
        public=(
            *("id", "membership", "kabupaten_code", "level", "awarded_on", "decree_number"),
            "recorded_at",
        ),
        personal=(author("recorded_by"),),
    ),
    "criterionanswer": Table(
        public=(
            *("id", "kampung", "kabupaten_code", "criterion", "value", "evidence", "is_example"),
            *("recorded_at", "replaced_at"),
        ),
        personal=(
            author("recorded_by"),
            _free_text("note", purpose="menjelaskan jawaban sebuah kriteria"),
        ),
    ),
    "answercheck": Table(
        public=("id", "answer", "kabupaten_code", "is_right", "checked_at"),
        personal=(
            author("checked_by"),
            _free_text("reason", purpose="menjelaskan apa yang perlu diperbaiki"),
        ),
    ),
}
