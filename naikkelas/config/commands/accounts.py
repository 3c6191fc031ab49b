"""`naikkelas user`: the first accounts of an office."""

import argparse
import getpass
import sys

from naikkelas.config.commands.base import Subparsers, area_or_fail, start_database


def add(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser(
        "user", help="buka akun", description="Buka satu akun untuk satu jabatan di satu wilayah."
    )
    parser.add_argument("username", metavar="NAMA-PENGGUNA")
    parser.add_argument("--name", required=True, help="nama orangnya")
    parser.add_argument(
        "--role",
        default="operator",
        help="jenis jabatan, misalnya operator, pkb, atau ketua_pokja",
    )
    parser.add_argument("--area", default="", help="kode wilayah, misalnya 63.01; kosong: nasional")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    start_database()
    from naikkelas.accounts.actions import open_account
    from naikkelas.accounts.models import Role
    from naikkelas.accounts.queries import system_user
    from naikkelas.areas.models import Area

    area = Area.objects.filter(pk=area_or_fail(options.area)).first()
    if options.role not in Role.values or options.role == Role.SYSTEM:
        print(f"naikkelas: peran {options.role} tidak dikenal.", file=sys.stderr)
        return 2
    prompt = "Kata sandi (paling sedikit 12 karakter): "
    password = getpass.getpass(prompt) if sys.stdin.isatty() else sys.stdin.readline().strip()
    open_account(
        options.username,
        name=options.name,
        role=Role(options.role),
        area=area,
        password=password,
        by=system_user(),
    )
    print(f"Akun {options.username} dibuka.")
    return 0
