"""`make bench`: every bar of the architecture, measured here in one run, as a table.

Runs on a real PostgreSQL of its own (or `DATABASE_URL`, whose database must be empty). Prints the
table and writes it into docs/benchmarks.md with machine and date. `python -m benches NAME…` runs
only those modules and leaves the document alone.
"""

import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from scripts.test import postgres

MODULES = (
    "scoring",
    "areas",
    "nation",
    "list",
    "portal",
    "opendata",
    "import",
    "modes",
    "plan",
    "planner_quality",
    "forecast",
    "effects",
    "peers",
    "submissions",
    "phone",
    "api",
    "sites",
    "suggestion",
)
DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
Row = dict[str, Any]  # name, figure, bar, ratio, passed


def main(names: list[str]) -> int:
    """Run the benches; 0 when every bar is held."""
    with _surroundings():
        rows = [row for name in names or MODULES for row in _run(name)]
    table = _table(rows)
    print("\n" + table)
    if not names:
        DOCUMENT.write_text(_document(table), "utf-8")
    return 0 if all(row["passed"] for row in rows) else 1


def _run(name: str) -> list[Row]:
    print(f"== {name} ...", flush=True)
    rows: list[Row] = list(import_module(f"benches.bench_{name}").run())
    for row in rows:
        print(f"   {row['name']}: {row['figure']}", flush=True)
    return rows


@contextmanager
def _surroundings() -> Iterator[None]:
    """A data folder and a PostgreSQL for this run only, with the tables and the areas."""
    with tempfile.TemporaryDirectory(prefix="naikkelas-bench-") as folder, postgres() as url:
        os.environ |= {
            "NAIKKELAS_DATA": folder,
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "naikkelas.config.settings",
            "NAIKKELAS_WITHOUT_SECOND_FACTOR": "1",
        }
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        yield


def _table(rows: list[Row]) -> str:
    lines = ["| what | figure | bar | ratio | held |", "|---|---|---|---|---|"]
    lines += [
        f"| {row['name']} | {row['figure']} | {row['bar']} | {row['ratio']} | {_held(row)} |"
        for row in rows
    ]
    return "\n".join(lines)


def _held(row: Row) -> str:
    if row["bar"] == "–":
        return "–"
    return "yes" if row["passed"] else "**no**"


def _document(table: str) -> str:
    return f"""# Benchmarks

Written by `make bench`; ratios are taken within one run, since times drift with the machine's load.

{datetime.now(UTC):%Y-%m-%d}, {_machine()}.

{table}
"""


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, PostgreSQL with fsync off for the run"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
