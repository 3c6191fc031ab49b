"""The figures of a year, on screen, on paper and as files, all from `queries.year`."""

import io
from importlib.resources import files
from typing import Any  # a template context, JSON values

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from naikkelas.areas.queries import setting
from naikkelas.insights import presenters
from naikkelas.insights.queries.viewpoint import Viewpoint
from naikkelas.insights.queries.year import Chapter, as_json, figures, year
from naikkelas.insights.views.asking import actor_of, viewpoint_of
from naikkelas.lib import papers, sheets
from naikkelas.lib.actors import Act
from naikkelas.lib.dates import id_date
from naikkelas.lib.numbers import id_number
from naikkelas.registry.models import KampungKB
from naikkelas.web.permissions import page_for

_HEADINGS = ("bab", "kode", "angka", "nilai", "satuan", "arti")
_KINDS = (("xlsx", "Excel"), ("csv", "CSV"), ("pdf", "PDF"), ("json", "JSON"))


@page_for(Act.SEE)
def show(request: HttpRequest, code: str) -> HttpResponse:
    """All chapters, each leading to the screen that its figures come from."""
    view, chapters = _asked(request, code)
    linked = [
        (one, reverse(one.page, args=one.parts or None) if one.page else "") for one in chapters
    ]
    context = {
        "view": view,
        "cutoff": view.cutoff,
        "since": view.cutoff.replace(month=1, day=1),
        "chapters": linked,
        "ancestors": presenters.ancestors(view, actor_of(request).home),
        "downloads": [(label, _address(view, kind)) for kind, label in _KINDS],
    }
    return render(request, "insights/year.html", context)


@page_for(Act.EXPORT)
def download(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The same figures as `xlsx`, `csv`, `pdf` or `json`; 404 for any other kind."""
    view, chapters = _asked(request, code)
    if kind == "json":
        return JsonResponse(_facts(request, view, chapters))
    if kind not in _FILES:
        raise Http404
    make, content_type = _FILES[kind]
    mark = "-contoh" if _is_example(request, view) else ""
    name = f"angka-{view.slug}-{view.cutoff}{mark}.{kind}"
    return HttpResponse(
        make(request, view, chapters),
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _asked(request: HttpRequest, code: str) -> tuple[Viewpoint, tuple[Chapter, ...]]:
    view = viewpoint_of(request, code)
    return view, year(view, actor_of(request))


def _address(view: Viewpoint, kind: str) -> str:
    url = reverse("insights:year_download", args=[view.slug, kind])
    return presenters.with_query(url, view.query)


def _is_example(request: HttpRequest, view: Viewpoint) -> bool:
    mine = KampungKB.objects.within_any((view.area_code,))
    return mine.filter(is_example=True).exists()


def _rows(chapters: tuple[Chapter, ...]) -> list[tuple[sheets.Cell, ...]]:
    return [
        (chapter.title, one.code, one.label, one.value, one.unit, one.meaning)
        for chapter, one in figures(chapters)
    ]


def _csv(request: HttpRequest, view: Viewpoint, chapters: tuple[Chapter, ...]) -> bytes:
    return sheets.as_csv(_HEADINGS, _rows(chapters))


def _workbook(request: HttpRequest, view: Viewpoint, chapters: tuple[Chapter, ...]) -> bytes:
    out = io.BytesIO()
    lines = [f"Angka {view.cutoff.year}, {view.area_title}", _period(view), view.source]
    if _is_example(request, view):
        lines.append("Contoh: angka untuk mencoba, bukan keadaan yang sebenarnya.")
    headings = [heading.capitalize() for heading in _HEADINGS]
    sheets.as_workbook(out, "Angka", lines, headings, _rows(chapters))
    return out.getvalue()


def _pdf(request: HttpRequest, view: Viewpoint, chapters: tuple[Chapter, ...]) -> bytes:
    page = (files("naikkelas.insights") / "reference" / "angka.typ").read_bytes()
    told = {
        **_facts(request, view, chapters),
        "title": f"Angka {view.cutoff.year}, {view.area_title}",
        "period": _period(view),
        "source": view.source,
        "office": str(setting(view.area_code, "office_name") or "Naik Kelas"),
    }
    for chapter in told["chapters"]:
        for one in chapter["figures"]:
            one["value"] = "–" if one["value"] is None else id_number(one["value"])
    return papers.pdf(page, told)


def _period(view: Viewpoint) -> str:
    return f"1 Januari sampai {id_date(view.cutoff)}"


def _facts(request: HttpRequest, view: Viewpoint, chapters: tuple[Chapter, ...]) -> dict[str, Any]:
    """The figures as JSON: what is not known is null."""
    return {
        "area": view.area_code,
        "since": f"{view.cutoff.year}-01-01",
        "until": view.cutoff.isoformat(),
        "rule": view.instrument,
        "example": _is_example(request, view),
        "chapters": as_json(chapters),
    }


_FILES = {
    "csv": (_csv, "text/csv"),
    "xlsx": (_workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "pdf": (_pdf, "application/pdf"),
}
