"""Workers on several machines share the plans that wait: jobs are whole and stand alone."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import pytest
from django_tasks_db import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from naikkelas.accounts.models import User
from naikkelas.registry.models import KampungKB
from naikkelas.roadmap import actions
from naikkelas.roadmap.models import Scenario, ScenarioState
from naikkelas.roadmap.tasks import compute_scenario
from tests.exchange.hostile.test_processes import ROOT, copy_of_database
from tests.roadmap_office.making import make_catalogue, make_means

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PLANS = 6
WORKERS = 2
ROUNDS = 6
Trio = tuple[KampungKB, KampungKB, KampungKB]
STATES = (
    "import django; django.setup()\n"
    "from naikkelas.roadmap.models import Scenario\n"
    "from django_tasks_db.models import DBTaskResult\n"
    "from naikkelas.audit.models import Event\n"
    "print(DBTaskResult.objects.ready().count())\n"
    "print(*sorted(Scenario.objects.values_list('state', flat=True)))\n"
    "print(*(len(one.worker_ids) for one in DBTaskResult.objects.all()))\n"
    "print(Event.objects.filter(verb='scenario.compute').count())\n"
)


def test_two_workers_answer_each_waiting_plan_exactly_once(
    trio: Trio, darma: User, tmp_path: Path
) -> None:
    make_catalogue()
    make_means()
    queue = DatabaseBackend(alias="default", params={"QUEUES": ["default"], "OPTIONS": {}})
    for number in range(PLANS):
        scenario = actions.request_scenario("91.37", by=darma, name=f"Rencana {number}")
        queue.enqueue(cast(Any, compute_scenario), args=[str(scenario.pk)], kwargs={})
    assert Scenario.objects.filter(state=ScenarioState.WAITING).count() == PLANS
    assert DBTaskResult.objects.count() == PLANS

    with copy_of_database(tmp_path) as url:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "naikkelas.config.settings",
            "NAIKKELAS_DATA": str(tmp_path),
            "NAIKKELAS_TASKS": "django_tasks_db.DatabaseBackend",
            "DATABASE_URL": url,
            "PYTHONPATH": str(ROOT),
        }
        command = [sys.executable, "-m", "django", "db_worker", "--batch", "--interval", "0"]
        # A worker that works off a batch also ends when another was quicker at one row; as a
        # service it would ask again, so here both are started until nothing is ready.
        ended: list[int] = []
        while len(ended) < WORKERS * ROUNDS:
            ended += _together(command, environment)
            waiting, states, tries, answers = _told(environment)
            if not int(waiting):
                break

    assert set(ended) == {0}
    assert states.split() == [ScenarioState.DONE.value] * PLANS
    assert tries.split() == ["1"] * PLANS
    assert int(answers) == PLANS


def _told(environment: dict[str, str]) -> list[str]:
    """How many tasks are ready, the states of the plans, each task's tries, and the answers."""
    told = subprocess.run(
        [sys.executable, "-c", STATES],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return told.stdout.splitlines()[-4:]


def _together(command: list[str], environment: dict[str, str]) -> list[int]:
    """How the workers ended that were started at once."""
    workers = [
        subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
        for _ in range(WORKERS)
    ]
    try:
        return [worker.wait(timeout=120) for worker in workers]
    finally:
        for worker in workers:
            worker.kill()
