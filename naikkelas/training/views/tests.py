"""Lessons to read and tests to sit, without JavaScript."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from naikkelas.lib.actors import Act
from naikkelas.lib.numbers import id_number
from naikkelas.lib.refusals import Refused
from naikkelas.training import access
from naikkelas.training.actions.tests import sit
from naikkelas.training.forms.tests import TestForm
from naikkelas.training.models import Participant, TestSitting
from naikkelas.training.queries.sessions import next_test
from naikkelas.training.rules.curricula import Curriculum, parsed
from naikkelas.training.rules.testing import draw
from naikkelas.training.views.common import actor_of, participant_of, session_of, today_of
from naikkelas.web.permissions import form_for, page_for


@page_for(Act.SEE)
def lessons(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The lessons of a session's curriculum."""
    session = session_of(request, pk)
    context = {"session": session, "curriculum": parsed(session.curriculum.text)}
    return render(request, "training/lessons.html", context)


@form_for(Act.DRAFT, Act.TRAIN)
def test(request: HttpRequest, pk: UUID, key: UUID, kind: str) -> HttpResponse:
    """The questions of the next try, and their marks once they were answered."""
    participant = participant_of(request, pk, key)
    if kind not in TestSitting.Kind.values or participant.state != Participant.State.SEATED:
        raise Http404
    if not access.may_sit(actor_of(request), participant):
        raise Http404
    curriculum = parsed(participant.session.curriculum.text)
    number = next_test(participant, kind, curriculum.tries)
    form = None
    if number and not _is_early(participant, kind):
        drawn = draw(curriculum, participant.seed, kind, number)
        form = TestForm(drawn, request.POST or None)
        is_whole = request.method == "POST" and form.is_valid()
        if is_whole and _sat(request, participant, kind, number, form):
            return redirect("training:test", pk, key, kind)
    context = _context(participant, curriculum, kind) | {"form": form, "number": number}
    status = 422 if form and form.errors else 200
    response = render(request, "training/test.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def _is_early(participant: Participant, kind: str) -> bool:
    session = participant.session
    return kind == TestSitting.Kind.AFTER and today_of(session) < session.starts_on


def _sat(
    request: HttpRequest, participant: Participant, kind: str, number: int, form: TestForm
) -> bool:
    try:
        done = sit(participant, kind, number, form.cleaned_data, by=actor_of(request))
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    score = id_number(round(done.percent))
    messages.success(request, f"Jawaban tersimpan: {done.right} dari {done.asked} benar ({score}).")
    return True


def _context(participant: Participant, curriculum: Curriculum, kind: str) -> dict[str, object]:
    """The sittings; explanations only once the last test was passed or no try is left."""
    sittings = list(TestSitting.objects.filter(participant=participant))
    last = [one for one in sittings if one.kind == TestSitting.Kind.AFTER]
    passed = any(100 * one.right >= curriculum.passing * one.asked for one in last)
    is_over = passed or len(last) >= curriculum.tries
    return {
        "participant": participant,
        "session": participant.session,
        "curriculum": curriculum,
        "kind": kind,
        "title": TestSitting.Kind(kind).label,
        "sittings": sittings,
        "is_early": _is_early(participant, kind),
        "explained": curriculum.questions if is_over else (),
        "passed": passed,
    }
