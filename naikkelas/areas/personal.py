"""What this room keeps about persons: who brought another system's codes. Areas are no persons."""

from naikkelas.lib.personal import Catalogue, Table, author

CATALOGUE: Catalogue = {
    "area": Table(
        public=(
            *("code", "name", "search_key", "aliases", "level", "kind", "parent"),
            *("valid_from", "valid_until", "replaced_by"),
        )
    ),
    "boundary": Table(public=("area", "geometry", "source", "imported_at")),
    "areaidentifier": Table(
        public=("id", "area", "scheme", "value", "source", "recorded_at", "replaced_at"),
        personal=(author("recorded_by"),),
    ),
    "areasetting": Table(public=("id", "area_code", "key", "value")),
}
