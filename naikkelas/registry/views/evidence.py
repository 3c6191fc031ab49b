"""The evidence of a kampung: what there is, adding, withdrawing, and the files themselves."""

import re
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from naikkelas.areas.queries import local_now
from naikkelas.lib.actors import Act
from naikkelas.lib.refusals import Refused
from naikkelas.registry import access
from naikkelas.registry.actions import evidence as actions
from naikkelas.registry.evidence_forms import EvidenceForm, WithdrawForm
from naikkelas.registry.models import Evidence, KampungKB
from naikkelas.registry.queries import evidence as queries
from naikkelas.registry.queries.evidence import Shown
from naikkelas.registry.rules.backing import FACTS, facts_backed, facts_of
from naikkelas.registry.rules.schema import FORMS, REPORTS
from naikkelas.registry.views.kampung import actor_of, kampung_of
from naikkelas.web.permissions import form_for, page_for

ROWS_A_PAGE = 30
_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
"""What no file name may hold somewhere."""


@form_for(Act.SEE)
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All evidence of a kampung, and the form for one more piece."""
    kampung = kampung_of(request, pk)
    actor = actor_of(request)
    may_add = access.may_add_evidence(actor, kampung) and kampung.is_active
    if request.method == "POST" and not may_add:
        raise Http404
    today = local_now(kampung.village_id).date()
    form = _form(request, today) if may_add else None
    if form and request.method == "POST" and _added(request, kampung, form):
        return redirect(f"{reverse('registry:evidence_list', args=[pk])}?{_place(request)}")
    shown = queries.of_kampung(kampung, today)
    page = Paginator(shown, ROWS_A_PAGE).get_page(request.GET.get("halaman"))
    may_open = access.may_open_evidence(actor, kampung)
    context = {
        "kampung": kampung,
        "form": form,
        "forms": REPORTS,
        "chosen": FORMS[_form_code(request)],
        "page": page,
        "rows": [(one, _picture(request, one, may_open)) for one in page.object_list],
        "ending": queries.ending_among(shown, today),
        "may_add": may_add,
        "may_open": may_open,
    }
    status = 422 if form and form.is_bound and form.errors else 200
    return render(request, "registry/evidence_list.html", context, status=status)


def _form_code(request: HttpRequest) -> str:
    code = request.GET.get("formulir", REPORTS[0].code)
    if code not in FACTS:
        raise Http404
    return code


def _place(request: HttpRequest) -> str:
    """The parameters that keep the form where it was."""
    kept = {name: request.GET[name] for name in ("formulir", "bulan") if request.GET.get(name)}
    return urlencode(kept)


def _form(request: HttpRequest, today: date) -> EvidenceForm:
    """What the address asks for is ticked already: `?formulir=profil&hal=pokja&bulan=2025-06`."""
    code = _form_code(request)
    if request.method == "POST":
        return EvidenceForm(code, today, request.POST, request.FILES)
    facts = facts_of(code, [request.GET.get("hal", "")])
    usual = next((fact.usual[0] for fact in facts), Evidence.Kind.DECREE)
    initial: dict[str, Any] = {
        "facts": [fact.code for fact in facts],
        "kind": usual if usual != Evidence.Kind.ACTIVITY else Evidence.Kind.PHOTO,
        "for_month": f"{request.GET.get('bulan', '')}-01",
    }
    return EvidenceForm(code, today, initial=initial)


def _added(request: HttpRequest, kampung: KampungKB, form: EvidenceForm) -> bool:
    """Whether it was stored; the form says why not."""
    if not form.is_valid():
        return False
    claim = form.claim(form.cleaned_data["kind"])
    try:
        added = actions.add_file(kampung, claim, form.upload(), by=actor_of(request))
    except Refused as refusal:
        form.add_error("file", str(refusal))
        return False
    messages.success(request, f"Bukti tersimpan: {added.get_kind_display()}.")
    if len(queries.same_file(kampung, added.sha256)) > 1:
        messages.info(request, "Berkas yang sama sudah ada di kampung ini, jadi disimpan sekali.")
    return True


def _picture(request: HttpRequest, shown: Shown, may_open: bool) -> str:
    """A link to the picture itself that holds for some minutes; empty where there is none."""
    if not (may_open and shown.is_image) or shown.evidence.withdrawn_at:
        return ""
    token = queries.link_token(shown.evidence, actor_of(request))
    return reverse("registry:evidence_file", args=[token])


def _evidence_of(request: HttpRequest, pk: UUID, key: UUID) -> Evidence:
    """Evidence of a kampung that the person sees, else 404."""
    return get_object_or_404(queries.visible_to(actor_of(request)), pk=key, kampung_id=pk)


@form_for(Act.DRAFT)
def withdraw(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """Take evidence back with a reason; what it was stays in the list."""
    evidence = _evidence_of(request, pk, key)
    if not access.may_add_evidence(actor_of(request), evidence.kampung):
        raise Http404
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw(evidence, reason=form.cleaned_data["reason"], by=actor_of(request))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Bukti ditarik. Alasannya tersimpan.")
            return redirect("registry:evidence_list", pk)
    today = local_now(evidence.kabupaten_code).date()
    shown = Shown(evidence, facts_backed(evidence.form, evidence.columns), today)
    context = {"kampung": evidence.kampung, "shown": shown, "form": form}
    status = 422 if form.errors else 200
    return render(request, "registry/evidence_withdraw.html", context, status=status)


# Files ------------------------------------------------------------------------------------------


@page_for(Act.DRAFT, Act.SEE_PERSONAL)
def open_file(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """Lead to the file by a link that holds for some minutes and for this person only."""
    evidence = _evidence_of(request, pk, key)
    actor = actor_of(request)
    if not (evidence.stored_name and access.may_open_evidence(actor, evidence.kampung)):
        raise Http404
    return redirect("registry:evidence_file", queries.link_token(evidence, actor))


@page_for(Act.DRAFT, Act.SEE_PERSONAL)
def file(request: HttpRequest, token: str) -> FileResponse:
    """The file itself; the link alone opens nothing, sign-in and rights are asked for again."""
    evidence = queries.evidence_of(token, actor_of(request))
    if evidence is None:
        raise Http404
    path = queries.path_of(evidence)
    if not path.is_file():
        raise Http404
    is_image = evidence.content_type.startswith("image/")
    response = FileResponse(
        path.open("rb"),
        as_attachment=not is_image,
        filename=_UNFIT.sub("-", evidence.called) + path.suffix,
        content_type=evidence.content_type,
    )
    # Whatever a browser makes of it, it runs nothing and stays nowhere.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
