"""What a village invented: the list with the share of youth, and a page for each."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from naikkelas.areas.queries import local_now
from naikkelas.lib.actors import Act
from naikkelas.registry import access
from naikkelas.registry.actions import innovations as actions
from naikkelas.registry.group_forms import InnovationForm
from naikkelas.registry.models import Inovasi
from naikkelas.registry.queries import groups as queries
from naikkelas.registry.rules.groups import INOVASI
from naikkelas.registry.views import lasting
from naikkelas.registry.views.kampung import actor_of, kampung_of
from naikkelas.web.permissions import button_for, form_for, page_for


@page_for(Act.SEE)
def listing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All innovations, and how many of them young people lead."""
    kampung, actor = kampung_of(request, pk), actor_of(request)
    context = {
        "kampung": kampung,
        "page": queries.innovations_of(kampung),
        "may_keep": access.may_report(actor, kampung) and kampung.is_active,
    }
    return render(request, "registry/innovation_list.html", context)


def _innovation(request: HttpRequest, pk: UUID, key: UUID) -> Inovasi:
    found = queries.innovations_visible_to(actor_of(request))
    return get_object_or_404(found, pk=key, kampung_id=pk)


def _page(innovation: Inovasi) -> str:
    return reverse("registry:innovation_show", args=[innovation.kampung_id, innovation.pk])


@page_for(Act.SEE)
def show(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """One innovation."""
    innovation, actor = _innovation(request, pk, key), actor_of(request)
    kampung = innovation.kampung
    context = {
        "kampung": kampung,
        "innovation": innovation,
        "may_keep": access.may_report(actor, kampung) and kampung.is_active,
        "may_read_names": access.may_see_people(actor, kampung),
        "past_stops": queries.past_stops(innovation),
    }
    return render(request, "registry/innovation_show.html", context)


@form_for(Act.DRAFT)
def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record an innovation."""
    kampung = lasting.kept_kampung(request, pk)
    today = local_now(kampung.village_id).date()
    form = InnovationForm(today, queries.kader_choices(kampung), data=request.POST or None)
    back = reverse("registry:innovation_list", args=[pk])
    if request.method == "POST" and form.is_valid():
        by, values, kader = actor_of(request), form.stored(), form.responsible
        if lasting.said(form, lambda: actions.open_innovation(kampung, values, kader=kader, by=by)):
            messages.success(request, f"{values['title']} sudah dicatat.")
            return redirect(back)
    return lasting.form_page(
        request, form, kampung, title="Catat inovasi", back=back, back_label="Inovasi"
    )


@form_for(Act.DRAFT)
def edit(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """Change what is told of an innovation."""
    innovation = _innovation(request, pk, key)
    lasting.insist_on_keeper(request, innovation.kampung)
    form = InnovationForm(
        local_now(innovation.kabupaten_code).date(),
        queries.kader_choices(innovation.kampung, innovation),
        data=request.POST or None,
        values={field.name: getattr(innovation, field.name) for field in INOVASI.fields},
        kader=innovation.kader_id,
    )
    if request.method == "POST" and form.is_valid():
        by, values, kader = actor_of(request), form.stored(), form.responsible
        if lasting.said(
            form, lambda: actions.edit_innovation(innovation, values, kader=kader, by=by)
        ):
            messages.success(request, "Perubahan disimpan.")
            return redirect(_page(innovation))
    return lasting.form_page(
        request,
        form,
        innovation.kampung,
        title=f"Ubah {innovation}",
        back=_page(innovation),
        back_label=str(innovation),
    )


@form_for(Act.DRAFT)
def stop(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """Stop it with a reason, or take back a mistaken record."""
    innovation, by = _innovation(request, pk, key), actor_of(request)
    return lasting.stop_page(
        request,
        innovation,
        _page(innovation),
        lambda form: actions.stop_innovation(
            innovation,
            on=form.cleaned_data["stopped_on"],
            reason=form.cleaned_data["reason"],
            by=by,
        ),
        lambda: actions.withdraw_innovation(innovation, by=by),
    )


@button_for(Act.DRAFT)
def undo(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """Undo of stopping and of taking back."""
    innovation, by = _innovation(request, pk, key), actor_of(request)
    act = actions.restore_innovation if innovation.withdrawn_at else actions.resume_innovation
    return lasting.undone(request, innovation, _page(innovation), lambda: act(innovation, by=by))
