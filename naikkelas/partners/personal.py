"""What this room keeps about persons: contacts, who did what, texts that may name people."""

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
    "mitra": Table(
        public=(
            *("id", "kabupaten_code", "name", "kind", "instansi", "area", "areas", "account"),
            *("is_example", "added_at", "changed_at", "ended_at"),
        ),
        personal=(
            author("added_by"),
            author("ended_by"),
            Entry(
                ("contact_name", "contact_phone"),
                "narahubung mitra",
                "menghubungi lembaga yang mendukung kampung",
                Basis.PUBLIC_TASK,
                WITH_ARCHIVE,
                Scrub.BY_HAND,
                label="nama dan telepon narahubung",
            ),
        ),
    ),
    "responsible": Table(
        public=(
            *("id", "kabupaten_code", "kegiatan", "instansi", "is_example", "set_at"),
            "replaced_at",
        ),
        personal=(author("set_by"),),
    ),
    "need": Table(
        public=(
            *("id", "kampung", "kabupaten_code", "kegiatan", "instansi", "rupiah", "needed_by"),
            *("source", "source_key", "rkm_item", "step", "is_example", "published_at"),
            "closed_at",
        ),
        personal=(
            author("published_by"),
            author("closed_by"),
            _free_text("title", "what", "closed_reason", purpose="mengatakan apa yang diperlukan"),
        ),
    ),
    "commitment": Table(
        public=(
            *("id", "kabupaten_code", "mitra", "need", "rkm_item", "step", "kegiatan", "rupiah"),
            *("quantity", "unit", "sumber_dana", "starts_on", "ends_on", "state", "has_begun"),
            *("delivered", "changes", "is_example", "offered_at", "changed_at"),
        ),
        personal=(
            author("offered_by"),
            _free_text("title", "cancelled_reason", purpose="mengatakan apa yang dijanjikan"),
        ),
    ),
    "commitmentplace": Table(public=("id", "commitment", "kampung", "rupiah")),
    "commitmentchange": Table(
        public=("id", "commitment", "from_state", "to_state", "changed_at"),
        personal=(
            author("changed_by"),
            _free_text("note", purpose="menjelaskan bagaimana dukungan berjalan"),
        ),
    ),
    "delivery": Table(
        public=(
            *("id", "commitment", "kampung", "kabupaten_code", "delivered_on", "rupiah"),
            *("quantity", "unit", "activity", "stored_name", "content_type", "size", "sha256"),
            *("is_example", "recorded_at", "withdrawn_at"),
        ),
        personal=(
            author("recorded_by"),
            author("withdrawn_by"),
            _free_text("note", "withdrawn_reason", purpose="menjelaskan apa yang diserahkan"),
        ),
    ),
    "rakor": Table(
        public=(
            *("id", "area", "kabupaten_code", "kind", "title", "held_on", "starts", "ends"),
            *("time_zone", "place", "changes", "is_example", "planned_at", "changed_at"),
            "cancelled_at",
        ),
        personal=(
            author("planned_by"),
            author("cancelled_by"),
            _free_text("agenda", "cancelled_reason", purpose="memberi tahu acara rapat"),
        ),
    ),
    "rakorinvitation": Table(
        public=("id", "rakor", "mitra", "is_present", "noted_at"), personal=(author("noted_by"),)
    ),
    "rakorminutes": Table(
        public=("id", "rakor", "version", "written_at"),
        personal=(
            author("written_by"),
            _free_text("text", purpose="mencatat apa yang dibahas"),
        ),
    ),
    "rakortask": Table(
        public=(
            *("id", "rakor", "kabupaten_code", "mitra", "due_on", "state", "decided_at"),
            "closed_at",
        ),
        personal=(
            author("decided_by"),
            author("closed_by"),
            _free_text("what", "desk", "outcome", purpose="tahu siapa mengerjakan apa"),
        ),
    ),
    "partnerfeed": Table(
        public=("id", "kabupaten_code", "post", "made_at", "revoked_at"),
        personal=(
            author("made_by"),
            author("revoked_by"),
            Entry(
                ("secret_sha256",),
                "pemegang jabatan",
                "membuka kalender mitra di ponsel",
                Basis.SECURITY,
                Retention("sidiknya tetap setelah dicabut, supaya alamat lama tidak hidup lagi"),
                Scrub.KEEP,
                label="sidik alamat kalender mitra",
            ),
        ),
    ),
    "letter": Table(
        public=(
            *("id", "area", "kabupaten_code", "year", "number", "full_number", "kind", "rakor"),
            *("mitra", "nature", "attachment", "subject", "place", "dated_on", "signer"),
            *("is_example", "made_at"),
        ),
        personal=(
            author("made_by"),
            _free_text("recipients", "body", "copies", purpose="menyimpan surat seperti terbit"),
        ),
    ),
}
