"""Reading uploads in a process of its own, with bounded memory and time.

A hostile workbook can make any parser take gigabytes; here it only ends the child, and the
person gets a sentence. The child reads, the parent sees tables that it wrote.
"""

import gc
import json
import logging
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from naikkelas.exchange.rules import reading
from naikkelas.exchange.rules.reading import Read
from naikkelas.exchange.rules.tables import Limits, Severity, Table, finding, stored

MEMORY = 3 * 1024**3
"""Address space of the child. Polars alone reserves about one gigabyte of it."""
SECONDS: float = 120
COMMAND_LINE_MEMORY = max(
    MEMORY, min(8 * 1024**3, os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") * 3 // 4)
)
"""For workbooks of the command line: 8 GiB, or three quarters of a smaller machine."""
COMMAND_LINE_SECONDS: float = 3_600
_COMMAND = [sys.executable, "-m", "naikkelas.exchange.rules.sandbox"]
_EXCEPTION, _NO_MEMORY = 1, 70
_log = logging.getLogger(__name__)


def _rest() -> None:
    """Nothing to do meanwhile."""


@contextmanager
def reading_apart(
    files: Sequence[tuple[Path, str]],
    limits: Limits,
    folder: Path,
    *,
    memory: int | None = None,
    seconds: float | None = None,
    meanwhile: Callable[[], object] = _rest,
    as_grid: bool = False,
) -> Iterator[Read]:
    """The tables of untrusted files; their data lie in a folder that ends with the context.

    `memory` in bytes and `seconds` are those of the browser unless told; `meanwhile` is done in
    this process while the other one reads.
    """
    seconds = SECONDS if seconds is None else seconds
    with tempfile.TemporaryDirectory(dir=folder) as work:
        order = Path(work) / "order.json"
        order.write_text(
            json.dumps(
                {
                    "files": [[str(path), name] for path, name in files],
                    "rows": limits.rows,
                    "bytes": limits.bytes,
                    "memory": MEMORY if memory is None else memory,
                    "seconds": seconds,
                    "grid": as_grid,
                }
            )
        )
        yield _result(_run(order, seconds, meanwhile), Path(work), files)


def _run(order: Path, seconds: float, meanwhile: Callable[[], object]) -> int | None:
    """The exit code of the child; None when it ran out of time."""
    # Nothing of the environment but the way to our modules: it holds keys and addresses.
    environment = {"POLARS_MAX_THREADS": "2", "PYTHONPATH": os.pathsep.join(sys.path)}
    begin = time.monotonic()
    with subprocess.Popen(
        [*_COMMAND, str(order)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as child:
        try:
            meanwhile()
            _, said = child.communicate(timeout=max(seconds - (time.monotonic() - begin), 0))
        except subprocess.TimeoutExpired:
            return None
        finally:
            child.kill()  # does nothing to one that has ended
    if child.returncode == _EXCEPTION:
        _log.error("the reader of an upload failed: %r", said[-2_000:])
    return child.returncode


def _result(code: int | None, work: Path, files: Sequence[tuple[Path, str]]) -> Read:
    answer = work / "answer.json"
    if code == 0 and answer.exists():
        told = json.loads(answer.read_text())
        tables = [
            stored(Path(path), file, sheet, layout, size)
            for path, file, sheet, layout, size in told["tables"]
        ]
        return Read(tables, told["findings"])
    why = _broken() if code == _EXCEPTION else _too_heavy(code)
    return Read([], [finding(name, Severity.FILE, *why) for _, name in files])


def _broken() -> tuple[str, str, str]:
    return (
        "tidak_terbaca",
        "Berkas ini tidak dapat dibaca; isinya rusak.",
        "Buka di Excel, simpan ulang, lalu unggah lagi.",
    )


def _too_heavy(code: int | None) -> tuple[str, str, str]:
    reason = "terlalu lama" if code is None else "terlalu banyak memori"
    return (
        "terlalu_berat",
        f"Membaca berkas ini memakan {reason}, jadi dihentikan.",
        "Bagi berkas, atau simpan ulang sebagai CSV.",
    )


def main(order: Path) -> None:
    """The child: read with bounded memory, leave tables and findings beside the order."""
    told = json.loads(order.read_text())
    resource.setrlimit(resource.RLIMIT_AS, (told["memory"], told["memory"]))
    cpu = int(2 * told["seconds"])
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu))
    files = [(Path(path), name) for path, name in told["files"]]
    work = order.parent
    try:
        limits = Limits(rows=told["rows"], bytes=told["bytes"])
        read = reading.read(files, limits, work, as_grid=told["grid"])
    except MemoryError:
        sys.exit(_NO_MEMORY)
    tables = [_left(table, work / f"table-{n}.parquet") for n, table in enumerate(read.tables)]
    answer = {"tables": tables, "findings": read.findings}
    (work / "answer.json").write_text(json.dumps(answer))


def _left(table: Table, path: Path) -> list[object]:
    if table.path is None:
        table.whole().write_parquet(path, compression="lz4")
    return [str(table.path or path), table.file, table.sheet, table.layout, table.size]


if __name__ == "__main__":
    gc.disable()  # a workbook is millions of objects, none in a cycle
    main(Path(sys.argv[1]))
    os._exit(0)  # the memory goes back as a whole, not object by object
