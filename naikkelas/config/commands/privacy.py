"""`naikkelas privacy`: what is held on a person, what waits, what is kept too long."""

import argparse
import json

from naikkelas.config.commands.base import Failed, Subparsers, output, start_database


def add(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser(
        "privacy",
        help="data pribadi: salinan, permintaan, masa simpan",
        description="Data pribadi: salinan untuk satu orang, permintaan yang menunggu, dan yang "
        "sudah lewat masa simpannya.",
    )
    acts = parser.add_subparsers(metavar="TINDAKAN", required=True)
    export = acts.add_parser("export", help="tulis semua yang disimpan tentang satu orang (JSON)")
    export.add_argument("username", metavar="NAMA-PENGGUNA")
    export.add_argument("-o", "--output", metavar="BERKAS", help="berkas tujuan (bawaan: layar)")
    export.set_defaults(run=run_export)
    requests = acts.add_parser(
        "requests", help="permintaan yang belum dijawab, 1 bila ada yang lewat"
    )
    requests.set_defaults(run=run_requests)
    retention = acts.add_parser("retention", help="yang lewat masa simpannya; tidak dihapus")
    retention.set_defaults(run=run_retention)


def run_export(options: argparse.Namespace) -> int:
    start_database()
    from django.core.serializers.json import DjangoJSONEncoder

    from naikkelas.accounts.actions.privacy import export_person
    from naikkelas.accounts.models import User
    from naikkelas.accounts.presenters_privacy import as_json
    from naikkelas.accounts.queries import system_user
    from naikkelas.accounts.queries_privacy import person_of

    found = User.objects.filter(username=options.username.strip().lower()).first()
    if found is None:
        raise Failed(f"tidak ada pengguna {options.username}.", 2)
    system = system_user()
    copy = as_json(export_person(person_of(found), by=system), system)
    with output(options.output) as file:
        json.dump(copy, file, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
        file.write("\n")
    return 0


def run_requests(options: argparse.Namespace) -> int:
    start_database()
    from naikkelas.accounts.models import PrivacyRequest

    waiting = list(PrivacyRequest.objects.filter(closed_at__isnull=True))
    for asked in waiting:
        left = f"{asked.hours_left} jam lagi" if not asked.is_late else "LEWAT TENGGAT"
        print(f"{asked.pk} {asked.kabupaten_code or '-'} {asked.get_kind_display()}: {left}")
    if not waiting:
        print("Tidak ada permintaan yang menunggu.")
    return 1 if any(asked.is_late for asked in waiting) else 0


def run_retention(options: argparse.Namespace) -> int:
    start_database()
    from naikkelas.accounts.queries_privacy import overdue_rows

    found = [
        f"{one.model._meta.label}: {count} baris ({', '.join(one.entry.columns)})"
        for one, count in overdue_rows()
    ]
    print("\n".join(found) or "Tidak ada yang melewati masa simpan.")
    return 0
