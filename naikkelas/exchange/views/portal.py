"""A month in the order of the national portal's forms: on screen, as a workbook, on paper."""

from datetime import date
from io import BytesIO
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from naikkelas.areas.queries import local_now
from naikkelas.exchange.queries.portal import PortalMonth, portal_month, portal_months
from naikkelas.exchange.views.downloads import XLSX
from naikkelas.lib.actors import Act, Actor
from naikkelas.lib.dates import id_month
from naikkelas.lib.sheets import as_workbook
from naikkelas.registry.models import KampungKB
from naikkelas.registry.queries import kampung_for
from naikkelas.registry.rules.schema import FORMS
from naikkelas.web.permissions import page_for


@page_for(Act.SEE)
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every question of the portal with our answer, and what the portal would refuse."""
    kampung = _kampung(request, pk)
    months = portal_months(kampung, local_now(kampung.village_id).date())
    month = portal_month(kampung, _month(request) or months[0])
    context = {
        "kampung": kampung,
        "month": month,
        "months": months,
        "forms": [(FORMS[code], report, month.of(code)) for code, report in month.reports.items()],
    }
    return render(request, "exchange/portal.html", context)


@page_for(Act.EXPORT)
def workbook(request: HttpRequest, pk: UUID) -> FileResponse:
    """The same as a workbook."""
    kampung = _kampung(request, pk)
    wanted = _month(request)
    if wanted is None:
        raise Http404
    month = portal_month(kampung, wanted)
    target = BytesIO()
    lines = [
        f"Untuk portal nasional: {kampung}, {id_month(month.first_day)}",
        f"Kode desa {kampung.village_id}",
        *month.refusals,
    ]
    if kampung.is_example:
        lines.append("CONTOH: data ini dibuat untuk mencoba, bukan laporan yang sebenarnya.")
    as_workbook(target, "Portal", lines, ("No", "Isian portal", "Isi", "Formulir"), _rows(month))
    target.seek(0)
    mark = "-contoh" if kampung.is_example else ""
    name = f"portal-{kampung.village_id}-{month.first_day:%Y-%m}{mark}.xlsx"
    return FileResponse(target, as_attachment=True, filename=name, content_type=XLSX)


def _rows(month: PortalMonth) -> list[tuple[int, str, str, str]]:
    return [
        (
            line.number,
            line.label,
            "(salin dari laporan)" if line.is_personal else line.answer,
            f"{FORMS[code].name}: {filled.section.title}",
        )
        for code in month.reports
        for filled in month.of(code)
        for line in filled.lines
    ]


def _kampung(request: HttpRequest, pk: UUID) -> KampungKB:
    actor: Actor = request.user  # type: ignore[assignment]
    return get_object_or_404(kampung_for(actor), pk=pk)


def _month(request: HttpRequest) -> date | None:
    """`?bulan=2025-07`; None where nothing or no month is given."""
    try:
        return date.fromisoformat(f"{request.GET.get('bulan', '')}-01")
    except ValueError:
        return None
