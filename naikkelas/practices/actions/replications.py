"""Copies of a good example: begun, its steps ticked, stopped with a reason."""

from collections.abc import Collection
from datetime import date
from typing import Any  # values of an event

from django.db import transaction
from django.utils import timezone

from naikkelas.areas.queries import local_now
from naikkelas.audit.actions import record
from naikkelas.lib.actors import Actor
from naikkelas.lib.refusals import require
from naikkelas.practices import access
from naikkelas.practices.actions.common import held, reason_of
from naikkelas.practices.errors import UnfitReplication
from naikkelas.practices.models import Practice, Replication, ReplicationStep, StudyVisit
from naikkelas.practices.rules.practised import EARLIEST
from naikkelas.registry.models import KampungKB


@transaction.atomic
def start(
    practice: Practice,
    kampung: KampungKB,
    *,
    adopted_on: date,
    by: Actor,
    visit: StudyVisit | None = None,
) -> Replication:
    """A kampung does as the practice tells; its steps are copied as they stand."""
    kampung = held(kampung)
    require(access.may_write(by, kampung))
    practice = Practice.objects.select_related("kampung").get(pk=practice.pk)
    _insist_on_fit(practice, kampung, adopted_on)
    if visit is not None and visit.guest_id != kampung.pk:
        raise UnfitReplication
    number = practice.published_number or 0
    replication = Replication.objects.create(
        practice=practice,
        number=number,
        kampung=kampung,
        kabupaten_code=kampung.kabupaten_code,
        visit=visit,
        adopted_on=adopted_on,
        is_example=kampung.is_example,
        recorded_by=by.pk,
        recorded_at=timezone.now(),
    )
    steps = practice.versions.get(number=number).steps.all()
    ReplicationStep.objects.bulk_create(
        ReplicationStep(replication=replication, position=step.position, words=step.words)
        for step in steps
    )
    _record("replication.start", replication, by, source=practice.kampung.nama)
    return replication


def _insist_on_fit(practice: Practice, kampung: KampungKB, adopted_on: date) -> None:
    at_work = Replication.objects.filter(
        practice=practice, kampung=kampung, stopped_on__isnull=True
    )
    is_own = practice.kampung_id == kampung.pk
    if is_own or practice.kabupaten_code != kampung.kabupaten_code or not practice.is_public:
        raise UnfitReplication
    if at_work.exists():
        raise UnfitReplication
    if not EARLIEST <= adopted_on <= local_now(kampung.village_id).date():
        raise UnfitReplication("Tanggal mulai meniru belum tiba. Isi hari ini atau sebelumnya.")


@transaction.atomic
def tick(replication: Replication, done: Collection[int], *, by: Actor) -> Replication:
    """Which steps are done, by position; the day of a step is the one on which it was ticked."""
    replication = _locked(replication, by)
    today = local_now(replication.kampung.village_id).date()
    steps = list(replication.steps.all())
    changed = [step for step in steps if (step.position in done) != (step.done_on is not None)]
    for step in changed:
        step.done_on = today if step.position in done else None
    if changed:
        ReplicationStep.objects.bulk_update(changed, ["done_on"])
        count = sum(step.done_on is not None for step in steps)
        _record("replication.tick", replication, by, done=count, steps=len(steps))
    return replication


@transaction.atomic
def stop(replication: Replication, *, on: date, reason: str, by: Actor) -> Replication:
    """The kampung does it no longer; that counts as honestly as one that goes on."""
    replication = _locked(replication, by)
    if not replication.adopted_on <= on <= local_now(replication.kampung.village_id).date():
        raise UnfitReplication("Tanggal berhenti di antara mulai meniru dan hari ini.")
    replication.stopped_on, replication.stopped_reason = on, reason_of(reason)
    replication.save(update_fields=["stopped_on", "stopped_reason"])
    _record("replication.stop", replication, by, source=replication.practice.kampung.nama)
    return replication


def _locked(replication: Replication, by: Actor) -> Replication:
    held(replication.kampung)
    rows = Replication.objects.select_for_update(of=("self",))
    replication = rows.select_related("kampung", "practice__kampung").get(pk=replication.pk)
    require(access.may_write(by, replication.kampung))
    if replication.stopped_on is not None:
        raise UnfitReplication("Tiruan ini sudah berhenti. Mulai meniru lagi dari halaman contoh.")
    return replication


def _record(verb: str, replication: Replication, by: Actor, **more: Any) -> None:
    record(
        verb,
        replication,
        by=by,
        kabupaten=replication.kabupaten_code,
        kampung=replication.kampung.nama,
        **more,
    )
