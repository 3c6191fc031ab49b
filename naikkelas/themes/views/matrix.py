"""The overlap and gap matrix: themes × kampung × SKPD, on screen and as a file."""

from collections.abc import Iterator, Sequence
from io import BytesIO

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from naikkelas.areas.models import Area
from naikkelas.lib.actors import Act
from naikkelas.lib.sheets import Cell, as_csv, as_workbook
from naikkelas.themes.queries.boards import ground_of, kecamatan_of
from naikkelas.themes.queries.matrix import Matrix, Wanted, matrix
from naikkelas.themes.views.asking import actor_of, area_of, kabupaten_of
from naikkelas.web.permissions import page_for

LONGEST_LIST, ROWS_A_PAGE = 15, 20
HEADINGS = (
    *("Kode desa", "Kampung", "Kecamatan", "Tema", "SKPD", "Sejak", "Nomor SK"),
    *("Terpenuhi", "Belum terpenuhi", "Belum dijawab", "Tingkat", "Contoh"),
)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page_for(Act.SEE)
def show(request: HttpRequest) -> HttpResponse:
    """Who carries what, how many themes overlap, which criteria most kampung lack."""
    area = area_of(request)
    if area is None:
        return render(request, "themes/choose.html", {"areas": kabupaten_of(actor_of(request))})
    ground, wanted = ground_of(area.code, actor_of(request)), _wanted(request)
    found = matrix(ground, wanted)
    themes = list(ground.catalogue.themes.values())
    rows = [row for row in found.rows if row.carried]
    context = {
        "area": area,
        "wanted": wanted,
        "found": found,
        "page": Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("halaman")),
        "without": sum(not row.carried for row in found.rows),
        "lacking": found.lacking[:LONGEST_LIST],
        "themes": themes,
        "skpd": list(dict.fromkeys(one.skpd for one in themes)),
        "kecamatan": kecamatan_of(ground.kampung),
        "most": max((number for number, _ in found.numbers), default=0),
    }
    return render(request, "themes/matrix.html", context)


@page_for(Act.EXPORT)
def download(request: HttpRequest, extension: str) -> HttpResponse:
    """The same, one line per kampung and theme carried, as CSV or XLSX."""
    area = area_of(request)
    if area is None or extension not in ("csv", "xlsx"):
        raise Http404
    found = matrix(ground_of(area.code, actor_of(request)), _wanted(request))
    name = f'attachment; filename="tema-{area.code}.{extension}"'
    if extension == "csv":
        response = HttpResponse(
            as_csv(HEADINGS, _lines(found)), content_type="text/csv; charset=utf-8"
        )
    else:
        target = BytesIO()
        as_workbook(target, "Tema", _notes(area, found), ("No", *HEADINGS), _numbered(found))
        response = HttpResponse(target.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = name
    return response


def _wanted(request: HttpRequest) -> Wanted:
    least = request.GET.get("sedikitnya", "")
    return Wanted(
        theme=request.GET.get("tema", "")[:40],
        skpd=request.GET.get("skpd", "")[:120],
        kecamatan=request.GET.get("kecamatan", "")[:13],
        least=int(least) if least.isdecimal() and len(least) < 3 else 0,
    )


def _notes(area: Area, found: Matrix) -> list[str]:
    is_example = any(row.kampung.is_example for row in found.rows)
    return [
        f"Tema kampung {area}",
        "Sumber: catatan dan jawaban kampung; kriteria menurut tema (docs/panduan/tema.md)",
        *(["Contoh. Angka di sini dibuat untuk mencoba."] if is_example else []),
    ]


def _numbered(found: Matrix) -> Iterator[Sequence[Cell]]:
    for number, line in enumerate(_lines(found), 1):
        yield (number, *line)


def _lines(found: Matrix) -> Iterator[Sequence[Cell]]:
    for row in found.rows:
        parent = row.kampung.village.parent
        for cell in row.carried:
            assert cell.membership is not None
            since, tally = cell.membership.since, cell.tally
            yield (
                row.kampung.village_id,
                row.kampung.nama,
                parent.name if parent else "",
                cell.theme.name,
                cell.theme.skpd,
                since.isoformat() if since else None,
                cell.membership.decree_number,
                None if tally.is_silent else tally.met,
                None if tally.is_silent else tally.unmet,
                tally.unknown,
                tally.level,
                "ya" if row.kampung.is_example else "tidak",
            )
