"""The desk of who verifies: activities that wait, and one of them."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from naikkelas.activities import access, actions
from naikkelas.activities.errors import CommentMissing
from naikkelas.activities.models import Kegiatan
from naikkelas.activities.presenters import reference_number
from naikkelas.activities.queries import pages, verification
from naikkelas.activities.queries.pages import page_of
from naikkelas.activities.rules.reporting import doubt_in_words
from naikkelas.activities.views.common import actor_of, pictures
from naikkelas.lib.actors import Act
from naikkelas.lib.refusals import NotYours, Refused
from naikkelas.registry import access as registry
from naikkelas.registry.rules.review import NEXT, WORDS, Stage
from naikkelas.web.permissions import form_for

ROWS_A_PAGE = 60


@form_for(Act.VERIFY_FIELD, Act.VERIFY_DISTRICT, Act.ENDORSE)
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for this person, the oldest first; several are accepted together."""
    actor = actor_of(request)
    if not registry.may_verify(actor):
        raise Http404
    outcomes = actions.accept_several(_picks(request), by=actor) if request.method == "POST" else []
    waiting = verification.waiting(actor)
    page = Paginator(waiting, ROWS_A_PAGE).get_page(request.GET.get("halaman"))
    context = {
        "page": page,
        "total": page.paginator.count,
        "rows": [(one, [doubt_in_words(m) for m in one.doubts.split("|") if m]) for one in page],
        "actor_key": actor.pk,
        "accepted": sum(outcome.refusal is None for outcome in outcomes),
        "refused": [str(outcome.refusal) for outcome in outcomes if outcome.refusal],
        "verb": "Sahkan" if actor.can(Act.ENDORSE) else "Terima",
        "done_words": "disahkan" if actor.can(Act.ENDORSE) else "diterima",
    }
    return render(request, "activities/review_queue.html", context)


def _picks(request: HttpRequest) -> list[tuple[UUID, str]]:
    """Ticked controls, `uuid:stage`; what is none is left out."""
    found = []
    for text in request.POST.getlist("pilih")[:ROWS_A_PAGE]:
        key, _, seen = text.partition(":")
        try:
            found.append((UUID(key), seen))
        except ValueError:
            continue
    return found


@form_for(Act.VERIFY_FIELD, Act.VERIFY_DISTRICT, Act.ENDORSE)
def show(request: HttpRequest, version: UUID) -> HttpResponse:
    """One activity for the verifier; accept it, or send it back with what to mend."""
    actor = actor_of(request)
    if not registry.may_verify(actor):
        raise Http404
    known = access.activities_for(actor).select_related("kampung__village__parent")
    activity = get_object_or_404(known, pk=version)
    step = request.POST.get("langkah", "")
    if request.method == "GET" or step not in {"terima", "kembalikan"}:
        return _page(request, activity)
    try:
        done = _taken(request, version, step)
    except NotYours as refusal:
        raise Http404 from refusal
    except Refused as refusal:
        status = 422 if isinstance(refusal, CommentMissing) else 409
        return _page(request, get_object_or_404(known, pk=version), refusal, status)
    words = WORDS[done.state].lower()
    messages.success(request, f"Kegiatan {done.kampung} sekarang {words}.")
    return redirect("activities:review_queue")


def _taken(request: HttpRequest, version: UUID, step: str) -> Kegiatan:
    actor, seen = actor_of(request), request.POST.get("dilihat", "")
    if step == "terima":
        return actions.accept(version, by=actor, seen=seen)
    comment = request.POST.get("catatan", "")
    return actions.send_back(version, by=actor, seen=seen, comment=comment)


def _page(
    request: HttpRequest, activity: Kegiatan, refusal: Refused | None = None, status: int = 200
) -> HttpResponse:
    actor, kampung = actor_of(request), activity.kampung
    page = page_of(activity.record, kampung, actor)
    assert page is not None
    page.activity.kampung = kampung
    is_current = page.activity.pk == activity.pk and not activity.withdrawn_at
    context = {
        "kampung": kampung,
        "activity": activity,
        "answers": pages.answers_of(activity),
        "page": page,
        "number": reference_number(activity),
        "pictures": pictures(request, page),
        "newer": None if page.activity.pk == activity.pk else page.activity,
        "may_step": is_current and registry.may_take_step(actor, activity.state, kampung),
        "is_own": activity.recorded_by == actor.pk,
        "verb": "Sahkan" if activity.state == Stage.DISTRICT_VERIFIED else "Terima",
        "refusal": refusal,
        "comment": request.POST.get("catatan", ""),
        "state_words": WORDS[activity.state],
        "next_words": NEXT[activity.state].replace("laporan ini", "kegiatan ini"),
    }
    return render(request, "activities/review_show.html", context, status=status)
