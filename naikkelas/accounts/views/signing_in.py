"""Signing in and out, and the PIN of a shared phone."""

import time
from typing import Any, cast

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.hashers import check_password, make_password
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from naikkelas.accounts.actions import signing_in
from naikkelas.accounts.forms import NewPinForm, PinForm
from naikkelas.accounts.middleware import PIN, PIN_ASKED, POST, SEEN
from naikkelas.accounts.models import User
from naikkelas.accounts.queries import is_official
from naikkelas.web.permissions import OWN, PUBLIC, button_for, form_for, opened_by, page_for


class SignIn(LoginView):  # type: ignore[misc]  # allauth ships no types
    """Name and password; the second step, if any, is allauth's next stage."""

    template_name = "accounts/sign_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "office_identity": settings.OFFICE_IDENTITY}


sign_in = opened_by(PUBLIC)(SignIn.as_view())


@page_for(PUBLIC)
def forgotten(request: HttpRequest) -> HttpResponse:
    """Whom to ask: no e-mail is sent, and nothing tells which accounts exist."""
    return render(request, "accounts/forgotten.html")


@button_for(PUBLIC)
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session. Cached pages go; the browser's storage stays, since it may hold drafts."""
    if isinstance(request.user, User):
        signing_in.sign_out(request.user, request.session.session_key)
    logout(request)
    response = redirect("accounts:sign_in")
    response["Clear-Site-Data"] = '"cache"'
    return response


@form_for(OWN)
def pin(request: HttpRequest) -> HttpResponse:
    """Ask for the PIN of a phone that was left alone; after five wrong ones, the full sign-in."""
    form = PinForm(request.POST or None)
    if PIN not in request.session:
        return redirect(_back(request))
    if request.method == "POST" and form.is_valid():
        tried = signing_in.take_pin_try(cast(User, request.user), key := _session_key(request))
        if tried and check_password(form.cleaned_data["pin"], request.session[PIN]):
            signing_in.forget_pin_tries(key)
            request.session.pop(PIN_ASKED, None)
            request.session[SEEN] = int(time.time())
            return redirect(_back(request))
        if not tried or tried >= settings.PIN_TRIES:
            return _too_many_pins(request)
        form.add_error("pin", f"PIN tidak cocok. Sisa {settings.PIN_TRIES - tried} percobaan.")
    return render(request, "accounts/pin.html", {"form": form, "next": _back(request)})


def _session_key(request: HttpRequest) -> str:
    return request.session.session_key or ""


def _too_many_pins(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    signing_in.sign_out(user, request.session.session_key, why="PIN salah")
    logout(request)
    messages.warning(request, "PIN salah lima kali. Masuklah dengan kata sandi Anda.")
    return redirect("accounts:sign_in")


@form_for(OWN)
def pin_set(request: HttpRequest) -> HttpResponse:
    """Set or remove the PIN of this device; it lives and dies with this session."""
    if is_official(cast(User, request.user)):
        return render(request, "accounts/pin_set.html", {"is_official": True})
    form = NewPinForm(request.POST or None)
    if request.method == "POST" and "remove" in request.POST:
        request.session.pop(PIN, None)
        messages.success(request, "PIN dihapus dari perangkat ini.")
        return redirect("accounts:devices")
    if request.method == "POST" and form.is_valid():
        request.session[PIN] = make_password(form.cleaned_data["pin"])
        messages.success(request, "PIN disimpan untuk perangkat ini.")
        return redirect("accounts:devices")
    return render(
        request, "accounts/pin_set.html", {"form": form, "has_pin": PIN in request.session}
    )


@button_for(OWN)
def choose_post(request: HttpRequest) -> HttpResponse:
    """Act as another of one's own posts from now on, in this session."""
    user = cast(User, request.user)
    wanted = request.POST.get("post", "")
    found = signing_in.choose_post(user, int(wanted)) if wanted.isdecimal() else None
    if found is None:
        raise Http404
    request.session[POST] = found
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    """Where they came from, when it is ours; else home."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if ours else resolve_url(settings.LOGIN_REDIRECT_URL)
