"""Themes over the kampung of an area."""

from collections.abc import Sequence

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from naikkelas.areas.models import Area
from naikkelas.lib.actors import Act
from naikkelas.lib.sheets import Cell, as_csv
from naikkelas.themes import access
from naikkelas.themes.queries.boards import (
    Board,
    Ground,
    Narrowing,
    Row,
    board,
    ground_of,
    kecamatan_of,
    let_go,
)
from naikkelas.themes.queries.catalogue import KABUPATEN, closed_of
from naikkelas.themes.views.asking import actor_of, area_of, kabupaten_of
from naikkelas.web.permissions import page_for

ROWS_A_PAGE = 20


@page_for(Act.SEE)
def home(request: HttpRequest) -> HttpResponse:
    """All themes of a kabupaten or kecamatan: who carries them, how far they are."""
    area, actor = area_of(request), actor_of(request)
    if area is None:
        return _choose(request)
    ground = ground_of(area.code, actor)
    context = {
        "area": area,
        "boards": [board(ground, theme) for theme in ground.catalogue.themes.values()],
        "kampung": len(ground.kampung),
        "closed": [
            (one, sum(one.code in held for held in ground.memberships.values()))
            for one in closed_of(area.code)
        ],
        "may_keep": _may_keep(request, area),
    }
    return render(request, "themes/home.html", context)


def _choose(request: HttpRequest) -> HttpResponse:
    context = {"areas": kabupaten_of(actor_of(request))}
    return render(request, "themes/choose.html", context)


@page_for(Act.SEE)
def theme(request: HttpRequest, code: str) -> HttpResponse:
    """One theme: its criteria, and how each kampung stands."""
    area = area_of(request)
    if area is None:
        return _choose(request)
    ground = ground_of(area.code, actor_of(request))
    found, wanted = _board(ground, code), _narrowing(request)
    rows = wanted.of(found.rows)
    context = {
        "area": area,
        "board": found,
        "theme": found.theme,
        "wanted": wanted,
        "kecamatan": kecamatan_of(ground.kampung),
        "page": Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("halaman")),
        "let_go": let_go(ground, code),
        "may_keep": _may_keep(request, area),
    }
    return render(request, "themes/theme.html", context)


def _narrowing(request: HttpRequest) -> Narrowing:
    asked = request.GET.get
    carried = {"ya": True, "tidak": False}.get(asked("menyandang", ""))
    return Narrowing(asked("cari", "")[:80].strip(), asked("kecamatan", "")[:8], carried)


def _may_keep(request: HttpRequest, area: Area) -> bool:
    return len(area.code) == KABUPATEN and access.may_keep(actor_of(request), area.code)


def _board(ground: Ground, code: str) -> Board:
    if code not in ground.catalogue.themes:
        raise Http404
    return board(ground, ground.catalogue.themes[code])


HEADINGS = (
    *("kode_desa", "kampung", "kecamatan", "tema", "menyandang", "ya", "tidak"),
    *("belum_dijawab", "kriteria", "tingkat", "contoh"),
)


@page_for(Act.EXPORT)
def theme_csv(request: HttpRequest, code: str) -> HttpResponse:
    """The score of each kampung under a theme; no score where nothing was answered."""
    area = area_of(request)
    if area is None:
        raise Http404
    found = _board(ground_of(area.code, actor_of(request)), code)
    response = HttpResponse(
        as_csv(HEADINGS, (_line(row, code) for row in found.rows)),
        content_type="text/csv; charset=utf-8",
    )
    response["Content-Disposition"] = f'attachment; filename="tema-{code}-{area.code}.csv"'
    return response


def _line(row: Row, code: str) -> Sequence[Cell]:
    tally, parent = row.tally, row.kampung.village.parent
    return (
        row.kampung.village_id,
        row.kampung.nama,
        parent.name if parent else "",
        code,
        "ya" if row.membership else "tidak",
        None if tally.is_silent else tally.met,
        None if tally.is_silent else tally.unmet,
        tally.unknown,
        tally.total,
        tally.level,
        "ya" if row.kampung.is_example else "tidak",
    )
