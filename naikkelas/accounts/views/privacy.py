"""A person's own data: what is held, who looked, what was asked; and the queue of the PPDP."""

import json
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from naikkelas.accounts import access
from naikkelas.accounts.actions import privacy
from naikkelas.accounts.errors import PersonUnknown
from naikkelas.accounts.models import PrivacyRequest, User
from naikkelas.accounts.presenters_privacy import as_json, on_page
from naikkelas.accounts.privacy_forms import AnswerForm, OtherRequestForm, RequestForm
from naikkelas.accounts.queries_privacy import held_on, person_of, requests_for, views_about
from naikkelas.audit.presenters import label_of, told
from naikkelas.audit.queries.catalogue import held
from naikkelas.lib.actors import Act
from naikkelas.lib.personal import Scrub
from naikkelas.lib.refusals import Refused
from naikkelas.web.permissions import OWN, button_for, form_for, page_for

ROWS_A_PAGE = 30


def _me(request: HttpRequest) -> User:
    return cast(User, request.user)


def _person(request: HttpRequest, pk: int) -> User:
    """Oneself, or somebody whose data one guards; else 404."""
    me, found = _me(request), get_object_or_404(User, pk=pk)
    if found != me and not access.may_guard_privacy_of(me, found):
        raise Http404
    return found


@page_for(OWN)
def mine(request: HttpRequest) -> HttpResponse:
    """The signed-in person's own page."""
    return redirect("accounts:personal_data", _me(request).pk)


@form_for(OWN)  # one's own; that of others for their PPDP, else 404
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """What is held on a person, the requests, and a form for the next one."""
    subject = _person(request, pk)
    form = RequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        privacy.open_request(**form.cleaned_data, by=_me(request), subject=subject)
        messages.success(request, "Permintaan diterima dan dijawab paling lambat 3×24 jam.")
        return redirect("accounts:personal_data", pk)
    context = {
        "subject": subject,
        "is_mine": subject == _me(request),
        "parts": on_page(held_on(person_of(subject), rows=2)),
        "requests": PrivacyRequest.objects.filter(subject=subject).order_by("-opened_at")[:20],
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "accounts/personal_data.html", context, status=status)


@page_for(OWN)
def viewers(request: HttpRequest, pk: int) -> HttpResponse:
    """Who has looked at the data of a person: post, time, which value."""
    subject = _person(request, pk)
    views = views_about(person_of(subject))
    page = Paginator(views, ROWS_A_PAGE).get_page(request.GET.get("halaman"))
    context = {
        "subject": subject,
        "is_mine": subject == _me(request),
        "page": page,
        "entries": told(list(page.object_list), _me(request)),
    }
    return render(request, "accounts/personal_viewers.html", context)


@button_for(OWN)
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that is held on a person, as JSON."""
    subject = _person(request, pk)
    report = privacy.export_person(person_of(subject), by=_me(request))
    body = json.dumps(
        as_json(report, _me(request)), cls=DjangoJSONEncoder, ensure_ascii=False, indent=1
    )
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="data-pribadi-{subject.pk}.json"'
    return response


# The queue of the PPDP ----------------------------------------------------------------------------


@form_for(Act.GUARD_PRIVACY)
def queue(request: HttpRequest) -> HttpResponse:
    """Requests of the areas, those due first; and one on behalf of somebody."""
    me = _me(request)
    if not me.can(Act.GUARD_PRIVACY):
        raise Http404
    form = OtherRequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _opened(form, me):
        messages.success(request, "Permintaan masuk antrean.")
        return redirect("accounts:privacy_requests")
    page = Paginator(requests_for(me), ROWS_A_PAGE).get_page(request.GET.get("halaman"))
    context = {"page": page, "form": form}
    status = 422 if form.errors else 200
    return render(request, "accounts/privacy_requests.html", context, status=status)


def _opened(form: OtherRequestForm, me: User) -> bool:
    given = dict(form.cleaned_data)
    username = given.pop("username").strip().lower()
    subject = User.objects.filter(username=username).first() if username else None
    known = subject is None or access.may_guard_privacy_of(me, subject)
    try:
        if (username and subject is None) or not known:
            raise PersonUnknown
        privacy.open_request(**given, by=me, subject=subject)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _by_hand() -> list[str]:
    """What no rule takes a person out of: texts and files."""
    return sorted({one.label.lower() for one in held() if one.entry.scrub is Scrub.BY_HAND})


@form_for(Act.GUARD_PRIVACY)
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One request and its answer."""
    me = _me(request)
    asked = get_object_or_404(requests_for(me), pk=pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            privacy.answer_request(asked, **form.cleaned_data, by=me)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Permintaan sudah dijawab.")
            return redirect("accounts:privacy_requests")
    context = {
        "asked": asked,
        "form": form,
        "may_answer": access.may_answer(me, asked),
        "by_hand": sorted(
            {one.label.lower() for one in held() if one.entry.scrub is Scrub.BY_HAND}
        ),
    }
    status = 422 if form.errors else 200
    return render(request, "accounts/privacy_request.html", context, status=status)


@button_for(Act.SEE_PERSONAL)
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a contact that a page masks; a GET shows and changes nothing."""
    found = get_object_or_404(User, pk=pk)
    column = request.POST.get("kolom", "")
    try:
        value = privacy.reveal(found, column, by=_me(request))
    except Refused as refusal:
        raise Http404 from refusal
    label = label_of("accounts.user", column)
    context = {"label": label, "value": value, "whose": found.name, "back": ""}
    name = (
        "audit/revealed.html#value" if request.headers.get("HX-Request") else "audit/revealed.html"
    )
    return render(request, name, context)
