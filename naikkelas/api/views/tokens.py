"""Keys of programs: making one, which is shown once, and cutting it off again."""

from typing import cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from naikkelas.accounts.actions import api_tokens
from naikkelas.accounts.models import User
from naikkelas.accounts.queries_api import tokens_of
from naikkelas.accounts.rules.scopes import SCOPES, Scope
from naikkelas.lib.refusals import Refused
from naikkelas.web.permissions import OWN, button_for, form_for

TERMS = (("30", "30 hari"), ("90", "90 hari"), ("365", "1 tahun"))


class NewTokenForm(forms.Form):
    """Which program, what it may, where and how long."""

    name = forms.CharField(
        label="Nama program",
        max_length=60,
        help_text="Misalnya “Dasbor kabupaten”, supaya mudah dikenali saat mencabut.",
        error_messages={"required": "Isi nama programnya."},
    )
    scopes = forms.MultipleChoiceField(
        label="Program ini boleh",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Pilih sedikitnya satu."},
    )
    area = forms.CharField(
        label="Hanya untuk wilayah",
        required=False,
        max_length=13,
        help_text="Kode wilayah di dalam wilayah jabatan Anda, misalnya 63.01.10. "
        "Kosongkan untuk seluruh wilayah jabatan.",
    )
    days = forms.TypedChoiceField(label="Berlaku", choices=TERMS, coerce=int, initial="90")

    def __init__(self, user: User, data: QueryDict | None = None) -> None:
        super().__init__(data)
        offered = [(one.code, f"{one.words} ({one.code})") for one in scopes_for(user)]
        cast(forms.MultipleChoiceField, self.fields["scopes"]).choices = offered


def scopes_for(user: User) -> list[Scope]:
    """What the post of a person can give away."""
    return [scope for scope in SCOPES.values() if scope.is_for(user.can)]


@never_cache
@form_for(OWN)
def show(request: HttpRequest) -> HttpResponse:
    """The keys of this person; a new one is shown once."""
    user = cast(User, request.user)
    form = NewTokenForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = api_tokens.make(
                user,
                name=given["name"],
                scopes=given["scopes"],
                area=given["area"].strip() or None,
                days=given["days"],
                by=user,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            context = {"token": made.token, "secret": made.secret, "words": SCOPES}
            return render(request, "api/token_made.html", context)
    context = {"form": form, "tokens": tokens_of(user), "may_make": bool(scopes_for(user))}
    return render(request, "api/tokens.html", context, status=422 if form.errors else 200)


@button_for(OWN)
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Cut a program off: from the next request on its key is worth nothing."""
    user = cast(User, request.user)
    token = api_tokens.revoke(get_object_or_404(tokens_of(user), pk=pk), by=user)
    messages.success(request, f"{token.name} sudah dicabut. Kuncinya tidak berlaku lagi.")
    return redirect(reverse("api:tokens"))
