"""Reading uploads in a process of its own, with bounded memory and time.

A hostile workbook can make any parser take gigabytes; here it only ends the child, and the
person gets a sentence. The child reads, the parent sees tables that it wrote.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from naikkelas.exchange.rules import reading
from naikkelas.exchange.rules.reading import Read
from naikkelas.exchange.rules.tables import Limits, Severity, Table, finding, stored

MEMORY = 3 * 1024**3
"""Address space of the child. Polars alone reserves about one gigabyte of it."""
SECONDS: float = 120
_COMMAND = [sys.executable, "-m", "naikkelas.exchange.rules.sandbox"]


@contextmanager
def reading_apart(
    files: Sequence[tuple[Path, str]], limits: Limits, folder: Path
) -> Iterator[Read]:
    """The tables of untrusted files; their data lie in a folder that ends with the context."""
    with tempfile.TemporaryDirectory(dir=folder) as work:
        order = Path(work) / "order.json"
        order.write_text(
            json.dumps(
                {
                    "files": [[str(path), name] for path, name in files],
                    "rows": limits.rows,
                    "bytes": limits.bytes,
                }
            )
        )
        yield _result(_run(order), Path(work), files)


def _run(order: Path) -> int | None:
    """The exit code of the child; None when it ran out of time."""
    # Nothing of the environment but the way to our modules: it holds keys and addresses.
    environment = {"POLARS_MAX_THREADS": "2", "PYTHONPATH": os.pathsep.join(sys.path)}
    try:
        done = subprocess.run(
            [*_COMMAND, str(order)],
            env=environment,
            timeout=SECONDS,
            capture_output=True,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return done.returncode


def _result(code: int | None, work: Path, files: Sequence[tuple[Path, str]]) -> Read:
    answer = work / "answer.json"
    if code == 0 and answer.exists():
        told = json.loads(answer.read_text())
        tables = [
            stored(Path(path), file, sheet, layout, size)
            for path, file, sheet, layout, size in told["tables"]
        ]
        return Read(tables, told["findings"])
    reason = "terlalu lama" if code is None else "terlalu banyak memori"
    return Read(
        [],
        [
            finding(
                name,
                Severity.FILE,
                "terlalu_berat",
                f"Membaca berkas ini memakan {reason}, jadi dihentikan.",
                "Bagi berkas, atau simpan ulang sebagai CSV.",
            )
            for _, name in files
        ],
    )


def main(order: Path) -> None:
    """The child: read with bounded memory, leave tables and findings beside the order."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    cpu = int(2 * SECONDS)
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu))
    told = json.loads(order.read_text())
    files = [(Path(path), name) for path, name in told["files"]]
    work = order.parent
    read = reading.read(files, Limits(rows=told["rows"], bytes=told["bytes"]), work)
    tables = [_left(table, work / f"table-{n}.parquet") for n, table in enumerate(read.tables)]
    answer = {"tables": tables, "findings": read.findings}
    (work / "answer.json").write_text(json.dumps(answer))


def _left(table: Table, path: Path) -> list[object]:
    table.whole().write_parquet(path, compression="lz4")
    return [str(path), table.file, table.sheet, table.layout, table.size]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
