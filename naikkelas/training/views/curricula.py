"""Curricula of a kabupaten: the list, one of them, changing it, its questions."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify

from naikkelas.classification.queries import instrument_of
from naikkelas.instruments.queries import in_use
from naikkelas.lib.actors import Act
from naikkelas.lib.refusals import Refused
from naikkelas.training import access
from naikkelas.training.actions.curricula import save
from naikkelas.training.forms.curricula import CurriculumForm, QuestionForm, of_curriculum
from naikkelas.training.models import CurriculumVersion
from naikkelas.training.queries import curricula as queries
from naikkelas.training.rules.curricula import Curriculum, with_question, without_question
from naikkelas.training.views.common import actor_of
from naikkelas.web.permissions import button_for, form_for, page_for

LONGEST_CODE = 40


def _kabupaten(request: HttpRequest) -> str:
    """The kabupaten of the person; who acts for more than one has none here."""
    home = actor_of(request).home
    return home[:5] if len(home) >= len("63.01") else ""


def _found(request: HttpRequest, code: str) -> queries.InForce:
    try:
        return queries.in_force(_kabupaten(request), code)
    except CurriculumVersion.DoesNotExist as error:
        raise Http404 from error


def _keeping(request: HttpRequest) -> str:
    """The kabupaten whose curricula the person keeps, else 404."""
    kabupaten = _kabupaten(request)
    if not kabupaten or not access.may_keep_curricula(actor_of(request), kabupaten):
        raise Http404
    return kabupaten


def _keeps(request: HttpRequest) -> bool:
    kabupaten = _kabupaten(request)
    return bool(kabupaten) and access.may_keep_curricula(actor_of(request), kabupaten)


@page_for(Act.SEE)
def listing(request: HttpRequest) -> HttpResponse:
    """What is taught, in which version, and whether its bank is large enough."""
    known = queries.all_in_force(_kabupaten(request))
    context = {"known": known.values(), "may_keep": _keeps(request)}
    return render(request, "training/curriculum_list.html", context)


@page_for(Act.SEE)
def show(request: HttpRequest, code: str) -> HttpResponse:
    """One curriculum; questions with their answers only for who keeps them."""
    found = _found(request, code)
    kabupaten = _kabupaten(request)
    versions = CurriculumVersion.objects.filter(kabupaten_code=kabupaten, code=code)
    context = {
        "found": found,
        "curriculum": found.curriculum,
        "indicators": _indicators(kabupaten, found.curriculum),
        "versions": versions.order_by("-number"),
        "may_keep": _keeps(request),
    }
    return render(request, "training/curriculum_show.html", context)


def _indicators(kabupaten: str, curriculum: Curriculum) -> list[str]:
    names = dict(_choices(kabupaten))
    return [names.get(code, code) for code in curriculum.indicators]


def _choices(kabupaten: str) -> list[tuple[str, str]]:
    rule = in_use(instrument_of(kabupaten))
    return [(one.code, one.name) for one in rule.indicators]


@form_for(Act.TRAIN)
def new(request: HttpRequest) -> HttpResponse:
    """A curriculum of the kabupaten's own."""
    kabupaten = _keeping(request)
    start = {"hours": 4, "passing": 70, "attendance": 80, "drawn": 8, "tries": 2}
    form = CurriculumForm(_choices(kabupaten), request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        code = slugify(form.cleaned_data["name"])[:LONGEST_CODE] or "kurikulum"
        if code in queries.all_in_force(kabupaten):
            form.add_error("name", "Kurikulum dengan nama ini sudah ada. Pakai nama lain.")
        elif _saved(request, kabupaten, form, form.applied(code, None), 0):
            return redirect("training:curriculum", code)
    return _shown(request, form, None)


@form_for(Act.TRAIN)
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """A new version of a curriculum; what was taught stays as it was."""
    kabupaten = _keeping(request)
    found = _found(request, code)
    start = of_curriculum(found.curriculum, found.number)
    form = CurriculumForm(_choices(kabupaten), request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        changed, base = form.applied(code, found.curriculum), form.cleaned_data["base"] or 0
        if _saved(request, kabupaten, form, changed, base):
            return redirect("training:curriculum", code)
    return _shown(request, form, found)


def _shown(
    request: HttpRequest, form: CurriculumForm, found: queries.InForce | None
) -> HttpResponse:
    context = {"form": form, "found": found}
    status = 422 if form.errors else 200
    return render(request, "training/curriculum_form.html", context, status=status)


def _saved(
    request: HttpRequest,
    kabupaten: str,
    form: CurriculumForm | QuestionForm,
    curriculum: Curriculum,
    base: int,
) -> bool:
    note = form.cleaned_data.get("note", "")
    try:
        row = save(kabupaten, curriculum, base=base, by=actor_of(request), note=note)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, f"Tersimpan sebagai versi {row.number}.")
    return True


@form_for(Act.TRAIN)
def question(request: HttpRequest, code: str) -> HttpResponse:
    """Add a question to the bank."""
    kabupaten = _keeping(request)
    found = _found(request, code)
    form = QuestionForm(request.POST or None, initial={"base": found.number})
    if request.method == "POST" and form.is_valid():
        changed = with_question(found.curriculum, form.question)
        if _saved(request, kabupaten, form, changed, form.cleaned_data["base"] or 0):
            return redirect("training:curriculum", code)
    context = {"form": form, "found": found}
    return render(
        request, "training/question_form.html", context, status=422 if form.errors else 200
    )


@button_for(Act.TRAIN)
def strike(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Take a question out of the bank, as a new version."""
    kabupaten = _keeping(request)
    found = _found(request, code)
    changed = without_question(found.curriculum, key)
    try:
        save(kabupaten, changed, base=found.number, by=actor_of(request), note="Soal dihapus.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Soal dihapus dari versi baru; versi lama tetap tersimpan.")
    return redirect("training:curriculum", code)
