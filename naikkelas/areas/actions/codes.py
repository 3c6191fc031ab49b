"""Carrying out an operator's list of code changes (pemekaran, penggabungan, change of status)."""

from django.db import transaction

from naikkelas.areas import access
from naikkelas.areas.errors import CodesRefused
from naikkelas.areas.models import Area
from naikkelas.areas.rules import codes, replacing
from naikkelas.areas.rules.replacing import Change, Known
from naikkelas.audit import actions as trail
from naikkelas.lib.actors import Actor
from naikkelas.lib.names import search_key
from naikkelas.lib.refusals import require


@transaction.atomic
def replace_codes(csv_text: str, *, by: Actor) -> int:
    """End old codes, make new ones; returns how many rows changed something.

    All or nothing: with one wrong row `CodesRefused` carries every error and nothing is stored.
    """
    require(access.may_configure(by, by.home))
    plan = replacing.read(csv_text, _tree(), scope=by.home)
    if plan.errors:
        raise CodesRefused(plan.errors)
    for change in plan.changes:
        _carry_out(change, by)
    return len(plan.changes)


def _tree() -> dict[str, Known]:
    rows = Area.objects.select_for_update().values_list(
        "code", "valid_from", "valid_until", "replaced_by_id"
    )
    return {code: Known(first, last, successor) for code, first, last, successor in rows}


def _carry_out(change: Change, by: Actor) -> None:
    new = Area.objects.filter(pk=change.new).first() or _create(change)
    if change.old:
        old = Area.objects.get(pk=change.old)
        old.valid_until, old.replaced_by = change.last_day, new
        old.save(update_fields=["valid_until", "replaced_by"])
    trail.record(
        "area.replace",
        new,
        by=by,
        kabupaten=new.kabupaten_code,
        before={"code": change.old},
        after={"code": change.new, "name": new.name},
        old=change.old or "(wilayah baru)",
        new=change.new,
        since=change.since.isoformat(),
    )


def _create(change: Change) -> Area:
    name = codes.short_name(change.name)
    return Area.objects.create(
        code=change.new,
        name=name,
        search_key=search_key(name),
        level=codes.level_of(change.new),
        kind=codes.kind_of(change.new, change.name),
        parent_id=codes.parent_of(change.new) or None,
        valid_from=change.since,
    )
