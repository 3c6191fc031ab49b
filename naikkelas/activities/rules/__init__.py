"""What an activity tells. Pure: no Django, no clock."""

from naikkelas.activities.rules.kegiatan import KEGIATAN as KEGIATAN
