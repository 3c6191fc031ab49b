"""Choosing an activity as evidence; the evidence itself belongs to the room below."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from naikkelas.activities import queries
from naikkelas.activities.forms.evidence import ActivityForm
from naikkelas.areas.queries import local_now
from naikkelas.lib.actors import Act, Actor
from naikkelas.lib.refusals import Refused
from naikkelas.registry import access
from naikkelas.registry.actions.evidence import add_activity
from naikkelas.registry.models import KampungKB
from naikkelas.registry.queries import kampung_for
from naikkelas.registry.rules.backing import FACTS
from naikkelas.registry.rules.schema import FORMS, REPORTS
from naikkelas.web.permissions import form_for

ACTIVITIES_A_PAGE = 20


@form_for(Act.DRAFT)
def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Pick one of the recorded activities, and say what it shows."""
    actor = cast(Actor, request.user)
    kampung = get_object_or_404(kampung_for(actor), pk=pk)
    if not (access.may_add_evidence(actor, kampung) and kampung.is_active):
        raise Http404
    code = request.GET.get("formulir", REPORTS[0].code)
    if code not in FACTS:
        raise Http404
    known = queries.of_kampung(kampung, local_now(kampung.village_id).date())
    page = Paginator(known, ACTIVITIES_A_PAGE).get_page(request.GET.get("halaman"))
    form = ActivityForm(code, page.object_list, request.POST or None)
    if request.method == "POST" and _linked(request, kampung, form, actor):
        return redirect(f"{reverse('registry:evidence_list', args=[pk])}?formulir={code}")
    context = {
        "kampung": kampung,
        "form": form,
        "page": page,
        "forms": REPORTS,
        "chosen": FORMS[code],
    }
    status = 422 if form.errors else 200
    return render(request, "activities/evidence_new.html", context, status=status)


def _linked(request: HttpRequest, kampung: KampungKB, form: ActivityForm, by: Actor) -> bool:
    """Whether it was linked; the form says why not."""
    if not form.is_valid():
        return False
    picked = form.chosen
    try:
        add_activity(kampung, form.claim(), activity_id=picked.pk, held_on=picked.tanggal, by=by)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, f"Kegiatan “{picked.judul}” sekarang menjadi bukti.")
    return True
