"""From report versions to measures at a cut-off, for one kampung or for all. Pure."""
