"""`naikkelas classify` and `naikkelas gap`."""

import argparse
from datetime import date
from functools import partial

from naikkelas.areas.rules import BASES, CORRECTED, DECLARED, VERIFIED
from naikkelas.config.commands.base import (
    Failed,
    Progress,
    Subparsers,
    area_or_fail,
    count,
    day,
    output,
    start_database,
)

_MOST_MONTHS = 240
"""Twenty years; the programme began in 2016."""


def add_classify(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser(
        "classify",
        help="hitung kelas setiap kampung",
        description="Hitung kelas setiap kampung yang hidup dan tulis sebagai CSV.",
    )
    _add_scope(parser)
    parser.add_argument(
        "--versions",
        choices=["marked", "as-of"],
        default="as-of",
        help="marked: versi yang ditandai aktif oleh sistem asal, semua kegiatan dihitung; "
        "as-of: versi terbaru pada tanggal hitung (bawaan)",
    )
    parser.add_argument(
        "--save",
        action="store_true",
        help="simpan juga sebagai potret dan rekap wilayah, keduanya: dilaporkan dan terverifikasi",
    )
    parser.set_defaults(run=classify)


def add_gap(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser(
        "gap",
        help="hitung apa yang kurang untuk naik kelas",
        description="Tulis sebagai CSV apa yang kurang agar setiap kampung naik kelas: satu baris "
        "untuk setiap kelas di atas kelasnya sekarang, dengan langkah paling sedikit yang cukup. "
        "Kelas tujuan dibaca “paling rendah kelas itu”. Bila langkah yang sama sudah membawa "
        "kampung ke kelas yang lebih tinggi lagi, hanya yang lebih tinggi yang ditulis. "
        "Kampung yang sudah di kelas tertinggi tidak ditulis.",
    )
    _add_scope(parser)
    parser.set_defaults(run=gap)


def add_snapshot(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser(
        "snapshot",
        help="simpan klasifikasi akhir bulan yang belum tersimpan",
        description="Simpan potret setiap akhir bulan, untuk riwayat dan rekap wilayah. Yang sudah "
        "sesuai dengan laporan dilewati. Jalankan sebulan sekali; impor menjalankannya sendiri.",
    )
    parser.add_argument("--area", default="", help="kode wilayah, misalnya 63.01 (bawaan: semua)")
    parser.add_argument(
        "--months",
        type=partial(count, most=_MOST_MONTHS),
        metavar="BULAN",
        default=24,
        help="berapa bulan ke belakang (bawaan: 24)",
    )
    parser.set_defaults(run=snapshot)


def snapshot(options: argparse.Namespace) -> int:
    start_database()
    from naikkelas.accounts.queries import system_user
    from naikkelas.classification.actions import refresh_month_ends

    area = area_or_fail(options.area)
    stored = refresh_month_ends(area, by=system_user(), months=options.months)
    print(f"{stored} potret disimpan.")
    return 0


def _add_scope(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--area", default="", help="kode wilayah, misalnya 63.01 (bawaan: semua)")
    parser.add_argument("--cutoff", type=day, metavar="TANGGAL", help="tanggal hitung, 2025-07-31")
    parser.add_argument("--instrument", metavar="ID", help="aturan (bawaan: yang berlaku)")
    parser.add_argument(
        "--basis",
        choices=list(BASES),
        default=DECLARED,
        help="dilaporkan: semua laporan (bawaan); terverifikasi: hanya yang sudah disahkan dan "
        "buktinya masih berlaku",
    )
    parser.add_argument(
        "-o", "--output", metavar="BERKAS.csv", help="berkas tujuan (bawaan: layar)"
    )


def classify(options: argparse.Namespace) -> int:
    marked = options.versions == "marked"
    if marked and (options.cutoff or options.save):
        raise Failed("--versions marked tidak dapat digabung dengan --cutoff atau --save.", 2)
    if marked and options.instrument == CORRECTED:
        raise Failed("aturan terkoreksi memakai versi terbaru, bukan versi bertanda.", 2)
    if marked and options.basis == VERIFIED:
        raise Failed(
            "--versions marked mengikuti tanda sistem asal, yang tidak mengenal pengesahan; "
            "tidak dapat digabung dengan --basis terverifikasi.",
            2,
        )
    start_database()
    from naikkelas.classification import queries
    from naikkelas.classification.rules.machine import machine_table
    from naikkelas.exchange.rules.writing import machine_csv
    from naikkelas.instruments.queries import in_use

    area, instrument = _area_and_instrument(options)
    if marked and instrument == CORRECTED:
        raise Failed("aturan terkoreksi memakai versi terbaru, bukan versi bertanda.", 2)
    cutoff = None if marked else _cutoff(options, area)
    results = queries.classify(area, cutoff=cutoff, instrument=instrument, basis=options.basis)
    with output(options.output) as file:
        file.write(machine_csv(machine_table(results, in_use(instrument))).decode())
    if options.save and cutoff is not None:
        _save(area, cutoff, instrument)
    return 0


def _save(area: str, cutoff: date, instrument: str) -> None:
    from naikkelas.accounts.queries import system_user
    from naikkelas.classification.actions import take_snapshots

    take_snapshots(area, [cutoff], [instrument], by=system_user())


def gap(options: argparse.Namespace) -> int:
    start_database()
    from naikkelas.exchange.rules.writing import machine_csv
    from naikkelas.roadmap.queries import gap_rows

    area, instrument = _area_and_instrument(options)
    progress = Progress()
    rows = gap_rows(area, _cutoff(options, area), instrument, options.basis, progress)
    progress.close()
    with output(options.output) as file:
        file.write(machine_csv(rows).decode())
    return 0


def _area_and_instrument(options: argparse.Namespace) -> tuple[str, str]:
    from naikkelas.classification.queries import instrument_of
    from naikkelas.instruments.queries import in_use, instrument_ids

    area = area_or_fail(options.area)
    instrument = options.instrument or instrument_of(area)
    if instrument not in instrument_ids():
        raise Failed(
            f"aturan {instrument} tidak dikenal. Yang ada: {', '.join(instrument_ids())}.", 2
        )
    if {dimension.code for dimension in in_use(instrument).dimensions} != {
        "input",
        "proses",
        "output",
    }:
        raise Failed(
            f"aturan {instrument} tidak menilai Kampung KB. Lihat: naikkelas score --help", 2
        )
    return area, instrument


def _cutoff(options: argparse.Namespace, area: str) -> date:
    from naikkelas.classification.queries import cutoff_of

    return options.cutoff or cutoff_of(area)
