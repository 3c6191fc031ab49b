"""Reads of activities."""

from naikkelas.activities.queries.kegiatan import of_kampung as of_kampung
from naikkelas.activities.queries.kegiatan import photos_of as photos_of
from naikkelas.activities.queries.kegiatan import values_of as values_of
from naikkelas.activities.queries.kegiatan import versions_of as versions_of
