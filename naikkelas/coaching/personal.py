"""What this room keeps about persons: which post mentors, who recorded; texts may name people."""

from naikkelas.lib.personal import WITH_ARCHIVE, Basis, Catalogue, Entry, Scrub, Table, author


def _text(*columns: str, purpose: str) -> Entry:
    return Entry(
        columns,
        "orang yang disebut dalam teks bebas",
        purpose,
        Basis.PUBLIC_TASK,
        WITH_ARCHIVE,
        Scrub.BY_HAND,
    )


_WHERE = ("id", "kabupaten_code", "kampung")

CATALOGUE: Catalogue = {
    "assignment": Table(
        public=(*_WHERE, "mentor", "assigned_at", "ended_at"),
        personal=(author("assigned_by"), author("ended_by")),
    ),
    "plannedvisit": Table(
        public=(
            *(*_WHERE, "mentor", "first_day", "day", "state", "origin", "reasons", "worth"),
            *("chance", "is_example", "recorded_at", "changed_at"),
        ),
        personal=(
            author("recorded_by"),
            _text("dropped_reason", purpose="tahu mengapa kunjungan dibatalkan"),
        ),
    ),
    "visit": Table(
        public=(
            *(*_WHERE, "record", "replaces", "mentor", "planned", "day", "kind", "arrived"),
            *("left", "next_on", "is_example", "made_at", "recorded_at", "withdrawn_at"),
        ),
        personal=(
            author("recorded_by"),
            author("withdrawn_by"),
            _text("notes", purpose="tahu apa yang terjadi pada pendampingan"),
            _text("correction", purpose="tahu mengapa catatan kunjungan diperbaiki"),
            _text("withdrawn_reason", purpose="tahu mengapa catatan kunjungan ditarik"),
        ),
    ),
    "visitcheck": Table(
        public=(
            *("id", "visit", "position", "kind", "code", "step", "evidence", "followup"),
            *("words", "answer"),
        ),
        personal=(_text("remark", purpose="menjelaskan hasil pemeriksaan"),),
    ),
    "finding": Table(
        public=("id", "visit", "position", "code"),
        personal=(_text("text", purpose="tahu apa yang ditemukan pada kunjungan"),),
    ),
    "signoff": Table(
        public=("id", "visit", "way", "role", "agrees", "signed_at"),
        personal=(
            author("signed_by"),
            _text("remark", purpose="tahu di mana Pokja berpendapat lain"),
        ),
    ),
    "visitphoto": Table(
        public=(*(*_WHERE, "record", "place", "content_type", "size", "added_at", "withdrawn_at"),),
        personal=(
            author("added_by"),
            author("withdrawn_by"),
            Entry(
                ("caption", "stored_name", "sha256", "sent_sha256", "image_hash", "taken_on"),
                "orang yang tampak pada foto atau disebut keterangannya",
                "menunjukkan pendampingan yang dilakukan",
                Basis.PUBLIC_TASK,
                WITH_ARCHIVE,
                Scrub.BY_HAND,
                label="foto kunjungan dan keterangannya",
            ),
        ),
    ),
    "followup": Table(
        public=(
            *(*_WHERE, "visit", "code", "owner", "partner", "due_on", "state", "escalated_to"),
            *("escalated_on", "asked_partner", "asked_on", "closed_on", "is_example"),
            *("recorded_at", "changed_at"),
        ),
        personal=(
            author("recorded_by"),
            author("closed_by"),
            _text("what", "closing", purpose="tahu apa yang disepakati dan dikerjakan"),
            _text("partner_name", "asked_name", purpose="tahu siapa yang bertanggung jawab"),
        ),
    ),
    "followupchange": Table(
        public=(
            *("id", "followup", "kabupaten_code", "from_state", "to_state", "due_on"),
            *("escalated_to", "changed_at"),
        ),
        personal=(
            author("changed_by"),
            _text("note", purpose="menjelaskan perubahan tindak lanjut"),
        ),
    ),
}
