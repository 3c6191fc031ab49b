"""This room keeps nothing about persons: what it publishes is of kampung and areas."""

from naikkelas.lib.personal import Catalogue, Table

CATALOGUE: Catalogue = {
    "edition": Table(
        public=(
            *("id", "area_code", "table", "cutoff", "revision", "instrument", "licence", "rows"),
            *("content_sha256", "is_example", "known_at", "checked_at"),
        )
    ),
    "editionfile": Table(public=("id", "edition", "extension", "path", "size", "sha256")),
}
