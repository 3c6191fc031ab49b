"""Keeping the themes of a kabupaten: adding one, changing or giving up one."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from naikkelas.areas.models import Area
from naikkelas.lib.actors import Act
from naikkelas.themes import access
from naikkelas.themes.actions import keeping
from naikkelas.themes.forms import ChangeThemeForm, NewThemeForm, ThemeForm
from naikkelas.themes.queries.catalogue import KABUPATEN, catalogue_of, editions_of
from naikkelas.themes.rules.reference import Theme
from naikkelas.themes.views.asking import actor_of, area_of, said
from naikkelas.web.permissions import form_for


@form_for(Act.KEEP_THEMES)
def new(request: HttpRequest) -> HttpResponse:
    """A theme of the kabupaten's own."""
    area = _kept_area(request)
    form = NewThemeForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given, by = form.cleaned_data, actor_of(request)
        lines = given["criteria"].splitlines()
        if said(
            form,
            lambda: keeping.add(area.code, form.told(), lines=lines, text=given["file"], by=by),
        ):
            messages.success(request, f"Tema {given['name']} sudah dicatat.")
            return redirect(_home(area))
    return _page(request, form, area, "Tambah tema")


@form_for(Act.KEEP_THEMES)
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """What the kabupaten says of a theme; every change is a newer edition."""
    area = _kept_area(request)
    theme = catalogue_of(area.code, closed=True).themes.get(code)
    if theme is None:
        raise Http404
    form = ChangeThemeForm(request.POST or None, initial=_initial(theme, area))
    if request.method == "POST" and form.is_valid():
        is_closed, by = form.cleaned_data["is_closed"], actor_of(request)
        if said(
            form,
            lambda: keeping.change(area.code, code, form.told(), is_closed=is_closed, by=by),
        ):
            messages.success(request, "Perubahan disimpan sebagai versi baru.")
            return redirect(_home(area))
    return _page(request, form, area, f"Ubah {theme.name}")


def _kept_area(request: HttpRequest) -> Area:
    """The kabupaten whose themes the person keeps, else 404."""
    area = area_of(request)
    if area is None or len(area.code) != KABUPATEN:
        raise Http404
    if not access.may_keep(actor_of(request), area.code):
        raise Http404
    return area


def _initial(theme: Theme, area: Area) -> dict[str, object]:
    editions = editions_of(area.code, theme.code)
    return {
        "name": theme.name,
        "body": theme.body,
        "skpd": theme.skpd,
        "legal_basis": theme.legal_basis,
        "source": theme.source,
        "levels": ", ".join(theme.levels),
        "is_closed": bool(editions and editions[0].is_closed),
    }


def _home(area: Area) -> str:
    return f"{reverse('themes:home')}?wilayah={area.code}"


def _page(request: HttpRequest, form: ThemeForm, area: Area, title: str) -> HttpResponse:
    context = {"form": form, "area": area, "title": title, "back": _home(area)}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "themes/keep.html", context, status=status)
