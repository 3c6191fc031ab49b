"""What the trail says to people about this room; completed with the event's data."""

from collections.abc import Iterable, Mapping

from naikkelas.areas.models import Area
from naikkelas.areas.rules import SETTINGS

SENTENCES: dict[str, str] = {
    "area.load": "memuat wilayah dari {source}: {added} baru, {renamed} berganti nama",
    "area.replace": "mengganti kode {old} dengan {new} sejak {since}",
    "area.identify": "menyimpan {stored} padanan kode ({source})",
    "area.import_boundaries": "mengimpor {stored} batas wilayah ({source})",
    "area.set": "mengubah pengaturan “{label}” untuk wilayah {area}",
    "area.clear_setting": "mengembalikan pengaturan “{label}” untuk wilayah {area}",
}

TRAIL_LABELS: dict[str, dict[str, str]] = {
    "areas.areasetting": {key: setting.label for key, setting in SETTINGS.items()}
}
"""What the trail calls the settings."""


def _names(codes: Iterable[str]) -> Mapping[str, str]:
    found = Area.objects.filter(pk__in=set(codes)).values_list("code", "name")
    return {"": "Indonesia"} | {code: f"{name} ({code})" for code, name in found}


TRAIL_SUBJECTS = {"areas.area": _names}
"""How the trail names an area."""
