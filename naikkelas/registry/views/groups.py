"""The groups of a kampung: the list by kind, a page for each, and its Rumah DataKu."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.module_loading import import_string

from naikkelas.areas.queries import local_now
from naikkelas.lib.actors import Act
from naikkelas.registry import access
from naikkelas.registry.actions import groups as actions
from naikkelas.registry.group_forms import DatakuForm, GroupForm, MeetingForm, NewGroupForm
from naikkelas.registry.models import DatakuStanding, KampungKB, Kelompok
from naikkelas.registry.queries import groups as queries
from naikkelas.registry.rules.groups import KELOMPOK
from naikkelas.registry.views import lasting
from naikkelas.registry.views.kampung import actor_of, kampung_of
from naikkelas.web.permissions import button_for, form_for, page_for


@page_for(Act.SEE)
def listing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every kind with its groups; where there is none, how to record one."""
    kampung, actor = kampung_of(request, pk), actor_of(request)
    kinds = queries.kinds_of(kampung)
    context = {
        "kampung": kampung,
        "kinds": kinds,
        "is_empty": not any(kind.groups for kind in kinds),
        "may_keep": access.may_report(actor, kampung) and kampung.is_active,
        "may_read_names": access.may_see_people(actor, kampung),
    }
    return render(request, "registry/group_list.html", context)


def _group(request: HttpRequest, pk: UUID, key: UUID) -> Kelompok:
    """A group of a kampung that the person sees, else 404."""
    return get_object_or_404(queries.groups_visible_to(actor_of(request)), pk=key, kampung_id=pk)


def _page(group: Kelompok) -> str:
    return reverse("registry:group_show", args=[group.kampung_id, group.pk])


@form_for(Act.SEE)
def show(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """One group; its keepers note here that it met."""
    group, actor = _group(request, pk, key), actor_of(request)
    form = MeetingForm(request.POST or None, initial={"members": group.members}, auto_id="isian-%s")
    if request.method == "POST":
        lasting.insist_on_keeper(request, group.kampung)
        if form.is_valid() and lasting.said(
            form, lambda: actions.note_meeting(group, by=actor, **form.cleaned_data)
        ):
            messages.success(request, "Pertemuan dicatat.")
            return redirect(_page(group))
    may_keep = access.may_report(actor, group.kampung) and group.kampung.is_active
    done = import_string(settings.GROUP_ACTIVITIES)(group)
    context = {
        "kampung": group.kampung,
        "group": group,
        "done": done,
        "met_on": queries.last_met(group, *(day for day, *_ in done.activities[:1])),
        "form": form,
        "may_keep": may_keep,
        "may_read_names": access.may_see_people(actor, group.kampung),
        "past_stops": queries.past_stops(group),
    }
    status = 422 if form.errors else 200
    return render(request, "registry/group_show.html", context, status=status)


@form_for(Act.DRAFT)
def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record a group; `?jenis=bkb` chooses its kind."""
    kampung = lasting.kept_kampung(request, pk)
    today = local_now(kampung.village_id).date()
    form = NewGroupForm(
        today,
        queries.kader_choices(kampung),
        data=request.POST or None,
        kind=request.GET.get("jenis", ""),
    )
    if request.method == "POST" and form.is_valid() and _opened(request, kampung, form):
        return redirect(f"{reverse('registry:group_list', args=[pk])}#{form.cleaned_data['kind']}")
    back = reverse("registry:group_list", args=[pk])
    return lasting.form_page(
        request, form, kampung, title="Catat kelompok", back=back, back_label="Kelompok"
    )


def _opened(request: HttpRequest, kampung: KampungKB, form: NewGroupForm) -> bool:
    opened = lasting.said(
        form,
        lambda: actions.open_group(
            kampung,
            form.cleaned_data["kind"],
            form.stored(),
            kader=form.responsible,
            by=actor_of(request),
        ),
    )
    if opened:
        messages.success(request, f"{form.cleaned_data['nama']} sudah dicatat.")
    return opened


@form_for(Act.DRAFT)
def edit(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """Change what is told of a group."""
    group = _group(request, pk, key)
    lasting.insist_on_keeper(request, group.kampung)
    form = GroupForm(
        local_now(group.kabupaten_code).date(),
        queries.kader_choices(group.kampung, group),
        data=request.POST or None,
        values={field.name: getattr(group, field.name) for field in KELOMPOK.fields},
        kader=group.kader_id,
    )
    if request.method == "POST" and form.is_valid():
        by, values, kader = actor_of(request), form.stored(), form.responsible
        if lasting.said(form, lambda: actions.edit_group(group, values, kader=kader, by=by)):
            messages.success(request, "Perubahan disimpan.")
            return redirect(_page(group))
    return lasting.form_page(
        request,
        form,
        group.kampung,
        title=f"Ubah {group}",
        back=_page(group),
        back_label=str(group),
    )


@form_for(Act.DRAFT)
def stop(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """Stop a group with a reason, or take back a mistaken record."""
    group, by = _group(request, pk, key), actor_of(request)
    return lasting.stop_page(
        request,
        group,
        _page(group),
        lambda form: actions.stop_group(
            group, on=form.cleaned_data["stopped_on"], reason=form.cleaned_data["reason"], by=by
        ),
        lambda: actions.withdraw_group(group, by=by),
    )


@button_for(Act.DRAFT)
def undo(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """Undo of stopping and of taking back."""
    group, by = _group(request, pk, key), actor_of(request)
    act = actions.restore_group if group.withdrawn_at else actions.resume_group
    return lasting.undone(request, group, _page(group), lambda: act(group, by=by))


# Rumah DataKu -----------------------------------------------------------------------------------


@form_for(Act.SEE)
def dataku(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The level reached, what is missing for the next, and the questions behind it."""
    kampung, actor = kampung_of(request, pk), actor_of(request)
    page = queries.dataku_of(kampung)
    form = None
    if access.may_report(actor, kampung) and kampung.is_active and page:
        form = DatakuForm(
            local_now(kampung.village_id).date(),
            data=request.POST or None,
            values=queries.standing_values(page.standing),
        )
    if request.method == "POST":
        lasting.insist_on_keeper(request, kampung)
        if form and page and form.is_valid() and _noted(request, page.group, form):
            return redirect("registry:dataku", pk)
    context = {"kampung": kampung, "page": page, "form": form, "may_keep": form is not None}
    status = 422 if form and form.is_bound and form.errors else 200
    return render(request, "registry/dataku.html", context, status=status)


def _noted(request: HttpRequest, group: Kelompok, form: DatakuForm) -> bool:
    values = form.stored()
    noted = lasting.said(form, lambda: actions.note_dataku(group, values, by=actor_of(request)))
    if noted:
        messages.success(request, "Keadaan Rumah DataKu disimpan.")
    return noted


@button_for(Act.DRAFT)
def dataku_undo(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """Take back what was told last; what was told before counts again."""
    kampung = lasting.kept_kampung(request, pk)
    told = queries.standings_visible_to(actor_of(request)).select_related("kelompok__kampung")
    standing: DatakuStanding = get_object_or_404(told, pk=key, kelompok__kampung=kampung)
    actions.take_back_dataku(standing, by=actor_of(request))
    messages.success(request, "Isian terakhir dibatalkan. Keadaan sebelumnya berlaku lagi.")
    return redirect("registry:dataku", pk)
