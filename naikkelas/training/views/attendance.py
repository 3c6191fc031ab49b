"""Who was there: a page to tick, a code on the trainer's screen, and where that code leads."""

from datetime import date
from uuid import UUID

import qrcode
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from qrcode.image.svg import SvgPathFillImage

from naikkelas.lib.actors import Act
from naikkelas.lib.refusals import Refused
from naikkelas.registry.rules.meetings import CODE_SECONDS
from naikkelas.training.actions import attendance as actions
from naikkelas.training.errors import AlreadyThere
from naikkelas.training.forms.sessions import PeopleForm
from naikkelas.training.models import TrainingSession
from naikkelas.training.queries import sessions as queries
from naikkelas.training.views.common import actor_of, running, today_of
from naikkelas.web.permissions import form_for, page_for


@form_for(Act.TRAIN)
def tick(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The list of one day to tick."""
    session = running(request, pk)
    day = _day(request, session)
    people = list(queries.seated_of(session))
    present = [str(row.participant_id) for row in queries.present_on(session, day)]
    form = PeopleForm(
        "Yang hadir",
        [(str(one.pk), f"{one.kader.name} ({one.kader.kampung})") for one in people],
        request.POST or None,
        initial={"chosen": present, "seen": present},
    )
    if request.method == "POST" and form.is_valid():
        try:
            count = actions.tick(
                session, day, form.ticked(), seen=form.ticked("seen"), by=actor_of(request)
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Kehadiran tersimpan: {count} orang hadir.")
            return redirect("training:session", pk)
    today = today_of(session)
    context = {
        "form": form,
        "session": session,
        "day": day,
        "days": [one for one in session.days if one <= today],
        "people": people,
    }
    return render(
        request, "training/session_tick.html", context, status=422 if form.errors else 200
    )


def _day(request: HttpRequest, session: TrainingSession) -> date:
    """The day of the address; else today within the session, else its nearest day."""
    asked = request.GET.get("hari", "")
    try:
        day = date.fromisoformat(asked) if asked else today_of(session)
    except ValueError as error:
        raise Http404 from error
    if asked and day not in session.days:
        raise Http404
    return min(max(day, session.starts_on), session.ends_on)


@page_for(Act.TRAIN)
def code(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The code for people's phones; it holds for minutes, so the page renews it by itself."""
    session = running(request, pk)
    is_open = queries.door_is_open(session)
    context: dict[str, object] = {"session": session, "is_open": is_open}
    if is_open:
        path = reverse("training:check_in", args=[queries.code_token(session)])
        context |= {
            "picture": _drawn(request.build_absolute_uri(path)),
            "minutes": CODE_SECONDS // 60,
            "present": queries.present_on(session, today_of(session)).count(),
        }
    part = "#code" if request.headers.get("HX-Request") else ""
    response = render(request, f"training/session_code.html{part}", context)
    response["Cache-Control"] = "private, no-store"
    return response


def _drawn(address: str) -> SafeString:
    drawn: str = qrcode.make(address, image_factory=SvgPathFillImage, border=2).to_string(
        encoding="unicode"
    )
    label = '<svg role="img" aria-label="Kode QR daftar hadir" class="meeting-code" '
    # Made here from an address of our own: paths and numbers only.
    return SafeString(drawn.replace("<svg ", label, 1))


@form_for(Act.SEE)
def check_in(request: HttpRequest, token: str) -> HttpResponse:
    """Where the code leads: a participant with an account confirms with one press."""
    session = queries.session_of_code(token)
    context: dict[str, object] = {"session": session}
    status = 200 if session else 410
    if session:
        context["own"] = queries.own_place(session, actor_of(request))
    if session and request.method == "POST":
        try:
            actions.check_in(token, by=actor_of(request))
            context["done"] = "hadir"
        except AlreadyThere:
            context["done"] = "sudah"
        except Refused as refusal:
            context["refusal"], status = str(refusal), 422
    response = render(request, "training/check_in.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
