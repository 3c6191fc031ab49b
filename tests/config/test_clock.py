"""What the worker does by the clock."""

import logging
import time
from datetime import timedelta

import pytest
from django.utils.module_loading import import_string

from naikkelas.config import tasks
from naikkelas.config.tasks import JOBS, Job, run_job, start_clock

calls: list[str] = []


def note() -> None:
    calls.append("ran")


def fail() -> None:
    raise ValueError("rusak")


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.run)
def test_every_job_names_a_function_that_is_there(job: Job) -> None:
    assert callable(import_string(job.run))


@pytest.mark.django_db
def test_a_job_that_fails_is_logged_and_the_clock_goes_on(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "close_old_connections", lambda: None)
    with caplog.at_level(logging.ERROR):
        run_job(Job(f"{__name__}.fail", timedelta(minutes=1)))

    assert "Job tests.config.test_clock.fail failed" in caplog.text


def test_a_job_runs_at_once_and_again_by_its_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    calls.clear()
    monkeypatch.setattr(tasks, "JOBS", (Job(f"{__name__}.note", timedelta(milliseconds=1)),))
    monkeypatch.setattr(tasks, "_LOOK_EVERY_SECONDS", 0.01)
    monkeypatch.setattr(tasks, "close_old_connections", lambda: None)

    stop = start_clock()
    deadline = time.monotonic() + 5
    while len(calls) < 2 and time.monotonic() < deadline:
        time.sleep(0.01)
    stop.set()

    assert len(calls) >= 2
