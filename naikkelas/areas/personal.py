"""This room keeps nothing about persons: areas, boundaries and settings of offices."""

from naikkelas.lib.personal import Catalogue, Table

CATALOGUE: Catalogue = {
    "area": Table(
        public=(
            *("code", "name", "search_key", "aliases", "level", "kind", "parent"),
            *("valid_from", "valid_until", "replaced_by"),
        )
    ),
    "boundary": Table(public=("area", "geometry", "source", "imported_at")),
    "areasetting": Table(public=("id", "area_code", "key", "value")),
}
