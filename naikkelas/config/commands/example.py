"""The Tanah Laut example: generated, imported, classified through three years, with accounts."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import transaction

from naikkelas.accounts.models import Partner, Role, User
from naikkelas.areas.rules import INSTRUMENTS
from naikkelas.config.commands.base import Failed, is_behind
from naikkelas.config.commands.database import prepare
from naikkelas.registry.models import KampungKB

KABUPATEN = "63.01"
MONTHS = 36
# Invented, printed at every start, refused in production: nothing secret stands behind them.
ACCOUNTS = (
    ("operator", "payung-biru-di-sawah", Role.OPERATOR, "63.01", "Operator Contoh"),
    ("pimpinan", "payung-biru-di-sawah", Role.HEAD, "63.01", "Pimpinan Contoh"),
    ("kecamatan", "payung-biru-di-sawah", Role.DISTRICT, "63.01.10", "Kecamatan Contoh Bajuin"),
    ("pkb", "payung-biru-di-sawah", Role.FIELD, "63.01.10", "PKB Contoh Bajuin"),
    ("pokja", "payung-biru-di-sawah", Role.POKJA_CHAIR, "63.01.10.2004", "Pokja Contoh Tirta Jaya"),
    ("mitra", "payung-biru-di-sawah", Role.PARTNER, "63.01", "Dinas Kesehatan Contoh"),
)
PARTNER = "Dinas Kesehatan Tanah Laut (contoh)"
"""For whom the account of a partner acts; the list of partners names the same one."""
SETTINGS = {
    "office_name": "Kabupaten Tanah Laut (contoh)",
    "level_labels": {"berkelanjutan": "Paripurna"},
    "time_zone": "Asia/Makassar",
}


def load_example(progress: Callable[[int, str], None]) -> list[tuple[str, str, str]]:
    """Load the example into an empty database; returns name, password and role to print."""
    if settings.PRODUCTION:
        raise Failed("contoh tidak dimuat di lingkungan produksi (NAIKKELAS_PRODUCTION).", 2)
    if is_behind() or not KampungKB.objects.exists():
        prepare(verbose=True)
        if not KampungKB.objects.exists():
            _load(progress)
    if not KampungKB.objects.filter(is_example=True).exists():
        print("Basis data sudah berisi kampung, jadi contoh tidak dimuat.")
        return []
    present = set(User.objects.values_list("username", flat=True))
    return [
        (name, password, f"{Role(role).label}, {area}")
        for name, password, role, area, _ in ACCOUNTS
        if name in present
    ]


@transaction.atomic
def _load(progress: Callable[[int, str], None]) -> None:
    """All of the example or nothing of it. Imports its rooms here: a second start is quicker."""
    from naikkelas.accounts.queries import system_user
    from naikkelas.areas.actions import put_setting
    from naikkelas.areas.queries import local_now
    from naikkelas.classification.actions import take_snapshots
    from naikkelas.config.commands.example_activities import report_activities
    from naikkelas.config.commands.example_groups import make_groups
    from naikkelas.config.commands.example_meetings import hold_meetings
    from naikkelas.config.commands.example_partners import make_partners
    from naikkelas.config.commands.example_plan import make_plan
    from naikkelas.config.commands.example_practices import make_practices
    from naikkelas.config.commands.example_rkm import make_plans
    from naikkelas.config.commands.example_sites import make_sites
    from naikkelas.config.commands.example_themes import make_themes
    from naikkelas.config.commands.example_trainings import hold_trainings
    from naikkelas.config.commands.example_visits import make_visits
    from naikkelas.exchange.examples.tanah_laut import CUTOFF
    from naikkelas.lib.dates import month_ends

    print("Memuat contoh Tanah Laut (135 kampung, tiga tahun laporan) ...", flush=True)
    system = system_user()
    for key, value in {**SETTINGS, "cutoff": CUTOFF.isoformat()}.items():
        put_setting(KABUPATEN, key, value, by=system)
    _open_accounts(system)
    _import_reports(system, progress)
    _load_people(system)
    progress(90, "Menghitung kelas tiga tahun")
    take_snapshots(KABUPATEN, month_ends(CUTOFF, MONTHS), list(INSTRUMENTS), by=system)
    make_groups(KABUPATEN, CUTOFF, by=system)
    make_themes(KABUPATEN, CUTOFF, by=system)
    # After the people, who are invited.
    hold_meetings(KABUPATEN, CUTOFF, local_now(KABUPATEN).date(), by=system)
    hold_trainings(KABUPATEN, CUTOFF, local_now(KABUPATEN).date(), by=system)
    progress(96, "Menghitung rencana contoh")
    make_plan(KABUPATEN, max(CUTOFF, local_now(KABUPATEN).date()).year + 1, by=system)
    make_plans(KABUPATEN, local_now(KABUPATEN).date(), by=system)
    make_partners(KABUPATEN, local_now(KABUPATEN).date(), by=system)
    make_visits(KABUPATEN, CUTOFF, local_now(KABUPATEN).date(), by=system)
    make_practices(KABUPATEN, CUTOFF, local_now(KABUPATEN).date(), by=system)
    report_activities(KABUPATEN, CUTOFF, local_now(KABUPATEN).date())
    make_sites(CUTOFF, local_now(KABUPATEN).date(), by=system)


def _open_accounts(system: User) -> None:
    from naikkelas.accounts.actions import name_partner, open_account
    from naikkelas.areas.models import Area

    for name, password, role, code, person in ACCOUNTS:
        if User.objects.filter(username=name).exists():
            continue
        area, partner = Area.objects.get(pk=code), None
        if role == Role.PARTNER:
            partner = name_partner(PARTNER, Partner.Kind.OFFICE, area, by=system)
        open_account(
            name, name=person, role=role, area=area, password=password, by=system, partner=partner
        )


def _load_people(system: User) -> None:
    from naikkelas.exchange.examples import pokja
    from naikkelas.exchange.examples.tanah_laut import SEED
    from naikkelas.registry.actions.pokja import load_example as load_people

    kampung = list(KampungKB.objects.live().within(KABUPATEN))
    rows = pokja.people(kampung, seed=SEED, by=system.pk)
    tables = (rows.kader, rows.pokja, rows.seksi, rows.seats, rows.consents, rows.trainings)
    load_people(KABUPATEN, *tables, by=system)


def _import_reports(system: User, progress: Callable[[int, str], None]) -> None:
    from naikkelas.exchange.actions import import_folder
    from naikkelas.exchange.examples import tanah_laut

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
