"""The desk of who verifies: the queue by risk, and one report with what changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any  # template contexts and stored values
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from naikkelas.lib.actors import Act, Actor, may
from naikkelas.lib.refusals import NotYours, Refused
from naikkelas.registry import access, actions, queries
from naikkelas.registry.actions import Outcome, Pick
from naikkelas.registry.errors import CommentMissing
from naikkelas.registry.models import Report
from naikkelas.registry.presenters import masked_answer, reference_number
from naikkelas.registry.queries import people, verification
from naikkelas.registry.queries.verification import Waiting
from naikkelas.registry.rules import review, risk
from naikkelas.registry.rules.schema import FORMS, Form
from naikkelas.registry.views.history import evidence_behind, history_of
from naikkelas.registry.views.kampung import actor_of
from naikkelas.web.permissions import form_for

ROWS_A_PAGE = 60
MOST_PICKS = 500
REASONS_SHOWN = 3
REMARK = "catatan-"
"""Names of controls for the comment at one figure: `catatan-pus`."""


# The queue --------------------------------------------------------------------------------------


@form_for(Act.VERIFY_FIELD, Act.VERIFY_DISTRICT, Act.ENDORSE)
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for this person, riskiest first; what is in order is accepted together."""
    actor = actor_of(request)
    if not access.may_verify(actor):
        raise Http404
    outcomes = _accepted_together(request, actor) if request.method == "POST" else []
    opened_at = timezone.now().isoformat()
    months = verification.months_waiting(actor)
    chosen = _chosen(request.GET.get("bulan", ""), months)
    rows = verification.queue(actor, *chosen) if chosen else []
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("halaman"))
    shown = _told(page.object_list, actor)
    context = {
        "months": [(date(year, month, 1), count) for (year, month), count in months.items()],
        "chosen": date(*chosen, 1) if chosen else None,
        "opened_at": opened_at,
        "page": page,
        "total": len(rows),
        "to_look_at": [row for row in shown if row.waiting.risk.needs_look],
        "in_order": [row for row in shown if not row.waiting.risk.needs_look],
        "accepted": sum(outcome.refusal is None for outcome in outcomes),
        "refused": _refused(outcomes, actor),
        "verb": "Sahkan" if actor.can(Act.ENDORSE) else "Terima",
        "done_words": "disahkan" if actor.can(Act.ENDORSE) else "diterima",
    }
    return render(request, "registry/review_queue.html", context)


def _chosen(text: str, months: Mapping[tuple[int, int], int]) -> tuple[int, int] | None:
    """The month that was asked for, else the newest that has begun in which something waits."""
    year, _, month = text.partition("-")
    if year.isdecimal() and month.isdecimal() and (int(year), int(month)) in months:
        return int(year), int(month)
    today = timezone.localdate()
    begun = (one for one in months if one <= (today.year, today.month))
    return next(begun, next(iter(months), None))


@dataclass(frozen=True, slots=True)
class Shown:
    """A row of the queue: the version, who sent it, and the heaviest reasons to look."""

    waiting: Waiting
    sender: people.Who | None

    @property
    def reasons(self) -> tuple[str, ...]:
        return self.waiting.risk.words[:REASONS_SHOWN]

    @property
    def more(self) -> int:
        return max(len(self.waiting.risk.words) - REASONS_SHOWN, 0)


def _told(rows: Any, actor: Actor) -> list[Shown]:
    reports = [row.report for row in rows]
    code = reports[0].kampung.village_id if reports else actor.home  # all of them are theirs
    known = verification.senders(reports, reader=actor, code=code)
    return [Shown(row, known.get(row.report.pk)) for row in rows]


def _accepted_together(request: HttpRequest, actor: Actor) -> list[Outcome]:
    picked = (_pick(text) for text in request.POST.getlist("pilih")[:MOST_PICKS])
    picks = [pick for pick in picked if pick]
    return actions.accept_several(picks, by=actor, looked_at=_opened_at(request))


def _opened_at(request: HttpRequest) -> datetime | None:
    """When the page was made on which the person decided; None where it does not say."""
    try:
        opened = parse_datetime(request.POST.get("dibuka", ""))
    except ValueError:
        return None
    return opened if opened and opened.tzinfo else None


def _pick(text: str) -> Pick | None:
    """A ticked control, `form:uuid:stage`; None for what is none."""
    form, _, rest = text.partition(":")
    key, _, seen = rest.partition(":")
    try:
        return Pick(form, UUID(key), seen)
    except ValueError:
        return None


def _refused(outcomes: list[Outcome], actor: Actor) -> list[tuple[str, str]]:
    """The refused picks by the name of their kampung, each with its reason."""
    refused = [outcome for outcome in outcomes if outcome.refusal]
    names = verification.names_of((one.pick.form, one.pick.version_id) for one in refused)
    yours = [one for one in refused if not isinstance(one.refusal, NotYours)]
    hidden = len(refused) - len(yours)
    told = [(names.get(one.pick.version_id, ""), str(one.refusal)) for one in yours]
    return told + ([(f"{hidden} laporan", NotYours.sentence)] if hidden else [])


# One report -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure for the verifier: what it was, what it is, why to look, the comment typed."""

    column: str
    label: str
    before: str | None
    now: str | None
    percent: float | None
    reasons: tuple[str, ...]
    remark: str

    @property
    def control(self) -> str:
        return f"{REMARK}{self.column}"


@form_for(Act.VERIFY_FIELD, Act.VERIFY_DISTRICT, Act.ENDORSE)
def show(request: HttpRequest, form: str, version: UUID) -> HttpResponse:
    """One version against the last accepted one; accept it, or send it back with comments."""
    actor = actor_of(request)
    report = _report_of(actor, form, version)
    if not access.may_verify(actor):
        raise Http404
    if request.method == "GET":
        return _page(request, report, FORMS[form])
    if request.POST.get("langkah") not in {"terima", "kembalikan"}:
        return _page(request, report, FORMS[form])  # Enter in a comment decides nothing
    try:
        done = _taken(request, form, version, actor)
    except NotYours as refusal:
        raise Http404 from refusal
    except Refused as refusal:
        status = 422 if isinstance(refusal, CommentMissing) else 409
        return _page(request, _report_of(actor, form, version), FORMS[form], refusal, status)
    month = f"{done.tahun}-{done.bulan:02d}"
    words = review.WORDS[done.state].lower()
    messages.success(request, f"Laporan {FORMS[form].name} {done.kampung} sekarang {words}.")
    return redirect(f"{reverse('registry:review_queue')}?bulan={month}")


def _report_of(actor: Actor, form: str, version: UUID) -> Report:
    """A known version of a kampung that the person sees, else 404."""
    if form not in queries.MODELS:
        raise Http404
    known = queries.MODELS[form].objects.current().filter(kampung__in=access.visible_to(actor))
    return get_object_or_404(known.select_related("kampung__village__parent"), pk=version)


def _taken(request: HttpRequest, form: str, version: UUID, actor: Actor) -> Report:
    seen = request.POST.get("dilihat", "")
    if request.POST.get("langkah") == "terima":
        looked_at = _opened_at(request)
        return actions.accept(form, version, by=actor, seen=seen, looked_at=looked_at)
    return actions.send_back(
        form,
        version,
        by=actor,
        seen=seen,
        comment=request.POST.get("catatan", ""),
        remarks=_remarks(request, FORMS[form]),
    )


def _remarks(request: HttpRequest, form: Form) -> dict[str, str]:
    return {name: request.POST.get(f"{REMARK}{name}", "") for name in form.by_name}


def _page(
    request: HttpRequest,
    report: Report,
    form: Form,
    refusal: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    opened_at = timezone.now().isoformat()
    actor, kampung = actor_of(request), report.kampung
    accepted = verification.accepted_before(report, form.code)
    weighed = verification.weigh(form, [report], report.tahun, report.bulan)[report.pk]
    figures = _figures(request, form, report, accepted, weighed)
    newer = verification.newer_of_month(report, form.code)
    context = {
        "kampung": kampung,
        "form": form,
        "report": report,
        "month": report.first_day,
        "number": reference_number(report),
        "accepted": accepted,
        "opened_at": opened_at,
        "changed": [one for one, is_changed in figures if is_changed],
        "unchanged": [one for one, is_changed in figures if not is_changed],
        "reasons": [reason.words for reason in weighed.reasons if not reason.column],
        "needs_look": weighed.needs_look,
        "refusal": refusal,
        "comment": request.POST.get("catatan", ""),
        "newer": newer,
        "may_step": access.may_take_step(actor, report.state, kampung) and newer is None,
        "is_own": report.recorded_by == actor.pk,
        "verb": "Sahkan" if report.state == review.Stage.DISTRICT_VERIFIED else "Terima",
        "history": history_of(report, form, actor),
        "state_words": review.WORDS[report.state],
        "next_words": review.NEXT[report.state],
    }
    context |= evidence_behind(kampung, form, endorsed_at=report.endorsed_at)
    return render(request, "registry/review_show.html", context, status=status)


def _figures(
    request: HttpRequest,
    form: Form,
    report: Report,
    accepted: Report | None,
    weighed: risk.Risk,
) -> list[tuple[Figure, bool]]:
    """Every figure of the form that this person may see, and whether it changed."""
    now = queries.values_of(form, report)
    before = queries.values_of(form, accepted) if accepted else {}
    moved = {change.column: change for change in risk.changes(form, now, before)}
    personal = may(actor_of(request), Act.SEE_PERSONAL, report.kampung.village_id)
    reasons: dict[str, list[str]] = {}
    for reason in weighed.reasons:
        reasons.setdefault(reason.column, []).append(reason.words)
    return [
        (
            Figure(
                column=field.name,
                label=field.label,
                before=masked_answer(field, before.get(field.name)),
                now=masked_answer(field, now[field.name]),
                percent=moved[field.name].percent if field.name in moved else None,
                reasons=tuple(reasons.get(field.name, ())),
                remark=request.POST.get(f"{REMARK}{field.name}", ""),
            ),
            field.name in moved or field.name in reasons,
        )
        for field in form.fields
        if personal or not field.personal
    ]
