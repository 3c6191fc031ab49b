"""This room keeps nothing about persons: published rules."""

from naikkelas.lib.personal import Catalogue, Table

CATALOGUE: Catalogue = {
    "publishedinstrument": Table(
        public=("id", "version", "title", "sha256", "text", "published_at")
    )
}
