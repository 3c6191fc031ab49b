"""Filling in, checking, sending and looking back at monthly reports."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any  # stored values and template contexts
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime

from naikkelas.areas.queries import local_now
from naikkelas.lib.actors import Act, Actor, may
from naikkelas.lib.dates import id_datetime
from naikkelas.lib.fields import Kind
from naikkelas.lib.ids import uuid7
from naikkelas.lib.refusals import Refused
from naikkelas.registry import access, actions, queries
from naikkelas.registry.errors import (
    CorrectionReasonMissing,
    DraftChanged,
    MonthLocked,
    ReportRefused,
)
from naikkelas.registry.forms import ReportForm
from naikkelas.registry.models import KampungKB, Report, ReportDraft, ReviewStep, State
from naikkelas.registry.presenters import (
    doubt_in_words,
    masked_answer,
    reference_number,
    shown_answer,
)
from naikkelas.registry.queries import Month, Start, people, verification
from naikkelas.registry.rules import review, sharing
from naikkelas.registry.rules.derived import day_of_month
from naikkelas.registry.rules.schema import REPORTS, Form
from naikkelas.registry.views.history import evidence_behind, history_of
from naikkelas.registry.views.kampung import actor_of, kampung_of
from naikkelas.web.permissions import button_for, form_for, page_for

FORMS = {form.code: form for form in REPORTS}
ROWS_A_PAGE = 30


@dataclass(frozen=True, slots=True)
class Desk:
    """What every step of filling in needs: whose report, which form, which month."""

    kampung: KampungKB
    form: Form
    offered: list[Month]
    month: Month

    def url(self, name: str) -> str:
        path = reverse(f"registry:{name}", args=[self.kampung.pk, self.form.code])
        return f"{path}?{urlencode({'bulan': self.month.key})}"


def _form(code: str) -> Form:
    if code not in FORMS:
        raise Http404
    return FORMS[code]


def _desk(request: HttpRequest, pk: UUID, code: str) -> Desk:
    """The report that the address names; 404 for what is not theirs to fill in."""
    kampung, form = kampung_of(request, pk), _form(code)
    if not access.may_report(actor_of(request), kampung):
        raise Http404
    wanted = request.GET.get("bulan", "")
    offered = queries.months(kampung, code, local_now(kampung.village_id).date(), wanted)
    if not wanted:
        return Desk(kampung, form, offered, queries.month_to_report(offered))
    found = [month for month in offered if month.key == wanted]
    if not found:
        raise Http404
    return Desk(kampung, form, offered, found[0])


def _draft_of(request: HttpRequest, desk: Desk) -> ReportDraft | None:
    month = desk.month
    return queries.draft_of(
        desk.kampung, desk.form.code, month.year, month.month, actor_of(request)
    )


def _report_form(desk: Desk, **content: Any) -> ReportForm:
    today = local_now(desk.kampung.village_id).date()
    on = day_of_month(desk.month.year, desk.month.month, today)
    around = queries.around(desk.kampung, desk.form, on)
    return ReportForm(desk.form, around, year=desk.month.year, month=desk.month.month, **content)


def _typed(request: HttpRequest, form: Form) -> dict[str, object]:
    """What the controls held, as text."""
    several = form.names_of(Kind.CHOICES)
    return {
        name: request.POST.getlist(name) if name in several else request.POST.get(name, "")
        for name in form.by_name
    }


def _keep(request: HttpRequest, desk: Desk) -> ReportDraft:
    return actions.save_draft(
        desk.form.code,
        desk.kampung,
        year=desk.month.year,
        month=desk.month.month,
        values=_typed(request, desk.form),
        by=actor_of(request),
        seen_at=_seen_at(request),
    )


def _seen_at(request: HttpRequest) -> datetime | None:
    """When the draft that the page started from was saved; None where there was none."""
    try:
        seen = parse_datetime(request.POST.get("draf_dilihat", ""))
    except ValueError:
        return None
    return seen if seen and seen.tzinfo else None


# Filling in -------------------------------------------------------------------------------------


@form_for(Act.DRAFT)
def fill(request: HttpRequest, pk: UUID, form: str) -> HttpResponse:
    """The form of a month: the draft, else the month's own report, else last month's values."""
    desk = _desk(request, pk, form)
    if request.method == "POST":
        return _kept(request, desk)
    start = queries.start_of(desk.kampung, desk.form, desk.month.year, desk.month.month)
    draft = _draft_of(request, desk)
    filled = _report_form(desk, values=start.values)
    if draft:
        filled.start_from(draft.values)
    return _fill_page(request, desk, filled, start=start, draft=draft)


def _kept(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Keep what was typed; then stay ("Simpan draf") or go on to the check."""
    try:
        draft = _keep(request, desk)
    except DraftChanged as refusal:
        return _beside_theirs(request, desk, refusal)
    if "draf" in request.POST:
        messages.success(request, f"Draf disimpan pukul {_clock(desk, draft)}.")
        return redirect(desk.url("report_fill"))
    filled = _report_form(desk, data=request.POST)
    if not filled.is_valid():
        return _fill_page(request, desk, filled, draft=draft, status=422)
    return redirect(desk.url("report_check"))


def _beside_theirs(request: HttpRequest, desk: Desk, refusal: DraftChanged) -> HttpResponse:
    """What was typed stays in the controls; what somebody else saved meanwhile stands beside."""
    theirs = _draft_of(request, desk)
    filled = _report_form(desk, data=request.POST)
    filled.add_error(None, str(refusal))
    filled.put_beside(theirs.values if theirs else {})
    return _fill_page(request, desk, filled, draft=theirs, status=422)


def _fill_page(
    request: HttpRequest,
    desk: Desk,
    filled: ReportForm,
    *,
    start: Start | None = None,
    draft: ReportDraft | None = None,
    status: int = 200,
) -> HttpResponse:
    returned = _returned(desk)
    if returned:
        filled.remark(returned.remarks)
    sections = filled.sections()
    first_open = next((one.number for one in sections if one.has_errors), 1)
    context = {
        "desk": desk,
        "kampung": desk.kampung,
        "form": filled,
        "sections": sections,
        "first_open": first_open,
        "start": start,
        "returned": returned,
        "is_accepted": _corrects_accepted(desk),
        "draft": draft,
        "draft_token": draft.saved_at.isoformat() if draft else "",
        "draft_by": _saver(request, draft),
        "saved_at": _clock(desk, draft) if draft else "",
        "may_report": True,
        "draft_saved": id_datetime(_moment(desk, draft)) if draft else "",
        "tabs": _tabs(desk),
        "fill_url": desk.url("report_fill"),
        "draft_url": desk.url("report_draft"),
    }
    context |= evidence_behind(desk.kampung, desk.form, month=desk.month.key)
    return render(request, "registry/report_fill.html", context, status=status)


def _returned(desk: Desk) -> ReviewStep | None:
    """Why the month was sent back: it stays in sight until the mended report is sent."""
    if not desk.month.is_returned:
        return None
    sent = queries.versions(desk.kampung, desk.form.code)
    newest = sent.filter(tahun=desk.month.year, bulan=desk.month.month).first()
    return verification.returned_with(newest, desk.form.code) if newest else None


def _saver(request: HttpRequest, draft: ReportDraft | None) -> people.Who | None:
    """Who saved the draft, where it was somebody else of the desk."""
    actor = actor_of(request)
    if draft is None or draft.saved_by == actor.pk:
        return None
    return people.who_now(draft.saved_by, reader=actor, code=draft.kampung.village_id)


def _corrects_accepted(desk: Desk) -> bool:
    return verification.was_accepted(
        desk.kampung, desk.form.code, desk.month.year, desk.month.month
    )


def _tabs(desk: Desk) -> list[dict[str, Any]]:
    """The three forms, for going from one to the next within the month."""
    return [
        {
            "form": form,
            "url": reverse("registry:report_fill", args=[desk.kampung.pk, form.code])
            + f"?{urlencode({'bulan': desk.month.key})}",
            "is_current": form.code == desk.form.code,
        }
        for form in REPORTS
    ]


def _clock(desk: Desk, draft: ReportDraft) -> str:
    """The minute of saving on the clock of the kampung, `10.42`."""
    return f"{_moment(desk, draft):%H.%M}"


def _moment(desk: Desk, draft: ReportDraft) -> datetime:
    """When the draft was saved, in the time zone of the kampung."""
    return draft.saved_at.astimezone(local_now(desk.kampung.village_id).tzinfo)


@button_for(Act.DRAFT)
def draft(request: HttpRequest, pk: UUID, form: str) -> HttpResponse:
    """Keep what was typed so far, by itself; answers the words of the save bar."""
    desk = _desk(request, pk, form)
    try:
        saved = _keep(request, desk)
    except DraftChanged as refusal:
        words = {"not_saved": str(refusal)}
        return render(request, "registry/report_fill.html#saved", words, status=422)
    return render(request, "registry/report_fill.html#saved", {"saved_at": _clock(desk, saved)})


# Checking and sending ---------------------------------------------------------------------------


@form_for(Act.DRAFT)
def check(request: HttpRequest, pk: UUID, form: str) -> HttpResponse:
    """All answers once more, with what looks doubtful; sending is one button further."""
    desk = _desk(request, pk, form)
    kept = _draft_of(request, desk)
    if request.method == "POST" and (report := _sent_before(request, desk)):
        return redirect("registry:report_sent", desk.kampung.pk, desk.form.code, report.pk)
    if kept is None:
        return redirect(desk.url("report_fill"))
    filled = _report_form(desk, data=kept.values)
    if not filled.is_valid():
        return _fill_page(request, desk, filled, draft=kept, status=422)
    if request.method == "POST" and access.may_send(actor_of(request), desk.kampung):
        return _send(request, desk, filled, kept)
    return _check_page(request, desk, filled, kept)


def _check_page(
    request: HttpRequest,
    desk: Desk,
    filled: ReportForm,
    kept: ReportDraft,
    refusal: Refused | None = None,
) -> HttpResponse:
    start = queries.start_of(desk.kampung, desk.form, desk.month.year, desk.month.month)
    actor = actor_of(request)
    context = {
        "desk": desk,
        "kampung": desk.kampung,
        "form": filled,
        "groups": _groups(desk.form, filled.stored(), start.values),
        "totals": [total for section in filled.sections() for total in section.totals],
        "compared_with": start.correction_of or start.copied_from,
        "id": _identifier(request) or uuid7(),
        "fill_url": desk.url("report_fill"),
        "check_url": desk.url("report_check"),
        "may_send": access.may_send(actor, desk.kampung),
        "asks_reason": _corrects_accepted(desk),
        "reason": request.POST.get("alasan", getattr(start.correction_of, "reason", "")),
        "refusal": refusal,
        "draft_token": kept.saved_at.isoformat(),
        "draft_by": _saver(request, kept),
        "draft_saved": id_datetime(_moment(desk, kept)),
    }
    status = 422 if refusal else 200
    return render(request, "registry/report_check.html", context, status=status)


def _identifier(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("id", ""))
    except ValueError:
        return None


def _sent_before(request: HttpRequest, desk: Desk) -> Report | None:
    """The report that the first of two identical posts stored; its draft is gone already."""
    identifier = _identifier(request)
    if identifier is None:
        return None
    known = queries.versions(desk.kampung, desk.form.code)
    return known.filter(pk=identifier, recorded_by=actor_of(request).pk).first()


def _send(request: HttpRequest, desk: Desk, filled: ReportForm, kept: ReportDraft) -> HttpResponse:
    try:
        actions.insist_on_seen_draft(kept, _seen_at(request), by=actor_of(request))
        report = actions.submit_report(
            desk.form.code,
            desk.kampung,
            year=desk.month.year,
            month=desk.month.month,
            values=filled.stored(),
            by=actor_of(request),
            id=_identifier(request),
            reason=request.POST.get("alasan", ""),
        )
    except (CorrectionReasonMissing, DraftChanged, MonthLocked) as refusal:
        return _check_page(request, desk, filled, kept, refusal)
    except ReportRefused as refusal:
        filled.refuse(refusal.findings)
    except Refused as refusal:
        filled.add_error(None, str(refusal))
    else:
        return redirect("registry:report_sent", desk.kampung.pk, desk.form.code, report.pk)
    return _fill_page(request, desk, filled, draft=kept, status=422)


@page_for(Act.SEE)
def sent(request: HttpRequest, pk: UUID, form: str, version: UUID) -> HttpResponse:
    """That the report has arrived, its number, and what happens next."""
    kampung, report = _version(request, pk, form, version)
    missing = [
        other
        for other in REPORTS
        if not queries.versions(kampung, other.code)
        .filter(tahun=report.tahun, bulan=report.bulan)
        .exists()
    ]
    context = {
        "kampung": kampung,
        "form": _form(form),
        "report": report,
        "number": reference_number(report),
        "missing": missing,
        "next_words": review.NEXT[report.state],
        "month": Month(report.tahun, report.bulan, is_reported=True),
        "share": _receipt_link(kampung, _form(form), report),
    }
    return render(request, "registry/report_sent.html", context)


def _receipt_link(kampung: KampungKB, form: Form, report: Report) -> str:
    """The receipt as a message to share."""
    month = date(report.tahun, report.bulan, 1)
    told = (kampung.nama, form.name, month, reference_number(report), report.tanggal_isi)
    return sharing.whatsapp_link(sharing.report_receipt(*told))


# Looking back -----------------------------------------------------------------------------------


def _version(request: HttpRequest, pk: UUID, form: str, version: UUID) -> tuple[KampungKB, Report]:
    kampung = kampung_of(request, pk)
    known = queries.versions(kampung, _form(form).code)
    return kampung, get_object_or_404(known, pk=version)


@page_for(Act.SEE)
def list_versions(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every version of one form of a kampung, newest first."""
    kampung = kampung_of(request, pk)
    form = _form(request.GET.get("formulir", REPORTS[0].code))
    page = Paginator(queries.versions(kampung, form.code), ROWS_A_PAGE).get_page(
        request.GET.get("halaman")
    )
    actor = actor_of(request)
    names = verification.senders(page.object_list, reader=actor, code=kampung.village_id)
    context = {
        "kampung": kampung,
        "form": form,
        "forms": REPORTS,
        "page": page,
        "rows": [
            (report, names.get(report.pk), review.WORDS[report.state])
            for report in page.object_list
        ],
        "to_mend": _to_mend(kampung, form),
        "drafts": _drafts(kampung, form, actor) if page.number == 1 else [],
        "may_report": access.may_report(actor, kampung) and kampung.is_active,
    }
    return render(request, "registry/report_list.html", context)


def _to_mend(kampung: KampungKB, form: Form) -> list[Month]:
    """The months that were sent back and not mended yet, newest first."""
    today = local_now(kampung.village_id).date()
    return [month for month in queries.months(kampung, form.code, today) if month.is_returned]


def _drafts(kampung: KampungKB, form: Form, actor: Actor) -> list[tuple[Month, ReportDraft]]:
    """What the desk has begun and not sent yet, newest month first."""
    found = ReportDraft.objects.filter(kampung=kampung, form=form.code, desk=actor.desk)
    return [
        (Month(draft.tahun, draft.bulan, is_reported=False), draft)
        for draft in found.order_by("-tahun", "-bulan")
    ]


@page_for(Act.SEE)
def show(request: HttpRequest, pk: UUID, form: str, version: UUID) -> HttpResponse:
    """One version with what changed since the one before, who sent it and when."""
    kampung, report = _version(request, pk, form, version)
    described = _form(form)
    before = queries.version_before(kampung, described.code, report)
    actor = actor_of(request)
    personal = may(actor, Act.SEE_PERSONAL, kampung.village_id)
    context = {
        "kampung": kampung,
        "form": described,
        "report": report,
        "number": reference_number(report),
        "before": before,
        "doubts": [doubt_in_words(mark, described) for mark in _marks(report)],
        "state_words": review.WORDS[report.state],
        "next_words": review.NEXT[report.state],
        "history": history_of(report, described, actor),
        "groups": _groups(
            described,
            queries.values_of(described, report),
            queries.values_of(described, before) if before else {},
            personal=personal,
            masks=True,
        ),
        "reveal_url": reverse("registry:report_reveal", args=[kampung.pk, report.pk]),
        "month": Month(report.tahun, report.bulan, is_reported=True),
        "may_report": access.may_report(actor, kampung) and kampung.is_active,
        "may_step": access.may_take_step(actor, report.state, kampung),
        "to_mend": report.state == State.RETURNED
        and verification.newer_of_month(report, described.code) is None,
    }
    context |= evidence_behind(kampung, described, endorsed_at=report.endorsed_at)
    return render(request, "registry/report_show.html", context)


def _marks(report: Report) -> list[str]:
    """The marks of broken and doubtful figures, each once."""
    joined = f"{report.broken_rules}|{report.doubts}"
    return list(dict.fromkeys(mark for mark in joined.split("|") if mark))


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer on paper: label, what it is, what it was where that differs."""

    label: str
    value: str | None
    before: str | None
    is_changed: bool
    masked: str = ""  # the column of a name or contact, shown by a button that is noted


def _groups(
    form: Form,
    values: Mapping[str, Any],
    before: Mapping[str, Any],
    *,
    personal: bool = True,
    masks: bool = False,
) -> list[tuple[str, list[Answer]]]:
    """The answers under their headings; compared only where there is something to compare with.

    Names and contacts are left out for readers who may not know them.
    """
    words = masked_answer if masks else shown_answer
    groups: dict[str, list[Answer]] = {}
    for field in form.fields:
        if field.personal and not personal:
            continue
        value, past = values.get(field.name), before.get(field.name)
        is_masked = masks and field.personal and bool(value)
        groups.setdefault(field.group, []).append(
            Answer(
                field.label,
                words(field, value),
                words(field, past),
                is_changed=bool(before) and value != past,
                masked=field.name if is_masked else "",
            )
        )
    return list(groups.items())
