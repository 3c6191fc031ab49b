"""The year plan and its items: opened, proposed, added, changed, struck out, brought back.

Every write holds the plan first, so that two people who work on it wait for each other.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any  # columns of a row
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from naikkelas.activities import access
from naikkelas.activities.errors import (
    Bentrok,
    ItemStruck,
    PlanClosed,
    PlanOutOfTurn,
    UnfitPlanItem,
    UnfitPlanYear,
)
from naikkelas.activities.models import RKM, RKMItem, RKMItemVersion
from naikkelas.activities.queries import rkm as queries
from naikkelas.activities.rules import merging
from naikkelas.activities.rules import rkm as rules
from naikkelas.activities.rules.rkm import Proposal
from naikkelas.areas.queries import local_now
from naikkelas.audit import actions as audit
from naikkelas.audit.actions.trail import HIDDEN
from naikkelas.lib.actors import Actor
from naikkelas.lib.ids import uuid7
from naikkelas.lib.refusals import require
from naikkelas.registry.errors import KampungClosed, UnfitAnswer
from naikkelas.registry.models import Kader, KampungKB
from naikkelas.registry.queries import people

YEARS_BACK, YEARS_AHEAD = 1, 2
_MAY_NAME_PEOPLE = {"name", "responsible", "kader", "result"}


@dataclass(frozen=True, slots=True)
class Proposed:
    """What became of proposals: `added` stand in the plan now, `struck` were left out because the
    village struck them out before.
    """

    rkm: RKM
    added: tuple[RKMItem, ...]
    known: tuple[Proposal, ...]
    struck: tuple[Proposal, ...]


@transaction.atomic
def open_plan(kampung: KampungKB, year: int, *, by: Actor, is_example: bool = False) -> RKM:
    """The plan of a year, begun if there is none."""
    kampung = KampungKB.objects.select_for_update().get(pk=kampung.pk)
    require(access.may_draft_rkm(by, kampung))
    if not kampung.is_active or kampung.withdrawn_at:
        raise KampungClosed("Kampung ini sudah dinonaktifkan, jadi RKM-nya tidak dibuat lagi.")
    found = RKM.objects.filter(kampung=kampung, year=year).first()
    if found:
        return found
    this_year = local_now(kampung.village_id).year
    if not this_year - YEARS_BACK <= year <= this_year + YEARS_AHEAD:
        raise UnfitPlanYear
    now = timezone.now()
    plan = RKM.objects.create(
        kampung=kampung,
        kabupaten_code=kampung.kabupaten_code,
        year=year,
        is_example=is_example,
        opened_by=by.pk,
        opened_at=now,
        changed_at=now,
    )
    record("rkm.open", plan, plan, by)
    return plan


@transaction.atomic
def propose(
    kampung: KampungKB,
    year: int,
    proposals: Iterable[Proposal],
    *,
    by: Actor,
    again: Collection[str] = (),
) -> Proposed:
    """Put proposals into the plan of a year; what is there already is left alone.

    What the village struck out comes back only where its key is named in `again`. Refused once
    the plan is agreed on, unless it is open for revision.
    """
    plan = open_plan(kampung, year, by=by)
    plan = held(plan, by)
    items = {(one.source, one.source_key): one for one in plan.items.all() if one.source_key}
    sorted_ = rules.sort(proposals, {place: one.is_struck for place, one in items.items()})
    back = [one for one in sorted_.struck if one.key in again]
    if sorted_.new or back:
        insist_on_open(plan)
    added = [
        _store(plan, _checked(plan, one.values), by, source=one.source, key=one.key)
        for one in sorted_.new
    ]
    added += [_bring_back(plan, items[one.source, one.key], by) for one in back]
    if added:
        record("rkm.propose", plan, plan, by, count=len(added))
    left = tuple(one for one in sorted_.struck if one.key not in again)
    return Proposed(plan, tuple(added), sorted_.known, left)


@transaction.atomic
def add_item(
    plan: RKM, values: Mapping[str, object], *, by: Actor, id: UUID | None = None
) -> RKMItem:
    """Add an item of the village's own; the same `id` again gives the item that is there."""
    plan = held(plan, by)
    if id and (found := plan.items.filter(pk=id).first()):
        return found
    insist_on_open(plan)
    item = _store(plan, _checked(plan, values), by, id=id)
    record("rkm_item.add", item, plan, by)
    return item


@transaction.atomic
def change_item(item: RKMItem, values: Mapping[str, object], *, base: int, by: Actor) -> RKMItem:
    """Change what is planned, given the version that the person had before them.

    Fields that only others changed since stay theirs; a field changed on both sides refuses the
    whole with `Bentrok`, which carries both answers.
    """
    plan, item = held_item(item, by)
    insist_on_open(plan)
    if item.is_struck:
        raise ItemStruck
    before, changed = merged(item, _checked(plan, values), base, by)
    if changed:
        record("rkm_item.change", item, plan, by, changed=changed, before=before)
    return item


@transaction.atomic
def strike(item: RKMItem, *, by: Actor) -> RKMItem:
    """Take an item out of the plan; it can be brought back, and is not proposed again unawares."""
    plan, item = held_item(item, by)
    insist_on_open(plan)
    if item.is_struck:
        return item
    item.struck_at, item.struck_by = timezone.now(), by.pk
    _save(item, ["struck_at", "struck_by"], by)
    record("rkm_item.strike", item, plan, by)
    return item


@transaction.atomic
def restore(item: RKMItem, *, by: Actor) -> RKMItem:
    """Bring back an item that was struck out, as it was."""
    plan, item = held_item(item, by)
    insist_on_open(plan)
    if item.is_struck:
        _bring_back(plan, item, by)
        record("rkm_item.restore", item, plan, by)
    return item


@transaction.atomic
def carry_over(plan: RKM, items: Iterable[RKMItem], *, by: Actor) -> Proposed:
    """Take items of an earlier year into a plan as planned anew, finished ones too; none twice."""
    proposals = [
        carried(one)
        for one in items
        if one.rkm.kampung_id == plan.kampung_id and one.rkm.year < plan.year
    ]
    keys = {one.key for one in proposals}  # ticked by hand, so struck ones come back too
    return propose(plan.kampung, plan.year, proposals, by=by, again=keys)


def carried(item: RKMItem) -> Proposal:
    """An item of last year as a proposal for the next: what was planned, not how it went."""
    values = {name: value for name, value in values_of(item).items() if name in rules.NAMES}
    source, key = queries.place_of(item)
    return Proposal(source, key, **(values | {"months": item.month_numbers}))


# What every write of a plan shares --------------------------------------------------------------


def held(plan: RKM, by: Actor) -> RKM:
    """The plan, held until the transaction ends; who may not draft finds nothing to do."""
    plan = RKM.objects.select_for_update(of=("self",)).select_related("kampung").get(pk=plan.pk)
    require(access.may_draft_rkm(by, plan.kampung))
    return plan


def held_item(item: RKMItem, by: Actor) -> tuple[RKM, RKMItem]:
    """The plan, held, and the item as it stands now."""
    plan = held(item.rkm, by)
    item = RKMItem.objects.select_for_update().get(pk=item.pk)
    item.rkm = plan
    return plan, item


def insist_on_open(plan: RKM) -> None:
    """Refuse where the plan was agreed on."""
    if not plan.is_open:
        raise PlanClosed


def merged(
    item: RKMItem, mine: Mapping[str, object], base: int, by: Actor
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Put an edit of version `base` onto the item: what stood there, and what was changed.

    Refused with both answers where two sides changed a field, and nothing is stored.
    """
    seen = item.versions.filter(number=base).first()
    if seen is None:
        raise PlanOutOfTurn
    current = values_of(item)
    wanted = {
        name: (seen.values[name], value)
        for name, value in mine.items()
        if not merging.same(seen.values[name], value)
    }
    found = merging.merge(seen.values, current, wanted)
    if found.clashes:
        raise Bentrok([_both_sides(item, clash, by) for clash in found.clashes])
    for name, value in found.values.items():
        setattr(item, *_column(name, value))
    if found.values:
        _save(item, list(found.values), by)
    return current, found.values


def _both_sides(item: RKMItem, clash: merging.Clash, by: Actor) -> dict[str, str]:
    village = item.rkm.kampung.village_id
    return {
        "name": clash.name,
        "label": rules.LABELS[clash.name],
        "theirs": _in_words(clash.name, clash.theirs),
        "who": str(people.who_now(item.changed_by, reader=by, code=village)),
        "yours": _in_words(clash.name, clash.yours),
    }


def _in_words(name: str, value: object) -> str:
    if name == "kader" and value:
        return str(Kader.objects.filter(pk=str(value)).first() or "")
    return rules.in_words(name, value)


def values_of(item: RKMItem) -> dict[str, Any]:
    """Everything about an item that people change; the kader by key, empty where there is none."""
    values = {
        name: getattr(item, name) for name in (*rules.NAMES, *rules.COURSE) if name != "kader"
    }
    return values | {"kader": str(item.kader_id or "")}


def _column(name: str, value: object) -> tuple[str, object]:
    return ("kader_id", UUID(str(value)) if value else None) if name == "kader" else (name, value)


def _checked(plan: RKM, values: Mapping[str, object]) -> dict[str, Any]:
    """Every column of an item with a value that it can hold."""
    try:
        given = rules.item_values(values)
    except UnfitAnswer as unfit:
        raise UnfitPlanItem(str(unfit), unfit.column) from unfit
    if given["kader"] and not _is_kader_of(plan.kampung, given["kader"]):
        raise UnfitPlanItem("Kader ini bukan kader kampung ini. Pilih dari daftar.", "kader")
    return given


def _is_kader_of(kampung: KampungKB, key: str) -> bool:
    try:
        return Kader.objects.filter(pk=UUID(key), kampung=kampung).exists()
    except ValueError:
        return False


def _store(
    plan: RKM,
    values: Mapping[str, Any],
    by: Actor,
    *,
    source: str = RKMItem.Source.OWN,
    key: str = "",
    id: UUID | None = None,
) -> RKMItem:
    now = timezone.now()
    last = plan.items.aggregate(last=Max("number"))["last"] or 0
    item = RKMItem.objects.create(
        id=id or uuid7(),
        rkm=plan,
        kabupaten_code=plan.kabupaten_code,
        number=last + 1,
        source=source,
        source_key=key,
        recorded_by=by.pk,
        recorded_at=now,
        changed_by=by.pk,
        changed_at=now,
        **dict(_column(name, value) for name, value in values.items()),
    )
    _keep_version(item)
    return item


def _bring_back(plan: RKM, item: RKMItem, by: Actor) -> RKMItem:
    item.struck_at = item.struck_by = None
    _save(item, ["struck_at", "struck_by"], by)
    return item


def _save(item: RKMItem, columns: list[str], by: Actor) -> None:
    item.version += 1
    item.changed_by, item.changed_at = by.pk, timezone.now()
    item.save(update_fields=[*columns, "version", "changed_by", "changed_at"])
    _keep_version(item)


def _keep_version(item: RKMItem) -> None:
    RKMItemVersion.objects.create(
        item=item,
        number=item.version,
        values=values_of(item) | {"is_struck": item.is_struck},
        recorded_by=item.changed_by,
        recorded_at=item.changed_at,
    )


def _told(values: Mapping[str, object] | None) -> dict[str, object] | None:
    """Values as the trail may keep them: an event cannot be scrubbed, and texts may name people."""
    if values is None:
        return None
    texts = {name for name in values if name in _MAY_NAME_PEOPLE and values[name]}
    return {name: HIDDEN if name in texts else value for name, value in values.items()}


def record(
    verb: str,
    subject: RKM | RKMItem,
    plan: RKM,
    by: Actor,
    *,
    changed: Mapping[str, object] | None = None,
    before: Mapping[str, object] | None = None,
    **more: Any,  # JSON values that the sentence needs
) -> None:
    """Write an act on a plan or an item into the trail: what changed of what it was."""
    was = {name: before[name] for name in changed} if changed and before else None
    if isinstance(subject, RKMItem):
        more["number"] = subject.number
    audit.record(
        verb,
        subject,
        by=by,
        kabupaten=plan.kabupaten_code,
        before=_told(was),
        after=_told(changed),
        kampung=plan.kampung.nama,
        year=plan.year,
        **more,
    )
