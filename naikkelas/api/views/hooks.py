"""Subscriptions of a key: making, watching and ending them, and sending once more."""

from typing import cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from naikkelas.accounts.models import User
from naikkelas.accounts.queries_api import tokens_of
from naikkelas.accounts.rules.scopes import HOOKS
from naikkelas.api.actions import webhooks
from naikkelas.api.models import Delivery, Webhook
from naikkelas.lib.refusals import Refused
from naikkelas.web.permissions import OWN, button_for, form_for

DELIVERIES_SHOWN = 30


class NewHookForm(forms.Form):
    """Where changes are sent."""

    address = forms.CharField(
        label="Alamat",
        max_length=500,
        help_text="Alamat https yang menerima kiriman POST.",
        error_messages={"required": "Isi alamatnya."},
    )


@never_cache
@form_for(OWN)
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The subscriptions of one of one's own keys; a new one shows its secret."""
    user = cast(User, request.user)
    tokens = (one for one in tokens_of(user).filter(pk=pk) if HOOKS in one.scope_codes)
    token = next(tokens, None)
    if token is None:
        raise Http404
    form = NewHookForm(request.POST or None)
    made = None
    if request.method == "POST" and form.is_valid():
        try:
            made = webhooks.subscribe(token, form.cleaned_data["address"], by=user)
            form = NewHookForm()
        except Refused as refusal:
            form.add_error("address", str(refusal))
    hooks = Webhook.objects.standing().filter(token=token)
    deliveries = Delivery.objects.filter(webhook__in=hooks).select_related("webhook")
    context = {
        "token": token,
        "form": form,
        "made": made,
        "secret": webhooks.secret(made) if made else "",
        "hooks": hooks,
        "deliveries": deliveries[:DELIVERIES_SHOWN],
    }
    return render(request, "api/hooks.html", context, status=422 if form.errors else 200)


@button_for(OWN)
def end(request: HttpRequest, key: UUID) -> HttpResponse:
    """End one of one's own subscriptions."""
    user = cast(User, request.user)
    hook = get_object_or_404(Webhook.objects.standing(), pk=key, token__user=user)
    webhooks.end(hook, by=user)
    messages.success(request, "Webhook itu sudah dihentikan.")
    return redirect("api:hooks", hook.token_id)


@button_for(OWN)
def again(request: HttpRequest, key: UUID) -> HttpResponse:
    """Send one delivery once more."""
    user = cast(User, request.user)
    rows = Delivery.objects.filter(webhook__token__user=user, webhook__ended_at__isnull=True)
    delivery = get_object_or_404(rows.select_related("webhook"), pk=key)
    webhooks.replay(delivery, by=user)
    messages.success(request, "Kiriman itu dikirim ulang dalam beberapa detik.")
    return redirect("api:hooks", delivery.webhook.token_id)
