"""What this room keeps about persons: who wrote and decided, free words, contacts."""

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

CONTACT_DAYS = 90
"""For how long a resident's contact is kept, when nobody settles the aspiration earlier."""


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
    "site": Table(
        public=(
            *("kampung", "kabupaten_code", "slug", "domain", "theme", "has_english"),
            *("local_name", "taken_down_at", "changed_at"),
        ),
        personal=(
            author("taken_down_by"),
            author("changed_by"),
            _free_text("taken_down_reason", purpose="menjelaskan mengapa situs diturunkan"),
        ),
    ),
    "formeraddress": Table(
        public=("slug", "kampung", "kabupaten_code", "left_at"), personal=(author("left_by"),)
    ),
    "sitecontact": Table(
        public=(
            *("id", "kampung", "kabupaten_code", "label", "how", "given_on", "recorded_at"),
            "withdrawn_at",
        ),
        personal=(
            Entry(
                ("number",),
                "pengurus yang nomornya tampil di situs kampung",
                "dihubungi warga lewat WhatsApp",
                Basis.CONSENT,
                Retention("sampai persetujuannya ditarik; saat itu nomornya dihapus"),
                Scrub.BY_HAND,
            ),
            author("recorded_by"),
            author("withdrawn_by"),
        ),
    ),
    "sitetext": Table(
        public=(
            *("id", "kampung", "kabupaten_code", "kind", "state", "number", "published_number"),
            *("published_at", "first_published_at", "is_example", "written_at"),
        ),
        personal=(author("written_by"),),
    ),
    "sitetextversion": Table(
        public=("id", "text", "number", "restores", "saved_at"),
        personal=(
            author("saved_by"),
            _free_text("title", "body", purpose="tulisan di situs kampung"),
        ),
    ),
    "sitetextchange": Table(
        public=("id", "text", "number", "from_state", "to_state", "changed_at"),
        personal=(
            author("changed_by"),
            _free_text("note", purpose="menjelaskan mengapa tulisan dikembalikan"),
        ),
    ),
    "photorelease": Table(
        public=(
            *("id", "photo", "kampung", "kabupaten_code", "faces", "folder", "width", "height"),
            *("widths", "colour", "released_at", "withdrawn_at"),
        ),
        personal=(author("released_by"), author("withdrawn_by")),
    ),
    "aspiration": Table(
        public=("id", "kampung", "kabupaten_code", "state", "received_at", "settled_at"),
        personal=(
            Entry(
                ("contact",),
                "warga yang menulis aspirasi dan minta dijawab",
                "menjawab warga",
                Basis.CONSENT,
                Retention(
                    f"sampai dijawab, paling lama {CONTACT_DAYS} hari",
                    days=CONTACT_DAYS,
                    since="received_at",
                    unless="settled_at",
                ),
                Scrub.BY_HAND,
            ),
            author("settled_by"),
            _free_text("words", "answer", purpose="menampung dan menjawab aspirasi warga"),
        ),
    ),
    "renderedpage": Table(
        public=(
            *("key", "scope", "body", "content_type", "status", "etag", "floor", "seen", "day"),
            *("rendered_at", "kampung_id"),
        ),
    ),
}
