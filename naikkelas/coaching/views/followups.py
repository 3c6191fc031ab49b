"""What was agreed: the list of a desk, and one with what became of it."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from naikkelas.areas.queries import local_now
from naikkelas.coaching import access
from naikkelas.coaching.actions import followups as actions
from naikkelas.coaching.forms import FollowUpForm, ReasonForm
from naikkelas.coaching.models import FollowUp
from naikkelas.coaching.queries import followups as queries
from naikkelas.coaching.queries.bodies import bodies_of
from naikkelas.coaching.views.common import actor_of, said
from naikkelas.lib.actors import Act, Actor
from naikkelas.web.permissions import form_for, page_for

PER_PAGE = 30


@page_for(Act.DRAFT, Act.SEE_PERSONAL, Act.MENTOR, Act.DO_STEP)
def listing(request: HttpRequest) -> HttpResponse:
    """The follow-ups of a person's desk, the most urgent first."""
    actor = actor_of(request)
    today = local_now(actor.home).date()
    wanted = request.GET.get("tampil", "")
    found = queries.listed(actor, wanted, today)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("halaman"))
    context = {
        "page": page,
        "wanted": wanted,
        "filters": queries.FILTERS,
        "counts": queries.counts(actor, today),
        "today": today,
    }
    return render(request, "coaching/followup_list.html", context)


@form_for(Act.DRAFT, Act.SEE_PERSONAL, Act.MENTOR, Act.DO_STEP)
def show(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """One follow-up: what, who, until when, its history, and closing it."""
    actor = actor_of(request)
    found = access.followups_for(actor).select_related(
        "kampung__village__parent", "partner", "visit"
    )
    followup = get_object_or_404(found, pk=key, kampung_id=pk)
    if not access.may_read(actor, followup.kampung):
        raise Http404
    may_close = access.may_close(actor, followup)
    bodies = bodies_of(followup.kampung.village_id) if access.may_pass_on(actor, followup) else []
    form: FollowUpForm | ReasonForm = (
        FollowUpForm(request.POST or None, bodies)
        if followup.is_open
        else ReasonForm(request.POST or None)
    )
    if request.method == "POST":
        if not may_close:
            raise Http404
        if form.is_valid() and _changed(form, followup, actor):
            messages.success(request, "Tersimpan. Terima kasih.")
            return redirect("coaching:followup", pk, key)
    context = {
        "followup": followup,
        "kampung": followup.kampung,
        "history": list(followup.changes.order_by("-changed_at")),
        "form": form if may_close else None,
        "today": local_now(followup.kabupaten_code).date(),
    }
    status = 422 if form.errors else 200
    return render(request, "coaching/followup.html", context, status=status)


def _changed(form: FollowUpForm | ReasonForm, followup: FollowUp, by: Actor) -> bool:
    data = form.cleaned_data
    if isinstance(form, ReasonForm):
        return said(form, lambda: actions.reopen(followup, data["reason"], by=by))
    if data["how"] == FollowUpForm.LATER:
        return said(form, lambda: actions.put_off(followup, data["due_on"], data["words"], by=by))
    if data["how"] == FollowUpForm.PASSED:
        return said(form, lambda: actions.pass_on(followup, data["body"], data["words"], by=by))
    is_done = data["how"] == FollowUpForm.DONE
    return said(form, lambda: actions.close(followup, data["words"], by=by, is_done=is_done))
