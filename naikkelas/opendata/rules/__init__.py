"""What of this room is pure: definitions, suppression, files, the catalogue."""
