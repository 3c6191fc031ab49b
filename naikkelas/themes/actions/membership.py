"""Which kampung carries which theme: joining, letting go, levels awarded, mistakes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any  # what the trail tells
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from naikkelas.areas.queries import local_now
from naikkelas.audit.actions import record
from naikkelas.lib.actors import Actor
from naikkelas.lib.ids import uuid7
from naikkelas.lib.refusals import require
from naikkelas.registry.models import Evidence, KampungKB
from naikkelas.themes import access
from naikkelas.themes.errors import (
    AlreadyCarried,
    EndingReasonMissing,
    KampungClosed,
    NotCarried,
    UnfitEntry,
    UnknownTheme,
)
from naikkelas.themes.models import ThemeAward, ThemeMembership
from naikkelas.themes.queries.catalogue import catalogue_of
from naikkelas.themes.rules.reference import Theme

EARLIEST = date(1980, 1, 1)
LONGEST_NUMBER, LONGEST_REASON = 120, 300


@dataclass(frozen=True, slots=True)
class Decree:
    """The SK by which a kampung carries a theme, as far as it is known."""

    number: str = ""
    dated: date | None = None
    evidence: UUID | None = None


@transaction.atomic
def join(
    kampung: KampungKB,
    theme: str,
    *,
    by: Actor,
    since: date | None = None,
    decree: Decree | None = None,
    id: UUID | None = None,
) -> ThemeMembership:
    """A kampung carries a theme from a day on; the same identifier again gives the first row."""
    kampung = _held(kampung, by)
    known = _theme(kampung, theme)
    if id and (found := ThemeMembership.objects.filter(pk=id, kampung=kampung).first()):
        return found
    decree = decree or Decree()
    _insist_on_day(kampung, "since", since)
    _insist_on_day(kampung, "decree_date", decree.dated)
    row = ThemeMembership(
        id=id or uuid7(),
        kampung=kampung,
        kabupaten_code=kampung.kabupaten_code,
        theme=known.code,
        since=since,
        decree_number=_short(decree.number, LONGEST_NUMBER),
        decree_date=decree.dated,
        evidence=own_evidence(kampung, decree.evidence),
        is_example=kampung.is_example,
        recorded_by=by.pk,
        recorded_at=timezone.now(),
    )
    _save(row, force_insert=True)
    after = {"since": since, "decree_number": row.decree_number, "decree_date": row.decree_date}
    return _record("theme.join", row, known, by=by, after=after)


@transaction.atomic
def leave(membership: ThemeMembership, *, on: date, reason: str, by: Actor) -> ThemeMembership:
    """The kampung carries the theme no longer, from a day on; the reason stands in the row."""
    row = _locked(membership, by)
    _insist_on_current(row)
    if not _short(reason, LONGEST_REASON):
        raise EndingReasonMissing
    _insist_on_day(row.kampung, "until", on)
    if row.since and on < row.since:
        raise UnfitEntry("until", "Tanggal berhenti lebih awal dari tanggal mulainya.")
    row.until, row.until_reason = on, _short(reason, LONGEST_REASON)
    row.save(update_fields=["until", "until_reason"])
    return _record("theme.leave", row, _named(row), by=by, after={"until": on})


@transaction.atomic
def withdraw(membership: ThemeMembership, *, by: Actor) -> ThemeMembership:
    """The record was a mistake: it says nothing any more, and stays."""
    row = _locked(membership, by)
    if row.withdrawn_at is not None:
        return row
    row.withdrawn_at = timezone.now()
    row.save(update_fields=["withdrawn_at"])
    return _record("theme.withdraw", row, _named(row), by=by)


@transaction.atomic
def restore(membership: ThemeMembership, *, by: Actor) -> ThemeMembership:
    """Undo of taking a mistaken record back."""
    row = _locked(membership, by)
    if row.withdrawn_at is None:
        return row
    row.withdrawn_at = None
    _save(row, update_fields=["withdrawn_at"])
    return _record("theme.restore", row, _named(row), by=by)


@transaction.atomic
def award(
    membership: ThemeMembership, level: str, *, on: date, by: Actor, decree_number: str = ""
) -> ThemeAward:
    """Note the level that the responsible body gave; earlier ones stay beside it."""
    row = _locked(membership, by)
    _insist_on_current(row)
    theme = _theme(row.kampung, row.theme)
    if level not in theme.levels:
        raise UnfitEntry("level", "Pilih tingkat yang dikenal tema ini.")
    _insist_on_day(row.kampung, "awarded_on", on)
    given = ThemeAward.objects.create(
        membership=row,
        kabupaten_code=row.kabupaten_code,
        level=level,
        awarded_on=on,
        decree_number=_short(decree_number, LONGEST_NUMBER),
        recorded_by=by.pk,
        recorded_at=timezone.now(),
    )
    _record("theme.award", row, theme, by=by, after={"awarded_on": on}, level=level)
    return given


def own_evidence(kampung: KampungKB, key: UUID | None) -> Evidence | None:
    """A file of this kampung; anything else is refused."""
    if key is None:
        return None
    found = Evidence.objects.filter(pk=key, kampung=kampung, withdrawn_at__isnull=True).first()
    if found is None:
        raise UnfitEntry("evidence", "Bukti ini bukan milik kampung ini. Pilih bukti lain.")
    return found


def _held(kampung: KampungKB, by: Actor) -> KampungKB:
    kampung = KampungKB.objects.select_for_update().get(pk=kampung.pk)
    require(access.may_keep(by, kampung.village_id))
    if not kampung.is_active or kampung.withdrawn_at:
        raise KampungClosed
    return kampung


def _locked(membership: ThemeMembership, by: Actor) -> ThemeMembership:
    _held(membership.kampung, by)
    rows = ThemeMembership.objects.select_for_update(of=("self",)).select_related("kampung")
    return rows.get(pk=membership.pk)


def _insist_on_current(row: ThemeMembership) -> None:
    if row.until is not None or row.withdrawn_at is not None:
        raise NotCarried


def _theme(kampung: KampungKB, code: str) -> Theme:
    found = catalogue_of(kampung.village_id).themes.get(code)
    if found is None:
        raise UnknownTheme
    return found


def _named(row: ThemeMembership) -> Theme | None:
    return catalogue_of(row.kampung.village_id, closed=True).themes.get(row.theme)


def _insist_on_day(kampung: KampungKB, column: str, day: date | None) -> None:
    if day is None:
        return
    if day > local_now(kampung.village_id).date():
        raise UnfitEntry(column, "Tanggal ini belum tiba. Isi hari ini atau sebelumnya.")
    if day < EARLIEST:
        raise UnfitEntry(column, "Tanggal ini terlalu lama. Periksa tahunnya.")


def _short(text: str, longest: int) -> str:
    return " ".join(text.split())[:longest]


def _save(row: ThemeMembership, **how: Any) -> None:
    try:
        with transaction.atomic():
            row.save(**how)
    except IntegrityError as error:
        raise AlreadyCarried from error


def _record(
    verb: str,
    row: ThemeMembership,
    theme: Theme | None,
    *,
    by: Actor,
    after: Mapping[str, Any] | None = None,
    **more: Any,
) -> ThemeMembership:
    record(
        verb,
        row,
        by=by,
        kabupaten=row.kabupaten_code,
        after=after,
        theme=theme.name if theme else row.theme,
        kampung=row.kampung.nama,
        **more,
    )
    return row
