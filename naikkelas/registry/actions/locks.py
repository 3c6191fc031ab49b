"""Locking a month of a kabupaten, so that it takes no more reports, and reopening it."""

from django.db import transaction
from django.utils import timezone

from naikkelas.audit.actions import record
from naikkelas.lib.actors import Actor
from naikkelas.lib.refusals import require
from naikkelas.registry import access
from naikkelas.registry.errors import (
    AlreadyLocked,
    NotLocked,
    ReopeningReasonMissing,
    UnfitAnswer,
)
from naikkelas.registry.models import KampungKB, MonthLock
from naikkelas.registry.queries import locks
from naikkelas.registry.rules.limits import FIRST_REPORT_YEAR

LONGEST_REASON = 300


@transaction.atomic
def lock_month(
    kabupaten_code: str, *, year: int, month: int, by: Actor, reason: str = ""
) -> MonthLock:
    """Close a month: no report, correction or import row for it until it is reopened."""
    require(access.may_lock(by, kabupaten_code))
    if not 1 <= month <= 12 or not FIRST_REPORT_YEAR <= year <= 9999:
        raise UnfitAnswer("bulan", f"Pilih bulan dari tahun {FIRST_REPORT_YEAR}.")
    _wait_for_senders(kabupaten_code)
    if locks.standing_lock(kabupaten_code, year, month):
        raise AlreadyLocked
    lock = MonthLock.objects.create(
        kabupaten_code=kabupaten_code,
        tahun=year,
        bulan=month,
        reason=reason.strip()[:LONGEST_REASON],
        locked_by=by.pk,
        locked_at=timezone.now(),
    )
    record(
        "month.lock",
        lock,
        by=by,
        kabupaten=kabupaten_code,
        before={"state": "terbuka"},
        after={"state": "terkunci"},
        month=f"{month:02d}/{year}",
        reason=lock.reason,
    )
    return lock


def _wait_for_senders(kabupaten_code: str) -> None:
    """Whoever sends holds the row of the kampung, so no report slips in behind the lock."""
    rows = KampungKB.objects.select_for_update().filter(kabupaten_code=kabupaten_code)
    list(rows.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def reopen_month(lock: MonthLock, *, by: Actor, reason: str) -> MonthLock:
    """Let a locked month take reports again, with a reason that stays on record."""
    lock = MonthLock.objects.select_for_update().get(pk=lock.pk)
    require(access.may_lock(by, lock.kabupaten_code))
    if lock.reopened_at:
        raise NotLocked
    if not reason.strip():
        raise ReopeningReasonMissing
    lock.reopen_reason = reason.strip()[:LONGEST_REASON]
    lock.reopened_by = by.pk
    lock.reopened_at = timezone.now()
    lock.save(update_fields=["reopen_reason", "reopened_by", "reopened_at"])
    record(
        "month.reopen",
        lock,
        by=by,
        kabupaten=lock.kabupaten_code,
        before={"state": "terkunci"},
        after={"state": "terbuka"},
        month=f"{lock.bulan:02d}/{lock.tahun}",
        reason=lock.reopen_reason,
    )
    return lock
