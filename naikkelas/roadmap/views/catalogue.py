"""The catalogue of actions: what is assumed, what is confirmed, and changing a figure."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from naikkelas.classification.queries import instrument_of
from naikkelas.lib.actors import Act
from naikkelas.roadmap import access, actions, queries
from naikkelas.roadmap.forms import CatalogueFileForm, FigureForm
from naikkelas.roadmap.models import CatalogueVersion
from naikkelas.roadmap.rules import catalogue_file
from naikkelas.roadmap.rules.catalogue import Catalogue
from naikkelas.roadmap.rules.modes import SOURCES
from naikkelas.roadmap.views.asking import actor_of, area_of, place, tried
from naikkelas.web.permissions import form_for

BUILTIN = "katalog-kampung-kb"
HISTORY_SHOWN = 20


@form_for(Act.SEE)
def show(request: HttpRequest, code: str) -> HttpResponse:
    """The catalogue in use with its assumptions, its history, and a file to replace it by."""
    area = area_of(request, code)
    actor = actor_of(request)
    is_sent = request.method == "POST" and "bawaan" not in request.POST
    form = CatalogueFileForm(*((request.POST, request.FILES) if is_sent else ()))
    refusal = None
    if request.method == "POST":
        if not access.may_plan(actor, code):
            raise Http404
        text = _text(request, code, form)
        if text:
            note = form.cleaned_data["note"] if is_sent else ""
            refusal = tried(lambda: actions.save_catalogue(code, text, by=actor, note=note))
            if refusal is None:
                messages.success(request, "Katalog disimpan sebagai versi baru.")
                return redirect("roadmap:catalogue", code)
    version = queries.newest_catalogue(code)
    catalogue = queries.read_catalogue(version) if version else None
    context = place(request, area, "catalogue", queries.in_force(code)) | {
        "version": version,
        "catalogue": catalogue,
        "assumed": _assumed(catalogue) if catalogue else 0,
        "history": CatalogueVersion.objects.filter(kabupaten_code=code)[:HISTORY_SHOWN],
        "form": form,
        "refusal": refusal,
    }
    status = 422 if refusal or (request.method == "POST" and form.errors) else 200
    return render(request, "roadmap/catalogue.html", context, status=status)


def _text(request: HttpRequest, code: str, form: CatalogueFileForm) -> str:
    """The file that was sent, or the catalogue that comes with the product."""
    if "bawaan" in request.POST:
        return catalogue_file.builtin_text(BUILTIN, instrument_of(code))
    return str(form.cleaned_data["file"]) if form.is_valid() else ""


def _assumed(catalogue: Catalogue) -> int:
    return sum(action.has_assumptions for action in catalogue.actions)


@form_for(Act.SEE)
def edit(request: HttpRequest, code: str, action: str) -> HttpResponse:
    """One action: its figures with who says so, and changing or confirming one of them."""
    area = area_of(request, code)
    actor = actor_of(request)
    version = queries.newest_catalogue(code)
    known = queries.read_catalogue(version).by_code.get(action) if version else None
    if version is None or known is None:
        raise Http404
    may_plan = access.may_plan(actor, code)
    form = FigureForm(request.POST or None, action=known)
    refusal = None
    if request.method == "POST":
        if not may_plan:
            raise Http404
        if form.is_valid():
            data = form.cleaned_data
            refusal = tried(
                lambda: actions.change_figure(
                    code,
                    action,
                    data["which"],
                    form.figure(),
                    source=data["source"],
                    on=version,
                    by=actor,
                )
            )
            if refusal is None:
                messages.success(request, "Tersimpan sebagai versi baru katalog.")
                return redirect("roadmap:catalogue_action", code, action)
    context = place(request, area, "catalogue", queries.in_force(code)) | {
        "version": version,
        "action": known,
        "costs": [(SOURCES.get(one, one), figure) for one, figure in known.costs],
        "needs": _names(queries.read_catalogue(version), known.needs),
        "form": form,
        "refusal": refusal,
        "learned": queries.learned(code).get(action),
        "names": queries.indicator_names(version.instrument),
    }
    status = 422 if refusal or form.errors else 200
    return render(request, "roadmap/catalogue_action.html", context, status=status)


def _names(catalogue: Catalogue, codes: tuple[str, ...]) -> list[str]:
    return [catalogue.by_code[code].name for code in codes if code in catalogue.by_code]
