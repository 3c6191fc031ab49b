"""Study visits and copies of a kampung."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from naikkelas.activities.models import RKM
from naikkelas.lib.actors import Act
from naikkelas.practices import access
from naikkelas.practices.actions import replications, visits
from naikkelas.practices.forms import AdoptForm, VisitForm, VisitReportForm
from naikkelas.practices.models import Practice, Replication, StudyVisit, VisitState
from naikkelas.practices.queries import following as queries
from naikkelas.practices.views.common import (
    actor_of,
    cutoff_in,
    done,
    kampung_of,
    labels_in,
    pressed,
    status_of,
    today_in,
)
from naikkelas.registry.models import KampungKB
from naikkelas.registry.rules.calendars import CONTENT_TYPE, Appointment, calendar
from naikkelas.web.permissions import form_for, page_for


def _writable(request: HttpRequest, pk: UUID) -> KampungKB:
    kampung = kampung_of(request, pk)
    if not access.may_write(actor_of(request), kampung):
        raise Http404
    return kampung


def _practice(request: HttpRequest, kampung: KampungKB, key: UUID) -> Practice:
    """A published practice of another kampung."""
    found = access.collection_for(actor_of(request)).exclude(kampung=kampung)
    return get_object_or_404(found.select_related("kampung__village__parent"), pk=key)


# Copies -----------------------------------------------------------------------------------------


@form_for(Act.DRAFT)
def adopt(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """Kami tiru: a kampung begins to do as a practice tells."""
    kampung, by = _writable(request, pk), actor_of(request)
    practice = _practice(request, kampung, key)
    version = practice.versions.get(number=practice.published_number or 0)
    made = kampung.visits_made.filter(state=VisitState.DONE, host=practice.kampung)
    known = {str(one.pk): one for one in made}
    form = AdoptForm(
        request.POST or None,
        visits=[(key, f"{one.visit_on}: {one.purpose}") for key, one in known.items()],
        today=today_in(kampung),
    )
    if request.method == "POST" and form.is_valid():
        day, visit = form.cleaned_data["adopted_on"], known.get(form.cleaned_data.get("visit", ""))
        if done(
            form,
            lambda: replications.start(practice, kampung, adopted_on=day, visit=visit, by=by),
        ):
            messages.success(request, "Tercatat. Centang langkah yang sudah dikerjakan.")
            return redirect("practices:of_kampung", pk)
    context = {
        "kampung": kampung,
        "form": form,
        "title": f"Tiru: {version}",
        "lead": f"Contoh baik dari {practice.kampung}.",
        "send": "Kami tiru",
        "back": reverse("practices:of_kampung", args=[pk]),
    }
    return render(request, "practices/short_form.html", context, status=status_of(form))


@form_for(Act.SEE)
def replication(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """One copy: steps to tick, the figures before and after, stopping."""
    kampung, by = kampung_of(request, pk), actor_of(request)
    rows = access.replications_for(by).select_related("kampung__village", "practice__kampung")
    copied = get_object_or_404(rows, pk=key, kampung=kampung)
    if request.method == "POST":
        _change(request, copied)
        return redirect("practices:replication", pk, key)
    context = {
        "kampung": kampung,
        "copy": queries.copy_of(copied, cutoff_in(kampung)),
        "replication": copied,
        "level_labels": labels_in(kampung.village_id),
        "may_write": access.may_write(by, kampung) and copied.stopped_on is None,
    }
    return render(request, "practices/replication.html", context)


def _change(request: HttpRequest, copied: Replication) -> None:
    by, today = actor_of(request), today_in(copied.kampung)
    if request.POST.get("langkah") == "berhenti":
        reason = request.POST.get("reason", "")
        pressed(
            request,
            lambda: replications.stop(copied, on=today, reason=reason, by=by),
            "Tercatat berhenti.",
        )
        return
    ticked = {int(text) for text in request.POST.getlist("selesai") if text.isdecimal()}
    pressed(request, lambda: replications.tick(copied, ticked, by=by), "Tersimpan.")


# Study visits -----------------------------------------------------------------------------------


@form_for(Act.DRAFT)
def ask(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """Ask the kampung of a practice for a day to learn there."""
    kampung, by = _writable(request, pk), actor_of(request)
    practice = _practice(request, kampung, key)
    form = VisitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if done(
            form, lambda: visits.ask(kampung, practice.kampung, practice=practice, by=by, **data)
        ):
            messages.success(request, f"Permintaan dikirim ke {practice.kampung}.")
            return redirect("practices:visit_list", pk)
    context = {
        "kampung": kampung,
        "form": form,
        "title": f"Kunjungan belajar ke {practice.kampung}",
        "lead": "Tuan rumah menjawab dahulu, lalu kunjungan masuk kalender.",
        "send": "Kirim permintaan",
        "back": reverse("practices:visit_list", args=[pk]),
    }
    return render(request, "practices/short_form.html", context, status=status_of(form))


@page_for(Act.SEE)
def visit_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Visits of and to a kampung."""
    kampung = kampung_of(request, pk)
    context = {"kampung": kampung, "visits": list(queries.visits_of(kampung))}
    return render(request, "practices/visit_list.html", context)


@form_for(Act.SEE)
def visit(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """One visit: the host answers, the guests cancel or report."""
    kampung, by = kampung_of(request, pk), actor_of(request)
    found = _visit(request, kampung, key)
    plans = {str(one.pk): one for one in RKM.objects.filter(kampung=found.guest)}
    form = VisitReportForm(
        request.POST if "report" in request.POST else None,
        plans=[(key, f"RKM {one.year}") for key, one in plans.items()],
    )
    if request.method == "POST" and "report" not in request.POST:
        _step(request, found)
        return redirect("practices:visit", pk, key)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        plan = plans.get(data["rkm"])
        words, came = data["report"], data["came"]
        if done(form, lambda: visits.report(found, came=came, words=words, rkm=plan, by=by)):
            messages.success(request, "Laporan kunjungan tersimpan.")
            return redirect("practices:visit", pk, key)
        found = _visit(request, kampung, key)
    is_due = found.state == VisitState.AGREED and found.visit_on <= today_in(kampung)
    is_guest = access.may_write(by, found.guest)
    context = {
        "kampung": kampung,
        "visit": found,
        "form": form if is_due and is_guest else None,
        "may_answer": found.state == VisitState.ASKED and access.may_send(by, found.host),
        "may_cancel": is_guest and found.state in {VisitState.ASKED, VisitState.AGREED},
    }
    return render(request, "practices/visit_show.html", context, status=status_of(form))


def _visit(request: HttpRequest, kampung: KampungKB, key: UUID) -> StudyVisit:
    rows = access.visits_for(actor_of(request))
    rows = rows.select_related("guest__village", "host__village", "practice", "rkm")
    found = get_object_or_404(rows, pk=key)
    if kampung.pk not in {found.guest_id, found.host_id}:
        raise Http404
    return found


def _step(request: HttpRequest, found: StudyVisit) -> None:
    by, words = actor_of(request), request.POST.get("jawaban", "")
    match request.POST.get("langkah"):
        case "setuju":
            pressed(
                request,
                lambda: visits.answer(found, agrees=True, words=words, by=by),
                "Kunjungan disetujui.",
            )
        case "tolak":
            pressed(
                request,
                lambda: visits.answer(found, agrees=False, words=words, by=by),
                "Jawaban dikirim.",
            )
        case "batal":
            pressed(request, lambda: visits.cancel(found, by=by), "Kunjungan dibatalkan.")


@page_for(Act.SEE)
def visit_calendar(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """The visit as an entry of a calendar."""
    found = _visit(request, kampung_of(request, pk), key)
    starts_at, ends_at = visits.moments_of(found)
    entry = Appointment(
        uid=f"{found.pk}@naikkelas",
        sequence=found.changes,
        changed_at=found.closed_at or found.answered_at or found.asked_at,
        starts_at=starts_at,
        ends_at=ends_at,
        summary=f"Kunjungan belajar {found.guest} ke {found.host}",
        place=str(found.host),
        description=found.purpose,
        is_cancelled=found.state in {VisitState.CANCELLED, VisitState.DECLINED},
    )
    response = HttpResponse(calendar("Kunjungan belajar", [entry]), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = 'attachment; filename="kunjungan-belajar.ics"'
    return response
