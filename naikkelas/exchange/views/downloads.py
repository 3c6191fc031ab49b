"""Template, marked workbook, list of findings, exports."""

from datetime import date
from io import BytesIO
from typing import Any, cast  # JSON
from uuid import UUID

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import render

from naikkelas.areas.models import Area
from naikkelas.areas.queries import local_now
from naikkelas.areas.rules import BASES, DECLARED
from naikkelas.exchange import queries
from naikkelas.exchange.queries import dhis2
from naikkelas.exchange.rules import marked, raw, template, writing
from naikkelas.exchange.rules.layouts import LAYOUTS
from naikkelas.exchange.views.imports import actor_of, batch_of
from naikkelas.instruments.queries import instrument_ids
from naikkelas.lib.actors import Act, Actor, reaches, theirs
from naikkelas.lib.dates import months_back
from naikkelas.web.permissions import page_for

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


@page_for(Act.EXPORT)
def template_book(request: HttpRequest) -> FileResponse:
    """The workbook to fill in, with the villages of the person's kabupaten."""
    actor = actor_of(request)
    target = BytesIO()
    template.write(target, queries.villages_of(actor.home))
    target.seek(0)
    name = f"templat-naik-kelas-{actor.home or 'nasional'}.xlsx"
    return FileResponse(target, as_attachment=True, filename=name, content_type=XLSX)


@page_for(Act.IMPORT)
def marked_book(request: HttpRequest, pk: UUID) -> FileResponse:
    """What was uploaded, with the problems beside the rows."""
    batch = batch_of(request, pk)
    tables = raw.kept(queries.folder_of(batch))
    if not tables:
        raise Http404
    target = BytesIO()
    marked.write(target, tables, queries.errors(batch))
    target.seek(0)
    name = f"masalah-impor-{str(batch.pk)[-6:]}.xlsx"
    return FileResponse(target, as_attachment=True, filename=name, content_type=XLSX)


@page_for(Act.IMPORT)
def findings(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All findings as CSV."""
    batch = batch_of(request, pk)
    response = HttpResponse(writing.machine_csv(queries.errors(batch)), content_type=CSV)
    name = f"masalah-impor-{str(batch.pk)[-6:]}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@page_for(Act.EXPORT)
def export_page(request: HttpRequest) -> HttpResponse:
    """What can be downloaded."""
    actor = cast(Actor, request.user)
    tables = [(code, layout.form.name) for code, layout in LAYOUTS.items()]
    context = {
        "tables": [("klasifikasi", "Klasifikasi"), *tables],
        "scope": actor.home,
        "month": months_back(local_now(actor.home or "91").date(), 1),
    }
    return render(request, "exchange/export_list.html", context)


@page_for(Act.EXPORT)
def export(request: HttpRequest, what: str, extension: str) -> HttpResponseBase:
    """One table of an area (`wilayah`).

    For classes at a date (`per`), under a rule (`aturan`), with the scores of a basis (`dasar`).
    """
    actor = cast(Actor, request.user)
    if what not in queries.EXPORTS or extension not in {"csv", "xlsx"}:
        raise Http404
    area_code, parts = _area(request, actor)
    wanted = queries.Export(
        what,
        area_code,
        _cutoff(request),
        _instrument(request),
        _basis(request),
        personal=actor.can(Act.SEE_PERSONAL),
        parts=parts,
    )
    name = f"{wanted.file_name}.{extension}"
    if extension == "xlsx":
        content = BytesIO(wanted.xlsx())
        return FileResponse(content, as_attachment=True, filename=name, content_type=XLSX)
    response = StreamingHttpResponse(wanted.csv(), content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@page_for(Act.EXPORT)
def dhis2_metadata(request: HttpRequest) -> HttpResponse:
    """Units, elements and sets for DHIS2, of the area that is the person's."""
    code, parts = _area(request, cast(Actor, request.user))
    return _json_file(dhis2.metadata(parts), f"dhis2-metadata-{code or 'nasional'}", parts)


@page_for(Act.EXPORT)
def dhis2_values(request: HttpRequest) -> HttpResponse:
    """The reports of a month (`bulan`) as dataValueSets."""
    code, parts = _area(request, cast(Actor, request.user))
    try:
        month = date.fromisoformat(f"{request.GET.get('bulan', '')}-01")
    except ValueError as error:
        raise Http404 from error
    values = dhis2.data_values(parts, month.year, month.month)
    return _json_file(values, f"dhis2-nilai-{code or 'nasional'}-{month:%Y-%m}", parts)


def _json_file(content: dict[str, Any], name: str, parts: tuple[str, ...]) -> HttpResponse:
    mark = "-contoh" if dhis2.has_examples(parts) else ""
    return JsonResponse(
        content,
        headers={"Content-Disposition": f'attachment; filename="{name}{mark}.json"'},
        json_dumps_params={"ensure_ascii": False},
    )


def _area(request: HttpRequest, actor: Actor) -> tuple[str, tuple[str, ...]]:
    """An area that is named, which must be theirs; else the one that holds all that is theirs.

    With it the parts of it that are theirs; 404 for anything else.
    """
    named = request.GET.get("wilayah")
    code = actor.home if named is None else named
    parts = theirs(actor, code)
    if not parts or (named is not None and not reaches(actor, code)):
        raise Http404
    if code and not Area.objects.filter(pk=code).exists():
        raise Http404
    return code, parts


def _cutoff(request: HttpRequest) -> date | None:
    text = request.GET.get("per", "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Http404 from error


def _instrument(request: HttpRequest) -> str:
    identifier = request.GET.get("aturan", "")
    if identifier and identifier not in instrument_ids():
        raise Http404
    return identifier


def _basis(request: HttpRequest) -> str:
    basis = request.GET.get("dasar", DECLARED)
    if basis not in BASES:
        raise Http404
    return basis
