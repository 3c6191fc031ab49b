"""What should be taught where, and who was reached: needs, coverage, and its files."""

import io
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from naikkelas.areas.models import Area
from naikkelas.lib.actors import Act
from naikkelas.lib.sheets import as_csv, as_workbook
from naikkelas.training.queries import coverage as covered
from naikkelas.training.queries import needs as queries
from naikkelas.training.views.common import actor_of
from naikkelas.web.permissions import page_for

ROWS_A_PAGE = 30
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADINGS = (
    ("kode_desa", "Kode desa"),
    ("kampung", "Kampung"),
    ("kecamatan", "Kecamatan"),
    ("pokja", "Pokja"),
    ("anggota", "Anggota"),
    ("anggota_terlatih", "Anggota terlatih"),
    ("jam_pelajaran", "Jam pelajaran"),
)


def _home(request: HttpRequest) -> str:
    """The person's area, a kabupaten or smaller; empty for who acts for more."""
    home = actor_of(request).home
    return home if len(home) >= len("63.01") else ""


@page_for(Act.SEE)
def needs(request: HttpRequest) -> HttpResponse:
    """Which curricula would answer what the kampung lack; for one of them, where and why."""
    home, actor = _home(request), actor_of(request)
    if not home:
        return render(request, "training/needs.html", {"home": home})
    known = queries.lacks(home, actor.scopes)
    found = queries.wanted(home[:5], known)
    code = request.GET.get("kurikulum", "")
    chosen = next((one for one in found if one.offer.curriculum.code == code), None)
    if code and chosen is None:
        raise Http404
    context = {"home": home, "known": known, "found": found, "chosen": chosen}
    if chosen:
        context |= _chosen(request, known, chosen)
    return render(request, "training/needs.html", context)


def _chosen(
    request: HttpRequest, known: queries.Lacks, chosen: queries.Wanted
) -> dict[str, object]:
    """The kampung that need one curriculum, page by page, and the sums of each kecamatan."""
    counts = chosen.by_kecamatan()
    names = dict(Area.objects.filter(pk__in=counts).values_list("code", "name"))
    page = Paginator(chosen.needs, ROWS_A_PAGE).get_page(request.GET.get("halaman"))
    rows = [(UUID(one.lack.kampung), one, known.in_words(one)) for one in page.object_list]
    return {
        "page": page,
        "rows": rows,
        "names": names,
        "kecamatan": [(names.get(key, key), count) for key, count in sorted(counts.items())],
    }


@page_for(Act.SEE)
def coverage(request: HttpRequest) -> HttpResponse:
    """Hours and coverage of Pokja by kecamatan and kampung, and what trainings changed."""
    home, actor = _home(request), actor_of(request)
    rows = covered.coverage(actor, home) if home else []
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("halaman"))
    context = {
        "home": home,
        "page": page,
        "groups": covered.by_kecamatan(rows),
        "gains": covered.gains(actor) if home else [],
    }
    return render(request, "training/coverage.html", context)


@page_for(Act.EXPORT)
def as_file(request: HttpRequest, extension: str) -> HttpResponse:
    """The coverage for machines (CSV) and for people who go on with it (XLSX)."""
    home = _home(request)
    if not home or extension not in {"csv", "xlsx"}:
        raise Http404
    rows = covered.coverage(actor_of(request), home)
    table = [_line(one) for one in rows]
    marked = "-contoh" if any(one.kampung.is_example for one in rows) else ""
    if extension == "csv":
        content = as_csv([name for name, _ in HEADINGS], table)
        kind = "text/csv"
    else:
        out = io.BytesIO()
        lines = ["Cakupan pelatihan Pokja", f"Wilayah {home}"]
        if marked:
            lines.append("Contoh: angka untuk mencoba, bukan keadaan yang sebenarnya.")
        as_workbook(out, "Cakupan", lines, [heading for _, heading in HEADINGS], table)
        content, kind = out.getvalue(), _XLSX
    response = HttpResponse(content, content_type=kind)
    name = f"cakupan-pelatihan-{home}{marked}.{extension}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _line(one: covered.Covered) -> list[str | int | None]:
    kampung = one.kampung
    return [
        kampung.village_id,
        kampung.nama,
        str(kampung.village.parent),
        one.state,
        one.members,
        None if one.members is None else one.trained,
        None if one.members is None else one.hours,
    ]
