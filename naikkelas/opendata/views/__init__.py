"""HTTP of open data."""
