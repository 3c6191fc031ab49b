"""The agenda of a kampung as a calendar: a download, a secret address, and reminders to share."""

from datetime import date
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from naikkelas.accounts.models import User
from naikkelas.areas.queries import local_now
from naikkelas.lib.actors import Act
from naikkelas.lib.refusals import Refused
from naikkelas.registry import access
from naikkelas.registry.actions import feeds as actions
from naikkelas.registry.models import KampungKB
from naikkelas.registry.queries import meetings as queries
from naikkelas.registry.queries import reminders
from naikkelas.registry.rules import sharing
from naikkelas.registry.rules.calendars import CONTENT_TYPE, calendar
from naikkelas.registry.views.kampung import actor_of, kampung_of
from naikkelas.registry.views.meetings import today_in
from naikkelas.web.permissions import PUBLIC, form_for, page_for

ROWS_A_PAGE = 30


@form_for(Act.DRAFT)
def manage(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Download the agenda, make a secret address for one's post, or revoke one."""
    kampung = kampung_of(request, pk)
    if not access.may_hold_meetings(actor_of(request), kampung):
        raise Http404
    made = ""
    if request.method == "POST" and "cabut" in request.POST:
        _revoke(request, kampung)
        return redirect("registry:calendar", pk)
    if request.method == "POST":
        secret = actions.give(kampung, by=cast(User, request.user))
        made = request.build_absolute_uri(reverse("registry:calendar_feed", args=[secret]))
    context = {"kampung": kampung, "feeds": queries.feeds_of(kampung), "made": made}
    response = render(request, "registry/calendar.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


def _revoke(request: HttpRequest, kampung: KampungKB) -> None:
    try:
        key = UUID(request.POST["cabut"])
    except ValueError as error:
        raise Http404 from error
    feed = get_object_or_404(queries.feeds_of(kampung), pk=key)
    try:
        actions.revoke(feed, by=actor_of(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Alamat kalender dicabut.")


@page_for(Act.SEE)
def download(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The agenda as a file."""
    kampung = kampung_of(request, pk)
    return _file(kampung, today_in(kampung))


@page_for(PUBLIC)  # whoever has the secret address
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The agenda for whoever has the secret address, until it is revoked."""
    found = queries.feed_of(secret)
    if found is None:
        raise Http404
    return _file(found.kampung, today_in(found.kampung))


def _file(kampung: KampungKB, today: date) -> HttpResponse:
    told = calendar(f"Agenda Kampung KB {kampung.nama}", queries.appointments(kampung, today))
    response = HttpResponse(told, content_type=CONTENT_TYPE)
    response["Cache-Control"] = "private, no-store"
    response["Content-Disposition"] = f'attachment; filename="agenda-{kampung.village_id}.ics"'
    response["X-Robots-Tag"] = "noindex"
    return response


@page_for(Act.SEE)
def remind(request: HttpRequest) -> HttpResponse:
    """Which kampung have not reported a month yet, each with a reminder to share."""
    actor = actor_of(request)
    today = local_now(actor.home).date()
    month = reminders.month_of(request.GET.get("bulan", ""), today)
    page = Paginator(reminders.missing(actor, month), ROWS_A_PAGE)
    shown = page.get_page(request.GET.get("halaman"))
    link = request.build_absolute_uri("/")
    found = reminders.filled(shown.object_list, month)
    rows = [(one, _reminder(one, month, link)) for one in found]
    context = {"page": shown, "rows": rows, "month": month, "months": reminders.offered(today)}
    return render(request, "registry/reminder_list.html", context)


def _reminder(one: reminders.Missing, month: date, link: str) -> str:
    text = sharing.reminder(one.kampung.nama, list(one.forms), month, link)
    return sharing.whatsapp_link(text)
