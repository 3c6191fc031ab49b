"""One's own account: devices, contact, second factors."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from allauth.account.decorators import reauthentication_required
from allauth.mfa.base.views import IndexView
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from naikkelas.accounts.actions import signing_in
from naikkelas.accounts.forms import ContactForm
from naikkelas.accounts.middleware import PIN
from naikkelas.accounts.models import User
from naikkelas.accounts.queries import is_official, needs_factor
from naikkelas.accounts.rules.devices import device_name
from naikkelas.web.permissions import OWN, button_for, form_for, opened_by, page_for


@dataclass(frozen=True, slots=True)
class Device:
    """One line of the list "Perangkat yang masuk"."""

    pk: int
    name: str
    since: datetime
    seen: datetime
    network: str
    is_this: bool
    unsent: tuple["Unsent", ...]


@dataclass(frozen=True, slots=True)
class Unsent:
    """How many records waited on a device, as it said at a moment."""

    count: int
    at: datetime


def _unsent(told: dict[str, Any]) -> tuple[Unsent, ...]:
    """What a device said last and, where that was less, before; nothing where nothing waited."""
    said = (told, told.get("before") or {})
    found = [Unsent(one["unsent"], datetime.fromisoformat(one["at"])) for one in said if one]
    return tuple(found) if any(one.count for one in found) else ()


@page_for(OWN)
def devices(request: HttpRequest) -> HttpResponse:
    """All devices on which this person is signed in."""
    user = cast(User, request.user)
    key = request.session.session_key
    rows = [
        Device(
            row.pk,
            device_name(row.user_agent),
            row.created_at,
            row.last_seen_at,
            row.ip,
            row.session_key == key,
            _unsent(row.data),
        )
        for row in UserSession.objects.purge_and_list(user)
    ]
    rows.sort(key=lambda row: (not row.is_this, -row.seen.timestamp()))
    context = {"devices": rows, "may_pin": not is_official(user), "has_pin": PIN in request.session}
    return render(request, "accounts/devices.html", context)


@button_for(OWN)
def remove_device(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign one device out; somebody else's is a 404."""
    user = cast(User, request.user)
    device = get_object_or_404(UserSession, pk=pk, user=user)
    if device.session_key == request.session.session_key:
        raise Http404
    signing_in.remove_devices(user, [device], by=user)
    messages.success(request, "Perangkat itu sudah dikeluarkan.")
    return redirect("accounts:devices")


@button_for(OWN)
def remove_all_devices(request: HttpRequest) -> HttpResponse:
    """Sign all others out; this one stays."""
    user = cast(User, request.user)
    others = UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key)
    count = signing_in.remove_devices(user, list(others), by=user)
    told = f"{count} perangkat lain sudah dikeluarkan." if count else "Tidak ada perangkat lain."
    messages.success(request, told)
    return redirect("accounts:devices")


@form_for(OWN)
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth ships no types
def contact(request: HttpRequest) -> HttpResponse:
    """Change one's own e-mail address and phone number."""
    user = cast(User, request.user)
    form = ContactForm(request.POST or None, instance=User.objects.get(pk=user.pk))
    if request.method == "POST" and form.is_valid():
        signing_in.change_contact(user, by=user, **form.cleaned_data)
        messages.success(request, "Kontak Anda disimpan.")
        return redirect("mfa_index")
    return render(request, "accounts/contact.html", {"form": form})


class Security(IndexView):  # type: ignore[misc]
    """ "Keamanan akun": what there is, and what is missing before work may begin."""

    template_name = "accounts/security.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = cast(User, self.request.user)
        context: dict[str, Any] = super().get_context_data(**kwargs)
        ways = context["authenticators"]
        is_missing = needs_factor(user) and not ({"totp", "webauthn"} & set(ways))
        return context | {"is_missing": is_missing, "needs_factor": needs_factor(user)}


security = opened_by(OWN)(Security.as_view())
