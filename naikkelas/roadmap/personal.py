"""What this room keeps about persons: who planned, decided and did; texts that may name people."""

from naikkelas.lib.personal import WITH_ARCHIVE, Basis, Catalogue, Entry, Scrub, Table, author

_VERSION = (
    *("id", "kabupaten_code", "number", "name", "text", "sha256", "is_example", "saved_at"),
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


_NOTE = _free_text("note", purpose="menjelaskan mengapa versi baru disimpan")

CATALOGUE: Catalogue = {
    "catalogueversion": Table(
        public=(*_VERSION, "instrument"), personal=(author("saved_by"), _NOTE)
    ),
    "means": Table(public=_VERSION, personal=(author("saved_by"), _NOTE)),
    "scenario": Table(
        public=(
            *("id", "kabupaten_code", "name", "state", "instrument", "basis", "cutoff"),
            *("catalogue", "means", "previous", "start_year", "years", "seed", "seconds"),
            *(
                "solver_version",
                "worths",
                "inputs",
                "inputs_sha256",
                "result",
                "problem",
                "progress",
            ),
            *("step", "is_example", "requested_at", "heartbeat_at", "finished_at"),
            *("in_force_since", "replaced_at", "proposed_for"),
        ),
        personal=(
            author("requested_by"),
            author("in_force_by"),
            _free_text("reason", purpose="menjelaskan mengapa skenario dihitung"),
        ),
    ),
    "lock": Table(
        public=("id", "kabupaten_code", "kampung", "year", "wish", "set_at", "lifted_at"),
        personal=(
            author("set_by"),
            author("lifted_by"),
            _free_text("reason", purpose="menjelaskan mengapa kampung dikunci"),
        ),
    ),
    "step": Table(
        public=(
            *("id", "scenario", "kabupaten_code", "kampung", "action", "name", "position"),
            *("year", "quarter", "planned_for", "due_on", "owner", "days", "seats", "costs"),
            *("state", "evidence", "changed_at"),
        ),
        personal=(_free_text("mentor", purpose="tahu siapa yang mendampingi langkah ini"),),
    ),
    "stepchange": Table(
        public=(
            *("id", "step", "kabupaten_code", "from_state", "to_state", "due_on", "changed_at"),
        ),
        personal=(
            author("changed_by"),
            _free_text("note", purpose="menjelaskan bagaimana langkah berjalan"),
        ),
    ),
    "attempt": Table(
        public=(
            *("id", "kabupaten_code", "kampung", "action", "instrument", "step", "outcome"),
            *("happened_on", "is_example", "recorded_at"),
        ),
        personal=(author("recorded_by"),),
    ),
}
