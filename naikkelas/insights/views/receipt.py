"""The receipt after an activity was sent: what it did, and what is next."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from naikkelas.activities.presenters import reference_number
from naikkelas.insights.queries.receipt import Effect, receipt_of
from naikkelas.insights.queries.viewpoint import viewpoint
from naikkelas.insights.views.kampung import found
from naikkelas.lib.actors import Act
from naikkelas.lib.dates import id_date
from naikkelas.registry.rules import sharing
from naikkelas.registry.rules.review import NEXT
from naikkelas.web.permissions import page_for


@page_for(Act.SEE)
def show(request: HttpRequest, pk: UUID, record: UUID) -> HttpResponse:
    """What was sent and what it did to both classes, today and by the rule in force."""
    kampung = found(request, pk)
    view = viewpoint(kampung.village_id, {})
    receipt = receipt_of(kampung, record, cutoff=view.today, instrument=view.instrument)
    if receipt is None:
        raise Http404
    activity = receipt.activity
    link = request.build_absolute_uri(reverse("activities:show", args=[pk, record]))
    text = "\n".join(
        [
            f"*{activity.judul}*",
            f"{id_date(activity.tanggal)}, Kampung KB {kampung}",
            *(_in_words(receipt.declared)),
            link,
        ]
    )
    context = {
        "kampung": kampung,
        "receipt": receipt,
        "activity": activity,
        "number": reference_number(activity),
        "view": view,
        "level_labels": view.labels,
        "next_words": NEXT[activity.state].replace("laporan ini", "kegiatan ini"),
        "share_url": sharing.whatsapp_link(text),
    }
    return render(request, "insights/activity_sent.html", context)


def _in_words(effect: Effect) -> list[str]:
    return [
        f"{move.name} naik {move.score_before} → {move.score_after}"
        for move in effect.moves
        if move.is_rise
    ]
