"""Certificates: giving them, the PDF, taking one back, and the public page that checks one."""

from uuid import UUID

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from naikkelas.areas.queries import setting
from naikkelas.lib.actors import Act
from naikkelas.lib.refusals import Refused
from naikkelas.registry import access as registry
from naikkelas.training.actions import certificates as actions
from naikkelas.training.errors import TooManyRequests
from naikkelas.training.forms.sessions import ReasonForm
from naikkelas.training.models import Certificate
from naikkelas.training.queries import sessions
from naikkelas.training.queries.results import certificate_of_token
from naikkelas.training.rules.completion import initials
from naikkelas.training.rules.papers import Printed, certificate_pdf
from naikkelas.training.rules.sharing import days_in_words
from naikkelas.training.views.common import actor_of, participant_of, running
from naikkelas.web.permissions import PUBLIC, button_for, form_for, page_for

RATE = {"certificate": "60/m/ip"}
"""How often one network may check certificates; they are found by a secret, not by trying."""


@button_for(Act.TRAIN)
def issue(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give a certificate to everybody who came and passed and has none."""
    session, actor = running(request, pk), actor_of(request)
    count = 0
    for row in sessions.rows_of(session, actor):
        if row.completion.is_complete and not row.certificate:
            try:
                actions.issue(row.participant, by=actor)
            except Refused as refusal:
                messages.error(request, str(refusal))
            else:
                count += 1
    messages.success(request, f"{count} sertifikat terbit, dan pelatihannya tercatat di Pokja.")
    return redirect("training:session", pk)


def _certificate(request: HttpRequest, pk: UUID, key: UUID) -> Certificate:
    """The newest certificate of a participant whose name the person may read, else 404."""
    participant = participant_of(request, pk, key)
    if not registry.may_see_people(actor_of(request), participant.kader.kampung):
        raise Http404
    found = Certificate.objects.filter(participant=participant, revoked_at__isnull=True)
    return get_object_or_404(found)


@page_for(Act.DRAFT, Act.SEE_PERSONAL)
def pdf(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """The certificate to print or send on."""
    certificate = _certificate(request, pk, key)
    session = certificate.participant.session
    kampung = certificate.participant.kader.kampung
    address = reverse("training:verify", args=[certificate.token])
    content = certificate_pdf(
        Printed(
            number=certificate.number,
            name=certificate.participant.kader.name,
            kampung=kampung.nama,
            kecamatan=str(kampung.village.parent),
            course=session.curriculum.name,
            held=days_in_words(session.starts_on, session.ends_on),
            place=session.place,
            hours=certificate.hours,
            score=certificate.score,
            issued_on=certificate.issued_on,
            office=str(setting(session.kabupaten_code, "office_name")),
            address=request.build_absolute_uri(address),
            is_example=session.is_example,
        )
    )
    response = HttpResponse(content, content_type="application/pdf")
    name = certificate.number.replace("/", "-")
    response["Content-Disposition"] = f'attachment; filename="sertifikat-{name}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@form_for(Act.TRAIN)
def revoke(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """Take a certificate back with a reason."""
    session = running(request, pk)
    certificate = _certificate(request, pk, key)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            actions.revoke(certificate, reason=reason, by=actor_of(request))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Sertifikat dicabut, dan catatan pelatihannya ditarik.")
            return redirect("training:session", pk)
    context = {
        "form": form,
        "session": session,
        "heading": f"Cabut sertifikat {certificate.number}",
        "button": "Cabut sertifikat",
    }
    return render(request, "training/reason_form.html", context, status=422 if form.errors else 200)


@page_for(PUBLIC)  # whoever holds the paper
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """For whoever holds the paper: whether it is valid, of what and when, and the initials."""
    context: dict[str, object] = {}
    if not ratelimit.consume(
        request, app="training", action="certificate", config=RATE, limit_get=True
    ):
        context, status = {"refusal": TooManyRequests.sentence}, 429
    else:
        certificate = certificate_of_token(token)
        status = 200 if certificate else 404
        if certificate:
            session = certificate.participant.session
            context = {
                "certificate": certificate,
                "initials": initials(certificate.participant.kader.name),
                "session": session,
                "days": days_in_words(session.starts_on, session.ends_on),
                "office": setting(session.kabupaten_code, "office_name"),
            }
    response = render(request, "training/verify.html", context, status=status)
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
