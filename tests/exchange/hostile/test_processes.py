"""Whole processes that end or meet: what is stored is whole, once, and can be taken up again."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
from django.db import connection

from tests.exchange.hostile.conftest import Office, Rows, activity, kampung, report

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ROOT = Path(__file__).resolve().parents[3]
CHILD = Path(__file__).with_name("child.py")
ROWS = 1_500
ALL = {"kampung": 5, "penduduk": ROWS, "kkbpk": ROWS, "intervensi": ROWS}
NONE = dict.fromkeys(ALL, 0)


def a_set(first: int = 1) -> dict[str, Rows]:
    """Five kampung and some thousand rows whose ids begin at `first`."""
    numbers = range(first, first + ROWS)
    return {
        "kampung": [kampung(n) for n in range(1, 6)],
        "penduduk": [report(n, n % 5 + 1, pus=100 + n % 37) for n in numbers],
        "kkbpk": [report(n, n % 5 + 1, iud=n % 37) for n in numbers],
        "intervensi": [activity(n, n % 5 + 1) for n in numbers],
    }


class House:
    """A copy of the test database with which other processes work."""

    def __init__(self, data: Path, url: str) -> None:
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "naikkelas.config.settings",
            "NAIKKELAS_DATA": str(data),
            "DATABASE_URL": url,
            "PYTHONPATH": str(ROOT),
        }

    def start(self, *words: str) -> "subprocess.Popen[str]":
        """A process that waits for a line before it works."""
        return subprocess.Popen(
            [sys.executable, str(CHILD), *words],
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, *words: str) -> Any:
        """What a process says that may work to its end."""
        return answer(self.start(*words))

    def kill_in(self, *words: str) -> None:
        """End a process the hard way as soon as it says that it sleeps."""
        with self.start(*words) as process:
            begin(process)
            assert process.stdout is not None
            assert process.stdout.readline() == "tidur\n"
            process.send_signal(signal.SIGKILL)


def begin(process: "subprocess.Popen[str]") -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def answer(process: "subprocess.Popen[str]") -> Any:
    with process:
        told, _ = process.communicate("\n", timeout=120)
    assert process.returncode == 0
    return json.loads(told.splitlines()[-1])


@pytest.fixture
def house(office: Office, tmp_path: Path) -> Iterator[House]:
    """The house of the office: its villages and Pak Darma, no kampung yet."""
    data = tmp_path / "data"
    data.mkdir()
    with copy_of_database(data) as url:
        yield House(data, url)


def _leave_alone(server: "psycopg.Connection[Any]", database: str) -> None:
    """End what threads of earlier tests left open: a template must have no other session."""
    server.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
        "WHERE datname = %s AND pid <> pg_backend_pid()",
        [database],
    )


@contextmanager
def copy_of_database(data: Path) -> Iterator[str]:
    """The address of the copy; empty for the SQLite file of `data`."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(data / "naikkelas.sqlite3")])
        yield ""
        return
    address, source = os.environ["DATABASE_URL"], connection.settings_dict["NAME"]
    copy = f"naikkelas_{uuid4().hex[:12]}"
    connection.close()
    with psycopg.connect(address, autocommit=True) as server:
        _leave_alone(server, source)
        server.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{source}"')
        yield urlsplit(address)._replace(path=f"/{copy}").geturl()
        server.execute(f'DROP DATABASE "{copy}" WITH (FORCE)')


def test_killed_while_it_stores_an_import_leaves_nothing_and_is_applied_again(
    house: House, office: Office
) -> None:
    house.kill_in("import", str(office.write(**a_set())), "registry_kkbpk")

    left = house.run("tell", "")
    assert left | {"batch": ""} == {"batch": "", "state": "siap", "live": NONE, "all": NONE}
    again = house.run("apply", left["batch"])
    assert again == {"batch": left["batch"], "state": "selesai", "live": ALL, "all": ALL}


def test_killed_just_before_it_is_done_the_same_import_is_simply_repeated(
    house: House, office: Office
) -> None:
    folder = str(office.write(**a_set()))

    house.kill_in("import", folder, "import.apply")

    again = house.run("import", folder)
    assert (again["state"], again["live"], again["all"]) == ("selesai", ALL, ALL)


@pytest.mark.long
def test_killed_while_it_undoes_an_import_leaves_all_and_is_undone_again(
    house: House, office: Office
) -> None:
    batch = house.run("import", str(office.write(**a_set())))["batch"]

    house.kill_in("undo", batch, "import.undo")

    left, again = house.run("tell", batch), house.run("undo", batch)
    assert (left["state"], left["live"], left["all"]) == ("selesai", ALL, ALL)
    assert (again["state"], again["live"], again["all"]) == ("dibatalkan", NONE, ALL)


@pytest.mark.long
def test_killed_while_it_checks_an_upload_it_is_checked_again(house: House, office: Office) -> None:
    batch = house.run("upload", str(office.write(**a_set())))["batch"]

    house.kill_in("check", batch, "kampung")

    left, again = house.run("tell", batch), house.run("check", batch)
    assert (left["state"], left["all"]) == ("diperiksa", NONE)
    assert (again["state"], again["all"]) == ("siap", NONE)


def test_two_imports_at_once_store_every_row_once(house: House, office: Office) -> None:
    """Half of the rows are in both."""
    folders = [office.write(**a_set(first)) for first in (1, 1 + ROWS // 2)]
    processes = [house.start("import", str(folder)) for folder in folders]
    for process in processes:
        begin(process)

    done = [answer(process) for process in processes]

    rows = ALL | dict.fromkeys(list(ALL)[1:], ROWS + ROWS // 2)
    told = house.run("tell", "")
    assert told["live"] == told["all"] == rows
    assert [outcome["state"] for outcome in done] == ["selesai", "selesai"]
