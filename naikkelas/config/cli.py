"""The command `naikkelas`: each subcommand parses its words and calls an action.

Exit codes (decision 10): 0 all applied, 3 applied with refused rows, 1 nothing applied, 2 usage.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from naikkelas import __version__
from naikkelas.config.commands import (
    accounts,
    audit,
    classify,
    database,
    exchange,
    instruments,
    plan,
    privacy,
    serve,
)
from naikkelas.config.commands.base import Failed, Subparsers
from naikkelas.config.commands.words import Parser
from naikkelas.lib.refusals import Refused

COMMANDS: tuple[Callable[[Subparsers], None], ...] = (
    serve.add_demo,
    database.add_migrate,
    serve.add_serve,
    serve.add_worker,
    accounts.add,
    exchange.add_import,
    exchange.add_export,
    exchange.add_clean,
    classify.add_classify,
    classify.add_gap,
    classify.add_snapshot,
    instruments.add_instrument,
    instruments.add_score,
    plan.add,
    audit.add,
    privacy.add,
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one subcommand and leave with its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "naikkelas.config.settings")
    options = _parser().parse_args(arguments)
    try:
        code = options.run(options)
    except (Failed, Refused) as problem:
        print(f"naikkelas: {problem}", file=sys.stderr)
        code = getattr(problem, "exit_code", 1)
    except KeyboardInterrupt:
        print("\nnaikkelas: dihentikan.", file=sys.stderr)
        code = 130
    except BrokenPipeError:  # the reader of our output has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code)


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="naikkelas",
        description="Naik Kelas: dari laporan Kampung KB ke kelas, kekurangan, dan target.",
        epilog=(
            "Lingkungan: DATABASE_URL (PostgreSQL; bawaan SQLite), NAIKKELAS_DATA (folder basis "
            "data, media, dan kunci), PORT. Kode keluar: 0 semua diterapkan, 3 diterapkan dengan "
            "baris ditolak, 1 tidak ada yang diterapkan, 2 salah pakai."
        ),
    )
    parser.add_argument(
        "--version", action="version", version=f"naikkelas {__version__}", help="tampilkan versi"
    )
    subparsers = parser.add_subparsers(title="perintah", metavar="PERINTAH", required=True)
    for add in COMMANDS:
        add(subparsers)
    return parser
