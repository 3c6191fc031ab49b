"""Tables of activities."""

from naikkelas.activities.models.kegiatan import Kegiatan as Kegiatan
