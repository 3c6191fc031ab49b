"""Keeping the groups of a kampung: opening, changing, stopping, and noting what they do."""

from collections.abc import Mapping
from datetime import date
from typing import Any  # stored answers
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from naikkelas.areas.queries import local_now
from naikkelas.lib.actors import Actor
from naikkelas.registry.actions import lasting
from naikkelas.registry.errors import UnfitAnswer
from naikkelas.registry.models import DatakuStanding, KampungKB, Kelompok
from naikkelas.registry.rules.groups import DATAKU, KELOMPOK, checked, insist_on_day

SORT = lasting.Sort(Kelompok, KELOMPOK)


@transaction.atomic
def open_group(
    kampung: KampungKB,
    kind: str,
    values: Mapping[str, Any],
    *,
    by: Actor,
    kader: UUID | None = None,
    id: UUID | None = None,
) -> Kelompok:
    """Record a poktan, Sekretariat, Rumah DataKu or DASHAT; `id` is made by the client."""
    if kind not in Kelompok.Kind.values:
        raise UnfitAnswer("kind", "Pilih jenis kelompoknya.")
    change = lasting.open_record(SORT, kampung, values, kader=kader, by=by, id=id, kind=kind)
    return lasting.record("group.open", change, by=by)


@transaction.atomic
def edit_group(
    group: Kelompok, values: Mapping[str, Any], *, by: Actor, kader: UUID | None = None
) -> Kelompok:
    """Change what is told of a group; its kind stays."""
    change = lasting.edit_record(SORT, group, values, kader=kader, by=by)
    return lasting.record("group.edit", change, by=by)


@transaction.atomic
def note_meeting(group: Kelompok, *, held_on: date, members: int | None, by: Actor) -> Kelompok:
    """The group met; how many members it has now, where that was counted. Older days are kept out:
    the newest meeting stands.
    """
    group = lasting.locked(group, by)
    insist_on_day("last_met_on", "Pertemuan", held_on, local_now(group.kabupaten_code).date())
    before = {"last_met_on": group.last_met_on, "members": group.members}
    if group.last_met_on is None or held_on > group.last_met_on:
        group.last_met_on = held_on
    group.members = group.members if members is None else members
    group.save(update_fields=["last_met_on", "members"])
    after = {"last_met_on": group.last_met_on, "members": group.members}
    return lasting.record("group.meet", lasting.Change(group, before, after), by=by)


@transaction.atomic
def stop_group(group: Kelompok, *, on: date, reason: str, by: Actor) -> Kelompok:
    """The group no longer works from a day on."""
    change = lasting.stop_record(group, on=on, reason=reason, by=by)
    return lasting.record("group.stop", change, by=by)


@transaction.atomic
def resume_group(group: Kelompok, *, by: Actor) -> Kelompok:
    """Undo of stopping."""
    change = lasting.resume_record(group, by=by)
    return lasting.record("group.resume", change, by=by)


@transaction.atomic
def withdraw_group(group: Kelompok, *, by: Actor) -> Kelompok:
    """The record was a mistake; it says nothing to the profile any more."""
    change = lasting.withdraw_record(group, by=by)
    return lasting.record("group.withdraw", change, by=by)


@transaction.atomic
def restore_group(group: Kelompok, *, by: Actor) -> Kelompok:
    """Undo of taking a record back."""
    change = lasting.restore_record(group, by=by)
    return lasting.record("group.restore", change, by=by)


# Rumah DataKu -----------------------------------------------------------------------------------


@transaction.atomic
def note_dataku(
    group: Kelompok, values: Mapping[str, Any], *, by: Actor, id: UUID | None = None
) -> DatakuStanding:
    """What a Rumah DataKu has today; what was told before stays as history."""
    group = lasting.locked(group, by)
    if group.kind != Kelompok.Kind.RUMAH_DATAKU:
        raise UnfitAnswer("kind", "Catatan ini bukan Rumah DataKu. Buka Rumah DataKu kampung ini.")
    today = local_now(group.kabupaten_code).date()
    given = checked(DATAKU, values, today)
    if id and (known := DatakuStanding.objects.filter(pk=id, kelompok=group).first()):
        return known
    standing = DatakuStanding.objects.create(
        **({"id": id} if id else {}),
        kelompok=group,
        kabupaten_code=group.kabupaten_code,
        noted_on=today,
        recorded_by=by.pk,
        recorded_at=timezone.now(),
        **given,
    )
    lasting.record("dataku.note", lasting.Change(group, after=given), by=by)
    return standing


@transaction.atomic
def take_back_dataku(standing: DatakuStanding, *, by: Actor) -> DatakuStanding:
    """Undo of the last note: what was told before it counts again."""
    group = lasting.locked(standing.kelompok, by)
    standing = DatakuStanding.objects.select_for_update().get(pk=standing.pk)
    if standing.withdrawn_at is None:
        standing.withdrawn_at = timezone.now()
        standing.save(update_fields=["withdrawn_at"])
        lasting.record("dataku.take_back", lasting.Change(group), by=by)
    return standing
