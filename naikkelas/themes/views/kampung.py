"""The themes of one kampung: the integrated page, answering, checking, joining, letting go."""

from collections.abc import Callable
from typing import Any  # a template's context
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from naikkelas.areas.queries import local_now
from naikkelas.lib.actors import Act, Actor
from naikkelas.lib.refusals import NotYours, Refused
from naikkelas.registry import access as registry
from naikkelas.registry.actions.evidence import Claim
from naikkelas.registry.models import KampungKB
from naikkelas.themes import access
from naikkelas.themes.actions import answering, filing, membership
from naikkelas.themes.forms import AnswerForm, AwardForm, JoinForm, LeaveForm, WithFile
from naikkelas.themes.models import ThemeMembership
from naikkelas.themes.queries import pages
from naikkelas.themes.queries.catalogue import catalogue_of
from naikkelas.themes.queries.standing import UNKNOWN
from naikkelas.themes.views.asking import actor_of, kampung_of, said
from naikkelas.web.permissions import button_for, form_for, page_for


@page_for(Act.SEE)
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every theme of the kampung with its criteria, on one page."""
    kampung, actor = kampung_of(request, pk), actor_of(request)
    context = {
        "kampung": kampung,
        "page": pages.themes_of(kampung),
        "may_answer": access.may_answer(actor, kampung) and kampung.is_active,
        "may_check": access.may_check(actor, kampung) and kampung.is_active,
        "may_keep": access.may_keep(actor, kampung.village_id) and kampung.is_active,
        "may_open": registry.may_open_evidence(actor, kampung),
    }
    return render(request, "themes/kampung.html", context)


@form_for(Act.DRAFT)
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Answer the criteria of one theme, or of all that the kampung carries."""
    kampung, actor = kampung_of(request, pk), actor_of(request)
    if not access.may_answer(actor, kampung):
        raise Http404
    page = pages.themes_of(kampung)
    chosen = request.GET.get("tema", "")
    themes = [one.theme for one in (*page.carried, *page.offered) if one.theme.code == chosen] or [
        one.theme for one in page.carried
    ]
    asked = {
        measure.code: (measure.name, measure.kind, standing.value)
        for theme in themes
        for measure in page.catalogue.instrument(theme).measures
        if not (standing := page.standings.get(measure.code, UNKNOWN)).is_recorded
    }
    form = AnswerForm(
        asked, pages.evidence_of(kampung), request.POST or None, request.FILES or None
    )
    if request.method == "POST" and form.is_valid():
        note, values = form.cleaned_data["catatan"], form.values()

        def answered(evidence: UUID | None) -> object:
            backing = answering.Backing(note, evidence)
            return answering.answer(kampung, values, backing=backing, by=actor)

        if _said_with_file(form, kampung, filing.ANSWER, answered, actor):
            messages.success(request, "Jawaban disimpan.")
            return redirect("themes:kampung", kampung.pk)
    context = {
        "form": form,
        "kampung": kampung,
        "themes": themes,
        "questions": [form[code] for code in asked],
        "recorded": [
            (page.catalogue.measures[code].name, one)
            for code, one in page.standings.items()
            if one.is_recorded and any(theme in page.catalogue.asking(code) for theme in themes)
        ],
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "themes/answer.html", context, status=status)


@form_for(Act.VERIFY_FIELD, Act.VERIFY_DISTRICT, Act.ENDORSE)
def check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say of the answers that nobody checked whether they are right."""
    kampung, actor = kampung_of(request, pk), actor_of(request)
    if not access.may_check(actor, kampung):
        raise Http404
    problem = ""
    if request.method == "POST":
        try:
            chosen = [UUID(one) for one in request.POST.getlist("jawaban")]
            made = answering.check(
                kampung,
                chosen,
                is_right=request.POST.get("hasil") != "perbaiki",
                reason=request.POST.get("alasan", ""),
                by=actor,
            )
        except ValueError:
            problem = "Pilih jawaban yang diperiksa."
        except NotYours as refusal:
            raise Http404 from refusal
        except Refused as refusal:
            problem = str(refusal)
        else:
            messages.success(request, f"{len(made)} jawaban diperiksa.")
            return redirect("themes:kampung", kampung.pk)
    page = pages.themes_of(kampung)
    context = {
        "kampung": kampung,
        "unchecked": page.unchecked,
        "problem": problem,
        "history": pages.history_of(kampung, page.catalogue),
    }
    return render(request, "themes/check.html", context, status=422 if problem else 200)


@form_for(Act.KEEP_THEMES)
def join(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note that the kampung carries a theme."""
    kampung, actor = kept_kampung(request, pk), actor_of(request)
    offered = [one.theme for one in pages.themes_of(kampung).offered]
    form = JoinForm(
        offered, pages.evidence_of(kampung), request.POST or None, request.FILES or None
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def joined(evidence: UUID | None) -> object:
            decree = membership.Decree(given["decree_number"], given["decree_date"], evidence)
            return membership.join(
                kampung, given["theme"], since=given["since"], decree=decree, by=actor
            )

        if _said_with_file(form, kampung, filing.DECREE, joined, actor):
            messages.success(request, "Tema dicatat.")
            return redirect("themes:kampung", kampung.pk)
    return _form(request, form, kampung, "Catat tema")


@form_for(Act.KEEP_THEMES)
def leave(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """Let a theme go with a reason, or take back a mistaken record."""
    kampung, row = _membership(request, pk, key)
    form = LeaveForm(request.POST or None, initial={"until": _today(kampung)})
    if request.method == "POST" and form.is_valid():
        given, by = form.cleaned_data, actor_of(request)
        act: Callable[[], object] = (
            (lambda: membership.withdraw(row, by=by))
            if given["how"] == LeaveForm.MISTAKE
            else (lambda: membership.leave(row, on=given["until"], reason=given["reason"], by=by))
        )
        if said(form, act):
            messages.success(request, "Perubahan disimpan. Riwayatnya tetap ada.")
            return redirect("themes:kampung", kampung.pk)
    return _form(request, form, kampung, f"Berhenti: {_name(kampung, row)}")


@form_for(Act.KEEP_THEMES)
def award(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """Note the level that the responsible body gave."""
    kampung, row = _membership(request, pk, key)
    theme = catalogue_of(kampung.village_id).themes.get(row.theme)
    if theme is None or not theme.levels:
        raise Http404
    form = AwardForm(theme, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given, by = form.cleaned_data, actor_of(request)
        if said(
            form,
            lambda: membership.award(
                row,
                given["level"],
                on=given["awarded_on"],
                decree_number=given["decree_number"],
                by=by,
            ),
        ):
            messages.success(request, "Tingkat dicatat.")
            return redirect("themes:kampung", kampung.pk)
    return _form(request, form, kampung, f"Tingkat {theme.name}")


@button_for(Act.KEEP_THEMES)
def restore(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """Undo of taking back a mistaken record."""
    kampung, row = _membership(request, pk, key)
    try:
        membership.restore(row, by=actor_of(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("themes:kampung", kampung.pk)


def _said_with_file(
    form: WithFile,
    kampung: KampungKB,
    claim: Claim,
    act: Callable[[UUID | None], object],
    actor: Actor,
) -> bool:
    """Whether it was done, with the file that was sent, chosen, or with none."""
    chosen, upload = form.evidence, form.upload
    if upload is None:
        return said(form, lambda: act(chosen))
    return said(form, lambda: filing.with_file(kampung, upload, claim, act, by=actor))


def kept_kampung(request: HttpRequest, pk: UUID) -> KampungKB:
    """A kampung whose themes the person keeps, else 404."""
    kampung = kampung_of(request, pk)
    if not access.may_keep(actor_of(request), kampung.village_id):
        raise Http404
    return kampung


def _membership(request: HttpRequest, pk: UUID, key: UUID) -> tuple[KampungKB, ThemeMembership]:
    kampung = kept_kampung(request, pk)
    rows = access.memberships_for(actor_of(request)).select_related("kampung")
    return kampung, get_object_or_404(rows, pk=key, kampung=kampung)


def _name(kampung: KampungKB, row: ThemeMembership) -> str:
    theme = catalogue_of(kampung.village_id, closed=True).themes.get(row.theme)
    return theme.name if theme else row.theme


def _today(kampung: KampungKB) -> Any:
    return local_now(kampung.village_id).date()


def _form(request: HttpRequest, form: forms.Form, kampung: KampungKB, title: str) -> HttpResponse:
    context = {
        "form": form,
        "kampung": kampung,
        "title": title,
        "back": reverse("themes:kampung", args=[kampung.pk]),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "themes/form.html", context, status=status)
