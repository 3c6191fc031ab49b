"""What this room keeps about persons: who stored a snapshot. Results are of kampung."""

from naikkelas.lib.personal import Catalogue, Table, author

CATALOGUE: Catalogue = {
    "snapshot": Table(
        public=(
            *("id", "kabupaten_code", "instrument", "instrument_sha256", "basis", "cutoff"),
            *("known_at", "taken_at", "kampung_count"),
        ),
        personal=(author("taken_by"),),
    ),
    "result": Table(
        public=(
            *("id", "snapshot", "kabupaten_code", "kampung", "village_code", "name_key"),
            *("scores", "index_input", "index_proses", "index_output", "level", "never_reported"),
            *("points", "completeness", "last_entry"),
        )
    ),
    "areasummary": Table(
        public=(
            *("id", "area_code", "parent_code", "depth", "instrument", "basis", "cutoff"),
            *("kampung", "never_reported", "belum_lapor", "dasar", "berkembang", "mandiri"),
            *("berkelanjutan", "without_level", "rose", "fell", "completeness_sum", "fresh"),
        )
    ),
}
