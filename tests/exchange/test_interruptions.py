"""Killed half way, and two at once: nothing half stored, nothing stored twice."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread

import pytest
from django.db import connection

from naikkelas.accounts.models import User
from naikkelas.exchange import actions
from naikkelas.exchange.errors import CheckAgain, NotReady
from naikkelas.exchange.models import BatchState
from naikkelas.registry.actions import register_kampung
from naikkelas.registry.models import KampungKB, Profil
from tests.exchange.conftest import KAMPUNG, PROFIL, Import, Write, write_rows

ROOT = Path(__file__).resolve().parents[2]
ROWS = 3_000

# The other process: checks, tells that it begins to store, stores slowly enough to be killed.
CHILD = """
import sys, time
import django
django.setup()
from django.core.management import call_command
from naikkelas.accounts.queries import system_user
from naikkelas.areas.models import Area
from naikkelas.exchange import actions
from naikkelas.exchange.models import BatchState, ImportBatch
from naikkelas.lib import columns
from naikkelas.registry.models import KampungKB, Profil

step, folder = sys.argv[1:]
if step == "begin":
    call_command("migrate", verbosity=0)
    for code, level, parent in (("91", 1, None), ("91.37", 2, "91"), ("91.37.01", 3, "91.37"),
                                ("91.37.01.2001", 4, "91.37.01")):
        Area.objects.create(code=code, name=code, search_key=code, level=level, kind="desa",
                            parent_id=parent)
    outcome = actions.check_folder(folder, area_code="91.37", by=system_user())
    put = columns._insert_many
    def slowly(cursor, table, frame):
        put(cursor, table, frame)
        print("stored", table, frame.height, flush=True)
        if table.endswith("profil"):
            time.sleep(60)
    columns._insert_many = slowly
    actions.finish(outcome, by=system_user())
else:
    batch = ImportBatch.objects.get()
    print(batch.state, KampungKB.objects.count(), Profil.objects.count())
    batch = actions.apply(batch, by=system_user())
    print(batch.state, KampungKB.objects.count(), Profil.objects.count())
"""


def child(tmp_path: Path, *arguments: str) -> "subprocess.Popen[str]":
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "naikkelas.config.settings",
        "NAIKKELAS_DATA": str(tmp_path / "data"),
        "DATABASE_URL": "",
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.slow
@pytest.mark.sqlite_only
def test_killed_in_the_middle_nothing_is_stored_and_the_batch_can_be_applied_again(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "set"
    folder.mkdir()
    write_rows(folder / "kampung.csv", [KAMPUNG])
    write_rows(folder / "profil.csv", [PROFIL | {"id": n} for n in range(1, ROWS + 1)])

    with child(tmp_path, "begin", str(folder)) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(2)]
        process.send_signal(signal.SIGKILL)
        process.wait()
    with child(tmp_path, "again", str(folder)) as process:
        told = process.communicate(timeout=60)[0].splitlines()

    assert lines == ["stored registry_kampungkb 1\n", f"stored registry_profil {ROWS}\n"]
    assert told == ["siap 0 0", f"selesai 1 {ROWS}"]
    with sqlite3.connect(tmp_path / "data" / "naikkelas.sqlite3") as database:
        assert database.execute("SELECT count(*) FROM registry_profil").fetchone() == (ROWS,)


def test_of_two_imports_of_the_same_rows_the_second_is_checked_again(
    load: Import, write: Write, darma: User, uji: object
) -> None:
    folder = write(kampung=[KAMPUNG], profil=[PROFIL])
    first = actions.check_folder(folder, area_code="91.37", by=darma)
    second = actions.check_folder(folder, area_code="91.37", by=darma)
    actions.finish(first, by=darma)

    with pytest.raises(CheckAgain):
        actions.finish(second, by=darma)

    assert KampungKB.objects.count() == Profil.objects.count() == 1
    again = actions.import_folder(folder, area_code="91.37", by=darma)
    assert again.total("same") == 2


def test_a_kampung_opened_since_the_check_makes_it_check_again(
    write: Write, darma: User, uji: object
) -> None:
    outcome = actions.check_folder(write(kampung=[KAMPUNG]), area_code="91.37", by=darma)
    register_kampung("91.37.01.2001", {"nama": "Dibuka Orang"}, by=darma)

    with pytest.raises(CheckAgain):
        actions.finish(outcome, by=darma)

    assert KampungKB.objects.get().nama == "Dibuka Orang"


def test_a_batch_is_applied_once(load: Import, darma: User) -> None:
    batch = load(kampung=[KAMPUNG]).batch

    with pytest.raises(NotReady):
        actions.apply(batch, by=darma)

    assert batch.state == BatchState.APPLIED


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres_only
def test_two_imports_at_the_same_moment_wait_for_each_other(
    write: Write, darma: User, uji: object
) -> None:
    folder = write(kampung=[KAMPUNG], profil=[PROFIL | {"id": n} for n in range(1, 500)])
    batches = [actions.check_folder(folder, area_code="91.37", by=darma).batch for _ in range(2)]
    answers: list[str] = []

    def apply(number: int) -> None:
        try:
            answers.append(str(actions.apply(batches[number], by=darma).state))
        except CheckAgain:
            answers.append("periksa ulang")
        finally:
            connection.close()

    threads = [Thread(target=apply, args=[number]) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert sorted(answers) == ["periksa ulang", "selesai"]
    assert Profil.objects.count() == 499


def test_time_is_not_lost_between_check_and_apply(load: Import) -> None:
    """All rows of a batch are known from one instant."""
    before = time.time()
    batch = load(kampung=[KAMPUNG], profil=[PROFIL]).batch

    assert batch.applied_at is not None
    assert batch.applied_at.timestamp() >= before
    assert KampungKB.objects.get().recorded_at == Profil.objects.get().recorded_at
    assert Profil.objects.get().recorded_at == batch.applied_at
