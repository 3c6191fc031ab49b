"""Keeping what a village invented."""

from collections.abc import Mapping
from datetime import date
from typing import Any  # stored answers
from uuid import UUID

from django.db import transaction

from naikkelas.lib.actors import Actor
from naikkelas.registry.actions import lasting
from naikkelas.registry.models import Inovasi, KampungKB
from naikkelas.registry.rules.groups import INOVASI

SORT = lasting.Sort(Inovasi, INOVASI)


@transaction.atomic
def open_innovation(
    kampung: KampungKB,
    values: Mapping[str, Any],
    *,
    by: Actor,
    kader: UUID | None = None,
    id: UUID | None = None,
) -> Inovasi:
    """Record an innovation; `id` is made by the client."""
    change = lasting.open_record(SORT, kampung, values, kader=kader, by=by, id=id)
    return lasting.record("innovation.open", change, by=by)


@transaction.atomic
def edit_innovation(
    innovation: Inovasi, values: Mapping[str, Any], *, by: Actor, kader: UUID | None = None
) -> Inovasi:
    """Change what is told of it."""
    change = lasting.edit_record(SORT, innovation, values, kader=kader, by=by)
    return lasting.record("innovation.edit", change, by=by)


@transaction.atomic
def stop_innovation(innovation: Inovasi, *, on: date, reason: str, by: Actor) -> Inovasi:
    """It goes on no longer, from a day on."""
    change = lasting.stop_record(innovation, on=on, reason=reason, by=by)
    return lasting.record("innovation.stop", change, by=by)


@transaction.atomic
def resume_innovation(innovation: Inovasi, *, by: Actor) -> Inovasi:
    """Undo of stopping."""
    change = lasting.resume_record(innovation, by=by)
    return lasting.record("innovation.resume", change, by=by)


@transaction.atomic
def withdraw_innovation(innovation: Inovasi, *, by: Actor) -> Inovasi:
    """The record was a mistake; the row stays."""
    change = lasting.withdraw_record(innovation, by=by)
    return lasting.record("innovation.withdraw", change, by=by)


@transaction.atomic
def restore_innovation(innovation: Inovasi, *, by: Actor) -> Inovasi:
    """Undo of taking a record back."""
    change = lasting.restore_record(innovation, by=by)
    return lasting.record("innovation.restore", change, by=by)
