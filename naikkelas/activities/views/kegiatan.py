"""Activities of a kampung: the list, one of them, reporting, changing, withdrawing."""

from datetime import date
from typing import Any
from uuid import UUID, uuid5

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from naikkelas.activities import access, actions
from naikkelas.activities.actions import photos
from naikkelas.activities.errors import Bentrok
from naikkelas.activities.forms.activity import (
    ActivityForm,
    NewActivityForm,
    WithdrawForm,
    initial_of,
)
from naikkelas.activities.models import Kegiatan, RKMItem
from naikkelas.activities.presenters import reference_number
from naikkelas.activities.queries import pages, remembered, values_of, versions_of
from naikkelas.activities.queries.suggesting import suggested
from naikkelas.activities.rules import suggesting
from naikkelas.activities.rules.reporting import MOST_PHOTOS
from naikkelas.activities.views.common import actor_of, kampung_of, page_or_404, pictures
from naikkelas.areas.queries import local_now
from naikkelas.lib.actors import Act
from naikkelas.lib.ids import uuid7
from naikkelas.lib.refusals import Refused
from naikkelas.registry.models import KampungKB, Kelompok
from naikkelas.registry.rules.files import LARGEST, Upload
from naikkelas.registry.rules.review import NEXT, WORDS
from naikkelas.web.permissions import button_for, form_for, page_for

ROWS_A_PAGE = 30
THEIRS = "mereka"
"""One of the two choices of a field; the other is one's own."""
CHOICE = "pilih-"
"""Names of controls for a field that two people changed: `pilih-judul`."""
_AGAIN = (
    *("judul", "deskripsi", "tempat", "inpres_kegiatan", "kategori", "sasaran", "instansi"),
    "kelompok",
)


@page_for(Act.SEE)
def listing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All activities of a kampung with their states."""
    kampung = kampung_of(request, pk)
    page = Paginator(pages.listed(kampung), ROWS_A_PAGE).get_page(request.GET.get("halaman"))
    context = {
        "kampung": kampung,
        "page": page,
        "rows": [(one, _state_words(one)) for one in page.object_list],
        "youth": pages.youth_of(kampung),
        "may_report": _may_report(request, kampung),
    }
    return render(request, "activities/kegiatan_list.html", context)


def _state_words(activity: Kegiatan) -> str:
    return "Ditarik" if activity.withdrawn_at else WORDS[activity.state]


def _may_report(request: HttpRequest, kampung: KampungKB) -> bool:
    return access.may_report(actor_of(request), kampung) and kampung.is_active


def _reporting(request: HttpRequest, pk: UUID) -> KampungKB:
    """A kampung for which the person reports, else 404."""
    kampung = kampung_of(request, pk)
    if not _may_report(request, kampung):
        raise Http404
    return kampung


def _today(kampung: KampungKB) -> date:
    return local_now(kampung.village_id).date()


# Reporting --------------------------------------------------------------------------------------


@form_for(Act.DRAFT)
def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Report an activity; its photos come with it where the line is good enough."""
    kampung = _reporting(request, pk)
    today = _today(kampung)
    how: dict[str, Any] = _remembered(kampung, today)
    if request.method != "POST":
        initial = _like(kampung, request.GET.get("seperti", ""), today)
        if "kelompok" in request.GET:
            initial["kelompok"] = request.GET["kelompok"]
        return _form_page(request, kampung, NewActivityForm(today, initial=initial, **how))
    form = NewActivityForm(today, request.POST, request.FILES, **how)
    if "cari_saran" in request.POST:
        bare = NewActivityForm(today, initial=_typed(request), **how)
        return _form_page(request, kampung, bare)
    key = _key(request)
    activity = _reported(request, kampung, form, key) if form.is_valid() else None
    if activity is None:
        return _form_page(request, kampung, form, status=422)
    _add_photos(request, activity, form)
    return redirect(_sent_url(activity))


def _remembered(kampung: KampungKB, today: date) -> dict[str, Any]:
    return {
        "partners": remembered.partners(kampung),
        "plan": remembered.plan(kampung, today),
        "groups": remembered.groups(kampung),
    }


def _like(kampung: KampungKB, key: str, today: date) -> dict[str, Any]:
    """What an earlier activity of the kampung had, for one that is held again."""
    initial: dict[str, Any] = {"hari": "hari_ini", "jenis_post": "kegiatan"}
    try:
        earlier = remembered.like(kampung, str(UUID(key)))
    except ValueError:
        return initial
    if earlier is None:
        return initial
    values = {name: value for name, value in values_of(earlier).items() if name in _AGAIN}
    return initial_of(values, today) | initial


def _typed(request: HttpRequest) -> dict[str, Any]:
    """What was typed so far, for a page that judges nothing yet."""
    several = ("sasaran", "instansi")
    return {
        name: request.POST.getlist(name) if name in several else request.POST.get(name)
        for name in request.POST
    }


def _key(request: HttpRequest) -> UUID:
    """The number that the page gave its report, so that a second tap sends nothing new."""
    try:
        return UUID(request.POST.get("nomor", ""))
    except ValueError:
        return uuid7()


def _reported(
    request: HttpRequest, kampung: KampungKB, form: NewActivityForm, key: UUID
) -> Kegiatan | None:
    """The activity as stored; the form says why not."""
    values = _with_suggestion(request, form.values())
    try:
        return actions.report(kampung, values, by=actor_of(request), id=key)
    except Refused as refusal:
        form.say(refusal)
        return None


def _with_suggestion(request: HttpRequest, values: dict[str, Any]) -> dict[str, Any]:
    """The suggestion that was picked stands for the list."""
    picked = request.POST.get("saran", "")
    return values | ({"inpres_kegiatan": picked} if picked in suggesting.names() else {})


def _add_photos(request: HttpRequest, activity: Kegiatan, form: NewActivityForm) -> None:
    """Keep the photos one by one; one that is refused never loses the others or the report."""
    pair = form.cleaned_data["jenis_post"] == "sebelum_sesudah"
    sent = form.cleaned_data["foto"]
    if len(sent) > MOST_PHOTOS:
        messages.warning(request, f"Hanya {MOST_PHOTOS} foto pertama yang disimpan.")
    for at, file in enumerate(sent[:MOST_PHOTOS]):
        kind = ("sesudah" if at else "sebelum") if pair else "kegiatan"
        if (file.size or 0) > LARGEST:
            messages.warning(request, f"Foto {at + 1} lebih besar dari 15 MB, tidak disimpan.")
            continue
        upload = Upload(file.name or "", file.read())
        try:
            photos.add(
                activity.kampung,
                activity.record,
                upload,
                id=uuid5(activity.record, f"foto {at}"),
                kind=kind,
                caption="",
                by=actor_of(request),
            )
        except Refused as refusal:
            messages.warning(request, f"Laporan terkirim. Foto {at + 1} tidak tersimpan: {refusal}")


def _sent_url(activity: Kegiatan) -> str:
    """The receipt, which a room above makes: it knows what the activity did to the class."""
    return reverse("insights:activity_sent", args=[activity.kampung_id, activity.record])


def _form_page(
    request: HttpRequest, kampung: KampungKB, form: NewActivityForm, status: int = 200
) -> HttpResponse:
    text = f"{form['judul'].value() or ''}. {form['deskripsi'].value() or ''}"
    context = {
        "kampung": kampung,
        "form": form,
        "places": remembered.places(kampung),
        "suggestions": _suggestions(kampung, text),
        "picked": request.POST.get("saran", ""),
        "key": _key(request),
    }
    return render(request, "activities/kegiatan_new.html", context, status=status)


def _suggestions(kampung: KampungKB, text: str) -> list[tuple[str, str]]:
    return [(one.code, suggesting.names()[one.code]) for one in suggested(kampung, text)]


@page_for(Act.DRAFT)
def suggest(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The suggestions for what is being typed, as a part of the form."""
    kampung = _reporting(request, pk)
    text = f"{request.GET.get('judul', '')}. {request.GET.get('deskripsi', '')}"[:5000]
    context = {"suggestions": _suggestions(kampung, text), "picked": request.GET.get("saran", "")}
    return render(request, "activities/suggestions.html", context)


# One activity -----------------------------------------------------------------------------------


@page_for(Act.SEE)
def show(request: HttpRequest, pk: UUID, record: UUID) -> HttpResponse:
    """One activity: what was told, its photos, its history."""
    page = page_or_404(request, pk, record)
    activity = page.activity
    may_mend = _may_report(request, activity.kampung) and not activity.batch_id
    context = {
        "kampung": activity.kampung,
        "page": page,
        "activity": activity,
        "number": reference_number(activity),
        "pictures": pictures(request, page),
        "may_mend": may_mend and not activity.withdrawn_at,
        "may_restore": may_mend and activity.withdrawn_at,
        "may_open": access.may_open_photos(actor_of(request), activity.kampung),
        "next_words": "" if activity.withdrawn_at else NEXT[activity.state],
        "suggestions": _unnamed(page, may_mend),
    }
    return render(request, "activities/kegiatan_show.html", context)


def _unnamed(page: pages.ActivityPage, may_mend: bool) -> list[tuple[str, str]]:
    """Suggestions for an activity that has no place in the Inpres yet."""
    activity = page.activity
    if activity.inpres_kegiatan or not may_mend:
        return []
    return _suggestions(activity.kampung, f"{activity.judul}. {activity.deskripsi}")


@button_for(Act.DRAFT)
def choose(request: HttpRequest, pk: UUID, record: UUID) -> HttpResponse:
    """Say with one tap which activity of the Inpres it is."""
    page = page_or_404(request, pk, record)
    change = {"inpres_kegiatan": (page.activity.inpres_kegiatan, request.POST.get("saran", ""))}
    _reporting(request, pk)
    try:
        actions.revise(record, change, base=page.activity.pk, by=actor_of(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Kegiatan Inpres disimpan.")
    return redirect("activities:show", pk, record)


@form_for(Act.DRAFT)
def edit(request: HttpRequest, pk: UUID, record: UUID) -> HttpResponse:
    """Change what was told, as a new version; where two people changed a field, both are shown."""
    kampung = _reporting(request, pk)
    page = page_or_404(request, pk, record)
    if page.activity.withdrawn_at or page.activity.batch_id:
        raise Http404
    base = _version(request, page, "dasar")
    today = _today(kampung)
    how = _remembered(kampung, today)
    how["plan"] = _with(how["plan"], base.rkm_item)
    how["groups"] = _with(how["groups"], base.kelompok)
    initial = initial_of(values_of(base), today)
    if request.method != "POST":
        form = ActivityForm(today, initial=initial, **how)
        return _edit_page(request, kampung, form, page, base)
    form = ActivityForm(today, request.POST, initial=initial, **how)
    if not form.is_valid():
        return _edit_page(request, kampung, form, page, base, status=422)
    try:
        _revised(request, form, page, base)
    except Bentrok as clash:
        return _edit_page(request, kampung, form, page, base, clash=clash, status=409)
    except Refused as refusal:
        form.say(refusal)
        return _edit_page(request, kampung, form, page, base, status=422)
    messages.success(request, "Perubahan disimpan. Laporan lama tetap ada pada riwayat.")
    return redirect("activities:show", pk, page.activity.record)


def _with(choices: list[tuple[str, str]], chosen: Kelompok | RKMItem | None) -> Any:
    """What was chosen stays to be chosen, though it is offered no more."""
    if chosen is None or str(chosen.pk) in dict(choices):
        return choices
    return [*choices, (str(chosen.pk), str(chosen))]


def _version(request: HttpRequest, page: pages.ActivityPage, name: str) -> Kegiatan:
    """The version that a hidden control names, else the newest."""
    try:
        key = UUID(request.POST.get(name, ""))
    except ValueError:
        return page.activity
    return versions_of(page.activity.record).filter(pk=key).first() or page.activity


def _revised(
    request: HttpRequest, form: ActivityForm, page: pages.ActivityPage, base: Kegiatan
) -> None:
    """Store what differs from the version one started from, and what was chosen of a clash."""
    record, by = page.activity.record, actor_of(request)
    before, new = values_of(base), form.values()
    changed = [name for name in new if _plain(new[name]) != _plain(before[name])]
    chosen = {name: request.POST.get(f"{CHOICE}{name}") for name in changed}
    if not any(chosen.values()):
        changes = {name: (before[name], new[name]) for name in changed}
        actions.revise(record, changes, base=base.pk, by=by)
        return
    seen = _version(request, page, "dilihat")
    shown = values_of(seen)
    olds = {name: shown[name] if chosen[name] else before[name] for name in changed}
    changes = {name: (olds[name], new[name]) for name in changed}
    theirs = [name for name, choice in chosen.items() if choice == THEIRS]
    actions.settle(record, changes, theirs=theirs, base=seen.pk, by=by)


def _plain(value: Any) -> Any:
    """A value so that one from a form and a stored one can be compared."""
    if isinstance(value, list | tuple):
        return "|".join(sorted(value))
    if isinstance(value, str):
        return "|".join(sorted(value.strip().split("|")))
    return value or None if isinstance(value, bool) else value


def _edit_page(
    request: HttpRequest,
    kampung: KampungKB,
    form: ActivityForm,
    page: pages.ActivityPage,
    base: Kegiatan,
    clash: Bentrok | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "kampung": kampung,
        "form": form,
        "activity": page.activity,
        "base": base.pk,
        "seen": clash.current if clash else page.activity.pk,
        "clash": clash,
        "choice": CHOICE,
        "mend": page.mend,
        "places": remembered.places(kampung),
    }
    return render(request, "activities/kegiatan_edit.html", context, status=status)


# Taking back ------------------------------------------------------------------------------------


@form_for(Act.DRAFT)
def withdraw(request: HttpRequest, pk: UUID, record: UUID) -> HttpResponse:
    """Take an activity back with a reason; its page offers to undo that."""
    kampung = _reporting(request, pk)
    page = page_or_404(request, pk, record)
    if page.activity.withdrawn_at or page.activity.batch_id:
        raise Http404
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw(record, reason=form.cleaned_data["reason"], by=actor_of(request))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Kegiatan ditarik. Anda dapat mengembalikannya di sini.")
            return redirect("activities:show", pk, record)
    context = {"kampung": kampung, "activity": page.activity, "form": form}
    status = 422 if form.errors else 200
    return render(request, "activities/kegiatan_withdraw.html", context, status=status)


@button_for(Act.DRAFT)
def restore(request: HttpRequest, pk: UUID, record: UUID) -> HttpResponse:
    """Bring a withdrawn activity back."""
    _reporting(request, pk)
    page_or_404(request, pk, record)
    try:
        actions.restore(record, by=actor_of(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Kegiatan dikembalikan dan diperiksa lagi dari awal.")
    return redirect("activities:show", pk, record)
