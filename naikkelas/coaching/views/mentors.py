"""Mentors with their villages, the visit plan, and who is asked to mentor a kampung."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from naikkelas.accounts.models import Role, User
from naikkelas.areas.models import Area
from naikkelas.areas.queries import local_now
from naikkelas.coaching import access
from naikkelas.coaching.actions import planning, proposals
from naikkelas.coaching.forms import DayForm, PlanForm
from naikkelas.coaching.models import PlannedVisit
from naikkelas.coaching.queries import mentors as queries
from naikkelas.coaching.queries import plans
from naikkelas.coaching.queries.totals import totals
from naikkelas.coaching.queries.visits import names_of
from naikkelas.coaching.views.common import actor_of, kampung_of, mentored, said
from naikkelas.lib.actors import Act, Actor, reaches
from naikkelas.lib.refusals import Refused
from naikkelas.registry.models import KampungKB
from naikkelas.registry.queries import kampung_for
from naikkelas.web.permissions import button_for, form_for, page_for

KABUPATEN = len("63.01")
PER_PAGE = 30


def _area(request: HttpRequest) -> str:
    """The area that is looked at: a kabupaten or less, of the person's own."""
    actor = actor_of(request)
    code = request.GET.get("wilayah", "") or actor.home
    if not reaches(actor, code) and code != actor.home:
        raise Http404
    return code


@page_for(Act.MENTOR, Act.COORDINATE, Act.DECIDE_PLAN)
def circle(request: HttpRequest) -> HttpResponse:
    """Who mentors which kampung: load, distance, several, nobody."""
    actor, code = actor_of(request), _area(request)
    area = Area.objects.filter(pk=code).first()
    is_small = len(code) >= KABUPATEN
    today = local_now(code).date()
    context = {
        "area": area,
        "is_small": is_small,
        "circle": queries.circle(actor, code, today) if is_small else None,
        "totals": totals(
            kampung_for(actor).live().within(code), today.replace(month=1, day=1), today
        ),
        "year": today.year,
        "may_assign": actor.can(Act.COORDINATE),
        "may_propose": actor.can(Act.MENTOR) and is_small,
        "code": code,
    }
    return render(request, "coaching/mentor_list.html", context)


def _own_post(actor: Actor) -> int | None:
    """A PKB, an SKPD or a partner looks at its own plan, others at that of the area."""
    is_own = isinstance(actor, User) and actor.role in {Role.FIELD, Role.PARTNER}
    post = access.post_of(actor) if is_own else None
    return post.pk if post else None


@page_for(Act.MENTOR, Act.MENTOR_ASKED, Act.COORDINATE, Act.DECIDE_PLAN)
def plan(request: HttpRequest) -> HttpResponse:
    """The visits ahead as list and calendar, with why each is proposed."""
    actor = actor_of(request)
    today = local_now(actor.home).date()
    own = _own_post(actor)
    ahead = plans.ahead_of(actor, own)
    page = Paginator(ahead, PER_PAGE).get_page(request.GET.get("halaman"))
    shown: list[PlannedVisit] = list(page.object_list)
    names = names_of(list({one.mentor_id: one.mentor for one in shown}.values()))
    context = {
        "page": page,
        "rows": [(one, names[one.mentor_id]) for one in shown],
        "weeks": plans.calendar(ahead, today),
        "kampung": queries.last_of(_mine(actor)) if own else [],
        "may_propose": actor.can(Act.MENTOR) and len(actor.home) >= KABUPATEN,
        "code": actor.home[:KABUPATEN],
        "is_own": own is not None,
        "today": today,
    }
    return render(request, "coaching/plan.html", context)


def _mine(actor: Actor) -> list[KampungKB]:
    return list(access.kampung_to_visit(actor).select_related("village__parent")[:60])


@button_for(Act.MENTOR)
def propose(request: HttpRequest) -> HttpResponse:
    """Ask for proposals of the coming quarter."""
    code = request.POST.get("wilayah", "")[:KABUPATEN]
    if len(code) < KABUPATEN:
        raise Http404
    try:
        made = proposals.propose_visits(code, by=actor_of(request))
    except Refused as refusal:
        raise Http404 from refusal
    if made:
        messages.success(request, f"{len(made)} kunjungan diusulkan untuk tiga bulan ke depan.")
    else:
        messages.info(request, "Tidak ada usulan baru: yang perlu sudah dijadwalkan.")
    return redirect("coaching:plan")


@form_for(Act.MENTOR, Act.MENTOR_ASKED)
def planned(request: HttpRequest, key: UUID) -> HttpResponse:
    """One planned visit: why, accepting, moving, dropping."""
    actor = actor_of(request)
    found = access.planned_for(actor).select_related("kampung__village__parent", "mentor__partner")
    one = get_object_or_404(found, pk=key)
    if not access.may_change_plan(actor, one):
        raise Http404
    form = PlanForm(request.POST or None, initial={"day": one.day})
    if request.method == "POST" and form.is_valid() and _decided(form, one, actor):
        messages.success(request, "Rencana kunjungan disimpan.")
        return redirect("coaching:plan")
    context = {
        "planned": one,
        "kampung": one.kampung,
        "mentor": names_of([one.mentor])[one.mentor_id],
        "form": form if one.is_ahead else None,
        "today": local_now(one.kabupaten_code).date(),
    }
    status = 422 if form.errors else 200
    return render(request, "coaching/planned.html", context, status=status)


def _decided(form: PlanForm, one: PlannedVisit, by: Actor) -> bool:
    data = form.cleaned_data
    if data["how"] == PlanForm.DROP:
        return said(form, lambda: planning.drop(one, data["reason"], by=by))
    if data["how"] == PlanForm.MOVE:
        return said(form, lambda: planning.move(one, data["day"], by=by))
    return said(form, lambda: planning.accept(one, by=by))


@form_for(Act.MENTOR, Act.MENTOR_ASKED)
def plan_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add a visit to one's own plan."""
    kampung, actor = mentored(request, pk), actor_of(request)
    post = access.post_of(actor)
    form = DayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if post is None:
            raise Http404
        mentor, day = post, form.cleaned_data["day"]
        if said(form, lambda: planning.plan_visit(kampung, mentor, day, by=actor)):
            messages.success(request, "Kunjungan dijadwalkan.")
            return redirect("coaching:visits", pk)
    context = {"kampung": kampung, "form": form}
    return render(request, "coaching/plan_new.html", context, status=422 if form.errors else 200)


@form_for(Act.COORDINATE)
def of_kampung(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who mentors a kampung; the kecamatan and the kabupaten ask and release."""
    kampung, actor = kampung_of(request, pk), actor_of(request)
    may_assign = access.may_assign(actor, kampung)
    if not may_assign:
        raise Http404
    if request.method == "POST":
        _asked(request, pk)
        return redirect(reverse("coaching:mentors_of", args=[pk]))
    asked = queries.asked_for(actor, kampung)
    own = queries.mentors_of([kampung])[kampung.pk]
    names = names_of([one.mentor for one in asked])
    context = {
        "kampung": kampung,
        "asked": [(one, names[one.mentor_id]) for one in asked],
        "others": [
            (post, name, post in own)
            for post, name in queries.may_be_asked(kampung)
            if post not in {one.mentor_id for one in asked}
        ],
    }
    return render(request, "coaching/mentors_of.html", context)


def _asked(request: HttpRequest, pk: UUID) -> None:
    kampung, actor = kampung_of(request, pk), actor_of(request)
    try:
        if released := request.POST.get("lepas"):
            proposals.release_mentor(kampung, UUID(released), by=actor)
            messages.success(request, "Penugasan diakhiri.")
        else:
            proposals.ask_mentor(kampung, int(request.POST.get("minta", "0")), by=actor)
            messages.success(request, "Pendamping ditugaskan.")
    except ValueError as error:
        raise Http404 from error
    except Refused as refusal:
        messages.error(request, str(refusal))
