"""Opening, changing, closing and reopening a kampung."""

from collections.abc import Mapping
from typing import Any  # a stored value: bool, int, float, text, date or None

from django.db import IntegrityError, transaction
from django.utils import timezone

from naikkelas.areas.models import Area, Level
from naikkelas.areas.queries import local_now
from naikkelas.audit.actions import record
from naikkelas.lib.actors import Actor
from naikkelas.lib.refusals import require
from naikkelas.registry import access, queries
from naikkelas.registry.errors import AlreadyRegistered, ReportRefused, VillageUnknown
from naikkelas.registry.models import KampungKB
from naikkelas.registry.rules import checks
from naikkelas.registry.rules.answers import answers
from naikkelas.registry.rules.schema import KAMPUNG


@transaction.atomic
def register_kampung(village_code: str, values: Mapping[str, object], *, by: Actor) -> KampungKB:
    """Open the Kampung KB of a village; without a name it carries that of the village."""
    require(access.may_register(by, village_code))
    village = Area.objects.current().filter(pk=village_code, level=Level.VILLAGE).first()
    if village is None:
        raise VillageUnknown
    given = _checked(values, village_code)
    given["nama"] = given["nama"] or village.name
    kampung = KampungKB(
        village=village,
        kabupaten_code=village.kabupaten_code,
        recorded_at=timezone.now(),
        **given,
    )
    _save(kampung, force_insert=True)
    record(
        "kampung.register",
        kampung,
        by=by,
        kabupaten=kampung.kabupaten_code,
        after=given,
        kampung=kampung.nama,
        village=village_code,
    )
    return kampung


@transaction.atomic
def edit_kampung(kampung: KampungKB, values: Mapping[str, object], *, by: Actor) -> KampungKB:
    """Change what is told of a kampung; columns that are not given stay as they are."""
    kampung = KampungKB.objects.select_for_update().get(pk=kampung.pk)
    require(access.may_report(by, kampung))
    before = queries.kampung_values(kampung)
    given = _checked(before | dict(values), kampung.village_id)
    given["nama"] = given["nama"] or kampung.nama
    changed = [name for name, value in given.items() if value != before[name]]
    if not changed:
        return kampung
    for name in changed:
        setattr(kampung, name, given[name])
    kampung.save(update_fields=changed)
    record(
        "kampung.edit",
        kampung,
        by=by,
        kabupaten=kampung.kabupaten_code,
        before={name: before[name] for name in changed},
        after={name: given[name] for name in changed},
        kampung=kampung.nama,
    )
    return kampung


@transaction.atomic
def deactivate_kampung(kampung: KampungKB, *, by: Actor) -> KampungKB:
    """Close a kampung: it is no longer classified or counted; its history stays."""
    kampung = KampungKB.objects.select_for_update().get(pk=kampung.pk)
    require(access.may_register(by, kampung.village_id))
    if not kampung.is_active:
        return kampung
    kampung.is_active = False
    _save(kampung, update_fields=["is_active"])
    record(
        "kampung.deactivate",
        kampung,
        by=by,
        kabupaten=kampung.kabupaten_code,
        before={"is_active": True},
        after={"is_active": False},
        kampung=kampung.nama,
    )
    return kampung


@transaction.atomic
def activate_kampung(kampung: KampungKB, *, by: Actor) -> KampungKB:
    """Reopen a closed kampung; refused while the village has another live one."""
    kampung = KampungKB.objects.select_for_update().get(pk=kampung.pk)
    require(access.may_register(by, kampung.village_id))
    if kampung.is_active:
        return kampung
    kampung.is_active = True
    _save(kampung, update_fields=["is_active"])
    record(
        "kampung.activate",
        kampung,
        by=by,
        kabupaten=kampung.kabupaten_code,
        before={"is_active": False},
        after={"is_active": True},
        kampung=kampung.nama,
    )
    return kampung


def _checked(values: Mapping[str, object], village_code: str) -> dict[str, Any]:
    given = answers(KAMPUNG, values)
    findings = checks.check_kampung(given, local_now(village_code).date())
    if hard := [finding for finding in findings if finding.is_hard]:
        raise ReportRefused(hard)
    return given


def _save(kampung: KampungKB, **how: Any) -> None:
    """The database says whether the village has a live kampung already: two clerks at once too."""
    try:
        with transaction.atomic():
            kampung.save(**how)
    except IntegrityError as error:
        raise AlreadyRegistered from error
