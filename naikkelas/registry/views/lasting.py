"""What the pages of groups and of innovations have in common."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from naikkelas.areas.queries import local_now
from naikkelas.lib.refusals import Refused
from naikkelas.registry import access
from naikkelas.registry.errors import UnfitAnswer
from naikkelas.registry.group_forms import RecordForm, StopForm
from naikkelas.registry.models import KampungKB, Lasting
from naikkelas.registry.views.kampung import actor_of, kampung_of


def kept_kampung(request: HttpRequest, pk: UUID) -> KampungKB:
    """A kampung whose records the person keeps, else 404."""
    kampung = kampung_of(request, pk)
    insist_on_keeper(request, kampung)
    return kampung


def insist_on_keeper(request: HttpRequest, kampung: KampungKB) -> None:
    """404 for who may not keep the records of a kampung."""
    if not access.may_report(actor_of(request), kampung):
        raise Http404


def said(form: Any, act: Callable[[], object]) -> bool:
    """Whether it was done; the form says why not, beside the field where there is one."""
    try:
        act()
    except Refused as refusal:
        column = refusal.column if isinstance(refusal, UnfitAnswer) else None
        form.add_error(column if column in form.fields else None, str(refusal))
        return False
    return True


def form_page(
    request: HttpRequest, form: RecordForm, kampung: KampungKB, **more: Any
) -> HttpResponse:
    """The form of a record, new or not."""
    context = {"form": form, "kampung": kampung, **more}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "registry/record_form.html", context, status=status)


def stop_page(
    request: HttpRequest,
    row: Lasting,
    back: str,
    stop: Callable[[StopForm], object],
    withdraw: Callable[[], object],
) -> HttpResponse:
    """Stop with a reason, or take back what was recorded by mistake; both can be undone."""
    insist_on_keeper(request, row.kampung)
    today = local_now(row.kabupaten_code).date()
    form = StopForm(request.POST or None, initial={"stopped_on": today})
    if request.method == "POST" and form.is_valid():
        is_mistake = form.cleaned_data["how"] == StopForm.MISTAKE
        if said(form, withdraw if is_mistake else lambda: stop(form)):
            words = "Catatan ditarik." if is_mistake else "Dicatat berhenti."
            messages.success(request, f"{words} Anda dapat mengembalikannya di halaman ini.")
            return redirect(back)
    context = {"form": form, "row": row, "kampung": row.kampung, "back": back}
    status = 422 if form.errors else 200
    return render(request, "registry/record_stop.html", context, status=status)


def undone(
    request: HttpRequest, row: Lasting, back: str, undo: Callable[[], object]
) -> HttpResponse:
    """Back to the page, with what came of the undoing."""
    insist_on_keeper(request, row.kampung)
    try:
        undo()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{row} aktif kembali.")
    return redirect(back)
