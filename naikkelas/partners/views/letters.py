"""Letters: the register, making one, and its paper."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from naikkelas.areas.models import Area
from naikkelas.areas.queries import local_now, several_settings
from naikkelas.lib.actors import Act, theirs
from naikkelas.partners import access
from naikkelas.partners.actions import letters as actions
from naikkelas.partners.forms import LetterForm, RequestForm
from naikkelas.partners.models import Letter
from naikkelas.partners.queries import support
from naikkelas.partners.queries.support import Sieve
from naikkelas.partners.rules import letters as rules
from naikkelas.partners.views.asking import actor_of, area_of, done, insist
from naikkelas.partners.views.asking import place as frame
from naikkelas.web.permissions import form_for, page_for

PER_PAGE = 30
MOST_NEEDS = 100


@page_for(Act.COORDINATE)
def listing(request: HttpRequest, code: str) -> HttpResponse:
    """The register: every number that was given, the newest first."""
    area = area_of(request, code)
    insist(access.may_coordinate(actor_of(request), code))
    found = access.letters_for(actor_of(request)).filter(area=area)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("halaman"))
    context = frame(request, area, "letter_list") | {"page": page, "letters": page.object_list}
    return render(request, "partners/letter_list.html", context)


@form_for(Act.COORDINATE)
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """Make a request for support from open needs."""
    area = area_of(request, code)
    actor = actor_of(request)
    insist(access.may_coordinate(actor, code))
    needs = list(support.needs_in(theirs(actor, code), Sieve())[:MOST_NEEDS])
    mitra = list(support.mitra_in(actor, code[: access.KABUPATEN]).working())
    form = RequestForm(mitra, needs, request.POST or None, initial=_initial(area))
    made: list[Letter] = []

    def make() -> None:
        data = form.cleaned_data
        to = next(one for one in mitra if str(one.pk) == data["mitra"])
        chosen = [one for one in needs if str(one.pk) in data["needs"]]
        made.append(actions.ask(area, to, chosen, form.head, by=actor))

    if request.method == "POST" and done(form, make):
        messages.success(request, f"Surat {made[0]} tersimpan di buku nomor.")
        return redirect("partners:letter", made[0].pk)
    back = reverse("partners:letter_list", args=[code])
    return _form_page(request, form, "Permohonan dukungan", back)


@form_for(Act.COORDINATE)
def invite(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make the invitation to a meeting."""
    actor = actor_of(request)
    found = access.rakor_for(actor).select_related("area").distinct()
    rakor = get_object_or_404(found, pk=pk)
    insist(access.may_coordinate(actor, rakor.area_id))
    form = LetterForm(request.POST or None, initial=_initial(rakor.area))
    made: list[Letter] = []
    if request.method == "POST" and done(
        form, lambda: made.append(actions.invite(rakor, form.head, by=actor))
    ):
        messages.success(request, f"Surat {made[0]} tersimpan di buku nomor.")
        return redirect("partners:letter", made[0].pk)
    back = reverse("partners:rakor", args=[pk])
    return _form_page(request, form, f"Undangan {rakor}", back)


def _initial(area: Area) -> dict[str, Any]:
    return {"dated_on": local_now(area.code).date(), "nature": rules.NATURES[1]}


def _form_page(request: HttpRequest, form: LetterForm, title: str, back: str) -> HttpResponse:
    context = {"form": form, "title": title, "back": back}
    status = 422 if form.errors else 200
    return render(request, "partners/letter_form.html", context, status=status)


@page_for(Act.COORDINATE)
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The paper, ready to print: A4, with room for the signature."""
    found = access.letters_for(actor_of(request)).select_related("area")
    letter = get_object_or_404(found, pk=pk)
    values = several_settings(letter.area_id)
    context = {
        "letter": letter,
        "parts": rules.facts_of(letter.body),
        "recipients": letter.recipients.splitlines(),
        "copies": letter.copies.splitlines(),
        "kop": values,
        "logo_url": reverse("areas:logo", args=[values["logo"]]) if values["logo"] else "",
    }
    return render(request, "partners/letter.html", context)
