"""The queue of data quality: what to look into, whose turn it is, and closing an item."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from naikkelas.areas.queries import local_now
from naikkelas.audit.presenters import history_about
from naikkelas.lib.actors import Act
from naikkelas.lib.refusals import NotYours, Refused
from naikkelas.registry import access
from naikkelas.registry.actions import quality as actions
from naikkelas.registry.models import QualityItem
from naikkelas.registry.queries import MODELS
from naikkelas.registry.queries import quality as queries
from naikkelas.registry.queries.quality import Wanted
from naikkelas.registry.views.kampung import actor_of
from naikkelas.web.permissions import form_for, page_for

ITEMS_A_PAGE = 30
ROWS_AT_A_TIME = 1000
OWNERS = {
    "pokja": "Pokja",
    "pkb": "PKB/PLKB",
    "kecamatan": "Kecamatan",
    "operator": "Operator kabupaten",
}
_BADGES = {"keras": "badge-danger", "bukti": "badge-danger", "sepi": "badge-warn"}
_RISKY = re.compile(r"^\s*[=+\-@]|^[\t\r\n]")
"""What a spreadsheet would run; such a cell gets a quote before it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One item as the list and its own page show it."""

    item: QualityItem
    is_overdue: bool

    @property
    def owner(self) -> str:
        return OWNERS.get(self.item.owner_role, self.item.owner_role)

    @property
    def badge(self) -> str:
        return _BADGES.get(self.item.kind, "badge-info")

    @property
    def form(self) -> str:
        return queries.form_name(self.item)


@page_for(Act.SEE)
def listing(request: HttpRequest) -> HttpResponse:
    """What there is to look into, the most urgent first, with the numbers of each kind."""
    actor = actor_of(request)
    wanted = _wanted(request)
    page = Paginator(queries.listed(actor, wanted), ITEMS_A_PAGE).get_page(
        request.GET.get("halaman")
    )
    today = local_now(actor.home).date()
    counts = queries.counts(actor)
    context = {
        "wanted": wanted,
        "page": page,
        "rows": [Shown(one, _is_overdue(one, today)) for one in page.object_list],
        "kinds": [(code, label, counts.get(code, 0)) for code, label in QualityItem.Kind.choices],
        "total": sum(counts.values()),
        "kecamatan": queries.kecamatan_of(actor),
        "csv_url": f"{reverse('registry:quality_csv')}?{request.GET.urlencode()}",
        "has_turn": actor.desk in OWNERS,
    }
    return render(request, "registry/quality_list.html", context)


def _is_overdue(item: QualityItem, today: date) -> bool:
    return item.closed_at is None and item.due_on < today


def _wanted(request: HttpRequest) -> Wanted:
    kind = request.GET.get("jenis", "")
    if kind and kind not in QualityItem.Kind.values:
        raise Http404
    return Wanted(
        kind=kind,
        mine=request.GET.get("giliran") == "saya",
        kecamatan=request.GET.get("kecamatan", "")[:13],
        overdue=request.GET.get("lewat") == "ya",
        closed=request.GET.get("selesai") == "ya",
    )


@form_for(Act.SEE)
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One item: what it is, where to look, and closing it with a reason."""
    actor = actor_of(request)
    items = queries.visible_to(actor).select_related("kampung__village__parent")
    item = get_object_or_404(items, pk=pk)
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            actions.close(item, reason=request.POST.get("alasan", ""), by=actor)
        except NotYours as refused:
            raise Http404 from refused
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, "Selesai. Alasannya tersimpan.")
            return redirect("registry:quality_list")
    today = local_now(item.kampung.village_id).date()
    context = {
        "shown": Shown(item, _is_overdue(item, today)),
        "kampung": item.kampung,
        "look_url": _look_url(item),
        "may_close": item.closed_at is None and access.may_close_item(actor, item),
        "refusal": refusal,
        "reason": request.POST.get("alasan", ""),
        "history": history_about([("registry.qualityitem", [item.pk])], actor),
    }
    status = 422 if refusal else 200
    return render(request, "registry/quality_item.html", context, status=status)


def _look_url(item: QualityItem) -> str:
    """Where the figure or the evidence stands."""
    if item.mark.startswith("sk_pokja:"):
        return reverse("registry:pokja_show", args=[item.kampung_id])
    is_of_evidence = item.mark.startswith(("bukti:", "foto:", "tanggal_foto:"))
    if is_of_evidence:
        return reverse("registry:evidence_list", args=[item.kampung_id])
    if item.form in MODELS and item.version_id:
        arguments = [item.kampung_id, item.form, item.version_id]
        return reverse("registry:report_show", args=arguments)
    return reverse("registry:report_list", args=[item.kampung_id])


@page_for(Act.EXPORT)
def download(request: HttpRequest) -> StreamingHttpResponse:
    """The list as it is filtered, as CSV for machines."""
    items = queries.listed(actor_of(request), _wanted(request))
    response = StreamingHttpResponse(_lines(items), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="mutu-data.csv"'
    return response


_HEADINGS = (
    *("kode_desa", "kampung", "kecamatan", "jenis", "formulir", "tanda", "keterangan"),
    *("giliran", "dibuka", "tenggat", "selesai"),
)


def _lines(items: "QuerySet[QualityItem]") -> Iterator[str]:
    yield _line(_HEADINGS)
    for item in items.iterator(chunk_size=ROWS_AT_A_TIME):
        kampung = item.kampung
        closed = item.closed_at.date().isoformat() if item.closed_at else ""
        yield _line(
            (
                *(kampung.village_id, kampung.nama, str(kampung.village.parent), item.kind),
                *(item.form, item.mark, item.detail, item.owner_role),
                *(item.opened_at.date().isoformat(), item.due_on.isoformat(), closed),
            )
        )


def _line(cells: tuple[str, ...]) -> str:
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow([f"'{cell}" if _RISKY.match(cell) else cell for cell in cells])
    return target.getvalue()
