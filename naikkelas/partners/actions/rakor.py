"""Coordination meetings: planned, who came, minutes, and tasks that stay open until closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any  # columns of a row, passed on
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from naikkelas.areas.models import Area
from naikkelas.areas.queries import local_now, setting
from naikkelas.audit.actions import record
from naikkelas.lib.actors import Actor
from naikkelas.lib.refusals import require
from naikkelas.partners import access
from naikkelas.partners.errors import (
    RakorCancelled,
    RakorNotYet,
    ReasonMissing,
    TaskClosed,
    UnfitRakor,
    UnfitTask,
)
from naikkelas.partners.models import Mitra, Rakor, RakorInvitation, RakorMinutes, RakorTask
from naikkelas.partners.rules import days
from naikkelas.registry.rules.meetings import lines

LONGEST_TITLE, LONGEST_REASON, LONGEST_MINUTES = 160, 300, 20_000


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody plans: kind, day, hours on the clock of the area, place, points, partners."""

    kind: str
    held_on: date
    starts: time
    ends: time | None = None
    title: str = ""
    place: str = ""
    agenda: str = ""
    mitra: Sequence[UUID] = ()


@transaction.atomic
def plan(
    area: Area, told: Plan, *, by: Actor, id: UUID | None = None, is_example: bool = False
) -> Rakor:
    """Put a rakor on the calendar and invite partners."""
    require(access.may_coordinate(by, area.code))
    if id and (known := Rakor.objects.filter(pk=id, area=area).first()):
        return known
    now = timezone.now()
    rakor = Rakor.objects.create(
        **({"id": id} if id else {}),
        area=area,
        kabupaten_code=area.code[: access.KABUPATEN],
        time_zone=setting(area.code, "time_zone"),
        is_example=is_example,
        planned_by=by.pk,
        planned_at=now,
        changed_at=now,
        **_columns(told),
    )
    _invite(rakor, told.mitra)
    record("rakor.plan", rakor, by=by, **_about(rakor))
    return rakor


@transaction.atomic
def change(rakor: Rakor, told: Plan, *, by: Actor) -> Rakor:
    """Change what was planned; calendars hear of it."""
    rakor = _locked(rakor, by)
    columns = _columns(told)
    for name, value in columns.items():
        setattr(rakor, name, value)
    _invite(rakor, told.mitra)
    _touch(rakor, *columns)
    record("rakor.change", rakor, by=by, **_about(rakor))
    return rakor


@transaction.atomic
def cancel(rakor: Rakor, *, reason: str, by: Actor) -> Rakor:
    """Call it off; it stays in the calendars, as cancelled."""
    rakor = _locked(rakor, by)
    if not reason.strip():
        raise ReasonMissing
    rakor.cancelled_at, rakor.cancelled_by = timezone.now(), by.pk
    rakor.cancelled_reason = reason.strip()[:LONGEST_REASON]
    _touch(rakor, "cancelled_at", "cancelled_by", "cancelled_reason")
    record("rakor.cancel", rakor, by=by, **_about(rakor))
    return rakor


@transaction.atomic
def tick(rakor: Rakor, present: Sequence[UUID], *, by: Actor) -> Rakor:
    """Note which partners came: the whole list at once."""
    rakor = _locked(rakor, by)
    _insist_it_began(rakor)
    now, wanted = timezone.now(), set(present)
    for row in rakor.invitations.all():
        if row.is_present != (row.mitra_id in wanted):
            row.is_present, row.noted_by, row.noted_at = not row.is_present, by.pk, now
            row.save(update_fields=["is_present", "noted_by", "noted_at"])
    count = rakor.invitations.filter(is_present=True).count()
    record("rakor.tick", rakor, by=by, count=count, **_about(rakor))
    return rakor


@transaction.atomic
def write_minutes(rakor: Rakor, text: str, *, by: Actor) -> RakorMinutes:
    """A version of the minutes; the one before stays."""
    rakor = _locked(rakor, by)
    _insist_it_began(rakor)
    if not text.strip():
        raise UnfitRakor("Tulis isi notulennya.")
    last = rakor.minutes.aggregate(last=Max("version"))["last"] or 0
    minutes = RakorMinutes.objects.create(
        rakor=rakor,
        version=last + 1,
        text=text.strip()[:LONGEST_MINUTES],
        written_by=by.pk,
        written_at=timezone.now(),
    )
    record("rakor.minutes", rakor, by=by, version=minutes.version, **_about(rakor))
    return minutes


@transaction.atomic
def decide(
    rakor: Rakor,
    what: str,
    *,
    due_on: date,
    by: Actor,
    mitra: Mitra | None = None,
    desk: str = "",
    id: UUID | None = None,
) -> RakorTask:
    """A decision as a task: of a partner, or of a desk of the office."""
    rakor = _locked(rakor, by)
    if id and (known := rakor.tasks.filter(pk=id).first()):
        return known
    words, desk = " ".join(what.split())[:LONGEST_REASON], " ".join(desk.split())[:120]
    is_fit = days.is_fit(due_on) and due_on >= rakor.held_on
    if not words or (mitra is None) == (not desk) or not is_fit:
        raise UnfitTask
    if mitra is not None and mitra.kabupaten_code != rakor.kabupaten_code:
        raise UnfitTask
    task = RakorTask.objects.create(
        **({"id": id} if id else {}),
        rakor=rakor,
        kabupaten_code=rakor.kabupaten_code,
        what=words,
        mitra=mitra,
        desk=desk,
        due_on=due_on,
        decided_by=by.pk,
        decided_at=timezone.now(),
    )
    record("rakor.decide", task, by=by, **_about(rakor))
    return task


@transaction.atomic
def close_task(
    task: RakorTask, *, outcome: str, by: Actor, is_withdrawn: bool = False
) -> RakorTask:
    """Done with what came of it, or withdrawn with why; a partner closes its own as done."""
    task = (
        RakorTask.objects.select_for_update(of=("self",))
        .select_related("rakor", "mitra")
        .get(pk=task.pk)
    )
    require(access.may_close_task(by, task, is_withdrawn=is_withdrawn))
    if task.state != RakorTask.State.OPEN:
        raise TaskClosed
    if not outcome.strip():
        raise ReasonMissing
    task.state = RakorTask.State.WITHDRAWN if is_withdrawn else RakorTask.State.DONE
    task.outcome = outcome.strip()[:LONGEST_REASON]
    task.closed_at, task.closed_by = timezone.now(), by.pk
    task.save(update_fields=["state", "outcome", "closed_at", "closed_by"])
    record("rakor.close_task", task, by=by, **_about(task.rakor))
    return task


def _columns(told: Plan) -> dict[str, Any]:
    if told.kind not in Rakor.Kind.values or not days.is_fit(told.held_on):
        raise UnfitRakor
    if told.ends is not None and told.ends <= told.starts:
        raise UnfitRakor("Jam selesai harus sesudah jam mulai.")
    title = " ".join(told.title.split())[:LONGEST_TITLE]
    return {
        "kind": told.kind,
        "title": title or str(Rakor.Kind(told.kind).label),
        "held_on": told.held_on,
        "starts": told.starts,
        "ends": told.ends,
        "place": " ".join(told.place.split())[:LONGEST_TITLE],
        "agenda": "\n".join(lines(told.agenda)),
    }


def _invite(rakor: Rakor, wanted: Sequence[UUID]) -> None:
    """Who is asked now; somebody who was noted as present stays on the list."""
    known = set(
        Mitra.objects.working()
        .filter(pk__in=list(wanted), kabupaten_code=rakor.kabupaten_code)
        .values_list("pk", flat=True)
    )
    present = set(rakor.invitations.values_list("mitra", flat=True))
    rakor.invitations.filter(is_present=False).exclude(mitra__in=known).delete()
    RakorInvitation.objects.bulk_create(
        RakorInvitation(rakor=rakor, mitra_id=key) for key in sorted(known - present)
    )


def _touch(rakor: Rakor, *columns: str) -> None:
    rakor.changes += 1
    rakor.changed_at = timezone.now()
    rakor.save(update_fields=[*columns, "changes", "changed_at"])


def _locked(rakor: Rakor, by: Actor) -> Rakor:
    found = Rakor.objects.select_for_update(of=("self",)).select_related("area").get(pk=rakor.pk)
    require(access.may_coordinate(by, found.area_id))
    if found.cancelled_at:
        raise RakorCancelled
    return found


def _insist_it_began(rakor: Rakor) -> None:
    if rakor.held_on > local_now(rakor.area_id).date():
        raise RakorNotYet


def _about(rakor: Rakor) -> dict[str, Any]:
    return {
        "kabupaten": rakor.kabupaten_code,
        "kind": rakor.get_kind_display().lower(),
        "area": rakor.area.name,
        "day": rakor.held_on.isoformat(),
    }
