"""What this room keeps about persons: who took part, who was there, what they answered."""

from naikkelas.lib.personal import WITH_ARCHIVE, Basis, Catalogue, Entry, Scrub, Table, author

_TAKING_PART = "peserta pelatihan (anggota Pokja dan kader)"


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
    "curriculumversion": Table(
        public=(
            *("id", "kabupaten_code", "code", "number", "name", "text", "sha256", "is_own"),
            "saved_at",
        ),
        personal=(
            author("saved_by"),
            _free_text("note", purpose="menjelaskan mengapa versi baru disimpan"),
        ),
    ),
    "trainingsession": Table(
        public=(
            *("id", "kabupaten_code", "area", "curriculum", "starts_on", "ends_on", "starts"),
            *("ends", "time_zone", "place", "seats", "taken", "cost", "is_example"),
            *("planned_at", "cancelled_at"),
        ),
        personal=(
            author("planned_by"),
            author("cancelled_by"),
            Entry(
                ("trainer",),
                "pelatih",
                "memberi tahu undangan siapa yang melatih",
                Basis.PUBLIC_TASK,
                WITH_ARCHIVE,
                Scrub.BY_HAND,
                label="nama pelatih",
            ),
            _free_text("cancelled_reason", purpose="memberi tahu mengapa pelatihan dibatalkan"),
        ),
    ),
    "sessioninvitation": Table(
        public=(
            *("id", "session", "kampung", "kabupaten_code", "reason", "invited_at"),
            "withdrawn_at",
        ),
        personal=(author("invited_by"),),
    ),
    "participant": Table(
        public=("id", "session", "kabupaten_code", "registered_at", "cancelled_at"),
        personal=(
            author("registered_by"),
            author("cancelled_by"),
            Entry(
                ("kader", "state", "seat", "seed"),
                _TAKING_PART,
                "membagi kursi pelatihan dan mengundi soal tesnya",
                Basis.PUBLIC_TASK,
                WITH_ARCHIVE,
                Scrub.BY_HAND,
                label="peserta dan kursinya",
            ),
        ),
    ),
    "presence": Table(
        public=("id", "kabupaten_code", "noted_at", "withdrawn_at"),
        personal=(
            author("noted_by"),
            Entry(
                ("participant", "day", "way"),
                _TAKING_PART,
                "mencatat siapa yang hadir, syarat sertifikat",
                Basis.PUBLIC_TASK,
                WITH_ARCHIVE,
                Scrub.BY_HAND,
                label="kehadiran pelatihan",
            ),
        ),
    ),
    "testsitting": Table(
        public=("id", "kabupaten_code", "kind", "number", "asked", "way", "recorded_at"),
        personal=(
            author("recorded_by"),
            Entry(
                ("participant", "drawn", "answers", "right", "made_at"),
                _TAKING_PART,
                "menilai apa yang dikuasai sebelum dan sesudah pelatihan",
                Basis.PUBLIC_TASK,
                WITH_ARCHIVE,
                Scrub.KEEP,
                label="jawaban dan nilai tes",
            ),
        ),
    ),
    "certificate": Table(
        public=(
            *("id", "kabupaten_code", "year", "serial", "token", "issued_on", "hours"),
            *("training", "made_training", "issued_at", "revoked_at"),
        ),
        personal=(
            author("issued_by"),
            author("revoked_by"),
            Entry(
                ("participant", "score"),
                _TAKING_PART,
                "membuktikan bahwa seseorang lulus pelatihan",
                Basis.PUBLIC_TASK,
                WITH_ARCHIVE,
                Scrub.KEEP,
                label="sertifikat dan nilainya",
            ),
            _free_text("revoked_reason", purpose="menjelaskan mengapa sertifikat dicabut"),
        ),
    ),
}
