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
    "studyvisit": Table(
        public=(
            *("id", "guest", "host", "kabupaten_code", "practice", "visit_on", "participants"),
            *("state", "came", "rkm", "changes", "is_example", "asked_at", "answered_at"),
            "closed_at",
        ),
        personal=(
            author("asked_by"),
            author("answered_by"),
            author("closed_by"),
            _free_text(
                "purpose", "answer", "report", purpose="merencanakan dan melaporkan kunjungan"
            ),
        ),
    ),
    "replication": Table(
        public=(
            *("id", "practice", "number", "kampung", "kabupaten_code", "visit", "adopted_on"),
            *("stopped_on", "is_example", "recorded_at"),
        ),
        personal=(
            author("recorded_by"),
            _free_text("stopped_reason", purpose="menjelaskan mengapa berhenti meniru"),
        ),
    ),
    "replicationstep": Table(
        public=("id", "replication", "position", "done_on"),
        personal=(_free_text("words", purpose="menceritakan langkah yang ditiru"),),
    ),
    "competition": Table(
        public=(
            *("id", "kabupaten_code", "name", "year", "instrument", "opens_on", "closes_on"),
            *("state", "is_example", "opened_at", "announced_at"),
        ),
        personal=(
            author("opened_by"),
            author("announced_by"),
            _free_text("words", purpose="mengumumkan pemenang lomba"),
        ),
    ),
    "competitionentry": Table(
        public=(
            *("id", "competition", "kampung", "kabupaten_code", "practice", "innovation"),
            *("award", "entered_at", "withdrawn_at"),
        ),
        personal=(
            author("entered_by"),
            _free_text("feedback", purpose="memberi umpan balik kepada kampung"),
        ),
    ),
    "competitionjudge": Table(
        public=("id", "competition", "post", "named_at", "removed_at"),
        personal=(author("named_by"),),
    ),
    "judgeanswer": Table(
        public=("id", "entry", "judge", "measure", "number", "value", "given_at"),
        personal=(author("given_by"),),
    ),
}
