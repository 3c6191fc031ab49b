"""`naikkelas import`, `naikkelas export` and `naikkelas clean`."""

import argparse
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from naikkelas.areas.rules import BASES, DECLARED
from naikkelas.config.commands.base import (
    Failed,
    Progress,
    Subparsers,
    area_or_fail,
    count,
    day,
    insist_on_target,
    start_database,
)

if TYPE_CHECKING:
    import polars as pl

    from naikkelas.exchange.actions import ImportOutcome

_SHOWN = 20
_MOST_DAYS = 36_500
_NAMES = {
    "kampung": "Kampung",
    "profil": "Profil",
    "penduduk": "Penduduk",
    "kkbpk": "KKBPK",
    "intervensi": "Kegiatan",
}


def add_import(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser(
        "import",
        help="impor kampung dan laporan",
        description="Periksa berkas Excel atau CSV (atau folder berisi himpunan CSV netral), "
        "tampilkan hasilnya, tanya, lalu terapkan yang diterima sebagai satu kesatuan.",
    )
    parser.add_argument("paths", nargs="+", metavar="BERKAS-ATAU-FOLDER", type=Path)
    parser.add_argument("--area", default="", help="hanya wilayah ini, misalnya 63.01")
    parser.add_argument("--yes", action="store_true", help="terapkan tanpa bertanya")
    parser.add_argument(
        "--as-reported",
        action="store_true",
        help="riwayat dari sistem lain: simpan juga yang melanggar aturan keras, dengan tanda",
    )
    parser.add_argument("--endorsed", action="store_true", help="laporan ini sudah disahkan")
    parser.add_argument(
        "--problems", metavar="BERKAS.csv", type=Path, help="tulis semua masalah ke berkas ini"
    )
    parser.set_defaults(run=run_import)


def run_import(options: argparse.Namespace) -> int:
    for path in options.paths:
        if not path.exists():
            raise Failed(f"{path} tidak ada. Periksa nama dan foldernya.", 2)
    if options.problems is not None:
        insist_on_target(options.problems)
    start_database()
    from naikkelas.accounts.queries import system_user
    from naikkelas.exchange.actions import check_folder, finish
    from naikkelas.exchange.queries import has_changes
    from naikkelas.exchange.tasks import clear_old_files

    progress = Progress()
    outcome = check_folder(
        *options.paths,
        area_code=area_or_fail(options.area),
        by=system_user(),
        as_reported=options.as_reported,
        endorsed=options.endorsed,
        progress=progress,
    )
    progress.close()
    _report(outcome, options.problems)
    if not outcome.is_readable:
        if outcome.findings.is_empty():
            print("Tidak ada berkas Excel atau CSV yang dikenal. Sebutkan berkas atau foldernya.")
        return 1
    if not has_changes(outcome.batch):
        return _nothing_to_store(outcome)
    if not options.yes and not _agreed():
        print("Tidak ada yang disimpan.")
        return 1
    outcome = finish(outcome, by=system_user())
    clear_old_files.enqueue()
    print(f"Diterapkan: {outcome.stored} baris. Nomor impor {outcome.batch.pk}.")
    return 3 if outcome.refused else 0


def _nothing_to_store(outcome: "ImportOutcome") -> int:
    """All rows are stored already: fine, unless some were refused. Nobody can apply the batch."""
    from naikkelas.accounts.queries import system_user
    from naikkelas.exchange.actions import cancel

    print(_why_nothing(outcome))
    cancel(outcome.batch, by=system_user())
    return 1 if outcome.refused or not outcome.total("read") else 0


def _why_nothing(outcome: "ImportOutcome") -> str:
    if outcome.refused and not outcome.total("same"):
        return "Semua baris ditolak, jadi tidak ada yang disimpan."
    if not outcome.total("read"):
        return "Berkas tidak berisi baris, jadi tidak ada yang disimpan."
    if outcome.refused:
        return f"Tidak ada yang baru untuk disimpan; {outcome.refused} baris ditolak."
    return "Tidak ada yang baru untuk disimpan."


def _report(outcome: "ImportOutcome", problems: Path | None) -> None:
    print(
        f"{'':<10}{'dibaca':>10}{'baru':>10}{'berubah':>10}{'sama':>10}{'ditolak':>10}{'ragu':>10}"
    )
    for code, counts in outcome.tables.items():
        if not any(counts.values()):
            continue
        figures = (
            counts.get(name, 0) for name in ("read", "new", "changed", "same", "refused", "soft")
        )
        print(f"{_NAMES[code]:<10}" + "".join(f"{figure:>10}" for figure in figures))
    findings = outcome.findings
    if problems is not None:
        findings.write_csv(problems)
    _name_what_was_skipped(findings)
    serious = findings.filter(findings["severity"] != "periksa")
    for row in serious.head(_SHOWN).iter_rows(named=True):
        place = ", ".join(
            str(part)
            for part in (
                row["file"],
                row["sheet"],
                row["row"] and f"baris {row['row']}",
                row["column"],
            )
            if part
        )
        print(f"  {place}: {row['message']} {row['remedy']}")
    if serious.height > _SHOWN:
        print(
            f"  … dan {serious.height - _SHOWN} masalah lain (--problems BERKAS.csv menulis semua)"
        )


def _name_what_was_skipped(findings: "pl.DataFrame") -> None:
    """Columns and sheets that nobody knows: their data are lost if the heading is misspelled."""
    skipped = findings.filter(findings["code"].is_in(["kolom_dilewati", "lembar_dilewati"]))
    for row in skipped.head(_SHOWN).iter_rows(named=True):
        place = ", ".join(part for part in (row["file"], row["sheet"]) if part)
        print(f"  {place}: {row['message']}")


def _agreed() -> bool:
    if not sys.stdin.isatty():
        raise Failed("tambahkan --yes untuk menerapkan tanpa bertanya.", 2)
    return input("Terapkan yang diterima? [y/T] ").strip().lower() in {"y", "ya"}


def add_clean(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser(
        "clean",
        help="hapus berkas impor lama",
        description="Hapus berkas unggahan dari impor yang sudah lama selesai, dan unggahan lama "
        "yang tidak pernah diterapkan. Tanda terima, baris bermasalah, dan cara menarik kembali "
        "tetap ada. Unggahan dan impor baru menjalankannya sendiri.",
    )
    parser.add_argument(
        "--days",
        type=partial(count, most=_MOST_DAYS),
        metavar="HARI",
        help="sesudah berapa hari (bawaan: NAIKKELAS_IMPORT_KEEP_DAYS, 30)",
    )
    parser.set_defaults(run=run_clean)


def run_clean(options: argparse.Namespace) -> int:
    start_database()
    from naikkelas.accounts.queries import system_user
    from naikkelas.exchange.actions import clear_old_files

    cleared = clear_old_files(by=system_user(), days=options.days)
    print(
        f"Berkas dihapus dari {cleared.finished} impor selesai; {cleared.abandoned} unggahan yang "
        f"tidak diterapkan dibuang; {cleared.lost} folder tanpa impor dihapus."
    )
    return 0


def add_export(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser(
        "export",
        help="tulis kampung, laporan, atau klasifikasi sebagai CSV atau XLSX",
        description="Tulis satu tabel. CSV dapat diimpor kembali; XLSX untuk dibaca orang.",
    )
    parser.add_argument(
        "what", metavar="TABEL", choices=[*_NAMES, "klasifikasi"], help="%(choices)s"
    )
    parser.add_argument("--area", default="", help="kode wilayah, misalnya 63.01 (bawaan: semua)")
    parser.add_argument("--cutoff", type=day, metavar="TANGGAL", help="tanggal hitung klasifikasi")
    parser.add_argument("--instrument", metavar="ID", help="aturan klasifikasi")
    parser.add_argument(
        "--basis",
        choices=list(BASES),
        default=DECLARED,
        help="dari fakta mana skor klasifikasi dihitung (bawaan: dilaporkan); kedua kelas selalu "
        "ditulis",
    )
    parser.add_argument(
        "-o",
        "--output",
        required=True,
        metavar="BERKAS",
        type=Path,
        help="berakhiran .csv atau .xlsx",
    )
    parser.set_defaults(run=run_export)


def run_export(options: argparse.Namespace) -> int:
    if options.output.suffix.lower() not in {".csv", ".xlsx"}:
        raise Failed("nama berkas tujuan harus berakhiran .csv atau .xlsx.", 2)
    insist_on_target(options.output)
    start_database()
    from naikkelas.exchange.queries import Export, write_export

    export = Export(
        options.what,
        area_or_fail(options.area),
        cutoff=options.cutoff,
        instrument=options.instrument or "",
        basis=options.basis,
    )
    write_export(export, options.output)
    note = " (berisi data contoh)" if export.is_example else ""
    print(f"Ditulis: {options.output}{note}")
    return 0
