"""Visits to a kampung: the list, writing one down, one with its versions, the Pokja's word."""

from datetime import date
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from naikkelas.areas.queries import local_now
from naikkelas.coaching import access
from naikkelas.coaching.actions import photos, visits
from naikkelas.coaching.forms import CorrectionForm, PhotoForm, ReasonForm, SignForm, VisitForm
from naikkelas.coaching.models import Visit, VisitCheck
from naikkelas.coaching.queries import visits as queries
from naikkelas.coaching.queries.bodies import bodies_of
from naikkelas.coaching.queries.checklist import Line, checklist
from naikkelas.coaching.queries.visits import VisitPage
from naikkelas.coaching.views.common import actor_of, kampung_of, mentored, said, visit_of
from naikkelas.lib.actors import Act
from naikkelas.lib.ids import uuid7
from naikkelas.lib.refusals import Refused
from naikkelas.registry.models import KampungKB
from naikkelas.registry.rules.files import LARGEST, Upload
from naikkelas.web.permissions import button_for, form_for, page_for

PER_PAGE = 20


@page_for(Act.SEE)
def listing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is planned, what was seen and what is still open in a kampung."""
    kampung, actor = kampung_of(request, pk), actor_of(request)
    page = Paginator(queries.of_kampung(kampung), PER_PAGE).get_page(request.GET.get("halaman"))
    ahead = queries.ahead_for(kampung)
    shown = cast("list[Visit]", list(page.object_list))
    posts = {one.mentor_id: one.mentor for one in shown} | {
        one.mentor_id: one.mentor for one in ahead
    }
    names = queries.names_of(list(posts.values()))
    may_read = access.may_read(actor, kampung)
    context = {
        "kampung": kampung,
        "page": page,
        "rows": [(one, names[one.mentor_id]) for one in shown],
        "ahead": [(one, names[one.mentor_id]) for one in ahead],
        "followups": queries.readable_followups(actor, kampung),
        "may_read": may_read,
        "may_visit": access.may_visit(actor, kampung) and kampung.is_active,
        "may_assign": access.may_assign(actor, kampung),
        "today": _today(kampung),
    }
    return render(request, "coaching/visit_list.html", context)


def _today(kampung: KampungKB) -> date:
    return local_now(kampung.village_id).date()


@form_for(Act.MENTOR, Act.MENTOR_ASKED)
def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down a visit; the checklist is the kampung's own."""
    kampung, actor = mentored(request, pk), actor_of(request)
    if not kampung.is_active:
        raise Http404
    form = VisitForm(checklist(kampung), _today(kampung), data=request.POST or None)
    key = _key(request)
    if request.method == "POST" and form.is_valid() and form.sheet:
        sheet = form.sheet
        if said(form, lambda: visits.record_visit(kampung, sheet, by=actor, id=key)):
            messages.success(request, "Kunjungan tersimpan. Tambahkan fotonya bila ada.")
            return redirect("coaching:visit", pk, key)
    return _form_page(request, kampung, form, key=key, title="Catat kunjungan")


def _key(request: HttpRequest) -> UUID:
    """The number that the page gave the visit, so that a second tap sends nothing new."""
    try:
        return UUID(request.POST.get("nomor", ""))
    except ValueError:
        return uuid7()


def _form_page(
    request: HttpRequest, kampung: KampungKB, form: VisitForm, **more: Any
) -> HttpResponse:
    bodies = bodies_of(kampung.village_id)
    context = {"kampung": kampung, "form": form, "bodies": bodies, **more}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "coaching/visit_form.html", context, status=status)


@page_for(Act.DRAFT, Act.SEE_PERSONAL, Act.MENTOR, Act.DO_STEP)
def show(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """One visit as it stands, its versions, and what was agreed at it."""
    page, actor = visit_of(request, pk, key), actor_of(request)
    kampung = page.visit.kampung
    if not access.may_read(actor, kampung):
        raise Http404
    is_standing = page.visit.is_standing
    context = {
        "kampung": kampung,
        "page": page,
        "visit": page.visit,
        "mentor": queries.names_of([page.visit.mentor])[page.visit.mentor_id],
        "pictures": [
            (one, reverse("coaching:photo_file", args=[queries.link_token(one, actor)]))
            for one in page.photos
        ],
        "photo_form": PhotoForm(),
        "sign_form": SignForm(),
        "may_change": access.may_change(actor, page.visit) and is_standing,
        "may_sign": access.may_sign(actor, kampung) and is_standing,
        "may_add_photo": len(page.photos) < photos.MOST_PHOTOS,
        "today": _today(kampung),
    }
    return render(request, "coaching/visit_show.html", context)


# Changing ---------------------------------------------------------------------------------------


def _mine(request: HttpRequest, pk: UUID, key: UUID) -> VisitPage:
    """A standing visit that the person may change, else 404."""
    page = visit_of(request, pk, key)
    if not access.may_change(actor_of(request), page.visit) or not page.visit.is_standing:
        raise Http404
    return page


@form_for(Act.MENTOR, Act.MENTOR_ASKED)
def correct(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """A new version; the checklist is that of the visit, with its words of then."""
    page, actor = _mine(request, pk, key), actor_of(request)
    visit = page.visit
    lines = [Line(one.kind, _key_of(one), one.words, "") for one in page.checks]
    form = CorrectionForm(
        lines, _today(visit.kampung), data=request.POST or None, initial=_initial(page)
    )
    number = _key(request)
    if request.method == "POST" and form.is_valid() and form.sheet:
        sheet, reason = form.sheet, form.cleaned_data["reason"]
        if said(
            form,
            lambda: visits.correct_visit(visit, sheet, reason=reason, by=actor, id=number),
        ):
            messages.success(request, "Perbaikan tersimpan sebagai versi baru.")
            return redirect("coaching:visit", pk, key)
    return _form_page(
        request, visit.kampung, form, key=number, title="Perbaiki kunjungan", visit=visit
    )


def _key_of(check: VisitCheck) -> str:
    return str(check.step_id or check.evidence_id or check.followup_id or check.code)


def _initial(page: VisitPage) -> dict[str, Any]:
    visit = page.visit
    plain = ("day", "kind", "arrived", "left", "notes", "next_on")
    told = {name: getattr(visit, name) for name in plain}
    told["signers"] = [one.role for one in page.sign_offs if one.way == "di_tempat"]
    for at, check in enumerate(page.checks):
        told |= {f"check-{at}": check.answer, f"remark-{at}": check.remark}
    return told | {f"finding-{at}": one.text for at, one in enumerate(page.findings)}


@form_for(Act.MENTOR, Act.MENTOR_ASKED)
def withdraw(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """Take a visit back that did not happen so."""
    page, actor = _mine(request, pk, key), actor_of(request)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if said(form, lambda: visits.withdraw_visit(page.visit, reason=reason, by=actor)):
            messages.success(request, "Catatan kunjungan ditarik.")
            return redirect("coaching:visits", pk)
    context = {"kampung": page.visit.kampung, "visit": page.visit, "form": form}
    status = 422 if form.errors else 200
    return render(request, "coaching/visit_withdraw.html", context, status=status)


@button_for(Act.DRAFT)
def sign(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """The Pokja says whether it saw the visit so."""
    page, actor = visit_of(request, pk, key), actor_of(request)
    if not access.may_sign(actor, page.visit.kampung):
        raise Http404
    form = SignForm(request.POST)
    if form.is_valid():
        agrees, remark = form.cleaned_data["agrees"] == "ya", form.cleaned_data["remark"]
        if said(
            form, lambda: visits.sign_visit(page.visit, agrees=agrees, remark=remark, by=actor)
        ):
            messages.success(request, "Terima kasih. Tanggapan Pokja tersimpan.")
    for error in form.non_field_errors():
        messages.error(request, str(error))
    return redirect("coaching:visit", pk, key)


# Photos -----------------------------------------------------------------------------------------


@button_for(Act.MENTOR, Act.MENTOR_ASKED)
def photo(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """Add a photo, or take one away."""
    page, actor = _mine(request, pk, key), actor_of(request)
    if taken := request.POST.get("hapus"):
        _removed(page, taken, request)
        return redirect("coaching:visit", pk, key)
    form = PhotoForm(request.POST, request.FILES)
    if not form.is_valid() or form.cleaned_data["file"].size > LARGEST:
        messages.error(request, "Foto belum tersimpan. Pilih foto paling besar 15 MB.")
        return redirect("coaching:visit", pk, key)
    file = form.cleaned_data["file"]
    try:
        photos.add_photo(
            page.visit,
            Upload(file.name or "", file.read()),
            caption=form.cleaned_data["caption"],
            by=actor,
        )
        messages.success(request, "Foto tersimpan.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("coaching:visit", pk, key)


def _removed(page: VisitPage, taken: str, request: HttpRequest) -> None:
    known = {str(one.pk): one.pk for one in page.photos}
    if taken in known:
        photos.remove_photo(page.visit, known[taken], by=actor_of(request))
        messages.success(request, "Foto dihapus.")


@page_for(Act.DRAFT, Act.SEE_PERSONAL, Act.MENTOR, Act.DO_STEP)
def photo_file(request: HttpRequest, token: str) -> FileResponse:
    """The photo itself; the link alone opens nothing, sign-in and rights are asked for again."""
    found = queries.photo_of(token, actor_of(request))
    if found is None or not queries.path_of(found).is_file():
        raise Http404
    path = queries.path_of(found)
    response = FileResponse(path.open("rb"), filename="foto.jpg", content_type=found.content_type)
    # Whatever a browser makes of it, it runs nothing and stays nowhere.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
