"""`naikkelas plan`: a plan from a JSON file, without a database."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from naikkelas.config.commands.base import Failed, Subparsers, insist_on_target, output

# The planner is imported where it is used: every other command starts without it.
if TYPE_CHECKING:
    from naikkelas.roadmap.rules.planning import PlanOutput
    from naikkelas.roadmap.rules.remedies import Remedy

SECONDS = 8.0
LEAST_SECONDS = 1.0
"""What looking for a remedy gets, however long the plan took."""


def add(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser(
        "plan",
        help="susun rencana dari berkas JSON, tanpa basis data",
        description="Susun rencana dari berkas JSON: kampung mana, tindakan apa, siapa, kapan, "
        "berapa biayanya, seberapa pasti. Bentuk berkasnya: docs/plan-format.md. Kode keluar: 0 "
        "rencana terbukti, 3 rencana ditulis tetapi waktu habis sebelum terbukti, 1 tidak ada "
        "rencana, 2 salah pakai.",
    )
    parser.add_argument(
        "input",
        nargs="+",
        metavar="MASUKAN.json",
        help="berkas masukan, satu; - dari layar. Dengan --pusat satu untuk tiap kabupaten",
    )
    parser.add_argument(
        "-o", "--output", metavar="BERKAS.json", help="berkas tujuan (bawaan: layar)"
    )
    parser.add_argument(
        "--seconds",
        type=_seconds,
        metavar="N",
        help=f"waktu paling lama (bawaan: {SECONDS:g}; dengan --pusat {SECONDS:g} tiap berkas)",
    )
    parser.add_argument(
        "--seed", type=int, default=0, metavar="N", help="bibit pengacak (bawaan: 0)"
    )
    parser.add_argument(
        "--pusat",
        type=_rupiah,
        metavar="RUPIAH",
        help="bagi dana pusat sebesar ini tiap tahun antar-kabupaten menurut kurva nilainya",
    )
    parser.add_argument(
        "--sumber", metavar="KODE", help="sumber dana pusat itu dalam katalog, misalnya apbn"
    )
    parser.set_defaults(run=run)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 86_400:
        raise argparse.ArgumentTypeError(f"{text!r}: tulis jumlah detik, lebih dari 0")
    return seconds


def _rupiah(text: str) -> int:
    if not text.isdecimal() or len(text) > 15:
        raise argparse.ArgumentTypeError(f"{text!r}: tulis rupiah penuh, angka saja")
    return int(text)


def run(options: argparse.Namespace) -> int:
    """One plan, or money of the centre shared out."""
    if (options.pusat is None) != (options.sumber is None):
        raise Failed("--pusat dan --sumber hanya bersama-sama. Tulis keduanya.", 2)
    if options.output not in {None, "-"}:
        insist_on_target(Path(options.output))
    if options.seconds is None:
        options.seconds = SECONDS * len(options.input)
    if options.pusat is not None:
        return share(options)
    if len(options.input) > 1:
        raise Failed("satu berkas saja, kecuali untuk membagi dana pusat (--pusat, --sumber).", 2)
    return plan(options)


def share(options: argparse.Namespace) -> int:
    from naikkelas.roadmap.rules import sharing
    from naikkelas.roadmap.rules.plan_file import read_input
    from naikkelas.roadmap.rules.reading_json import BadFile
    from naikkelas.roadmap.solver.master import OutOfTime, Unsolved

    if options.input.count("-") > 1:
        raise Failed("- hanya sekali. Tulis nama berkas untuk yang lain.", 2)
    files = [_read(name) for name in options.input]
    try:
        found = sharing.kabupaten_of(
            [(origin, read_input(text, origin)) for origin, text in files], options.sumber
        )
        made = sharing.share(found, options.sumber, options.pusat, seconds=options.seconds)
    except sharing.UnknownSource as problem:
        raise Failed(str(problem), 2) from problem
    except BadFile as problem:
        raise Failed(str(problem)) from problem
    except (OutOfTime, Unsolved) as problem:
        raise Failed("waktu habis sebelum dana terbagi. Beri --seconds lebih.") from problem
    for warning in made.warnings:
        print(f"naikkelas: {warning}", file=sys.stderr)
    with output(options.output) as file:
        file.write(sharing.write_sharing(made))
    return 0


def plan(options: argparse.Namespace) -> int:
    from naikkelas.roadmap.rules.plan_file import read_input
    from naikkelas.roadmap.rules.plan_writing import write_plan
    from naikkelas.roadmap.rules.planning import PlanFaulty, make_plan
    from naikkelas.roadmap.rules.reading_json import BadFile
    from naikkelas.roadmap.solver.world import BadWorld

    [name] = options.input
    origin, text = _read(name)
    try:
        made = make_plan(read_input(text, origin), seconds=options.seconds, seed=options.seed)
    except BadFile as problem:
        raise Failed(str(problem)) from problem
    except (BadWorld, PlanFaulty) as problem:
        raise Failed(f"{origin}: {problem}") from problem
    for warning in made.warnings:
        print(f"naikkelas: {warning}", file=sys.stderr)
    if made.plan.conflicts:
        told = " ".join(made.plan.conflicts)
        raise Failed(f"{origin}: aturan.kunci: tidak ada rencana. {told}")
    if not made.has_plan:
        raise Failed(f"{origin}: tidak ada rencana yang sempat dibuktikan. Beri --seconds lebih.")
    left = max(LEAST_SECONDS, options.seconds - made.plan.seconds)
    remedy = _remedy(made, left) if made.misses_target else None
    with output(options.output) as file:
        file.write(write_plan(made, remedy))
    print(_summary(made), file=sys.stderr)
    is_whole = made.is_certified and (remedy is not None or not made.misses_target)
    return 0 if is_whole else 3


def _remedy(made: "PlanOutput", seconds: float) -> "Remedy | None":
    """What would make the target reachable, also said on the screen; none when time is short."""
    from naikkelas.roadmap.rules.remedies import NoTimeLeft, remedy

    try:
        found = remedy(made, seconds)
    except NoTimeLeft as late:
        print(f"naikkelas: {late}", file=sys.stderr)
        return None
    print(f"naikkelas: {found.sentence}", file=sys.stderr)
    return found


def _read(name: str) -> tuple[str, str]:
    """How the input is called in messages, and its text."""
    origin = "masukan" if name == "-" else name
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise Failed(f"berkas {name} tidak dapat dibaca: {error.strerror}.", 2) from error
    try:
        return origin, data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Failed(f"{origin}: baris {line} bukan UTF-8. Simpan ulang sebagai UTF-8.") from error


def _summary(made: "PlanOutput") -> str:
    worked = sum(mode is not None for mode in made.plan.decisions)
    newly = made.plan.years[0].newly if made.plan.years else 0.0
    return (
        f"{len(made.plan.decisions)} kampung: {worked} dikerjakan tahun pertama, "
        f"{newly:.1f} diharapkan masuk kelas target, {len(made.steps)} langkah, "
        f"{made.plan.ending}."
    )
