"""Answering criteria and checking the answers. A newer answer stands beside the one it replaces."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from naikkelas.audit.actions import record
from naikkelas.instruments.rules.instrument import Measure
from naikkelas.lib.actors import Actor
from naikkelas.lib.refusals import require
from naikkelas.registry.models import KampungKB
from naikkelas.themes import access
from naikkelas.themes.actions.membership import LONGEST_REASON, own_evidence
from naikkelas.themes.errors import (
    AnswerReplaced,
    DoubtReasonMissing,
    KampungClosed,
    NothingAnswered,
    OwnAnswer,
    UnfitEntry,
)
from naikkelas.themes.models import AnswerCheck, CriterionAnswer
from naikkelas.themes.queries.catalogue import catalogue_of


@dataclass(frozen=True, slots=True)
class Backing:
    """What stands behind answers given at once: a remark, and a file of the kampung."""

    note: str = ""
    evidence: UUID | None = None


@transaction.atomic
def answer(
    kampung: KampungKB,
    values: Mapping[str, float | None],
    *,
    by: Actor,
    backing: Backing | None = None,
) -> list[CriterionAnswer]:
    """Keep the answers that differ from what stands; None takes an answer back to unknown.

    One answer counts in every theme that asks the criterion.
    """
    kampung = KampungKB.objects.select_for_update().get(pk=kampung.pk)
    require(access.may_answer(by, kampung))
    if not kampung.is_active or kampung.withdrawn_at:
        raise KampungClosed
    backing = backing or Backing()
    changed = _changed(kampung, _checked(kampung, values))
    if not changed:
        raise NothingAnswered
    evidence = own_evidence(kampung, backing.evidence)
    at = timezone.now()
    standing = CriterionAnswer.objects.current().filter(kampung=kampung, criterion__in=changed)
    standing.update(replaced_at=at)
    rows = [
        CriterionAnswer(
            kampung=kampung,
            kabupaten_code=kampung.kabupaten_code,
            criterion=criterion,
            value=value,
            evidence=evidence,
            note=" ".join(backing.note.split())[:LONGEST_REASON],
            is_example=kampung.is_example,
            recorded_by=by.pk,
            recorded_at=at,
        )
        for criterion, value in changed.items()
    ]
    CriterionAnswer.objects.bulk_create(rows)
    record(
        "theme.answer",
        kampung,
        by=by,
        kabupaten=kampung.kabupaten_code,
        after=changed,
        kampung=kampung.nama,
        count=len(rows),
    )
    return rows


@transaction.atomic
def check(
    kampung: KampungKB, answers: Collection[UUID], *, is_right: bool, by: Actor, reason: str = ""
) -> list[AnswerCheck]:
    """Say of answers that they are right, or what is to be mended; nobody checks their own."""
    kampung = KampungKB.objects.select_for_update().get(pk=kampung.pk)
    require(access.may_check(by, kampung))
    reason = " ".join(reason.split())[:LONGEST_REASON]
    if not is_right and not reason:
        raise DoubtReasonMissing
    wanted = set(answers)
    rows = list(CriterionAnswer.objects.current().filter(kampung=kampung, pk__in=wanted))
    if not rows or len(rows) < len(wanted):
        raise AnswerReplaced
    if any(row.recorded_by == by.pk for row in rows):
        raise OwnAnswer
    at = timezone.now()
    checks = AnswerCheck.objects.bulk_create(
        AnswerCheck(
            answer=row,
            kabupaten_code=kampung.kabupaten_code,
            is_right=is_right,
            reason="" if is_right else reason,
            checked_by=by.pk,
            checked_at=at,
        )
        for row in rows
    )
    record(
        "theme.check",
        kampung,
        by=by,
        kabupaten=kampung.kabupaten_code,
        after={row.criterion: is_right for row in rows},
        kampung=kampung.nama,
        count=len(rows),
        outcome="sesuai" if is_right else "perlu diperbaiki",
    )
    return checks


def _checked(kampung: KampungKB, values: Mapping[str, float | None]) -> dict[str, float | None]:
    measures = catalogue_of(kampung.village_id).measures
    for criterion, value in values.items():
        if criterion not in measures:
            raise UnfitEntry(criterion, "Kriteria ini tidak dikenal. Muat ulang halamannya.")
        if value is not None and not _fits(measures[criterion], value):
            raise UnfitEntry(
                criterion, f"{measures[criterion].name}: angka ini tidak mungkin. Periksa lagi."
            )
    return dict(values)


def _fits(measure: Measure, value: float) -> bool:
    if measure.kind == "flag":
        return value in (0, 1)
    least = 0 if measure.least is None else measure.least
    return least <= value <= (1e6 if measure.most is None else measure.most)


def _changed(kampung: KampungKB, values: Mapping[str, float | None]) -> dict[str, float | None]:
    rows = CriterionAnswer.objects.current().filter(kampung=kampung, criterion__in=values)
    now = {row.criterion: row.value for row in rows}
    return {code: value for code, value in values.items() if now.get(code) != value}
