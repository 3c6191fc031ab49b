"""Noting that the RKM of a kampung was approved; called by the room that holds the plans."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from naikkelas.audit.actions import record
from naikkelas.lib.actors import Act, Actor, may
from naikkelas.lib.refusals import require
from naikkelas.registry.models import KampungKB, WorkPlan


@dataclass(frozen=True, slots=True)
class Approval:
    """That a version of the plan of a year was approved on a day."""

    rkm_id: UUID
    year: int
    revision: int
    approved_on: date


@transaction.atomic
def note_approval(kampung: KampungKB, approval: Approval, *, by: Actor) -> WorkPlan:
    """Note an approval once; the same one again gives the row that is there."""
    kampung = KampungKB.objects.select_for_update().get(pk=kampung.pk)
    require(may(by, Act.VERIFY_FIELD, kampung.village_id))
    plan, is_new = WorkPlan.objects.get_or_create(
        kampung=kampung,
        year=approval.year,
        revision=approval.revision,
        defaults={
            "kabupaten_code": kampung.kabupaten_code,
            "rkm_id": approval.rkm_id,
            "approved_on": approval.approved_on,
            "recorded_by": by.pk,
            "recorded_at": timezone.now(),
        },
    )
    if is_new:
        record(
            "work_plan.note",
            plan,
            by=by,
            kabupaten=kampung.kabupaten_code,
            after={"year": plan.year, "approved_on": plan.approved_on},
            kampung=kampung.nama,
            year=plan.year,
        )
    return plan
