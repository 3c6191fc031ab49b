"""What the worker does by the clock, beside its queue. Each job may be run at any time and again.

Several workers may run the same job at once: a job is safe against that, or it does not belong
here.
"""

import logging
import threading
import time
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone
from django.utils.module_loading import import_string

logger = logging.getLogger(__name__)
_LOOK_EVERY_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do again and again: a function without arguments, by its dotted name."""

    run: str
    every: timedelta


KEEP_TASKS = timedelta(days=30)
KEEP_PIN_TRIES = timedelta(days=31)
KEEP_UPLOADS_DAYS = 180
KEEP_STRANGERS_DAYS = 30

JOBS = (
    Job("naikkelas.audit.actions.seal", timedelta(minutes=1)),
    Job("naikkelas.audit.actions.note_heads", timedelta(days=1)),
    Job("naikkelas.registry.actions.quality.refresh_changed", timedelta(minutes=10)),
    Job("naikkelas.config.tasks.refresh_classes", timedelta(minutes=10)),
    Job("naikkelas.roadmap.tasks.propose_replans", timedelta(hours=1)),
    Job("naikkelas.coaching.actions.followups.escalate_overdue", timedelta(hours=1)),
    Job("naikkelas.config.tasks.propose_removals", timedelta(days=1)),
    Job("naikkelas.config.tasks.clear_spent", timedelta(days=1)),
    Job("naikkelas.opendata.tasks.refresh_published", timedelta(hours=1)),
    Job("naikkelas.activities.actions.uploads.attach_waiting", timedelta(minutes=1)),
    Job("naikkelas.api.tasks.tell_changes", timedelta(seconds=10)),
    Job("naikkelas.publicsite.rendered.clear_old", timedelta(days=1)),
    Job("naikkelas.publicsite.actions.aspirations.forget_contacts", timedelta(days=1)),
)


def start_clock() -> threading.Event:
    """Run the jobs in a thread of their own, each at once and then by its clock; set to stop."""
    stop = threading.Event()
    threading.Thread(target=_run_forever, args=(stop,), name="clock", daemon=True).start()
    return stop


def _run_forever(stop: threading.Event) -> None:
    due = dict.fromkeys(JOBS, 0.0)
    while True:
        for job, moment in due.items():
            if time.monotonic() >= moment:
                run_job(job)
                due[job] = time.monotonic() + job.every.total_seconds()
        if stop.wait(_LOOK_EVERY_SECONDS):
            return


def run_job(job: Job) -> None:
    """Do one job; what goes wrong is logged and tried again at the next turn."""
    close_old_connections()
    try:
        import_string(job.run)()
    except Exception:
        logger.exception("Job %s failed", job.run)
    finally:
        close_old_connections()


def refresh_classes() -> None:
    """Bring the stored month ends up to what was reported and endorsed since."""
    from naikkelas.accounts.queries import system_user
    from naikkelas.classification.actions import refresh_month_ends

    refresh_month_ends("", by=system_user())


def propose_removals() -> None:
    """Look for what is kept longer than the catalogue says, and propose its removal."""
    from naikkelas.accounts.actions.privacy import propose_removals as propose
    from naikkelas.accounts.queries import system_user

    propose(by=system_user())


def clear_spent() -> None:
    """Delete what the catalogue says goes by itself: ended sessions and tasks, counters."""
    from allauth.usersessions.models import UserSession
    from django.contrib.sessions.models import Session
    from django_tasks_db.models import DBTaskResult

    from naikkelas.accounts.models import PinTries, Remembered
    from naikkelas.activities.actions import envelopes, uploads
    from naikkelas.api.actions import once
    from naikkelas.registry.actions import attendance

    now = timezone.now()
    Session.objects.filter(expire_date__lt=now).delete()
    alive = Session.objects.values("session_key")
    UserSession.objects.exclude(session_key__in=alive).delete()
    DBTaskResult.objects.filter(finished_at__lt=now - KEEP_TASKS).delete()
    Remembered.objects.filter(until__lt=now).delete()
    PinTries.objects.filter(at__lt=now - KEEP_PIN_TRIES).delete()
    if settings.ENVELOPE_KEEP_DAYS:
        envelopes.clear_bodies(settings.ENVELOPE_KEEP_DAYS)
    uploads.clear_stale(KEEP_UPLOADS_DAYS)
    attendance.forget_strangers(KEEP_STRANGERS_DAYS)
    once.clear_answers()
