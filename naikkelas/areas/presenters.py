"""What the trail says to people about this room; completed with the event's data."""

from naikkelas.areas.rules import SETTINGS

SENTENCES: dict[str, str] = {
    "area.load": "memuat wilayah dari {source}: {added} baru, {renamed} berganti nama",
    "area.replace": "mengganti kode {old} dengan {new} sejak {since}",
    "area.import_boundaries": "mengimpor {stored} batas wilayah ({source})",
    "area.set": "mengubah pengaturan “{label}” untuk wilayah {area}",
    "area.clear_setting": "mengembalikan pengaturan “{label}” untuk wilayah {area}",
}

TRAIL_LABELS: dict[str, dict[str, str]] = {
    "areas.areasetting": {key: setting.label for key, setting in SETTINGS.items()}
}
"""What the trail calls the settings."""
