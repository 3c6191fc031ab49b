"""The matrix of Inpres 3/2022 against kampung, who answers for what, and both as files."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from naikkelas.areas.models import Area
from naikkelas.areas.queries import local_now
from naikkelas.classification.queries import cutoff_of
from naikkelas.lib.actors import Act, theirs
from naikkelas.partners import access
from naikkelas.partners.actions import mitra as actions
from naikkelas.partners.forms import ResponsibleForm
from naikkelas.partners.queries import matrix as queries
from naikkelas.partners.queries.responsible import answers, responsible_in
from naikkelas.partners.queries.support import Sieve
from naikkelas.partners.rules import inpres
from naikkelas.partners.rules.inpres import Wanted
from naikkelas.partners.views.asking import (
    KABUPATEN,
    actor_of,
    area_of,
    done,
    filters,
    insist,
    sieve_of,
)
from naikkelas.partners.views.asking import place as frame
from naikkelas.partners.views.downloads import KINDS, as_file
from naikkelas.registry.rules import reference
from naikkelas.web.permissions import form_for, page_for

MOST_COLUMNS = 24
"""More kampung than this are shown as counts; a kecamatan has fewer."""


@page_for(Act.SEE)
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Each kegiatan with how many kampung do, plan and lack it; of a kecamatan each kampung."""
    area = area_of(request, code)
    context = frame(request, area, "matrix")
    sieve = sieve_of(request, area)
    found = _matrix(request, area, sieve)
    context |= filters(area, sieve, []) | {
        "matrix": found,
        "shows_kampung": len(found.kampung) <= MOST_COLUMNS,
        "picked": _picked(found, sieve),
        "query": request.GET.urlencode(),
        "until": cutoff_of(area.code),
    }
    return render(request, "partners/matrix.html", context)


def _matrix(request: HttpRequest, area: Area, sieve: Sieve) -> queries.Matrix:
    actor = actor_of(request)
    responsible = responsible_in(area.code[:KABUPATEN])
    wanted = Wanted(sieve.sasaran, sieve.programme, sieve.instansi)
    deeds = inpres.chosen(wanted, responsible)
    today = local_now(area.code).date()
    scopes = theirs(actor, area.code)
    cutoff = cutoff_of(area.code)
    return queries.matrix(actor, scopes, deeds, responsible, today, sieve.kecamatan, cutoff)


def _picked(found: queries.Matrix, sieve: Sieve) -> dict[str, Any] | None:
    """One kegiatan with every kampung: where it is missing first."""
    row = next((row for row in found.rows if row.deed.code == sieve.kegiatan), None)
    if row is None:
        return None
    pairs = sorted(zip(found.kampung, row.cells, strict=True), key=lambda p: not p[1].is_missing)
    return {"row": row, "pairs": pairs}


@page_for(Act.EXPORT)
def export(request: HttpRequest, code: str, extension: str) -> HttpResponse:
    """Every cell as a row, narrowed as the page is."""
    area = area_of(request, code)
    if extension not in KINDS:
        raise Http404
    found = _matrix(request, area, sieve_of(request, area))
    lines = [f"Matriks Inpres 3/2022, {area}", "Kegiatan 12 bulan terakhir, RKM, dan komitmen"]
    is_example = any(one.is_example for one in found.kampung)
    name = f"matriks-inpres-{area.code}{'-contoh' if is_example else ''}"
    return as_file(name, extension, lines, queries.HEADINGS, queries.table(found))


@form_for(Act.SEE)
def responsible(request: HttpRequest, code: str) -> HttpResponse:
    """Who answers for which kegiatan; a coordinator of the kabupaten changes it."""
    area = area_of(request, code[:KABUPATEN])
    may_change = access.may_coordinate(actor_of(request), area.code)
    form = ResponsibleForm(request.POST or None)
    if request.method == "POST":
        insist(may_change)
        if done(form, lambda: _set(request, area, form)):
            messages.success(request, "Tersimpan.")
        else:
            messages.error(request, "Pilih kegiatan dan instansi dari daftar.")
        return redirect("partners:responsible", area.code)
    context = frame(request, area, "matrix") | {
        "answers": answers(responsible_in(area.code)),
        "agencies": list(reference.names("instansi").items()),
        "may_change": may_change,
    }
    return render(request, "partners/responsible.html", context)


def _set(request: HttpRequest, area: Area, form: ResponsibleForm) -> None:
    data = form.cleaned_data
    actions.set_responsible(area, data["kegiatan"], data["instansi"], by=actor_of(request))
