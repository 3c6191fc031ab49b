"""“Perlu diperbaiki”: what phones sent and nobody could take in, for who has no app at hand."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from naikkelas.activities import presenters
from naikkelas.activities.actions import settling, uploads
from naikkelas.activities.models import Envelope, OtherBody
from naikkelas.activities.queries import envelopes as queries
from naikkelas.activities.queries.homes import home_of
from naikkelas.lib.actors import Act, Actor
from naikkelas.lib.refusals import NotYours, Refused
from naikkelas.web.permissions import form_for

A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One waiting thing as it is shown: its content in words, why it waits, what may be done."""

    envelope: Envelope
    title: str
    answers: list[tuple[str, str]]
    message: str
    clashes: list[dict[str, Any]]
    other: OtherBody | None = None


@form_for(Act.DRAFT)
def listed(request: HttpRequest) -> HttpResponse:
    """All that waits in the kampung of the person; settling one thing."""
    actor = cast(Actor, request.user)
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            messages.success(request, _settled(request, actor))
            return redirect("activities:waiting")
        except NotYours as refused:
            raise Http404 from refused
        except Refused as refused:
            refusal = refused  # the name of an except clause goes with it
    page = Paginator(queries.waiting_for(actor), A_PAGE).get_page(request.GET.get("halaman"))
    others = list(queries.others_for(actor)[:A_PAGE])
    names = queries.names_in([*page.object_list, *others])
    context = {
        "page": page,
        "lines": [_line(envelope, names) for envelope in page.object_list],
        "photos": [
            (photo, home_of(photo.kind).what)
            for photo in queries.photos_waiting_for(actor)[:A_PAGE]
        ],
        "others": [_other(other, names) for other in others],
        "refusal": refusal,
        "about": request.POST.get("kiriman", ""),
    }
    return render(request, "activities/waiting.html", context, status=422 if refusal else 200)


def _settled(request: HttpRequest, actor: Actor) -> str:
    """Do what was asked for; what to say about it."""
    if "isi_lain" in request.POST:
        key = request.POST["isi_lain"]
        rows = queries.others_for(actor)
        settling.drop_other(get_object_or_404(rows, pk=_number(key)), by=actor)
        return "Isi lain itu tidak dipakai. Catatan yang sudah terkirim tetap."
    if "foto" in request.POST:
        photo = get_object_or_404(queries.photos_waiting_for(actor), pk=_key(request.POST["foto"]))
        uploads.discard(photo, is_sure=request.POST.get("yakin") == "ya", by=actor)
        return "Foto itu dihapus."
    envelope = get_object_or_404(queries.waiting_for(actor), pk=_key(request.POST.get("kiriman")))
    if request.POST.get("langkah") == "kirim":
        settling.adopt(envelope, by=actor)
        return "Kiriman sudah diterima atas nama Anda."
    settling.drop(envelope, by=actor)
    return "Kiriman itu tidak dipakai. Yang sudah tercatat tetap."


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 18:
        raise Http404
    return int(text)


def _key(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError as error:
        raise Http404 from error


def _line(envelope: Envelope, names: Mapping[str, str]) -> Line:
    told = json.loads(envelope.answer or "{}")
    clashes = told.get("fields", []) if envelope.state == Envelope.State.CLASHED else []
    title, answers = presenters.sent_in_words(envelope.kind, bytes(envelope.body or b""), names)
    return Line(envelope, title, answers, str(told.get("message", "")), clashes)


def _other(other: OtherBody, names: Mapping[str, str]) -> Line:
    envelope = other.envelope
    title, answers = presenters.sent_in_words(envelope.kind, bytes(other.body or b""), names)
    message = "Catatan ini sudah terkirim dengan isi lain. Inilah isi yang datang kemudian."
    return Line(envelope, title, answers, message, [], other)
