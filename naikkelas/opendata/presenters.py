"""What the trail says to people about this room; completed with the event's data."""

SENTENCES: dict[str, str] = {
    "opendata.publish": "menerbitkan data terbuka {table} per {cutoff} (versi {revision})",
}
