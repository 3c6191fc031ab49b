"""The Tanah Laut example: generated, imported, classified through three years, with accounts."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from naikkelas.accounts.actions import open_account
from naikkelas.accounts.models import Role, User
from naikkelas.accounts.queries import system_user
from naikkelas.areas.actions import put_setting
from naikkelas.areas.models import Area
from naikkelas.classification.actions import take_snapshots
from naikkelas.config.commands.base import Failed
from naikkelas.config.commands.database import prepare
from naikkelas.exchange.actions import import_folder
from naikkelas.exchange.examples import tanah_laut
from naikkelas.lib.dates import month_ends
from naikkelas.registry.models import KampungKB

KABUPATEN = "63.01"
INSTRUMENTS = ("kampung-kb-2023", "kampung-kb-2023-terkoreksi")
MONTHS = 36
# Invented, printed at every start, refused in production: nothing secret stands behind them.
ACCOUNTS = (
    ("operator", "contoh-naik-kelas", Role.OPERATOR, "63.01", "Operator Contoh"),
    ("pimpinan", "contoh-naik-kelas", Role.HEAD, "63.01", "Pimpinan Contoh"),
    ("pkb", "contoh-naik-kelas", Role.FIELD, "63.01.10", "PKB Contoh Bajuin"),
    ("pokja", "contoh-naik-kelas", Role.POKJA, "63.01.10.2004", "Pokja Contoh Tirta Jaya"),
)
SETTINGS = {
    "office_name": "Kabupaten Tanah Laut (contoh)",
    "level_labels": {"berkelanjutan": "Paripurna"},
    "cutoff": tanah_laut.CUTOFF.isoformat(),
    "time_zone": "Asia/Makassar",
}


def load_example(progress: Callable[[int, str], None]) -> list[tuple[str, str, str]]:
    """Prepare the database and load the example once; returns name, password and role to print."""
    if settings.PRODUCTION:
        raise Failed("contoh tidak dimuat di lingkungan produksi (NAIKKELAS_PRODUCTION).", 2)
    prepare(verbose=True)
    system = system_user()
    if not KampungKB.objects.exists():
        _load(system, progress)
    return [
        (name, password, f"{Role(role).label}, {area}")
        for name, password, role, area, _ in ACCOUNTS
    ]


def _load(system: User, progress: Callable[[int, str], None]) -> None:
    print("Memuat contoh Tanah Laut (135 kampung, tiga tahun laporan) ...", flush=True)
    for key, value in SETTINGS.items():
        put_setting(KABUPATEN, key, value, by=system)
    for name, password, role, area, person in ACCOUNTS:
        open_account(
            name,
            name=person,
            role=role,
            area=Area.objects.get(pk=area),
            password=password,
            by=system,
        )
    with tempfile.TemporaryDirectory(prefix="naikkelas-") as folder:
        tanah_laut.generate(Path(folder))
        import_folder(
            Path(folder),
            area_code=KABUPATEN,
            by=system,
            as_reported=True,
            endorsed=True,
            is_example=True,
            progress=progress,
        )
    progress(90, "Menghitung kelas tiga tahun")
    take_snapshots(KABUPATEN, month_ends(tanah_laut.CUTOFF, MONTHS), INSTRUMENTS, by=system)
