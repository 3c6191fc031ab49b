"""What the subcommands share: settings up, days, output files, progress."""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, TextIO

Subparsers = Any  # argparse's class of `add_subparsers()` is private


class Failed(Exception):
    """The command cannot go on; the text says why and what to do. Nothing was applied."""

    def __init__(self, text: str, exit_code: int = 1) -> None:
        super().__init__(text)
        self.exit_code = exit_code


def start_django() -> None:
    """Load the settings and the rooms."""
    import django

    django.setup()


def start_database() -> None:
    """Load the rooms and refuse in words when the database is not reachable or not migrated."""
    start_django()
    if is_behind():
        raise Failed("basis data belum siap. Jalankan dahulu: naikkelas migrate")


def is_behind() -> bool:
    """Whether migrations are missing from the database."""
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError as error:
        raise Failed(f"basis data tidak dapat dibuka ({error}). Periksa DATABASE_URL.") from error


def day(text: str) -> date:
    """An argument that is a day."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"{text!r} bukan tanggal. Tulis sebagai 2025-07-31 (tahun-bulan-hari)."
        ) from error


def count(text: str, most: int) -> int:
    """An argument that counts something: 1 up to `most`."""
    if len(text) > 9 or not text.isdecimal() or not 1 <= int(text) <= most:
        raise argparse.ArgumentTypeError(f"{text!r} bukan bilangan bulat dari 1 sampai {most}.")
    return int(text)


def insist_on_target(target: Path) -> None:
    """Refuse in words, before any work, a file that could not be written."""
    if not target.parent.is_dir():
        raise Failed(f"folder {target.parent} tidak ada. Buat dahulu atau pilih folder lain.", 2)
    if target.is_dir():
        raise Failed(f"{target} adalah folder. Tulis nama berkas di dalamnya.", 2)
    if not os.access(target if target.exists() else target.parent, os.W_OK):
        raise Failed(f"{target} tidak boleh ditulisi. Pilih folder lain.", 2)


@contextmanager
def output(path: str | None) -> Iterator[TextIO]:
    """The file to write (UTF-8, LF, whole or not at all), or standard output."""
    if path is None or path == "-":
        yield sys.stdout
        return
    target = Path(path)
    insist_on_target(target)
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            yield file
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


class Progress:
    """One line on standard error that says where a long command is; silent when not a terminal."""

    def __init__(self) -> None:
        self._live = sys.stderr.isatty()

    def __call__(self, percent: int, step: str) -> None:
        if self._live:
            print(f"\r\033[K{percent:3d} %  {step}", end="", file=sys.stderr, flush=True)

    def close(self) -> None:
        """End the line."""
        if self._live:
            print("\r\033[K", end="", file=sys.stderr, flush=True)


def area_or_fail(code: str) -> str:
    """A known area code, or an explanation."""
    from naikkelas.areas.models import Area

    if code and not Area.objects.filter(pk=code).exists():
        raise Failed(
            f"wilayah {code} tidak dikenal. Tulis kode Kemendagri bertitik, misalnya 63.01.", 2
        )
    return code
