"""Wishes of the office about single kampung, which every new scenario respects."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from naikkelas.audit.actions import record
from naikkelas.lib.actors import Actor
from naikkelas.lib.refusals import require
from naikkelas.registry.models import KampungKB
from naikkelas.roadmap import access
from naikkelas.roadmap.errors import LockClash, LockLifted, ReasonMissing, UnfitDay
from naikkelas.roadmap.models import Lock

LONGEST_REASON = 300
FIRST_YEAR, LAST_YEAR = 2016, 2100


@transaction.atomic
def set_lock(kampung: KampungKB, *, year: int, wish: str, reason: str, by: Actor) -> Lock:
    """Ask that a kampung is, or is not, worked on in a year."""
    require(access.may_plan(by, kampung.kabupaten_code))
    if not reason.strip():
        raise ReasonMissing
    if not FIRST_YEAR <= year <= LAST_YEAR or wish not in Lock.Wish.values:
        raise UnfitDay("Pilih tahun dan kuncinya dari daftar.")
    try:
        with transaction.atomic():
            lock = Lock.objects.create(
                kabupaten_code=kampung.kabupaten_code,
                kampung=kampung,
                year=year,
                wish=wish,
                reason=reason.strip()[:LONGEST_REASON],
                set_by=by.pk,
                set_at=timezone.now(),
            )
    except IntegrityError as error:
        raise LockClash from error
    record(
        "lock.set",
        lock,
        by=by,
        kabupaten=kampung.kabupaten_code,
        kampung=kampung.nama,
        year=year,
        wish=lock.get_wish_display().lower(),
    )
    return lock


@transaction.atomic
def lift_lock(lock: Lock, *, by: Actor) -> Lock:
    """Take a wish back; scenarios that were computed with it keep it."""
    lock = Lock.objects.select_for_update(of=("self",)).select_related("kampung").get(pk=lock.pk)
    require(access.may_plan(by, lock.kabupaten_code))
    if lock.lifted_at:
        raise LockLifted
    lock.lifted_at, lock.lifted_by = timezone.now(), by.pk
    lock.save(update_fields=["lifted_at", "lifted_by"])
    record(
        "lock.lift",
        lock,
        by=by,
        kabupaten=lock.kabupaten_code,
        kampung=lock.kampung.nama,
        year=lock.year,
    )
    return lock
