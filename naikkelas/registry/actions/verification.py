"""The steps of a report version: accepted by the next desk, or sent back with what to mend."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any  # JSON values of the trail
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from naikkelas.audit.actions import record
from naikkelas.lib.actors import Actor
from naikkelas.lib.dates import id_datetime
from naikkelas.lib.refusals import NotYours, Refused, require
from naikkelas.registry import access
from naikkelas.registry.errors import (
    CommentMissing,
    EvidenceChanged,
    IllegalStep,
    OwnReport,
    Superseded,
)
from naikkelas.registry.models import KampungKB, Report, ReviewStep, State
from naikkelas.registry.queries import MODELS, evidence, verification
from naikkelas.registry.rules.review import TURNS, WORDS, Stage, is_step
from naikkelas.registry.rules.schema import FORMS

LONGEST_COMMENT = 1000
LONGEST_REMARK = 300


@dataclass(frozen=True, slots=True)
class Pick:
    """A version that somebody picked from a list, as it stood when they saw it."""

    form: str
    version_id: UUID
    seen: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a pick: accepted, or refused in words."""

    pick: Pick
    report: Report | None = None
    refusal: Refused | None = None


@transaction.atomic
def accept(
    form_code: str, version_id: UUID, *, by: Actor, seen: str, looked_at: datetime | None = None
) -> Report:
    """Take a version one stage further; `seen` is the stage at which the person looked at it.

    The evidence is accepted with it (ADR 16): refused where it changed after `looked_at`, so that
    nobody accepts what they have not seen.
    """
    turn = TURNS.get(seen)
    if turn is None:
        raise IllegalStep
    report = _locked(form_code, version_id, by, seen)
    if looked_at and evidence.has_changed(report.kampung, form_code, looked_at):
        raise EvidenceChanged
    report.endorsed_at = timezone.now() if turn.accepted == Stage.ENDORSED else None
    step = _take(report, form_code, turn.accepted, by=by)
    after = {"state": report.state, "endorsed_at": report.endorsed_at}
    if turn.accepted == Stage.ENDORSED:
        record("report.endorse", report, by=by, **_told(step, report), after=after)
    else:
        record("report.verify", report, by=by, **_told(step, report), after=after)
    return report


@transaction.atomic
def send_back(
    form_code: str,
    version_id: UUID,
    *,
    by: Actor,
    seen: str,
    comment: str = "",
    remarks: Mapping[str, str] | None = None,
) -> Report:
    """Return a version to its desk, with a comment at each figure concerned or a general one."""
    if not is_step(seen, Stage.RETURNED):
        raise IllegalStep
    report = _locked(form_code, version_id, by, seen)
    at_figures = _tidy(form_code, remarks or {})
    if not comment.strip() and not at_figures:
        raise CommentMissing
    comment = comment.strip()[:LONGEST_COMMENT]
    step = _take(report, form_code, Stage.RETURNED, by=by, comment=comment, remarks=at_figures)
    # The words stand in the step; the trail says only which figures were meant.
    after = {"state": report.state, "remarks": sorted(at_figures)}
    record("report.return", report, by=by, **_told(step, report), after=after)
    return report


def accept_several(
    picks: Iterable[Pick], *, by: Actor, looked_at: datetime | None = None
) -> list[Outcome]:
    """Accept versions together, each for itself: one that is refused never blocks the others."""
    outcomes = []
    for pick in picks:
        try:
            report = accept(pick.form, pick.version_id, by=by, seen=pick.seen, looked_at=looked_at)
            outcomes.append(Outcome(pick, report))
        except Refused as refusal:
            outcomes.append(Outcome(pick, refusal=refusal))
    return outcomes


def _locked(form_code: str, version_id: UUID, by: Actor, seen: str) -> Report:
    """The version with its kampung, held for this step, once nothing speaks against it.

    The kampung is held first, as in sending: a correction and an approval wait for each other.
    """
    model = MODELS.get(form_code)
    if model is None:
        raise NotYours
    found = model.objects.filter(pk=version_id, kampung__in=access.visible_to(by)).first()
    require(found is not None)
    assert found is not None
    kampung = KampungKB.objects.select_for_update().get(pk=found.kampung_id)
    require(access.may_take_step(by, seen, kampung))
    report = model.objects.select_for_update().get(pk=version_id)
    report.kampung = kampung
    _insist_on_stage(report, form_code, by, seen)
    return report


def _insist_on_stage(report: Report, form_code: str, by: Actor, seen: str) -> None:
    if report.withdrawn_at or verification.newer_of_month(report, form_code):
        raise Superseded
    if report.state != seen:
        raise IllegalStep(_somebody_was_quicker(report, form_code, by))
    if report.recorded_by == by.pk:
        raise OwnReport


def _somebody_was_quicker(report: Report, form_code: str, by: Actor) -> str:
    """What happened to the version meanwhile: who, when, and where it stands now."""
    state = WORDS[report.state].lower()
    told = verification.steps_of(form_code, report, reader=by)
    if not told:
        return f"Laporan ini sekarang {state}. Muat ulang halaman untuk langkah berikutnya."
    moment = id_datetime(verification.on_its_clock(told[-1].at, report.kampung))
    return (
        f"Laporan ini sudah {state} oleh {told[-1].who} pada {moment}. "
        "Keputusan Anda tidak disimpan; muat ulang halaman untuk melihat langkah berikutnya."
    )


def _take(
    report: Report,
    form_code: str,
    after: Stage,
    *,
    by: Actor,
    comment: str = "",
    remarks: Mapping[str, str] | None = None,
) -> ReviewStep:
    """Store the step and the new state of the version."""
    before, report.state = report.state, State(after)
    report.save(update_fields=["state", "endorsed_at"])
    return ReviewStep.objects.create(
        kampung=report.kampung,
        kabupaten_code=report.kabupaten_code,
        form=form_code,
        version_id=report.pk,
        from_state=before,
        to_state=report.state,
        comment=comment,
        remarks=dict(remarks or {}),
        taken_by=by.pk,
        taken_at=report.endorsed_at or timezone.now(),
    )


def _told(step: ReviewStep, report: Report) -> dict[str, Any]:
    """What the line of the trail says of every step."""
    return {
        "kabupaten": report.kabupaten_code,
        "before": {"state": step.from_state},
        "step": str(step.pk),
        "form": FORMS[step.form].name,
        "month": f"{report.bulan:02d}/{report.tahun}",
        "kampung": report.kampung.nama,
    }


def _tidy(form_code: str, remarks: Mapping[str, str]) -> dict[str, str]:
    """The remarks that say something, at figures that the form has."""
    return {
        name: text
        for name in FORMS[form_code].by_name
        if (text := str(remarks.get(name, "")).strip()[:LONGEST_REMARK])
    }
