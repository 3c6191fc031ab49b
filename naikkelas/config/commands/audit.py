"""`naikkelas audit`: seal the trail, verify it, note where its chains end."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from naikkelas.config.commands.base import Failed, Subparsers, output, start_database

if TYPE_CHECKING:
    from naikkelas.audit.queries import Verification


def add(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser(
        "audit",
        help="periksa jejak perubahan",
        description="Jejak perubahan dirantai per kabupaten: mengubah, menghapus, atau menukar "
        "satu peristiwa memutus rantainya.",
    )
    acts = parser.add_subparsers(metavar="TINDAKAN", required=True)
    _add_verify(acts)
    head = acts.add_parser("head", help="tulis ujung setiap rantai, untuk disimpan di tempat lain")
    head.add_argument("-o", "--output", metavar="BERKAS", help="berkas tujuan (bawaan: layar)")
    head.set_defaults(run=run_head)
    sealing = acts.add_parser("seal", help="segel sekarang (pekerja melakukannya tiap menit)")
    sealing.set_defaults(run=run_seal)


def _add_verify(acts: Subparsers) -> None:
    verify = acts.add_parser(
        "verify",
        help="hitung ulang rantai dari awal",
        description="Hitung ulang rantai dari awal. Kode keluar: 0 utuh, 1 terputus, "
        "2 salah pakai.",
    )
    verify.add_argument("--area", help="kode kabupaten, misalnya 63.01 (bawaan: semua rantai)")
    verify.add_argument(
        "--head",
        metavar="HASH",
        help="ujung yang dicatat dahulu; rantai --area harus masih memuatnya",
    )
    verify.add_argument(
        "--heads",
        metavar="BERKAS",
        type=Path,
        help="berkas dari `naikkelas audit head`; setiap rantai harus masih memuat ujungnya",
    )
    verify.set_defaults(run=run_verify)


def run_verify(options: argparse.Namespace) -> int:
    kept = _kept_heads(options)
    start_database()
    from naikkelas.audit.queries import chains, verify

    codes = [options.area] if options.area is not None else sorted({*chains(), *kept})
    results = [verify(code, head=kept.get(code, "")) for code in codes]
    for result in results:
        print(_in_words(result))
    if not results:
        print("Belum ada jejak.")
    return 0 if all(result.ok for result in results) else 1


def run_head(options: argparse.Namespace) -> int:
    start_database()
    from naikkelas.audit.queries import heads

    with output(options.output) as file:
        for head in heads():
            file.write(f"{head.kabupaten or '-'} {head.number} {head.digest}\n")
    return 0


def run_seal(options: argparse.Namespace) -> int:
    start_database()
    from naikkelas.audit.actions import seal

    print(f"{seal(everything=True)} peristiwa disegel.")
    return 0


def _kept_heads(options: argparse.Namespace) -> dict[str, str]:
    """Kabupaten to the digest that its chain must still hold."""
    if options.head:
        if options.area is None:
            raise Failed("sebutkan rantainya: tambahkan --area, misalnya --area 63.01.", 2)
        return {options.area: options.head.strip().lower()}
    if options.heads is None:
        return {}
    try:
        lines = [line.split() for line in options.heads.read_text("utf-8").splitlines() if line]
        return {code.strip("-"): digest for code, _, digest in lines}
    except (OSError, ValueError) as error:
        raise Failed(
            f"{options.heads} tidak dapat dibaca sebagai hasil `naikkelas audit head`.", 2
        ) from error


def _in_words(found: "Verification") -> str:
    name = found.kabupaten or "tanpa kabupaten"
    waiting = f", {found.unsealed} belum disegel" if found.unsealed else ""
    if found.first_break is None:
        end = found.head[:12] or "kosong"
        return f"{name}: utuh, {found.sealed} peristiwa{waiting}, ujung {end}"
    broken = found.first_break
    subject = f" (peristiwa {broken.event_id})" if broken.event_id else ""
    return f"{name}: TERPUTUS di nomor {broken.number}: {broken.fault}{subject}{waiting}"
