"""Screens of the trail and of the register of processing."""

import csv
import re
from collections.abc import Iterator
from itertools import islice
from typing import cast

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from naikkelas.audit import access, actions, presenters
from naikkelas.audit.forms import TrailFilter
from naikkelas.audit.models import Event
from naikkelas.audit.queries import about, trail_for
from naikkelas.audit.queries.catalogue import held
from naikkelas.lib.actors import Act, Actor
from naikkelas.web.permissions import button_for, page_for

ROWS_A_PAGE = 50
ROWS_AT_ONCE = 1000
COLUMNS = ("waktu", "jabatan", "nama", "tindakan", "perubahan", "objek", "kode_objek", "id")
_PLACEHOLDER = re.compile(r"\s*[(“:]*\{\w+\}[)”]*")


def _actor(request: HttpRequest) -> Actor:
    return cast(Actor, request.user)


def _filter(request: HttpRequest) -> TrailFilter:
    """The filters of the address; a page without parameters has no errors."""
    verbs = {
        verb: _PLACEHOLDER.sub("", words).strip().capitalize()
        for verb, words in presenters.sentences().items()
    }
    data = request.POST if request.method == "POST" else request.GET
    return TrailFilter(data or {}, verbs)


@page_for(Act.READ_TRAIL)
def trail(request: HttpRequest) -> HttpResponse:
    """Everything that was done in the reader's areas, newest first."""
    reader = _actor(request)
    if not access.may_read_trail(reader):
        raise Http404
    form = _filter(request)
    found = trail_for(reader, form.wanted())
    page = Paginator(found, ROWS_A_PAGE).get_page(request.GET.get("halaman"))
    context = {
        "filter": form,
        "page": page,
        "entries": presenters.told(list(page.object_list), reader),
        "is_filtered": any(form.cleaned_data.values()),
    }
    return render(request, "audit/trail.html", context)


@button_for(Act.READ_TRAIL)
def download(request: HttpRequest) -> StreamingHttpResponse:
    """The same events as CSV; that it was taken is an event itself."""
    reader = _actor(request)
    if not access.may_read_trail(reader):
        raise Http404
    found = trail_for(reader, _filter(request).wanted())
    actions.record_export(reader, rows=found.count())
    response = StreamingHttpResponse(_lines(found.iterator(ROWS_AT_ONCE), reader), "text/csv")
    response["Content-Disposition"] = 'attachment; filename="jejak.csv"'
    return response


class _Line:
    """Takes what the CSV writer writes and hands it on."""

    def write(self, text: str) -> str:
        return text


def _lines(events: Iterator[Event], reader: Actor) -> Iterator[str]:
    writer = csv.writer(_Line(), lineterminator="\n")
    yield writer.writerow(COLUMNS)
    while some := list(islice(events, ROWS_AT_ONCE)):
        for one in presenters.told(some, reader):
            changes = "; ".join(f"{c.label}: {c.before} → {c.after}" for c in one.changes)
            row = (one.at.isoformat(), one.post, one.name, one.sentence, changes)
            yield writer.writerow(
                [harmless(cell) for cell in (*row, one.subject_type, one.subject_id, one.id)]
            )


def harmless(cell: str) -> str:
    """A cell that no spreadsheet runs as a formula (security.md T11)."""
    return (
        f"'{cell}" if cell.lstrip(" \u00a0")[:1] in {"=", "+", "-", "@", "\t", "\r", "\n"} else cell
    )


@page_for(Act.READ_TRAIL)
def history(request: HttpRequest, kind: str, identifier: str) -> HttpResponse:
    """All events about one thing; nothing where there are none that the reader may see."""
    reader = _actor(request)
    if not access.may_read_trail(reader):
        raise Http404
    found = access.visible_to(reader) & about([(kind, [identifier])])
    page = Paginator(found, ROWS_A_PAGE).get_page(request.GET.get("halaman"))
    if not page.object_list:
        raise Http404
    context = {"page": page, "entries": presenters.told(list(page.object_list), reader)}
    return render(request, "audit/history_page.html", context)


@page_for(Act.READ_TRAIL, Act.GUARD_PRIVACY)
def register(request: HttpRequest) -> HttpResponse:
    """What is kept about persons, why and how long; made from the catalogue, to be printed."""
    if not access.may_read_register(_actor(request)):
        raise Http404
    proposals = Event.objects.filter(verb="privacy.propose_removal").order_by("-at", "-id")[:20]
    context = {
        "rows": presenters.register_rows(held()),
        "proposals": presenters.told(list(proposals), _actor(request)),
    }
    return render(request, "audit/register.html", context)
