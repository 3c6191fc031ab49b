"""What this room keeps about persons."""

from naikkelas.lib.personal import WITH_ARCHIVE, Basis, Catalogue, Entry, Scrub, Table

CATALOGUE: Catalogue = {
    "event": Table(
        public=(
            *("id", "at", "verb", "kabupaten_code", "kampung_id", "subject_type", "subject_id"),
            *("before", "after", "data", "request_id"),  # personal values never enter (record)
        ),
        personal=(
            Entry(
                ("actor", "actor_post"),
                "pengguna",
                "jejak yang dapat dipercaya: jabatan siapa mengubah atau melihat apa",
                Basis.RECORD,
                WITH_ARCHIVE,
                Scrub.KEEP,
                by="actor",
                label="kunci dan jabatan pelaku di jejak",
            ),
        ),
    ),
    "seal": Table(public=("id", "kabupaten_code", "number", "event_id", "digest", "sealed_at")),
}
