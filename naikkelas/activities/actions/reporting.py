"""Reporting an activity, and mending the report: each version is a row of its own."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any  # a stored value: bool, int, text, date or None
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from naikkelas.activities import access
from naikkelas.activities.errors import (
    ActivityRefused,
    ActivityUnknown,
    ActivityWithdrawn,
    Bentrok,
    GroupUnknown,
    IdentifierTaken,
    ImportedActivity,
    KampungClosed,
    PlanItemUnknown,
)
from naikkelas.activities.models import Kegiatan, RKMItem
from naikkelas.activities.queries import values_of, versions_of
from naikkelas.activities.queries.kegiatan import names_of_keys
from naikkelas.activities.rules.merging import Clash, merge
from naikkelas.activities.rules.reporting import ACTIVITY, KEYS, doubts, problems
from naikkelas.areas.queries import local_now
from naikkelas.audit.actions import record
from naikkelas.audit.actions.rows import insert, made
from naikkelas.audit.actions.trail import HIDDEN
from naikkelas.lib.actors import Actor
from naikkelas.lib.dates import id_date
from naikkelas.lib.ids import uuid7
from naikkelas.lib.refusals import Refused, require
from naikkelas.registry.errors import UnfitAnswer
from naikkelas.registry.models import KampungKB, Kelompok
from naikkelas.registry.presenters import shown_answer
from naikkelas.registry.queries import people
from naikkelas.registry.rules.answers import answers

_UNTOLD = ("judul", "deskripsi", "tempat", "instansi_lainnya", *KEYS)
"""What people write in their own words, and keys, which say nothing to people."""
_SORTED = json.JSONEncoder(sort_keys=True, default=str)
MYSELF = "Anda di perangkat lain"
"""The other side of a clash with oneself; the phone app knows these words."""


@transaction.atomic
def report(
    kampung: KampungKB,
    values: Mapping[str, object],
    *,
    by: Actor,
    id: UUID | None = None,
    made_at: datetime | None = None,
) -> Kegiatan:
    """Record an activity; it counts in the class as declared at once.

    `id` is made by the client: the same activity sent twice is stored once and both get the same
    answer; another one under the same `id` is `IdentifierTaken`. Days may be ISO text, lists may
    be lists of codes. `made_at` is the clock of the phone and decides nothing.
    """
    return report_held(_held(kampung.pk, by), values, by=by, id=id, made_at=made_at)


def report_held(
    kampung: KampungKB,
    values: Mapping[str, object],
    *,
    by: Actor,
    id: UUID | None = None,
    made_at: datetime | None = None,
    is_new: bool = False,
) -> Kegiatan:
    """`report` for whom the kampung is held already, or by the statement that stores it (ADR 38):
    it is neither locked again nor put into a savepoint, and all is written by `insert`.

    `is_new` leaves out the look for an activity of this `id`; where there is one, IntegrityError
    of the primary key ends the transaction, and the caller asks again without `is_new`.
    """
    require(access.may_report(by, kampung))
    given = _read(values)
    # Releases that knew no groups left them out, and what was sent to those may come again.
    known = {name: value for name, value in given.items() if value or name != "kelompok"}
    digest = _digest("lapor", kampung.pk, known)
    if id and not is_new and (sent := _already_stored(id, digest)):
        return sent
    _insist_on_open(kampung)
    key = id or uuid7()
    activity = _store(kampung, given, id=key, origin=key, row_hash=digest, by=by, made_at=made_at)
    after = {"state": str(activity.state)}
    record("kegiatan.report", activity, by=by, **told(activity), after=after)
    return activity


@transaction.atomic
def revise(
    origin: UUID,
    changes: Mapping[str, tuple[object, object]],
    *,
    base: UUID,
    by: Actor,
    id: UUID | None = None,
) -> Kegiatan:
    """Change fields of an activity as (old, new) pairs against the version `base` that one saw.

    Fields that nobody else changed since merge; one that somebody else changed to another value
    raises `Bentrok`, which shows both. The new version goes the whole way of verification again.
    """
    newest = current(origin, by)
    kampung = newest.kampung
    seen = versions_of(origin).filter(pk=base).first()
    if seen is None:
        raise ActivityUnknown
    wanted = _wanted(changes)
    digest = _digest("ubah", origin, base, {name: new for name, (_, new) in wanted.items()})
    if id and (sent := _already_stored(id, digest)):
        return sent
    if newest.withdrawn_at:
        raise ActivityWithdrawn
    _insist_on_open(kampung)
    now = values_of(newest)
    merged = merge(values_of(seen), now, wanted)
    if merged.clashes:
        raise Bentrok(_told_clashes(merged.clashes, newest, by), newest.pk)
    if not merged.values:
        return newest
    values = now | merged.values
    version = succeed(newest, values, by=by, id=id, row_hash=digest)
    names = ", ".join(ACTIVITY.field(name).label for name in merged.values)
    record(
        "kegiatan.revise",
        version,
        by=by,
        **told(version),
        fields=names,
        before=_plain({name: now[name] for name in merged.values}) | {"state": newest.state},
        after=_plain(merged.values) | {"state": version.state},
    )
    return version


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """What the trail may hold: free text may name people, and an event cannot be scrubbed."""
    return {name: HIDDEN if name in _UNTOLD else value for name, value in values.items()}


@transaction.atomic
def settle(
    origin: UUID,
    changes: Mapping[str, tuple[object, object]],
    *,
    theirs: Collection[str],
    base: UUID,
    by: Actor,
) -> Kegiatan:
    """Store a change of which some fields then go back to what others wrote (`theirs`).

    Both stand in the history: one's own values as a version, and the one after it with the choice.
    `base` is the version that was shown beside one's own.
    """
    own = revise(origin, changes, base=base, by=by)
    shown = versions_of(origin).filter(pk=base).first()
    if shown is None or own.pk == base:
        return own
    before, after = values_of(own), values_of(shown)
    back = {name: (before[name], after[name]) for name in theirs if name in after}
    return revise(origin, back, base=own.pk, by=by)


def _held(key: UUID, by: Actor) -> KampungKB:
    """The kampung, locked: identical posts go through one after the other."""
    kampung = KampungKB.objects.select_for_update().get(pk=key)
    require(access.may_report(by, kampung))
    return kampung


def current(origin: UUID, by: Actor) -> Kegiatan:
    """The newest version of an activity of one's own area, with its kampung held."""
    found = access.activities_for(by).filter(pk__in=versions_of(origin).values("pk")).first()
    if found is None:
        raise ActivityUnknown
    kampung = _held(found.kampung_id, by)
    newest = versions_of(origin).select_for_update().first()
    assert newest is not None
    if newest.batch_id:
        raise ImportedActivity
    newest.kampung = kampung
    return newest


def _insist_on_open(kampung: KampungKB) -> None:
    if not kampung.is_active or kampung.withdrawn_at:
        raise KampungClosed


def _read(values: Mapping[str, object]) -> dict[str, Any]:
    """Every answer in its own kind; `UnfitAnswer` names the field that cannot be read."""
    given = dict(values)
    if isinstance(day := given.get("tanggal"), str) and day:
        given["tanggal"] = _day(day)
    return answers(ACTIVITY, given)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UnfitAnswer("tanggal", "Tanggal kegiatan: isi tanggal.") from error


def _wanted(changes: Mapping[str, tuple[object, object]]) -> dict[str, tuple[Any, Any]]:
    """The pairs of a change, the new values read as those of a report."""
    read = _read({name: new for name, (_, new) in changes.items()})
    return {name: (old, read[name]) for name, (old, _) in changes.items()}


def _digest(*content: Any) -> str:
    text = _SORTED.encode(content)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _already_stored(id: UUID, digest: str) -> Kegiatan | None:
    """The first answer to the same; something else may not reuse the identifier."""
    stored = Kegiatan.objects.only("row_hash").filter(pk=id).first()  # there rarely is one
    if stored and stored.row_hash != digest:
        raise IdentifierTaken
    return stored


def succeed(before: Kegiatan, values: dict[str, Any], *, by: Actor, **more: Any) -> Kegiatan:
    """A new version in the place of the one before it, known from this moment on."""
    _insist_on_possible(problems(values, _today(before.kampung)))
    now = timezone.now()
    if before.withdrawn_at is None:
        before.withdrawn_at = now
        before.save(update_fields=["withdrawn_at"])
    after: dict[str, Any] = {"origin": before.record, "replaces": before.pk, "recorded_at": now}
    return _store(before.kampung, values, by=by, **(after | more))


def _insist_on_possible(found: list[Any]) -> None:
    if hard := [one for one in found if one.is_hard]:
        raise ActivityRefused(hard)


def _store(
    kampung: KampungKB, values: dict[str, Any], *, by: Actor, id: UUID | None = None, **more: Any
) -> Kegiatan:
    found = problems(values, _today(kampung))
    _insist_on_possible(found)
    columns = {"recorded_at": timezone.now()} | values | more
    item, group = columns.pop("rkm_item"), columns.pop("kelompok")
    columns["rkm_item_id"] = _own(RKMItem, item, PlanItemUnknown, rkm__kampung=kampung)
    columns["kelompok_id"] = _own(Kelompok, group, GroupUnknown, kampung=kampung)
    activity = made(
        Kegiatan,
        id=id or uuid7(),
        kampung_id=kampung.pk,
        kabupaten_code=kampung.kabupaten_code,
        doubts=doubts(found),
        recorded_by=by.pk,
        **columns,
    )
    activity.kampung = kampung
    insert(activity)
    return activity


def _own(model: type[Model], key: str, unknown: type[Refused], **of: KampungKB) -> UUID | None:
    """The key of the row that an answer names (`KEYS`); only one of the kampung's own."""
    if not key:
        return None
    try:
        found = model._default_manager.filter(pk=UUID(key), **of).first()
    except ValueError as error:
        raise unknown from error
    if found is None:
        raise unknown
    own: UUID = found.pk
    return own


def _today(kampung: KampungKB) -> date:
    return local_now(kampung.village_id, remembered=True).date()


def _told_clashes(clashes: Sequence[Clash], current: Kegiatan, by: Actor) -> list[dict[str, Any]]:
    sides = [{one.name: value} for one in clashes for value in (one.theirs, one.yours)]
    names = names_of_keys(sides, [current.kampung_id])
    return [_told_clash(one, current, by, names) for one in clashes]


def _told_clash(
    clash: Clash, current: Kegiatan, by: Actor, names: Mapping[str, str]
) -> dict[str, Any]:
    """A clash for people: label, the others' value, who, one's own value, both in words."""
    return {
        "name": clash.name,
        "label": ACTIVITY.field(clash.name).label,
        "theirs": _in_words(clash.name, clash.theirs, names),
        "who": writer(current.recorded_by, current.kampung.village_id, by),
        "yours": _in_words(clash.name, clash.yours, names),
    }


def _in_words(name: str, value: Any, names: Mapping[str, str]) -> str:
    """An answer as the form shows it; `names` has those of groups and plan items by their keys."""
    if name in KEYS:
        return names.get(str(value), "")
    return shown_answer(ACTIVITY.field(name), value) or ""


def writer(key: int | None, code: str, by: Actor) -> str:
    """Who wrote the other version of a clash, in words; one's own account is another device."""
    if key and key == by.pk:
        return MYSELF
    return str(people.who_now(key, reader=by, code=code) if key else people.SOMEBODY)


def told(activity: Kegiatan) -> dict[str, Any]:
    """What the trail says of it: no title, which may name people."""
    return {
        "kabupaten": activity.kabupaten_code,
        "date": id_date(activity.tanggal),
        "kampung": activity.kampung.nama,
    }
