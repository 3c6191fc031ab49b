"""A partner's own calendar: the page that gives and revokes its address, and the file behind it."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from naikkelas.accounts.models import User
from naikkelas.lib.actors import Act
from naikkelas.lib.refusals import Refused
from naikkelas.partners import access
from naikkelas.partners.actions import feeds as actions
from naikkelas.partners.queries import feeds as queries
from naikkelas.partners.views.asking import insist
from naikkelas.registry.rules.calendars import CONTENT_TYPE, calendar
from naikkelas.web.permissions import PUBLIC, form_for, page_for


@form_for(Act.COMMIT)
def manage(request: HttpRequest) -> HttpResponse:
    """Make the secret address of one's post, or revoke it; it is shown this once."""
    user = cast(User, request.user)
    insist(access.may_follow_calendar(user))
    made = ""
    if request.method == "POST" and "cabut" in request.POST:
        _revoke(request, user)
        return redirect("partners:feed_manage")
    if request.method == "POST":
        path = reverse("partners:feed", args=[actions.give(by=user)])
        made = request.build_absolute_uri(path)
    context = {"made": made, "feed": queries.feed_of_post(user), "name": access.own_partner(user)}
    response = render(request, "partners/feed.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


def _revoke(request: HttpRequest, user: User) -> None:
    try:
        actions.revoke(by=user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Alamat kalender dicabut.")


@page_for(PUBLIC)  # whoever has the secret address
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The dates of a partner for whoever has its secret address, until it is revoked."""
    user = queries.follower(secret)
    if user is None:
        raise Http404
    told = calendar(f"Kampung KB: {access.own_partner(user)}", queries.own_dates(user))
    response = HttpResponse(told, content_type=CONTENT_TYPE)
    response["Cache-Control"] = "private, no-store"
    response["Content-Disposition"] = 'attachment; filename="mitra.ics"'
    response["X-Robots-Tag"] = "noindex"
    return response
