"""Connecting a phone with ODK Collect or KoboCollect, and cutting it off again."""

import base64
from typing import cast

import qrcode
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from qrcode.image.svg import SvgPathFillImage

from naikkelas.accounts.actions import devices
from naikkelas.accounts.models import User
from naikkelas.accounts.queries_devices import devices_of
from naikkelas.api import access
from naikkelas.api.rules import collect
from naikkelas.lib.actors import Act
from naikkelas.lib.refusals import Refused
from naikkelas.web.permissions import OWN, button_for, form_for


class NewDeviceForm(forms.Form):
    """Which phone it is, for telling it from others."""

    name = forms.CharField(
        label="Nama ponsel",
        max_length=60,
        help_text="Misalnya “HP Bu Sari”, supaya mudah dikenali saat mencabut.",
        error_messages={"required": "Isi nama ponselnya."},
    )


@never_cache
@form_for(OWN)
def show(request: HttpRequest) -> HttpResponse:
    """The phones of this person; a new one gets its code, which is shown once."""
    user = cast(User, request.user)
    form = NewDeviceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            connected = devices.connect(user, name=form.cleaned_data["name"], by=user)
        except Refused as refusal:
            form.add_error("name" if user.can(Act.DRAFT) else None, str(refusal))
        else:
            return _code_page(request, connected)
    context = {
        "form": form,
        "devices": devices_of(user),
        "may_connect": user.can(Act.DRAFT),
        "forms_sent": len(access.forms_for(user)),
    }
    status = 422 if form.errors else 200
    return render(request, "api/devices.html", context, status=status)


def _code_page(request: HttpRequest, connected: devices.Connected) -> HttpResponse:
    """The code for the camera of the app, and the same address to type."""
    path = reverse("api:form_list", args=[connected.token]).removesuffix("/formList")
    address = request.build_absolute_uri(path)
    text = collect.packed(collect.settings(address, f"Naik Kelas · {connected.device.name}"))
    context = {"device": connected.device, "address": address, "picture": _picture(text)}
    return render(request, "api/device_code.html", context)


def _picture(text: str) -> str:
    """The code as an image in the page itself: on white, so that cameras read it in dark mode."""
    image = qrcode.make(text, image_factory=SvgPathFillImage, error_correction=1)
    svg = image.to_string(encoding="unicode")
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


@button_for(OWN)
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Cut one of one's own phones off; somebody else's is a 404."""
    user = cast(User, request.user)
    device = get_object_or_404(devices_of(user), pk=pk)
    devices.revoke(device, by=user)
    messages.success(request, "Ponsel itu sudah dicabut dan tidak dapat mengirim lagi.")
    return redirect("api:devices")
