"""Settings of an area, search of areas, boundaries, code changes."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast  # what a form is sent is any mapping
from urllib.parse import urlencode

from django.conf import settings as django_settings
from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from naikkelas.areas import access, actions, queries
from naikkelas.areas.actions.settings import LOGO_FOLDER
from naikkelas.areas.errors import CodesRefused, IdentifiersRefused
from naikkelas.areas.forms import (
    SETTING_FORMS,
    BoundariesForm,
    CodesForm,
    IdentifiersForm,
    LogoForm,
    SettingForm,
    TargetRuleForm,
)
from naikkelas.areas.models import Area
from naikkelas.areas.rules import codes as code_rules
from naikkelas.areas.rules import pictures
from naikkelas.audit.presenters import history_of
from naikkelas.lib.actors import Act, Actor
from naikkelas.lib.numbers import id_number
from naikkelas.lib.refusals import Refused
from naikkelas.web.permissions import PUBLIC, form_for, page_for

SHOWN_ERRORS = 50


def _actor(request: HttpRequest) -> Actor:
    """The signed-in person; `LoginRequiredMiddleware` lets nobody else through."""
    return cast(Actor, request.user)


def _configured_area(request: HttpRequest) -> str:
    """The code that the page is about, the person's own area unless told; 404 outside it."""
    actor = _actor(request)
    code = code_rules.normalise(request.GET.get("wilayah", actor.home))
    is_known = not code or Area.objects.filter(pk=code).exists()
    if not is_known or not access.may_configure(actor, code):
        raise Http404
    return code


@form_for(Act.CONFIGURE)
def settings(request: HttpRequest) -> HttpResponse:
    """Every setting with its value and origin; a POST changes or clears one of them."""
    area_code = _configured_area(request)
    if request.method == "POST":
        return _change(request, area_code)
    return _page(request, area_code)


def _change(request: HttpRequest, area_code: str) -> HttpResponse:
    key = request.POST.get("key", "")
    if key not in SETTING_FORMS:
        raise Http404
    if "clear" in request.POST:
        actions.clear_setting(area_code, key, by=_actor(request))
        messages.success(request, "Pengaturan dikembalikan.")
        return redirect(_settings_url(area_code, key))
    form = _form(key, queries.settings_of(area_code), request.POST, request.FILES)
    if form.is_valid():
        try:
            _store(request, area_code, key, form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    if form.errors:
        return _page(request, area_code, sent=form, status=422)
    messages.success(request, "Pengaturan disimpan.")
    return redirect(_settings_url(area_code, key))


def _store(request: HttpRequest, area_code: str, key: str, form: SettingForm) -> None:
    if isinstance(form, LogoForm):
        # One byte more than allowed is enough to refuse; the rest is never read.
        content = form.cleaned_data["file"].read(pictures.MAX_BYTES + 1)
        actions.put_logo(area_code, content, by=_actor(request))
    else:
        actions.put_setting(area_code, key, form.value(), by=_actor(request))


def _form(key: str, in_force: Mapping[str, queries.SettingInForce], *sent: Any) -> SettingForm:
    """The form of one setting; classes are called in it as the office calls them."""
    form = SETTING_FORMS[key](in_force[key], *sent)
    if isinstance(form, TargetRuleForm):
        form.call_levels(in_force["level_labels"].value)
    return form


def _settings_url(area_code: str, key: str) -> str:
    return f"{reverse('areas:settings')}?{urlencode({'wilayah': area_code})}#{key}"


def _page(
    request: HttpRequest,
    area_code: str,
    *,
    sent: SettingForm | None = None,
    status: int = 200,
    **context: object,
) -> HttpResponse:
    """The settings page; `sent` is the form that was sent and refused."""
    path = queries.path_of(area_code)
    in_force = queries.settings_of(area_code)
    forms = [
        (held, sent if sent and sent.prefix == key else _form(key, in_force))
        for key, held in in_force.items()
    ]
    defaults = {
        "area_code": area_code,
        "area": path[-1] if path else None,
        "path": [area for area in path if access.may_configure(_actor(request), area.code)],
        "below": Area.objects.current().children_of(area_code),
        "sections": forms,
        "sent": sent,
        "boundaries_form": BoundariesForm(),
        "codes_form": CodesForm(),
        "identifiers_form": IdentifiersForm(),
        "identifier_count": queries.identifier_count(area_code),
        "boundary_count": queries.boundary_count(area_code),
        "history": history_of(list(queries.settings_trail(area_code)[:20]), _actor(request)),
    }
    return render(request, "areas/settings.html", defaults | context, status=status)


@form_for(Act.CONFIGURE)
def boundaries(request: HttpRequest) -> HttpResponse:
    """Import boundaries of the person's own area; without a file, their part of the settings."""
    area_code = _configured_area(request)
    if request.method != "POST":
        return redirect(_settings_url(area_code, "batas"))
    form = BoundariesForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, area_code, status=422, boundaries_form=form)
    file = form.cleaned_data["file"]
    if file.size > django_settings.IMPORT_MAX_BYTES:
        form.add_error("file", "Berkas lebih besar dari 25 MB. Sederhanakan batasnya dahulu.")
        return _page(request, area_code, status=422, boundaries_form=form)
    try:
        text = file.read().decode("utf-8", "replace")
        report = actions.import_boundaries(text, form.cleaned_data["source"], by=_actor(request))
    except Refused as refusal:
        form.add_error("file", str(refusal))
        return _page(request, area_code, status=422, boundaries_form=form)
    if not report.errors:
        messages.success(request, f"{id_number(report.stored)} batas wilayah disimpan.")
        return redirect(_settings_url(area_code, "batas"))
    return _page(
        request,
        area_code,
        status=422,
        boundary_report=report,
        boundary_errors=report.errors[:SHOWN_ERRORS],
    )


@form_for(Act.CONFIGURE)
def codes(request: HttpRequest) -> HttpResponse:
    """Carry out code changes in the person's own area; without a file, the form for them."""
    area_code = _configured_area(request)
    if request.method != "POST":
        return redirect(_settings_url(area_code, "kode"))
    form = CodesForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, area_code, status=422, codes_form=form)
    try:
        text = form.cleaned_data["file"].read(django_settings.IMPORT_MAX_BYTES).decode("utf-8-sig")
        count = actions.replace_codes(text, by=_actor(request))
    except UnicodeDecodeError:
        form.add_error("file", "Huruf berkas tidak terbaca. Simpan ulang sebagai CSV UTF-8.")
    except CodesRefused as refusal:
        return _page(request, area_code, status=422, code_errors=refusal.errors[:SHOWN_ERRORS])
    else:
        messages.success(request, f"{count} perubahan kode wilayah disimpan.")
        return redirect(_settings_url(area_code, "kode"))
    return _page(request, area_code, status=422, codes_form=form)


@form_for(Act.CONFIGURE)
def identifiers(request: HttpRequest) -> HttpResponse:
    """Keep what other systems call the person's areas; without a file, the form for it."""
    area_code = _configured_area(request)
    if request.method != "POST":
        return redirect(_settings_url(area_code, "padanan"))
    form = IdentifiersForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, area_code, status=422, identifiers_form=form)
    try:
        text = form.cleaned_data["file"].read(django_settings.IMPORT_MAX_BYTES).decode("utf-8-sig")
        count = actions.put_identifiers(text, form.cleaned_data["source"], by=_actor(request))
    except UnicodeDecodeError:
        form.add_error("file", "Huruf berkas tidak terbaca. Simpan ulang sebagai CSV UTF-8.")
    except IdentifiersRefused as refusal:
        errors = refusal.errors[:SHOWN_ERRORS]
        return _page(request, area_code, status=422, identifier_errors=errors)
    else:
        messages.success(request, f"{id_number(count)} padanan kode disimpan.")
        return redirect(_settings_url(area_code, "padanan"))
    return _page(request, area_code, status=422, identifiers_form=form)


@page_for(Act.SEE)
def search(request: HttpRequest) -> HttpResponse:
    """Areas by name, other spelling or code: JSON for a field that completes, else a page."""
    text = request.GET.get("q", "").strip()
    level = request.GET.get("tingkat", "")
    found = queries.search(
        text,
        scope=_actor(request).home,
        level=int(level) if level in {"1", "2", "3", "4"} else None,
    )
    shown = queries.with_paths(found)
    if request.accepts("text/html") and request.GET.get("format") != "json":
        return render(request, "areas/search.html", {"text": text, "found": shown})
    return JsonResponse(
        {
            "hasil": [
                {"kode": area.code, "nama": area.name, "jenis": area.kind, "letak": path}
                for area, path in shown
            ]
        }
    )


@page_for(PUBLIC)
def logo(request: HttpRequest, name: str) -> HttpResponse | FileResponse:
    """The picture of a logo, also for the sign-in page. Its name is random and never reused."""
    path = f"{LOGO_FOLDER}/{name}"
    content_type = pictures.CONTENT_TYPES.get(Path(name).suffix)
    if content_type is None or "/" in name or not default_storage.exists(path):
        raise Http404
    return FileResponse(
        default_storage.open(path),
        content_type=content_type,
        headers={
            "Cache-Control": "public, max-age=31536000, immutable",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )
