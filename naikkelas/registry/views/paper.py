"""The monthly reports on paper: blank, or with last month's figures beside each question."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from naikkelas.lib.actors import Act
from naikkelas.registry import access, queries
from naikkelas.registry.models import KampungKB
from naikkelas.registry.presenters import shown_answer
from naikkelas.registry.rules import paper
from naikkelas.registry.rules.schema import REPORTS, Form
from naikkelas.registry.views.kampung import actor_of, kampung_of
from naikkelas.web.permissions import page_for

_FORMS = {form.code: form for form in REPORTS}
SIZES = {"a4": "A4", "f4": "F4"}


@page_for(Act.DRAFT)
def show(request: HttpRequest, pk: UUID, form: str) -> HttpResponse:
    """One form to print; `?isi=1` prints what was reported last, `?ukuran=f4` for folio paper."""
    kampung = kampung_of(request, pk)
    if form not in _FORMS or not access.may_report(actor_of(request), kampung):
        raise Http404
    described = _FORMS[form]
    wants_last = request.GET.get("isi") == "1"
    size = request.GET.get("ukuran", "a4")
    context = {
        "kampung": kampung,
        "form": described,
        "title": f"Laporan {described.name}",
        "parts": paper.parts(described, _last(kampung, described) if wants_last else {}),
        "annexes": paper.annexes(described),
        "asks_month": True,
        "wants_last": wants_last,
        "may_want_last": True,
        "size": size if size in SIZES else "a4",
        "sizes": SIZES,
        "back": reverse("registry:report_fill", args=[pk, form]),
    }
    return render(request, "registry/paper.html", context)


def _last(kampung: KampungKB, form: Form) -> dict[str, str]:
    """The newest answers in words; names and contacts do not go onto paper."""
    newest = queries.latest(kampung, form.code)
    values = queries.values_of(form, newest) if newest else {}
    return {
        field.name: words
        for field in form.fields
        if not field.personal and (words := shown_answer(field, values.get(field.name)))
    }
