"""Reads of activities."""

from naikkelas.activities.queries.kegiatan import of_kampung as of_kampung
