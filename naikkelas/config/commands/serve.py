"""`naikkelas demo`, `naikkelas serve` and `naikkelas worker`."""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

from naikkelas.config.commands.base import (
    Failed,
    Progress,
    Subparsers,
    count,
    start_database,
    start_django,
)
from naikkelas.config.environment import LAST_PORT, is_port

LOOPBACK = "127.0.0.1"
_STOP_SECONDS = 10
_MOST_WORKERS = 256


def _add_address(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--host",
        default=LOOPBACK,
        help="alamat yang dilayani; 0.0.0.0 untuk jaringan lokal (bawaan: %(default)s)",
    )
    parser.add_argument(
        "--port", type=_port, metavar="PORTA", help="porta (bawaan: PORT atau 8000)"
    )


def _port(text: str) -> int:
    if len(text) > 5 or not text.isdecimal() or not is_port(int(text)):
        raise argparse.ArgumentTypeError(f"{text!r} bukan porta. Tulis 1 sampai {LAST_PORT}.")
    return int(text)


def add_demo(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser(
        "demo",
        help="siapkan semuanya dengan data contoh Tanah Laut, lalu layani",
        description="Siapkan basis data, muat contoh Tanah Laut bila belum ada, lalu layani. "
        "Data yang sudah ada tetap disimpan.",
    )
    _add_address(parser)
    parser.add_argument("--no-serve", action="store_true", help="siapkan saja, jangan layani")
    parser.set_defaults(run=demo)


def add_serve(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("serve", help="layani peramban", description="Layani peramban.")
    _add_address(parser)
    parser.add_argument(
        "--workers",
        type=partial(count, most=_MOST_WORKERS),
        metavar="JUMLAH",
        default=1,
        help="proses peladen (bawaan: 1)",
    )
    parser.set_defaults(run=serve)


def add_worker(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser(
        "worker",
        help="kerjakan antrean dan tugas berkala",
        description="Kerjakan antrean (pemeriksaan impor) dan tugas berkala (segel jejak).",
    )
    parser.set_defaults(run=worker)


def demo(options: argparse.Namespace) -> int:
    # Its accounts are invented and printed below; production asks for the second factor still.
    os.environ.setdefault("NAIKKELAS_WITHOUT_SECOND_FACTOR", "1")
    start_django()
    from naikkelas.config.commands.example import load_example

    progress = Progress()
    accounts = load_example(progress)
    progress.close()
    _collect_assets()
    if accounts:
        print("\nAkun contoh (hanya untuk mencoba):")
    for name, password, role in accounts:
        print(f"  {name:<10} {password:<24} {role}")
    return 0 if options.no_serve else _serve(options, workers=1)


def serve(options: argparse.Namespace) -> int:
    start_database()
    _collect_assets()
    return _serve(options, workers=options.workers)


def worker(options: argparse.Namespace) -> int:
    start_database()
    from django.core.management import call_command

    from naikkelas.config.tasks import start_clock

    start_clock()
    call_command("db_worker", interval=1, verbosity=0)
    return 0


def _collect_assets() -> None:
    """Copy and compress the static files when the package's are newer than the copies."""
    from django.conf import settings
    from django.core.management import call_command

    stamp = Path(settings.STATIC_ROOT) / ".stamp"
    newest = max(
        path.stat().st_mtime for path in settings.PACKAGE.glob("*/static/**/*") if path.is_file()
    )
    if not stamp.exists() or stamp.stat().st_mtime < newest:
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.touch()


def _serve(options: argparse.Namespace, *, workers: int) -> int:
    """Run granian and one worker of the queue until told to stop; both end together."""
    from django.conf import settings

    port = options.port or settings.PORT
    if _answers(options.host, port):
        raise Failed(
            f"porta {port} sudah dipakai peladen lain. Hentikan itu, atau pakai --port lain."
        )
    children = [
        subprocess.Popen(_granian(options.host, port, workers)),
        subprocess.Popen([sys.executable, "-m", "naikkelas", "worker"]),
    ]
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: sys.exit(0))
    is_announced = False
    try:
        while all(child.poll() is None for child in children):
            if not is_announced and _answers(options.host, port):
                address = f"http://{options.host}:{port}/"
                print(f"\nNaik Kelas melayani di {address}  (Ctrl+C untuk berhenti)", flush=True)
                is_announced = True
            time.sleep(0.2)
    finally:
        _stop(children)
    raise Failed(f"peladen berhenti. Mungkin porta {port} sudah dipakai; coba --port lain.")


def _answers(host: str, port: int) -> bool:
    """Whether the server takes connections by now."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((LOOPBACK if host == "0.0.0.0" else host, port)) == 0


def _granian(host: str, port: int, workers: int) -> list[str]:
    # More requests at once on each core end later and take more of it (docs/benchmarks.md).
    threads = 4 if workers == 1 else 2
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host),
        *("--port", str(port), "--workers", str(workers), "--blocking-threads", str(threads)),
        # A worker that the machine killed comes back by itself.
        *("--respawn-failed-workers", "--respawn-interval", "0.5"),
        *("--log-level", os.environ.get("NAIKKELAS_LOG", "warning")),
        "naikkelas.config.wsgi:application",
    ]


def _stop(children: list["subprocess.Popen[bytes]"]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
