"""The year plan of a kampung: its pages, its items, and the paper."""

import io
from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.module_loading import import_string

from naikkelas.activities import access
from naikkelas.activities.actions import rkm as actions
from naikkelas.activities.actions import rkm_course as course
from naikkelas.activities.errors import (
    Bentrok,
    ItemStruck,
    PlanClosed,
    PlanOutOfTurn,
    UnfitPlanItem,
)
from naikkelas.activities.forms.rkm import (
    AgreeForm,
    ApproveForm,
    ItemForm,
    ProgressForm,
    ReopenForm,
    TickForm,
    YearForm,
)
from naikkelas.activities.models import RKM, RKMItem
from naikkelas.activities.queries import rkm as queries
from naikkelas.areas.queries import local_now
from naikkelas.lib import sheets
from naikkelas.lib.actors import Act, Actor
from naikkelas.lib.numbers import id_number
from naikkelas.lib.refusals import NotYours, Refused
from naikkelas.registry.models import KampungKB
from naikkelas.registry.queries import kampung_for
from naikkelas.registry.queries.meetings import held_meetings, people_of
from naikkelas.web.permissions import button_for, form_for, page_for

MEETINGS_OFFERED = 12
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _actor(request: HttpRequest) -> Actor:
    """The signed-in person; `LoginRequiredMiddleware` lets nobody else through."""
    return cast(Actor, request.user)


def _kampung(request: HttpRequest, pk: UUID) -> KampungKB:
    return get_object_or_404(kampung_for(_actor(request)), pk=pk)


def _plan(request: HttpRequest, pk: UUID, year: int) -> RKM:
    """The plan of a year of a kampung that the person sees, else 404."""
    found = queries.plan_of(_kampung(request, pk), year)
    if found is None:
        raise Http404
    return found


def _item(request: HttpRequest, pk: UUID, year: int, item: UUID) -> RKMItem:
    plan = _plan(request, pk, year)
    found = get_object_or_404(plan.items.select_related("kader"), pk=item)
    found.rkm = plan
    return found


def _insist(allowed: bool) -> None:
    if not allowed:
        raise Http404


def _not_now(request: HttpRequest, plan: RKM, refusal: Refused) -> HttpResponse:
    """Back to the plan with the reason: somebody else was quicker, or the address is an old one."""
    messages.error(request, str(refusal))
    return redirect(_url(plan))


def _url(plan: RKM, name: str = "rkm", *more: object) -> str:
    return reverse(f"activities:{name}", args=[plan.kampung_id, plan.year, *more])


def _context(request: HttpRequest, plan: RKM, **more: Any) -> dict[str, Any]:
    actor, kampung = _actor(request), plan.kampung
    return {
        "kampung": kampung,
        "plan": plan,
        "plan_words": plan.words(local_now(kampung.village_id).date()),
        "may_draft": access.may_draft_rkm(actor, kampung) and kampung.is_active,
        "may_agree": access.may_agree_rkm(actor, kampung),
        "may_approve": access.may_approve_rkm(actor, kampung),
        "may_see_names": access.may_see_names_in_rkm(actor, kampung),
        **more,
    }


def _done(form: forms.Form, field: str | None, act: Callable[[], object]) -> bool:
    """Whether it was done; the form says why not."""
    try:
        act()
    except NotYours as refusal:
        raise Http404 from refusal
    except UnfitPlanItem as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return False
    except Refused as refusal:
        form.add_error(field if field in form.fields else None, str(refusal))
        return False
    return True


# Pages of a kampung and of a year ---------------------------------------------------------------


@form_for(Act.SEE)
def listing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The plans of a kampung, and beginning the next one."""
    kampung, actor = _kampung(request, pk), _actor(request)
    may_draft = access.may_draft_rkm(actor, kampung) and kampung.is_active
    plans = list(queries.plans_of(kampung))
    today = local_now(kampung.village_id).date()
    years = queries.years_to_begin(today.year, [one.year for one in plans])
    form = YearForm(years, request.POST or None) if may_draft and years else None
    if request.method == "POST":
        _insist(form is not None)
        form = YearForm(years, request.POST)
        if form.is_valid():
            year = form.cleaned_data["year"]
            if _done(form, "year", lambda: actions.open_plan(kampung, year, by=actor)):
                messages.success(request, f"RKM {year} dibuka. Tambahkan kegiatannya.")
                return redirect("activities:rkm", pk, year)
    context = {
        "kampung": kampung,
        "plans": [(one, one.words(today)) for one in plans],
        "form": form,
        "may_draft": may_draft,
    }
    status = 422 if form and form.is_bound and form.errors else 200
    return render(request, "activities/rkm_list.html", context, status=status)


@page_for(Act.SEE)
def show(request: HttpRequest, pk: UUID, year: int) -> HttpResponse:
    """One plan: how it stands, its items, its progress by month, seksi and source of funds."""
    plan = _plan(request, pk, year)
    found = queries.whole(plan, local_now(plan.kampung.village_id).date())
    just = request.GET.get("dicoret", "")
    context = _context(
        request,
        plan,
        found=found,
        just_struck=next((one for one in found.struck if str(one.pk) == just), None),
        last_year=queries.last_year_for(plan, found.present) if plan.is_open else None,
        versions=list(plan.versions.all()),
    )
    return render(request, "activities/rkm.html", context)


# Items ------------------------------------------------------------------------------------------


@form_for(Act.DRAFT)
def item_new(request: HttpRequest, pk: UUID, year: int) -> HttpResponse:
    """Add an item."""
    plan, actor = _plan(request, pk, year), _actor(request)
    _insist(access.may_draft_rkm(actor, plan.kampung))
    if not plan.is_open:
        return _not_now(request, plan, PlanClosed())
    form = ItemForm(request.POST or None, kader=people_of(plan.kampung))

    def add() -> object:
        return actions.add_item(plan, form.values(), by=actor)

    if request.method == "POST" and form.is_valid() and _done(form, None, add):
        messages.success(request, "Kegiatan ditambahkan.")
        return redirect(_url(plan, "rkm_item_new" if "lagi" in request.POST else "rkm"))
    status = 422 if form.is_bound and form.errors else 200
    context = _context(request, plan, form=form)
    return render(request, "activities/rkm_item_edit.html", context, status=status)


@form_for(Act.DRAFT)
def item_edit(request: HttpRequest, pk: UUID, year: int, item: UUID) -> HttpResponse:
    """Change what is planned of an item."""
    found, actor = _item(request, pk, year, item), _actor(request)
    plan = found.rkm
    _insist(access.may_draft_rkm(actor, plan.kampung))
    if not plan.is_open or found.is_struck:
        return _not_now(request, plan, ItemStruck() if plan.is_open else PlanClosed())
    kader = list(people_of(plan.kampung))
    now = actions.values_of(found)
    form = ItemForm(request.POST or None, kader=kader, values=now, initial={"base": found.version})
    clashes: tuple[Any, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            base = form.cleaned_data["base"] or 0
            values = {name: now[name] for name in ("kader",)} | form.values()
            if _changed(form, found, values, base, actor):
                messages.success(request, "Perubahan disimpan.")
                return redirect(_url(plan, "rkm_item", found.pk))
        except Bentrok as refusal:
            clashes = refusal.fields
            form = _again(form, found, clashes, kader)
    status = 422 if clashes or (form.is_bound and form.errors) else 200
    context = _context(request, plan, form=form, item=found, clashes=clashes)
    return render(request, "activities/rkm_item_edit.html", context, status=status)


def _changed(form: ItemForm, item: RKMItem, values: dict[str, Any], base: int, by: Actor) -> bool:
    """Whether it was stored; a clash is the caller's to show, all else the form says."""
    try:
        actions.change_item(item, values, base=base, by=by)
    except Bentrok:
        raise
    except NotYours as refusal:
        raise Http404 from refusal
    except UnfitPlanItem as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return False
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _again(form: ItemForm, item: RKMItem, clashes: tuple[Any, ...], kader: list[Any]) -> ItemForm:
    """The form with the person's answers, on top of what the others have stored meanwhile.

    Where both changed a field the person's own answer stands in it; saving again chooses it.
    """
    item.refresh_from_db()
    now = actions.values_of(item)
    base = item.versions.filter(number=form.cleaned_data["base"]).first()
    seen = base.values if base else now
    mine = {
        name: value
        for name, value in form.values().items()
        if _plain(value) != _plain(seen.get(name))
    }
    joined = {name: "|".join(v) if isinstance(v, list) else v for name, v in mine.items()}
    return ItemForm(kader=kader, values=now | joined, initial={"base": item.version})


def _plain(value: Any) -> str:
    return "|".join(value) if isinstance(value, list) else str(value or "")


@form_for(Act.SEE)
def item_show(request: HttpRequest, pk: UUID, year: int, item: UUID) -> HttpResponse:
    """One item: what is planned, what was done, and saying how it goes."""
    found, actor = _item(request, pk, year, item), _actor(request)
    plan = found.rkm
    may_tell = access.may_draft_rkm(actor, plan.kampung) and plan.is_in_force
    may_tell = may_tell and not found.is_struck
    _insist(may_tell or request.method != "POST")
    today = local_now(plan.kampung.village_id).date()
    looks_done = may_tell and queries.row_of(found, today).looks_done
    form = _progress_form(request, found, looks_done) if may_tell else None
    if form and request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if _done(
            form,
            "state",
            lambda: course.progress(
                found,
                state=data["state"],
                spent=data["spent"],
                result=data["result"],
                base=data["base"],
                by=actor,
            ),
        ):
            messages.success(request, "Jalannya kegiatan dicatat.")
            return redirect(_url(plan, "rkm_item", found.pk))
        found.refresh_from_db()
    context = _context(
        request,
        plan,
        item=found,
        row=queries.row_of(found, today),
        activities=queries.activities_of(found),
        versions=queries.history_of(found, actor),
        support=import_string(settings.RKM_ITEM_SUPPORT)(found, actor),
        form=form,
        looks_done=looks_done,
    )
    status = 422 if form and form.is_bound and form.errors else 200
    return render(request, "activities/rkm_item.html", context, status=status)


def _progress_form(request: HttpRequest, item: RKMItem, looks_done: bool) -> ProgressForm:
    initial = {
        "base": item.version,
        "state": RKMItem.State.DONE if looks_done else item.state,
        "spent": None if item.spent is None else id_number(item.spent),
        "result": item.result,
    }
    return ProgressForm(request.POST or None, initial=initial)


@button_for(Act.DRAFT)
def item_strike(request: HttpRequest, pk: UUID, year: int, item: UUID) -> HttpResponse:
    """Take an item out; the page offers to take that back."""
    found = _item(request, pk, year, item)
    if _tried(request, lambda: actions.strike(found, by=_actor(request))):
        return redirect(f"{_url(found.rkm)}?dicoret={found.pk}#dicoret")
    return redirect(_url(found.rkm))


@button_for(Act.DRAFT)
def item_restore(request: HttpRequest, pk: UUID, year: int, item: UUID) -> HttpResponse:
    """Bring an item back."""
    found = _item(request, pk, year, item)
    if _tried(request, lambda: actions.restore(found, by=_actor(request))):
        messages.success(request, f"“{found.name}” kembali ke rencana.")
    return redirect(_url(found.rkm))


def _tried(request: HttpRequest, act: Callable[[], object]) -> bool:
    """Whether it was done; a message says why not. What is not theirs is not found."""
    try:
        act()
    except NotYours as refusal:
        raise Http404 from refusal
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    return True


@form_for(Act.DRAFT)
def carry_over(request: HttpRequest, pk: UUID, year: int) -> HttpResponse:
    """Tick what last year left undone, and what is to be done again."""
    plan, actor = _plan(request, pk, year), _actor(request)
    _insist(access.may_draft_rkm(actor, plan.kampung))
    if not plan.is_open:
        return _not_now(request, plan, PlanClosed())
    found = queries.last_year_for(plan, queries.present_in(plan))
    choices = [(str(one.item.pk), one.label) for one in found.offered]
    initial = {"picked": [str(one.item.pk) for one in found.offered if one.is_ticked]}
    form = TickForm(choices, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        keys = form.cleaned_data["picked"]
        picked = [one.item for one in found.offered if str(one.item.pk) in keys]
        if _done(form, "picked", lambda: actions.carry_over(plan, picked, by=actor)):
            count = id_number(len(picked))
            messages.success(request, f"{count} kegiatan diambil dari tahun lalu.")
            return redirect(_url(plan))
    status = 422 if form.is_bound and form.errors else 200
    context = _context(request, plan, form=form, offered=found.offered, known=found.known)
    return render(request, "activities/rkm_carry_over.html", context, status=status)


# The course of a plan ---------------------------------------------------------------------------


@form_for(Act.SEND)
def agree(request: HttpRequest, pk: UUID, year: int) -> HttpResponse:
    """Note what the meeting decided."""
    plan, actor = _plan(request, pk, year), _actor(request)
    _insist(access.may_agree_rkm(actor, plan.kampung))
    if not plan.is_open:
        return _not_now(request, plan, PlanOutOfTurn())
    today = local_now(plan.kampung.village_id).date()
    meetings = held_meetings(plan.kampung, today)[:MEETINGS_OFFERED]
    form = AgreeForm(request.POST or None, meetings=meetings, initial={"on": today})

    def act() -> object:
        data, meeting = form.cleaned_data, form.chosen
        on = meeting.held_on if meeting else data["on"]
        return course.agree(plan, on=on, decision=data["decision"], meeting=meeting, by=actor)

    return _step(request, plan, form, act, "sepakat", "RKM disepakati. Berikutnya: persetujuan.")


@form_for(Act.VERIFY_FIELD)
def approve(request: HttpRequest, pk: UUID, year: int) -> HttpResponse:
    """Note the approval of the head of the village."""
    plan, actor = _plan(request, pk, year), _actor(request)
    _insist(access.may_approve_rkm(actor, plan.kampung))
    if plan.state != RKM.State.AGREED:
        return _not_now(request, plan, PlanOutOfTurn())
    today = local_now(plan.kampung.village_id).date()
    form = ApproveForm(request.POST or None, initial={"on": today})

    def act() -> object:
        return course.approve(plan, on=form.cleaned_data["on"], by=actor)

    words = "RKM disetujui. Profil kampung sekarang mencatat bahwa RKM ada."
    return _step(request, plan, form, act, "setuju", words)


@form_for(Act.SEND)
def reopen(request: HttpRequest, pk: UUID, year: int) -> HttpResponse:
    """Open the plan again: a revision."""
    plan, actor = _plan(request, pk, year), _actor(request)
    _insist(access.may_agree_rkm(actor, plan.kampung))
    if plan.is_open:
        return _not_now(request, plan, PlanOutOfTurn())
    form = ReopenForm(request.POST or None)

    def act() -> object:
        return course.reopen(plan, reason=form.cleaned_data["reason"], by=actor)

    return _step(request, plan, form, act, "ubah", "RKM dibuka. Ubah, lalu sepakati lagi.")


def _step(
    request: HttpRequest,
    plan: RKM,
    form: forms.Form,
    act: Callable[[], object],
    step: str,
    words: str,
) -> HttpResponse:
    field = "reason" if step == "ubah" else "on"
    if request.method == "POST" and form.is_valid() and _done(form, field, act):
        messages.success(request, words)
        return redirect(_url(plan))
    status = 422 if form.is_bound and form.errors else 200
    context = _context(request, plan, form=form, step=step)
    return render(request, "activities/rkm_step.html", context, status=status)


# The paper --------------------------------------------------------------------------------------


def _paper(request: HttpRequest, plan: RKM) -> queries.Paper:
    """The version that the address asks for, as it stands now where it asks for none."""
    wanted = request.GET.get("versi", "")
    version = None
    if wanted:
        number = int(wanted) if wanted.isascii() and wanted.isdecimal() and len(wanted) < 5 else 0
        version = get_object_or_404(plan.versions, number=number)
    may_see = access.may_see_names_in_rkm(_actor(request), plan.kampung)
    return queries.paper(plan, version, with_names=may_see)


@page_for(Act.SEE)
def paper(request: HttpRequest, pk: UUID, year: int) -> HttpResponse:
    """The plan as an official paper, A4 across."""
    plan = _plan(request, pk, year)
    context = _context(request, plan, paper=_paper(request, plan))
    return render(request, "activities/rkm_paper.html", context)


@page_for(Act.EXPORT)
def as_csv(request: HttpRequest, pk: UUID, year: int) -> HttpResponse:
    """The plan for machines."""
    plan = _plan(request, pk, year)
    rows = queries.table(_paper(request, plan).lines)
    content = sheets.as_csv([name for _, name, _ in queries.COLUMNS], rows)
    return _file(plan, content, "csv", "text/csv")


@page_for(Act.EXPORT)
def as_workbook(request: HttpRequest, pk: UUID, year: int) -> HttpResponse:
    """The plan for people who go on with it in a spreadsheet."""
    plan = _plan(request, pk, year)
    found = _paper(request, plan)
    lines = [f"Rencana Kerja Masyarakat {plan.year}, {plan.kampung}", _status_line(plan, found)]
    if plan.is_example:
        lines.append("Contoh: angka untuk mencoba, bukan rencana yang sebenarnya.")
    out = io.BytesIO()
    headings = [heading for *_, heading in queries.COLUMNS]
    sheets.as_workbook(out, f"RKM {plan.year}", lines, headings, queries.table(found.lines))
    return _file(plan, out.getvalue(), "xlsx", _XLSX)


def _status_line(plan: RKM, found: queries.Paper) -> str:
    if found.version:
        return f"Versi {found.version.number}, disetujui {found.version.approved_on:%d/%m/%Y}"
    return f"Keadaan: {plan.get_state_display().lower()}"


def _file(plan: RKM, content: bytes, ending: str, kind: str) -> HttpResponse:
    marked = "-contoh" if plan.is_example else ""
    name = f"rkm-{plan.year}-{plan.kampung.village_id}{marked}.{ending}"
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
