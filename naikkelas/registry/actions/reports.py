"""Sending a monthly report, and keeping what a person has typed so far."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any  # a stored value: bool, int, float, text, date or None
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from naikkelas.areas.queries import local_now
from naikkelas.audit.actions import record
from naikkelas.lib.actors import Actor
from naikkelas.lib.dates import id_datetime, id_month
from naikkelas.lib.ids import uuid7
from naikkelas.lib.refusals import require
from naikkelas.registry import access, queries
from naikkelas.registry.errors import (
    CorrectionReasonMissing,
    DraftChanged,
    IdentifierTaken,
    KampungClosed,
    MonthLocked,
    ReportRefused,
    UnfitAnswer,
)
from naikkelas.registry.models import KampungKB, Report, ReportDraft
from naikkelas.registry.queries import locks, people, verification
from naikkelas.registry.rules import checks
from naikkelas.registry.rules.answers import answers, read
from naikkelas.registry.rules.derived import day_of_month, filled
from naikkelas.registry.rules.limits import FIRST_REPORT_YEAR
from naikkelas.registry.rules.schema import FORMS, Form

LONGEST_DRAFT_ANSWER = 5000
LONGEST_REASON = 300


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
    reason: str = "",
) -> Report:
    """Record one more version of a report; a month that was reported before is corrected so.

    What the kampung's records say (`queries.derived`) is filled in where it is not given. `id` is
    made by the client: the same report sent twice is stored once and both get the same answer. Hard
    rules refuse (`ReportRefused`), soft ones are kept with the version as `doubts`.
    A month whose figures were accepted is corrected with a `reason` only; a locked one not at all.
    """
    # The lock lets identical posts through one after the other, and waits for approvals.
    kampung = KampungKB.objects.select_for_update().get(pk=kampung.pk)
    require(access.may_send(by, kampung))
    form = FORMS[form_code]
    _insist_on_month(year, month)
    digest = _digest(form, kampung, year, month, read(form, values))
    if id and (sent := _already_sent(form, id, digest)):
        return sent
    if not kampung.is_active or kampung.withdrawn_at:
        raise KampungClosed
    _insist_on_open_month(kampung, year, month, by)
    is_correction = _insist_on_reason(kampung, form, year, month, reason)
    today = local_now(kampung.village_id).date()
    around = queries.around(kampung, form, day_of_month(year, month, today))
    given = answers(form, filled(values, around.derived))
    doubts = _doubts(checks.check(form, given, year, month, around))
    report = queries.MODELS[form.code].objects.create(
        id=id or uuid7(),
        kampung=kampung,
        kabupaten_code=kampung.kabupaten_code,
        tahun=year,
        bulan=month,
        tanggal_isi=around.today,
        doubts=doubts,
        reason=reason.strip() if is_correction else "",
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


def _insist_on_open_month(kampung: KampungKB, year: int, month: int, by: Actor) -> None:
    lock = locks.standing_lock(kampung.kabupaten_code, year, month)
    if lock is None:
        return
    who = people.who_did(["month.lock"], [lock.pk], reader=by, code=kampung.village_id)
    locker = who.get((str(lock.pk), "month.lock"), people.SOMEBODY)
    moment = id_datetime(lock.locked_at.astimezone(local_now(kampung.village_id).tzinfo))
    raise MonthLocked(
        f"{id_month(date(year, month, 1))} sudah dikunci oleh {locker} pada {moment}. "
        "Minta operator atau pimpinan kabupaten membukanya bila angkanya perlu diperbaiki."
    )


def _insist_on_reason(kampung: KampungKB, form: Form, year: int, month: int, reason: str) -> bool:
    """Whether this corrects accepted figures; then somebody has to say why."""
    is_correction = verification.was_accepted(kampung, form.code, year, month)
    if is_correction and not reason.strip():
        raise CorrectionReasonMissing
    if len(reason.strip()) > LONGEST_REASON:
        raise UnfitAnswer("alasan", f"Alasan perbaikan: paling banyak {LONGEST_REASON} huruf.")
    return is_correction


def _doubts(findings: list[checks.Finding]) -> str:
    """The marks of soft findings; hard ones refuse."""
    if hard := [finding for finding in findings if finding.is_hard]:
        raise ReportRefused(hard)
    return checks.marks(findings)


def _record_sent(report: Report, form: Form, kampung: KampungKB, *, by: Actor) -> None:
    """The figures stand in the version itself; the trail holds no names and contacts."""
    told: dict[str, Any] = {
        "kabupaten": kampung.kabupaten_code,
        "before": {"state": "draf"},
        "after": {"state": report.state},
        "form": form.name,
        "month": f"{report.bulan:02d}/{report.tahun}",
        "kampung": kampung.nama,
        "doubts": report.doubts,
    }
    if report.reason:
        record("report.correct", report, by=by, **told, reason=report.reason)
    else:
        record("report.submit", report, by=by, **told)


@transaction.atomic
def save_draft(
    form_code: str,
    kampung: KampungKB,
    *,
    year: int,
    month: int,
    values: Mapping[str, object],
    by: Actor,
    seen_at: datetime | None = None,
) -> ReportDraft:
    """Keep what was typed, right or wrong, as text. Not in the trail: nothing was reported yet.

    The members of a desk share one draft. `seen_at` is when the draft that the person started
    from was saved (None: there was none); refused with `DraftChanged` when somebody else of the
    desk saved it later, so that nobody writes over another's work unknowingly.
    """
    # The lock lets the members of a desk through one after the other.
    kampung = KampungKB.objects.select_for_update().get(pk=kampung.pk)
    require(access.may_report(by, kampung))
    _insist_on_month(year, month)
    known = FORMS[form_code].by_name
    place: dict[str, Any] = {
        "kampung": kampung,
        "form": form_code,
        "tahun": year,
        "bulan": month,
        "desk": by.desk,
    }
    insist_on_seen_draft(ReportDraft.objects.filter(**place).first(), seen_at, by=by)
    draft, _ = ReportDraft.objects.update_or_create(
        **place,
        defaults={
            "saved_by": by.pk,
            "values": {name: _typed(values[name]) for name in known if name in values},
            "saved_at": timezone.now(),
        },
    )
    return draft


def insist_on_seen_draft(draft: ReportDraft | None, seen_at: datetime | None, *, by: Actor) -> None:
    """Refuse when somebody else of the desk saved the draft after `seen_at`."""
    if draft is None or draft.saved_by == by.pk or (seen_at and draft.saved_at <= seen_at):
        return
    village = draft.kampung.village_id
    who = people.who_now(draft.saved_by, reader=by, code=village)
    moment = id_datetime(draft.saved_at.astimezone(local_now(village).tzinfo))
    raise DraftChanged(
        f"Belum disimpan: {who} menyimpan draf ini pada {moment}, setelah Anda membukanya. "
        "Isian Anda masih di layar. Bandingkan, lalu simpan lagi."
    )


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
