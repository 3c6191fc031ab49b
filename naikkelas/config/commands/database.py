"""`naikkelas migrate`."""

import argparse

from naikkelas.config.commands.base import Subparsers, is_behind, start_django


def add_migrate(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser(
        "migrate",
        help="siapkan atau perbarui basis data",
        description="Buat atau perbarui tabel, terbitkan instrumen bawaan, muat wilayah Indonesia.",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    start_django()
    prepare(verbose=True)
    return 0


def prepare(*, verbose: bool) -> None:
    """Tables, built-in instruments and areas; does nothing twice."""
    from django.core.management import call_command

    from naikkelas.accounts.queries import system_user
    from naikkelas.areas.models import Area
    from naikkelas.instruments.actions import publish_builtin

    if is_behind():
        call_command("migrate", verbosity=0, interactive=False)
    system = system_user()
    publish_builtin(by=system)
    if not Area.objects.exists():
        from naikkelas.areas.actions import load_areas

        if verbose:
            print("Memuat wilayah Indonesia ...", flush=True)
        load_areas(by=system)
    if verbose:
        print("Basis data siap.")
