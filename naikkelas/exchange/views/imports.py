"""From the upload to the receipt, and back."""

from typing import Any, cast
from uuid import UUID

import polars as pl
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from naikkelas.accounts.models import User
from naikkelas.audit.presenters import history_about
from naikkelas.exchange import access, actions, queries, tasks
from naikkelas.exchange.forms import UploadForm
from naikkelas.exchange.models import BatchState, ImportBatch
from naikkelas.exchange.queries import mappings
from naikkelas.exchange.rules import raw
from naikkelas.exchange.rules.layouts import LAYOUTS
from naikkelas.exchange.rules.tables import Severity
from naikkelas.lib.actors import Act, Actor
from naikkelas.lib.refusals import Refused
from naikkelas.web.permissions import button_for, form_for, page_for

BATCHES_A_PAGE = 30
FINDINGS_A_PAGE = 50
_LABELS = {field.name: field.label for layout in LAYOUTS.values() for field in layout.fields}
_SEVERITIES = {
    Severity.FILE.value: "Tidak terbaca",
    Severity.HARD.value: "Ditolak",
    Severity.SOFT.value: "Perlu diperiksa",
}


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in person; 404 for whoever may not import at all."""
    actor = cast(Actor, request.user)
    if not actor.can(Act.IMPORT):
        raise Http404
    return actor


def batch_of(request: HttpRequest, pk: UUID) -> ImportBatch:
    """A batch that the person may see, else 404."""
    return get_object_or_404(access.visible_to(actor_of(request)), pk=pk)


@page_for(Act.IMPORT)
def list_batches(request: HttpRequest) -> HttpResponse:
    """All imports, newest first."""
    batches = access.visible_to(actor_of(request))
    page = Paginator(batches, BATCHES_A_PAGE).get_page(request.GET.get("halaman"))
    return render(request, "exchange/batch_list.html", {"page": page})


@form_for(Act.IMPORT)
def new(request: HttpRequest) -> HttpResponse:
    """Choose files; a POST keeps them and puts them in line for their check."""
    actor = actor_of(request)
    is_sent = request.method == "POST"
    form = UploadForm(actor, request.POST, request.FILES) if is_sent else UploadForm(actor)
    if is_sent and form.is_valid():
        try:
            batch = actions.upload(
                actions.converted(form.cleaned_data["uploads"], form.area_code),
                form.area_code,
                actor,
                as_reported=form.cleaned_data["as_reported"],
                endorsed=form.cleaned_data["endorsed"],
            )
        except Refused as refusal:
            form.add_error("uploads", str(refusal))
        else:
            tasks.check_batch.enqueue(str(batch.pk))
            tasks.clear_old_files.enqueue()
            return redirect("exchange:batch_show", batch.pk)
    status = 422 if form.errors else 200
    return render(request, "exchange/batch_new.html", {"form": form}, status=status)


@page_for(Act.IMPORT)
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Progress, preview or receipt, whatever the batch is at; htmx asks for the changing part."""
    batch = batch_of(request, pk)
    context = _context(request, batch)
    # A step that ended while the page watched brings the whole page: title, findings and buttons.
    part = "#keadaan" if getattr(request, "htmx", False) and request.GET.get("pantau") else ""
    response = render(request, f"exchange/batch_show.html{part}", context)
    if part and not context["busy"]:
        response["HX-Refresh"] = "true"
    return response


def _context(request: HttpRequest, batch: ImportBatch) -> dict[str, Any]:
    busy = queries.is_busy(batch)
    context: dict[str, Any] = {
        "batch": batch,
        "busy": busy,
        "stale": queries.is_stale(batch),
        "counts": queries.counts(batch),
        "states": BatchState,
    }
    if busy:
        return context
    found = _filtered(request, queries.errors(batch))
    context |= {
        "page": _pages(found).get_page(request.GET.get("halaman")),
        "severities": _SEVERITIES,
        "several_files": len(batch.file_names) > 1,
        "is_mapped": batch.may_be_mapped and mappings.is_mapped(batch),
        "is_kept": bool(raw.kept(queries.folder_of(batch))),
        "findings": batch.counts.get("findings", {}),
        "history": history_about([("exchange.importbatch", [batch.pk])], cast(Actor, request.user)),
    }
    if batch.state == BatchState.READY:
        context |= {
            "differences": queries.differences(batch),
            "has_changes": queries.has_changes(batch),
            "everything_refused": not any(table.same for table in context["counts"]),
        }
    return context


def _filtered(request: HttpRequest, findings: pl.DataFrame) -> pl.DataFrame:
    severity, text = request.GET.get("jenis", ""), request.GET.get("teks", "").strip()
    if severity in _SEVERITIES:
        findings = findings.filter(pl.col("severity") == severity)
    if text:
        sought = pl.concat_str(
            ["file", "sheet", "column", "value", "message"], separator=" ", ignore_nulls=True
        )
        findings = findings.filter(
            sought.str.to_lowercase().str.contains(text.lower(), literal=True)
        )
    return findings


def _pages(findings: pl.DataFrame) -> Paginator[dict[str, Any]]:
    # The paginator asks for a length and for slices, which is all that `Rows` gives.
    return Paginator(cast(Any, Rows(findings)), FINDINGS_A_PAGE)


class Rows:
    """A frame as the paginator wants it: a length and slices, here of rows as dictionaries."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame = frame

    def __len__(self) -> int:
        return self.frame.height

    def __getitem__(self, part: slice) -> list[dict[str, Any]]:
        rows = self.frame[part].to_dicts()
        return [row | {"label": _LABELS.get(row["column"], row["column"])} for row in rows]


@button_for(Act.IMPORT)
def check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Check an upload again."""
    batch = batch_of(request, pk)
    try:
        actions.begin_check(batch, by=actor_of(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        tasks.check_batch.enqueue(str(batch.pk))
    return redirect("exchange:batch_show", pk)


@button_for(Act.IMPORT)
def apply(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put a checked batch in line for being stored."""
    batch = batch_of(request, pk)
    try:
        actions.begin_apply(batch, by=actor_of(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        by = cast(User, request.user)
        post = by.acting.post_id if by.acting else None
        tasks.apply_batch.enqueue(str(batch.pk), by.pk, post)
    return redirect("exchange:batch_show", pk)


@button_for(Act.IMPORT)
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Throw an upload away before it is applied."""
    try:
        actions.cancel(batch_of(request, pk), by=actor_of(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("exchange:batch_show", pk)
    messages.success(request, "Unggahan dibuang. Tidak ada data yang berubah.")
    return redirect("exchange:batch_list")


@button_for(Act.IMPORT)
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take an applied batch back."""
    try:
        actions.undo(batch_of(request, pk), by=actor_of(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Impor ditarik kembali. Data kembali seperti sebelumnya.")
    return redirect("exchange:batch_show", pk)
