"""`naikkelas instrument` and `naikkelas score`: instruments without a database."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from naikkelas.config.commands.base import Failed, Subparsers, output

# The engine is imported where it is used: every other command starts without NumPy.
if TYPE_CHECKING:
    from naikkelas.instruments.rules import Instrument


def add_instrument(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser(
        "instrument",
        help="daftar dan isi instrumen penilaian",
        description="Daftar instrumen bawaan, isi salah satunya, atau periksa berkas TOML sendiri.",
    )
    acts = parser.add_subparsers(metavar="TINDAKAN", required=True)
    listing = acts.add_parser("list", help="daftar instrumen bawaan")
    listing.set_defaults(run=list_instruments)
    showing = acts.add_parser("show", help="tampilkan satu instrumen sebagai TOML")
    showing.add_argument("instrument", metavar="ID")
    showing.set_defaults(run=show_instrument)
    checking = acts.add_parser("check", help="periksa berkas TOML")
    checking.add_argument("file", metavar="BERKAS.toml")
    checking.set_defaults(run=check_instrument)


def add_score(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser(
        "score",
        help="nilai baris-baris CSV dengan satu instrumen, tanpa basis data",
        description="Nilai setiap baris CSV. Kolom ukuran dipakai, kolom lain diteruskan.",
    )
    parser.add_argument("instrument", metavar="INSTRUMEN", help="id bawaan atau berkas .toml")
    parser.add_argument("input", metavar="MASUKAN.csv")
    parser.add_argument(
        "-o", "--output", metavar="BERKAS.csv", help="berkas tujuan (bawaan: layar)"
    )
    parser.set_defaults(run=score)


def list_instruments(options: argparse.Namespace) -> int:
    from naikkelas.instruments.rules import all_ids, builtin

    for code in all_ids():
        instrument = builtin(code)
        print(
            f"{code:<28} versi {instrument.version:<4} {instrument.sha256[:12]}  {instrument.title}"
        )
    return 0


def show_instrument(options: argparse.Namespace) -> int:
    from naikkelas.instruments.rules import builtin_text

    _named(options.instrument)
    print(builtin_text(options.instrument), end="")
    return 0


def check_instrument(options: argparse.Namespace) -> int:
    instrument = _from_file(Path(options.file))
    print(
        f"{options.file} sah: {instrument.title}, {len(instrument.indicators)} indikator, "
        f"{len(instrument.levels)} kelas, {instrument.sha256[:12]}."
    )
    return 0


def score(options: argparse.Namespace) -> int:
    from naikkelas.instruments.rules.score_file import score_csv

    source = Path(options.input)
    if not source.is_file():
        raise Failed(f"berkas {source} tidak ada. Periksa nama dan foldernya.", 2)
    path = Path(options.instrument)
    instrument = _from_file(path) if path.suffix == ".toml" else _named(options.instrument)
    with output(options.output) as file:
        result = score_csv(instrument, source, file)
    for problem in result.problems[:20]:
        print(f"naikkelas: {problem}", file=sys.stderr)
    print(
        f"{result.rows} baris: {result.scored} dinilai, {result.refused} ditolak.", file=sys.stderr
    )
    return result.exit_code


def _named(code: str) -> "Instrument":
    from naikkelas.instruments.rules import all_ids, builtin

    if code not in all_ids():
        raise Failed(f"instrumen {code} tidak dikenal. Yang ada: {', '.join(all_ids())}.", 2)
    return builtin(code)


def _from_file(path: Path) -> "Instrument":
    from naikkelas.instruments.rules import InstrumentInvalid, load

    try:
        return load(path.read_text("utf-8"), path.name)
    except OSError as error:
        raise Failed(f"berkas {path} tidak dapat dibaca: {error.strerror}.", 2) from error
    except InstrumentInvalid as problem:
        raise Failed(str(problem)) from problem
