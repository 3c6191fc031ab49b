"""The roadmap as a workbook, as the annex of a work plan, and the planner's own input."""

from io import BytesIO
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from naikkelas.areas.models import Area
from naikkelas.lib.actors import Act
from naikkelas.roadmap import presenters_plan as shown
from naikkelas.roadmap import queries
from naikkelas.roadmap.rules import workbook as books
from naikkelas.roadmap.views.asking import place, scenario_of
from naikkelas.web.permissions import page_for

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page_for(Act.EXPORT)
def workbook(request: HttpRequest, pk: UUID) -> FileResponse:
    """Steps, kampung, costs and years of a scenario."""
    scenario = scenario_of(request, pk)
    if not scenario.is_done:
        raise Http404
    area = Area.objects.get(pk=scenario.kabupaten_code)
    target = BytesIO()
    books.write(
        target,
        queries.outcome_of(scenario),
        f"Peta jalan {area}: {scenario.name}",
        source=shown.source_line(scenario, assumed=queries.is_assumed(scenario)),
        is_example=scenario.is_example,
    )
    target.seek(0)
    mark = "-contoh" if scenario.is_example else ""
    name = f"peta-jalan-{scenario.kabupaten_code}-{scenario.start_year}{mark}.xlsx"
    return FileResponse(target, as_attachment=True, filename=name, content_type=XLSX)


@page_for(Act.SEE)
def annex(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The first year as the annex of a work plan (Renja, RKPD), to be printed."""
    scenario = scenario_of(request, pk)
    if not scenario.is_done:
        return redirect("roadmap:scenario", scenario.pk)
    area = Area.objects.get(pk=scenario.kabupaten_code)
    found, assumed = queries.outcome_of(scenario), queries.is_assumed(scenario)
    groups = shown.annex_groups(found)
    context = place(request, area, "plan", scenario) | {
        "found": found,
        "source": shown.source_line(scenario, assumed=assumed),
        "is_assumed": assumed,
        "groups": groups,
        "sums": shown.source_sums((row for one in groups for row in one.rows), found),
        "sources": found.sources.items(),
        "total": found.rupiah,
    }
    return render(request, "roadmap/annex.html", context)


@page_for(Act.EXPORT)
def inputs(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was given to the planner, for `naikkelas plan`."""
    scenario = scenario_of(request, pk)
    response = HttpResponse(scenario.inputs, content_type="application/json; charset=utf-8")
    name = f"rencana-{scenario.kabupaten_code}-{str(scenario.pk)[-6:]}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
