"""Sending a monthly report, and keeping what a person has typed so far."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any  # a stored value: bool, int, float, text, date or None
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from naikkelas.audit.actions import record
from naikkelas.lib.actors import Actor
from naikkelas.lib.ids import uuid7
from naikkelas.lib.refusals import require
from naikkelas.registry import access, queries
from naikkelas.registry.errors import IdentifierTaken, KampungClosed, ReportRefused, UnfitAnswer
from naikkelas.registry.models import KampungKB, Report, ReportDraft
from naikkelas.registry.rules import checks
from naikkelas.registry.rules.answers import answers
from naikkelas.registry.rules.limits import FIRST_REPORT_YEAR
from naikkelas.registry.rules.schema import FORMS, Form

LONGEST_DRAFT_ANSWER = 5000


@transaction.atomic
def submit_report(
    form_code: str,
    kampung: KampungKB,
    *,
    year: int,
    month: int,
    values: Mapping[str, object],
    by: Actor,
    id: UUID | None = None,
) -> Report:
    """Record one more version of a report; a month that was reported before is corrected so.

    `id` is made by the client: the same report sent twice is stored once and both get the same
    answer. Hard rules refuse (`ReportRefused`), soft ones are kept with the version as `doubts`.
    """
    # The lock lets identical posts through one after the other.
    kampung = KampungKB.objects.select_for_update().get(pk=kampung.pk)
    require(access.may_report(by, kampung))
    form = FORMS[form_code]
    _insist_on_month(year, month)
    given = answers(form, values)
    digest = _digest(form, kampung, year, month, given)
    if id and (sent := _already_sent(form, id, digest)):
        return sent
    if not kampung.is_active or kampung.withdrawn_at:
        raise KampungClosed
    around = queries.around(kampung, form)
    doubts = _doubts(checks.check(form, given, year, month, around))
    report = queries.MODELS[form.code].objects.create(
        id=id or uuid7(),
        kampung=kampung,
        kabupaten_code=kampung.kabupaten_code,
        tahun=year,
        bulan=month,
        tanggal_isi=around.today,
        doubts=doubts,
        row_hash=digest,
        recorded_by=by.pk,
        recorded_at=timezone.now(),
        **given,
    )
    ReportDraft.objects.filter(
        kampung=kampung, form=form.code, tahun=year, bulan=month, desk=by.desk
    ).delete()
    _record_sent(report, form, kampung, by=by)
    return report


def _doubts(findings: list[checks.Finding]) -> str:
    """The marks of soft findings; hard ones refuse."""
    if hard := [finding for finding in findings if finding.is_hard]:
        raise ReportRefused(hard)
    return checks.marks(findings)


def _record_sent(report: Report, form: Form, kampung: KampungKB, *, by: Actor) -> None:
    """The figures stand in the version itself; the trail holds no names and contacts."""
    record(
        "report.submit",
        report,
        by=by,
        kabupaten=kampung.kabupaten_code,
        form=form.name,
        month=f"{report.bulan:02d}/{report.tahun}",
        kampung=kampung.nama,
        doubts=report.doubts,
    )


@transaction.atomic
def save_draft(
    form_code: str,
    kampung: KampungKB,
    *,
    year: int,
    month: int,
    values: Mapping[str, object],
    by: Actor,
) -> ReportDraft:
    """Keep what was typed, right or wrong, as text. Not in the trail: nothing was reported yet."""
    require(access.may_report(by, kampung))
    _insist_on_month(year, month)
    known = FORMS[form_code].by_name
    draft, _ = ReportDraft.objects.update_or_create(
        kampung=kampung,
        form=form_code,
        tahun=year,
        bulan=month,
        desk=by.desk,
        defaults={
            "saved_by": by.pk,
            "values": {name: _typed(values[name]) for name in known if name in values},
            "saved_at": timezone.now(),
        },
    )
    return draft


def _typed(value: object) -> str | list[str]:
    if isinstance(value, list | tuple):
        return [str(part)[:LONGEST_DRAFT_ANSWER] for part in value[:100]]
    return str(value)[:LONGEST_DRAFT_ANSWER]


def _insist_on_month(year: int, month: int) -> None:
    if not 1 <= month <= 12 or not FIRST_REPORT_YEAR <= year <= 9999:
        raise UnfitAnswer("bulan", f"Pilih bulan laporan dari tahun {FIRST_REPORT_YEAR}.")


def _already_sent(form: Form, id: UUID, digest: str) -> Report | None:
    """The first answer to the same report; a different report may not reuse the identifier."""
    sent = queries.MODELS[form.code].objects.filter(pk=id).first()
    if sent and sent.row_hash != digest:
        raise IdentifierTaken
    return sent


def _digest(form: Form, kampung: KampungKB, year: int, month: int, given: Mapping[str, Any]) -> str:
    content = json.dumps([form.code, kampung.pk.hex, year, month, given], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:32]
